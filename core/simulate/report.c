/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The queue of what is to be pushed.  One job is one push with all messages in
 * it; it waits for its time, is sent, and is tried again where the service
 * would do so.
 */
#include "report.h"

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>

#include "ledger.h"
#include "value.h"

#define TARGETS_MAX 32
#define TRIES 4
#define PUSH_TIMEOUT_S 10
#define PUSHES_MAX 16 /* at the same time */

/* One URL. */
struct target {
	char *gateway; /* NULL: all */
	char *host_header;
	struct value_url url;
};

struct reports {
	struct event_base *base;
	const struct clock *clock;
	struct ledger *ledger;
	struct target targets[TARGETS_MAX];
	size_t target_count;
	struct job *jobs;
	struct job *ready, **ready_end; /* whose time has come */
	size_t pushes;
};

struct job {
	struct reports *reports;
	struct job *next, **link;
	struct job *next_ready;
	struct event *timer;
	struct evhttp_connection *connection; /* of the present push */
	enum service_id service;
	const struct target *target; /* NULL: kept to be fetched */
	json_t *messages;
	bool inbound;
	bool over; /* nothing is left to be pushed */
	int times; /* to be pushed still */
	int failed;
	void (*done)(void *arg);
	void *arg;
};

/* Of a push that nobody thanked for; the services take minutes. */
static const int again_ms[TRIES] = { 0, 1000, 5000, 10000 };

struct reports *
reports_new(
    struct event_base *base, const struct clock *clock, struct ledger *ledger)
{
	struct reports *reports = calloc(1, sizeof(*reports));

	if (reports != NULL) {
		reports->base = base;
		reports->clock = clock;
		reports->ledger = ledger;
		reports->ready_end = &reports->ready;
	}
	return reports;
}

static void
job_free(struct job *job)
{
	if (job->done != NULL)
		job->done(job->arg);
	*job->link = job->next;
	if (job->next != NULL)
		job->next->link = job->link;
	if (job->timer != NULL)
		event_free(job->timer);
	if (job->connection != NULL)
		evhttp_connection_free(job->connection);
	json_decref(job->messages);
	free(job);
}

void
reports_free(struct reports *reports)
{
	struct target *target;
	struct job *job, *next;
	size_t i;

	if (reports == NULL)
		return;
	for (job = reports->jobs; job != NULL; job = next) {
		next = job->next;
		job->done = NULL;
		job_free(job);
	}
	for (i = 0; i < reports->target_count; i++) {
		target = &reports->targets[i];
		value_url_fini(&target->url);
		free(target->gateway);
		free(target->host_header);
	}
	free(reports);
}

void
reports_forget(struct reports *reports, const void *arg)
{
	struct job *job;

	for (job = reports->jobs; job != NULL; job = job->next) {
		if (job->arg == arg)
			job->done = NULL;
	}
}

int
reports_add_target(struct reports *reports, const char *text, const char **why)
{
	const char *url = text, *equals = strchr(text, '=');
	struct target *target;
	struct buf host;

	if (reports->target_count == TARGETS_MAX) {
		*why = "there are too many";
		return -1;
	}
	target = &reports->targets[reports->target_count];
	if (equals != NULL && equals < strchr(text, ':'))
		url = equals + 1;
	if (value_url(url, &target->url, why) != 0)
		return -1;
	reports->target_count++;
	buf_init(&host, 1024);
	buf_printf(&host, target->url.is_address ? "[%s]:%u" : "%s:%u",
	    target->url.host, (unsigned)target->url.port);
	target->host_header = buf_steal(&host, NULL);
	buf_fini(&host);
	if (url != text)
		target->gateway = strndup(text, (size_t)(equals - text));
	if (strcmp(target->url.scheme, "https") == 0)
		*why = "an http URL";
	else if (target->host_header == NULL ||
	    (url != text && target->gateway == NULL))
		*why = "more memory";
	else
		return 0;
	return -1;
}

/* Where the reports of a gateway go; NULL when nowhere. */
static const struct target *
find_target(const struct reports *reports, const char *gateway)
{
	const struct target *all = NULL, *target;
	size_t i;

	for (i = 0; i < reports->target_count; i++) {
		target = &reports->targets[i];
		if (target->gateway == NULL)
			all = target;
		else if (gateway != NULL &&
		    strcmp(target->gateway, gateway) == 0)
			return target;
	}
	return all;
}

