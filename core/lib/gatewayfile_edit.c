/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a gateway's file and its secrets as one edit.  Secrets go first: a
 * file that nothing names yet does no harm, while a gateway whose secret is
 * missing is broken.  When the gateway's file then cannot be written, new
 * secrets are removed and changed ones get their old content back.  A crash
 * in between leaves at worst a new secret with the old file; running the
 * command again completes it.
 */
#include "gatewayfile_edit.h"
#include "lang.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <errno.h>

#include "safefile.h"
#include "secret.h"

#define EDIT_MAX ((size_t)1024 * 1024)

void
gatewayfile_edit_init(struct gatewayfile_edit *edit,
    const struct settings *settings, struct gatewayfile_report *report,
    struct problems *problems)
{
	*edit = (struct gatewayfile_edit){
		.settings = settings,
		.lock = -1,
		.report = report,
		.problems = problems,
	};
	buf_init(&edit->old, INI_FILE_MAX);
	buf_init(&edit->text, INI_FILE_MAX);
	arena_init(&edit->arena, EDIT_MAX);
}

void
gatewayfile_edit_fini(struct gatewayfile_edit *edit)
{
	size_t i;

	for (i = 0; i < edit->secret_count; i++)
		buf_fini(&edit->secrets[i].old);
	buf_fini(&edit->old);
	buf_fini(&edit->text);
	arena_fini(&edit->arena);
	safefile_unlock(edit->lock);
}

void
gatewayfile_edit_done(
    struct gatewayfile_edit *edit, const char *verb, const char *path)
{
	struct gatewayfile_report *report = edit->report;
	const char *copy;

	if (report == NULL || report->count == ARRAY_LEN(report->done))
		return;
	copy = arena_strdup(&report->arena, path);
	if (copy == NULL)
		return;
	report->done[report->count].verb = verb;
	report->done[report->count++].path = copy;
}

static int
report_memory(const struct gatewayfile_edit *edit, const char *path)
{
	problem_add_memory(edit->problems, path);
	return -1;
}

static void
report_unknown(const struct gatewayfile_edit *edit, const char *id)
{
	const char *nearest = settings_nearest_gateway(edit->settings, id);
	char fix[160];

	if (nearest != NULL)
		snprintf(fix, sizeof(fix), _("did you mean \"%s\"?"), nearest);
	else
		snprintf(fix, sizeof(fix),
		    _("see smsgw gateways, or make it: "
		      "smsgw add %.63s --provider NAME"),
		    id);
	problem_add(edit->problems, PROBLEM_ERROR, "gateway-unknown", NULL, 0,
	    NULL, fix, "there is no gateway \"%.80s\"", id);
}

int
gatewayfile_edit_open(struct gatewayfile_edit *edit, const char *id)
{
	const struct settings_gateway *found;

	found = settings_gateway(edit->settings, id);
	if (found == NULL) {
		report_unknown(edit, id);
		return -1;
	}
	edit->file = *found;
	edit->lock = safefile_lock(found->path, edit->problems);
	if (edit->lock < 0)
		return -1;
	if (safefile_read(found->path, SAFEFILE_DATA, INI_FILE_MAX, &edit->old,
		&edit->facts, edit->problems) != 0)
		return -1;
	if (buf_add(&edit->text, buf_str(&edit->old), edit->old.len) != 0)
		return report_memory(edit, found->path);
	return 0;
}

bool
gatewayfile_is_own(const char *id, const char *key, const char *name)
{
	size_t id_len = strlen(id), key_len = strlen(key);

	if (strncmp(name, id, id_len) != 0 || name[id_len] != '.')
		return false;
	name += id_len + 1;
	if (strcmp(name, "secret") == 0)
		return true;
	return strncmp(name, key, key_len) == 0 &&
	    strcmp(name + key_len, ".secret") == 0;
}

/* Whether another key than this one has ID.secret. */
static bool
is_taken(const char *id, const struct gatewayfile_change *change,
    const struct gatewayfile_change *changes, size_t count,
    const struct ini *ini)
{
	char key_file[PARAM_KEY_FILE_SIZE];
	const struct ini_entry *entry;
	size_t i, len = strlen(id);

	/* Of several new secrets the first gets it. */
	for (i = 0; i < count && &changes[i] != change; i++) {
		if (changes[i].secret && changes[i].value != NULL)
			return true;
	}
	param_key_file(change->key, key_file);
	for (i = 0; ini != NULL && i < ini->count; i++) {
		entry = &ini->entries[i];
		if (strcmp(entry->key, key_file) != 0 &&
		    strncmp(entry->value, id, len) == 0 &&
		    strcmp(entry->value + len, ".secret") == 0)
			return true;
	}
	return false;
}

