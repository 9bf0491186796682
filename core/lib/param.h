/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters as data: the tables of the keys that the files of smsgw know, in
 * the struct that providers use for theirs, and the one way to read a section
 * of a file by such tables: unknown keys with the nearest known one, strict
 * types, required keys, choices and `when`.
 */
#ifndef SMSGW_PARAM_H
#define SMSGW_PARAM_H

#include <smsgw/provider.h>

#include "arena.h"
#include "ini.h"
#include "problem.h"
#include "value.h"

/* Types of the core's own keys, beside those of provider.h. */
enum {
	PARAM_RATE = 100, /* 50/s, 5000/day */
	PARAM_PATH,       /* relative to the file's folder */
	PARAM_WORDS,      /* several of `choices`, blanks between */
	PARAM_COUNTRIES,  /* ISO 3166 alpha-2, blanks between */
	PARAM_COUNTRY,
	PARAM_PHONE,  /* a recipient */
	PARAM_PINS,   /* base64 SHA-256 values, blanks between */
	PARAM_PAIRS,  /* URL-encoded k=v&k=v, or k=v k=v */
	PARAM_NAME,   /* the name of a provider, template, gateway */
	PARAM_SHA256, /* 64 hexadecimal digits */
	PARAM_LISTEN  /* ADDRESS:PORT, several with blanks between */
};

/* Flags of the core's own keys, beside those of provider.h. */
enum {
	PARAM_PAGE = 1 << 16,  /* a word of the page that providers list */
	PARAM_FORM = 1 << 17,  /* stands in every new gateway file */
	PARAM_LOCALE = 1 << 18 /* KEY.LOCALE works too */
};

/* How param_read_how() reads. */
enum {
	PARAM_READ_SOME = 1,   /* keys that no table knows are left alone */
	PARAM_READ_DAMAGED = 2 /* lines were refused: none is "missing" */
};

/*
 * The keys of each section; each ends with a NULL name.  param_gateway holds
 * the words of the gateway page too: a provider's own table refines their
 * labels, and says which of them it uses and requires.
 */
extern const struct smsgw_param param_gateway[];
extern const struct smsgw_param param_routing[];
extern const struct smsgw_param param_limits[];
extern const struct smsgw_param param_smsgw[];
extern const struct smsgw_param param_daemon[];
extern const struct smsgw_param param_template[];
extern const struct smsgw_param param_client[];

/* One value in effect. */
struct param_value {
	const struct smsgw_param *param;
	const char *text;     /* as written or preset; never NULL */
	int64_t number;       /* integer, boolean, duration in ms */
	uint32_t item;        /* the N of a numbered key, else 0 */
	const char *suffix;   /* the LOCALE of a PARAM_LOCALE key, else "" */
	int line;             /* 0: not in the file, preset */
	bool by_file;         /* SECRET, given by KEY_file */
	bool refused;         /* what the file has does not fit the type */
	const char *from;     /* outside the file: "$NAME", a path; or NULL */
	const char *from_env; /* while the environment is read */
};

/*
 * All values of one section, in the order of the tables, numbered ones by
 * number; memory is the arena's.
 */
struct param_values {
	struct param_value *values;
	size_t count;
	const struct param_values *outer; /* `when` looks here too */
};

/* A table of parameters and how far apart its entries are. */
struct param_table {
	const struct smsgw_param *params;
	size_t size;
};

/* The sections of a gateway's file, in the order in which they are written. */
#define PARAM_SECTIONS 5
struct param_section {
	const char *name;
	const struct smsgw_param *params; /* NULL: any key, or the provider's */
};
extern const struct param_section param_sections[PARAM_SECTIONS];

/* The names of those sections. */
void param_section_names(const char *names[PARAM_SECTIONS]);

/* Writes KEY_file for a key, as long as a file may have keys. */
#define PARAM_KEY_FILE_SIZE (INI_NAME_MAX + 8)
void param_key_file(const char *key, char out[PARAM_KEY_FILE_SIZE]);

/* The length of the KEY of "KEY_file"; 0 when the key is no such one. */
size_t param_key_file_stem(const char *key);

/* The index-th parameter; NULL at the end. */
const struct smsgw_param *param_at(
    const struct param_table *table, size_t index);

/*
 * The parameter that a key as written means: "sms_url", "api_password_file"
 * (the SECRET one it is the file of; *file is then true), "field.3" (the
 * NUMBERED one; *item is then 3).  file and item may be NULL.
 */
const struct smsgw_param *param_find(const struct param_table *table,
    const char *key, bool *file, uint32_t *item);

/*
 * Reads one section.  Every key must be of one of the tables (the first that
 * knows it wins); every value must fit its type.  Keys that are missing or
 * empty get their preset, or "".  A key whose `when` does not hold is "", and
 * a warning when the file has it.  SECRET values given by KEY_file are left
 * "" here, with the line: secret_load() reads them.  Errors and warnings go
 * to problems; what could be read is usable all the same.  0, or -1 without
 * memory.
 */
int param_read(const struct ini *ini, const char *section,
    const struct param_table *tables, size_t table_count, struct arena *arena,
    struct param_values *values, struct problems *problems);

/*
 * The same, with PARAM_READ_... joined by |; values->outer is the caller's.
 */
int param_read_how(const struct ini *ini, const char *section,
    const struct param_table *tables, size_t table_count, unsigned how,
    struct arena *arena, struct param_values *values,
    struct problems *problems);

/* Reports each section of a file that is not one of `names`. */
void param_check_sections(const struct ini *ini, const char *const *names,
    size_t count, struct problems *problems);

/*
 * Reports a value that param_check() refused, at its line.  The value itself
 * is shown unless the key is SECRET.
 */
void param_refuse(const struct ini *ini, const struct smsgw_param *param,
    const char *key, int line, const char *value, const char *expected,
    struct problems *problems);

/* Whether the `when` of a parameter holds. */
bool param_applies(
    const struct param_values *values, const struct smsgw_param *param);

/* Checks one value alone, for `set` and `add`; *expected as in value.h. */
int param_check(const struct smsgw_param *param, const char *text,
    int64_t *number, const char **expected);

/* Whether a string can name a gateway or template: [a-z0-9][a-z0-9_-]{0,62} */
bool param_name_valid(const char *name, size_t len);

/*
 * The next pair of a PARAM_PAIRS value, decoded, appended to name and value
 * (which may be NULL).  Moves *cursor behind it.  1; 0 at the end; -1 when what
 * stands there is no pair or a buffer failed.
 */
int param_pair_next(const char **cursor, struct buf *name, struct buf *value);

/* The value of a key, without a suffix; NULL when no table had it. */
const struct param_value *param_get(
    const struct param_values *values, const char *key);

/* The index-th of a numbered key, by number; NULL at the end. */
const struct param_value *param_get_item(
    const struct param_values *values, const char *key, size_t index);

/*
 * Its text, "" when there is none, or NULL in place of ""; its number, 0 when
 * there is none.
 */
const char *param_text(const struct param_values *values, const char *key);
const char *param_text_or_null(
    const struct param_values *values, const char *key);
int64_t param_number(const struct param_values *values, const char *key);

/* Where it comes from when not from the file: "$NAME", a path; or NULL. */
const char *param_from(const struct param_values *values, const char *key);

#endif
