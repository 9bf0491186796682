/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents: the pointers of RFC 6901, section 5; JSON that is none; XML with
 * what it must not have; JSON that a provider writes.
 */
#include <jansson.h>

#include "host_fixture.h"

static struct smsgw_doc *
json(const char *text)
{
	return smsgw_doc_json(fx.pub, text, strlen(text));
}

static struct smsgw_doc *
xml(const char *text)
{
	return smsgw_doc_xml(fx.pub, text, strlen(text));
}

static void
assert_get(struct smsgw_doc *doc, const char *path, const char *expected)
{
	const char *text = smsgw_doc_get(doc, path);

	assert_non_null(doc);
	if ((text == NULL) != (expected == NULL) ||
	    (text != NULL && strcmp(text, expected) != 0))
		fail_msg("%s is %s", path, text != NULL ? text : "NULL");
}

static void
pointers_are_those_of_rfc_6901(void **state)
{
	struct smsgw_doc *doc = json(
	    "{\"foo\": [\"bar\", \"baz\"], \"\": 0,"
	    "\"a/b\": 1, \"c%d\": 2, \"e^f\": 3, \"g|h\": 4, \"i\\\\j\": 5,"
	    "\"k\\\"l\": 6, \" \": 7, \"m~n\": 8}");

	(void)state;
	assert_int_equal(smsgw_doc_type(doc, ""), SMSGW_DOC_OBJECT);
	assert_int_equal(smsgw_doc_type(doc, "/foo"), SMSGW_DOC_ARRAY);
	assert_get(doc, "/foo/0", "bar");
	assert_get(doc, "/foo/1", "baz");
	assert_get(doc, "/", "0");
	assert_get(doc, "/a~1b", "1");
	assert_get(doc, "/c%d", "2");
	assert_get(doc, "/e^f", "3");
	assert_get(doc, "/g|h", "4");
	assert_get(doc, "/i\\j", "5");
	assert_get(doc, "/k\"l", "6");
	assert_get(doc, "/ ", "7");
	assert_get(doc, "/m~0n", "8");
	assert_get(doc, "/m~n", NULL);
	assert_get(doc, "/m~2n", NULL);
	assert_get(doc, "/m~", NULL);
	assert_get(doc, "foo", NULL);
	assert_get(doc, "/foo", NULL);
	assert_get(doc, "/foo/2", NULL);
	assert_get(doc, "/foo/-", NULL);
	assert_get(doc, "/foo/01", NULL);
	assert_get(doc, "/foo/-1", NULL);
	assert_get(doc, "/foo/99999999999999999999", NULL);
	assert_get(doc, "/foo/0/0", NULL);
	assert_get(doc, "/foo/", NULL);
	assert_get(doc, NULL, NULL);
}

static void
values_have_types_and_sizes(void **state)
{
	struct smsgw_doc *doc = json(
	    "{\"s\":\"\",\"n\":null,\"t\":true,"
	    "\"f\":false,\"a\":[],\"o\":{\"x\":1,\"y\":2},\"@z\":{\"@a\":1}}");

	(void)state;
	assert_get(doc, "/s", "");
	assert_get(doc, "/n", NULL);
	assert_get(doc, "/t", "true");
	assert_get(doc, "/f", "false");
	assert_int_equal(smsgw_doc_type(doc, "/s"), SMSGW_DOC_STRING);
	assert_int_equal(smsgw_doc_type(doc, "/n"), SMSGW_DOC_NULL);
	assert_int_equal(smsgw_doc_type(doc, "/t"), SMSGW_DOC_BOOLEAN);
	assert_int_equal(smsgw_doc_type(doc, "/o/x"), SMSGW_DOC_NUMBER);
	assert_int_equal(smsgw_doc_type(doc, "/none"), SMSGW_DOC_ABSENT);
	assert_int_equal(smsgw_doc_size(doc, ""), 7);
	assert_int_equal(smsgw_doc_size(doc, "/a"), 0);
	assert_int_equal(smsgw_doc_size(doc, "/o"), 2);
	assert_int_equal(smsgw_doc_size(doc, "/@z"), 1);
	assert_int_equal(smsgw_doc_size(doc, "/s"), -1);
	assert_int_equal(smsgw_doc_size(doc, "/none"), -1);
	assert_null(smsgw_doc_get(NULL, ""));
	assert_int_equal(smsgw_doc_size(NULL, ""), -1);
}

