/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: reading a parsed document by path.  In JSON a path is a
 * pointer of RFC 6901.  In XML a step is an element's local name, or @NAME for
 * an attribute; a number behind a name picks one of several of that name.
 * Elements that share a name are an array when no number picks one.
 */
#include "host_doc.h"

#include <string.h>

#include "ascii.h"

/* One step of a path: the characters between two slashes. */
struct step {
	const char *text;
	size_t len;
};

/* What a path leads to: a node, or in XML several of the same name. */
struct place {
	const struct doc_node *node; /* NULL: nothing */
	size_t same;                 /* how many of its name; 1 at least */
};

/* Takes the next step off; false at the end, or when there is no slash. */
static bool
step_next(const char **path, struct step *step)
{
	if (**path != '/')
		return false;
	step->text = *path + 1;
	step->len = strcspn(step->text, "/");
	*path = step->text + step->len;
	return true;
}

/* Whether a step means this name, ~1 being a slash and ~0 a tilde. */
static bool
step_is(const struct step *step, const char *name)
{
	size_t i;
	char c;

	for (i = 0; i < step->len; i++) {
		c = step->text[i];
		if (c == '~') {
			if (++i == step->len ||
			    (step->text[i] != '0' && step->text[i] != '1'))
				return false;
			c = step->text[i] == '0' ? '~' : '/';
		}
		if (*name++ != c)
			return false;
	}
	return *name == '\0';
}

/* A decimal index without leading zeros; -1 when the step is none. */
static int64_t
step_index(const struct step *step)
{
	int64_t index = 0;
	size_t i;

	if (step->len == 0 || step->len > 9 ||
	    (step->text[0] == '0' && step->len > 1))
		return -1;
	for (i = 0; i < step->len; i++) {
		if (!ascii_is_digit(step->text[i]))
			return -1;
		index = index * 10 + (step->text[i] - '0');
	}
	return index;
}

static const struct doc_node *
json_child(const struct doc_node *node, const struct step *step)
{
	int64_t index;
	size_t i;

	if (node->type == SMSGW_DOC_ARRAY) {
		index = step_index(step);
		return index >= 0 && (size_t)index < node->count ?
		    &node->children[index] :
		    NULL;
	}
	for (i = 0; i < node->count; i++)
		if (step_is(step, node->children[i].name))
			return &node->children[i];
	return NULL;
}

static struct place
json_find(const struct host_doc *doc, const char *path)
{
	struct place place = { &doc->root, 1 };
	struct step step;

	while (place.node != NULL && step_next(&path, &step))
		place.node = json_child(place.node, &step);
	if (*path != '\0')
		place.node = NULL;
	return place;
}

/* The index-th child of a name, and how many there are of it. */
static struct place
xml_child(const struct doc_node *node, const struct step *step, int64_t index)
{
	struct place place = { NULL, 0 };
	struct step local = *step;
	const char *colon = memchr(step->text, ':', step->len);
	size_t i;

	if (colon != NULL) {
		local.len -= (size_t)(colon + 1 - local.text);
		local.text = colon + 1;
	}
	for (i = 0; i < node->count; i++) {
		if (!step_is(&local, node->children[i].name))
			continue;
		if ((int64_t)place.same == index)
			place.node = &node->children[i];
		place.same++;
	}
	return place;
}

static struct place
xml_find(const struct host_doc *doc, const char *path)
{
	struct place place = { &doc->root, 1 };
	struct step step, number;
	const char *behind;
	int64_t index;

	while (place.node != NULL && step_next(&path, &step)) {
		behind = path;
		index = step_next(&behind, &number) ? step_index(&number) : -1;
		place = xml_child(place.node, &step, index < 0 ? 0 : index);
		if (index >= 0) {
			path = behind;
			place.same = 1;
		}
	}
	if (*path != '\0')
		place.node = NULL;
	return place;
}

static struct place
find(struct smsgw_doc *pub, const char *path)
{
	const struct host_doc *doc = (const struct host_doc *)pub;

	if (path == NULL)
		return (struct place){ NULL, 0 };
	return doc->xml ? xml_find(doc, path) : json_find(doc, path);
}

const char *
host_doc_get(struct smsgw_doc *pub, const char *path)
{
	struct place place = find(pub, path);

	return place.node != NULL && place.same == 1 ? place.node->text : NULL;
}

int32_t
host_doc_type(struct smsgw_doc *pub, const char *path)
{
	struct place place = find(pub, path);

	if (place.node == NULL)
		return SMSGW_DOC_ABSENT;
	return place.same > 1 ? SMSGW_DOC_ARRAY : place.node->type;
}

int64_t
host_doc_size(struct smsgw_doc *pub, const char *path)
{
	struct place place = find(pub, path);
	size_t i, elements = 0;

	if (place.node == NULL)
		return -1;
	if (place.same > 1)
		return (int64_t)place.same;
	if (place.node->type == SMSGW_DOC_ARRAY)
		return (int64_t)place.node->count;
	if (place.node->type != SMSGW_DOC_OBJECT)
		return -1;
	for (i = 0; i < place.node->count; i++)
		if (place.node->children[i].name[0] != '@' ||
		    !((struct host_doc *)pub)->xml)
			elements++;
	return (int64_t)elements;
}
