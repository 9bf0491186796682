/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the host's table share: the functions that stand in it,
 * which provider.h describes, and how a provider's wrong use is told.
 */
#ifndef SMSGW_HOST_PART_H
#define SMSGW_HOST_PART_H

#include "exchange.h"
#include "host.h"

static inline struct gateway *
gateway_of(struct smsgw_gateway *pub)
{
	return (struct gateway *)pub;
}

static inline struct exchange *
exchange_of(struct smsgw_exchange *pub)
{
	return (struct exchange *)pub;
}

static inline struct request *
request_of(struct smsgw_request *pub)
{
	return (struct request *)pub;
}

/*
 * Fails the present call because the provider used a function wrongly: the
 * text names the function and the fact; provider and cure are added.
 */
void host_blame(struct gateway *gw, const char *fmt, ...) COMPAT_PRINTF(2, 3);

/*
 * The present call's memory; NULL, and the call failed, when the provider has
 * kept its gateway for a time when nobody calls it.
 */
struct arena *host_scratch(struct gateway *gw, const char *function);

/* The string, or an empty one for NULL: what a provider is never given. */
char *host_string(char *s);

/* Hides a value that a provider flagged SECRET. */
void host_hide(struct gateway *gw, const char *value);

/*
 * Copies a struct that begins with its size, as far as the caller's version
 * has it; what it lacks is zero.  -1 when it is NULL or below `least`.
 */
int host_take(void *to, size_t size, const void *from, size_t least);

/* host_gateway.c */
const char *host_conf(struct smsgw_gateway *, const char *);
int64_t host_conf_int(struct smsgw_gateway *, const char *);
const char *host_conf_item(
    struct smsgw_gateway *, const char *, uint32_t, uint32_t *);
void host_can(struct smsgw_gateway *, const struct smsgw_can *);
void host_set_data(struct smsgw_gateway *, void *);
void *host_data(struct smsgw_gateway *);
void host_unused(struct smsgw_gateway *, const char *, const char *);
int host_vfail(struct smsgw_gateway *, const char *, int32_t, const char *,
    const char *, va_list) COMPAT_PRINTF(5, 0);
void host_vlog(struct smsgw_gateway *, int32_t, const char *, va_list)
    COMPAT_PRINTF(3, 0);
void host_keep(
    struct smsgw_gateway *, const char *, const char *, uint32_t, int64_t);
const char *host_kept(struct smsgw_gateway *, const char *);

/* host_message.c */
uint32_t host_recipients(struct smsgw_exchange *);
int32_t host_same_content(struct smsgw_exchange *);
const char *host_recipient(struct smsgw_exchange *, uint32_t, uint32_t);
const char *host_text(struct smsgw_exchange *, uint32_t);
const char *host_signed_text(struct smsgw_exchange *, uint32_t);
const char *host_signature(struct smsgw_exchange *, uint32_t);
const char *host_template_id(struct smsgw_exchange *, uint32_t);
uint32_t host_args(struct smsgw_exchange *, uint32_t);
const char *host_arg_name(struct smsgw_exchange *, uint32_t, uint32_t);
const char *host_arg_value(struct smsgw_exchange *, uint32_t, uint32_t);
const char *host_arg(struct smsgw_exchange *, uint32_t, const char *);
const char *host_about(struct smsgw_exchange *, uint32_t, uint32_t);
int64_t host_remaining_ms(struct smsgw_exchange *, uint32_t);
int64_t host_sent_at_ms(struct smsgw_exchange *, uint32_t);
void host_set_exchange_data(struct smsgw_exchange *, void *);
void *host_exchange_data(struct smsgw_exchange *);

/* host_request.c */
void host_method(struct smsgw_request *, const char *);
void host_url(struct smsgw_request *, const char *);
void host_query(struct smsgw_request *, const char *, const char *, uint32_t);
void host_header(struct smsgw_request *, const char *, const char *, uint32_t);
void host_form(struct smsgw_request *, const char *, const char *, uint32_t);
void host_body(
    struct smsgw_request *, const void *, size_t, const char *, uint32_t);
