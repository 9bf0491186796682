/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates and clients that messages were made with: each is read once and
 * kept as long as the settings, since a file a message is too much.
 */
#include "settings_kept.h"

#include <stdlib.h>
#include <string.h>

struct settings_kept {
	struct settings_template **templates; /* as the settings' names */
	struct settings_client **clients;
};

struct settings_kept *
settings_kept_new(const struct settings *settings)
{
	struct settings_kept *kept = calloc(1, sizeof(*kept));

	if (kept == NULL)
		return NULL;
	kept->templates =
	    calloc(settings->template_count + 1, sizeof(*kept->templates));
	kept->clients =
	    calloc(settings->client_count + 1, sizeof(*kept->clients));
	if (kept->templates != NULL && kept->clients != NULL)
		return kept;
	settings_kept_free(kept, settings);
	return NULL;
}

void
settings_kept_free(struct settings_kept *kept, const struct settings *settings)
{
	size_t i;

	if (kept == NULL)
		return;
	for (i = 0; kept->templates != NULL && i < settings->template_count;
	     i++)
		settings_template_free(kept->templates[i]);
	for (i = 0; kept->clients != NULL && i < settings->client_count; i++)
		settings_client_free(kept->clients[i]);
	free(kept->templates);
	free(kept->clients);
	free(kept);
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Where a name stands among sorted ones; count when it does not. */
static size_t
index_of(const char *name, const char **names, size_t count)
{
	const char **found = NULL;

	if (count > 0)
		found =
		    bsearch(&name, names, count, sizeof(name), compare_names);
	return found != NULL ? (size_t)(found - names) : count;
}

const struct settings_template *
settings_template(const struct settings *settings, const char *name,
    struct problems *problems)
{
	struct settings_template **template;
	size_t at;

	at = index_of(name, settings->templates, settings->template_count);
	template = &settings->kept->templates[at];
	if (at < settings->template_count && *template == NULL)
		*template = settings_template_load(settings, name, problems);
	return *template;
}

const struct settings_client *
settings_client(const struct settings *settings, const char *name,
    struct problems *problems)
{
	struct settings_client **client;
	size_t at;

	at = index_of(name, settings->clients, settings->client_count);
	client = &settings->kept->clients[at];
	if (at < settings->client_count && *client == NULL)
		*client = settings_client_load(settings, name, problems);
	return *client;
}
