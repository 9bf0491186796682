/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: the request.  What is wrong with a call is noted in the
 * request itself (see request.h), since it knows no gateway.
 */
#include "host_part.h"

void
host_method(struct smsgw_request *pub, const char *method)
{
	request_set_method(request_of(pub), method);
}

void
host_url(struct smsgw_request *pub, const char *url)
{
	request_set_url(request_of(pub), url);
}

void
host_query(struct smsgw_request *pub, const char *name, const char *value,
    uint32_t flags)
{
	request_add_query(request_of(pub), name, value, flags);
}

void
host_header(struct smsgw_request *pub, const char *name, const char *value,
    uint32_t flags)
{
	request_add_header(request_of(pub), name, value, flags);
}

void
host_form(struct smsgw_request *pub, const char *name, const char *value,
    uint32_t flags)
{
	request_add_form(request_of(pub), name, value, flags);
}

void
host_body(struct smsgw_request *pub, const void *data, size_t len,
    const char *content_type, uint32_t flags)
{
	request_set_body(request_of(pub), data, len, content_type, flags);
}

void
host_view(struct smsgw_request *pub, const char *text)
{
	request_set_view(request_of(pub), text);
}

int32_t
host_view_wanted(struct smsgw_request *pub)
{
	return request_of(pub)->shown;
}

void
host_delay(struct smsgw_request *pub, int64_t delay_ms)
{
	request_set_delay(request_of(pub), delay_ms);
}

const char *
host_request_method(struct smsgw_request *pub)
{
	return request_of(pub)->method;
}

const char *
host_request_url(struct smsgw_request *pub, uint32_t part)
{
	return request_url_part(request_of(pub), part);
}

/* The name; the value through *value, which may be NULL. */
static const char *
pair_out(const struct request_pair *pair, const char **value)
{
	if (value != NULL)
		*value = pair != NULL ? pair->value : NULL;
	return pair != NULL ? pair->name : NULL;
}

static const char *
pair_of(const struct request_pairs *pairs, uint32_t index, const char **value)
{
	return pair_out(
	    index < pairs->count ? &pairs->items[index] : NULL, value);
}

uint32_t
host_request_queries(struct smsgw_request *pub)
{
	return (uint32_t)request_of(pub)->queries.count;
}

const char *
host_request_query(
    struct smsgw_request *pub, uint32_t index, const char **value)
{
	return pair_of(&request_of(pub)->queries, index, value);
}

uint32_t
host_request_headers(struct smsgw_request *pub)
{
	return (uint32_t)request_header_count(request_of(pub));
}

const char *
host_request_header(
    struct smsgw_request *pub, uint32_t index, const char **value)
{
	return pair_out(request_header(request_of(pub), index), value);
}

uint32_t
host_request_forms(struct smsgw_request *pub)
{
	return (uint32_t)request_of(pub)->forms.count;
}

const char *
host_request_form(struct smsgw_request *pub, uint32_t index, const char **value)
{
	return pair_of(&request_of(pub)->forms, index, value);
}

const char *
host_request_body(struct smsgw_request *pub, size_t *len)
{
	return request_body(request_of(pub), len);
}
