/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The secrets of a gateway: each SECRET key's value, from the file, from a
 * file of its own or from what is about to be written, and the list of what
 * must never be shown.
 */
#include <stdio.h>

#include "descriptor.h"
#include "gateway_read.h"
#include "lang.h"
#include "secret.h"

/* A secret that is not on the disk yet, or NULL. */
static const char *
find_given(const struct gateway *gw, const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < gw->given_count; i++) {
		if (strcmp(gw->given[i].section, section) == 0 &&
		    strcmp(gw->given[i].key, key) == 0)
			return gw->given[i].value;
	}
	return NULL;
}

/* Checks and copies a secret that is not on the disk yet; NULL on error. */
static const char *
take_given(struct gateway *gw, const char *given,
    const struct param_value *value, const char *key, struct problems *problems)
{
	size_t len = strlen(given);

	if (secret_check(given, &len, _("the secret"), gw->path, value->line,
		key, problems) != 0)
		return NULL;
	return arena_strndup(&gw->arena, given, len);
}

/* Reads the secret of one value, which stays "" when it cannot be read. */
static void
read_secret(
    struct gateway *gw, struct param_value *value, struct problems *problems)
{
	const char *section, *given, *secret = NULL, *expected;
	char key[INI_NAME_MAX + 1];

	section =
	    descriptor_param_is_common(value->param) ? "gateway" : "provider";
	if (value->item == 0)
		snprintf(key, sizeof(key), "%s", value->param->name);
	else
		snprintf(key, sizeof(key), "%s.%u", value->param->name,
		    (unsigned)value->item);
	value->text = "";
	given = find_given(gw, section, key);
	if (given != NULL)
		secret = take_given(gw, given, value, key, problems);
	else if ((value->param->flags & SMSGW_PARAM_FILE) != 0)
		(void)secret_load_document(
		    gw->ini, section, key, &gw->arena, &secret, problems);
	else
		(void)secret_load(
		    gw->ini, section, key, &gw->arena, &secret, problems);
	if (secret == NULL)
		return;
	(void)redact_add(&gw->redact, secret, NULL);
	if (param_check(value->param, secret, &value->number, &expected) != 0) {
		param_refuse(gw->ini, value->param, key, value->line, secret,
		    expected, problems);
		value->refused = true;
		return;
	}
	value->text = secret;
}

void
gateway_read_secrets(struct gateway *gw, struct problems *problems)
{
	struct param_value *value;
	size_t i;

	for (i = 0; i < gw->own.count; i++) {
		value = &gw->own.values[i];
		if (!(value->param->flags & SMSGW_PARAM_SECRET))
			continue;
		if (value->line > 0 && !value->refused &&
		    (value->by_file || value->text[0] != '\0'))
			read_secret(gw, value, problems);
		else
			(void)redact_add(&gw->redact, value->text, NULL);
	}
	/* What is of no use is a secret all the same. */
	for (i = 0; i < gw->core.count; i++) {
		value = &gw->core.values[i];
		if (value->param->flags & SMSGW_PARAM_SECRET)
			(void)redact_add(&gw->redact, value->text, NULL);
	}
}
