/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a script, line by line, and looking for the rule that fits.
 */
#include "script.h"

#include "ascii.h"
#include "lang.h"
#include "nearest.h"
#include "safefile.h"
#include "value.h"

#define SCRIPT_MAX ((size_t)1024 * 1024)
#define WORDS_MAX 32

/* A word NAME=VALUE of a line. */
struct word {
	const char *name, *value;
};

/* One line as it is read. */
struct line {
	const char *path;
	int number;
	struct word words[WORDS_MAX];
	size_t count;
	struct problems *problems;
};

void
script_init(struct script *script)
{
	script->first = NULL;
	script->end = &script->first;
	arena_init(&script->arena, 4 * SCRIPT_MAX);
}

void
script_fini(struct script *script)
{
	arena_fini(&script->arena);
	script->first = NULL;
}

static int
refuse(struct line *line, const char *name, const char *expected)
{
	problem_add(line->problems, PROBLEM_ERROR, "config-syntax", line->path,
	    line->number, name, "docs/simulate.md has the format", "%s",
	    lang_text(expected));
	return -1;
}

/* Takes the next word out of *text, which is changed.  1, 0 at the end. */
static int
next_word(char **text, struct word *word)
{
	char *at = *text, *out;

	while (ascii_is_blank(*at))
		at++;
	if (*at == '\0' || *at == '#')
		return 0;
	word->name = at;
	word->value = NULL;
	while (*at != '\0' && *at != '=' && !ascii_is_blank(*at))
		at++;
	if (*at == '=') {
		*at++ = '\0';
		word->value = at;
		if (*at == '"') {
			word->value = out = ++at;
			while (*at != '\0' && *at != '"') {
				if (*at == '\\' && at[1] != '\0')
					at++;
				*out++ = *at++;
			}
			if (*at != '"')
				return -1;
			*out = '\0';
			at++;
		}
		while (*at != '\0' && !ascii_is_blank(*at))
			at++;
	}
	if (*at != '\0')
		*at++ = '\0';
	*text = at;
	return 1;
}

/* The place of a name in a list; -1 after having said that it is none. */
static int
find_name(struct line *line, const struct word *word, const char *const *names,
    size_t count)
{
	const char *meant;
	size_t i;

	for (i = 0; i < count; i++) {
		if (strcmp(names[i], word->value) == 0)
			return (int)i;
	}
	meant = nearest_word(word->value, names, count);
	problem_add(line->problems, PROBLEM_ERROR, "config-syntax", line->path,
	    line->number, word->name, "docs/simulate.md has the format",
	    meant != NULL ? N_("\"%s\" is not known; did you mean %s?") :
			    N_("\"%s\" is not known"),
	    word->value, meant);
	return -1;
}

static int
find_service(struct line *line, const struct word *word)
{
	return find_name(line, word, service_names, SERVICE_COUNT);
}

/* 3, or 2-5, or 7- for all from there on. */
static int
read_range(const char *text, struct range *range)
{
	char first[24];
	const char *dash = strchr(text, '-'), *expected;
	size_t len = dash != NULL ? (size_t)(dash - text) : strlen(text);
	int64_t number;

	if (len == 0 || len >= sizeof(first))
		return -1;
	memcpy(first, text, len);
	first[len] = '\0';
	if (value_int(first, 1, INT64_MAX, &number, &expected) != 0)
		return -1;
	range->first = (uint64_t)number;
	range->last = dash == NULL ? range->first : UINT64_MAX;
	if (dash == NULL || dash[1] == '\0')
		return 0;
	if (value_int(dash + 1, number, INT64_MAX, &number, &expected) != 0)
		return -1;
	range->last = (uint64_t)number;
	return 0;
}

/* Conditions of a rule.  1 when the word is one, 0 when not, -1 wrong. */
static int
read_condition(struct line *line, const struct word *word, struct rule *rule)
{
	struct range times;

	if (strcmp(word->name, "service") == 0) {
		rule->service = find_service(line, word);
		return rule->service < 0 ? -1 : 1;
	}
	if (strcmp(word->name, "gateway") == 0)
		rule->gateway = word->value;
	else if (strcmp(word->name, "account") == 0)
		rule->account = word->value;
	else if (strcmp(word->name, "to") == 0)
		rule->to = word->value;
	else if (strcmp(word->name, "action") == 0)
		rule->action = word->value;
	else if (strcmp(word->name, "connection") == 0)
		return read_range(word->value, &rule->connection) == 0 ?
		    1 :
		    refuse(line, word->name, N_("expected N or N-M"));
	else if (strcmp(word->name, "request") == 0)
		return read_range(word->value, &rule->request) == 0 ?
		    1 :
		    refuse(line, word->name, N_("expected N or N-M"));
	else if (strcmp(word->name, "times") == 0) {
		if (read_range(word->value, &times) != 0)
			return refuse(line, word->name, N_("expected N"));
		rule->times = times.first;
	} else
		return 0;
	return 1;
}