static void
numbers_come_as_they_were_written(void **state)
{
	struct smsgw_doc *doc =
	    json(" {\"1\": 12345678901234567890, \"a-2\\\""
		 "3\": [1.0, -0, 1e3, 1E+2, -9223372036854775808, 0.10],"
		 "\"z\": \"9\", \"l\": 123456789012345678901234567890}");

	(void)state;
	assert_get(doc, "/1", "12345678901234567890");
	assert_get(doc, "/a-2\"3/0", "1.0");
	assert_get(doc, "/a-2\"3/1", "-0");
	assert_get(doc, "/a-2\"3/2", "1e3");
	assert_get(doc, "/a-2\"3/3", "1E+2");
	assert_get(doc, "/a-2\"3/4", "-9223372036854775808");
	assert_get(doc, "/a-2\"3/5", "0.10");
	assert_get(doc, "/z", "9");
	assert_get(doc, "/l", "123456789012345678901234567890");
	assert_get(json("42"), "", "42");
	assert_get(json("\xef\xbb\xbf{\"a\":1}"), "/a", "1");
}

static void
what_is_no_json_is_refused(void **state)
{
	static const char *const bad[] = { "", " ", "{", "{\"a\":1,}", "{a:1}",
		"{\"a\":1,\"a\":2}", "[01]", "[1] x", "\"\\u0000\"",
		"[\"\xff\"]", "{\"a\\u0000\":1}", "['a']", "nul", "[1e999]",
		"<html>", "[\"\\ud800\"]", "[\"\n\"]" };
	char deep[6000];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++)
		if (json(bad[i]) != NULL)
			fail_msg("taken: %s", bad[i]);
	assert_null(smsgw_doc_json(fx.pub, "[1]\0", 4));
	assert_null(smsgw_doc_json(fx.pub, NULL, 0));
	memset(deep, '[', 3000);
	memset(deep + 3000, ']', 3000);
	assert_null(smsgw_doc_json(fx.pub, deep, 6000));
	assert_string_equal(fixture_failure(), "");
}

static void
every_cut_of_a_document_is_survived(void **state)
{
	static const char text[] = "{\"a\\\"\":[1.5,\"\\u00e9\",null,true],"
				   "\"b\":{\"c\":-1e-2}}";
	char copy[sizeof(text)];
	size_t i;
	int bit;

	(void)state;
	for (i = 0; i < sizeof(text) - 1; i++)
		assert_null(smsgw_doc_json(fx.pub, text, i));
	for (i = 0; i < sizeof(text) - 1; i++)
		for (bit = 0; bit < 8; bit++) {
			memcpy(copy, text, sizeof(text));
			copy[i] = (char)(copy[i] ^ (1 << bit));
			(void)smsgw_doc_get(
			    smsgw_doc_json(fx.pub, copy, sizeof(text) - 1),
			    "/b/c");
			(void)smsgw_doc_get(
			    smsgw_doc_xml(fx.pub, copy, sizeof(text) - 1),
			    "/b/c");
		}
}

