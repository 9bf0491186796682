/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The AccessKey: what is written or the environment has (the host looks there),
 * else what stands in the credentials file.
 */
#include "aliyun.h"

#include <string.h>

#define BLANKS " \t\r"

/* A piece of text without the blanks around it, as a string. */
static const char *
trimmed(struct smsgw_gateway *gw, const char *start, const char *end)
{
	start += strspn(start, BLANKS);
	while (end > start && strchr(BLANKS, end[-1]) != NULL)
		end--;
	return end > start ?
	    smsgw_printf(gw, "%.*s", (int)(end - start), start) :
	    "";
}

/* The value of a key in a section of an INI text; "" when it is not there. */
static const char *
ini_value(struct smsgw_gateway *gw, const char *ini, const char *section,
    const char *key)
{
	const char *line, *end, *equals, *heading;
	bool inside = false;

	for (line = ini; *line != '\0'; line = *end != '\0' ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		line += strspn(line, BLANKS);
		if (*line == '[') {
			heading =
			    trimmed(gw, line + 1, line + strcspn(line, "]\n"));
			inside = strcmp(heading, section) == 0;
			continue;
		}
		equals = memchr(line, '=', (size_t)(end - line));
		if (inside && equals != NULL && *line != '#' && *line != ';' &&
		    strcmp(trimmed(gw, line, equals), key) == 0)
			return trimmed(gw, equals + 1, end);
	}
	return "";
}

/* Of the section `profile`, else of default. */
static int
from_file(struct smsgw_gateway *gw, const char *ini, struct aliyun_gateway *out)
{
	const char *profile = smsgw_conf(gw, "profile"), *type;

	if (profile[0] == '\0')
		profile = "default";
	type = ini_value(gw, ini, profile, "type");
	if (type[0] != '\0' && strcmp(type, "access_key") != 0 &&
	    strcmp(type, "sts") != 0)
		return smsgw_fail_key(gw, "credentials",
		    "its section [%s] has type = %s; only access_key and sts "
		    "can be used here",
		    profile, type);
	out->account = ini_value(gw, ini, profile, "access_key_id");
	out->secret = ini_value(gw, ini, profile, "access_key_secret");
	out->token = ini_value(gw, ini, profile, "security_token");
	if (out->account[0] != '\0' && out->secret[0] != '\0')
		return 0;
	return smsgw_fail_key(gw, "credentials",
	    "its section [%s] has no access_key_id and access_key_secret; add "
	    "them, or set profile to another section",
	    profile);
}

int
aliyun_credentials(struct smsgw_gateway *gw, struct aliyun_gateway *out)
{
	const char *ini = smsgw_conf(gw, "credentials");

	out->account = smsgw_conf(gw, "api_account");
	out->secret = smsgw_conf(gw, "api_password");
	out->token = smsgw_conf(gw, "security_token");
	if (out->account[0] != '\0' && out->secret[0] != '\0')
		return 0;
	if (out->account[0] != '\0' || out->token[0] != '\0')
		return smsgw_fail_key(gw, "api_password",
		    "is missing; set it to the secret of the AccessKey in "
		    "api_account");
	if (out->secret[0] != '\0')
		return smsgw_fail_key(gw, "api_account",
		    "is missing; set it to the AccessKey id that api_password "
		    "belongs to");
	if (ini[0] != '\0')
		return from_file(gw, ini, out);
	return smsgw_fail_key(gw, "api_account",
	    "there is no AccessKey; set api_account and api_password, or "
	    "credentials_file, or ALIBABA_CLOUD_ACCESS_KEY_ID and "
	    "ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment");
}