static void
job_wait(struct job *job, int64_t ms)
{
	const struct timeval wait = {
		.tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000 * 1000),
	};

	if (evtimer_add(job->timer, &wait) != 0)
		job_free(job);
}

static void push_ready(struct reports *reports);

/* The answer to a push, or NULL when none came. */
static void
on_answer(struct evhttp_request *answer, void *arg)
{
	struct job *job = arg;
	struct reports *reports = job->reports;
	struct evbuffer *in;
	char body[4096];
	bool thanked = false;
	ev_ssize_t len;

	if (answer != NULL) {
		in = evhttp_request_get_input_buffer(answer);
		len = evbuffer_copyout(in, body, sizeof(body) - 1);
		body[len > 0 ? len : 0] = '\0';
		thanked =
		    service_get(job->service)
			->is_thanked(
			    evhttp_request_get_response_code(answer), body);
	}
	reports->pushes--;
	if (thanked)
		job->over = --job->times == 0;
	else
		job->over = ++job->failed == TRIES;
	/* the connection cannot go before this has returned */
	job_wait(job, thanked || job->over ? 0 : again_ms[job->failed]);
	push_ready(reports);
}

static struct evhttp_request *
make_request(struct job *job, const struct push *push)
{
	struct evhttp_request *request = evhttp_request_new(on_answer, job);
	struct evkeyvalq *headers;

	if (request == NULL)
		return NULL;
	headers = evhttp_request_get_output_headers(request);
	if (evhttp_add_header(headers, "Host", job->target->host_header) != 0 ||
	    evhttp_add_header(headers, "Connection", "close") != 0 ||
	    (!push->get &&
		(evhttp_add_header(
		     headers, "Content-Type", push->content_type) != 0 ||
		    evbuffer_add(evhttp_request_get_output_buffer(request),
			buf_str(&push->body), push->body.len) != 0))) {
		evhttp_request_free(request);
		return NULL;
	}
	return request;
}

/* Sends a request, which belongs to the connection from then on. */
static int
job_send(
    struct job *job, struct evhttp_request *request, bool get, const char *path)
{
	job->connection = evhttp_connection_base_new(job->reports->base, NULL,
	    job->target->url.host, job->target->url.port);
	if (job->connection == NULL) {
		evhttp_request_free(request);
		return -1;
	}
	evhttp_connection_set_timeout(job->connection, PUSH_TIMEOUT_S);
	return evhttp_make_request(job->connection, request,
	    get ? EVHTTP_REQ_GET : EVHTTP_REQ_POST, path);
}

/* Pushes a job.  -1 when that could not even begin. */
static int
job_push(struct job *job)
{
	const struct service *service = service_get(job->service);
	struct evhttp_request *request = NULL;
	struct push push = { .get = false };
	struct buf path;
	int rc = -1;

	buf_init(&push.query, (size_t)64 * 1024);
	buf_init(&push.body, (size_t)1024 * 1024);
	buf_init(&path, (size_t)64 * 1024);
	if (job->inbound)
		service->inbound(&push, json_array_get(job->messages, 0));
	else
		service->report(&push, job->messages);
	buf_puts(&path, job->target->url.path);
	if (push.query.len > 0)
		buf_printf(&path, "%s%s",
		    strchr(job->target->url.path, '?') != NULL ? "&" : "?",
		    buf_str(&push.query));
	if (!path.failed && !push.body.failed && !push.query.failed)
		request = make_request(job, &push);
	if (request != NULL)
		rc = job_send(job, request, push.get, buf_str(&path));
	buf_fini(&path);
	buf_fini(&push.query);
	buf_fini(&push.body);
	return rc;
}

/* Pushes what is ready, as much as may go at the same time. */
static void
push_ready(struct reports *reports)
{
	struct job *job;

	while (reports->ready != NULL && reports->pushes < PUSHES_MAX) {
		job = reports->ready;
		reports->ready = job->next_ready;
		if (reports->ready == NULL)
			reports->ready_end = &reports->ready;
		reports->pushes++;
		if (job_push(job) != 0) {
			reports->pushes--;
			job_free(job);
		}
	}
}

