/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last step before the first byte: what must be fresh for each attempt,
 * and the signature over all of it.
 */
#include "aliyun.h"

/* What is left of the message's life, in seconds. */
static void
put_life(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	int64_t left_s = smsgw_remaining_ms(x, 0) / 1000;

	if (left_s > 0)
		aliyun_put(r, "ValidityPeriod",
		    smsgw_printf(gw, "%lld", (long long)left_s));
}

/* 32 hexadecimal digits that nobody had before. */
static const char *
make_nonce(struct smsgw_gateway *gw)
{
	unsigned char bytes[16];

	smsgw_random(gw, bytes, sizeof(bytes));
	return smsgw_hex(gw, bytes, sizeof(bytes));
}

int
aliyun_sign(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct aliyun_gateway *own = smsgw_data(gw);
	const struct aliyun_call *built = smsgw_exchange_data(x);
	struct aliyun_call *call = smsgw_alloc(gw, sizeof(*call));
	const char *date =
	    smsgw_time(gw, smsgw_now_ms(gw), 0, "%Y-%m-%dT%H:%M:%SZ");

	if (call == NULL)
		return -1;
	if (built != NULL && built->action->has_life)
		put_life(gw, x, r);
	call->canonical = own->v1 ?
	    aliyun_sign_v1(gw, r, date, make_nonce(gw)) :
	    aliyun_sign_v3(gw, r, date, make_nonce(gw));
	if (call->canonical == NULL)
		return -1;
	/* that of build() stays as it is: it may be signed once more */
	if (built != NULL) {
		call->action = built->action;
		smsgw_set_exchange_data(x, call);
	}
	return 0;
}
