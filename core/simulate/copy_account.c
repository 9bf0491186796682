/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a gateway's file says of its account, by provider.
 */
#include "copy_account.h"

#include <stdlib.h>

#include "lang.h"
#include "secret.h"

/* The providers whose services are played, and where they are by default. */
static const struct {
	const char *name, *url;
} providers[] = {
	{ "china_mobile", NULL },
	{ "aliyun", "https://dysmsapi.aliyuncs.com" },
	{ "http", NULL },
};

bool
copy_account_known(const char *provider)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(providers); i++) {
		if (strcmp(providers[i].name, provider) == 0)
			return true;
	}
	return false;
}

const char *
copy_account_url(const struct ini *ini, const char *provider)
{
	const char *url = ini_get(ini, "gateway", "sms_url", NULL);
	size_t i;

	for (i = 0; i < ARRAY_LEN(providers); i++) {
		if ((url == NULL || url[0] == '\0') &&
		    strcmp(providers[i].name, provider) == 0)
			return providers[i].url;
	}
	return url;
}

/* A value, copied; NULL when it is absent or empty. */
static const char *
value_of(struct accounts *accounts, const struct ini *ini, const char *section,
    const char *key)
{
	const char *value = ini_get(ini, section, key, NULL);

	return value == NULL || value[0] == '\0' ?
	    NULL :
	    arena_strdup(&accounts->arena, value);
}

/* The signature, without its brackets. */
static const char *
read_signature(struct accounts *accounts, const struct ini *ini)
{
	static const char open[] = "【", shut[] = "】";
	const char *title = value_of(accounts, ini, "gateway", "sms_title");
	size_t len;

	if (title == NULL || strncmp(title, open, sizeof(open) - 1) != 0)
		return title;
	title += sizeof(open) - 1;
	len = strlen(title);
	if (len < sizeof(shut) - 1)
		return title;
	return arena_strndup(&accounts->arena, title, len - (sizeof(shut) - 1));
}

/* The ids of the provider's templates: the first word of each value. */
static void
read_templates(
    struct accounts *accounts, const struct ini *ini, struct account *account)
{
	const struct ini_entry *entry;
	size_t i;

	account->templates = arena_calloc(
	    &accounts->arena, ini->count + 1, sizeof(const char *));
	for (i = 0; account->templates != NULL && i < ini->count; i++) {
		entry = &ini->entries[i];
		if (strcmp(entry->section, "templates") == 0)
			account->templates[account->template_count++] =
			    arena_strndup(&accounts->arena, entry->value,
				strcspn(entry->value, " \t"));
	}
}

/* Which of China Mobile's protocols a gateway speaks. */
static bool
is_cloud_mas(const struct ini *ini)
{
	const char *protocol = ini_get(ini, "provider", "protocol", NULL);
	const char *url = ini_get(ini, "gateway", "sms_url", NULL);

	if (protocol != NULL && protocol[0] != '\0' &&
	    strcmp(protocol, "auto") != 0)
		return strcmp(protocol, "cloud_mas") == 0;
	return url == NULL || strstr(url, "/msg/") == NULL;
}

/* A JSON pointer behind "json " in a condition or place; NULL: none. */
static const char *
read_pointer(struct accounts *accounts, const char *text, const char **rest)
{
	const char *at = text != NULL ? strstr(text, "json /") : NULL;
	size_t len;

	if (at == NULL)
		return NULL;
	at += 5;
	len = strcspn(at, " \t");
	if (rest != NULL)
		*rest = at + len;
	return arena_strndup(&accounts->arena, at, len);
}

/* The name of the field that holds the recipient: NAME: ${to} */
static const char *
read_recipient(struct accounts *accounts, const struct ini *ini)
{
	const struct ini_entry *entry;
	size_t i;

	for (i = 0; i < ini->count; i++) {
		entry = &ini->entries[i];
		if ((strncmp(entry->key, "field.", 6) == 0 ||
			strncmp(entry->key, "query.", 6) == 0) &&
		    strstr(entry->value, "${to") != NULL)
			return arena_strndup(&accounts->arena, entry->value,
			    strcspn(entry->value, ":"));
	}
	return NULL;
}

