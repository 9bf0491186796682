/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table that providers call through, and what its functions share: how a
 * provider fails, logs, and is blamed for wrong use.
 */
#include "host.h"

#include <string.h>

#include "host_part.h"
#include "precondition.h"
#include "utf8.h"

#define FAILURE_TEXT_MAX ((size_t)2048)
#define FAILURE_CODE_MAX ((size_t)128)

const struct smsgw_host host_table = {
	.abi = SMSGW_ABI,
	.size = sizeof(host_table),
	.conf = host_conf,
	.conf_int = host_conf_int,
	.conf_item = host_conf_item,
	.can = host_can,
	.set_data = host_set_data,
	.data = host_data,
	.vfail = host_vfail,
	.vlog = host_vlog,
	.keep = host_keep,
	.kept = host_kept,
	.recipients = host_recipients,
	.same_content = host_same_content,
	.recipient = host_recipient,
	.text = host_text,
	.signed_text = host_signed_text,
	.signature = host_signature,
	.template_id = host_template_id,
	.args = host_args,
	.arg_name = host_arg_name,
	.arg_value = host_arg_value,
	.arg = host_arg,
	.about = host_about,
	.remaining_ms = host_remaining_ms,
	.sent_at_ms = host_sent_at_ms,
	.set_exchange_data = host_set_exchange_data,
	.exchange_data = host_exchange_data,
	.method = host_method,
	.url = host_url,
	.query = host_query,
	.header = host_header,
	.form = host_form,
	.body = host_body,
	.view = host_view,
	.delay = host_delay,
	.request_method = host_request_method,
	.request_url = host_request_url,
	.request_queries = host_request_queries,
	.request_query = host_request_query,
	.request_headers = host_request_headers,
	.request_header = host_request_header,
	.request_forms = host_request_forms,
	.request_form = host_request_form,
	.request_body = host_request_body,
	.status = host_status,
	.response_header = host_response_header,
	.response_body = host_response_body,
	.result = host_result,
	.result_code = host_result_code,
	.token_refused = host_token_refused,
	.report = host_report,
	.inbound = host_inbound,
	.fact = host_fact,
	.push_part = host_push_part,
	.push_body = host_push_body,
	.reply = host_reply_set,
	.alloc = host_alloc,
	.vprintf = host_vprintf,
	.url_encode = host_url_encode,
	.url_decode = host_url_decode,
	.hex = host_hex,
	.base64 = host_base64,
	.base64_decode = host_base64_decode,
	.charset = host_charset,
	.digest = host_digest,
	.hmac = host_hmac,
	.cipher = host_cipher,
	.pkey_sign = host_pkey_sign,
	.equal = host_equal,
	.now_ms = host_now_ms,
	.time_text = host_time_text,
	.random = host_random,
	.doc_json = host_doc_json,
	.doc_xml = host_doc_xml,
	.doc_get = host_doc_get,
	.doc_type = host_doc_type,
	.doc_size = host_doc_size,
	.json_new = host_json_new,
	.json_open = host_json_open,
	.json_close = host_json_close,
	.json_string = host_json_string,
	.json_literal = host_json_literal,
	.json_text = host_json_text,
	.expand = host_expand,
	.answer_view = host_answer_view,
	.code_find = host_code_find,
	.unused = host_unused,
	.view_wanted = host_view_wanted,
};

/* Appends a text with the secrets of gateway and call taken out. */
static void
add_masked(struct gateway *gw, const char *text, struct buf *out)
{
	struct buf once;

	if (gw->hide == NULL) {
		(void)redact_text(&gw->redact, text, out);
		return;
	}
	buf_init(&once, FAILURE_TEXT_MAX);
	(void)redact_text(gw->hide, text, &once);
	if (once.failed)
		out->failed = true;
	else
		(void)redact_text(&gw->redact, buf_str(&once), out);
	buf_fini(&once);
}

