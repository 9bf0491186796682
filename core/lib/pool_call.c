/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One exchange on its way: begun at once or after its gateway's login, over the
 * transport or through the files of a LOCAL provider, and made once more when
 * its token was refused.  What fails before it is on its way ends in the next
 * pool_poll(), so that done is never called from pool_start().
 */
#include "pool_call.h"

#include <stdlib.h>

#include "local.h"
#include "precondition.h"

#define USER_AGENT "smsgw/" PACKAGE_VERSION

static struct transport_line *
gateway_line_of(struct pool_gateway *place)
{
	const struct gateway *gw = place->gw;
	const struct transport_target target = {
		.ca_file = gw->ca_file,
		.pin_sha256 = param_text_or_null(&gw->core, "pin_sha256"),
		.proxy = param_text_or_null(&gw->core, "proxy"),
		.user_agent = USER_AGENT,
		.allow_private = gw->allow_private,
		.tls_legacy = gw->tls_legacy,
		.http2 = gw->http2,
		.keep = true,
		.key = gateway_conf(gw, "sms_url"),
	};

	if (place->line == NULL && pool_transport(place->pool) != NULL)
		place->line =
		    transport_line_new(place->pool->transport, &target);
	return place->line;
}

/* A call at its place, all zero but for that; or NULL. */
static struct pool_call *
call_new(struct pool_gateway *place, const struct pool_order *order)
{
	struct pool *pool = place->pool;
	struct pool_call *call = pool->spare;

	if (call != NULL) {
		pool->spare = call->next;
		memset(call, 0, offsetof(struct pool_call, has_exchange));
	} else {
		call = calloc(1, sizeof(*call));
	}
	if (call == NULL)
		return NULL;
	call->place = place;
	call->order = *order;
	call->next = place->calls;
	if (place->calls != NULL)
		place->calls->prev = call;
	place->calls = call;
	pool->count++;
	return call;
}

static void
call_free(struct pool_call *call)
{
	struct pool_gateway *place = call->place;

	if (call->has_exchange)
		exchange_reset(&call->x);
	transport_result_free(call->answer);
	timer_clear(&place->pool->timers, &call->timer);
	if (call->prev != NULL)
		call->prev->next = call->next;
	else
		place->calls = call->next;
	if (call->next != NULL)
		call->next->prev = call->prev;
	place->pool->count--;
	call->next = place->pool->spare;
	place->pool->spare = call;
}

void
pool_call_finish(struct pool_call *call)
{
	call->result.x = &call->x;
	call->result.transport = call->answer;
	call->place->pool->has_ended = true;
	call->order.done(call->order.arg, &call->result);
	call_free(call);
}

void
pool_call_end_later(struct pool_call *call)
{
	pool_list_add(&call->place->pool->ended, call);
}

static void
fail_memory(struct pool_call *call)
{
	exchange_set_all(&call->x,
	    &(struct outcome){
		.outcome = SMSGW_DEFERRED,
		.code = "no-memory",
	    });
	call->result.unprepared = true;
	pool_call_end_later(call);
}

static void call_begin(struct pool_call *call);

/* Makes the exchange anew; 0, or -1 without memory. */
static int
call_prepare_exchange(struct pool_call *call)
{
	const struct pool_order *order = &call->order;
	struct gateway *gw = call->place->gw;
	int ret;

	if (call->has_exchange)
		ret = exchange_again(&call->x, gw, order->kind, order->messages,
		    order->renditions, order->count);
	else
		ret = exchange_init(&call->x, gw, order->kind, order->messages,
		    order->renditions, order->count);
	call->has_exchange = true;
	if (ret < 0)
		return -1;
	call->x.show_answer = order->show_answer;
	call->x.provider_id = order->provider_id;
	call->x.sent_at_ms = order->sent_at_ms;
	return 0;
}

/*
 * A token was refused: it is forgotten, and the send, which counts as not
 * taken, is made once more with another.  Whether that could be begun.
 */
static bool
send_again(struct pool_call *call)
{
	if (!call->x.token_refused || call->again || call->cancelled ||
	    call->order.kind != EXCHANGE_SEND)
		return false;
	call->again = true;
	if (call->order.again != NULL) {
		call->result.x = &call->x;
		call->result.transport = call->answer;
		call->order.again(call->order.arg, &call->result);
	}
	gateway_forget(call->place->gw);
	transport_result_free(call->answer);
	call->answer = NULL;
	call->result = (struct pool_result){ .x = NULL };
	if (call_prepare_exchange(call) < 0)
		fail_memory(call);
	else
		call_begin(call);
	return true;
}

/* Hands an answer to parse(), with its reports going where they should. */
static void
settle(struct pool_call *call)
{
	struct gateway *gw = call->place->gw;

	gw->sink = call->order.sink;
	if (call->answer != NULL)
		exchange_settle(&call->x, call->answer);
	else
		local_answer(&call->x);
	gw->sink = (struct gateway_sink){ .arg = NULL };
}

/*
 * A connection that was kept may turn out to be closed.  What surely was not
 * written is made once more, and so is a question, which may be asked twice.
 * Whether that could be begun.
 */