static void
xml_is_read_by_path(void **state)
{
	struct smsgw_doc *doc = xml(
	    "<?xml version=\"1.0\"?>\n"
	    "<reply a=\"&lt;1\">"
	    "<item id='x'><code> 7 </code></item>"
	    "<item id='y'><code>8<!-- c -->&amp;<![CDATA[<9>]]></code></item>"
	    "<e/><one><b>1</b></one></reply>");

	(void)state;
	assert_get(doc, "/reply/@a", "<1");
	assert_get(doc, "/reply/item/0/code", " 7 ");
	assert_get(doc, "/reply/item/1/code", "8&<9>");
	assert_get(doc, "/reply/item/1/@id", "y");
	assert_get(doc, "/reply/item/code", " 7 ");
	assert_get(doc, "/reply/item/2/code", NULL);
	assert_get(doc, "/reply/e", "");
	assert_get(doc, "/reply/one/0/b/0", "1");
	assert_get(doc, "/reply/none", NULL);
	assert_get(doc, "/item", NULL);
	assert_get(doc, "/reply", NULL);
	assert_int_equal(smsgw_doc_type(doc, "/reply"), SMSGW_DOC_OBJECT);
	assert_int_equal(smsgw_doc_type(doc, "/reply/item"), SMSGW_DOC_ARRAY);
	assert_int_equal(smsgw_doc_size(doc, "/reply/item"), 2);
	assert_int_equal(smsgw_doc_size(doc, "/reply"), 4);
	assert_int_equal(smsgw_doc_size(doc, "/reply/e"), -1);
	assert_int_equal(smsgw_doc_type(doc, "/reply/e"), SMSGW_DOC_STRING);
}

static void
xml_names_may_have_prefixes_and_texts_another_encoding(void **state)
{
	struct smsgw_doc *doc;

	(void)state;
	doc = xml("<s:E xmlns:s='urn:x'><s:B>1</s:B></s:E>");
	assert_get(doc, "/E/B", "1");
	assert_get(doc, "/s:E/s:B", "1");
	doc = xml("<?xml version='1.0' encoding='GBK'?><a>\xd1\xe9</a>");
	assert_get(doc, "/a", "验");
}

static void
xml_with_a_doctype_or_entities_is_refused(void **state)
{
	static const char *const bad[] = { "", "<a>", "<a></b>", "text",
		"<!DOCTYPE a><a/>",
		"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/a'>]><a>&x;</a>",
		"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
		"<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>",
		"<a>&unknown;</a>", "<a/><b/>", "<a b='1' b='2'/>" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++)
		if (xml(bad[i]) != NULL)
			fail_msg("taken: %s", bad[i]);
	assert_null(smsgw_doc_xml(fx.pub, NULL, 0));
	assert_string_equal(fixture_failure(), "");
}

static void
json_is_written_in_the_order_of_the_calls(void **state)
{
	struct smsgw_json *j = smsgw_json_new(fx.pub);

	(void)state;
	smsgw_json_object(j, NULL);
	smsgw_json_string(j, "b", "1", 0);
	smsgw_json_literal(j, "a", "-1.5e3");
	smsgw_json_array(j, "list");
	smsgw_json_string(j, NULL, "验\"\\/\n\x01\x1f", 0);
	smsgw_json_object(j, NULL);
	smsgw_json_close(j);
	smsgw_json_literal(j, NULL, "null");
	assert_string_equal(smsgw_json_text(j),
	    "{\"b\":\"1\",\"a\":-1.5e3,"
	    "\"list\":[\"验\\\"\\\\/\\n\\u0001\\u001f\",{},null]}");
	assert_string_equal(fixture_failure(), "");
	j = smsgw_json_new(fx.pub);
	smsgw_json_array(j, NULL);
	assert_string_equal(smsgw_json_text(j), "[]");
	assert_string_equal(smsgw_json_text(j), "[]");
}

