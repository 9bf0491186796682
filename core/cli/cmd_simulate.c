/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw simulate: a stand-in for the services of providers, to try gateways
 * against and to rehearse what goes wrong.
 */
#include "simulate.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "cli.h"
#include "output.h"
#include "plan.h"
#include "value.h"

#define REPORT_TO_MAX 32
#define PORT_MAX (65535 - 2)

static const struct cli_option simulate_options[] = {
	{ "listen", '\0', "ADDRESS:PORT",
	    N_("where to listen (else 127.0.0.1 and any port); HTTPS is the "
	       "next port") },
	{ "public", '\0', NULL, N_("allow an address that is not loopback") },
	{ "for", '\0', "DIR",
	    N_("know the accounts of this configuration, and write a copy of "
	       "it that is pointed here") },
	{ "dir", '\0', "DIR",
	    N_("new folder for the copy and the CA file (else one in $TMPDIR, "
	       "removed at the end)") },
	{ "script", '\0', "FILE", N_("accounts, and what is to go wrong") },
	{ "report-to", '\0', "[GATEWAY=]URL",
	    N_("push delivery reports there; may be given several times") },
	{ "any-time", '\0', NULL,
	    N_("take requests that were signed long ago") },
	{ "numbers", '\0', NULL, N_("list the magic numbers, and end") },
	{ NULL, '\0', NULL, NULL },
};

/* What the numbers are printed into. */
struct listing {
	struct table *table;
	json_t *array;
};

static int
list_number(void *arg, unsigned digits, const char *service, const char *kind,
    const char *name, const char *text)
{
	struct listing *listing = arg;
	char number[32];

	/* the international service does not send to the mainland */
	(void)snprintf(number, sizeof(number),
	    service == service_names[SERVICE_GLOBE] ? "+8526000%04u" :
						      "+861700000%04u",
	    digits);
	if (listing->array != NULL)
		return json_array_append_new(listing->array,
		    json_pack("{s:s, s:s?, s:s, s:s, s:s}", "number", number,
			"service", service, "kind", kind, "name", name, "text",
			text));
	table_cell(listing->table, number);
	table_cell(listing->table, service != NULL ? service : "*");
	table_cell(listing->table, kind);
	table_cell(listing->table, name);
	table_cell(listing->table, text);
	return 0;
}

static int
print_numbers(const struct cli *cli)
{
	static const char *const headings[] = { N_("NUMBER"), N_("SERVICE"),
		N_("KIND"), N_("NAME"), N_("WHAT HAPPENS") };
	struct listing listing = { .array = NULL };
	struct table table;
	int rc;

	if (cli->json) {
		listing.array = json_array();
		rc = listing.array != NULL ? magic_each(list_number, &listing) :
					     -1;
		if (rc == 0)
			rc = output_json(listing.array);
		else
			json_decref(listing.array);
	} else {
		table_init(&table, headings, ARRAY_LEN(headings));
		listing.table = &table;
		(void)magic_each(list_number, &listing);
		rc = table_print(cli, &table);
		table_fini(&table);
	}
	return rc == 0 ? CATALOG_DONE : cli_fail_memory();
}

/* 127.0.0.0/8 and ::1. */
static bool
is_loopback(const char *address)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, address, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, address, &six) == 1 &&
	    IN6_IS_ADDR_LOOPBACK(&six);
}

static bool
is_address(const char *address)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, address, bytes) == 1 ||
	    inet_pton(AF_INET6, address, bytes) == 1;
}

