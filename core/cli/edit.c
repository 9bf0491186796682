/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changing one gateway's file: opening it, applying changes to its text, and
 * writing file and secrets so that a failure leaves everything as it was.
 */
#include "edit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "cli.h"
#include "edit_try.h"
#include "iniedit.h"
#include "safefile.h"
#include "secret.h"

/* The mode of a new file, as safefile_create() gives it. */
#define NEW_MODE (S_IFREG | 0640)

#define KEY_SIZE 160

static void
edit_init(struct edit *edit, struct cli *cli)
{
	size_t i;

	*edit = (struct edit){ .cli = cli, .lock = -1 };
	problems_init(&edit->problems);
	changes_init(&edit->changes);
	buf_init(&edit->text, INI_FILE_MAX);
	for (i = 0; i < EDIT_SECRETS_MAX; i++)
		buf_init(&edit->secrets[i].old, SECRET_MAX);
}

void
edit_close(struct edit *edit)
{
	size_t i;

	safefile_unlock(edit->lock);
	for (i = 0; i < EDIT_SECRETS_MAX; i++)
		buf_fini(&edit->secrets[i].old);
	buf_fini(&edit->text);
	ini_free(edit->ini);
	changes_fini(&edit->changes);
	context_close(&edit->context);
	problems_fini(&edit->problems);
}

int
edit_open(struct edit *edit, struct cli *cli, const char *id)
{
	const struct settings_gateway *found;

	edit_init(edit, cli);
	if (context_open(&edit->context, cli->config_dir, true,
	        &edit->problems) != 0)
		return cli_fail_problems(cli, &edit->problems);
	found = context_find_gateway(&edit->context, id, &edit->problems);
	if (found == NULL)
		return cli_fail_problems(cli, &edit->problems);
	edit->found = *found;
	edit->lock = safefile_lock(found->path, &edit->problems);
	if (edit->lock < 0 ||
	    safefile_read(found->path, SAFEFILE_DATA, INI_FILE_MAX,
	        &edit->text, &edit->facts, &edit->problems) != 0 ||
	    ini_parse(found->path, buf_str(&edit->text), edit->text.len,
	        &edit->ini, &edit->problems) != 0)
		return cli_fail_problems(cli, &edit->problems);
	return CATALOG_DONE;
}

/* The folder for new gateways exists, or is made. */
static int
make_folder(struct edit *edit, const char *folder)
{
	if (mkdir(folder, 0750) == 0 || errno == EEXIST)
		return CATALOG_DONE;
	return cli_fail(edit->cli, "file-unwritable", NULL,
	    "%s: the folder cannot be made: %s", folder, strerror(errno));
}

int
edit_open_new(struct edit *edit, struct cli *cli, const char *id)
{
	const struct settings_gateway *there;
	const char *folder;
	int rc;

	edit_init(edit, cli);
	edit->is_new = true;
	if (!settings_id_valid(id))
		return cli_fail(cli, "gateway-id", NULL,
		    "%s cannot be the id of a gateway", id);
	if (context_open(&edit->context, cli->config_dir, true,
	        &edit->problems) != 0)
		return cli_fail_problems(cli, &edit->problems);
	there = settings_gateway(edit->context.settings, id);
	if (there != NULL)
		return cli_fail(cli, "gateway-exists", NULL,
		    "gateway \"%s\": exists already, in %s", id, there->path);
	folder = arena_printf(&edit->changes.arena, "%s/gateways.d",
	    edit->context.settings->dir);
	edit->found.id = id;
	edit->found.path = arena_printf(
	    &edit->changes.arena, "%s/gateways.d/%s.ini",
	    edit->context.settings->dir, id);
	if (folder == NULL || edit->found.path == NULL)
		return cli_fail_memory();
	rc = make_folder(edit, folder);
	if (rc != CATALOG_DONE)
		return rc;
	edit->facts.st_mode = NEW_MODE;
	edit->facts.st_uid = geteuid();
	edit->lock = safefile_lock(edit->found.path, &edit->problems);
	return edit->lock >= 0 ? CATALOG_DONE :
	    cli_fail_problems(cli, &edit->problems);
}

/* ID.secret for the password of the page, ID.KEY.secret for others. */
static const char *
secret_name(struct edit *edit, const char *key)
{
	if (strcmp(key, "api_password") == 0)
		return arena_printf(
		    &edit->changes.arena, "%s.secret", edit->found.id);
	return arena_printf(&edit->changes.arena, "%s.%s.secret",
	    edit->found.id, key);
}

