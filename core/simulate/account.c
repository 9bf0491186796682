/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of accounts, and what they may use.
 */
#include "account.h"

#define ACCOUNTS_MAX ((size_t)16 * 1024 * 1024)

void
accounts_init(struct accounts *accounts)
{
	accounts->first = NULL;
	arena_init(&accounts->arena, ACCOUNTS_MAX);
}

void
accounts_fini(struct accounts *accounts)
{
	arena_fini(&accounts->arena);
	accounts->first = NULL;
}

struct account *
accounts_add(struct accounts *accounts, enum service_id service, const char *id,
    const char *secret)
{
	struct account *account;

	account = arena_calloc(&accounts->arena, 1, sizeof(*account));
	if (account == NULL)
		return NULL;
	account->service = service;
	account->id = arena_strdup(&accounts->arena, id);
	account->secret = arena_strdup(&accounts->arena, secret);
	if (account->id == NULL || account->secret == NULL)
		return NULL;
	account->next = accounts->first;
	accounts->first = account;
	return account;
}

int
accounts_add_default(struct accounts *accounts)
{
	enum service_id service;
	struct account *account;

	for (service = 0; service < SERVICE_COUNT; service++) {
		account =
		    accounts_add(accounts, service, "simulate", "simulate");
		if (account == NULL)
			return -1;
		account->open = service == SERVICE_VENDOR;
	}
	return 0;
}

const struct account *
accounts_find(
    const struct accounts *accounts, enum service_id service, const char *id)
{
	const struct account *account;

	if (service == SERVICE_GLOBE)
		service = SERVICE_DYSMSAPI;
	for (account = accounts->first; account != NULL;
	     account = account->next) {
		if (account->service == service && strcmp(account->id, id) == 0)
			return account;
	}
	return NULL;
}

const struct account *
accounts_of_gateway(const struct accounts *accounts, const char *gateway)
{
	const struct account *account;

	for (account = accounts->first; account != NULL;
	     account = account->next) {
		if (account->gateway != NULL &&
		    strcmp(account->gateway, gateway) == 0)
			return account;
	}
	return NULL;
}

bool
account_has_template(const struct account *account, const char *id)
{
	size_t i;

	for (i = 0; i < account->template_count; i++) {
		if (strcmp(account->templates[i], id) == 0)
			return true;
	}
	return account->template_count == 0;
}

bool
account_has_signature(const struct account *account, const char *text)
{
	static const char open[] = "【", shut[] = "】";
	size_t len = strlen(text);

	if (account->signature == NULL)
		return true;
	if (strncmp(text, open, sizeof(open) - 1) == 0 &&
	    len >= sizeof(open) + sizeof(shut) - 2) {
		text += sizeof(open) - 1;
		len -= sizeof(open) + sizeof(shut) - 2;
	}
	return len == strlen(account->signature) &&
	    strncmp(text, account->signature, len) == 0;
}
