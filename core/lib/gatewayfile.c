/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What add, set, enable, disable and remove do to the files of a gateway.
 * How an edit reaches the disk is gatewayfile_edit.c; what a new file looks
 * like is gatewayfile_text.c.
 */
#include "gatewayfile.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "descriptor.h"
#include "gatewayfile_edit.h"
#include "iniedit.h"
#include "lang.h"
#include "param.h"
#include "precondition.h"
#include "safefile.h"

#define REPORT_MAX ((size_t)256 * 1024)

void
gatewayfile_report_init(struct gatewayfile_report *report)
{
	*report = (struct gatewayfile_report){ .count = 0 };
	arena_init(&report->arena, REPORT_MAX);
}

void
gatewayfile_report_fini(struct gatewayfile_report *report)
{
	if (report == NULL)
		return;
	arena_fini(&report->arena);
	report->count = 0;
}

bool
gatewayfile_is_secret(
    const struct smsgw_provider *provider, const char *section, const char *key)
{
	const struct param_table core = { param_gateway,
		sizeof(param_gateway[0]) };
	const struct smsgw_param *param = NULL;
	bool of_gateway = strcmp(section, "gateway") == 0, file = false;

	if (of_gateway) {
		param = param_find(&core, key, &file, NULL);
		if (param != NULL && !file &&
		    (param->flags & SMSGW_PARAM_SECRET))
			return true;
	}
	if (provider == NULL ||
	    (!of_gateway && strcmp(section, "provider") != 0))
		return false;
	param = descriptor_param_find(provider, key, NULL);
	return param != NULL && (param->flags & SMSGW_PARAM_SECRET) &&
	    descriptor_param_is_common(param) == of_gateway;
}

static int
report_edit(
    const struct gatewayfile_edit *edit, const char *key, const char *reason)
{
	problem_add(edit->problems, PROBLEM_ERROR, "config-value",
	    edit->file.path, 0, key, "correct the value", "%s", reason);
	return -1;
}

static int
set_key(struct gatewayfile_edit *edit, const char *section, const char *key,
    const char *value)
{
	const char *reason = _("cannot be written");
	int result;

	if (value != NULL)
		result = iniedit_set(&edit->text, section, key, value, &reason);
	else
		result = iniedit_unset(&edit->text, section, key, &reason);
	return result < 0 ? report_edit(edit, key, reason) : 0;
}

/* A file of ours that the gateway's file no longer names goes with it. */
static int
drop_secret(struct gatewayfile_edit *edit,
    const struct gatewayfile_change *change, const struct ini *ini,
    const char *key_file, const char *keep)
{
	const char *now = ini_get(ini, change->section, key_file, NULL);

	if (now == NULL || now[0] == '\0' ||
	    (keep != NULL && strcmp(now, keep) == 0) ||
	    !gatewayfile_is_own(edit->file.id, change->key, now))
		return 0;
	return gatewayfile_edit_secret(
	    edit, change->section, change->key, NULL, now);
}

/* A change of a SECRET key: into a file of its own, inline, or away. */
static int
apply_secret(struct gatewayfile_edit *edit,
    const struct gatewayfile_change *change,
    const struct gatewayfile_change *changes, size_t count,
    const struct ini *ini)
{
	char key_file[PARAM_KEY_FILE_SIZE], name[512];

	param_key_file(change->key, key_file);
	if (change->value == NULL || !change->secret) {
		if (drop_secret(edit, change, ini, key_file, NULL) != 0 ||
		    set_key(edit, change->section, key_file, NULL) != 0)
			return -1;
		return set_key(
		    edit, change->section, change->key, change->value);
	}
	gatewayfile_secret_name(
	    edit->file.id, change, changes, count, ini, name, sizeof(name));
	if (gatewayfile_edit_secret(
		edit, change->section, change->key, change->value, name) != 0 ||
	    set_key(edit, change->section, key_file, name) != 0)
		return -1;
	return set_key(edit, change->section, change->key, NULL);
}

