/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over a template that filling in, listing and matching share.  For
 * template.c and template_match.c alone.
 */
#ifndef SMSGW_TEMPLATE_WALK_H
#define SMSGW_TEMPLATE_WALK_H

#include "compat.h"

enum template_kind {
	TEMPLATE_TEXT, /* stands for itself */
	TEMPLATE_NAME, /* what is between the braces */
	TEMPLATE_END,
};

struct template_piece {
	enum template_kind kind;
	const char *s;
	size_t len;
};

/*
 * Gives the piece at *pos and moves *pos behind it.  NULL, or what is wrong
 * there (static); piece then holds the name as far as there is one.
 */
const char *template_walk(
    const char *tpl, size_t *pos, struct template_piece *piece);

#endif
