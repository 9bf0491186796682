/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share.  A target is one function; libFuzzer calls it,
 * or, in the usual build, replay.c with every file that is kept.  What must
 * not be is an abort().
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "compat.h"

#include "exchange.h"
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
 * An opened gateway with that file, once a process for each text; the provider
 * it names is linked into the target.
 */
struct gateway *fuzz_gateway(const char *text);

/* What its calls allocate lies in memory of their own from here to there. */
void fuzz_enter(struct gateway *gw);
void fuzz_leave(struct gateway *gw);

/*
 * One message with that text, answered with status and body: it has exactly
 * one outcome, and then check() is called.
 */
typedef void fuzz_check(
    struct exchange *x, const char *text, int status, const char *body);
void fuzz_exchange(struct gateway *gw, const char *text, int status,
    const char *body, fuzz_check *check);

#endif
