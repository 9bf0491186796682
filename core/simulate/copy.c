/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copying the files of a configuration, and changing the lines that say where
 * messages go.
 */
#include "copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "copy_account.h"
#include "ini.h"
#include "iniedit.h"
#include "lang.h"
#include "safefile.h"
#include "secret.h"
#include "settings.h"
#include "value.h"

#define FILE_MAX ((size_t)1024 * 1024)

/* One copying. */
struct copy {
	const char *to;
	const struct copy_place *place;
	const struct script *script;
	struct accounts *accounts;
	struct settings *settings;
	struct problems *problems;
	struct arena arena;
};

/* One file on its way: what is read, and what will be written. */
struct copied {
	const char *path, *folder, *name;
	struct ini *ini;
	struct buf text;
	struct stat facts;
};

static int
fail(struct copy *copy, const char *path, const char *what)
{
	problem_add(copy->problems, PROBLEM_ERROR, "file-not-written", path, 0,
	    NULL, NULL, "%s: %s", lang_text(what), strerror(errno));
	return -1;
}

/* Writes a new file of that mode; only its owner may read what is secret. */
static int
write_file(
    struct copy *copy, const char *path, mode_t mode, const struct buf *text)
{
	size_t done = 0;
	ssize_t n = 0;
	int fd;

	fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & (mode_t)0666);
	if (fd < 0)
		return fail(copy, path, N_("cannot be made"));
	while (done < text->len && n >= 0) {
		n = write(fd, text->data + done, text->len - done);
		done += n > 0 ? (size_t)n : 0;
	}
	if (close(fd) != 0 || n < 0)
		return fail(copy, path, N_("cannot be written"));
	return 0;
}

/* Copies a file as it is. */
static int
copy_plain(struct copy *copy, const char *from, const char *to)
{
	struct buf text;
	struct stat facts;
	int rc;

	buf_init(&text, FILE_MAX);
	rc = safefile_read(
	    from, SAFEFILE_DATA, FILE_MAX, &text, &facts, copy->problems);
	if (rc == 0)
		rc = write_file(copy, to, facts.st_mode, &text);
	buf_fini(&text);
	return rc;
}

/* Gives a key another value in the text that will be written. */
static int
set_key(struct copy *copy, struct copied *file, const char *section,
    const char *key, const char *value)
{
	const char *reason = "";
	int rc;

	rc = value != NULL ?
	    iniedit_set(&file->text, section, key, value, &reason) :
	    iniedit_unset(&file->text, section, key, &reason);
	if (rc >= 0)
		return 0;
	problem_add(copy->problems, PROBLEM_ERROR, "config-value", file->path,
	    0, key, NULL, "cannot be changed: %s", reason);
	return -1;
}

/* Whether a key names a file: KEY_file or KEY_file.LOCALE. */
static bool
names_file(const struct ini_entry *entry)
{
	const char *at = strstr(entry->key, "_file");

	return at != NULL && (at[5] == '\0' || at[5] == '.') &&
	    strcmp(entry->key, "ca_file") != 0 && entry->value[0] != '\0';
}

/* Where a file that a key names lies; beside the file, or a credential. */
static const char *
find_file(struct copy *copy, const struct copied *file, const char *value)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY"), *path;

	path = settings_path(&copy->arena, file->path, value);
	if (path == NULL || value[0] == '/' || folder == NULL ||
	    access(path, F_OK) == 0)
		return path;
	return arena_printf(&copy->arena, "%s/%s", folder, value);
}