const char *
edit_secret_path(struct edit *edit, const char *key)
{
	const char *name = secret_name(edit, key);

	return name != NULL ? settings_path(&edit->changes.arena,
	    edit->found.path, name) : NULL;
}

bool
edit_secret_is_own(
    const struct edit *edit, const char *section, const char *key)
{
	char name[KEY_SIZE];
	const char *path;

	snprintf(name, sizeof(name), "%s_file", key);
	path = edit->ini != NULL ?
	    ini_get(edit->ini, section, name, NULL) : NULL;
	if (path == NULL)
		return false;
	if (strcmp(key, "api_password") == 0)
		snprintf(name, sizeof(name), "%s.secret", edit->found.id);
	else
		snprintf(name, sizeof(name), "%s.%s.secret", edit->found.id,
		    key);
	return strcmp(path, name) == 0;
}

/* Sets or takes away one key of the text. */
static int
set_key(struct edit *edit, const char *section, const char *key,
    const char *value)
{
	const char *reason = NULL;
	int rc;

	if (value == NULL)
		rc = iniedit_unset(&edit->text, section, key, &reason);
	else
		rc = iniedit_set(&edit->text, section, key, value, &reason);
	if (rc >= 0)
		return CATALOG_DONE;
	return cli_fail(edit->cli, "config-value",
	    "give it another value, or a file of its own if it is a secret",
	    "gateway \"%s\": [%s] %s: %s", edit->found.id, section, key,
	    reason != NULL ? reason : "cannot be written");
}

/* Plans a secret's own file and points KEY_file at it. */
static int
apply_secret(struct edit *edit, const struct change *change)
{
	struct edit_secret *secret;
	const char *file_key, *name;
	bool clear = change->value.len == 0;
	int rc;

	if (edit->secret_count == EDIT_SECRETS_MAX)
		return cli_fail(edit->cli, "usage",
		    "give the others by a second command",
		    "too many secrets at once");
	file_key = arena_printf(&edit->changes.arena, "%s_file", change->key);
	name = secret_name(edit, change->key);
	if (file_key == NULL || name == NULL)
		return cli_fail_memory();
	rc = set_key(edit, change->section, change->key, NULL);
	if (rc == CATALOG_DONE)
		rc = set_key(edit, change->section, file_key,
		    clear ? NULL : name);
	if (rc != CATALOG_DONE)
		return rc;
	if (clear &&
	    !edit_secret_is_own(edit, change->section, change->key))
		return CATALOG_DONE;
	secret = &edit->secrets[edit->secret_count++];
	secret->path = edit_secret_path(edit, change->key);
	secret->value = clear ? NULL : buf_str(&change->value);
	if (!clear)
		edit->given[edit->given_count++] = (struct gateway_secret){
			.section = change->section,
			.key = change->key,
			.value = secret->value,
		};
	return secret->path != NULL ? CATALOG_DONE : cli_fail_memory();
}

/* A KEY_file takes the place of an inline secret. */
static int
apply_change(struct edit *edit, const struct change *change)
{
	static const char suffix[] = "_file";
	size_t len = strlen(change->key), tail = sizeof(suffix) - 1;
	char inline_key[KEY_SIZE];
	bool gone;
	int rc;

	if (change->secret)
		return apply_secret(edit, change);
	/* an empty template, or item of a list, is none */
	gone = change->value.len == 0 &&
	    (strcmp(change->section, "templates") == 0 ||
	        strchr(change->key, '.') != NULL);
	rc = set_key(edit, change->section, change->key,
	    gone ? NULL : buf_str(&change->value));
	if (rc != CATALOG_DONE || len <= tail || len >= sizeof(inline_key) ||
	    strcmp(change->key + len - tail, suffix) != 0)
		return rc;
	memcpy(inline_key, change->key, len - tail);
	inline_key[len - tail] = '\0';
	if (edit->ini == NULL ||
	    ini_get(edit->ini, change->section, inline_key, NULL) == NULL)
		return rc;
	return set_key(edit, change->section, inline_key, NULL);
}

