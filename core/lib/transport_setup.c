/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libcurl is told: the policy that holds for every exchange, as data, and
 * what target and request say.  Defaults of libcurl that could do more than
 * was asked (redirects, proxies of the environment, passwords from files,
 * connections kept, headers of its own) are switched off here, all of them.
 */
#include "ascii.h"
#include "precondition.h"
#include "transport_call.h"

#include <stdio.h>

#define URL_MAX 8192

struct setting {
	CURLoption option;
	long value;
};

static const struct setting policy[] = {
	{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
	{ CURLOPT_HTTP09_ALLOWED, 0 }, { CURLOPT_HTTP_CONTENT_DECODING, 0 },
	{ CURLOPT_FOLLOWLOCATION, 0 }, { CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 },
	{ CURLOPT_PROXYAUTH, CURLAUTH_BASIC }, /* never a second round */
	{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 }, { CURLOPT_PATH_AS_IS, 1 },
	{ CURLOPT_TCP_NODELAY, 1 }, { CURLOPT_NOSIGNAL, 1 },
	{ CURLOPT_NOPROGRESS, 1 },
	/* a lookup that hangs does not hold up the end of the exchange */
	{ CURLOPT_QUICK_EXIT, 1 },
	/* one connection an exchange: nothing stale, nothing repeated */
	{ CURLOPT_FRESH_CONNECT, 1 }, { CURLOPT_FORBID_REUSE, 1 },
	/* a resumed session shows no certificate to record */
	{ CURLOPT_SSL_SESSIONID_CACHE, 0 },
	{ CURLOPT_TIMEOUT_MS, 0 }, /* the deadlines are ours */
};

/* Headers that are libcurl's to write, or that would change how it sends. */
static const char *const refused_headers[] = {
	"Connection",
	"Content-Length",
	"Expect",
	"Transfer-Encoding",
};

/* libcurl adds these on its own unless it is told not to. */
static const char *const quiet_headers[] = {
	"Accept",
	"Content-Type",
};

static CURLcode
set_policy(CURL *easy)
{
	CURLcode rc;
	size_t i;

	for (i = 0; i < ARRAY_LEN(policy); i++) {
		rc = curl_easy_setopt(easy, policy[i].option, policy[i].value);
		if (rc != CURLE_OK)
			return rc;
	}
	rc = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
		    (curl_off_t)TRANSPORT_BODY_MAX);
	return rc;
}

static CURLcode
set_callbacks(struct transport_call *call)
{
	const struct {
		CURLoption option;
		void *pointer;
	} data[] = {
		{ CURLOPT_PRIVATE, call },
		{ CURLOPT_ERRORBUFFER, call->error },
		{ CURLOPT_OPENSOCKETDATA, call },
		{ CURLOPT_SSL_CTX_DATA, call },
		{ CURLOPT_PREREQDATA, call },
		{ CURLOPT_HEADERDATA, call },
		{ CURLOPT_WRITEDATA, call },
	};
	CURL *easy = call->easy;
	CURLcode rc = CURLE_OK;
	size_t i;

	for (i = 0; i < ARRAY_LEN(data) && rc == CURLE_OK; i++)
		rc = curl_easy_setopt(easy, data[i].option, data[i].pointer);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_OPENSOCKETFUNCTION, transport_open_socket);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_SSL_CTX_FUNCTION, transport_tls_begin);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_PREREQFUNCTION, transport_gate);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_HEADERFUNCTION, transport_take_header);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_WRITEFUNCTION, transport_take_body);
	return rc;
}

/*
 * The pin takes the place of chain and name; libcurl and the gate check it,
 * each on its own.
 */
