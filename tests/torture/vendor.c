/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vendor's process: one connection after the other, one answer to each.
 */
#include "vendor.h"

#include "compat.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER(member)                       \
	"HTTP/1.1 200 OK\r\n"                \
	"Content-Type: application/json\r\n" \
	"Content-Length: 30\r\n"             \
	"Connection: close\r\n\r\n{\"code\":\"0\", " member "}"

static const char answer[] = ANSWER("\"msgId\":\"m-1001\"");

/* A question about the account is no message, and is not counted. */
static const char balance_path[] = "/msg/balance/json ";
static const char balance[] = ANSWER("\"balance\":\"1000\"");

/* Its connection asks for nothing: it waits for all before it. */
static const char sync_word[] = "SYNC";

static int *count;
static int counted;
static pid_t pid;
static struct sockaddr_in address;

/* Reads until the body's last brace; what came is a message or a sync. */
static void
serve(int fd)
{
	char request[8192];
	size_t len = 0;
	ssize_t n;

	while (len < sizeof(request) - 1 &&
	    (n = read(fd, request + len, sizeof(request) - 1 - len)) > 0) {
		len += (size_t)n;
		request[len] = '\0';
		if (strcmp(request, sync_word) == 0) {
			(void)!write(fd, "", 1);
			return;
		}
		if (strstr(request, "\r\n\r\n") != NULL &&
		    request[len - 1] == '}')
			break;
	}
	if (len == 0)
		return;
	if (strstr(request, balance_path) != NULL) {
		(void)!write(fd, balance, sizeof(balance) - 1);
		return;
	}
	(*count)++;
	(void)!write(fd, answer, sizeof(answer) - 1);
}

static void
serve_all(int listener)
{
	int fd;

	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		fd = accept(listener, NULL, NULL);
		if (fd < 0)
			continue;
		serve(fd);
		close(fd);
	}
}

int
vendor_start(void)
{
	socklen_t len = sizeof(address);
	int fd;

	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (count == MAP_FAILED || fd < 0 ||
	    bind(fd, (struct sockaddr *)&address, len) != 0 ||
	    listen(fd, 64) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		abort();
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve_all(fd);
	}
	close(fd);
	return ntohs(address.sin_port);
}

void
vendor_stop(void)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

int
vendor_count(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), new;
	char byte;

	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    write(fd, sync_word, 4) != 4 || read(fd, &byte, 1) != 1)
		abort();
	close(fd);
	new = *count - counted;
	counted = *count;
	return new;
}