/* The KEY of KEY_file, when that is SECRET; or NULL. */
static const char *
secret_stem(const struct gatewayfile_edit *edit,
    const struct gatewayfile_change *change, char *stem, size_t size)
{
	size_t len = param_key_file_stem(change->key);

	if (len == 0 || len >= size)
		return NULL;
	memcpy(stem, change->key, len);
	stem[len] = '\0';
	return gatewayfile_is_secret(edit->provider, change->section, stem) ?
	    stem :
	    NULL;
}

/* Applies one change to the text; 0 or -1. */
static int
apply_change(struct gatewayfile_edit *edit,
    const struct gatewayfile_change *change,
    const struct gatewayfile_change *changes, size_t count,
    const struct ini *ini)
{
	struct gatewayfile_change of_stem = *change;
	char stem[INI_NAME_MAX + 1];

	if (change->secret ||
	    gatewayfile_is_secret(edit->provider, change->section, change->key))
		return apply_secret(edit, change, changes, count, ini);
	of_stem.key = secret_stem(edit, change, stem, sizeof(stem));
	if (of_stem.key != NULL && change->value != NULL &&
	    change->value[0] != '\0') {
		/* KEY_file takes the place of KEY */
		if (drop_secret(
			edit, &of_stem, ini, change->key, change->value) != 0 ||
		    set_key(edit, change->section, stem, NULL) != 0)
			return -1;
	}
	return set_key(edit, change->section, change->key, change->value);
}

/* Applies all changes to the text of an existing file; 0 or -1. */
static int
apply_changes(struct gatewayfile_edit *edit,
    const struct gatewayfile_change *changes, size_t count)
{
	struct ini *ini = NULL;
	size_t i;
	int result;

	result = ini_parse(edit->file.path, buf_str(&edit->old), edit->old.len,
	    &ini, edit->problems);
	if (result != 0)
		problem_add(edit->problems, PROBLEM_ERROR, "config-would-break",
		    edit->file.path, 0, NULL, "correct the file by hand",
		    "is left as it was: it cannot be understood");
	for (i = 0; i < count && result == 0; i++)
		result = apply_change(edit, &changes[i], changes, count, ini);
	ini_free(ini);
	return result;
}

int
gatewayfile_set(const struct settings *settings, const char *id,
    const struct smsgw_provider *provider,
    const struct gatewayfile_change *changes, size_t count,
    struct gatewayfile_report *report, struct problems *problems)
{
	struct gatewayfile_edit edit;
	size_t first;
	int result = -1;

	require_or_return(settings != NULL && id != NULL, -1);
	require_or_return(problems != NULL, -1);
	first = problems_count(problems);
	gatewayfile_edit_init(&edit, settings, report, problems);
	edit.provider = provider;
	if (gatewayfile_edit_open(&edit, id) != 0 ||
	    apply_changes(&edit, changes, count) != 0)
		goto out;
	if (gatewayfile_edit_is_idle(&edit))
		result = 1;
	else if (gatewayfile_edit_judge(&edit) == 0)
		result = gatewayfile_edit_write(&edit);
out:
	problems_set_gateway(problems, first, id);
	gatewayfile_edit_fini(&edit);
	return result;
}

int
gatewayfile_enable(const struct settings *settings, const char *id,
    const struct smsgw_provider *provider, struct gatewayfile_report *report,
    struct problems *problems)
{
	const struct gatewayfile_change change = {
		.section = "gateway",
		.key = "enabled",
		.value = "yes",
	};

	return gatewayfile_set(
	    settings, id, provider, &change, 1, report, problems);
}

int
gatewayfile_disable(const struct settings *settings, const char *id,
    struct gatewayfile_report *report, struct problems *problems)
{
	const struct gatewayfile_change change = {
		.section = "gateway",
		.key = "enabled",
		.value = "no",
	};
	struct gatewayfile_edit edit;
	int result = -1;