/* Copies every file that the keys name, under a name of its own. */
static int
copy_named_files(struct copy *copy, struct copied *file)
{
	const struct ini_entry *entry;
	const char *from, *name, *end;
	size_t i;

	for (i = 0; i < file->ini->count; i++) {
		entry = &file->ini->entries[i];
		if (!names_file(entry))
			continue;
		from = find_file(copy, file, entry->value);
		end =
		    strcmp(file->folder, "templates.d") == 0 ? "txt" : "secret";
		name = arena_printf(
		    &copy->arena, "%s.%s.%s", file->name, entry->key, end);
		if (from == NULL || name == NULL) {
			problem_add_memory(copy->problems, file->path);
			return -1;
		}
		if (copy_plain(copy, from,
			arena_printf(&copy->arena, "%s/%s/%s", copy->to,
			    file->folder, name)) != 0 ||
		    set_key(copy, file, entry->section, entry->key, name) != 0)
			return -1;
	}
	return 0;
}

/* Reads a file of the configuration. */
static int
open_file(struct copy *copy, struct copied *file)
{
	buf_init(&file->text, FILE_MAX);
	if (safefile_read(file->path, SAFEFILE_DATA, FILE_MAX, &file->text,
		&file->facts, copy->problems) != 0)
		return -1;
	return ini_parse(file->path, buf_str(&file->text), file->text.len,
	    &file->ini, copy->problems);
}

static int
close_file(struct copy *copy, struct copied *file, int rc)
{
	const char *path;

	if (rc == 0) {
		path = arena_printf(&copy->arena, "%s/%s/%s.ini", copy->to,
		    file->folder, file->name);
		rc = path != NULL ?
		    write_file(copy, path, file->facts.st_mode, &file->text) :
		    -1;
	}
	ini_free(file->ini);
	buf_fini(&file->text);
	return rc;
}

/* The URL of the copy: here, with the path that the gateway's has. */
static const char *
new_url(struct copy *copy, const struct copied *file, const char *provider,
    const struct value_url *url)
{
	const struct copy_place *place = copy->place;
	const bool tls = strcmp(url->scheme, "https") == 0;
	uint16_t port = tls ? place->tls_port : place->port;
	const char *front = "";

	if (script_refuses(copy->script, file->name))
		port = place->refusing_port;
	if (strcmp(provider, "http") == 0)
		front = arena_printf(&copy->arena, "/gateway/%s", file->name);
	return arena_printf(&copy->arena, "%s://%s:%u%s%s", url->scheme,
	    place->host, (unsigned)port, front, url->path);
}

/* The lines of a gateway that say where its messages go. */
static int
point_here(struct copy *copy, struct copied *file, const char *provider)
{
	const char *old = copy_account_url(file->ini, provider);
	static const char *const gone[] = { "proxy", "pin_sha256",
		"tls_legacy" };
	const char *expected, *url;
	struct value_url parts;
	bool tls;
	size_t i;

	if (old == NULL || value_url(old, &parts, &expected) != 0) {
		problem_add(copy->problems, PROBLEM_ERROR, "config-value",
		    file->path, 0, "sms_url", "see smsgw check",
		    "is no URL that could be pointed elsewhere");
		return -1;
	}
	tls = strcmp(parts.scheme, "https") == 0;
	url = new_url(copy, file, provider, &parts);
	value_url_fini(&parts);
	if (url == NULL || set_key(copy, file, "gateway", "sms_url", url) != 0)
		return -1;
	for (i = 0; i < ARRAY_LEN(gone); i++) {
		if (set_key(copy, file, "gateway", gone[i], NULL) != 0)
			return -1;
	}
	if (set_key(copy, file, "gateway", "ca_file",
		tls ? copy->place->ca_file : NULL) != 0)
		return -1;
	return set_key(copy, file, "gateway", "allow_private", "yes");
}

