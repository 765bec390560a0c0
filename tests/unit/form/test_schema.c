/* What is wrong with a form file is refused with its line, its column and the key in question. */
#include "support.h"

#define HEAD "order: 1\ntitle: Probe\nstep: Probe\n" /* three lines */
#define TEXT HEAD "fields:\n  - id: a\n    kind: text\n    label: A\n" /* seven lines */
#define CHOICE HEAD "fields:\n  - id: a\n    kind: choice\n    label: A\n"
#define SECRET HEAD "fields:\n  - parameter: a\n    kind: secret\n    label: A\n"

/* One broken file a row. `what` and `hint` are parts of the error's; `hint` NULL: whatever it says. */
static const struct {
	const char *file, *place, *what, *hint;
} broken[] = {
	/* the file as a whole */
	{"", "", "a page must be a map", NULL},
	{"just text\n", "1:1", "a page must be a map", NULL},
	{"- a\n- b\n", "1:1", "a page must be a map", NULL},
	{"order: [1\n", "2:1", "", NULL},
	{HEAD "order: 2\n", "4:1", "order", NULL},
	/* a page's keys */
	{"title: T\nstep: S\n", "1:1", "a page lacks the key `order`", NULL},
	{"order: 1\nstep: S\n", "1:1", "a page lacks the key `title`", NULL},
	{"order: 1\ntitle: T\n", "1:1", "a page lacks the key `step`", NULL},
	{HEAD "colour: red\n", "4:1", "the key `colour` is not known in a page", "allowed here: order, title, step"},
	{HEAD "id: other\n", "4:1", "the key `id` is not known in a page", NULL},
	{"order: first\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number", NULL},
	{"order: 1.5\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number", NULL},
	{"order: 0x10\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number", NULL},
	{"order: 1_0\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number", NULL},
	{"order: 1:30\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number", NULL},
	{"order: 1234567\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number of at most six digits", NULL},
	{"order: \"1\"\ntitle: T\nstep: S\n", "1:8", "`order` must be a whole number", NULL},
	{"order: 1\ntitle: \"\"\nstep: S\n", "2:8", "`title` must be one line of text", NULL},
	{"order: 1\ntitle: [T]\nstep: S\n", "2:8", "`title` must be one line of text", NULL},
	{"order: 1\ntitle: !Sub T\nstep: S\n", "2:8", "`title` must be one line of text", NULL},
	{"order: 1\ntitle: \"T\\nU\"\nstep: S\n", "2:8", "`title` must be one line of text", NULL},
	{"order: 1\ntitle: \"T\\0U\"\nstep: S\n", "2:8", "`title` must be one line of text", NULL},
	{"order: 1\ntitle: T\nstep: ~\n", "3:7", "`step` must be one line of text", NULL},
	{"order: 1\ntitle: T\nstep: Sixteen columns!\n", "3:7", "`step` takes 16 columns, at most 15", "`title` may be longer"},
	{HEAD "guide: 1.2.3\n", "4:8", "`guide` must be a list", NULL},
	{HEAD "guide: [1.2.3, []]\n", "4:16", "`guide` must be text", NULL},
	{HEAD "view: picture\n", "4:7", "`picture` is no view", "allowed: fields, network, review"},
	{HEAD "fields: {a: b}\n", "4:9", "`fields` must be a list", NULL},
	/* a field's keys */
	{HEAD "fields:\n  - a\n", "5:5", "lacks the key `kind`", "kind: text"},
	{HEAD "fields:\n  - id: a\n    label: A\n", "5:5", "lacks the key `kind`", NULL},
	{HEAD "fields:\n  - id: a\n    kind: number\n    label: A\n", "6:11", "`number` is no kind of field", "allowed: text, secret"},
	{HEAD "fields:\n  - id: a\n    kind: [text]\n    label: A\n", "6:11", "is no kind of field", NULL},
	{TEXT "    colour: red\n", "8:5", "the key `colour` is not known in a field", "allowed here: id, kind, parameter"},
	{TEXT "    choices: [b]\n", "8:5", "the key `choices` does not belong into a field of this kind", NULL},
	{TEXT "    generate: {alphabet: ab, length: 8}\n", "8:5", "the key `generate` does not belong", NULL},
	{TEXT "    url: true\n", "8:5", "the key `url` does not belong", NULL},
	{SECRET "    default: hunter2\n", "8:5", "the key `default` does not belong", NULL},
	{SECRET "    setting: region\n", "8:5", "the key `setting` does not belong", NULL},
	{HEAD "fields:\n  - id: a\n    kind: pairs\n    label: A\n    parameter: P\n", "8:5", "the key `parameter` does not", NULL},
	{HEAD "fields:\n  - id: a\n    kind: note\n", "5:5", "lacks the key `help`", NULL},
	{HEAD "fields:\n  - kind: note\n    help: H\n", "5:5", "lacks the key `id`", NULL},
	{HEAD "fields:\n  - id: a\n    kind: note\n    help: H\n    required: true\n", "8:5", "`required` does not belong", NULL},
	{HEAD "fields:\n  - id: a\n    kind: text\n", "5:5", "lacks the key `label`", NULL},
	{HEAD "fields:\n  - kind: text\n    label: A\n", "5:5", "a field without `parameter` and `setting` needs an `id`", NULL},
	{HEAD "fields:\n  - id: 2nd\n    kind: text\n    label: A\n", "5:9", "`id` is no name: 2nd", "a letter, then"},
	{HEAD "fields:\n  - id: a-b\n    kind: text\n    label: A\n", "5:9", "`id` is no name: a-b", NULL},
	{TEXT "    parameter: a.b\n", "8:16", "`parameter` is no name: a.b", NULL},
	{TEXT "    setting: colour\n", "8:14", "`colour` is no setting", "allowed: stackName, profile, region, template, templateBucket, tags"},
	{TEXT "    setting: tags\n", "8:14", "a field of kind text cannot feed the setting `tags`", NULL},
	{TEXT "    setting: onFailure\n", "8:14", "a field of kind text cannot feed the setting `onFailure`", NULL},
	{TEXT "    parameter: P\n    setting: region\n", "9:14", "either a `parameter` or a `setting`, not both", NULL},
	{TEXT "    derive: Escaped\n", "8:13", "`derive` needs a `parameter`", NULL},
	{TEXT "    required: maybe\n", "8:15", "`required` must be true or false", NULL},
	{TEXT "    required: \"true\"\n", "8:15", "`required` must be true or false", NULL},
	{TEXT "    help: \"\"\n", "8:11", "`help` must be text", NULL},
	{TEXT "    default: ~\n", "8:14", "`default` must be text", NULL},
	{TEXT "    placeholder: \"a\\tb\"\n", "8:18", "`placeholder` must be one line of text", NULL},
	{TEXT "    checks: cidr\n", "8:13", "`checks` must be a list", NULL},
	{TEXT "    checks: [cidr, \"\"]\n", "8:20", "`checks` must be text", NULL},
	/* lists to pick from */
	{TEXT "    pick: network\n", "8:11", "`network` is nothing that can be picked", "allowed: vpc, vpc-cidr, subnet"},
	{TEXT "    pick: vpc(a)\n", "8:11", "`vpc(a)` is nothing that can be picked", "role(SERVICE), topic"},
	{TEXT "    pick: role()\n", "8:11", "`role()` is nothing that can be picked", NULL},
	{TEXT "    pick: role(a)b\n", "8:11", "`role(a)b` is nothing that can be picked", NULL},
	{SECRET "    pick: secret\n", "8:5", "the key `pick` does not belong", NULL},
	/* choices */
	{CHOICE, "5:5", "lacks the key `choices`", NULL},
	{CHOICE "    choices: []\n", "8:14", "a choice needs something to choose from", NULL},
	{CHOICE "    choices: [b, b]\n", "8:18", "the choice `b` is there twice", NULL},
	{CHOICE "    choices: [b, ~]\n", "8:18", "`choices` must be text", NULL},
	{CHOICE "    choices: [[b]]\n", "8:15", "a choice must be a map", NULL},
	{CHOICE "    choices: [{label: B}]\n", "8:15", "a choice lacks the key `value`", NULL},
	{CHOICE "    choices: [{value: b, text: B}]\n", "8:26", "the key `text` is not known in a choice", "value, label, help"},
	{CHOICE "    choices: [b]\n    default: c\n", "9:14", "the default `c` is none of the choices", NULL},
	{HEAD "fields:\n  - id: a\n    kind: flag\n    label: A\n    choices: [on]\n", "8:14", "a flag has two choices", "True"},
	{HEAD "fields:\n  - id: a\n    kind: flag\n    label: A\n    choices: [a, b, c]\n", "8:14", "a flag has two choices", NULL},
	{HEAD "fields:\n  - id: a\n    kind: flag\n    label: A\n    default: \"yes\"\n", "8:14", "`yes` is none of the choices", NULL},
	/* generators */
	{SECRET "    generate: 32\n", "8:15", "`generate` must be a map", NULL},
	{SECRET "    generate: {length: 8}\n", "8:15", "`generate` lacks the key `alphabet`", NULL},
	{SECRET "    generate: {alphabet: ab}\n", "8:15", "`generate` lacks the key `length`", NULL},
	{SECRET "    generate: {alphabet: ab, length: 7}\n", "8:38", "`length` must be 8 to 256", NULL},
	{SECRET "    generate: {alphabet: ab, length: 257}\n", "8:38", "`length` must be 8 to 256", NULL},
	{SECRET "    generate: {alphabet: aba, length: 8}\n", "8:26", "different visible characters", NULL},
	{SECRET "    generate: {alphabet: \"a b\", length: 8}\n", "8:26", "different visible characters", NULL},
	{SECRET "    generate: {alphabet: aä, length: 8}\n", "8:26", "different visible characters", NULL},
};

