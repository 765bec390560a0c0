/* Form fields and XML, byte by byte. */
#include "support.h"

#include <string.h>

static void parse(struct demo_query *q, const char *body, enum cew_status expected)
{
	struct cew_error err;
	assert_int_equal(demo_query_parse(q, body, strlen(body), &err), expected);
}

static void fields_are_decoded(void **state)
{
	struct demo_query q;
	(void)state;
	parse(&q, "Action=CreateStack&Name=a+b%20c%2Bd&Value=%C3%A9%3D%26&Empty=&Bare&%41=1", CEW_OK);
	assert_string_equal(demo_query_get(&q, "Action"), "CreateStack");
	assert_string_equal(demo_query_get(&q, "Name"), "a b c+d");
	assert_string_equal(demo_query_get(&q, "Value"), "\xC3\xA9=&");
	assert_string_equal(demo_query_get(&q, "Empty"), "");
	assert_string_equal(demo_query_get(&q, "Bare"), "");
	assert_string_equal(demo_query_get(&q, "A"), "1");
	assert_null(demo_query_get(&q, "Act"));
	demo_query_finish(&q);
}

static void broken_fields_are_refused(void **state)
{
	static const char *const bodies[] = {"A=%", "A=%4", "A=%G1", "A=1%", "A=%00", "%zz=1", "A=ok&B=%2"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(bodies); i++) {
		struct demo_query q;
		parse(&q, bodies[i], CEW_INVALID);
		demo_query_finish(&q);
	}
}

static void nothing_has_no_fields(void **state)
{
	static const char *const bodies[] = {"", "&", "&&"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(bodies); i++) {
		struct demo_query q;
		parse(&q, bodies[i], CEW_OK);
		assert_int_equal(q.fields.len, 0);
		demo_query_finish(&q);
	}
}

static void members_are_counted(void **state)
{
	struct demo_query q;
	(void)state;
	parse(&q, "T.member.1.Key=a&T.member.1.Value=b&T.member.2.Key=c&T.member.4.Key=x&L.member.1=q&E=&Tx.member.1=1",
	      CEW_OK);
	assert_int_equal(demo_query_members(&q, "T"), 2);
	assert_int_equal(demo_query_members(&q, "L"), 1);
	assert_int_equal(demo_query_members(&q, "E"), 0);
	assert_int_equal(demo_query_members(&q, "None"), 0);
	assert_string_equal(demo_query_getf(&q, "T.member.%d.Key", 2), "c");
	demo_query_finish(&q);
}

static void xml_is_escaped(void **state)
{
	static const struct {
		const char *text, *xml;
	} rows[] = {
		{"plain", "plain"},
		{"a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c'"},
		{"two\nlines\tand\r", "two\nlines\tand&#13;"},
		{"bell\a", "bell\xEF\xBF\xBD"},
		{"\xC3\xA9\xF0\x9F\x98\x80", "\xC3\xA9\xF0\x9F\x98\x80"},
		{"bad\xFF", "bad\xEF\xBF\xBD"},
		{"]]>", "]]&gt;"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_buf out;
		cew_buf_init(&out, 1000);
		demo_xml_escape(&out, rows[i].text);
		assert_string_equal(cew_buf_text(&out), rows[i].xml);
		cew_buf_finish(&out);
	}
}

static void elements_nest(void **state)
{
	struct cew_buf out;
	struct demo_xml x = {.out = &out};
	(void)state;
	cew_buf_init(&out, 1000);
	demo_xml_open(&x, "A");
	demo_xml_text(&x, "B", "1<2");
	demo_xml_text(&x, "C", NULL);
	demo_xml_open(&x, "D");
	demo_xml_bool(&x, "E", true);
	demo_xml_close(&x);
	demo_xml_time(&x, "F", TEST_NOW);
	demo_xml_time(&x, "G", 0);
	demo_xml_close(&x);
	assert_string_equal(cew_buf_text(&out), "<A><B>1&lt;2</B><D><E>true</E></D><F>2024-01-02T03:04:05.678Z</F></A>");
	cew_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_decoded),  cmocka_unit_test(broken_fields_are_refused),
		cmocka_unit_test(nothing_has_no_fields), cmocka_unit_test(members_are_counted),
		cmocka_unit_test(xml_is_escaped),      cmocka_unit_test(elements_nest),
	};
	return cmocka_run_group_tests_name("demo wire", tests, NULL, NULL);
}
