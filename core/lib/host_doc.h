/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document that was parsed for a provider: a tree in the call's scratch
 * memory, the same for JSON and XML, so that nothing of the parsers' own is
 * left to be freed.  Used by the files host_doc*.c alone.
 */
#ifndef SMSGW_HOST_DOC_H
#define SMSGW_HOST_DOC_H

#include "arena.h"
#include "host_part.h"

struct doc_node {
	int type;         /* SMSGW_DOC_... */
	const char *name; /* member, element, or @attribute; or NULL */
	const char *text; /* of a string, number or boolean */
	struct doc_node *children;
	size_t count;
};

struct host_doc {
	struct smsgw_doc pub; /* first */
	bool xml;
	struct doc_node root; /* of XML: holds the outermost element */
};

/* The longest document, in bytes. */
#define DOC_MAX ((size_t)1024 * 1024)

#endif
