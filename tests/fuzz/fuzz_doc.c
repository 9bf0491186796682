/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the reading of JSON and XML: the first line is a path, the rest a
 * document, read as both.  What is taken for JSON jansson takes too.
 */
#include "fuzz.h"

#include <stdlib.h>

#include <jansson.h>

static const char plain[] = "[gateway]\nprovider = http\n"
			    "sms_url = https://sms.example.com/\n"
			    "[provider]\nfield.1 = t: ${text}\n"
			    "field.2 = n: ${to}\nid = none\n";

/* Numbers that jansson cannot hold are read by us as they are written. */
static bool
has_long_number(const uint8_t *data, size_t size)
{
	size_t i, run = 0;

	for (i = 0; i < size && run < 18; i++)
		run = data[i] >= '0' && data[i] <= '9' ? run + 1 : 0;
	return run == 18;
}

static void
walk(struct smsgw_doc *doc, const char *path)
{
	const char *text = smsgw_doc_get(doc, path);
	int64_t size = smsgw_doc_size(doc, path);
	int32_t type = smsgw_doc_type(doc, path);

	fuzz_require(text == NULL || strlen(text) < 1024 * 1024);
	fuzz_require(size >= -1);
	if (type == SMSGW_DOC_ABSENT)
		fuzz_require(text == NULL && size == -1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gateway *gw = fuzz_gateway(plain);
	char *path = fuzz_line(&data, &size);
	struct smsgw_doc *doc;
	json_t *json;

	fuzz_enter(gw);
	doc = smsgw_doc_json(&gw->pub, data, size);
	if (doc != NULL && size > 3 && data[0] != 0xef &&
	    !has_long_number(data, size)) {
		json = json_loadb((const char *)data, size,
		    JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
		fuzz_require(json != NULL);
		json_decref(json);
	}
	walk(doc, path);
	walk(doc, "");
	doc = smsgw_doc_xml(&gw->pub, data, size);
	walk(doc, path);
	walk(doc, "/a/0/b");
	fuzz_leave(gw);
	free(path);
	return 0;
}
