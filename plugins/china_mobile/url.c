/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The path of a URL: what it ends with, and its last parts replaced.
 */
#include <string.h>

#include "china_mobile.h"

/* Where the path begins, and in *end where it ends. */
static const char *
path_of(const char *url, const char **end)
{
	const char *host = strstr(url, "://");
	const char *path = host == NULL ? url : host + 3;

	path += strcspn(path, "/?");
	*end = path + strcspn(path, "?");
	return path;
}

bool
cmcc_path_ends(const char *url, const char *end)
{
	const char *stop, *path = path_of(url, &stop);
	size_t len = strlen(end);

	return (size_t)(stop - path) >= len &&
	    strncmp(stop - len, end, len) == 0;
}

bool
cmcc_path_is_empty(const char *url)
{
	const char *end, *path = path_of(url, &end);

	return end - path <= 1;
}

const char *
cmcc_url_swap(
    struct smsgw_gateway *gw, const char *url, unsigned parts, const char *tail)
{
	const char *end, *path = path_of(url, &end), *cut = end;

	while (parts > 0 && cut > path) {
		cut--;
		parts -= *cut == '/';
	}
	return smsgw_printf(gw, "%.*s/%s%s", (int)(cut - url), url, tail, end);
}