static CURLcode
set_pins(struct transport_call *call, bool legacy)
{
	CURL *easy = call->easy;
	CURLcode rc;
	struct buf list;

	buf_init(&list, strlen(call->pins) * 2 + 64);
	rc = CURLE_OUT_OF_MEMORY;
	if (tls_pins_for_curl(call->pins, &list) == 0)
		rc = curl_easy_setopt(
		    easy, CURLOPT_PINNEDPUBLICKEY, buf_str(&list));
	buf_fini(&list);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (rc == CURLE_OK && legacy)
		rc = curl_easy_setopt(
		    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_0);
	if (rc == CURLE_OK && legacy)
		rc = curl_easy_setopt(
		    easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0");
	return rc;
}

/*
 * One source of trust: the file, or the system's bundle, or where there is no
 * bundle the system's folder.  (Without a folder libcurl keeps what it read
 * for the next connections.)
 */
static CURLcode
set_chain(CURL *easy, const char *ca_file)
{
	char *bundle = NULL;
	CURLcode rc;

	rc = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	if (rc == CURLE_OK && ca_file != NULL)
		rc = curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
	if (rc == CURLE_OK)
		rc = curl_easy_getinfo(easy, CURLINFO_CAINFO, &bundle);
	if (rc == CURLE_OK && (ca_file != NULL || bundle != NULL))
		rc = curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	return rc;
}

static CURLcode
set_target(struct transport_call *call, const struct transport_target *target)
{
	CURL *easy = call->easy;
	CURLcode rc;

	rc = curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (rc == CURLE_OK && call->pins != NULL)
		rc = set_pins(call, target->tls_legacy);
	else if (rc == CURLE_OK)
		rc = set_chain(easy, target->ca_file);
	/* "" is: none; and no_proxy of the environment counts for nothing */
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_PROXY,
		    target->proxy != NULL ? target->proxy : "");
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_NOPROXY, target->proxy != NULL ? "" : "*");
	if (rc == CURLE_OK && target->user_agent != NULL)
		rc = curl_easy_setopt(
		    easy, CURLOPT_USERAGENT, target->user_agent);
	/* libcurl divides it among the addresses of a name */
	if (rc == CURLE_OK && target->connect_timeout_ms < INT32_MAX)
		rc = curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
		    (long)target->connect_timeout_ms);
	return rc;
}

static bool
is_listed(const char *const *list, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (curl_strequal(list[i], name) != 0)
			return true;
	}
	return false;
}

static bool
is_header(const struct transport_header *h)
{
	return h->name != NULL && h->value != NULL && ascii_is_token(h->name) &&
	    strpbrk(h->value, "\r\n") == NULL &&
	    !is_listed(refused_headers, ARRAY_LEN(refused_headers), h->name);
}

/* "name: value"; "name;" is how libcurl wants an empty one. */
static int
add_line(struct transport_call *call, const char *name, const char *mark,
    const char *value)
{
	struct curl_slist *more;
	struct buf line;

	buf_init(&line, TRANSPORT_HEADERS_MAX);
	(void)buf_puts(&line, name);
	(void)buf_puts(&line, mark);
	(void)buf_puts(&line, value);
	more = line.failed ? NULL :
			     curl_slist_append(call->headers, buf_str(&line));
	buf_fini(&line);
	if (more == NULL)
		return -1;
	call->headers = more;
	return 0;
}

static bool
has_header(const struct transport_request *request, const char *name)
{
	size_t i;

	for (i = 0; i < request->header_count; i++) {
		if (curl_strequal(request->headers[i].name, name) != 0)
			return true;
	}
	return false;
}

static CURLcode
set_headers(
    struct transport_call *call, const struct transport_request *request)
{
	const struct transport_header *h = request->headers;
	size_t i;
	int rc = add_line(call, "Expect", ":", "");

	for (i = 0; i < ARRAY_LEN(quiet_headers) && rc == 0; i++) {
		if (!has_header(request, quiet_headers[i]))
			rc = add_line(call, quiet_headers[i], ":", "");
	}
	for (i = 0; i < request->header_count && rc == 0; i++, h++) {
		if (h->value[0] == '\0')
			rc = add_line(call, h->name, ";", "");
		else
			rc = add_line(call, h->name, ": ", h->value);
	}
	if (rc != 0)
		return CURLE_OUT_OF_MEMORY;
	return curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
}

/* Whether a request of this method says how long its body is, also 0. */
static bool
carries_body(const struct transport_request *request)
{
	return request->body_len > 0 || strcmp(request->method, "POST") == 0 ||
	    strcmp(request->method, "PUT") == 0 ||
	    strcmp(request->method, "PATCH") == 0;
}