static int
copy_gateway(struct copy *copy, const struct settings_gateway *gateway)
{
	struct copied file = {
		.path = gateway->path,
		.folder = "gateways.d",
		.name = gateway->id,
	};
	const char *provider;
	int rc = open_file(copy, &file);

	if (rc == 0)
		rc = copy_named_files(copy, &file);
	provider =
	    rc == 0 ? ini_get(file.ini, "gateway", "provider", NULL) : NULL;
	if (provider != NULL && strcmp(provider, "test") != 0) {
		if (copy_account_known(provider)) {
			rc = copy_account(file.ini, gateway->id, provider,
			    copy->accounts, copy->problems);
			if (rc == 0)
				rc = point_here(copy, &file, provider);
		} else {
			problem_add(copy->problems, PROBLEM_WARNING,
			    "config-value", gateway->path, 0, "provider", NULL,
			    "is not played here; the copy has no such gateway");
			rc = 1;
		}
	}
	rc = close_file(copy, &file, rc);
	return rc > 0 ? 0 : rc;
}

/* Templates and clients, whose files are named by their keys as well. */
static int
copy_others(struct copy *copy, const char *folder, const char *const *names,
    size_t count)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < count && rc == 0; i++) {
		struct copied file = { .folder = folder, .name = names[i] };

		file.path = arena_printf(&copy->arena, "%s/%s/%s.ini",
		    copy->settings->dir, folder, names[i]);
		rc = file.path != NULL ? open_file(copy, &file) : -1;
		if (rc == 0)
			rc = copy_named_files(copy, &file);
		rc = close_file(copy, &file, rc);
	}
	return rc;
}

/* smsgw.ini, without the places of the real daemon and its store. */
static int
copy_main(struct copy *copy)
{
	struct copied file = { .folder = ".", .name = "smsgw" };
	int rc;

	file.path =
	    arena_printf(&copy->arena, "%s/smsgw.ini", copy->settings->dir);
	if (file.path == NULL)
		return -1;
	buf_init(&file.text, FILE_MAX);
	file.facts.st_mode = 0640;
	rc = safefile_read(file.path, SAFEFILE_DATA | SAFEFILE_OPTIONAL,
	    FILE_MAX, &file.text, &file.facts, copy->problems);
	if (rc >= 0 &&
	    (set_key(copy, &file, "smsgw", "state", NULL) != 0 ||
		set_key(copy, &file, "daemon", "listen", "127.0.0.1:8026") !=
		    0 ||
		set_key(copy, &file, "daemon", "socket", "state/api.sock") !=
		    0 ||
		set_key(copy, &file, "daemon", "store", "state/smsgw.db") != 0))
		rc = -1;
	return close_file(copy, &file, rc < 0 ? -1 : 0);
}

static int
make_folders(struct copy *copy)
{
	static const char *const folders[] = { "", "/gateways.d",
		"/templates.d", "/clients.d" };
	const char *path;
	size_t i;

	for (i = 0; i < ARRAY_LEN(folders); i++) {
		path = arena_printf(&copy->arena, "%s%s", copy->to, folders[i]);
		if (path == NULL || mkdir(path, 0700) != 0)
			return fail(copy, path, N_("cannot be made"));
	}
	return 0;
}

int
copy_write(const char *from, const char *to, const struct copy_place *place,
    const struct script *script, struct accounts *accounts,
    struct problems *problems)
{
	struct copy copy = {
		.to = to,
		.place = place,
		.script = script,
		.accounts = accounts,
		.problems = problems,
	};
	size_t i;
	int rc = 0;

	copy.settings = settings_open(from, problems);
	if (copy.settings == NULL)
		return -1;
	arena_init(&copy.arena, 64 * FILE_MAX);
	if (make_folders(&copy) != 0 || copy_main(&copy) != 0)
		rc = -1;
	for (i = 0; rc == 0 && i < copy.settings->gateway_count; i++)
		rc = copy_gateway(&copy, &copy.settings->gateways[i]);
	if (rc == 0)
		rc = copy_others(&copy, "templates.d", copy.settings->templates,
		    copy.settings->template_count);
	if (rc == 0)
		rc = copy_others(&copy, "clients.d", copy.settings->clients,
		    copy.settings->client_count);
	if (rc != 0 && problems_errors(problems) == 0)
		problem_add_memory(problems, to);
	arena_fini(&copy.arena);
	settings_free(copy.settings);
	return rc;
}
