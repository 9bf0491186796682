/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a probe's child tells its parent about one item: a frame of four bytes
 * of length and a JSON object, of at most 4 MiB.  For probe.c alone.
 */
#ifndef SMSGW_PROBE_WIRE_H
#define SMSGW_PROBE_WIRE_H

#include "compat.h"

#include <jansson.h>

#include "buf.h"
#include "problem.h"

#define PROBE_FRAME_MAX (4u << 20)
#define PROBE_HEADER 4u

/* What probe_unpack() returns when it was memory that it lacked. */
#define PROBE_NO_MEMORY (-2)

/*
 * In the child: appends the frame of one item to frame.  What is too long is
 * replaced by one problem that says so.  out may be NULL.  0, or -1.
 */
int probe_pack(int result, const json_t *out, const struct problems *problems,
    struct buf *frame);

/* The length of what follows a header. */
size_t probe_frame_length(const unsigned char header[PROBE_HEADER]);

/*
 * In the parent: reads what followed a header.  0 with *result, *out (NULL
 * or the caller's reference) and the problems appended; -1 when that is no
 * such object, or PROBE_NO_MEMORY: nothing is appended then.
 */
int probe_unpack(const char *data, size_t len, int *result, json_t **out,
    struct problems *problems);

#endif
