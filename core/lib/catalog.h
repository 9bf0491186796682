/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error catalogue as data: for each stable code what it means, who has to
 * act, what to do and which exit code a program ends with.  Traces, problems,
 * `smsgw errors`, the daemon and the console all take their words from here.
 */
#ifndef SMSGW_CATALOG_H
#define SMSGW_CATALOG_H

#include "compat.h"

/* Exit codes of our programs, those of sysexits. */
enum catalog_exit {
	CATALOG_DONE = 0,
	CATALOG_USAGE = 64,      /* the command line is wrong */
	CATALOG_DATA = 65,       /* bad number, text or row */
	CATALOG_REFUSED = 69,    /* the provider refused this message */
	CATALOG_INTERNAL = 70,   /* our own mistake, or no memory */
	CATALOG_IO = 74,         /* reading or writing failed */
	CATALOG_LATER = 75,      /* nothing was sent; try again later */
	CATALOG_UNKNOWN = 76,    /* protocol, or the outcome is unknown */
	CATALOG_PERMISSION = 77, /* permission or credentials refused */
	CATALOG_CONFIG = 78      /* the configuration is wrong */
};

/*
 * One error.  code is kebab-case with the area first and never changes its
 * meaning.  All strings are UTF-8; text and fix are sentences in both
 * languages and never NULL; help is a paragraph more for `errors`, or NULL.
 */
struct catalog_entry {
	const char *code;
	int who;         /* SMSGW_WHO_... */
	int exit_code;   /* CATALOG_... */
	int error_class; /* the SMSGW_CLASS_... this is the row of, or NONE */
	const char *text, *text_zh;
	const char *fix, *fix_zh;
	const char *help, *help_zh;
};

/* How many entries there are. */
size_t catalog_count(void);

/* The i-th entry, in the order of the areas; NULL at the end. */
const struct catalog_entry *catalog_get(size_t i);

/* The entry with this code, which may be NULL; NULL when there is none. */
const struct catalog_entry *catalog_find(const char *code);

/*
 * The one entry of a class of errors, SMSGW_CLASS_...; a class that is not
 * known is as SMSGW_CLASS_REFUSED.  NULL for SMSGW_CLASS_NONE.
 */
const struct catalog_entry *catalog_for_class(int error_class);

/* The code that a mistyped one was most likely meant to be, or NULL. */
const char *catalog_nearest(const char *code);

/*
 * admin, provider, sender, recipient, vendor or nobody, as programs read it:
 * never translated.  A value that is not known is nobody.
 */
const char *catalog_who_name(int who);

/* Who that is, for people: "the admin of the gateway"; in Chinese if zh. */
const char *catalog_who_text(int who, bool zh);

/* What an exit code means, a clause; NULL when it is none of ours. */
const char *catalog_exit_text(int exit_code, bool zh);

#endif
