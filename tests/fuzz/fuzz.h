/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share.  A target is one function; libFuzzer calls it,
 * or, in the usual build, replay.c with every file that is kept.  What must
 * not be is an abort().
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "compat.h"

#include "gateway.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts unless it holds. */
void fuzz_require(bool holds);

/*
 * Takes the next line off, without its line feed and as a string, the
 * caller's; at the end an empty one.  NUL bytes become 'N'.
 */
char *fuzz_line(const uint8_t **data, size_t *size);

/* All that is left, likewise. */
char *fuzz_rest(const uint8_t *data, size_t size);

/*
 * An opened gateway with that file, once a process for each text; of the
 * provider http, which is linked into the target.
 */
struct gateway *fuzz_gateway(const char *text);

/* What its calls allocate lies in memory of their own from here to there. */
void fuzz_enter(struct gateway *gw);
void fuzz_leave(struct gateway *gw);

#endif