/* Whether the password comes as something else than itself. */
static bool
hides_password(const struct ini *ini)
{
	const char *auth = ini_get(ini, "provider", "auth", NULL);
	size_t i;

	for (i = 0; i < ini->count; i++) {
		if (strstr(ini->entries[i].value, "${api_password|") != NULL)
			return true;
	}
	return auth != NULL && strcmp(auth, "hmac") == 0;
}

/* What the answer to a gateway of provider http has to look like. */
static void
read_vendor(struct accounts *accounts, const struct ini *ini,
    struct account *account, struct problems *problems)
{
	const char *success = ini_get(ini, "provider", "success", NULL);
	const char *id = ini_get(ini, "provider", "id", NULL);
	const char *rest = NULL, *quote;

	account->recipient = read_recipient(accounts, ini);
	account->open = account->secret[0] == '\0' || hides_password(ini);
	account->id_pointer = read_pointer(accounts, id, NULL);
	account->success_pointer = read_pointer(accounts, success, &rest);
	quote = rest != NULL ? strchr(rest, '"') : NULL;
	if (quote != NULL)
		account->success_value = arena_strndup(
		    &accounts->arena, quote + 1, strcspn(quote + 1, "\""));
	if ((success != NULL && account->success_pointer == NULL &&
		strcmp(success, "status 2xx") != 0) ||
	    (id != NULL && account->id_pointer == NULL &&
		strcmp(id, "none") != 0))
		problem_add(problems, PROBLEM_WARNING, "config-value",
		    ini->path, 0, "success",
		    "write the answer into a script: gateway=ID body=TEXT",
		    "success or id look at something else than JSON, which "
		    "the stand-in cannot guess");
}

static enum service_id
service_of(const struct ini *ini, const char *provider)
{
	if (strcmp(provider, "aliyun") == 0)
		return SERVICE_DYSMSAPI;
	if (strcmp(provider, "http") == 0)
		return SERVICE_VENDOR;
	return is_cloud_mas(ini) ? SERVICE_CLOUD_MAS : SERVICE_MSG_SEND;
}

/* Where a gateway of aliyun has no key of its own, the environment has it. */
static void
take_environment(const char **name, const char **secret, const char **token)
{
	if ((*name != NULL && (*name)[0] != '\0') || *secret != NULL ||
	    *token != NULL)
		return;
	*name = getenv("ALIBABA_CLOUD_ACCESS_KEY_ID");
	*secret = getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
	*token = getenv("ALIBABA_CLOUD_SECURITY_TOKEN");
}

int
copy_account(const struct ini *ini, const char *id, const char *provider,
    struct accounts *accounts, struct problems *problems)
{
	const char *name = ini_get(ini, "gateway", "api_account", NULL);
	const char *secret = NULL, *token = NULL;
	struct account *account;

	if (secret_load(ini, "gateway", "api_password", &accounts->arena,
		&secret, problems) != 0 ||
	    secret_load(ini, "provider", "security_token", &accounts->arena,
		&token, problems) != 0)
		return -1;
	if (strcmp(provider, "aliyun") == 0) {
		take_environment(&name, &secret, &token);
		if (name == NULL)
			problem_add(problems, PROBLEM_WARNING, "config-value",
			    ini->path, 0, "api_account",
			    "write it into a script: account "
			    "service=dysmsapi id=ID secret=SECRET",
			    "is neither here nor in the environment, so the "
			    "stand-in does not know the account");
	}
	account = accounts_add(accounts, service_of(ini, provider),
	    name != NULL ? name : "", secret != NULL ? secret : "");
	if (account == NULL) {
		problem_add_memory(problems, ini->path);
		return -1;
	}
	account->gateway = arena_strdup(&accounts->arena, id);
	account->token =
	    token != NULL ? arena_strdup(&accounts->arena, token) : NULL;
	account->ec_name = value_of(accounts, ini, "provider", "ec_name");
	account->sign_code = value_of(accounts, ini, "provider", "sign_code");
	account->signature = read_signature(accounts, ini);
	read_templates(accounts, ini, account);
	if (account->service == SERVICE_VENDOR)
		read_vendor(accounts, ini, account, problems);
	return 0;
}
