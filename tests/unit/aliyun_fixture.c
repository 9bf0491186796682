/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gateways and exchanges for the tests of the provider aliyun.
 */
#include "aliyun_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "settings.h"
#include "tree.h"

#define RECIPIENTS_MAX 1001

const struct smsgw_provider *aliyun_LTX_smsgw_provider(void);

static struct settings *settings;
static struct problems problems;
static struct message messages[RECIPIENTS_MAX];
static struct message_rendition renditions[RECIPIENTS_MAX];
static struct smsgw_arg args[RECIPIENTS_MAX];
static char values[RECIPIENTS_MAX][8];
static const struct message *message_list[RECIPIENTS_MAX];
static const struct message_rendition *rendition_list[RECIPIENTS_MAX];

static struct gateway *
open_with(const char *gateway_keys, const char *keys)
{
	struct gateway *gw;
	char text[4096];

	snprintf(text, sizeof(text),
	    "[gateway]\nprovider = aliyun\nsms_title = 阿里云\n%s[provider]\n%s",
	    gateway_keys, keys);
	tree_write("gateways.d/a.ini", 0600, text);
	problems_init(&problems);
	settings = settings_open(tree_path(""), &problems);
	if (settings == NULL || settings->gateway_count != 1)
		return NULL;
	gw = gateway_load(&settings->gateways[0], settings, &problems);
	if (gw != NULL &&
	    gateway_attach(gw, aliyun_LTX_smsgw_provider(), &problems) == 0 &&
	    gateway_open(gw, &host_table, &clock_system, &problems) == 0)
		return gw;
	gateway_free(gw);
	return NULL;
}

struct gateway *
fixture_open(const char *keys)
{
	struct gateway *gw;

	gw = open_with(
	    "api_account = testId\napi_password = 'testSecret'\n", keys);
	if (gw == NULL) {
		tree_show(&problems);
		fixture_close(NULL);
	}
	return gw;
}

const char *
fixture_open_failure(const char *gateway_keys, const char *keys)
{
	static char text[512];
	struct gateway *gw = open_with(gateway_keys, keys);
	const struct problem *problem = problems_get(&problems, 0);

	snprintf(text, sizeof(text), "%s",
	    gw != NULL || problem == NULL ? "" : problem->text);
	fixture_close(gw);
	return text;
}

void
fixture_close(struct gateway *gw)
{
	gateway_free(gw);
	settings_free(settings);
	settings = NULL;
	problems_fini(&problems);
}

/* One recipient; `to` with the last digits counted up. */
static void
make_message(struct gateway *gw, uint32_t i, const char *to,
    enum fixture_content content)
{
	bool text = strcmp(to, FIXTURE_ABROAD) == 0;

	snprintf(values[i], sizeof(values[i]), "%06u",
	    content == FIXTURE_DISTINCT ? 100000 + (unsigned)i : 123456);
	args[i] = (struct smsgw_arg){ "code", values[i] };
	messages[i] = (struct message){
		.purpose = "",
		.locale = "",
		.template_name = "",
		.text = "Hello",
		.expires_boot_ms = INT64_MAX / 2,
	};
	snprintf(messages[i].to, sizeof(messages[i].to), "%.*s%04u",
	    (int)strlen(to) - 4, to, (unsigned)i);
	memcpy(messages[i].id, "0190f5fe-7c00-7000-8000-000000000001", 37);
	redact_init(&messages[i].redact, &gw->redact);
	renditions[i] = (struct message_rendition){
		.text = text ? values[i] : "",
		.signed_text = text ? values[i] : "",
		.template_id = text ? "" : "SMS_154950909",
		.args = &args[i],
		.arg_count = text ? 0 : 1,
	};
	message_list[i] = &messages[i];
	rendition_list[i] = &renditions[i];
}

int
fixture_exchange(struct exchange *x, struct gateway *gw, const char *to,
    uint32_t count, enum fixture_content content)
{
	return fixture_exchange_within(
	    x, gw, to, count, content, EXCHANGE_MEMORY_MAX);
}

int
fixture_exchange_within(struct exchange *x, struct gateway *gw, const char *to,
    uint32_t count, enum fixture_content content, size_t memory)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		make_message(gw, i, to, content);
	if (exchange_init(
		x, gw, EXCHANGE_SEND, message_list, rendition_list, count) != 0)
		return -1;
	x->arena.max = memory;
	return exchange_prepare(x);
}

void
fixture_answer(struct exchange *x, int status, const char *body)
{
	exchange_settle_local(x, status, body, strlen(body));
}

const char *
fixture_form(struct exchange *x, const char *name)
{
	size_t i;

	for (i = 0; i < x->wire.forms.count; i++)
		if (strcmp(x->wire.forms.items[i].name, name) == 0)
			return x->wire.forms.items[i].value;
	return NULL;
}