/* The time has come: the report exists from now on. */
static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct job *job = arg;
	json_t *message;
	size_t i;

	(void)fd;
	(void)what;
	if (job->connection != NULL)
		evhttp_connection_free(job->connection);
	job->connection = NULL;
	if (job->over) {
		job_free(job);
		return;
	}
	json_array_foreach(job->messages, i, message)
	{
		if (!job->inbound && job->failed == 0)
			(void)json_object_set_new(message, "reported_ms",
			    json_integer(clock_wall_ms(job->reports->clock)));
		if (job->target == NULL)
			(void)json_array_append(job->inbound ?
				job->reports->ledger->inbound :
				job->reports->ledger->reports,
			    message);
	}
	if (job->target == NULL) {
		job_free(job);
		return;
	}
	job->next_ready = NULL;
	*job->reports->ready_end = job;
	job->reports->ready_end = &job->next_ready;
	push_ready(job->reports);
}

static struct job *
job_new(struct reports *reports, enum service_id service, const char *gateway)
{
	struct job *job = calloc(1, sizeof(*job));

	if (job == NULL)
		return NULL;
	job->reports = reports;
	job->service = service;
	job->target = find_target(reports, gateway);
	job->times = 1;
	job->messages = json_array();
	job->timer = evtimer_new(reports->base, on_time, job);
	job->next = reports->jobs;
	job->link = &reports->jobs;
	if (job->next != NULL)
		job->next->link = &job->next;
	reports->jobs = job;
	if (job->messages != NULL && job->timer != NULL)
		return job;
	job_free(job);
	return NULL;
}

static bool
same_plan(const struct plan *a, const struct plan *b)
{
	return a->report == b->report && a->report_code == b->report_code &&
	    a->report_ms == b->report_ms;
}

/* How many messages from the first on one push can carry. */
static size_t
count_together(
    const struct plan *plans, size_t count, const struct service *service)
{
	size_t n = 1;

	while (n < count && n < service->report_max &&
	    same_plan(&plans[0], &plans[n]))
		n++;
	return n;
}

void
reports_add(struct reports *reports, enum service_id service,
    const char *gateway, size_t first, const struct plan *plans, size_t count,
    void (*done)(void *arg), void *arg)
{
	struct job *job;
	json_t *message;
	size_t i, k, n;

	for (i = 0; i < count; i += n) {
		n = count_together(plans + i, count - i, service_get(service));
		if (plans[i].report == REPORT_NEVER)
			continue;
		job = job_new(reports, service, gateway);
		if (job == NULL)
			break;
		for (k = 0; k < n; k++) {
			message =
			    ledger_message(reports->ledger, first + i + k);
			if (plans[i].report_code != NULL)
				(void)json_object_set_new(message, "report",
				    json_string(plans[i].report_code->name));
			(void)json_array_append(job->messages, message);
		}
		if (plans[i].report == REPORT_TWICE)
			job->times = 2;
		if (plans[i].report == REPORT_BEFORE && done != NULL) {
			job->done = done;
			job->arg = arg;
			done = NULL;
		}
		job_wait(job,
		    plans[i].report == REPORT_BEFORE ? 0 : plans[i].report_ms);
	}
	if (done != NULL)
		done(arg);
}

int
reports_inbound(struct reports *reports, json_t *message)
{
	const char *name = json_text(message, "service");
	const char *gateway = json_text(message, "gateway");
	enum service_id service;
	struct job *job;

	for (service = 0; service < SERVICE_COUNT; service++) {
		if (strcmp(service_names[service], name) == 0)
			break;
	}
	if (service == SERVICE_COUNT || json_text(message, "from")[0] == '\0')
		return -1;
	if (json_object_set_new(message, "sent_ms",
		json_integer(clock_wall_ms(reports->clock))) != 0)
		return -1;
	job = job_new(reports, service, gateway[0] != '\0' ? gateway : NULL);
	if (job == NULL)
		return -1;
	job->inbound = true;
	(void)json_array_append(job->messages, message);
	job_wait(job, 0);
	return 0;
}
