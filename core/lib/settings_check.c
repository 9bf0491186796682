/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads clients, and checks the files that nothing reads until they are
 * needed: templates and clients.
 */
#include "settings.h"

#include "lang.h"

#include <stdio.h>
#include <stdlib.h>

#include "code.h"
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
		snprintf(fix, sizeof(fix), _("did you mean %s?"), nearest);
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

static void
check_code_pattern(const struct ini *ini, const struct param_values *values,
    struct problems *problems)
{
	const struct param_value *value = param_get(values, "code_pattern");
	char reason[CODE_REASON_SIZE];

	if (value->line == 0 || value->refused || value->text[0] == '\0' ||
	    code_pattern_check(value->text, reason) == 0)
		return;
	problem_add(problems, PROBLEM_ERROR, "config-value", ini->path,
	    value->line, "code_pattern",
	    "write a POSIX extended regular expression whose first group is "
	    "the code, for example: code is ([0-9]{6})",
	    "cannot be used: %s", reason);
}

/* Fills in a client from its file; 0, or -1 without memory. */
static int
client_read(struct settings_client *client, const struct settings *settings,
    const struct ini *ini, bool damaged, struct problems *problems)
{
	static const char *const names[] = { "client" };
	const struct param_table table = { param_client,
		sizeof(param_client[0]) };
	struct param_values values;

	param_check_sections(ini, names, 1, problems);
	if (param_read(ini, "client", &table, 1, &client->arena, &values,
		problems) != 0)
		return -1;
	if (!damaged)
		check_identity(ini, &values, problems);
	check_client_template(settings, ini, &values, problems);
	check_code_pattern(ini, &values, problems);
	check_callback(ini, &values, &client->arena, problems);
	client->template_name = param_text(&values, "template");
	client->code_pattern = param_text(&values, "code_pattern");
	client->default_country = param_text(&values, "default_country");
	return client->arena.failed ? -1 : 0;
}

struct settings_client *
settings_client_load(const struct settings *settings, const char *name,
    struct problems *problems)
{
	struct settings_client *client = calloc(1, sizeof(*client));
	size_t errors = problems_errors(problems);
	struct ini *ini = NULL;
	const char *path = NULL;
	bool damaged, failed = true;

	if (client != NULL) {
		arena_init(&client->arena, CLIENT_MAX);
		path = arena_printf(
		    &client->arena, "%s/clients.d/%s.ini", settings->dir, name);
	}
	if (path != NULL) {
		damaged = ini_load(path, 0, &ini, problems) != 0;
		failed = ini != NULL &&
		    client_read(client, settings, ini, damaged, problems) != 0;
	}
	if (failed)
		problem_add_memory(problems, path);
	ini_free(ini);
	if (problems_errors(problems) == errors)
		return client;
	settings_client_free(client);
	return NULL;
}

void
settings_client_free(struct settings_client *client)
{
	if (client == NULL)
		return;
	arena_fini(&client->arena);
	free(client);
}

void
settings_check(const struct settings *settings, struct problems *problems)
{
	size_t i;

	for (i = 0; i < settings->template_count; i++)
		settings_template_free(settings_template_load(
		    settings, settings->templates[i], problems));
	for (i = 0; i < settings->client_count; i++)
		settings_client_free(settings_client_load(
		    settings, settings->clients[i], problems));
}