/* A code, of the rule's service, or one that is in no table. */
static const struct code *
read_code(struct script *script, const struct rule *rule,
    const struct code_table *tables, const char *name)
{
	const struct code *found = NULL;
	struct code *code;
	int service;

	for (service = 0; service < SERVICE_COUNT && found == NULL; service++) {
		if (rule->service < 0 || rule->service == service)
			found = code_by_name(&tables[service], name);
	}
	if (found != NULL)
		return found;
	code = arena_calloc(&script->arena, 1, sizeof(*code));
	if (code != NULL)
		*code = (struct code){ .name = name, .text = name };
	return code;
}

static int
read_report(struct script *script, struct line *line, const struct word *word,
    struct rule *rule)
{
	int mode;

	for (mode = 0; mode < REPORT_MODES; mode++) {
		if (strcmp(report_mode_names[mode], word->value) == 0) {
			rule->plan.report = (enum report_mode)mode;
			return 1;
		}
	}
	rule->plan.report_code =
	    read_code(script, rule, code_reports, word->value);
	return rule->plan.report_code != NULL ? 1 : refuse(line, NULL, "");
}

/* Words whose value is a number or a time. */
static int
read_number(struct line *line, const struct word *word, struct plan *plan)
{
	const char *expected = "";
	int64_t number = 0;
	bool yes = false;
	int rc;

	if (strcmp(word->name, "status") == 0) {
		rc = value_int(word->value, 200, 599, &number, &expected);
		plan->status = (int)number;
		plan->fault = FAULT_STATUS;
	} else if (strcmp(word->name, "retry_after") == 0) {
		rc = value_int(
		    word->value, 0, 86400, &plan->retry_after_s, &expected);
	} else if (strcmp(word->name, "delay") == 0) {
		rc = value_duration_ms(word->value, &plan->delay_ms, &expected);
	} else if (strcmp(word->name, "report_delay") == 0) {
		rc =
		    value_duration_ms(word->value, &plan->report_ms, &expected);
	} else if (strcmp(word->name, "taken") == 0) {
		rc = value_bool(word->value, &yes, &expected);
		plan->taken = yes;
	} else {
		return 0;
	}
	return rc == 0 ? 1 : refuse(line, word->name, expected);
}

/* What a rule does; as read_condition(). */
static int
read_action(struct script *script, struct line *line, const struct word *word,
    struct rule *rule)
{
	const char *names[FAULT_COUNT];
	int i;

	if (strcmp(word->name, "code") == 0) {
		rule->plan.code =
		    read_code(script, rule, code_answers, word->value);
		return 1;
	}
	if (strcmp(word->name, "report") == 0)
		return read_report(script, line, word, rule);
	if (strcmp(word->name, "body") == 0) {
		rule->plan.body = word->value;
		return 1;
	}
	if (strcmp(word->name, "fault") != 0)
		return read_number(line, word, &rule->plan);
	for (i = 0; i < FAULT_COUNT; i++)
		names[i] = fault_facts[i].name;
	i = find_name(line, word, names, FAULT_COUNT);
	if (i < 0)
		return -1;
	rule->plan.fault = (enum fault)i;
	return 1;
}

static int
read_rule(struct script *script, struct line *line)
{
	struct rule *rule;
	size_t i;
	int rc;

	rule = arena_calloc(&script->arena, 1, sizeof(*rule));
	if (rule == NULL)
		return -1;
	rule->service = -1;
	rule->times = UINT64_MAX;
	plan_init(&rule->plan);
	for (i = 0; i < line->count; i++) {
		if (line->words[i].value == NULL)
			return refuse(
			    line, line->words[i].name, N_("wants a value"));
		rc = read_condition(line, &line->words[i], rule);
		if (rc == 0)
			rc = read_action(script, line, &line->words[i], rule);
		if (rc == 0)
			return refuse(line, line->words[i].name,
			    N_("there is no such word"));
		if (rc < 0)
			return -1;
	}
	*script->end = rule;
	script->end = &rule->next;
	return 0;
}

/* The word of a name, or NULL. */
static const char *
line_value(const struct line *line, const char *name)
{
	size_t i;

	for (i = 0; i < line->count; i++) {
		if (strcmp(line->words[i].name, name) == 0)
			return line->words[i].value;
	}
	return NULL;
}