static void test_broken_files(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(broken); i++) {
		put(b, "probe.yaml", broken[i].file);
		if (load(b) != CEW_INVALID)
			fail_msg("row %zu is taken: %s", i, broken[i].file);
		const char *place = at(b, "probe.yaml", broken[i].place);
		if (strcmp(b->err.where, place) != 0)
			fail_msg("row %zu: %s instead of %s (%s)", i, b->err.where, place, b->err.what);
		if (!strstr(b->err.what, broken[i].what))
			fail_msg("row %zu: %s", i, b->err.what);
		if (broken[i].hint && !strstr(b->err.hint, broken[i].hint))
			fail_msg("row %zu: %s", i, b->err.hint);
	}
}

static void test_unknown_check(void **state)
{
	static const char *const known[] = {"cidr", "region", NULL};
	struct bench *b = *state;
	put(b, "probe.yaml", TEXT "    checks: [cidr, colour]\n");
	assert_int_equal(load_with(b, NULL, 0, known), CEW_INVALID);
	assert_string_equal(b->err.where, at(b, "probe.yaml", "8:20"));
	assert_non_null(strstr(b->err.what, "`colour` is no check"));
	must_load(b); /* where any is known */
}

/* What no file can see alone. */
static const struct {
	const char *fields, *place, *what, *hint;
} twins[] = {
	{"  - {id: a, kind: text, label: A}\n  - {id: a, kind: text, label: A}\n", "6:5", "two fields have the id `a`", "5:5"},
	{"  - {id: a, parameter: P, kind: text, label: A}\n  - {id: b, parameter: P, kind: text, label: A}\n", "6:5",
	 "two fields feed the parameter `P`", "5:5"},
	{"  - {id: a, parameter: P, derive: D, kind: text, label: A}\n"
	 "  - {id: b, parameter: Q, derive: D, kind: text, label: A}\n", "6:5", "two fields derive the parameter `D`", "5:5"},
	{"  - {id: a, parameter: P, derive: D, kind: text, label: A}\n  - {id: b, parameter: D, kind: text, label: A}\n", "6:5",
	 "two fields feed and derive the parameter `D`", "5:5"},
	{"  - {id: a, parameter: P, derive: P, kind: text, label: A}\n", "5:5", "two fields feed and derive the parameter `P`", NULL},
	{"  - {id: a, kind: text, label: A, show: b}\n", "5:41", "`show` names `b`, which is no field", "\"b\""},
	{"  - {id: n, kind: note, help: H}\n  - {id: a, kind: text, label: A, show: n == \"\"}\n", "6:41",
	 "`show` names `n`, which is no field", NULL},
};

