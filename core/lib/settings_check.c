/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks the files of the configuration that nothing reads until they are
 * needed: templates and clients.
 */
#include "settings.h"

#include "lang.h"

#include <stdio.h>

#include "secret.h"

/* All values of one client's file. */
#define CLIENT_MAX ((size_t)1024 * 1024)

/* A client that nobody can be. */
static void
check_identity(const struct ini *ini, const struct param_values *values,
    struct problems *problems)
{
	const struct param_value *token, *uid, *next;

	token = param_get(values, "token_sha256");
	next = param_get(values, "token_sha256_next");
	uid = param_get(values, "uid");
	if (token->line > 0 || uid->line > 0 || next->line > 0)
		return;
	problem_add(problems, PROBLEM_ERROR, "config-key-missing", ini->path,
	    ini_section_line(ini, "client"), "token_sha256",
	    "add token_sha256, or uid for a client on the local socket",
	    "nothing says who the client is");
}

static void
check_client_template(const struct settings *settings, const struct ini *ini,
    const struct param_values *values, struct problems *problems)
{
	const struct param_value *value = param_get(values, "template");
	const char *nearest;
	char fix[128];

	if (value->line == 0 || value->refused ||
	    settings_has_template(settings, value->text))
		return;
	nearest = settings_nearest_template(settings, value->text);
	if (nearest != NULL)
		snprintf(fix, sizeof(fix), "did you mean %s?", nearest);
	else
		snprintf(fix, sizeof(fix), _("create templates.d/%s.ini"),
		    value->text);
	problem_add(problems, PROBLEM_ERROR, "content-template-unknown",
	    ini->path, value->line, "template", fix,
	    "there is no template \"%s\"", value->text);
}

static void
check_callback(const struct ini *ini, const struct param_values *values,
    struct arena *arena, struct problems *problems)
{
	const struct param_value *callback = param_get(values, "callback");
	const char *secret;
	int result;

	result = secret_load(
	    ini, "client", "callback_secret", arena, &secret, problems);
	if (callback->line > 0 && secret == NULL && result == 0)
		problem_add(problems, PROBLEM_WARNING, "secret-missing",
		    ini->path, callback->line, "callback",
		    "add callback_secret_file = FILE",
		    "what is sent there is not signed");
	if (callback->line > 0 && strncmp(callback->text, "http:", 5) == 0)
		problem_add(problems, PROBLEM_WARNING, "config-url-plain",
		    ini->path, callback->line, "callback", "use https://",
		    "reports cross the network unencrypted");
}

/* Reads and checks one file of clients.d; 0, or -1 without memory. */
static int
check_client(const struct settings *settings, const char *path,
    struct problems *problems)
{
	static const char *const names[] = { "client" };
	const struct param_table table = { param_client,
		sizeof(param_client[0]) };
	struct param_values values;
	struct ini *ini = NULL;
	struct arena arena;
	bool damaged;
	int result = 0;

	arena_init(&arena, CLIENT_MAX);
	damaged = ini_load(path, 0, &ini, problems) != 0;
	if (ini == NULL)
		goto out;
	param_check_sections(ini, names, 1, problems);
	result =
	    param_read(ini, "client", &table, 1, &arena, &values, problems);
	if (result != 0)
		goto out;
	if (!damaged)
		check_identity(ini, &values, problems);
	check_client_template(settings, ini, &values, problems);
	check_callback(ini, &values, &arena, problems);
out:
	ini_free(ini);
	arena_fini(&arena);
	return result;
}

void
settings_check(const struct settings *settings, struct problems *problems)
{
	struct arena arena;
	const char *path;
	size_t i;

	for (i = 0; i < settings->template_count; i++)
		settings_template_free(settings_template_load(
		    settings, settings->templates[i], problems));
	for (i = 0; i < settings->client_count; i++) {
		arena_init(&arena, CLIENT_MAX);
		path = arena_printf(&arena, "%s/clients.d/%s.ini",
		    settings->dir, settings->clients[i]);
		if (path == NULL || check_client(settings, path, problems) != 0)
			problem_add_memory(problems, path);
		arena_fini(&arena);
	}
}