static bool
start_afresh(struct pool_call *call)
{
	const struct transport_result *answer = call->answer;

	if (!answer->kept || answer->code == NULL || call->afresh ||
	    call->cancelled || answer->reach >= TRANSPORT_ANSWERING ||
	    (call->order.kind == EXCHANGE_SEND &&
		answer->reach >= TRANSPORT_WRITING))
		return false;
	call->afresh = true;
	transport_result_free(call->answer);
	call->answer = NULL;
	call_begin(call);
	return true;
}

static void
transport_done(void *arg, struct transport_result *answer)
{
	struct pool_call *call = arg;

	call->sending = NULL;
	call->answer = answer;
	if (start_afresh(call))
		return;
	settle(call);
	if (answer->reach >= TRANSPORT_WRITING)
		call->result.sent_at_ms =
		    clock_wall_ms(call->place->pool->clock);
	if (send_again(call))
		return;
	if (call->place->pool->busy)
		pool_call_finish(call);
	else
		pool_call_end_later(call);
}

/* What the caller has time for may be less than what the gateway allows. */
static void
limit_times(int64_t longest_ms, struct transport_request *request)
{
	if (longest_ms <= 0)
		return;
	if (request->connect_timeout_ms > longest_ms)
		request->connect_timeout_ms = longest_ms;
	if (request->timeout_ms > longest_ms)
		request->timeout_ms = longest_ms;
}

static void
begin_transport(struct pool_call *call)
{
	struct transport_line *line = gateway_line_of(call->place);
	struct transport_request request;

	if (exchange_request(&call->x, &request) < 0) {
		call->result.unprepared = true;
		pool_call_end_later(call);
		return;
	}
	limit_times(call->order.longest_ms, &request);
	if (call->order.kind == EXCHANGE_SEND) {
		request.before_first_byte = call->order.before_first_byte;
		request.before_first_byte_arg = call->order.arg;
	}
	if (line != NULL)
		call->sending =
		    transport_start(line, &request, transport_done, call);
	if (call->sending == NULL)
		fail_memory(call);
}

/* A test channel takes it at once, and answers when the vendor it plays does */
static void
begin_local(struct pool_call *call)
{
	struct pool *pool = call->place->pool;

	if (call->order.kind == EXCHANGE_SEND &&
	    local_take(pool->state_dir, &call->x) != 0) {
		call->result.unprepared = true;
		pool_call_end_later(call);
		return;
	}
	call->result.sent_at_ms = clock_wall_ms(pool->clock);
	call->begun_boot_ms = clock_boot_ms(pool->clock);
	if (timer_set(&pool->timers, &call->timer,
		call->begun_boot_ms + call->x.wire.delay_ms) < 0)
		fail_memory(call);
}

void
pool_call_answer(struct pool_call *call)
{
	settle(call);
	call->result.took_us =
	    (clock_boot_ms(call->place->pool->clock) - call->begun_boot_ms) *
	    1000;
	pool_call_finish(call);
}

/*
 * The login has ended: those that waited for it go on, or end with what it
 * said.
 */
static void
login_done(void *arg, struct pool_result *login)
{
	struct pool_gateway *place = arg;
	struct outcome said = login->x->results[0];
	bool good = gateway_has_token(place->gw);
	struct pool_list waiting = place->waiting;
	struct pool_call *call;

	if (waiting.first == NULL)
		waiting.end = &waiting.first;
	pool_list_init(&place->waiting);
	place->login = NULL;
	/* nothing of the message itself was sent */
	if (said.outcome == SMSGW_ACCEPTED || said.outcome == SMSGW_UNKNOWN)
		said.outcome = login->x->results[0].outcome = SMSGW_DEFERRED;
	while ((call = pool_list_take(&waiting)) != NULL) {
		call->result.logged_in = good;
		if (good) {
			call_begin(call);
			continue;
		}
		exchange_set_all(&call->x, &said);
		call->result.login = login->x;
		pool_call_finish(call);
	}
}

static void
await_login(struct pool_call *call)
{
	struct pool_gateway *place = call->place;
	const struct pool_order login = {
		.kind = EXCHANGE_LOGIN,
		.done = login_done,
		.arg = place,
	};

	pool_list_add(&place->waiting, call);
	if (place->login == NULL &&
	    pool_start(place, &login, &place->login) < 0) {
		pool_list_remove(&place->waiting, call);
		fail_memory(call);
	}
}

/* Sends it, or lets it wait for a token. */
static void
call_begin(struct pool_call *call)
{
	struct gateway *gw = call->place->gw;

	if (call->order.kind != EXCHANGE_LOGIN && gateway_needs_login(gw) &&
	    !gateway_has_token(gw)) {
		await_login(call);
	} else if (exchange_prepare(&call->x) < 0) {
		call->result.unprepared = true;
		pool_call_end_later(call);
	} else if ((gw->provider->flags & SMSGW_PROVIDER_LOCAL) != 0) {
		begin_local(call);
	} else {
		begin_transport(call);
	}
}

int
pool_start(struct pool_gateway *place, const struct pool_order *order,
    struct pool_call **out)
{
	struct pool_call *call;

	require_or_return(place != NULL && order != NULL, -1);
	require_or_return(order->done != NULL, -1);
	call = call_new(place, order);
	if (call == NULL)
		return -1;
	if (call_prepare_exchange(call) < 0) {
		call_free(call);
		return -1;
	}
	if (out != NULL)
		*out = call;
	call_begin(call);
	return 0;
}
