/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be found wrong with a gateway without its provider's code and
 * without the network, beyond what one key can say.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <limits.h>
#include <stdio.h>

#include "address.h"
#include "descriptor.h"
#include "gateway_read.h"
#include "lang.h"
#include "number.h"
#include "safefile.h"

/* The largest file of trusted certificates: those of a whole system fit. */
#define CA_FILE_MAX ((size_t)4 * 1024 * 1024)

/* Adds a problem about a key of [gateway]. */
static void
report(const struct gateway *gw, int level, const char *code, const char *key,
    const char *fix, const char *what, struct problems *problems)
{
	const struct param_value *value = param_get(&gw->core, key);

	problem_add(problems, level, code, gw->path,
	    value == NULL ? 0 : value->line, key, fix, "%s", what);
}

static bool
is_given(const struct gateway *gw, const char *key)
{
	return param_text(&gw->core, key)[0] != '\0';
}

/* Whether the file of trusted certificates can be used. */
static void
check_ca_file(const struct gateway *gw, struct problems *problems)
{
	char text[PATH_MAX + 128];
	const struct problem *problem;
	struct problems found;
	struct buf content;

	if (gw->ca_file == NULL)
		return;
	problems_init(&found);
	buf_init(&content, CA_FILE_MAX);
	if (safefile_read(gw->ca_file, SAFEFILE_DATA, CA_FILE_MAX, &content,
		NULL, &found) != 0) {
		problem = problems_get(&found, 0);
		snprintf(text, sizeof(text), "%s %s", gw->ca_file,
		    problem == NULL ? _("cannot be read") : problem->text);
		report(gw, PROBLEM_ERROR, "tls-ca-file", "ca_file",
		    problem == NULL ? NULL : problem->fix, text, problems);
	} else if (strstr(buf_str(&content), "-----BEGIN ") == NULL) {
		snprintf(text, sizeof(text),
		    _("%s holds no certificate in PEM"), gw->ca_file);
		report(gw, PROBLEM_ERROR, "tls-ca-file", "ca_file",
		    _("name a file with -----BEGIN CERTIFICATE-----"), text,
		    problems);
	}
	buf_fini(&content);
	problems_fini(&found);
}

static void
check_tls(const struct gateway *gw, struct problems *problems)
{
	if (gw->tls_legacy && !is_given(gw, "pin_sha256"))
		report(gw, PROBLEM_ERROR, "config-value", "tls_legacy",
		    _("add pin_sha256 (smsgw test prints the server's), or "
		      "remove it"),
		    _("is allowed only together with pin_sha256"), problems);
	if (gw->ca_file != NULL && is_given(gw, "pin_sha256"))
		report(gw, PROBLEM_WARNING, "config-key-unused", "ca_file",
		    "remove one of them",
		    _("has no effect: pin_sha256 takes its place"), problems);
	check_ca_file(gw, problems);
}

/* The number of the test, which may lack its country. */
static void
check_test(const struct gateway *gw, const struct settings *settings,
    struct problems *problems)
{
	const char *phone = param_text(&gw->core, "test_phone"), *reason;
	const char *name = param_text(&gw->core, "test_template");
	char number[NUMBER_SIZE], text[160];
	size_t i;

	if (phone[0] != '\0' &&
	    number_normalize(phone,
		settings->default_country[0] == '\0' ?
		    NULL :
		    settings->default_country,
		number, &reason) != 0)
		report(gw, PROBLEM_ERROR, "number-invalid", "test_phone",
		    number_lacks_plus(phone) ?
			_("write it with a + in front") :
			_("correct it, for example: test_phone = "
			  "+8613800138000"),
		    _(reason), problems);
	if (name[0] == '\0' || settings_has_template(settings, name))
		return;
	for (i = 0; i < gw->template_count; i++) {
		if (strcmp(gw->templates[i].name, name) == 0)
			return;
	}
	snprintf(text, sizeof(text), "there is no template \"%s\"", name);
	report(gw, PROBLEM_WARNING, "content-template-unknown", "test_template",
	    _("add it to [templates]"), text, problems);
}

void
gateway_check_file(const struct gateway *gw, const struct settings *settings,
    struct problems *problems)
{
	check_tls(gw, problems);
	check_test(gw, settings, problems);
}