void
gatewayfile_secret_name(const char *id, const struct gatewayfile_change *change,
    const struct gatewayfile_change *changes, size_t count,
    const struct ini *ini, char *out, size_t size)
{
	char key_file[PARAM_KEY_FILE_SIZE];
	const char *now = NULL;

	param_key_file(change->key, key_file);
	if (ini != NULL)
		now = ini_get(ini, change->section, key_file, NULL);
	if (now != NULL && gatewayfile_is_own(id, change->key, now))
		snprintf(out, size, "%s", now);
	else if (is_taken(id, change, changes, count, ini))
		snprintf(out, size, "%s.%s.secret", id, change->key);
	else
		snprintf(out, size, "%s.secret", id);
}

/* Reads what a secret's file holds now; 0 or -1. */
static int
secret_read_old(
    struct gatewayfile_edit *edit, struct gatewayfile_secret *secret)
{
	int result;

	buf_init(&secret->old, SECRET_MAX + 2);
	result = safefile_read(secret->path, SAFEFILE_DATA | SAFEFILE_OPTIONAL,
	    SECRET_MAX + 2, &secret->old, NULL, edit->problems);
	secret->existed = result == 0;
	return result < 0 ? -1 : 0;
}

int
gatewayfile_edit_secret(struct gatewayfile_edit *edit, const char *section,
    const char *key, const char *value, const char *name)
{
	struct gatewayfile_secret *secret;
	struct gateway_secret *given;

	if (edit->secret_count == ARRAY_LEN(edit->secrets)) {
		problem_add(edit->problems, PROBLEM_ERROR, "internal",
		    edit->file.path, 0, key, "change fewer at once",
		    "is one secret too many");
		return -1;
	}
	secret = &edit->secrets[edit->secret_count++];
	*secret = (struct gatewayfile_secret){ .value = value };
	secret->path = settings_path(&edit->arena, edit->file.path, name);
	if (secret->path == NULL)
		return report_memory(edit, edit->file.path);
	if (secret_read_old(edit, secret) != 0)
		return -1;
	if (value == NULL)
		return 0;
	secret->len = strlen(value);
	if (secret->len > 0 && value[secret->len - 1] == '\n')
		secret->len--;
	if (secret->len > 0 && value[secret->len - 1] == '\r')
		secret->len--;
	given = &edit->given[edit->given_count++];
	*given = (struct gateway_secret){ section, key, value };
	return 0;
}

/* Whether a secret's file needs no change. */
static bool
secret_is_idle(const struct gatewayfile_secret *secret)
{
	size_t len = secret->old.len;
	const char *old = buf_str(&secret->old);

	if (secret->value == NULL || !secret->existed)
		return secret->value == NULL && !secret->existed;
	if (len > 0 && old[len - 1] == '\n')
		len--;
	return len == secret->len && memcmp(old, secret->value, len) == 0;
}

static bool
text_is_idle(const struct gatewayfile_edit *edit)
{
	return !edit->is_new && edit->text.len == edit->old.len &&
	    memcmp(buf_str(&edit->text), buf_str(&edit->old), edit->old.len) ==
	    0;
}

bool
gatewayfile_edit_is_idle(const struct gatewayfile_edit *edit)
{
	size_t i;

	for (i = 0; i < edit->secret_count; i++) {
		if (!secret_is_idle(&edit->secrets[i]))
			return false;
	}
	return text_is_idle(edit);
}

int
gatewayfile_edit_judge(struct gatewayfile_edit *edit)
{
	struct gateway *gw;
	int result = -1;

	gw = gateway_parse(&edit->file, edit->settings, buf_str(&edit->text),
	    edit->text.len, &edit->facts, edit->given, edit->given_count,
	    edit->problems);
	if (gw == NULL)
		return report_memory(edit, edit->file.path);
	if (gw->ini != NULL && !gw->damaged && edit->provider != NULL)
		result = gateway_attach(gw, edit->provider, edit->problems);
	else if (!gw->broken)
		result = 0;
	if (result == 0 && edit->provider != NULL && edit->report != NULL &&
	    edit->report->judge != NULL)
		result = edit->report->judge(
		    edit->report->judge_arg, gw, edit->problems);
	gateway_free(gw);
	if (result != 0)
		problem_add(edit->problems, PROBLEM_ERROR, "config-would-break",
		    edit->file.path, 0, NULL,
		    "correct what is named, and run the command again",
		    edit->is_new ? "is not written: it would not load" :
				   _("is left as it was: it would not load"));
	return result;
}

