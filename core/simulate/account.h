/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may send: accounts of the services, from a script, from a configuration
 * (--for), and one for everybody who only wants to look.
 */
#ifndef SIMULATE_ACCOUNT_H
#define SIMULATE_ACCOUNT_H

#include "arena.h"

enum service_id {
	SERVICE_CLOUD_MAS,
	SERVICE_MSG_SEND,
	SERVICE_DYSMSAPI,
	SERVICE_GLOBE, /* Dysmsapi 2018-05-01 */
	SERVICE_VENDOR,
	SERVICE_COUNT
};

/*
 * One account; what is NULL is not looked at.  Dysmsapi and its international
 * version share accounts, those of SERVICE_DYSMSAPI.
 */
struct account {
	enum service_id service;
	const char *gateway; /* the id in the configuration; or NULL */
	const char *id, *secret;
	const char *token;      /* STS */
	const char *ec_name;    /* Cloud MAS */
	const char *sign_code;  /* Cloud MAS */
	const char *signature;  /* without brackets */
	const char **templates; /* the provider's ids */
	size_t template_count;
	/* of a plain vendor: what its answer has to look like */
	const char *id_pointer;
	const char *success_pointer, *success_value;
	const char *recipient; /* name of the parameter with the number */
	bool open;             /* its secret is not looked for */
	struct account *next;
};

/* A list of them, the latest first. */
struct accounts {
	struct account *first;
	struct arena arena;
};

void accounts_init(struct accounts *accounts);
void accounts_fini(struct accounts *accounts);

/* A new one with an id and a secret, which are copied; NULL without memory. */
struct account *accounts_add(struct accounts *accounts, enum service_id service,
    const char *id, const char *secret);

/* Adds the account "simulate" of every service.  0, or -1 without memory. */
int accounts_add_default(struct accounts *accounts);

/* The account of that id, or of that gateway; NULL when there is none. */
const struct account *accounts_find(
    const struct accounts *accounts, enum service_id service, const char *id);
const struct account *accounts_of_gateway(
    const struct accounts *accounts, const char *gateway);

/* Whether a template can be used: also when none is known at all. */
bool account_has_template(const struct account *account, const char *id);

/* Whether a signature is the account's, with or without its brackets. */
bool account_has_signature(const struct account *account, const char *text);

#endif
