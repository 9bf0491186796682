/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is asked of a gateway that is there: values, lines, templates, kinds of
 * messages, and the tokens it keeps.
 */
#include "gateway.h"

#include <stdio.h>
#include <stdlib.h>

#include "descriptor.h"
#include "number.h"
#include "precondition.h"

/* The value of a key as a provider means it, or NULL. */
static const struct param_value *
conf_value(const struct gateway *gw, const char *key)
{
	const struct param_value *value = param_get(&gw->own, key);

	if (value != NULL)
		return value;
	/* a word of the page that the provider did not list */
	value = param_get(&gw->core, key);
	if (value == NULL || !(value->param->flags & PARAM_PAGE))
		return NULL;
	return value;
}

const char *
gateway_conf(const struct gateway *gw, const char *key)
{
	const struct param_value *value;

	require_or_return(gw != NULL && key != NULL, "");
	value = conf_value(gw, key);
	return value == NULL || value->text == NULL ? "" : value->text;
}

int64_t
gateway_conf_int(const struct gateway *gw, const char *key)
{
	const struct param_value *value;

	require_or_return(gw != NULL && key != NULL, 0);
	value = conf_value(gw, key);
	return value == NULL ? 0 : value->number;
}

const char *
gateway_conf_item(
    const struct gateway *gw, const char *key, uint32_t index, uint32_t *number)
{
	const struct param_value *value;

	require_or_return(gw != NULL && key != NULL, NULL);
	value = param_get_item(&gw->own, key, index);
	if (number != NULL)
		*number = value == NULL ? 0 : value->item;
	return value == NULL ? NULL : value->text;
}

const struct smsgw_can *
gateway_can(const struct gateway *gw, const char *e164, uint32_t content)
{
	size_t i;

	for (i = 0; i < gw->can_count; i++) {
		if ((gw->cans[i].content & content) &&
		    number_in(e164, gw->cans[i].dial_codes))
			return &gw->cans[i];
	}
	return NULL;
}

bool
gateway_needs_login(const struct gateway *gw)
{
	size_t i;

	if (descriptor_http(gw->provider).login.build == NULL)
		return false;
	for (i = 0; i < gw->can_count; i++) {
		if (!(gw->cans[i].flags & SMSGW_CAN_WITHOUT_LOGIN))
			return true;
	}
	return gw->can_count == 0;
}

const struct gateway_template *
gateway_template(const struct gateway *gw, const char *name, const char *locale)
{
	size_t i, len;

	if (locale == NULL)
		locale = "";
	for (len = strlen(locale);; len = settings_locale_parent(locale, len)) {
		for (i = 0; i < gw->template_count; i++) {
			if (strcmp(gw->templates[i].name, name) == 0 &&
			    settings_locale_is(
				gw->templates[i].locale, locale, len))
				return &gw->templates[i];
		}
		if (len == 0)
			return NULL;
	}
}

/* The line of a key or its _file in one section, or 0. */
static int
line_in(const struct gateway *gw, const char *section, const char *key)
{
	char key_file[PARAM_KEY_FILE_SIZE];
	int line;

	if (ini_get(gw->ini, section, key, &line) != NULL)
		return line;
	param_key_file(key, key_file);
	(void)ini_get(gw->ini, section, key_file, &line);
	return line;
}

int
gateway_line(const struct gateway *gw, const char *key)
{
	size_t i;
	int line = 0;

	if (gw->ini == NULL)
		return 0;
	for (i = 0; i < PARAM_SECTIONS && line == 0; i++)
		line = line_in(gw, param_sections[i].name, key);
	return line;
}

static void
kept_free(struct gateway_kept *kept)
{
	if (kept == NULL)
		return;
	if (kept->value != NULL)
		wipe(kept->value, strlen(kept->value));
	free(kept->value);
	free(kept->name);
	free(kept);
}

static struct gateway_kept *
kept_new(const char *name, const char *value)
{
	struct gateway_kept *kept;
	size_t name_size = strlen(name) + 1, value_size = strlen(value) + 1;

	kept = calloc(1, sizeof(*kept));
	if (kept == NULL)
		return NULL;
	kept->name = malloc(name_size);
	kept->value = malloc(value_size);
	if (kept->name == NULL || kept->value == NULL) {
		free(kept->name);
		free(kept->value);
		free(kept);
		return NULL;
	}
	memcpy(kept->name, name, name_size);
	memcpy(kept->value, value, value_size);
	return kept;
}

/* Takes one value out of the list and frees it. */
static void
drop_kept(struct gateway *gw, const char *name)
{
	struct gateway_kept **link, *kept;

	for (link = &gw->kept; *link != NULL; link = &(*link)->next) {
		kept = *link;
		if (strcmp(kept->name, name) != 0)
			continue;
		*link = kept->next;
		kept_free(kept);
		return;
	}
}

/* Hides what is kept now, and nothing that was kept before it. */
static int
hide_kept(struct gateway *gw)
{
	const struct gateway_kept *kept;
	int rc = 0;

	redact_fini(&gw->tokens);
	for (kept = gw->kept; kept != NULL; kept = kept->next) {
		if ((kept->flags & SMSGW_SECRET) &&
		    redact_add(&gw->tokens, kept->value, NULL) != 0)
			rc = -1;
	}
	return rc;
}

void
gateway_keep(struct gateway *gw, const char *name, const char *value,
    uint32_t flags, int64_t expires_ms)
{
	struct gateway_kept *kept;

	require_or_return_void(gw != NULL && name != NULL && value != NULL);
	drop_kept(gw, name);
	/* without memory it is as if the value had expired */
	kept = kept_new(name, value);
	if (kept == NULL)
		return;
	kept->flags = flags;
	kept->expires_ms = expires_ms;
	kept->next = gw->kept;
	gw->kept = kept;
	if (hide_kept(gw) != 0)
		drop_kept(gw, name);
}

const char *
gateway_kept(struct gateway *gw, const char *name)
{
	const struct gateway_kept *kept;

	require_or_return(gw != NULL && name != NULL, "");
	for (kept = gw->kept; kept != NULL; kept = kept->next) {
		if (strcmp(kept->name, name) == 0)
			break;
	}
	if (kept == NULL ||
	    (gw->clock != NULL && kept->expires_ms <= clock_wall_ms(gw->clock)))
		return "";
	return kept->value;
}

void
gateway_forget(struct gateway *gw)
{
	struct gateway_kept *next;

	for (; gw->kept != NULL; gw->kept = next) {
		next = gw->kept->next;
		kept_free(gw->kept);
	}
}

bool
gateway_has_token(const struct gateway *gw)
{
	int64_t now_ms = clock_wall_ms(gw->clock);
	const struct gateway_kept *kept;

	for (kept = gw->kept; kept != NULL; kept = kept->next) {
		if (kept->expires_ms > now_ms)
			return true;
	}
	return false;
}
