/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting the stand-in together: accounts, script, folder, certificate,
 * sockets, copy, loop; and taking it apart.
 */
#define COMPAT_WANT_GNU /* nftw, which is of XSI */
#include "compat.h"

#include "simulate.h"

#include <errno.h>
#include <event2/event.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "certificate.h"
#include "copy.h"
#include "lang.h"
#include "server.h"

#define FOLDERS_OPEN 8

struct simulate {
	struct world world;
	struct server *server;
	struct event *signals[2];
	SSL_CTX *tls;
	char *dir, *ca_file, *config;
	bool own_dir; /* made here, and goes with us */
};

static int
remove_one(
    const char *path, const struct stat *facts, int type, struct FTW *place)
{
	(void)facts;
	(void)type;
	(void)place;
	(void)remove(path);
	return 0;
}

static void
simulate_fini(struct simulate *sim)
{
	size_t i;

	server_free(sim->server);
	reports_free(sim->world.reports);
	for (i = 0; i < ARRAY_LEN(sim->signals); i++) {
		if (sim->signals[i] != NULL)
			event_free(sim->signals[i]);
	}
	if (sim->world.base != NULL)
		event_base_free(sim->world.base);
	ledger_fini(&sim->world.ledger);
	script_fini(&sim->world.script);
	accounts_fini(&sim->world.accounts);
	SSL_CTX_free(sim->tls);
	if (sim->own_dir)
		(void)nftw(sim->dir, remove_one, FOLDERS_OPEN,
		    FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	free(sim->dir);
	free(sim->ca_file);
	free(sim->config);
}

static int
fail(struct problems *problems, const char *code, const char *path,
    const char *fix, const char *what)
{
	problem_add(problems, PROBLEM_ERROR, code, path, 0, NULL, fix, "%s: %s",
	    lang_text(what), strerror(errno));
	return -1;
}

/* One string of two; NULL without memory. */
static char *
join(const char *a, const char *b)
{
	struct buf text;
	char *joined;

	buf_init(&text, 64 * 1024);
	buf_puts(&text, a);
	buf_puts(&text, b);
	joined = buf_steal(&text, NULL);
	buf_fini(&text);
	return joined;
}

/* The folder for what is written: the given one, or one of our own. */
static int
make_folder(struct simulate *sim, const struct simulate_options *options,
    struct problems *problems)
{
	const char *top = getenv("TMPDIR");

	if (options->dir != NULL) {
		if (mkdir(options->dir, 0700) != 0)
			return fail(problems, "file-not-written", options->dir,
			    "name a folder that does not exist yet",
			    N_("cannot be made"));
		sim->dir = realpath(options->dir, NULL);
	} else {
		sim->dir = join(top != NULL && top[0] == '/' ? top : "/tmp",
		    "/smsgw-simulate-XXXXXX");
		if (sim->dir != NULL && mkdtemp(sim->dir) == NULL)
			return fail(problems, "file-not-written", sim->dir,
			    "name another one with TMPDIR or --dir",
			    N_("cannot be made"));
		sim->own_dir = sim->dir != NULL;
	}
	if (sim->dir == NULL)
		return -1;
	sim->ca_file = join(sim->dir, "/ca.pem");
	sim->config = join(sim->dir, "/config");
	return sim->ca_file != NULL && sim->config != NULL ? 0 : -1;
}

static void
on_signal(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)event_base_loopbreak(arg);
}

static int
make_world(struct simulate *sim, const struct simulate_options *options,
    struct problems *problems)
{
	static const int numbers[] = { SIGINT, SIGTERM };
	struct world *world = &sim->world;
	const char *why;
	size_t i;

	world->clock = &clock_system;
	world->any_time = options->any_time;
	world->base = event_base_new();
	if (world->base == NULL || ledger_init(&world->ledger) != 0 ||
	    accounts_add_default(&world->accounts) != 0)
		return -1;
	world->reports = reports_new(world->base, world->clock, &world->ledger);
	if (world->reports == NULL)
		return -1;
	for (i = 0; i < ARRAY_LEN(numbers); i++) {
		sim->signals[i] = evsignal_new(
		    world->base, numbers[i], on_signal, world->base);
		if (sim->signals[i] == NULL ||
		    event_add(sim->signals[i], NULL) != 0)
			return -1;
	}
	for (i = 0; i < options->report_to_count; i++) {
		if (reports_add_target(
			world->reports, options->report_to[i], &why) == 0)
			continue;
		problem_add(problems, PROBLEM_ERROR, "usage",
		    options->report_to[i], 0, NULL,
		    "write http://HOST:PORT/PATH, or GATEWAY=URL",
		    "is nowhere that reports can go: expected %s", why);
		return -1;
	}
	if (options->script == NULL)
		return 0;
	return script_read(
	    &world->script, options->script, &world->accounts, problems);
}

static void
write_url(
    char *out, size_t size, const char *scheme, const char *host, unsigned port)
{
	(void)snprintf(out, size, "%s://%s:%u", scheme, host, port);
}

/* Listens, and writes the copy that knows where. */
static int
make_server(struct simulate *sim, const struct simulate_options *options,
    struct simulate_place *place, struct problems *problems)
{
	struct copy_place here = { .ca_file = sim->ca_file };
	char host[64];

	sim->tls = certificate_new(options->address, sim->ca_file, place->pin);
	if (sim->tls == NULL)
		return fail(problems, "file-not-written", sim->ca_file, NULL,
		    N_("the certificate cannot be made"));
	sim->server =
	    server_new(&sim->world, options->address, options->port, sim->tls);
	if (sim->server == NULL)
		return fail(problems, "usage", options->address,
		    "give another --listen ADDRESS:PORT, or port 0",
		    N_("cannot be listened on"));
	(void)snprintf(host, sizeof(host),
	    strchr(options->address, ':') != NULL ? "[%s]" : "%s",
	    options->address);
	here.host = host;
	here.port = server_port(sim->server);
	here.tls_port = server_tls_port(sim->server);
	here.refusing_port = server_refusing_port(sim->server);
	write_url(place->url, sizeof(place->url), "http", host, here.port);
	write_url(place->tls_url, sizeof(place->tls_url), "https", host,
	    here.tls_port);
	write_url(place->refusing_url, sizeof(place->refusing_url), "http",
	    host, here.refusing_port);
	place->ca_file = sim->ca_file;
	if (options->config == NULL)
		return 0;
	place->config = sim->config;
	return copy_write(options->config, sim->config, &here,
	    &sim->world.script, &sim->world.accounts, problems);
}

int
simulate_run(const struct simulate_options *options,
    void (*started)(void *arg, const struct simulate_place *place,
	struct problems *problems),
    void *arg, struct problems *problems)
{
	struct simulate_place place = { .config = NULL };
	struct simulate sim = { .own_dir = false };
	int rc;

	accounts_init(&sim.world.accounts);
	script_init(&sim.world.script);
	rc = make_world(&sim, options, problems);
	if (rc == 0)
		rc = make_folder(&sim, options, problems);
	if (rc == 0)
		rc = make_server(&sim, options, &place, problems);
	if (rc == 0) {
		started(arg, &place, problems);
		rc = event_base_dispatch(sim.world.base) < 0 ? -1 : 0;
	}
	simulate_fini(&sim);
	if (rc != 0 && problems_errors(problems) == 0)
		problem_add_memory(problems, NULL);
	return rc;
}