static void test_twins_and_strangers(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(twins); i++) {
		put_page(b, "", twins[i].fields);
		if (load(b) != CEW_INVALID)
			fail_msg("row %zu is taken", i);
		assert_string_equal(b->err.where, at(b, "probe.yaml", twins[i].place));
		assert_string_equal(b->err.what, twins[i].what);
		if (twins[i].hint)
			assert_non_null(strstr(b->err.hint, twins[i].hint));
	}
}

static void test_twin_of_a_built_in_field(void **state)
{
	struct bench *b = *state;
	put_page(b, "", "  - {setting: region, kind: text, label: Region}\n");
	assert_int_equal(load(b), CEW_INVALID);
	assert_string_equal(b->err.what, "two fields have the id `region`");
	assert_non_null(strstr(b->err.where, "sign-in.yaml:"));
	assert_non_null(strstr(b->err.hint, at(b, "probe.yaml", "5:5")));
}

/* Everything that a file can say arrives. */
static void test_a_whole_page(void **state)
{
	struct bench *b = *state;
	put(b, "probe.yaml",
	    "order: 7\ntitle: A longer title\nstep: Fifteen columns\nguide: [\"1.2.3\", \"2.2.3\"]\nintro: Read me.\nview: network\n"
	    "fields:\n"
	    "  - parameter: Lock\n    derive: LockEscaped\n    kind: secret\n    label: Lock\n    help: Of the door.\n"
	    "    placeholder: optional\n    generate: {alphabet: abc, length: 12}\n    required: true\n    url: true\n"
	    "    checks: [password, value-size]\n"
	    "  - id: colour\n    kind: choice\n    label: Colour\n    default: \"2\"\n"
	    "    choices: [red, {value: 2, label: blue, help: like the sky}, \"\"]\n"
	    "  - {id: plain, kind: flag, label: Plain, default: true}\n"
	    "  - {id: said, kind: note, help: Mind the gap.}\n"
	    "  - {id: many, kind: list, label: Many, default: \"a,b\"}\n");
	must_load(b);
	const struct cew_page *p = page(b, "probe");
	assert_string_equal(p->title, "A longer title");
	assert_string_equal(p->step, "Fifteen columns");
	assert_int_equal(p->order, 7);
	assert_int_equal(p->view, CEW_VIEW_NETWORK);
	assert_string_equal(p->intro, "Read me.");
	assert_int_equal(p->guide_count, 2);
	assert_string_equal(p->guide[1], "2.2.3");
	assert_int_equal(p->field_count, 5);
	assert_null(p->show);

	const struct cew_field *f = &p->fields[0];
	assert_string_equal(f->id, "Lock");
	assert_string_equal(f->parameter, "Lock");
	assert_string_equal(f->derive, "LockEscaped");
	assert_int_equal(f->kind, CEW_FIELD_SECRET);
	assert_string_equal(f->help, "Of the door.");
	assert_string_equal(f->placeholder, "optional");
	assert_string_equal(f->generate, "abc");
	assert_int_equal(f->generate_len, 12);
	assert_true(f->required && f->url);
	assert_int_equal(f->check_count, 2);
	assert_string_equal(f->checks[1], "value-size");
	assert_string_equal(f->where, at(b, "probe.yaml", "8:5"));
	assert_null(f->default_value);

	f = &p->fields[1];
	assert_string_equal(f->default_value, "2");
	assert_int_equal(f->choice_count, 3);
	assert_string_equal(f->choices[0].label, "red");
	assert_string_equal(f->choices[1].value, "2");
	assert_string_equal(f->choices[1].label, "blue");
	assert_string_equal(f->choices[1].help, "like the sky");
	assert_string_equal(f->choices[2].value, "");
	assert_false(f->required);

	f = &p->fields[2]; /* a flag's values, where the form gives none */
	assert_string_equal(f->choices[0].value, "true");
	assert_string_equal(f->choices[1].value, "false");
	assert_string_equal(f->default_value, "true");
	assert_null(p->fields[3].label);
	assert_string_equal(p->fields[4].default_value, "a,b");
}

