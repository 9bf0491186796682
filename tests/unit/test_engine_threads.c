/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several engines in one process, each with a thread of its own, while another
 * thread wakes them all.  In a build with ThreadSanitizer (tools/check tsan)
 * whatever two of them share without a lock fails the test.
 */
#include <smsgw/smsgw.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <stdatomic.h>

#include "peer.h"
#include "tree.h"

#define ENGINES 4
#define MESSAGES 120
#define PATIENT_MS 20000

#define CHANNEL                                           \
	"[gateway]\nprovider = test\nsms_title = ACME\n"  \
	"enabled = yes\n[provider]\ndaily_quota = 1000\n" \
	"per_minute = 100\n[templates]\nlogin = SMS_1 code\n"

#define VENDOR                                                            \
	"[gateway]\nprovider = http\nsms_url = http://127.0.0.1:%d/\n"    \
	"allow_private = yes\nenabled = yes\n[limits]\nconcurrency = 1\n" \
	"[provider]\nmethod = POST\nbody_type = json\n"                   \
	"field.1 = to: ${to}\nfield.2 = text: ${text}\n"                  \
	"success = json /code == \"0\"\nid = json /msgId\n"

/* One thread's.  What it found is looked at when it has ended. */
struct user {
	struct smsgw *sms;
	struct peer peer;
	pthread_t thread;
	int number, submitted, ended, good;
};

static struct user users[ENGINES];
static atomic_int at_work;

static void
answer_all(struct peer_conn *c)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\n"
				     "Content-Length: 24\r\n\r\n"
				     "{\"code\":\"0\",\"msgId\":\"1\"}";

	while (peer_read_request(c) && peer_puts(c, answer))
		continue;
}

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	struct user *user = arg;
	char *json = smsgw_receipt_json(receipt);

	user->ended++;
	user->good += json != NULL &&
	    strcmp(smsgw_receipt_state(receipt), "submitted") == 0;
	free(json);
	smsgw_receipt_free(receipt);
}

static void
submit(struct user *user)
{
	const struct smsgw_arg arg = { "code", "778899" };
	struct smsgw_message message = { .size = sizeof(message) };
	char to[32];
	int i = user->submitted++;

	(void)snprintf(to, sizeof(to), "+86138%d%07d", user->number, i + 1000);
	message.to = to;
	message.gateway = i % 2 == 0 ? "web" : "demo";
	message.flags = i % 3 == 0 ? SMSGW_MESSAGE_TRACE : 0;
	if (i % 4 < 2) {
		message.text = "Your code is 778899";
	} else {
		message.template_name = "login";
		message.args = &arg;
		message.arg_count = 1;
	}
	(void)smsgw_submit(user->sms, &message, ended, user, NULL);
}

static void *
use_engine(void *arg)
{
	struct user *user = arg;
	size_t left = 1;

	(void)smsgw_fd(user->sms);
	while (user->submitted < MESSAGES || left > 0) {
		if (user->submitted < MESSAGES)
			submit(user);
		left = smsgw_run(
		    user->sms, user->submitted < MESSAGES ? 0 : PATIENT_MS);
	}
	(void)atomic_fetch_sub(&at_work, 1);
	return NULL;
}

static void
open_engine(struct user *user, const char *folder)
{
	struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = folder,
	};
	char name[64], text[1024];

	peer_start(&user->peer, answer_all, NULL, NULL);
	(void)snprintf(
	    name, sizeof(name), "%d/gateways.d/web.ini", user->number);
	(void)snprintf(text, sizeof(text), VENDOR, user->peer.port);
	tree_write(name, 0640, text);
	(void)snprintf(
	    name, sizeof(name), "%d/gateways.d/demo.ini", user->number);
	tree_write(name, 0640, CHANNEL);
	(void)snprintf(
	    name, sizeof(name), "%d/templates.d/login.ini", user->number);
	tree_write(name, 0640,
	    "[template]\ntext = Your code is ${code}\nclass = otp\n");
	assert_int_equal(smsgw_open(&options, &user->sms), 0);
}

static void
engines_of_several_threads_share_nothing(void **state)
{
	const char *folder = getenv("SMSGW_PROVIDERS");
	char name[16];
	int i;

	(void)state;
	if (folder == NULL || access(folder, R_OK) != 0) {
		(void)printf("# no providers to load: not tested\n");
		return;
	}
	assert_int_equal(setenv("SMSGW_PROVIDER_PATH", folder, 1), 0);
	atomic_init(&at_work, ENGINES);
	for (i = 0; i < ENGINES; i++) {
		users[i].number = i;
		(void)snprintf(name, sizeof(name), "%d", i);
		open_engine(&users[i], tree_path(name));
	}
	for (i = 0; i < ENGINES; i++)
		assert_int_equal(pthread_create(&users[i].thread, NULL,
				     use_engine, &users[i]),
		    0);
	for (i = 0; atomic_load(&at_work) > 0; i = (i + 1) % ENGINES)
		smsgw_wake(users[i].sms);
	for (i = 0; i < ENGINES; i++)
		assert_int_equal(pthread_join(users[i].thread, NULL), 0);
	for (i = 0; i < ENGINES; i++) {
		assert_int_equal(users[i].ended, MESSAGES);
		assert_int_equal(users[i].good, MESSAGES);
		smsgw_close(users[i].sms);
		peer_stop(&users[i].peer);
		assert_int_equal(users[i].peer.requests, MESSAGES / 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    engines_of_several_threads_share_nothing, tree_setup,
		    tree_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
