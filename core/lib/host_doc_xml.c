/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: parsing XML with libxml2, without network and without
 * DTD: a document type is refused where it begins, so that there are no
 * entities but the five of XML itself.
 */
#include "host_doc.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

/* The type of a document begins: this is as far as it gets. */
static void
refuse_doctype(void *arg, const xmlChar *name, const xmlChar *external_id,
    const xmlChar *system_id)
{
	xmlParserCtxtPtr context = arg;

	(void)name;
	(void)external_id;
	(void)system_id;
	context->wellFormed = 0;
	xmlStopParser(context);
}

/* Newer versions of libxml2 hand out a constant error. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *error_pointer;
#else
typedef xmlErrorPtr error_pointer;
#endif

/* Otherwise a lack of memory is told on stderr, with a piece of the text. */
static void
be_quiet(void *arg, error_pointer error)
{
	(void)arg;
	(void)error;
}

static xmlDocPtr
parse_quietly(const void *data, size_t len)
{
	xmlParserCtxtPtr context = xmlNewParserCtxt();
	xmlDocPtr doc;

	if (context == NULL)
		return NULL;
	context->sax->internalSubset = refuse_doctype;
	doc = xmlCtxtReadMemory(context, data, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (doc != NULL && (!context->wellFormed || doc->intSubset != NULL)) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(context);
	return doc;
}

/* The handler of errors is the thread's; an embedding program may have one. */
static xmlDocPtr
parse(const void *data, size_t len)
{
	xmlStructuredErrorFunc theirs = xmlStructuredError;
	void *arg = xmlStructuredErrorContext;
	xmlDocPtr doc;

	xmlSetStructuredErrorFunc(NULL, be_quiet);
	doc = parse_quietly(data, len);
	xmlSetStructuredErrorFunc(arg, theirs);
	return doc;
}

static size_t
count_members(const xmlNode *element, size_t *elements)
{
	const xmlAttr *attribute;
	const xmlNode *child;
	size_t n = 0;

	for (attribute = element->properties; attribute != NULL;
	     attribute = attribute->next)
		n++;
	*elements = 0;
	for (child = element->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			++*elements;
	return n + *elements;
}

/* The text of an element or attribute: its pieces, comments left out. */
static const char *
copy_text(const xmlNode *pieces, struct arena *scratch)
{
	const xmlNode *piece;
	size_t len = 0, n;
	char *out, *end;

	for (piece = pieces; piece != NULL; piece = piece->next)
		if (piece->content != NULL && piece->type != XML_COMMENT_NODE &&
		    piece->type != XML_PI_NODE)
			len += strlen((const char *)piece->content);
	out = end = arena_alloc(scratch, len + 1);
	for (piece = pieces; out != NULL && piece != NULL; piece = piece->next)
		if (piece->content != NULL && piece->type != XML_COMMENT_NODE &&
		    piece->type != XML_PI_NODE) {
			n = strlen((const char *)piece->content);
			memcpy(end, piece->content, n);
			end += n;
		}
	return out;
}

static int copy_element(
    const xmlNode *element, struct arena *scratch, struct doc_node *node);

static int
copy_members(
    const xmlNode *element, struct arena *scratch, struct doc_node *node)
{
	struct doc_node *member = node->children;
	const xmlAttr *attribute;
	const xmlNode *child;

	for (attribute = element->properties; attribute != NULL;
	     attribute = attribute->next, member++) {
		member->type = SMSGW_DOC_STRING;
		member->name =
		    arena_printf(scratch, "@%s", (const char *)attribute->name);
		member->text = copy_text(attribute->children, scratch);
		if (member->name == NULL || member->text == NULL)
			return -1;
	}
	for (child = element->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE &&
		    copy_element(child, scratch, member++) != 0)
			return -1;
	return 0;
}

static int
copy_element(
    const xmlNode *element, struct arena *scratch, struct doc_node *node)
{
	size_t elements;

	node->count = count_members(element, &elements);
	node->type = elements > 0 ? SMSGW_DOC_OBJECT : SMSGW_DOC_STRING;
	node->name = arena_strdup(scratch, (const char *)element->name);
	if (elements == 0)
		node->text = copy_text(element->children, scratch);
	node->children =
	    arena_calloc(scratch, node->count, sizeof(*node->children));
	if (scratch->failed)
		return -1;
	return copy_members(element, scratch, node);
}

static struct host_doc *
copy_doc(const xmlNode *root, struct arena *scratch)
{
	struct host_doc *doc = arena_alloc(scratch, sizeof(*doc));

	if (doc == NULL)
		return NULL;
	doc->xml = true;
	doc->root.type = SMSGW_DOC_OBJECT;
	doc->root.count = 1;
	doc->root.children =
	    arena_calloc(scratch, 1, sizeof(*doc->root.children));
	if (doc->root.children == NULL ||
	    copy_element(root, scratch, doc->root.children) != 0)
		return NULL;
	return doc;
}

struct smsgw_doc *
host_doc_xml(struct smsgw_gateway *pub, const void *data, size_t len)
{
	struct arena *scratch;
	struct host_doc *doc;
	xmlNode *root;
	xmlDocPtr xml;

	scratch = host_scratch(gateway_of(pub), "smsgw_doc_xml()");
	if (scratch == NULL || data == NULL || len > DOC_MAX)
		return NULL;
	xml = parse(data, len);
	if (xml == NULL)
		return NULL;
	root = xmlDocGetRootElement(xml);
	doc = root != NULL ? copy_doc(root, scratch) : NULL;
	xmlFreeDoc(xml);
	if (doc == NULL)
		return NULL;
	doc->pub.host = pub->host;
	return &doc->pub;
}
