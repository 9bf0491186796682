/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading and writing until all is done: parts are put together, a call that
 * a signal has ended is made again.
 */
#include "fd.h"

#include <errno.h>
#include <unistd.h>

#include "precondition.h"

ssize_t
fd_read(int fd, void *data, size_t len)
{
	ssize_t n;

	do
		n = read(fd, data, len);
	while (n < 0 && errno == EINTR);
	return n;
}

/* Appends one part; 0 or an errno value. */
static int
take_part(struct buf *out, const char *data, size_t len, size_t room)
{
	if (len > room || len > out->max - out->len)
		return EFBIG;
	return buf_add(out, data, len) == 0 ? 0 : ENOMEM;
}

int
fd_read_all(int fd, size_t max, struct buf *out)
{
	char part[4096];
	int error = 0;
	ssize_t n;

	require_or_return(out != NULL, -1);
	while (error == 0 && (n = fd_read(fd, part, sizeof(part))) != 0) {
		if (n < 0) {
			error = errno;
			break;
		}
		error = take_part(out, part, (size_t)n, max);
		max -= error == 0 ? (size_t)n : 0;
	}
	wipe(part, sizeof(part));
	errno = error;
	return error == 0 ? 0 : -1;
}

int
fd_write_all(int fd, const void *data, size_t len)
{
	const char *from = data;
	ssize_t n;

	require_or_return(data != NULL || len == 0, -1);
	while (len > 0) {
		n = write(fd, from, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		from += n;
		len -= (size_t)n;
	}
	return 0;
}
