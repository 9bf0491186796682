/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a provider's constant data.  A member is touched only when the size
 * that the plugin states reaches past it; entries of arrays lie as far apart
 * as the plugin says, not as far as our structs are long.
 */
#include "descriptor.h"

#include "lang.h"
#include "precondition.h"
#include "value.h"

/* Whether a struct that states its size has the member. */
#define HAS(object, type, member) \
	((object)->size >= offsetof(type, member) + sizeof((object)->member))

static const char *const type_words[] = {
	[SMSGW_STRING] = N_("string"),
	[SMSGW_INTEGER] = N_("integer"),
	[SMSGW_BOOLEAN] = N_("boolean"),
	[SMSGW_DURATION] = N_("duration"),
	[SMSGW_CHOICE] = N_("choice"),
	[SMSGW_URL] = N_("url"),
};

static const char *const outcome_words[] = {
	[SMSGW_ACCEPTED] = N_("accepted"),
	[SMSGW_REJECTED] = N_("rejected"),
	[SMSGW_DEFERRED] = N_("deferred"),
	[SMSGW_UNKNOWN] = N_("unknown"),
};

static const char *const scope_words[] = {
	[SMSGW_SCOPE_NONE] = "none",
	[SMSGW_SCOPE_NUMBER] = "number",
	[SMSGW_SCOPE_ROUTE] = "route",
	[SMSGW_SCOPE_CONTENT] = "content",
	[SMSGW_SCOPE_ACCOUNT] = "account",
	[SMSGW_SCOPE_SOMEONE] = "someone",
};

/* The words of the gateway page: these stand in [gateway]. */
static const char *const common_names[] = {
	"api_account",
	"api_extension",
	"api_password",
	"number",
	"sms_title",
	"sms_url",
};

bool
descriptor_name_valid(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return name[0] >= 'a' && name[0] <= 'z' && name[len] == '\0' &&
	    len <= DESCRIPTOR_NAME_MAX;
}

const char *
descriptor_type_word(uint32_t type)
{
	return type < ARRAY_LEN(type_words) ? type_words[type] : NULL;
}

const char *
descriptor_outcome_word(int32_t outcome)
{
	if (outcome < 0 || (size_t)outcome >= ARRAY_LEN(outcome_words))
		return NULL;
	return outcome_words[outcome];
}

const char *
descriptor_scope_word(int32_t scope)
{
	if (scope < 0 || (size_t)scope >= ARRAY_LEN(scope_words))
		return NULL;
	return scope_words[scope];
}

const struct smsgw_param *
descriptor_param(const struct smsgw_provider *provider, size_t i)
{
	const struct smsgw_param *param;

	require_or_return(provider != NULL, NULL);
	if (provider->params == NULL)
		return NULL;
	param = (const void *)((const char *)provider->params +
	    i * provider->param_size);
	return param->name != NULL ? param : NULL;
}

/* The i-th entry of a table; NULL at the end. */
static const struct smsgw_code *
code_at(const struct smsgw_code *codes, uint32_t code_size, size_t i)
{
	const struct smsgw_code *code;

	if (codes == NULL)
		return NULL;
	code = (const void *)((const char *)codes + i * code_size);
	return code->code != NULL ? code : NULL;
}

/* The table for reports alone; NULL when there is none. */
static const struct smsgw_code *
report_codes(const struct smsgw_provider *provider)
{
	return HAS(provider, struct smsgw_provider, report_codes) ?
	    provider->report_codes :
	    NULL;
}

const struct smsgw_code *
descriptor_code(const struct smsgw_provider *provider, size_t i)
{
	require_or_return(provider != NULL, NULL);
	return code_at(provider->codes, provider->code_size, i);
}

const struct smsgw_code *
descriptor_report_code(const struct smsgw_provider *provider, size_t i)
{
	require_or_return(provider != NULL, NULL);
	return code_at(report_codes(provider), provider->code_size, i);
}

struct smsgw_param
descriptor_param_whole(
    const struct smsgw_provider *provider, const struct smsgw_param *param)
{
	struct smsgw_param whole = { .name = NULL };

	memcpy(&whole, param,
	    provider->param_size < sizeof(whole) ? provider->param_size :
						   sizeof(whole));
	return whole;
}

const struct smsgw_param *
descriptor_param_find(
    const struct smsgw_provider *provider, const char *name, uint32_t *number)
{
	const struct smsgw_param *param;
	const char *dot;
	uint32_t found;
	size_t i, len;

	require_or_return(name != NULL, NULL);
	dot = strchr(name, '.');
	len = dot != NULL ? (size_t)(dot - name) : strlen(name);
	found = dot != NULL ? value_item(dot + 1) : 0;
	if (number != NULL)
		*number = found;
	if (dot != NULL && found == 0)
		return NULL;
	for (i = 0; (param = descriptor_param(provider, i)) != NULL; i++) {
		if (strncmp(param->name, name, len) != 0 ||
		    param->name[len] != '\0')
			continue;
		if (dot != NULL && (param->flags & SMSGW_PARAM_NUMBERED) == 0)
			return NULL;
		return param;
	}
	return NULL;
}