void host_view(struct smsgw_request *, const char *);
int32_t host_view_wanted(struct smsgw_request *);
void host_delay(struct smsgw_request *, int64_t);
const char *host_request_method(struct smsgw_request *);
const char *host_request_url(struct smsgw_request *, uint32_t);
uint32_t host_request_queries(struct smsgw_request *);
const char *host_request_query(struct smsgw_request *, uint32_t, const char **);
uint32_t host_request_headers(struct smsgw_request *);
const char *host_request_header(
    struct smsgw_request *, uint32_t, const char **);
uint32_t host_request_forms(struct smsgw_request *);
const char *host_request_form(struct smsgw_request *, uint32_t, const char **);
const char *host_request_body(struct smsgw_request *, size_t *);

/* host_result.c */
int32_t host_status(const struct smsgw_response *);
const char *host_response_header(const struct smsgw_response *, const char *);
const char *host_response_body(const struct smsgw_response *, size_t *);
void host_result(
    struct smsgw_exchange *, uint32_t, const struct smsgw_result *);
int32_t host_result_code(struct smsgw_exchange *, uint32_t, const char *,
    const char *, const char *);
void host_token_refused(struct smsgw_exchange *);
void host_answer_view(struct smsgw_exchange *, const char *);
const struct smsgw_code *host_code_find(
    struct smsgw_gateway *, const struct smsgw_code *, uint32_t, const char *);
void host_report(struct smsgw_gateway *, const struct smsgw_report *);
void host_inbound(struct smsgw_gateway *, const struct smsgw_inbound *);
void host_fact(struct smsgw_gateway *, const struct smsgw_fact *);

/* host_push.c */
const char *host_push_part(const struct smsgw_push *, uint32_t, const char *);
const char *host_push_body(const struct smsgw_push *, size_t *);
void host_reply_set(
    struct smsgw_reply *, int32_t, const char *, const void *, size_t);

/* host_codec.c */
void *host_alloc(struct smsgw_gateway *, size_t);
char *host_vprintf(struct smsgw_gateway *, const char *, va_list)
    COMPAT_PRINTF(2, 0);
char *host_url_encode(struct smsgw_gateway *, const void *, size_t);
char *host_url_decode(struct smsgw_gateway *, const char *, size_t *);
char *host_hex(struct smsgw_gateway *, const void *, size_t);
char *host_base64(struct smsgw_gateway *, const void *, size_t);
void *host_base64_decode(struct smsgw_gateway *, const char *, size_t *);
void *host_charset(struct smsgw_gateway *, const char *, const char *,
    const void *, size_t, size_t *);
int64_t host_now_ms(struct smsgw_gateway *);
char *host_time_text(struct smsgw_gateway *, int64_t, int32_t, const char *);
void host_random(struct smsgw_gateway *, void *, size_t);
char *host_expand(
    struct smsgw_gateway *, const char *, smsgw_expand_fn *, void *);

/* host_crypto.c */
int host_digest(struct smsgw_gateway *, const char *, const void *, size_t,
    void *, size_t *);
int host_hmac(struct smsgw_gateway *, const char *, const void *, size_t,
    const void *, size_t, void *, size_t *);
void *host_cipher(struct smsgw_gateway *, const char *, int32_t, const void *,
    size_t, const void *, size_t, const void *, size_t, size_t *);
void *host_pkey_sign(struct smsgw_gateway *, const char *, const char *,
    const void *, size_t, size_t *);
int32_t host_equal(const void *, const void *, size_t);

/* host_doc.c, host_doc_json.c, host_doc_xml.c */
struct smsgw_doc *host_doc_json(struct smsgw_gateway *, const void *, size_t);
struct smsgw_doc *host_doc_xml(struct smsgw_gateway *, const void *, size_t);
const char *host_doc_get(struct smsgw_doc *, const char *);
int32_t host_doc_type(struct smsgw_doc *, const char *);
int64_t host_doc_size(struct smsgw_doc *, const char *);

/* host_json.c */
struct smsgw_json *host_json_new(struct smsgw_gateway *);
void host_json_open(struct smsgw_json *, const char *, int32_t);
void host_json_close(struct smsgw_json *);
void host_json_string(
    struct smsgw_json *, const char *, const char *, uint32_t);
void host_json_literal(struct smsgw_json *, const char *, const char *);
const char *host_json_text(struct smsgw_json *);

#endif