static CURLcode
set_request(
    struct transport_call *call, const struct transport_request *request)
{
	CURL *easy = call->easy;
	CURLcode rc;

	rc = curl_easy_setopt(easy, CURLOPT_URL, request->url);
	if (rc == CURLE_OK && carries_body(request)) {
		rc = curl_easy_setopt(easy, CURLOPT_POST, 1L);
		if (rc == CURLE_OK)
			rc = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
			    (curl_off_t)request->body_len);
		if (rc == CURLE_OK)
			rc = curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
			    request->body_len > 0 ? request->body : "");
	} else if (rc == CURLE_OK && strcmp(request->method, "HEAD") == 0) {
		rc = curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	}
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_CUSTOMREQUEST, request->method);
	if (rc == CURLE_OK)
		rc = set_headers(call, request);
	return rc;
}

static bool
is_url(const char *url)
{
	const char *p;

	if (url == NULL || strlen(url) > URL_MAX ||
	    (curl_strnequal(url, "http://", 7) == 0 &&
		curl_strnequal(url, "https://", 8) == 0))
		return false;
	for (p = url; *p != '\0'; p++) {
		if ((unsigned char)*p <= ' ' || *p == 0x7f)
			return false;
	}
	return true;
}

static bool
is_method(const char *method)
{
	const char *p;

	for (p = method; p != NULL && *p != '\0'; p++) {
		if (*p < 'A' || *p > 'Z')
			return false;
	}
	return p != NULL && p > method && p - method <= 16;
}

/* What would otherwise go out and be understood in another way. */
static bool
request_is_wrong(
    struct transport_call *call, const struct transport_request *request)
{
	size_t i;

	if (!is_url(request->url)) {
		transport_fail(call, "url-invalid",
		    "an address begins with http:// or https:// and has no "
		    "blanks");
		return true;
	}
	if (!is_method(request->method)) {
		transport_fail(call, "request-invalid", "its method");
		return true;
	}
	for (i = 0; i < request->header_count; i++) {
		if (is_header(&request->headers[i]))
			continue;
		transport_fail(call, "request-invalid",
		    "header %zu is not one that can be sent", i + 1);
		return true;
	}
	return false;
}

static bool
target_is_wrong(
    struct transport_call *call, const struct transport_target *target)
{
	if (target->pin_sha256 != NULL && !tls_pins_valid(target->pin_sha256)) {
		transport_fail(
		    call, "pin-invalid", "a pin is the base64 of 32 bytes");
		return true;
	}
	if (target->tls_legacy && target->pin_sha256 == NULL) {
		transport_fail(call, "pin-invalid",
		    "old TLS is only for a server with a pin");
		return true;
	}
	if (target->user_agent != NULL &&
	    strpbrk(target->user_agent, "\r\n") != NULL) {
		transport_fail(call, "request-invalid", "its User-Agent");
		return true;
	}
	return false;
}

CURLcode
transport_setup(struct transport_call *call,
    const struct transport_target *target,
    const struct transport_request *request)
{
	CURLcode rc;

	if (request_is_wrong(call, request) || target_is_wrong(call, target))
		return CURLE_OK;
	call->https = curl_strnequal(request->url, "https:", 6) != 0;
	call->allow_private = target->allow_private;
	call->body_len = request->body_len;
	call->timeout_ms = target->timeout_ms;
	call->not_after_ms = request->not_after_boot_ms;
	call->before_first_byte = request->before_first_byte;
	call->before_first_byte_arg = request->before_first_byte_arg;
	if (target->pin_sha256 != NULL) {
		call->pins = strdup(target->pin_sha256);
		if (call->pins == NULL)
			return CURLE_OUT_OF_MEMORY;
	}
	if (target->proxy != NULL) {
		call->proxy = strdup(target->proxy);
		if (call->proxy == NULL)
			return CURLE_OUT_OF_MEMORY;
	}
	rc = set_policy(call->easy);
	if (rc == CURLE_OK)
		rc = set_callbacks(call);
	if (rc == CURLE_OK)
		rc = set_target(call, target);
	if (rc == CURLE_OK)
		rc = set_request(call, request);
	return rc;
}