bool
descriptor_param_is_common(const struct smsgw_param *param)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(common_names); i++) {
		if (strcmp(param->name, common_names[i]) == 0)
			return true;
	}
	return false;
}

const char *
descriptor_param_when(
    const struct smsgw_param *param, const char **key, size_t *len)
{
	const char *equals;

	*key = NULL;
	*len = 0;
	if (param->when == NULL)
		return NULL;
	equals = strchr(param->when, '=');
	if (equals == NULL)
		return NULL;
	*key = param->when;
	*len = (size_t)(equals - param->when);
	return equals + 1;
}

/* Whether both are words for a boolean, and for the same one. */
static bool
same_boolean(const char *word, size_t len, const char *value)
{
	const char *expected;
	bool a, b;
	char copy[8];

	if (len >= sizeof(copy))
		return false;
	memcpy(copy, word, len);
	copy[len] = '\0';
	return value_bool(copy, &a, &expected) == 0 &&
	    value_bool(value, &b, &expected) == 0 && a == b;
}

bool
descriptor_param_used(const struct smsgw_param *param, const char *value)
{
	const char *key, *word;
	size_t len;

	word = descriptor_param_when(param, &key, &len);
	if (word == NULL)
		return true;
	if (value == NULL)
		return false;
	for (;;) {
		len = strcspn(word, "|");
		if ((strncmp(word, value, len) == 0 && value[len] == '\0') ||
		    same_boolean(word, len, value))
			return true;
		if (word[len] == '\0')
			return false;
		word += len + 1;
	}
}

size_t
descriptor_code_fit(const char *entry, const char *code)
{
	size_t len;

	require_or_return(entry != NULL && code != NULL, 0);
	len = strlen(entry);
	if (strcmp(entry, code) == 0)
		return SIZE_MAX;
	if (len == 0 || entry[len - 1] != '*')
		return 0;
	return strncmp(entry, code, len - 1) == 0 ? len : 0;
}

const struct smsgw_code *
descriptor_table_find(
    const struct smsgw_code *codes, uint32_t code_size, const char *code)
{
	const struct smsgw_code *entry, *best = NULL;
	size_t i, fit, best_fit = 0;

	require_or_return(code != NULL, NULL);
	for (i = 0; (entry = code_at(codes, code_size, i)) != NULL; i++) {
		/* tables are long, and few rows begin alike */
		if (entry->code[0] != code[0] && entry->code[0] != '*')
			continue;
		fit = descriptor_code_fit(entry->code, code);
		if (fit > best_fit) {
			best = entry;
			best_fit = fit;
		}
	}
	return best;
}

const struct smsgw_code *
descriptor_code_find(const struct smsgw_provider *provider, const char *code)
{
	require_or_return(provider != NULL, NULL);
	return descriptor_table_find(
	    provider->codes, provider->code_size, code);
}

const struct smsgw_code *
descriptor_report_code_find(
    const struct smsgw_provider *provider, const char *code)
{
	const struct smsgw_code *codes;

	require_or_return(provider != NULL, NULL);
	codes = report_codes(provider);
	return descriptor_table_find(
	    codes != NULL ? codes : provider->codes, provider->code_size, code);
}

struct smsgw_http
descriptor_http(const struct smsgw_provider *provider)
{
	const struct smsgw_http *theirs;
	struct smsgw_http http = { .size = sizeof(http) };

	require_or_return(provider != NULL, http);
	theirs = provider->http;
	if (theirs == NULL)
		return http;
	http.flags = HAS(theirs, struct smsgw_http, flags) ? theirs->flags : 0;
	if (HAS(theirs, struct smsgw_http, send))
		http.send = theirs->send;
	if (HAS(theirs, struct smsgw_http, login))
		http.login = theirs->login;
	if (HAS(theirs, struct smsgw_http, status))
		http.status = theirs->status;
	if (HAS(theirs, struct smsgw_http, poll))
		http.poll = theirs->poll;
	if (HAS(theirs, struct smsgw_http, account))
		http.account = theirs->account;
	if (HAS(theirs, struct smsgw_http, receive))
		http.receive = theirs->receive;
	return http;
}

const char *
descriptor_title_zh(const struct smsgw_provider *provider)
{
	require_or_return(provider != NULL, "");
	if (HAS(provider, struct smsgw_provider, title_zh) &&
	    provider->title_zh != NULL)
		return provider->title_zh;
	return provider->title;
}