/* Gives a new secret the owner, group and mode of the gateway's file. */
static int
give_facts(const struct gatewayfile_edit *edit, const char *path)
{
	mode_t mode = 0640 & (edit->facts.st_mode | 0600);
	struct stat now = { .st_mode = 0 };
	int fd, error = 0;

	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &now) != 0)
		error = errno;
	else if (now.st_uid != edit->facts.st_uid ||
	    now.st_gid != edit->facts.st_gid) {
		if (fchown(fd, edit->facts.st_uid, edit->facts.st_gid) != 0)
			error = errno;
	}
	if (error == 0 && (now.st_mode & 0777) != mode && fchmod(fd, mode) != 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	if (error == 0)
		return 0;
	problem_add(edit->problems, PROBLEM_ERROR, "file-not-written", path, 0,
	    NULL, "run this as root or as the owner of the gateway's file",
	    "cannot get the owner and group of the gateway's file: %s",
	    lang_errno(error));
	return -1;
}

static int
secret_write(struct gatewayfile_edit *edit, struct gatewayfile_secret *secret)
{
	struct buf line;
	int result;

	if (secret->value == NULL || secret_is_idle(secret))
		return 0;
	buf_init(&line, SECRET_MAX + 2);
	buf_add(&line, secret->value, secret->len);
	buf_putc(&line, '\n');
	if (line.failed) {
		result = report_memory(edit, secret->path);
	} else if (secret->existed) {
		result = safefile_replace(
		    secret->path, NULL, line.data, line.len, edit->problems);
	} else {
		result = safefile_create(
		    secret->path, line.data, line.len, edit->problems);
	}
	secret->written = result == 0;
	if (result == 0 && !secret->existed && !edit->is_new)
		result = give_facts(edit, secret->path);
	buf_fini(&line);
	return result;
}

/* Puts back what was written of the secrets. */
static void
secrets_undo(struct gatewayfile_edit *edit)
{
	struct gatewayfile_secret *secret;
	size_t i;

	for (i = 0; i < edit->secret_count; i++) {
		secret = &edit->secrets[i];
		if (!secret->written)
			continue;
		if (secret->existed)
			(void)safefile_replace(secret->path, NULL,
			    buf_str(&secret->old), secret->old.len,
			    edit->problems);
		else
			(void)safefile_remove(secret->path, edit->problems);
	}
}

static int
text_write(struct gatewayfile_edit *edit)
{
	if (text_is_idle(edit))
		return 0;
	if (edit->is_new)
		return safefile_create(edit->file.path, edit->text.data,
		    edit->text.len, edit->problems);
	return safefile_replace(edit->file.path, &edit->facts,
	    buf_str(&edit->text), edit->text.len, edit->problems);
}

/* Removes the secrets that are no longer named, and tells of everything. */
static void
edit_finish(struct gatewayfile_edit *edit, bool text_changed)
{
	struct gatewayfile_secret *secret;
	size_t i;

	if (text_changed)
		gatewayfile_edit_done(edit,
		    edit->is_new ? N_("created") : N_("changed"),
		    edit->file.path);
	for (i = 0; i < edit->secret_count; i++) {
		secret = &edit->secrets[i];
		if (secret->written)
			gatewayfile_edit_done(edit,
			    secret->existed ? N_("changed") : N_("created"),
			    secret->path);
		else if (secret->value == NULL && secret->existed &&
		    safefile_remove(secret->path, edit->problems) == 0)
			gatewayfile_edit_done(
			    edit, N_("removed"), secret->path);
	}
}

int
gatewayfile_edit_write(struct gatewayfile_edit *edit)
{
	bool text_changed = !text_is_idle(edit);
	int result = 0;
	size_t i;

	for (i = 0; i < edit->secret_count && result == 0; i++)
		result = secret_write(edit, &edit->secrets[i]);
	if (result == 0)
		result = text_write(edit);
	if (result != 0) {
		secrets_undo(edit);
		return -1;
	}
	edit_finish(edit, text_changed);
	return 0;
}
