/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs of providers.  libcurl takes them apart, since it is libcurl that will
 * use them; what it forgives (missing slashes, empty ports, user names) is
 * refused here before.
 */
#include "value.h"

#include "ascii.h"
#include "lang.h"
#include "precondition.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

static const char expected_url[] =
    N_("a URL such as https://sms.example.com/msg/send, without blanks, with "
       "other than ASCII letters percent-encoded");
static const char expected_scheme[] =
    N_("a URL that begins with http:// or https://");
static const char expected_host[] = N_("a URL with a host behind the //");
static const char expected_no_user[] =
    N_("a URL without user and password; the account has keys of its own");
static const char expected_no_fragment[] = N_("a URL without #");
static const char expected_port[] = N_("a URL with a port from 1 to 65535");
const char value_no_memory[] = N_("more free memory");

static bool
starts_with(const char *s, const char *lower)
{
	for (; *lower != '\0'; s++, lower++)
		if (ascii_lower(*s) != *lower)
			return false;
	return true;
}

static const char *
check_port(const char *colon, const char *end)
{
	unsigned int port = 0;
	const char *p;

	for (p = colon + 1; p < end; p++) {
		if (*p < '0' || *p > '9' || port > 65535)
			return expected_port;
		port = port * 10 + (unsigned int)(*p - '0');
	}
	return port >= 1 && port <= 65535 ? NULL : expected_port;
}

/* Host and port as they are written, from authority to end. */
static const char *
check_authority(const char *authority, const char *end)
{
	const char *p, *host_end, *colon = NULL;

	if (memchr(authority, '@', (size_t)(end - authority)) != NULL)
		return expected_no_user;
	if (memchr(authority, '%', (size_t)(end - authority)) != NULL)
		return expected_host;
	p = authority;
	if (p < end && *p == '[') {
		p = memchr(p, ']', (size_t)(end - p));
		if (p == NULL)
			return expected_host;
	}
	for (; p < end && colon == NULL; p++)
		if (*p == ':')
			colon = p;
	host_end = colon != NULL ? colon : end;
	if (host_end == authority)
		return expected_host;
	return colon != NULL ? check_port(colon, end) : NULL;
}

/* What is wrong with the URL as it is written, or NULL. */
static const char *
check_written(const char *s)
{
	const char *authority, *p;

	for (p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || *p == '\\')
			return expected_url;
	if (starts_with(s, "http://"))
		authority = s + strlen("http://");
	else if (starts_with(s, "https://"))
		authority = s + strlen("https://");
	else
		return expected_scheme;
	if (strchr(s, '#') != NULL)
		return expected_no_fragment;
	return check_authority(authority, authority + strcspn(authority, "/?"));
}

/*
 * Whether a URL that is written well is so plain that libcurl surely takes it:
 * a host of letters, digits, '-' and '.' that begins with a letter.  Each
 * request's URL is judged, and nearly all are like this.
 */
static bool
is_plain(const char *s)
{
	const char *host = strchr(s, '/') + 2;
	const char *p;

	for (p = host; ascii_is_alnum(*p) || *p == '-' || *p == '.'; p++)
		continue;
	return !ascii_is_digit(*host) && ascii_is_alnum(*host) &&
	    (*p == '\0' || *p == '/' || *p == ':' || *p == '?');
}

/* A copy of one part; an absent query is an empty string. */
static CURLUcode
get_part(CURLU *url, CURLUPart part, char **out)
{
	CURLUcode rc;

	rc = curl_url_get(url, part, out, 0);
	return rc == CURLUE_NO_QUERY ? CURLUE_OK : rc;
}

static char *
join_path(const char *path, const char *query)
{
	size_t size, path_len = strlen(path);
	char *out;

	if (query == NULL)
		return strdup(path);
	size = path_len + strlen(query) + 2;
	out = malloc(size);
	if (out != NULL)
		(void)snprintf(out, size, "%s?%s", path, query);
	return out;
}

/* The host without brackets, in memory of ours. */
static char *
bare_host(const char *host, bool *is_address)
{
	size_t len = strlen(host);

	*is_address = host[0] == '[' && len > 2;
	return *is_address ? strndup(host + 1, len - 2) : strdup(host);
}

static uint16_t
port_number(const char *s)
{
	unsigned int port = 0;

	for (; *s >= '0' && *s <= '9' && port <= 65535; s++)
		port = port * 10 + (unsigned int)(*s - '0');
	return (uint16_t)port;
}

/* Copies the parts of a URL that libcurl has taken; -1 without memory. */
static int
copy_parts(CURLU *url, struct value_url *out)
{
	char *scheme = NULL, *host = NULL, *port = NULL;
	char *path = NULL, *query = NULL;
	int rc = -1;

	*out = (struct value_url){ 0 };
	if (get_part(url, CURLUPART_SCHEME, &scheme) != CURLUE_OK ||
	    get_part(url, CURLUPART_HOST, &host) != CURLUE_OK ||
	    curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) !=
		CURLUE_OK ||
	    get_part(url, CURLUPART_PATH, &path) != CURLUE_OK ||
	    get_part(url, CURLUPART_QUERY, &query) != CURLUE_OK)
		goto out;
	(void)snprintf(out->scheme, sizeof(out->scheme), "%s", scheme);
	out->port = port_number(port);
	out->host = bare_host(host, &out->is_address);
	out->path = join_path(path, query);
	if (out->host != NULL && out->path != NULL)
		rc = 0;
	else
		value_url_fini(out);
out:
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_free(path);
	curl_free(query);
	return rc;
}

int
value_url(const char *s, struct value_url *out, const char **expected)
{
	struct value_url parts;
	const char *wrong;
	CURLUcode code;
	CURLU *url = NULL;
	int rc = -1;

	require_or_return(s != NULL && expected != NULL, -1);
	wrong = check_written(s);
	if (wrong != NULL)
		goto out;
	if (out == NULL && is_plain(s))
		return 0;
	wrong = value_no_memory;
	url = curl_url();
	if (url == NULL)
		goto out;
	code = curl_url_set(url, CURLUPART_URL, s, CURLU_PATH_AS_IS);
	if (code != CURLUE_OK) {
		if (code != CURLUE_OUT_OF_MEMORY)
			wrong = expected_url;
		goto out;
	}
	if (copy_parts(url, &parts) != 0)
		goto out;
	if (out != NULL)
		*out = parts;
	else
		value_url_fini(&parts);
	rc = 0;
out:
	curl_url_cleanup(url);
	if (rc != 0)
		*expected = lang_text(wrong);
	return rc;
}

void
value_url_fini(struct value_url *url)
{
	if (url == NULL)
		return;
	free(url->host);
	free(url->path);
	*url = (struct value_url){ 0 };
}
