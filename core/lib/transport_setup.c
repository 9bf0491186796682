/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libcurl is told: the policy that holds for every exchange, as data, and
 * what target and request say.  Defaults of libcurl that could do more than
 * was asked (redirects, proxies of the environment, passwords from files,
 * headers of its own) are switched off here, all of them.
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
	{ CURLOPT_HTTP09_ALLOWED, 0 },
	{ CURLOPT_HTTP_CONTENT_DECODING, 0 },
	{ CURLOPT_FOLLOWLOCATION, 0 },
	{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 },
	{ CURLOPT_PROXYAUTH, CURLAUTH_BASIC }, /* never a second round */
	{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
	{ CURLOPT_PATH_AS_IS, 1 },
	{ CURLOPT_TCP_NODELAY, 1 },
	{ CURLOPT_NOSIGNAL, 1 },
	{ CURLOPT_NOPROGRESS, 1 },
	/* a lookup that hangs does not hold up the end of the exchange */
	{ CURLOPT_QUICK_EXIT, 1 },
	/* a resumed session shows no certificate to record */
	{ CURLOPT_SSL_SESSIONID_CACHE, 0 },
	{ CURLOPT_TIMEOUT_MS, 0 }, /* the deadlines are ours */
	/* 64 KiB unless said, for each of a thousand handles */
	{ CURLOPT_UPLOAD_BUFFERSIZE, 16384 },
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
		/* a connection may outlive the exchange */
		{ CURLOPT_CLOSESOCKETDATA, call->line->set },
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
		    easy, CURLOPT_CLOSESOCKETFUNCTION, transport_socket_close);
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
set_pins(CURL *easy, const char *pins, bool legacy)
{
	CURLcode rc;
	struct buf list;

	buf_init(&list, strlen(pins) * 2 + 64);
	rc = CURLE_OUT_OF_MEMORY;
	if (tls_pins_for_curl(pins, &list) == 0)
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
set_trust(CURL *easy, const struct transport_target *target)
{
	CURLcode rc;

	rc = curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (rc != CURLE_OK)
		return rc;
	return target->pin_sha256 != NULL ?
	    set_pins(easy, target->pin_sha256, target->tls_legacy) :
	    set_chain(easy, target->ca_file);
}

/* A kept connection is used again, any other one serves one exchange. */
static CURLcode
set_connections(CURL *easy, const struct transport_target *target)
{
	CURLcode rc = CURLE_OK;

	if (target->http2)
		rc = curl_easy_setopt(
		    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	if (rc == CURLE_OK && !target->keep)
		rc = curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	if (rc == CURLE_OK && !target->keep)
		rc = curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
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
	return rc;
}

CURLcode
transport_setup_line(struct transport_call *call)
{
	const struct transport_line *line = call->line;
	CURLcode rc;

	rc = set_policy(call->easy);
	if (rc == CURLE_OK)
		rc = set_callbacks(call);
	if (rc == CURLE_OK && line->fault == NULL)
		rc = set_trust(call->easy, &line->target);
	if (rc == CURLE_OK && line->fault == NULL)
		rc = set_connections(call->easy, &line->target);
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

/* Libcurl reads a list that is ours: strings and entries are of the arena. */
struct header_list {
	struct curl_slist *first, **end;
};

/* "name: value"; "name;" is how libcurl wants an empty one. */
static int
add_line(struct transport_call *call, struct header_list *list,
    const char *name, const char *mark, const char *value)
{
	size_t name_len = strlen(name), mark_len = strlen(mark);
	size_t value_len = strlen(value);
	struct curl_slist *entry;
	char *p;

	entry = arena_alloc(&call->arena, sizeof(*entry));
	p = arena_alloc(&call->arena, name_len + mark_len + value_len + 1);
	if (entry == NULL || p == NULL)
		return -1;
	memcpy(p, name, name_len);
	memcpy(p + name_len, mark, mark_len);
	memcpy(p + name_len + mark_len, value, value_len);
	*entry = (struct curl_slist){ .data = p };
	*list->end = entry;
	list->end = &entry->next;
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
	struct header_list list = { .end = &list.first };
	size_t i;
	int rc;

	arena_init(&call->arena, (size_t)4 * TRANSPORT_HEADERS_MAX);
	rc = add_line(call, &list, "Expect", ":", "");
	for (i = 0; i < ARRAY_LEN(quiet_headers) && rc == 0; i++) {
		if (!has_header(request, quiet_headers[i]))
			rc = add_line(call, &list, quiet_headers[i], ":", "");
	}
	for (i = 0; i < request->header_count && rc == 0; i++, h++) {
		if (h->value[0] == '\0')
			rc = add_line(call, &list, h->name, ";", "");
		else
			rc = add_line(call, &list, h->name, ": ", h->value);
	}
	if (rc != 0)
		return CURLE_OUT_OF_MEMORY;
	return curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, list.first);
}

/* Whether a request of this method says how long its body is, also 0. */
static bool
carries_body(const struct transport_request *request)
{
	return request->body_len > 0 || strcmp(request->method, "POST") == 0 ||
	    strcmp(request->method, "PUT") == 0 ||
	    strcmp(request->method, "PATCH") == 0;
}

/* A handle that has served another method is told all that differs. */
static CURLcode
set_method(struct transport_call *call, const struct transport_request *request)
{
	CURL *easy = call->easy;
	CURLcode rc;

	if (strcmp(call->method, request->method) == 0)
		return CURLE_OK;
	rc = curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L); /* forgets the rest */
	if (rc == CURLE_OK && strcmp(request->method, "HEAD") == 0)
		rc = curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(
		    easy, CURLOPT_CUSTOMREQUEST, request->method);
	if (rc == CURLE_OK)
		(void)snprintf(
		    call->method, sizeof(call->method), "%s", request->method);
	return rc;
}

static CURLcode
set_body(struct transport_call *call, const struct transport_request *request)
{
	CURL *easy = call->easy;
	CURLcode rc;

	rc = curl_easy_setopt(easy, CURLOPT_POST, 1L);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)request->body_len);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
		    request->body_len > 0 ? request->body : "");
	return rc;
}

