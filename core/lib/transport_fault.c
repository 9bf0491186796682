/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a failed exchange is called: every CURLcode has a line in one table,
 * with a name for before and one for after the first byte of the request.
 * (transport_judge.c tells a few of them apart further.)
 */
#include "transport_call.h"

#include <stdarg.h>
#include <stdio.h>

/* Newer than libcurl 7.88. */
#define CODE_TOO_LARGE 100
#define CODE_ECH_REQUIRED 101

struct fault {
	int code;
	const char *unsent;
	const char *sent;
};

#define TLS_FAULT(code)                          \
	{                                        \
		code, "tls-failed", "answer-cut" \
	}
#define NEVER(code)                          \
	{                                    \
		code, "internal", "internal" \
	}

static const struct fault faults[] = {
	{ CURLE_OK, "internal", NULL },
	/* before: no https in this libcurl; after: what came is not HTTP */
	{ CURLE_UNSUPPORTED_PROTOCOL, "url-invalid", "answer-not-http" },
	{ CURLE_FAILED_INIT, "internal", "internal" },
	{ CURLE_URL_MALFORMAT, "url-invalid", "internal" },
	{ CURLE_NOT_BUILT_IN, "internal", "internal" },
	{ CURLE_COULDNT_RESOLVE_PROXY, "proxy-unknown", "internal" },
	{ CURLE_COULDNT_RESOLVE_HOST, "dns-unknown", "internal" },
	{ CURLE_COULDNT_CONNECT, "connect-failed", "request-reset" },
	{ CURLE_WEIRD_SERVER_REPLY, "proxy-failed", "answer-not-http" },
	{ CURLE_HTTP2, "connect-failed", "answer-not-http" },
	{ CURLE_PARTIAL_FILE, "connect-failed", "answer-cut" },
	{ CURLE_HTTP_RETURNED_ERROR, "proxy-failed", "answer-unreadable" },
	{ CURLE_WRITE_ERROR, "internal", "answer-unreadable" },
	{ CURLE_READ_ERROR, "internal", "internal" },
	{ CURLE_OUT_OF_MEMORY, "no-memory", "no-memory" },
	{ CURLE_OPERATION_TIMEDOUT, "connect-timeout", "answer-timeout" },
	{ CURLE_RANGE_ERROR, "internal", "answer-unreadable" },
	{ CURLE_HTTP_POST_ERROR, "internal", "internal" },
	TLS_FAULT(CURLE_SSL_CONNECT_ERROR),
	{ CURLE_ABORTED_BY_CALLBACK, "internal", "internal" },
	NEVER(CURLE_BAD_FUNCTION_ARGUMENT),
	{ CURLE_INTERFACE_FAILED, "connect-failed", "internal" },
	{ CURLE_TOO_MANY_REDIRECTS, "internal", "answer-unreadable" },
	NEVER(CURLE_UNKNOWN_OPTION),
	NEVER(CURLE_SETOPT_OPTION_SYNTAX),
	{ CURLE_GOT_NOTHING, "proxy-failed", "answer-missing" },
	NEVER(CURLE_SSL_ENGINE_NOTFOUND),
	NEVER(CURLE_SSL_ENGINE_SETFAILED),
	{ CURLE_SEND_ERROR, "connect-failed", "request-reset" },
	{ CURLE_RECV_ERROR, "connect-failed", "answer-reset" },
	TLS_FAULT(CURLE_SSL_CERTPROBLEM),
	TLS_FAULT(CURLE_SSL_CIPHER),
	{ CURLE_PEER_FAILED_VERIFICATION, "tls-untrusted", "answer-cut" },
	{ CURLE_BAD_CONTENT_ENCODING, "internal", "answer-unreadable" },
	{ CURLE_FILESIZE_EXCEEDED, "internal", "answer-too-large" },
	{ CURLE_USE_SSL_FAILED, "tls-failed", "internal" },
	/* it wants to send the request again: the gate has been passed once */
	{ CURLE_SEND_FAIL_REWIND, "internal", "request-reset" },
	NEVER(CURLE_SSL_ENGINE_INITFAILED),
	/* a user in the URL */
	{ CURLE_LOGIN_DENIED, "url-invalid", "internal" },
	{ CURLE_SSL_CACERT_BADFILE, "tls-ca-file", "internal" },
	TLS_FAULT(CURLE_SSL_SHUTDOWN_FAILED),
	{ CURLE_AGAIN, "internal", "internal" },
	{ CURLE_SSL_CRL_BADFILE, "tls-ca-file", "internal" },
	{ CURLE_SSL_ISSUER_ERROR, "tls-untrusted", "answer-cut" },
	{ CURLE_NO_CONNECTION_AVAILABLE, "connect-failed", "internal" },
	{ CURLE_SSL_PINNEDPUBKEYNOTMATCH, "tls-pin", "answer-cut" },
	{ CURLE_SSL_INVALIDCERTSTATUS, "tls-untrusted", "answer-cut" },
	{ CURLE_HTTP2_STREAM, "connect-failed", "answer-not-http" },
	NEVER(CURLE_RECURSIVE_API_CALL),
	{ CURLE_AUTH_ERROR, "proxy-failed", "internal" },
	{ CURLE_HTTP3, "connect-failed", "answer-not-http" },
	{ CURLE_QUIC_CONNECT_ERROR, "connect-failed", "internal" },
	{ CURLE_PROXY, "proxy-failed", "internal" },
	TLS_FAULT(CURLE_SSL_CLIENTCERT),
	{ CURLE_UNRECOVERABLE_POLL, "internal", "internal" },
	{ CODE_TOO_LARGE, "proxy-failed", "answer-too-large" },
	TLS_FAULT(CODE_ECH_REQUIRED),
	/* of other protocols, or of no use any more */
	NEVER(CURLE_REMOTE_ACCESS_DENIED),
	NEVER(CURLE_FTP_ACCEPT_FAILED),
	NEVER(CURLE_FTP_WEIRD_PASS_REPLY),
	NEVER(CURLE_FTP_ACCEPT_TIMEOUT),
	NEVER(CURLE_FTP_WEIRD_PASV_REPLY),
	NEVER(CURLE_FTP_WEIRD_227_FORMAT),
	NEVER(CURLE_FTP_CANT_GET_HOST),
	NEVER(CURLE_FTP_COULDNT_SET_TYPE),
	NEVER(CURLE_FTP_COULDNT_RETR_FILE),
	NEVER(20),
	NEVER(CURLE_QUOTE_ERROR),
	NEVER(24),
	NEVER(CURLE_UPLOAD_FAILED),
	NEVER(29),
	NEVER(CURLE_FTP_PORT_FAILED),
	NEVER(CURLE_FTP_COULDNT_USE_REST),
	NEVER(32),
	NEVER(CURLE_BAD_DOWNLOAD_RESUME),
	NEVER(CURLE_FILE_COULDNT_READ_FILE),
	NEVER(CURLE_LDAP_CANNOT_BIND),
	NEVER(CURLE_LDAP_SEARCH_FAILED),
	NEVER(40),
	NEVER(CURLE_FUNCTION_NOT_FOUND),
	NEVER(44),
	NEVER(46),
	NEVER(50),
	NEVER(51),
	NEVER(57),
	NEVER(62),
	NEVER(CURLE_TFTP_NOTFOUND),
	NEVER(CURLE_TFTP_PERM),
	NEVER(CURLE_REMOTE_DISK_FULL),
	NEVER(CURLE_TFTP_ILLEGAL),
	NEVER(CURLE_TFTP_UNKNOWNID),
	NEVER(CURLE_REMOTE_FILE_EXISTS),
	NEVER(CURLE_TFTP_NOSUCHUSER),
	NEVER(75),
	NEVER(76),
	NEVER(CURLE_REMOTE_FILE_NOT_FOUND),
	NEVER(CURLE_SSH),
	NEVER(CURLE_FTP_PRET_FAILED),
	NEVER(CURLE_RTSP_CSEQ_ERROR),
	NEVER(CURLE_RTSP_SESSION_ERROR),
	NEVER(CURLE_FTP_BAD_FILE_LIST),
	NEVER(CURLE_CHUNK_FAILED),
};

static const struct fault *
fault_find(int code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(faults); i++) {
		if (faults[i].code == code)
			return &faults[i];
	}
	return NULL;
}

const char *
transport_fault_unsent(int curl_code)
{
	const struct fault *f = fault_find(curl_code);

	return f == NULL ? NULL : f->unsent;
}

const char *
transport_fault_sent(int curl_code)
{
	const struct fault *f = fault_find(curl_code);

	return f == NULL ? NULL : f->sent;
}

void
transport_fail(
    struct transport_call *call, const char *code, const char *format, ...)
{
	char *detail = call->answer->result.detail;
	va_list ap;

	call->fault = code;
	va_start(ap, format);
	(void)vsnprintf(detail, TRANSPORT_DETAIL_SIZE, format, ap);
	va_end(ap);
}
