/* SPDX-License-Identifier: Apache-2.0 */
/*
 * China Mobile: what a gateway's file comes to, and what the files of this
 * provider do for each other.
 */
#ifndef CHINA_MOBILE_H
#define CHINA_MOBILE_H

#include <smsgw/provider.h>

#include <stdbool.h>

enum cmcc_protocol { CMCC_CLOUD_MAS, CMCC_MSG_SEND, CMCC_MSG_SEND_JSON };

/* What one request may have, by the vendors' documents. */
#define CMCC_MAS_SAME 5000u
#define CMCC_MAS_DISTINCT 1000u
#define CMCC_MSG_SAME 1000u

/* One pair of api_extension, decoded. */
struct cmcc_pair {
	const char *name, *value;
	struct cmcc_pair *next;
};

/* The gateway's file, read once by open(). */
struct cmcc_gateway {
	enum cmcc_protocol protocol;
	const char *url;          /* where texts go */
	const char *template_url; /* where templates go, or NULL */
	struct cmcc_pair *extension;
};

/* The tables: params.c and codes.c. */
extern const struct smsgw_param cmcc_params[];
extern const struct smsgw_code cmcc_codes[], cmcc_report_codes[];

/* The row of a code of an answer, or of a report; NULL when there is none. */
const struct smsgw_code *cmcc_code_find(
    struct smsgw_gateway *gw, const char *code);
const struct smsgw_code *cmcc_report_code_find(
    struct smsgw_gateway *gw, const char *code);

/* config.c: reads the gateway's file. */
int cmcc_open(struct smsgw_gateway *gw);

/*
 * url.c: whether the path of a URL ends with `end`; and the URL with the last
 * `parts` parts of its path replaced by `tail`, its query kept.
 */
bool cmcc_path_ends(const char *url, const char *end);
bool cmcc_path_is_empty(const char *url);
const char *cmcc_url_swap(struct smsgw_gateway *gw, const char *url,
    unsigned parts, const char *tail);

/*
 * numbers.c: all recipients' bare numbers, a comma between; and whether one
 * is there twice.
 */
const char *cmcc_numbers(struct smsgw_gateway *gw, struct smsgw_exchange *x);
bool cmcc_numbers_repeat(struct smsgw_gateway *gw, struct smsgw_exchange *x);

/* cloud_mas.c */
int cmcc_mas_build(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);
int cmcc_mas_sign(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);

/* The body that Cloud MAS wants of a JSON text: base64 of it. */
void cmcc_mas_body(
    struct smsgw_gateway *gw, struct smsgw_request *r, const char *json);

/* msg_send.c */
int cmcc_msg_build(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);

/*
 * A question about the account, for the JSON kind alone: …/msg/send/json and
 * …/msg/v1/send/json have theirs at …/msg/TAIL.  `count` may be NULL.
 */
void cmcc_msg_ask(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *tail, const char *count);

/*
 * answer.c: fails a question whose answer lacks what was asked for, with what
 * it says instead (text may be NULL).
 */
int cmcc_unexpected(struct smsgw_gateway *gw, const char *code,
    const char *missing, const char *text);

/* answer.c: reads the answer to a message, of whatever kind it is. */
int cmcc_parse(struct smsgw_gateway *, struct smsgw_exchange *,
    const struct smsgw_response *);

/*
 * report.c: reports and inbound messages of all forms.  Their fields stand in
 * a member of a document (its path in prefix) or in parts of a push.
 */
struct cmcc_source {
	struct smsgw_gateway *gw;
	struct smsgw_doc *doc; /* or NULL: of the push */
	const char *prefix;
	const struct smsgw_push *push;
	uint32_t part; /* SMSGW_PUSH_QUERY or SMSGW_PUSH_FORM */
};

/* The text of a field; NULL when it is absent or empty. */
const char *cmcc_field(const struct cmcc_source *source, const char *name);

/* One report or message; false when it is neither. */
bool cmcc_read_one(const struct cmcc_source *source);

/* All of the array at `path`; -1 when there is none, or none understood. */
int cmcc_read_list(
    struct smsgw_gateway *gw, struct smsgw_doc *doc, const char *path);

/* stamp.c: a time of China as the vendors write it, as Unix time; or 0. */
int64_t cmcc_stamp_ms(const char *text);

/* receive.c */
int cmcc_receive(
    struct smsgw_gateway *, const struct smsgw_push *, struct smsgw_reply *);

/* account.c: the balance */
int cmcc_account_build(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);
int cmcc_account_parse(struct smsgw_gateway *, struct smsgw_exchange *,
    const struct smsgw_response *);

/* poll.c */
int cmcc_poll_build(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);
int cmcc_poll_parse(struct smsgw_gateway *, struct smsgw_exchange *,
    const struct smsgw_response *);

static inline bool
cmcc_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
cmcc_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif
