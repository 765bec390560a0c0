/* Answers' XML as a tree: names, texts, and what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "xml.h"

static struct aws_xml parse(const char *text)
{
	struct aws_xml xml;
	struct cew_error err = {0};

	if (aws_xml_parse(text, strlen(text), &xml, &err) != CEW_OK)
		fail_msg("%s at %s", err.what, err.where);
	return xml;
}

static struct cew_error refused(const char *text, enum cew_status status)
{
	struct aws_xml xml;
	struct cew_error err = {0};

	assert_int_equal(aws_xml_parse(text, strlen(text), &xml, &err), status);
	assert_int_equal(err.status, status);
	return err;
}

static void reads_a_namespaced_answer(void **state)
{
	struct aws_xml xml = parse(
		"<?xml version=\"1.0\"?>\n"
		"<DescribeStacksResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">\n"
		"  <DescribeStacksResult><Stacks><member><StackName>ce</StackName></member>"
		"<member><StackName>other</StackName></member></Stacks></DescribeStacksResult>\n"
		"  <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></DescribeStacksResponse>");
	const struct aws_xml_node *stacks = aws_xml_path(xml.root, "DescribeStacksResult/Stacks");

	(void)state;
	assert_string_equal(xml.root->name, "DescribeStacksResponse");
	assert_int_equal(aws_xml_count(stacks), 2);
	assert_string_equal(aws_xml_text(stacks, "member/StackName"), "ce");
	assert_string_equal(aws_xml_text(stacks->first->next, "StackName"), "other");
	assert_string_equal(aws_xml_text(xml.root, "ResponseMetadata/RequestId"), "r-1");
	aws_xml_finish(&xml);
}

static void reads_prefixed_names(void **state)
{
	struct aws_xml xml = parse("<s:A xmlns:s=\"urn:x|y\"><s:B>1</s:B></s:A>");

	(void)state;
	assert_string_equal(xml.root->name, "A");
	assert_string_equal(aws_xml_text(xml.root, "B"), "1");
	aws_xml_finish(&xml);
}

/* expat hands text over in pieces around every entity and line end. */
static void joins_pieces_of_text(void **state)
{
	struct aws_xml xml = parse("<A><B>a&lt;b&#x20AC;\nc&amp;<![CDATA[<d>]]>\r\ne</B></A>");

	(void)state;
	assert_string_equal(aws_xml_text(xml.root, "B"), "a<b\xE2\x82\xAC\nc&<d>\ne");
	aws_xml_finish(&xml);
}

static void only_leaves_have_text(void **state)
{
	struct aws_xml xml = parse("<A>\n  <B>x</B>\n  <C> y </C>\n  <D/>\n</A>");

	(void)state;
	assert_string_equal(xml.root->text, "");
	assert_string_equal(aws_xml_text(xml.root, "C"), " y ");
	assert_string_equal(aws_xml_text(xml.root, "D"), "");
	aws_xml_finish(&xml);
}

static void absent_things_answer_as_such(void **state)
{
	struct aws_xml xml = parse("<A><B>true</B><C>TRUE</C></A>");

	(void)state;
	assert_null(aws_xml_child(xml.root, "X"));
	assert_null(aws_xml_path(xml.root, "B/X/Y"));
	assert_null(aws_xml_path(NULL, "B"));
	assert_string_equal(aws_xml_text(NULL, "B"), "");
	assert_int_equal(aws_xml_count(NULL), 0);
	assert_true(aws_xml_bool(xml.root, "B"));
	assert_false(aws_xml_bool(xml.root, "C"));
	assert_false(aws_xml_bool(xml.root, "X"));
	/* A name's beginning is no match. */
	assert_null(aws_xml_child(xml.root, ""));
	aws_xml_finish(&xml);
}

static void refuses_what_is_cut_off(void **state)
{
	struct cew_error err = refused("<A>\n<B>x</B>", CEW_INVALID);

	(void)state;
	assert_string_equal(err.where, "2:9");
	refused("", CEW_INVALID);
	refused("<A></B>", CEW_INVALID);
	refused("<A/><B/>", CEW_INVALID);
	refused("no xml at all", CEW_INVALID);
	refused("<A>\xFF</A>", CEW_INVALID);
}

static void refuses_document_types(void **state)
{
	struct cew_error err = refused("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", CEW_INVALID);

	(void)state;
	assert_non_null(strstr(err.what, "document type"));
	refused("<!DOCTYPE html><html></html>", CEW_INVALID);
}

static void nested(char *out, size_t depth)
{
	*out = '\0';
	for (size_t i = 0; i < depth; i++)
		strcat(out, "<a>");
	for (size_t i = 0; i < depth; i++)
		strcat(out, "</a>");
}

static void refuses_what_is_too_deep(void **state)
{
	char text[7 * 65 + 1];
	struct aws_xml xml;
	struct cew_error err;

	(void)state;
	nested(text, 64);
	xml = parse(text);
	aws_xml_finish(&xml);
	nested(text, 65);
	err = refused(text, CEW_LIMIT);
	assert_non_null(strstr(err.what, "nested too deeply"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_namespaced_answer), cmocka_unit_test(reads_prefixed_names),
		cmocka_unit_test(joins_pieces_of_text),      cmocka_unit_test(only_leaves_have_text),
		cmocka_unit_test(absent_things_answer_as_such), cmocka_unit_test(refuses_what_is_cut_off),
		cmocka_unit_test(refuses_document_types),    cmocka_unit_test(refuses_what_is_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