static void test_finding(void **state)
{
	struct bench *b = *state;
	put_page(b, "", "  - {id: here, parameter: There, derive: Beyond, kind: text, label: A}\n");
	must_load(b);
	const struct cew_field *f = field(b, "here");
	assert_ptr_equal(cew_form_field_for_parameter(b->set, "There"), f);
	assert_ptr_equal(cew_form_field_deriving(b->set, "Beyond"), f);
	assert_ptr_equal(cew_form_page_of(b->set, f), page(b, "probe"));
	assert_null(cew_form_field_find(b->set, "There"));
	assert_null(cew_form_field_for_parameter(b->set, "here"));
	assert_null(cew_form_field_for_setting(b->set, "here"));
	assert_null(cew_form_field_find(b->set, NULL));
	assert_null(cew_form_page_find(b->set, "nowhere"));
	assert_null(cew_form_page_of(b->set, NULL));
	assert_null(cew_form_page_at(b->set, cew_form_page_count(b->set)));
}

static void test_names_of_enums(void **state)
{
	(void)state;
	assert_string_equal(cew_field_kind_name(CEW_FIELD_TEXT), "text");
	assert_string_equal(cew_field_kind_name(CEW_FIELD_NOTE), "note");
	assert_string_equal(cew_page_view_name(CEW_VIEW_FIELDS), "fields");
	assert_string_equal(cew_page_view_name(CEW_VIEW_ACCESS), "access");
}

static void test_setting_names(void **state)
{
	(void)state;
	struct cew_buf names;
	cew_buf_init(&names, 1000);
	cew_setting_names(&names, false);
	assert_string_equal(cew_buf_text(&names), "stackName, region, template, templateBucket, tags, roleArn, notificationArns, onFailure, "
	                                          "terminationProtection, timeoutMinutes");
	cew_buf_clear(&names);
	cew_setting_names(&names, true);
	assert_non_null(strstr(cew_buf_text(&names), "stackName, profile, region"));
	cew_buf_finish(&names);
	assert_true(cew_setting_find("profile")->local);
	assert_null(cew_setting_find("Profile"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_broken_files, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_unknown_check, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_twins_and_strangers, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_twin_of_a_built_in_field, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_a_whole_page, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_finding, bench_open, bench_close),
		cmocka_unit_test(test_names_of_enums),
		cmocka_unit_test(test_setting_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
