/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading and writing whole descriptors, whatever signals come in between and
 * in however many parts the bytes come or go.
 */
#ifndef SMSGW_FD_H
#define SMSGW_FD_H

#include <sys/types.h>

#include "buf.h"

/*
 * Reads what is there, at most len bytes, as read() does, but a signal does
 * not end it.  The number of bytes, 0 at the end, or -1 with errno.
 */
ssize_t fd_read(int fd, void *data, size_t len);

/*
 * Appends all that comes until the end to out.  0, or -1 with errno: EFBIG
 * for more than max bytes or than out may hold, ENOMEM without memory.  After
 * -1 what out holds is undefined.  The content may be secret: no copy of it
 * stays behind, and the caller wipes out.
 */
int fd_read_all(int fd, size_t max, struct buf *out);

/*
 * Writes len bytes, all of them.  0, or -1 with errno; how many were written
 * then is not known.
 */
int fd_write_all(int fd, const void *data, size_t len);

#endif
