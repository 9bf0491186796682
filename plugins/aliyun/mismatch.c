/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Explains SignatureDoesNotMatch.  The answer quotes what the service signed;
 * where that first differs from what was signed here tells what has changed on
 * the way, and when it does not differ, the secret is the wrong one.  Neither
 * text is shown: they hold numbers and codes.
 */
#include "aliyun.h"

#include <string.h>

#define SHOWN_MAX 64

/* Headers whose values may be shown. */
static const char *const harmless[] = { "content-type", "host", "x-acs-action",
	"x-acs-date", "x-acs-signature-nonce", "x-acs-version" };

/* What stands behind the mark, up to the last bracket; NULL without it. */
static const char *
quoted(struct smsgw_gateway *gw, const char *text, const char *mark)
{
	const char *start = strstr(text, mark), *end;

	if (start == NULL)
		return NULL;
	start += strlen(mark);
	end = start + strlen(start);
	if (*start == '[') {
		start++;
		end = strrchr(start, ']');
		if (end == NULL)
			end = start + strlen(start);
	}
	return smsgw_printf(gw, "%.*s", (int)(end - start), start);
}

static bool
is_harmless(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (strlen(harmless[i]) == len &&
		    memcmp(harmless[i], name, len) == 0)
			return true;
	return false;
}

static int
shown_len(const char *line)
{
	size_t len = strcspn(line, "\n");

	return (int)(len < SHOWN_MAX ? len : SHOWN_MAX);
}

/* A line of the headers, or behind them. */
static const char *
header_part(struct smsgw_gateway *gw, const char *ours, const char *theirs)
{
	size_t len = strcspn(ours, ":\n");

	if (ours[len] != ':')
		return ours[len] == '\n' ?
		    "the list of signed headers" :
		    "the hash of the body: it was changed on its way";
	if (is_harmless(ours, len))
		return smsgw_printf(gw,
		    "the header %.*s: sent was \"%.*s\", signed there \"%.*s\"",
		    (int)len, ours, shown_len(ours), ours, shown_len(theirs),
		    theirs);
	return smsgw_printf(gw, "the header %.*s", (int)len, ours);
}

/*
 * The parameter around a place in a line of a=b&c=d, whatever its marks look
 * like; `line` is a copy.
 */
static const char *
parameter_part(struct smsgw_gateway *gw, const char *line, size_t at,
    const char *and, const char *equals)
{
	const char *start = line, *next, *end;

	while ((next = strstr(start, and)) != NULL &&
	    next + strlen(and) <= line + at)
		start = next + strlen(and);
	end = strstr(start, equals);
	if (end == NULL || end - start > SHOWN_MAX)
		return "the parameters";
	return smsgw_printf(
	    gw, "the parameter %.*s", (int)(end - start), start);
}

/* Which part of a canonical request the two first differ in. */
static const char *
part_v3(
    struct smsgw_gateway *gw, const char *ours, const char *theirs, size_t at)
{
	size_t i, line = 0, start = 0;

	for (i = 0; i < at; i++)
		if (ours[i] == '\n') {
			line++;
			start = i + 1;
		}
	switch (line) {
	case 0:
		return "the method";
	case 1:
		return "the path: sms_url must be of the service itself, "
		       "without a path";
	case 2:
		return parameter_part(gw,
		    smsgw_printf(gw, "%.*s", (int)strcspn(ours + start, "\n"),
			ours + start),
		    at - start, "&", "=");
	default:
		return header_part(gw, ours + start, theirs + start);
	}
}

/* The same of a string to sign: METHOD&%2F&name%3Dvalue%26name%3Dvalue. */
static const char *
part_v1(struct smsgw_gateway *gw, const char *ours, size_t at)
{
	const char *start = strchr(ours, '&');

	start = start != NULL ? strchr(start + 1, '&') : NULL;
	if (start == NULL || ours + at <= start)
		return "the method or the path";
	start++;
	return parameter_part(
	    gw, start, (size_t)(ours + at - start), "%26", "%3D");
}

const char *
aliyun_mismatch(
    struct smsgw_gateway *gw, const char *canonical, const char **text)
{
	const char *theirs, *part;
	bool v3 = true;
	size_t at = 0;

	theirs = quoted(gw, *text, "server CanonicalRequest is ");
	if (theirs == NULL) {
		theirs = quoted(gw, *text, "server string to sign is:");
		v3 = false;
	}
	*text = smsgw_printf(gw, "%.*s",
	    (int)(strstr(*text, " server ") != NULL ?
		    strstr(*text, " server ") - *text :
		    (ptrdiff_t)strlen(*text)),
	    *text);
	if (theirs == NULL || canonical == NULL)
		return NULL;
	if (strcmp(canonical, theirs) == 0)
		return "the service signed the very same request, so the "
		       "secret is another: api_password is not the secret of "
		       "the AccessKey in api_account";
	while (canonical[at] != '\0' && canonical[at] == theirs[at])
		at++;
	part = v3 ? part_v3(gw, canonical, theirs, at) :
		    part_v1(gw, canonical, at);
	return smsgw_printf(gw,
	    "what was sent and what the service signed first differ in %s; "
	    "something between changes requests, such as a proxy",
	    part);
}