/* Takes ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT apart. */
static int
read_listen(struct cli *cli, const struct args *args, char *address,
    size_t size, struct simulate_options *options)
{
	const char *text = args_value(args, "listen"), *expected, *port;
	const char *end;
	int64_t number = 0;

	options->address = address;
	(void)snprintf(address, size, "127.0.0.1");
	if (text == NULL)
		return CATALOG_DONE;
	port = strrchr(text, ':');
	if (is_address(text))
		port = NULL;
	end = port != NULL ? port : text + strlen(text);
	if (text[0] == '[' && end > text && end[-1] == ']') {
		text++;
		end--;
	}
	(void)snprintf(address, size, "%.*s", (int)(end - text), text);
	if (!is_address(address) ||
	    (port != NULL &&
		value_int(port + 1, 0, PORT_MAX, &number, &expected) != 0))
		return cli_fail(cli, "usage",
		    N_("write it like 127.0.0.1:8400 or [::1]:8400"),
		    N_("--listen: %s is no IP address with a port"),
		    args_value(args, "listen"));
	options->port = (uint16_t)number;
	if (is_loopback(address) || args_has(args, "public"))
		return CATALOG_DONE;
	return cli_fail(cli, "usage",
	    N_("listen on 127.0.0.1, or add --public when that is meant"),
	    N_("--listen: %s can be reached from outside, and the stand-in "
	       "keeps numbers and texts in its ledger for everybody to see"),
	    address);
}

static json_t *
place_json(const struct simulate_place *place)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?}", "url", place->url,
	    "tls_url", place->tls_url, "refusing_url", place->refusing_url,
	    "ca_file", place->ca_file, "pin_sha256", place->pin, "config",
	    place->config);
}

/* One line of what is where. */
static void
print_place(const char *label, const char *value)
{
	output_padded(label, 10);
	output_text(value);
	putchar('\n');
}

static void
started(
    void *arg, const struct simulate_place *place, struct problems *problems)
{
	const struct cli *cli = arg;

	cli_warn_problems(cli, problems);
	if (cli->json) {
		(void)output_json(place_json(place));
	} else {
		print_place(_("http"), place->url);
		print_place(_("https"), place->tls_url);
		print_place(_("CA file"), place->ca_file);
		print_place(_("pin"), place->pin);
		print_place(_("refuses"), place->refusing_url);
		if (place->config != NULL)
			print_place(_("copy"), place->config);
	}
	(void)fflush(stdout);
	cli_say(cli, N_("What was accepted: %s/ledger. It ends with Ctrl-C."),
	    place->url);
}

static int
simulate_command(struct cli *cli, const struct args *args)
{
	struct simulate_options options = {
		.script = args_value(args, "script"),
		.config = args_value(args, "for"),
		.dir = args_value(args, "dir"),
		.any_time = args_has(args, "any-time"),
	};
	const char *report_to[REPORT_TO_MAX];
	struct problems problems;
	char address[64];
	int rc;

	if (args_has(args, "numbers"))
		return print_numbers(cli);
	rc = read_listen(cli, args, address, sizeof(address), &options);
	if (rc != CATALOG_DONE)
		return rc;
	while (options.report_to_count < REPORT_TO_MAX &&
	    options.report_to_count < args_times(args, "report-to")) {
		report_to[options.report_to_count] =
		    args_value_at(args, "report-to", options.report_to_count);
		options.report_to_count++;
	}
	options.report_to = report_to;
	problems_init(&problems);
	rc = simulate_run(&options, started, cli, &problems) == 0 ?
	    CATALOG_DONE :
	    cli_fail_problems(cli, &problems);
	problems_fini(&problems);
	return rc;
}

const struct command command_simulate = {
	.name = "simulate",
	.summary = N_("Play the services of providers on this machine, to try "
		      "gateways without an account."),
	.usage = "[--for DIR] [--script FILE]",
	.examples = "smsgw simulate\n"
		    "smsgw simulate --for /etc/smsgw --dir /tmp/rehearsal\n"
		    "smsgw -c /tmp/rehearsal/config test ciam --to "
		    "+8617000001010\n"
		    "smsgw simulate --numbers\n"
		    "curl http://127.0.0.1:8400/ledger\n",
	.help =
	    N_("It plays Cloud MAS, both kinds of /msg/send, Dysmsapi of "
	       "2017-05-25 and 2018-05-01, and a plain vendor, over HTTP and "
	       "HTTPS, checks signatures as the services do, and sends "
	       "nothing. A magic number as recipient asks for an error, a "
	       "fault of the connection, or another delivery report. Without "
	       "--for there is one account for all: simulate, with the "
	       "password simulate."),
	.options = simulate_options,
	.run = simulate_command,
};