/* Notes the call's first failure, masked. */
static void
fail_text(struct gateway *gw, const char *key, int32_t error_class,
    const char *code, const char *text)
{
	struct gateway_failure failure = {
		.failed = true,
		.error_class = error_class,
	};
	struct buf masked;

	if (gw->failure.failed)
		return;
	buf_init(&masked, FAILURE_TEXT_MAX);
	add_masked(gw, text, &masked);
	if (gw->scratch != NULL && !masked.failed) {
		failure.text = arena_strdup(gw->scratch, buf_str(&masked));
		if (key != NULL)
			failure.key = arena_strdup(gw->scratch, key);
		if (code != NULL)
			failure.code =
			    arena_strndup(gw->scratch, code, FAILURE_CODE_MAX);
	}
	if (failure.text == NULL)
		failure.text = "the provider failed, and there is no memory "
			       "to say why";
	gw->failure = failure;
	buf_fini(&masked);
}

int
host_vfail(struct smsgw_gateway *pub, const char *key, int32_t error_class,
    const char *code, const char *fmt, va_list ap)
{
	struct gateway *gw = gateway_of(pub);
	struct buf text;

	if (fmt == NULL) {
		host_blame(gw, "smsgw_fail() was given no text");
		return -1;
	}
	buf_init(&text, FAILURE_TEXT_MAX);
	(void)buf_vprintf(&text, fmt, ap);
	if (text.failed)
		host_blame(gw,
		    "smsgw_fail() was given a text of more than "
		    "%zu bytes",
		    FAILURE_TEXT_MAX);
	else
		fail_text(gw, key, error_class, code, buf_str(&text));
	buf_fini(&text);
	return -1;
}

void
host_blame(struct gateway *gw, const char *fmt, ...)
{
	struct buf text;
	va_list ap;

	buf_init(&text, FAILURE_TEXT_MAX);
	(void)buf_printf(&text, "provider %s %s: ", gw->provider->name,
	    gw->provider->version);
	va_start(ap, fmt);
	(void)buf_vprintf(&text, fmt, ap);
	va_end(ap);
	(void)buf_puts(&text, "; report it to its vendor");
	fail_text(gw, NULL, SMSGW_CLASS_NONE, NULL, buf_str(&text));
	buf_fini(&text);
}

void
host_vlog(struct smsgw_gateway *pub, int32_t level, const char *fmt, va_list ap)
{
	struct gateway *gw = gateway_of(pub);
	struct buf text, masked, line;

	if (fmt == NULL) {
		host_blame(gw, "smsgw_log() was given no text");
		return;
	}
	if (gw->log == NULL)
		return;
	if (level < SMSGW_LOG_ERROR || level > SMSGW_LOG_DEBUG)
		level = SMSGW_LOG_INFO;
	buf_init(&text, FAILURE_TEXT_MAX);
	buf_init(&masked, FAILURE_TEXT_MAX);
	buf_init(&line, FAILURE_TEXT_MAX * 4);
	(void)buf_vprintf(&text, fmt, ap);
	add_masked(gw, buf_str(&text), &masked);
	(void)utf8_escape(buf_str(&masked), masked.len, 0, &line);
	if (text.failed || masked.failed || line.failed)
		gw->log(gw->log_arg, gw, level, "(a line that is too long)");
	else
		gw->log(gw->log_arg, gw, level, buf_str(&line));
	buf_fini(&text);
	buf_fini(&masked);
	buf_fini(&line);
}

struct arena *
host_scratch(struct gateway *gw, const char *function)
{
	if (gw->scratch == NULL)
		host_blame(
		    gw, "%s was called while no call was under way", function);
	return gw->scratch;
}

char *
host_string(char *s)
{
	static char nothing[1];

	return s != NULL ? s : nothing;
}

void
host_hide(struct gateway *gw, const char *value)
{
	struct redact *list = gw->hide != NULL ? gw->hide : &gw->redact;

	/* without memory the list shows nothing from now on */
	(void)redact_add(list, value, NULL);
}

int
host_take(void *to, size_t size, const void *from, size_t least)
{
	uint32_t theirs;

	memset(to, 0, size);
	if (from == NULL)
		return -1;
	memcpy(&theirs, from, sizeof(theirs));
	if (theirs < least)
		return -1;
	memcpy(to, from, theirs < size ? theirs : size);
	return 0;
}