/* What of the line may change while handles are kept, and the times. */
static CURLcode
set_times(struct transport_call *call, const struct transport_request *request)
{
	const struct transport_line *line = call->line;
	CURLcode rc = CURLE_OK;

	/* libcurl divides it among the addresses of a name */
	if (request->connect_timeout_ms < INT32_MAX)
		rc = curl_easy_setopt(call->easy, CURLOPT_CONNECTTIMEOUT_MS,
		    (long)request->connect_timeout_ms);
	if (rc == CURLE_OK && line->target.keep)
		rc = curl_easy_setopt(call->easy, CURLOPT_MAXAGE_CONN,
		    (long)(line->idle_ms / 1000));
	if (rc == CURLE_OK && line->target.keep && line->idle_ms < 1000)
		rc = curl_easy_setopt(call->easy, CURLOPT_FORBID_REUSE, 1L);
	return rc;
}

static CURLcode
set_request(
    struct transport_call *call, const struct transport_request *request)
{
	CURLcode rc;

	rc = curl_easy_setopt(call->easy, CURLOPT_URL, request->url);
	if (rc == CURLE_OK && !carries_body(request))
		call->method[0] = '\0'; /* whatever was before it */
	if (rc == CURLE_OK)
		rc = set_method(call, request);
	if (rc == CURLE_OK && carries_body(request))
		rc = set_body(call, request);
	if (rc == CURLE_OK)
		rc = set_times(call, request);
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

void
transport_check_target(struct transport_line *line)
{
	const struct transport_target *target = &line->target;

	if (target->pin_sha256 != NULL && !tls_pins_valid(target->pin_sha256)) {
		line->fault = "pin-invalid";
		line->detail = "a pin is the base64 of 32 bytes";
	} else if (target->tls_legacy && target->pin_sha256 == NULL) {
		line->fault = "pin-invalid";
		line->detail = "old TLS is only for a server with a pin";
	} else if (target->user_agent != NULL &&
	    strpbrk(target->user_agent, "\r\n") != NULL) {
		line->fault = "request-invalid";
		line->detail = "its User-Agent";
	}
}

CURLcode
transport_setup_request(
    struct transport_call *call, const struct transport_request *request)
{
	if (request_is_wrong(call, request))
		return CURLE_OK;
	if (call->line->fault != NULL) {
		transport_fail(
		    call, call->line->fault, "%s", call->line->detail);
		return CURLE_OK;
	}
	call->https = curl_strnequal(request->url, "https:", 6) != 0;
	call->body_len = request->body_len;
	call->timeout_ms = request->timeout_ms;
	call->not_after_ms = request->not_after_boot_ms;
	call->before_first_byte = request->before_first_byte;
	call->before_first_byte_arg = request->before_first_byte_arg;
	return set_request(call, request);
}
