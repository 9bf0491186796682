/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop of a bulk send.
 */
#include "bulk.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "clock.h"
#include "receipt.h"

/* Rows of a group, and their memory. */
#define GROUP_MAX 1024
#define GROUP_MEMORY_MAX ((size_t)256 * 1024 * 1024)

/* How long the engine may wait before the signal is looked at. */
#define TURN_MS 200

/*
 * A gateway whose account was refused is left alone until somebody has mended
 * it, and what waits for it would wait for the rest of its life.
 */
#define STUCK_MS 5000

/* A row that is recorded and not handed over yet. */
struct waiting {
	struct smsgw_message message;
	size_t row;
	const char *ref;
	char id[CLOCK_UUID_SIZE];
	bool again; /* it was perhaps sent before */
};

struct bulk_group {
	struct waiting rows[GROUP_MAX];
	size_t count;
	struct arena arena;
};

/* A row on its way. */
struct flight {
	struct bulk *bulk;
	size_t row;
	char id[CLOCK_UUID_SIZE];
	bool again;
	char ref[];
};

static volatile sig_atomic_t signal_came;

static void
note_signal(int number)
{
	(void)number;
	signal_came = 1;
}

static const int ending_signals[] = { SIGHUP, SIGINT, SIGTERM };

/* The second one of a kind ends the program at once. */
static void
watch_signals(struct sigaction before[ARRAY_LEN(ending_signals)])
{
	struct sigaction action = { .sa_handler = note_signal,
		.sa_flags = (int)SA_RESETHAND };
	size_t i;

	sigemptyset(&action.sa_mask);
	signal_came = 0;
	for (i = 0; i < ARRAY_LEN(ending_signals); i++) {
		(void)sigaction(ending_signals[i], NULL, &before[i]);
		/* nohup means it */
		if (before[i].sa_handler != SIG_IGN)
			(void)sigaction(ending_signals[i], &action, NULL);
	}
}

static void
forget_signals(const struct sigaction before[ARRAY_LEN(ending_signals)])
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(ending_signals); i++)
		(void)sigaction(ending_signals[i], &before[i], NULL);
}

/* The first reason to stop is the one that counts. */
static void
stop(struct bulk *bulk, enum bulk_stop why, int error)
{
	if (bulk->stop == BULK_DONE) {
		bulk->stop = why;
		bulk->error = error;
	}
}

static bool
stopped(struct bulk *bulk)
{
	if (signal_came)
		stop(bulk, BULK_ASKED, 0);
	return bulk->stop != BULK_DONE;
}

/* Whether a row is to be sent; 1, 0, or -1 with errno. */
static int
is_due(struct bulk *bulk, size_t row, struct journal_record *record)
{
	enum fate fate;

	*record = (struct journal_record){ .id = "" };
	if (!bulk->keep_duplicates && survey_same_as(bulk->survey, row) != 0)
		return 0;
	if (journal_state(bulk->journal, row) == JOURNAL_NEW)
		return 1;
	if (journal_read(bulk->journal, row, record) != 0)
		return -1;
	fate = fate_of(record);
	return fate == FATE_MISSING ||
	    (fate == FATE_UNKNOWN && bulk->resend_unknown);
}

int
bulk_count(struct bulk *bulk, size_t *unknown)
{
	struct journal_record record;
	size_t row;
	int due;

	bulk->due = *unknown = 0;
	for (row = 2; row <= bulk->survey->last_row; row++) {
		due = is_due(bulk, row, &record);
		if (due < 0)
			return -1;
		bulk->due += (size_t)due;
		if (journal_state(bulk->journal, row) != JOURNAL_NEW &&
		    fate_of(&record) == FATE_UNKNOWN)
			(*unknown)++;
	}
	return 0;
}

/* Prints a row that has ended, for programs. */
static void
print_row(struct bulk *bulk, size_t row, const char *to, const char *ref,
    const struct journal_record *record)
{
	json_t *json;

	if (!bulk->cli->json)
		return;
	json = fate_json(row, to, ref, record);
	if (json == NULL || json_dumpf(json, stdout, JSON_COMPACT) != 0)
		stop(bulk, BULK_MEMORY, ENOMEM);
	putchar('\n');
	fflush(stdout);
	json_decref(json);
}

/* Records what became of a row, and says it. */
static void
end_row(struct bulk *bulk, size_t row, const char *id, const char *to,
    const char *ref, const struct journal_end *end)
{
	struct journal_record record = {
		.state = JOURNAL_ENDED, .id = id, .end = *end
	};

	journal_end(bulk->journal, row, id, end);
	if (bulk->journal->failed)
		stop(bulk, BULK_JOURNAL, errno);
	bulk->fates[fate_of(&record)]++;
	if (end->outcome == SMSGW_ACCEPTED)
		bulk->sent_boot_ms = clock_boot_ms(&clock_system);
	if (end->exit_code == CATALOG_PERMISSION ||
	    end->exit_code == CATALOG_CONFIG)
		bulk->refused = true;
	print_row(bulk, row, to, ref, &record);
}