	require_or_return(settings != NULL && id != NULL, -1);
	gatewayfile_edit_init(&edit, settings, report, problems);
	/*
	 * What else is wrong with the file is no reason to leave it on: its
	 * lines were understood, and only this one changes.
	 */
	if (gatewayfile_edit_open(&edit, id) == 0 &&
	    apply_changes(&edit, &change, 1) == 0)
		result = gatewayfile_edit_is_idle(&edit) ?
		    1 :
		    gatewayfile_edit_write(&edit);
	gatewayfile_edit_fini(&edit);
	return result;
}

/* Checks that an id is fit and new; 0 or -1. */
static int
check_new_id(
    const struct settings *settings, const char *id, struct problems *problems)
{
	const struct settings_gateway *found;
	char fix[200];

	if (!settings_id_valid(id)) {
		problem_add(problems, PROBLEM_ERROR, "gateway-id", NULL, 0,
		    NULL,
		    "use 1 to 63 characters a-z, 0-9, _ and -, "
		    "beginning with a letter or a digit",
		    "\"%.80s\" cannot be the id of a gateway", id);
		return -1;
	}
	found = settings_gateway(settings, id);
	if (found == NULL)
		return 0;
	snprintf(fix, sizeof(fix),
	    _("change it with smsgw set %s KEY=VALUE, "
	      "or take another id"),
	    id);
	problem_add(problems, PROBLEM_ERROR, "gateway-exists", found->path, 0,
	    NULL, fix, "there is a gateway \"%s\" already", id);
	return -1;
}

/* Makes the folder of gateways; 1 when made, 0 when there, -1. */
static int
make_folder(const struct settings *settings, const char *folder,
    struct problems *problems)
{
	struct stat parent;

	if (mkdir(folder, 0750) != 0) {
		if (errno == EEXIST)
			return 0;
		problem_add(problems, PROBLEM_ERROR, "file-not-written", folder,
		    0, NULL,
		    "run this as the owner of the folder "
		    "above it, or as root",
		    "cannot be made: %s", lang_errno(errno));
		return -1;
	}
	/* the service reads it by its group */
	if (chmod(folder, 0750) != 0 ||
	    (stat(settings->dir, &parent) == 0 &&
		chown(folder, (uid_t)-1, parent.st_gid) != 0))
		problem_add(problems, PROBLEM_WARNING, "file-private", folder,
		    0, NULL, "as root give it the group of the folder above",
		    "cannot get the group of the folder above it: %s",
		    lang_errno(errno));
	return 1;
}

/* Plans a new file: its text and its secrets; 0 or -1. */
static int
plan_new(struct gatewayfile_edit *edit, const char *provider_name,
    const struct gatewayfile_change *changes, size_t count)
{
	char name[512];
	size_t i;

	if (gatewayfile_text(edit->file.id, provider_name, edit->provider,
		changes, count, &edit->text, edit->problems) != 0)
		return -1;
	for (i = 0; i < count; i++) {
		if (!changes[i].secret || changes[i].value == NULL)
			continue;
		gatewayfile_secret_name(edit->file.id, &changes[i], changes,
		    count, NULL, name, sizeof(name));
		if (gatewayfile_edit_secret(edit, changes[i].section,
			changes[i].key, changes[i].value, name) != 0)
			return -1;
	}
	return gatewayfile_edit_judge(edit);
}

int
gatewayfile_add(const struct settings *settings, const char *id,
    const char *provider_name, const struct smsgw_provider *provider,
    const struct gatewayfile_change *changes, size_t count,
    struct gatewayfile_report *report, struct problems *problems)
{
	struct gatewayfile_edit edit;
	const char *folder;
	size_t first;
	int made = 0, result = -1;

