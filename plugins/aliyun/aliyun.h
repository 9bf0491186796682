/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this provider share: Alibaba Cloud SMS, the RPC API
 * Dysmsapi in its versions 2017-05-25 (mainland) and 2018-05-01 (abroad).
 */
#ifndef ALIYUN_H
#define ALIYUN_H

#include <smsgw/provider.h>

#include <stdbool.h>

/* A name and its value, both raw. */
struct aliyun_pair {
	const char *name, *value;
};

/* What open() makes of the configuration. */
struct aliyun_gateway {
	const char *account, *secret; /* of the AccessKey */
	const char *token;            /* of STS, or "" */
	bool v1;                      /* sign_method */
	const struct aliyun_pair *extension;
	size_t extension_count;
};

/* One operation of the API, and where its answer says what. */
struct aliyun_action {
	const char *name, *version;
	const char *code, *text, *id; /* members, with a slash in front */
	bool has_life;                /* takes ValidityPeriod */
};

extern const struct aliyun_action aliyun_send_sms, aliyun_send_batch_sms,
    aliyun_send_globe, aliyun_batch_globe, aliyun_send_with_template,
    aliyun_query_details, aliyun_query_message, aliyun_query_sign,
    aliyun_query_template;

/* What build() hands to sign(), and both to parse(). */
struct aliyun_call {
	const struct aliyun_action *action;
	const char *canonical; /* what was signed, to explain a mismatch */
};

extern const struct smsgw_param aliyun_params[];
extern const struct smsgw_code aliyun_codes[];

/* The row of the table for a code; NULL when there is none. */
const struct smsgw_code *aliyun_code_find(
    struct smsgw_gateway *gw, const char *code);

/*
 * Finds the AccessKey: of the gateway's file or the environment, else of the
 * credentials file.  0, or -1 and the call failed.
 */
int aliyun_credentials(struct smsgw_gateway *gw, struct aliyun_gateway *out);

/* Decodes api_extension; 0, or -1 and the call failed. */
int aliyun_extension(struct smsgw_gateway *gw, struct aliyun_gateway *out);

/*
 * request.c: begins a request for an action, and adds its parameters.  A
 * parameter that api_extension has is left as it is there.
 */
void aliyun_begin(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    struct smsgw_request *r, const struct aliyun_action *action);
void aliyun_put(struct smsgw_request *r, const char *name, const char *value);
bool aliyun_mainland(struct smsgw_exchange *x, uint32_t i);

/* Which action carries the messages of an exchange. */
const struct aliyun_action *aliyun_action_of(
    struct smsgw_gateway *gw, struct smsgw_exchange *x);

/* The calls of the vtable. */
int aliyun_build(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    struct smsgw_request *r);
int aliyun_sign(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    struct smsgw_request *r);
int aliyun_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp);
int aliyun_status_build(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    struct smsgw_request *r);
int aliyun_status_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp);
int aliyun_account_build(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    struct smsgw_request *r);
int aliyun_account_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp);
int aliyun_receive(struct smsgw_gateway *gw, const struct smsgw_push *push,
    struct smsgw_reply *reply);

/*
 * canonical.c: strings put together; parameters sorted by name, encoded and
 * joined with '&' (the array is sorted); those of a URL's query, decoded.
 */
char *aliyun_join(struct smsgw_gateway *gw, const char *const *parts, size_t n);
const char *aliyun_canonical(
    struct smsgw_gateway *gw, struct aliyun_pair *pairs, size_t count);
struct aliyun_pair *aliyun_query_pairs(struct smsgw_gateway *gw,
    struct smsgw_request *r, size_t more, size_t *count);

/*
 * sign_v3.c, sign_v1.c: sign what stands in the request, with this date and
 * nonce.  The canonical request, or the string to sign; NULL and failed.
 */
const char *aliyun_sign_v3(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *date, const char *nonce);
const char *aliyun_sign_v1(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *date, const char *nonce);

/* The middle of both, for published examples; headers are sorted. */
const char *aliyun_v3_canonical(struct smsgw_gateway *gw, const char *method,
    const char *query, struct aliyun_pair *headers, size_t count,
    const char *payload_hash, const char **names);
const char *aliyun_v3_signature(
    struct smsgw_gateway *gw, const char *secret, const char *canonical);
const char *aliyun_v1_string(
    struct smsgw_gateway *gw, const char *method, const char *canonical);
const char *aliyun_v1_signature(
    struct smsgw_gateway *gw, const char *secret, const char *string);

/* An answer, read as far as all of them are alike. */
struct aliyun_answer {
	struct smsgw_gateway *gw;
	const struct aliyun_call *call;
	const struct smsgw_response *resp;
	struct smsgw_doc *doc; /* NULL: neither JSON nor XML */
	const char *prefix;    /* of its members: "", or the root of XML */
	const char *code;      /* NULL: none */
	const char *text;
	bool accepted; /* the code of the action itself is OK, status 2xx */
};

void aliyun_answer_read(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp, struct aliyun_answer *a);

/* A member that is a text or a number and not empty; else NULL. */
const char *aliyun_answer_get(const struct aliyun_answer *a, const char *path);

/* The same of any document. */
const char *aliyun_get(struct smsgw_doc *doc, const char *path);

/* Cuts what a mismatch quotes off *text; where the two texts differ. */
const char *aliyun_mismatch(
    struct smsgw_gateway *gw, const char *canonical, const char **text);

/* "2019-01-08 16:44:13" or "20190108164413" of China; 0 when it is neither. */
int64_t aliyun_time_cn(const char *text);

/* "Mon, 24 Dec 2018 16:58:22 +0800" too. */
int64_t aliyun_time(const char *text);

/* Report's class and scope, and whether it ever left, by its code. */
void aliyun_report_code(struct smsgw_gateway *gw, struct smsgw_report *report);

#endif
