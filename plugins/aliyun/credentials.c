/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the AccessKey comes from, in the order of the official SDKs: what is
 * written, the environment, the credentials file.  All of one source is used,
 * so that a token never meets the key of another.
 */
#include "aliyun.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r"

static const char *
environment(struct smsgw_gateway *gw, const char *name)
{
	const char *value = getenv(name);

	return value != NULL ? smsgw_printf(gw, "%s", value) : "";
}

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

/* Of the section `profile`, else of $ALIBABA_CLOUD_PROFILE, else of default. */
static int
from_file(struct smsgw_gateway *gw, const char *ini, struct aliyun_gateway *out)
{
	const char *profile = smsgw_conf(gw, "profile"), *type;

	if (profile[0] == '\0')
		profile = environment(gw, "ALIBABA_CLOUD_PROFILE");
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

static int
from_environment(struct smsgw_gateway *gw, struct aliyun_gateway *out)
{
	out->account = environment(gw, "ALIBABA_CLOUD_ACCESS_KEY_ID");
	out->secret = environment(gw, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
	out->token = environment(gw, "ALIBABA_CLOUD_SECURITY_TOKEN");
	if (out->account[0] != '\0' && out->secret[0] != '\0')
		return 0;
	return smsgw_fail_key(gw, "api_account",
	    "there is no AccessKey; set api_account and api_password, or "
	    "credentials_file, or ALIBABA_CLOUD_ACCESS_KEY_ID and "
	    "ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment");
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
	return ini[0] != '\0' ? from_file(gw, ini, out) :
				from_environment(gw, out);
}
