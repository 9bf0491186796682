/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command line wants of a gateway's file: KEY=VALUE, each checked
 * against the keys that smsgw and the provider know, values read from where
 * they are said to be.  A secret never stands in the command line itself.
 */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include <jansson.h>

#include "arena.h"
#include "buf.h"
#include "loader.h"

struct cli;

/* One key and its new value; section and key are in lower case. */
struct change {
	const char *section;
	const char *key;
	struct buf value;
	bool secret; /* value is to go into a file of its own */
};

/*
 * A growing list, and what is needed to understand a key: provider is the
 * description of the gateway's provider (probe.h), or NULL when it has none
 * that works.
 */
struct changes {
	struct change *items;
	size_t count;
	size_t size;
	json_t *provider;
	struct arena arena;
};

void changes_init(struct changes *changes);
void changes_fini(struct changes *changes);

/*
 * Describes the provider, in a child.  0, or -1 with the reason in problems;
 * keys of the provider are then unknown.
 */
int changes_use_provider(struct changes *changes, struct loader *loader,
    const char *name, struct problems *problems);

/* The VALUE of a word KEY=VALUE with this key of [gateway], or NULL. */
const char *change_word_value(const char *word, const char *key);

/*
 * Understands one word, KEY=VALUE, or KEY alone for a secret that is asked
 * for.  0, or an exit code after having said what is wrong
 * and which key was meant.
 */
int changes_add_word(
    struct cli *cli, struct changes *changes, const char *word);

/*
 * Adds a value that was asked for or made; what it holds is copied.  NULL
 * without memory, else the change.
 */
struct change *changes_add(struct changes *changes, const char *section,
    const char *key, const char *value, bool secret);

/* The change of a key, or NULL. */
struct change *changes_find(
    const struct changes *changes, const char *section, const char *key);

/* The provider's parameter of that section and name (JSON), or NULL. */
json_t *changes_param(
    const struct changes *changes, const char *section, const char *name);

#endif