/* Why it was not accepted: the code of its last step that failed. */
static const char *
code_of(const struct smsgw_receipt *receipt)
{
	const struct trace *trace = &receipt->trace;
	size_t i;

	if (receipt->outcome == SMSGW_ACCEPTED)
		return "";
	for (i = trace->count; i-- > 0;) {
		if (trace->steps[i]->state == TRACE_FAILED &&
		    trace->steps[i]->code != NULL)
			return trace->steps[i]->code;
	}
	return "";
}

/* The engine has brought a row to its end. */
static void
flight_ended(void *arg, struct smsgw_receipt *receipt)
{
	struct flight *flight = arg;
	const struct journal_end end = {
		.state = receipt->state,
		.outcome = receipt->outcome,
		.exit_code = receipt->exit_code,
		.gateway = receipt->gateway,
		.provider_id = receipt->provider_id,
		.code = code_of(receipt),
		.attempts = receipt->attempts,
		.possible_duplicate =
		    receipt->possible_duplicate || flight->again,
		.time_ms = clock_wall_ms(&clock_system),
	};

	flight->bulk->in_flight--;
	end_row(flight->bulk, flight->row, flight->id, receipt->to, flight->ref,
	    &end);
	smsgw_receipt_free(receipt);
	free(flight);
}

/* A recorded row that was not handed over after all: surely not sent. */
static void
give_back(
    struct bulk *bulk, const struct waiting *w, const char *code, int exit_code)
{
	/* what was perhaps sent before still is that */
	const struct journal_end end = {
		.state = w->again ? "unknown" : "cancelled",
		.outcome = w->again ? SMSGW_UNKNOWN : 0,
		.exit_code = w->again ? CATALOG_UNKNOWN : exit_code,
		.gateway = "",
		.provider_id = "",
		.code = code,
		.time_ms = clock_wall_ms(&clock_system),
	};

	end_row(bulk, w->row, w->id, "", w->ref, &end);
}

static const char *
keep_text(struct arena *arena, const char *text)
{
	return text != NULL ? arena_strdup(arena, text) : NULL;
}

/* Copies a row, whose strings go with the next one that is read. */
static void
copy_row(
    struct bulk_group *group, struct waiting *w, const struct sheet_row *row)
{
	struct arena *arena = &group->arena;
	struct smsgw_message *m = &w->message;
	struct smsgw_arg *args;
	size_t i;

	*m = row->message;
	m->to = keep_text(arena, m->to);
	m->text = keep_text(arena, m->text);
	m->template_name = keep_text(arena, m->template_name);
	m->gateway = keep_text(arena, m->gateway);
	m->message_class = keep_text(arena, m->message_class);
	m->purpose = keep_text(arena, m->purpose);
	m->locale = keep_text(arena, m->locale);
	w->ref = keep_text(arena, row->ref);
	args = arena_calloc(arena, m->arg_count + 1, sizeof(*args));
	for (i = 0; args != NULL && i < m->arg_count; i++) {
		args[i].name = keep_text(arena, m->args[i].name);
		args[i].value = keep_text(arena, m->args[i].value);
	}
	m->args = args;
	m->id = w->id;
	w->row = row->row;
}

/* Records a row and adds it to the group; -1: stop. */
static int
take_row(struct bulk *bulk, const struct sheet_row *row,
    const struct journal_record *record)
{
	struct bulk_group *group = bulk->group;
	struct waiting *w = &group->rows[group->count];

	copy_row(group, w, row);
	w->again = record->state != JOURNAL_NEW &&
	    (fate_of(record) == FATE_UNKNOWN || record->end.possible_duplicate);
	/* the same message has the same id, which some providers look at */
	if (strlen(record->id) == CLOCK_UUID_SIZE - 1)
		memcpy(w->id, record->id, CLOCK_UUID_SIZE);
	else if (clock_uuid7(&clock_system, w->id) != 0)
		group->arena.failed = true;
	if (group->arena.failed) {
		stop(bulk, BULK_MEMORY, ENOMEM);
		return -1;
	}
	journal_take(bulk->journal, w->row, w->id);
	group->count++;
	return 0;
}

/*
 * Reads rows that are due, as many as there is room for.  1; 0 at the end of
 * the file; -1 to stop.
 */
static int
fill_group(struct bulk *bulk, size_t room)
{
	struct journal_record record;
	struct problems ignored;
	struct sheet_row row;
	enum csv_found found;
	int due, ret = 1;

	problems_init(&ignored);
	while (ret == 1 && bulk->group->count < room) {
		found = sheet_next(bulk->sheet, &row, &ignored);
		if (found == CSV_END) {
			ret = 0;
		} else if (found == CSV_FAILED && errno == ENOMEM) {
			stop(bulk, BULK_MEMORY, ENOMEM);
			ret = -1;
		} else if (found != CSV_ROW ||
		    !survey_same(bulk->survey, &row)) {
			stop(bulk, BULK_CHANGED, 0);
			ret = -1;
		} else {
			due = is_due(bulk, row.row, &record);
			if (due < 0)
				stop(bulk, BULK_JOURNAL, errno);
			ret = due < 0 ? -1 : 1;
			if (due > 0)
				ret =
				    take_row(bulk, &row, &record) == 0 ? 1 : -1;
		}
	}
	problems_fini(&ignored);
	return ret;
}