static int
apply_all(struct edit *edit)
{
	size_t i;
	int rc;

	for (i = 0; i < edit->changes.count; i++) {
		rc = apply_change(edit, &edit->changes.items[i]);
		if (rc != CATALOG_DONE)
			return rc;
	}
	return edit->text.failed ? cli_fail_memory() : CATALOG_DONE;
}

/* Writes or removes one secret's file, and keeps what was there. */
static int
write_secret(struct edit *edit, struct edit_secret *secret)
{
	struct stat was;
	int rc;

	rc = safefile_read(secret->path, SAFEFILE_DATA | SAFEFILE_OPTIONAL,
	    SECRET_MAX, &secret->old, &was, &edit->problems);
	if (rc < 0)
		return -1;
	secret->existed = rc == 0;
	if (secret->value == NULL)
		rc = secret->existed ?
		    safefile_remove(secret->path, &edit->problems) : 0;
	else if (secret->existed)
		rc = safefile_replace(secret->path, &was, secret->value,
		    strlen(secret->value), &edit->problems);
	else
		rc = safefile_create(secret->path, secret->value,
		    strlen(secret->value), &edit->problems);
	secret->written = rc == 0;
	return rc;
}

/* Puts the files of secrets back as they were. */
static void
restore_secrets(struct edit *edit)
{
	struct edit_secret *secret;
	size_t i;

	for (i = 0; i < edit->secret_count; i++) {
		secret = &edit->secrets[i];
		if (!secret->written)
			continue;
		if (!secret->existed)
			safefile_remove(secret->path, &edit->problems);
		else if (secret->value == NULL)
			safefile_create(secret->path, buf_str(&secret->old),
			    secret->old.len, &edit->problems);
		else
			safefile_replace(secret->path, NULL,
			    buf_str(&secret->old), secret->old.len,
			    &edit->problems);
	}
}

static int
write_all(struct edit *edit)
{
	const char *path = edit->found.path;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < edit->secret_count; i++) {
		if (edit->secrets[i].value != NULL)
			rc = write_secret(edit, &edit->secrets[i]);
	}
	if (rc == 0 && edit->is_new)
		rc = safefile_create(path, buf_str(&edit->text),
		    edit->text.len, &edit->problems);
	else if (rc == 0)
		rc = safefile_replace(path, &edit->facts, buf_str(&edit->text),
		    edit->text.len, &edit->problems);
	if (rc != 0) {
		restore_secrets(edit);
		return cli_fail_problems(edit->cli, &edit->problems);
	}
	/* last: a file that nothing names any more may as well stay */
	for (i = 0; i < edit->secret_count; i++) {
		if (edit->secrets[i].value == NULL)
			write_secret(edit, &edit->secrets[i]);
	}
	return CATALOG_DONE;
}

int
edit_commit(struct edit *edit)
{
	int rc;

	rc = apply_all(edit);
	if (rc == CATALOG_DONE)
		rc = edit_try(edit);
	if (rc == CATALOG_DONE)
		rc = write_all(edit);
	if (rc != CATALOG_DONE)
		return rc;
	cli_warn_problems(edit->cli, &edit->problems);
	if (edit->cli->json)
		printf("{\"id\": \"%s\", \"changed\": true}\n",
		    edit->found.id);
	return CATALOG_DONE;
}

int
edit_run(struct cli *cli, const char *id, const char *const *words,
    size_t count)
{
	struct problems ignored;
	struct edit edit;
	const char *provider = NULL, *value;
	size_t i;
	int rc;

	rc = edit_open(&edit, cli, id);
	if (rc != CATALOG_DONE)
		goto out;
	for (i = 0; i < count; i++) {
		value = change_word_value(words[i], "provider");
		if (value != NULL)
			provider = value;
	}
	if (provider == NULL)
		provider = ini_get(edit.ini, "gateway", "provider", NULL);
	problems_init(&ignored);
	if (provider != NULL)
		changes_use_provider(&edit.changes, edit.context.loader,
		    provider, &ignored);
	problems_fini(&ignored);
	for (i = 0; rc == CATALOG_DONE && i < count; i++)
		rc = changes_add_word(cli, &edit.changes, words[i]);
	if (rc == CATALOG_DONE)
		rc = edit_commit(&edit);
	if (rc == CATALOG_DONE)
		cli_say(cli, "gateway %s: changed in %s", id, edit.found.path);
out:
	edit_close(&edit);
	return rc;
}