/* The kind of address that a host is when it is no name. */
static enum address_kind
host_kind(const char *host)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (strcmp(host, "localhost") == 0)
		return ADDRESS_PRIVATE;
	if (inet_pton(AF_INET, host, &in4.sin_addr) == 1)
		return address_kind((const struct sockaddr *)&in4, sizeof(in4));
	if (inet_pton(AF_INET6, host, &in6.sin6_addr) == 1)
		return address_kind((const struct sockaddr *)&in6, sizeof(in6));
	return ADDRESS_PUBLIC;
}

static bool
is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	    (strncmp(host, "127.", 4) == 0 &&
		host_kind(host) == ADDRESS_PRIVATE);
}

static void
check_plain(
    const struct gateway *gw, const char *host, struct problems *problems)
{
	if (gw->allow_private && is_loopback(host))
		report(gw, PROBLEM_WARNING, "config-url-plain", "sms_url",
		    _("use https:// for a real provider"),
		    _("is not encrypted: "
		      "fine for tests on this machine, and for nothing else"),
		    problems);
	else
		report(gw, PROBLEM_WARNING, "config-url-plain", "sms_url",
		    _("use the https:// URL of the provider"),
		    _("is not "
		      "encrypted: account, password and every code can be read "
		      "on the way"),
		    problems);
	if (is_given(gw, "pin_sha256"))
		report(gw, PROBLEM_WARNING, "config-key-unused", "pin_sha256",
		    _("use https:// in sms_url"),
		    _("has no effect without TLS"), problems);
	else if (gw->ca_file != NULL)
		report(gw, PROBLEM_WARNING, "config-key-unused", "ca_file",
		    _("use https:// in sms_url"),
		    _("has no effect without TLS"), problems);
}

/* An address that the transport will refuse anyway. */
static void
check_address(
    const struct gateway *gw, const char *host, struct problems *problems)
{
	enum address_kind kind = host_kind(host);

	if (is_given(gw, "proxy"))
		return;
	if (kind == ADDRESS_FORBIDDEN)
		report(gw, PROBLEM_ERROR, "address-forbidden", "sms_url",
		    _("correct it"),
		    _("leads to an address that no provider can "
		      "have"),
		    problems);
	else if (kind == ADDRESS_PRIVATE && !gw->allow_private)
		report(gw, PROBLEM_ERROR, "address-private", "sms_url",
		    _("if that is meant, add to [gateway]: "
		      "allow_private = yes"),
		    _("leads to a private or loopback address"), problems);
}

static void
check_url(const struct gateway *gw, struct problems *problems)
{
	const struct param_value *value = param_get(&gw->own, "sms_url");
	const char *expected;
	struct value_url url;

	if (value == NULL || value->refused || value->text[0] == '\0' ||
	    value->param->type != SMSGW_URL)
		return;
	if (value_url(value->text, &url, &expected) != 0) {
		/* what else is wrong was said when it was read */
		if (expected == value_no_memory)
			problem_add_memory(problems, gw->path);
		return;
	}
	if (strcmp(url.scheme, "http") == 0)
		check_plain(gw, url.host, problems);
	check_address(gw, url.host, problems);
	value_url_fini(&url);
}

/* Words of the page that this provider has no use for. */
static void
check_unused(const struct gateway *gw, struct problems *problems)
{
	const struct param_value *value;
	size_t i;

	for (i = 0; i < gw->core.count; i++) {
		value = &gw->core.values[i];
		/* smsgw itself puts the title in front of the text */
		if (!(value->param->flags & PARAM_PAGE) || value->line == 0 ||
		    strcmp(value->param->name, "sms_title") == 0 ||
		    descriptor_param_find(
			gw->provider, value->param->name, NULL) != NULL)
			continue;
		problem_add(problems, PROBLEM_WARNING, "config-key-unused",
		    gw->path, value->line, value->param->name, "remove it",
		    "is not used by provider %s", gw->provider->name);
	}
}

void
gateway_check_attached(const struct gateway *gw, struct problems *problems)
{
	check_url(gw, problems);
	check_unused(gw, problems);
}
