/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Printing steps: marks and colours on a terminal, words in a pipe.
 */
#include "steps.h"

#include <stdio.h>

#include "buf.h"
#include "cli.h"
#include "output.h"
#include "receipt.h"

#define STEP_COLUMNS 8
#define TIME_COLUMNS 8
#define TIME_SIZE 32
#define LABEL_COLUMNS 7
#define RESULT_INDENT 8

static const struct look {
	const char *state, *mark;
	int style;
} looks[] = {
	{ "ok", "✓", OUTPUT_GOOD },
	{ "warning", "!", OUTPUT_WARN },
	{ "failed", "✗", OUTPUT_BAD },
	{ "skipped", "–", OUTPUT_DIM },
};

static const struct look *
look_of(const char *state)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(looks); i++) {
		if (strcmp(looks[i].state, state) == 0)
			return &looks[i];
	}
	return &looks[0];
}

static void
format_time(int64_t us, char out[TIME_SIZE])
{
	if (us < 0)
		out[0] = '\0';
	else if (us < 10000)
		snprintf(out, TIME_SIZE, "%.1f ms", (double)us / 1000);
	else
		snprintf(
		    out, TIME_SIZE, "%lld ms", (long long)((us + 500) / 1000));
}

/* A line beneath a step: a label, then a paragraph. */
static void
print_detail(
    const struct cli *cli, size_t indent, const char *label, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	output_padded("", indent);
	output_style(cli, OUTPUT_DIM);
	output_padded(label, LABEL_COLUMNS);
	output_style(cli, OUTPUT_PLAIN);
	output_paragraph(
	    cli, text, indent + LABEL_COLUMNS, indent + LABEL_COLUMNS);
}

/* What the provider said: its code, its text, or both. */
static void
print_provider(
    const struct cli *cli, size_t indent, const struct smsgw_step *step)
{
	struct buf text;

	if (step->provider_code == NULL && step->provider_text == NULL)
		return;
	buf_init(&text, 16 * 1024);
	if (step->provider_code != NULL)
		buf_puts(&text, step->provider_code);
	if (step->provider_text != NULL && step->provider_text[0] != '\0')
		buf_printf(&text, "%s%s", text.len > 0 ? " " : "",
		    step->provider_text);
	output_expect(&text);
	print_detail(cli, indent, _("says:"), buf_str(&text));
	buf_fini(&text);
}

void
steps_print(void *arg, const struct smsgw_step *step)
{
	const struct cli *cli = arg;
	const struct look *look = look_of(step->state);
	char time[TIME_SIZE];
	size_t mark, indent;

	mark = cli->terminal ? 2 : STEP_COLUMNS + 1;
	indent = mark + STEP_COLUMNS + 1;
	output_style(cli, look->style);
	output_padded(cli->terminal ? look->mark : look->state, mark);
	output_style(cli, OUTPUT_PLAIN);
	output_padded(step->step, STEP_COLUMNS + 1);
	format_time(step->us, time);
	output_style(cli, OUTPUT_DIM);
	printf("%*s  ", TIME_COLUMNS, time);
	output_style(cli, OUTPUT_PLAIN);
	output_paragraph(cli, step->fact, indent + TIME_COLUMNS + 2,
	    indent + TIME_COLUMNS + 2);
	print_provider(cli, indent, step);
	print_detail(cli, indent, _("body:"), step->provider_body);
	if (step->cause != NULL) {
		print_detail(cli, indent, _("cause:"), step->cause);
		print_detail(cli, indent, _("who:"),
		    catalog_who_text(step->who, lang_is_zh()));
		print_detail(cli, indent, _("fix:"), step->fix);
		print_detail(cli, indent, _("code:"), step->code);
	}
	fflush(stdout);
}

/* The outcome in a word or two. */
static const char *
outcome_text(const struct smsgw_receipt *receipt)
{
	switch (receipt->outcome) {
	case SMSGW_ACCEPTED:
		return _("accepted by the provider");
	case SMSGW_REJECTED:
		return _("rejected");
	case SMSGW_UNKNOWN:
		return _("unknown");
	default:
		return receipt->dry_run && receipt->exit_code == 0 ?
		    _("dry run, nothing was sent") :
		    _("not sent");
	}
}

void
steps_print_result(const struct cli *cli, const struct smsgw_receipt *receipt)
{
	const char *meaning;
	struct buf line;
	int style;

	meaning = catalog_exit_text(receipt->exit_code, lang_is_zh());
	style = receipt->exit_code == CATALOG_DONE ? OUTPUT_GOOD :
	    receipt->outcome == SMSGW_UNKNOWN      ? OUTPUT_WARN :
						     OUTPUT_BAD;
	buf_init(&line, 4096);
	buf_printf(&line, _("result: %s"), outcome_text(receipt));
	if (receipt->outcome == SMSGW_ACCEPTED &&
	    strcmp(receipt->state, "submitted") != 0)
		buf_printf(&line, _(", %s"), _(receipt->state));
	if (receipt->provider_id[0] != '\0')
		buf_printf(&line, _(", its id %s"), receipt->provider_id);
	buf_printf(&line, _(" (exit code %d: %s)"), receipt->exit_code,
	    meaning != NULL ? meaning : "");
	output_expect(&line);
	output_style(cli, style);
	output_paragraph(cli, buf_str(&line), 0, RESULT_INDENT);
	output_style(cli, OUTPUT_PLAIN);
	buf_fini(&line);
}

void
steps_say_failure(
    const struct cli *cli, const struct smsgw_receipt *receipt, size_t number)
{
	const struct trace_step *step;
	struct buf whom;

	step = trace_first(&receipt->trace, TRACE_FAILED);
	if (step == NULL)
		return;
	buf_init(&whom, 256);
	if (receipt->to[0] == '+')
		buf_puts(&whom, receipt->to);
	else
		buf_printf(&whom, _("recipient %zu (%s)"), number, receipt->to);
	cli_say_line(cli, "smsgw: ", "%s: %s: %s", buf_str(&whom),
	    trace_kind_name(step->kind), step->fact);
	buf_fini(&whom);
	if (step->provider_code != NULL || step->provider_text != NULL)
		cli_say_line(cli, _("  says: "), "%s %s",
		    step->provider_code != NULL ? step->provider_code : "",
		    step->provider_text != NULL ? step->provider_text : "");
	if (step->provider_body != NULL)
		cli_say_line(cli, _("  body: "), "%s", step->provider_body);
	if (step->cause != NULL)
		cli_say_line(cli, _("  cause: "), "%s", step->cause);
	if (step->fix != NULL)
		cli_say_line(cli, _("  fix: "), _("%s (%s)"), step->fix,
		    catalog_who_text(step->who, lang_is_zh()));
}
