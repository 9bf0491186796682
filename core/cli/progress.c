/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Showing how far a bulk send is.
 */
#include "progress.h"

#include <stdio.h>

#include "cli.h"
#include "clock.h"
#include "lang.h"

#define SHOW_EVERY_MS 250

void
progress_begin(struct progress *progress, const struct cli *cli, size_t total)
{
	*progress = (struct progress){
		.cli = cli,
		.total = total,
		.begun_boot_ms = clock_boot_ms(&clock_system),
		/* what is over in a moment needs no line */
		.shown_boot_ms = clock_boot_ms(&clock_system),
	};
}

void
progress_time(int64_t ms, char out[PROGRESS_TIME_SIZE])
{
	long long s = (long long)(ms + 999) / 1000;

	if (s < 100)
		(void)snprintf(out, PROGRESS_TIME_SIZE, _("%lld s"), s);
	else if (s < 6000)
		(void)snprintf(
		    out, PROGRESS_TIME_SIZE, _("%lld min"), (s + 59) / 60);
	else
		(void)snprintf(out, PROGRESS_TIME_SIZE, _("%lld h %lld min"),
		    s / 3600, s % 3600 / 60);
}

void
progress_show(struct progress *progress, const size_t fates[FATES])
{
	int64_t now_ms = clock_boot_ms(&clock_system), spent_ms;
	char left[PROGRESS_TIME_SIZE] = "";
	size_t done = 0, i;

	if (!progress->cli->terminal_err || progress->cli->quiet ||
	    now_ms - progress->shown_boot_ms < SHOW_EVERY_MS)
		return;
	for (i = 0; i < FATES; i++)
		done += fates[i];
	spent_ms = now_ms - progress->begun_boot_ms;
	if (done > 0 && done < progress->total)
		progress_time(
		    (int64_t)((double)spent_ms *
			(double)(progress->total - done) / (double)done),
		    left);
	fputc('\r', stderr);
	fprintf(stderr, _("%zu of %zu: sent %zu, refused %zu, unknown %zu  %s"),
	    done, progress->total, fates[FATE_SENT], fates[FATE_REFUSED],
	    fates[FATE_UNKNOWN], left);
	fputs("\033[K", stderr);
	fflush(stderr);
	progress->shown_boot_ms = now_ms;
	progress->shown = true;
}

void
progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}