/* One turn of the engine; how many rows are still on their way. */
static size_t
wait_turn(struct bulk *bulk)
{
	size_t left = smsgw_run(bulk->sms, TURN_MS);

	progress_show(&bulk->progress, bulk->fates);
	if (bulk->refused && bulk->in_flight > 0 &&
	    clock_boot_ms(&clock_system) - bulk->sent_boot_ms > STUCK_MS)
		stop(bulk, BULK_STUCK, 0);
	return left;
}

/* Hands one row to the engine, when that has room for it. */
static void
submit(struct bulk *bulk, const struct waiting *w)
{
	size_t len = strlen(w->ref);
	struct flight *flight = NULL;
	int taken = SMSGW_REFUSED;

	if (!stopped(bulk))
		flight = malloc(sizeof(*flight) + len + 1);
	if (flight != NULL) {
		flight->bulk = bulk;
		flight->row = w->row;
		flight->again = w->again;
		memcpy(flight->id, w->id, sizeof(flight->id));
		memcpy(flight->ref, w->ref, len + 1);
		bulk->in_flight++;
		for (;;) {
			taken = smsgw_submit(
			    bulk->sms, &w->message, flight_ended, flight, NULL);
			if (taken != SMSGW_BUSY || stopped(bulk))
				break;
			/* with nothing to do it would not wait */
			if (wait_turn(bulk) == 0)
				(void)poll(NULL, 0, TURN_MS);
		}
	}
	if (taken == SMSGW_TAKEN)
		return;
	bulk->in_flight -= flight != NULL;
	free(flight);
	if (!stopped(bulk)) {
		stop(bulk, BULK_MEMORY, ENOMEM);
		give_back(bulk, w, "no-memory", CATALOG_INTERNAL);
	} else {
		give_back(bulk, w, "cancelled", CATALOG_LATER);
	}
}

/* Records the group on the disk, and sends it only then. */
static void
send_group(struct bulk *bulk)
{
	struct bulk_group *group = bulk->group;
	size_t i;

	if (!sheet_unchanged(bulk->sheet))
		stop(bulk, BULK_CHANGED, 0);
	if (group->count > 0 && journal_sync(bulk->journal) != 0)
		stop(bulk, BULK_JOURNAL, errno);
	for (i = 0; i < group->count; i++)
		submit(bulk, &group->rows[i]);
	group->count = 0;
	arena_reset(&group->arena);
}

static void
send_rows(struct bulk *bulk)
{
	size_t room, least = bulk->window / 4 + 1;
	int more = 1;

	while (more == 1 && !stopped(bulk)) {
		room = bulk->window - bulk->in_flight;
		/* few rows are not worth a write to the disk */
		if (room < least) {
			wait_turn(bulk);
			continue;
		}
		more = fill_group(bulk, room < GROUP_MAX ? room : GROUP_MAX);
		send_group(bulk);
	}
	if (more == 0 && !sheet_unchanged(bulk->sheet))
		stop(bulk, BULK_CHANGED, 0);
}

void
bulk_run(struct bulk *bulk)
{
	struct sigaction before[ARRAY_LEN(ending_signals)];
	bool drained = false;

	progress_begin(&bulk->progress, bulk->cli, bulk->due);
	bulk->group = calloc(1, sizeof(*bulk->group));
	if (bulk->group == NULL) {
		stop(bulk, BULK_MEMORY, ENOMEM);
		return;
	}
	arena_init(&bulk->group->arena, GROUP_MEMORY_MAX);
	bulk->sent_boot_ms = clock_boot_ms(&clock_system);
	watch_signals(before);
	if (sheet_rewind(bulk->sheet) != 0)
		stop(bulk, errno == ENOMEM ? BULK_MEMORY : BULK_CHANGED, errno);
	send_rows(bulk);
	while (bulk->in_flight > 0) {
		if (!drained && stopped(bulk)) {
			smsgw_drain(bulk->sms);
			drained = true;
			progress_end(&bulk->progress);
			cli_say(bulk->cli,
			    "ending; on their way: %zu. The same signal again "
			    "ends at once, and those are unknown then",
			    bulk->in_flight);
		}
		(void)wait_turn(bulk);
	}
	(void)stopped(bulk);
	if (journal_sync(bulk->journal) != 0)
		stop(bulk, BULK_JOURNAL, errno);
	progress_end(&bulk->progress);
	forget_signals(before);
	arena_fini(&bulk->group->arena);
	free(bulk->group);
	bulk->group = NULL;
}
