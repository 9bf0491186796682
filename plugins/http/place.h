/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates that know where they stand.  A template is compiled once, for one
 * kind of place; each ${name|filter} in it is then encoded for exactly the spot
 * where it stands, so that no value can change the structure around it.
 */
#ifndef HTTP_PLACE_H
#define HTTP_PLACE_H

#include "value.h"

enum place {
	PLACE_RAW,    /* a parameter or field: encoded as a whole */
	PLACE_HEADER, /* a header's value: no control characters */
	PLACE_URL,    /* path and query of a URL: percent-encoded */
	PLACE_FORM,   /* a form written out: percent-encoded */
	PLACE_JSON,   /* in quotes escaped; else a whole JSON value */
	PLACE_XML,    /* in text or in an attribute's quotes: escaped */
	PLACE_TEXT    /* a plain body: as it is */
};

struct place_piece;

struct place_text {
	const char *key; /* for messages: "field.3" */
	enum place place;
	const struct place_piece *pieces;
	uint32_t uses; /* USES_... of all of it */
};

/*
 * Compiles; `refused` are the USES_ of what must not stand there.  A JSON or
 * XML template must be well-formed.  0, or -1 with the call failed, key and
 * position named.
 */
int place_compile(struct smsgw_gateway *gw, const char *key, const char *text,
    enum place place, uint32_t refused, struct place_text *out);

/* A template that is this text, whatever is in it. */
int place_literal(struct smsgw_gateway *gw, const char *key, const char *text,
    struct place_text *out);

/* Appends what it gives now; 0, or -1 and the call failed. */
int place_render(const struct place_text *text, const struct render *render,
    struct bytes *out);

/* The inside of a JSON string, of RFC 8259. */
void escape_json(struct bytes *out, const char *data, size_t len);

/* For XML text and attributes; -1 when XML has no place for a character. */
int escape_xml(struct bytes *out, const char *data, size_t len);

#endif