/* account service=… id=… secret=… */
static int
read_account(struct script *script, struct line *line, struct accounts *list)
{
	static const char *const known[] = { "account", "service", "id",
		"secret", "token", "ec_name", "sign_code", "signature",
		"template" };
	const char *id = line_value(line, "id");
	const char *secret = line_value(line, "secret");
	struct account *account;
	int service = -1;
	size_t i;

	for (i = 0; i < line->count; i++) {
		struct word name = { "account", line->words[i].name };

		if (find_name(line, &name, known, ARRAY_LEN(known)) < 0)
			return -1;
		if (strcmp(name.value, "service") == 0 &&
		    line->words[i].value != NULL)
			service = find_service(line, &line->words[i]);
	}
	if (service < 0 || id == NULL || secret == NULL)
		return refuse(
		    line, "account", N_("wants service=, id= and secret="));
	account = accounts_add(list, (enum service_id)service, id, secret);
	if (account == NULL)
		return -1;
	account->token = line_value(line, "token");
	account->ec_name = line_value(line, "ec_name");
	account->sign_code = line_value(line, "sign_code");
	account->signature = line_value(line, "signature");
	account->templates =
	    arena_calloc(&script->arena, line->count, sizeof(const char *));
	for (i = 0; i < line->count && account->templates != NULL; i++) {
		if (strcmp(line->words[i].name, "template") == 0)
			account->templates[account->template_count++] =
			    line->words[i].value;
	}
	return 0;
}

static int
read_line(struct script *script, struct line *line, char *text,
    struct accounts *accounts)
{
	int rc;

	for (line->count = 0; line->count < WORDS_MAX; line->count++) {
		rc = next_word(&text, &line->words[line->count]);
		if (rc < 0)
			return refuse(
			    line, NULL, N_("a quotation mark is missing"));
		if (rc == 0)
			break;
	}
	if (line->count == 0)
		return 0;
	if (strcmp(line->words[0].name, "account") == 0 &&
	    line->words[0].value == NULL)
		return read_account(script, line, accounts);
	return read_rule(script, line);
}

int
script_read(struct script *script, const char *path, struct accounts *accounts,
    struct problems *problems)
{
	struct line line = { .path = path, .problems = problems };
	struct buf file;
	char *text, *end;
	int rc = 0;

	buf_init(&file, SCRIPT_MAX);
	if (safefile_read(
		path, SAFEFILE_DATA, SCRIPT_MAX, &file, NULL, problems) != 0) {
		buf_fini(&file);
		return -1;
	}
	text = arena_strdup(&script->arena, buf_str(&file));
	buf_fini(&file);
	for (; text != NULL; text = end) {
		line.number++;
		end = strchr(text, '\n');
		if (end != NULL)
			*end++ = '\0';
		if (read_line(script, &line, text, accounts) != 0)
			rc = -1;
	}
	if (script->arena.failed) {
		problem_add_memory(problems, path);
		rc = -1;
	}
	return rc;
}

/* Whether a condition holds; NULL wants nothing, a * at its end is a rest. */
static bool
text_fits(const char *wanted, const char *is)
{
	size_t len;

	if (wanted == NULL)
		return true;
	if (is == NULL)
		return false;
	len = strlen(wanted);
	if (len > 0 && wanted[len - 1] == '*')
		return strncmp(wanted, is, len - 1) == 0;
	return strcmp(wanted, is) == 0;
}

static bool
range_fits(const struct range *range, uint64_t is)
{
	return range->first == 0 || (is >= range->first && is <= range->last);
}

static bool
rule_fits(const struct rule *rule, const struct script_facts *facts)
{
	size_t i;

	if (rule->times == 0 ||
	    (rule->service >= 0 && rule->service != facts->service) ||
	    !text_fits(rule->gateway, facts->gateway) ||
	    !text_fits(rule->account, facts->account) ||
	    !text_fits(rule->action, facts->action) ||
	    !range_fits(&rule->connection, facts->connection) ||
	    !range_fits(&rule->request, facts->request))
		return false;
	for (i = 0; rule->to != NULL; i++) {
		if (i == facts->to_count)
			return false;
		if (text_fits(rule->to, facts->to[i]))
			break;
	}
	return true;
}

const struct plan *
script_match(struct script *script, const struct script_facts *facts,
    enum fault_stage stage)
{
	struct rule *rule;

	for (rule = script->first; rule != NULL; rule = rule->next) {
		if (rule->plan.fault == FAULT_REFUSE ||
		    fault_facts[rule->plan.fault].stage > stage ||
		    !rule_fits(rule, facts))
			continue;
		if (rule->times != UINT64_MAX)
			rule->times--;
		return &rule->plan;
	}
	return NULL;
}

bool
script_refuses(const struct script *script, const char *gateway)
{
	const struct rule *rule;

	for (rule = script->first; rule != NULL; rule = rule->next) {
		if (rule->plan.fault == FAULT_REFUSE &&
		    text_fits(rule->gateway, gateway))
			return true;
	}
	return false;
}
