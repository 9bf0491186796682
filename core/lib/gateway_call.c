/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What brackets every call into a provider: its memory, its failure, and a
 * look at how long it took.
 */
#include "gateway_call.h"
#include "lang.h"

#include "precondition.h"

/* A provider must never wait; a call that takes longer is logged. */
#define CALL_SLOW_MS 50

#define LINE_BYTES_MAX ((size_t)1024)

void
gateway_enter(struct gateway *gw, struct arena *scratch)
{
	require_or_return_void(gw != NULL && scratch != NULL);
	gw->scratch = scratch;
	gw->failure = (struct gateway_failure){ .failed = false };
	/* only the log wants to know how long it took */
	gw->entered_boot_ms =
	    gw->log != NULL && gw->clock != NULL ? clock_boot_ms(gw->clock) : 0;
}

/* A line for the log when the call took long. */
static void
note_slowness(const struct gateway *gw)
{
	struct buf line;
	int64_t took_ms;

	if (gw->clock == NULL || gw->log == NULL)
		return;
	took_ms = clock_boot_ms(gw->clock) - gw->entered_boot_ms;
	if (took_ms <= CALL_SLOW_MS)
		return;
	buf_init(&line, LINE_BYTES_MAX);
	(void)buf_printf(&line,
	    _("provider %s %s took %lld ms in one call, "
	      "longer than %d; report it to its vendor"),
	    gw->provider->name, gw->provider->version, (long long)took_ms,
	    CALL_SLOW_MS);
	gw->log(gw->log_arg, gw, SMSGW_LOG_WARNING, buf_str(&line));
	buf_fini(&line);
}

/* A failure whose words need no memory. */
static void
fail_fixed(struct gateway *gw, int32_t error_class, const char *text)
{
	if (gw->failure.failed)
		return;
	gw->failure = (struct gateway_failure){
		.failed = true,
		.error_class = error_class,
		.text = text,
	};
}

int
gateway_leave(struct gateway *gw, int returned)
{
	require_or_return(gw != NULL && gw->scratch != NULL, -1);
	note_slowness(gw);
	if (gw->scratch->failed)
		fail_fixed(gw, SMSGW_CLASS_TEMPORARY,
		    _("memory ran out in the "
		      "provider; if it happens again, report it to its vendor"));
	if (returned < 0)
		fail_fixed(gw, SMSGW_CLASS_NONE,
		    _("the provider failed without "
		      "saying why; report it to its vendor"));
	gw->scratch = NULL;
	return gw->failure.failed ? -1 : 0;
}
