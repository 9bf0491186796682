/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gateways for the targets: each file is written, opened and removed once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "gateway_call.h"
#include "host.h"

#define OPENED_MAX 8

const struct smsgw_provider *aliyun_LTX_smsgw_provider(void);
const struct smsgw_provider *china_mobile_LTX_smsgw_provider(void);
const struct smsgw_provider *http_LTX_smsgw_provider(void);

/* The providers that are in the target; a gateway's file names one. */
static const struct {
	const char *name;
	const struct smsgw_provider *(*provider)(void);
} providers[] = {
	{ "aliyun", aliyun_LTX_smsgw_provider },
	{ "china_mobile", china_mobile_LTX_smsgw_provider },
	{ "http", http_LTX_smsgw_provider },
};

static struct {
	const char *text;
	struct gateway *gw;
	struct settings *settings; /* the gateway's for ever */
} opened[OPENED_MAX];

static struct arena arena;

static const struct smsgw_provider *
provider_of(const struct gateway *gw)
{
	const char *name = param_text(&gw->core, "provider");
	size_t i = 0;

	while (i < ARRAY_LEN(providers) && strcmp(name, providers[i].name) != 0)
		i++;
	fuzz_require(i < ARRAY_LEN(providers));
	return providers[i].provider();
}

/* Writes the file and opens what is in it. */
static struct gateway *
open_in(const char *folder, const char *text, struct settings **out)
{
	struct settings *settings;
	struct problems problems;
	struct gateway *gw;
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/gateways.d", folder);
	fuzz_require(mkdir(path, 0700) == 0);
	snprintf(path, sizeof(path), "%s/gateways.d/fuzz.ini", folder);
	file = fopen(path, "w");
	fuzz_require(file != NULL && fputs(text, file) >= 0 &&
	    fclose(file) == 0 && chmod(path, 0600) == 0);
	problems_init(&problems);
	*out = settings = settings_open(folder, &problems);
	fuzz_require(settings != NULL);
	gw = gateway_load(&settings->gateways[0], settings, &problems);
	if (gw == NULL || gateway_attach(gw, provider_of(gw), &problems) != 0 ||
	    gateway_open(gw, &host_table, &clock_system, &problems) != 0) {
		fprintf(stderr, "fuzz: %s\n", problems_get(&problems, 0)->text);
		abort();
	}
	problems_fini(&problems);
	unlink(path);
	snprintf(path, sizeof(path), "%s/gateways.d", folder);
	rmdir(path);
	return gw;
}

struct gateway *
fuzz_gateway(const char *text)
{
	char folder[] = "/tmp/smsgw-fuzz-XXXXXX";
	size_t i = 0;

	while (i < OPENED_MAX && opened[i].text != NULL) {
		if (opened[i].text == text)
			return opened[i].gw;
		i++;
	}
	fuzz_require(i < OPENED_MAX && mkdtemp(folder) != NULL);
	opened[i].text = text;
	opened[i].gw = open_in(folder, text, &opened[i].settings);
	rmdir(folder);
	return opened[i].gw;
}

void
fuzz_enter(struct gateway *gw)
{
	arena_init(&arena, (size_t)8 * 1024 * 1024);
	gateway_enter(gw, &arena);
}

void
fuzz_leave(struct gateway *gw)
{
	(void)gateway_leave(gw, 0);
	arena_fini(&arena);
}

void
fuzz_exchange(struct gateway *gw, const char *text, int status,
    const char *body, fuzz_check *check)
{
	struct message message = {
		.to = "+8613800138000",
		.purpose = "",
		.locale = "",
		.template_name = "",
		.text = text,
	};
	struct message_rendition rendition = {
		.text = text,
		.signed_text = text,
		.template_id = "",
	};
	const struct message *messages[] = { &message };
	const struct message_rendition *renditions[] = { &rendition };
	struct exchange x;

	memcpy(message.id, "0190f5fe-7c00-7000-8000-000000000001", 37);
	message.expires_boot_ms = INT64_MAX / 2;
	redact_init(&message.redact, &gw->redact);
	if (exchange_init(&x, gw, EXCHANGE_SEND, messages, renditions, 1) ==
		0 &&
	    exchange_prepare(&x) == 0) {
		exchange_settle_local(&x, status, body, strlen(body));
		fuzz_require(x.results[0].outcome >= SMSGW_ACCEPTED &&
		    x.results[0].outcome <= SMSGW_UNKNOWN);
		check(&x, text, status, body);
	}
	exchange_fini(&x);
	redact_fini(&message.redact);
}
