/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts with ${name} in them: filling them in, listing what they want, and
 * the reverse, reading the arguments back out of a finished text.  What
 * stands between the braces is the caller's business, filters included.
 */
#ifndef SMSGW_TEMPLATE_H
#define SMSGW_TEMPLATE_H

#include "compat.h"

#define TEMPLATE_NAME_SIZE 64

struct buf;

struct template_error {
	size_t offset;                 /* in bytes, of the ${ */
	char name[TEMPLATE_NAME_SIZE]; /* escaped, perhaps cut; or empty */
	const char *reason;            /* static: "unknown name", … */
	bool unknown;                  /* lookup does not know the name */
};

/*
 * Appends the value of an expression (len bytes at expr, not NUL-terminated).
 * 0, or -1 when the name is unknown.
 */
typedef int template_lookup(
    void *arg, const char *expr, size_t len, struct buf *out);

/* Told of an expression; anything but 0 stops the walk and is its result. */
typedef int template_name(void *arg, const char *expr, size_t len);

/* Told of an argument found; anything but 0 stops and is the result. */
typedef int template_value(void *arg, const char *name, size_t name_len,
    const char *value, size_t value_len);

/*
 * Appends the template with every ${name} replaced by what lookup appends;
 * $$ is a dollar, and so is a $ before anything but { and $.  -1 and *err
 * (if err is not NULL) when ${ is not closed, a name is empty or unknown, or
 * out failed; what was appended so far is taken away again.
 */
int template_render(const char *tpl, template_lookup *lookup, void *arg,
    struct buf *out, struct template_error *err);

/*
 * Calls name for each ${name}, in order, repeated ones too.  0, what name
 * returned, or -1 and *err as above.
 */
int template_names(const char *tpl, template_name *name, void *arg,
    struct template_error *err);

/*
 * Reads the arguments out of a text that fits the template, and calls value
 * for each name once.  fixed (or NULL) says which expressions stand for a
 * text known beforehand, such as ${newline}.  Arguments are never empty; a
 * name that comes twice has the same value twice.  0; -1 when the text does
 * not fit, fits in more than one way, two variables stand side by side, the
 * template is broken or memory ran out; else what value returned.
 */
int template_match(const char *tpl, const char *text, template_lookup *fixed,
    template_value *value, void *arg);

#endif