	require_or_return(settings != NULL && id != NULL, -1);
	require_or_return(provider_name != NULL && problems != NULL, -1);
	first = problems_count(problems);
	gatewayfile_edit_init(&edit, settings, report, problems);
	if (check_new_id(settings, id, problems) != 0)
		goto out;
	edit.provider = provider;
	edit.is_new = true;
	edit.facts.st_mode = S_IFREG | 0640;
	edit.file.id = id;
	edit.file.read_only = true;
	folder = arena_printf(&edit.arena, "%s/gateways.d", settings->dir);
	edit.file.path = arena_printf(
	    &edit.arena, "%s/gateways.d/%s.ini", settings->dir, id);
	if (edit.arena.failed) {
		problem_add_memory(problems, settings->dir);
		goto out;
	}
	made = make_folder(settings, folder, problems);
	if (made < 0)
		goto out;
	edit.lock = safefile_lock(edit.file.path, problems);
	if (edit.lock >= 0 &&
	    plan_new(&edit, provider_name, changes, count) == 0)
		result = gatewayfile_edit_write(&edit);
	if (result != 0 && made > 0)
		(void)rmdir(folder);
out:
	problems_set_gateway(problems, first, id);
	gatewayfile_edit_fini(&edit);
	return result;
}

/* Whether a line names a secret's file that belongs to this gateway alone. */
static bool
is_own_secret(
    const struct gatewayfile_edit *edit, const struct ini_entry *entry)
{
	char key[INI_NAME_MAX + 1];
	size_t len = param_key_file_stem(entry->key);

	if (len == 0 || len >= sizeof(key))
		return false;
	memcpy(key, entry->key, len);
	key[len] = '\0';
	return gatewayfile_is_own(edit->file.id, key, entry->value);
}

/*
 * The paths of the secrets that go with the gateway's file, NULL behind the
 * last.  Broken lines of the file are passed over.  NULL without memory, that
 * of the report included: nothing is to fail once something is removed.
 */
static const char **
own_secrets(struct gatewayfile_edit *edit)
{
	const char **paths = NULL;
	struct problems found;
	struct ini *ini = NULL;
	size_t i, count = 0, entries;

	problems_init(&found);
	(void)ini_parse(
	    edit->file.path, buf_str(&edit->old), edit->old.len, &ini, &found);
	entries = ini != NULL ? ini->count : 0;
	if (!problems_lack_memory(&found) &&
	    (edit->report == NULL ||
		arena_alloc(&edit->report->arena, 1) != NULL))
		paths = arena_calloc(&edit->arena, entries + 1, sizeof(*paths));
	for (i = 0; paths != NULL && i < entries; i++) {
		if (is_own_secret(edit, &ini->entries[i]))
			paths[count++] = settings_path(&edit->arena,
			    edit->file.path, ini->entries[i].value);
	}
	if (paths == NULL || edit->arena.failed) {
		problem_add_memory(edit->problems, edit->file.path);
		paths = NULL;
	}
	ini_free(ini);
	problems_fini(&found);
	return paths;
}

int
gatewayfile_remove(const struct settings *settings, const char *id,
    struct gatewayfile_report *report, struct problems *problems)
{
	struct gatewayfile_edit edit;
	const char **secret;
	int result = -1;

	require_or_return(settings != NULL && id != NULL, -1);
	gatewayfile_edit_init(&edit, settings, report, problems);
	if (gatewayfile_edit_open(&edit, id) != 0)
		goto out;
	secret = own_secrets(&edit);
	if (secret == NULL || safefile_remove(edit.file.path, problems) != 0)
		goto out;
	result = 0;
	gatewayfile_edit_done(&edit, N_("removed"), edit.file.path);
	for (; *secret != NULL; secret++) {
		if (access(*secret, F_OK) != 0)
			continue;
		if (safefile_remove(*secret, problems) == 0)
			gatewayfile_edit_done(&edit, N_("removed"), *secret);
		else
			result = -1;
	}
out:
	gatewayfile_edit_fini(&edit);
	return result;
}