static void
what_is_written_can_be_read(void **state)
{
	char value[256], key[256];
	struct smsgw_json *j = smsgw_json_new(fx.pub);
	json_t *back;
	size_t i;

	(void)state;
	for (i = 0; i < 127; i++)
		key[i] = value[126 - i] = (char)(i + 1);
	key[i] = value[i] = '\0';
	smsgw_json_object(j, NULL);
	smsgw_json_string(j, key, value, 0);
	back = json_loads(smsgw_json_text(j), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(back);
	assert_string_equal(
	    json_string_value(json_object_get(back, key)), value);
	json_decref(back);
}

static void
what_would_be_no_json_fails_the_call(void **state)
{
	static const char *const bad[] = { "01", "1.", "+1", ".5", "-", "1e",
		"NaN", "True", "", "1 ", "\"a\"", "{}", "0x1" };
	struct smsgw_json *j = smsgw_json_new(fx.pub);
	size_t i;

	(void)state;
	smsgw_json_string(j, NULL, "v", 0);
	assert_blamed("before an object or array");
	smsgw_json_close(j);
	assert_blamed("nothing open");
	smsgw_json_object(j, NULL);
	smsgw_json_string(j, NULL, "v", 0);
	assert_blamed("no name in an object");
	smsgw_json_string(j, "n", NULL, 0);
	assert_blamed("no value");
	smsgw_json_string(j, "n", "\xff", 0);
	assert_blamed("no UTF-8");
	smsgw_json_string(j, "\xff", "v", 0);
	assert_blamed("no UTF-8");
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		smsgw_json_literal(j, "n", bad[i]);
		assert_blamed("smsgw_json_literal()");
	}
	smsgw_json_array(j, "a");
	smsgw_json_string(j, "n", "v", 0);
	assert_blamed("a name in an array");
	for (i = 2; i < 32; i++)
		smsgw_json_array(j, NULL);
	assert_string_equal(fixture_failure(), "");
	smsgw_json_array(j, NULL);
	assert_blamed("more than 32");
	(void)smsgw_json_text(j);
	smsgw_json_literal(j, "n", "1");
	assert_blamed("behind the end");
	(void)smsgw_json_text(smsgw_json_new(fx.pub));
	assert_blamed("before anything was written");
}

static void
secrets_in_json_are_hidden_from_then_on(void **state)
{
	struct smsgw_json *j = smsgw_json_new(fx.pub);
	struct redact call;
	struct buf out;

	(void)state;
	redact_init(&call, NULL);
	buf_init(&out, 1000);
	smsgw_json_object(j, NULL);
	smsgw_json_string(j, "mac", "s3cr3t-1", SMSGW_SECRET);
	fx.gw.hide = &call;
	smsgw_json_string(j, "key", "s3cr3t-2", SMSGW_SECRET);
	fx.gw.hide = NULL;
	assert_int_equal(redact_text(&fx.gw.redact, "s3cr3t-1", &out), 0);
	assert_int_equal(redact_text(&call, " s3cr3t-2", &out), 0);
	assert_string_equal(buf_str(&out), "**** ****");
	redact_fini(&call);
	buf_fini(&out);
}

static void
writing_without_memory_gives_no_text(void **state)
{
	struct smsgw_json *j = smsgw_json_new(fx.pub);
	char value[300] = "";

	(void)state;
	smsgw_json_object(j, NULL);
	fx.scratch.max = fx.scratch.total;
	memset(value, 'v', sizeof(value) - 1);
	smsgw_json_string(j, "n", value, 0);
	assert_string_equal(smsgw_json_text(j), "");
	j = smsgw_json_new(fx.pub);
	smsgw_json_object(j, NULL);
	smsgw_json_string(j, "n", "v", 0);
	smsgw_json_close(j);
	assert_string_equal(smsgw_json_text(j), "");
	assert_int_equal(gateway_leave(&fx.gw, 0), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(pointers_are_those_of_rfc_6901),
		UNIT(values_have_types_and_sizes),
		UNIT(numbers_come_as_they_were_written),
		UNIT(what_is_no_json_is_refused),
		UNIT(every_cut_of_a_document_is_survived),
		UNIT(xml_is_read_by_path),
		UNIT(xml_names_may_have_prefixes_and_texts_another_encoding),
		UNIT(xml_with_a_doctype_or_entities_is_refused),
		UNIT(json_is_written_in_the_order_of_the_calls),
		UNIT(what_is_written_can_be_read),
		UNIT(what_would_be_no_json_fails_the_call),
		UNIT(secrets_in_json_are_hidden_from_then_on),
		UNIT(writing_without_memory_gives_no_text),
	};

	return cmocka_run_group_tests_name("host_doc", tests, NULL, NULL);
}
