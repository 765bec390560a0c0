/* Answers written as an answers file, and read again. */
#include "support.h"

#include "cewizard/embedded.h"

#define SECRETS \
	"# Secrets are left out. Add to the parameters, as {env: NAME}, {file: PATH} or {generate: 32}: JWTSECRET, " \
	"MAINTENANCEPASSWORD\n"

static void assert_written(struct desk *d, const char *expected)
{
	struct cew_buf out;
	cew_buf_init(&out, 100000);
	assert_int_equal(cew_answers_write(d->a, &out, NULL), CEW_OK);
	assert_int_equal(strncmp(cew_buf_text(&out), SECRETS, strlen(SECRETS)), 0);
	assert_string_equal(cew_buf_text(&out) + strlen(SECRETS), expected);
	cew_buf_finish(&out);
}

static bool has_no_secrets(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "EnvName") == 0;
}

static void test_no_word_of_secrets_that_are_not_asked(void **state)
{
	struct desk *d = *state;
	struct cew_buf out;
	cew_buf_init(&out, 100000);
	cew_answers_set_template(d->a, has_no_secrets, NULL);
	type(d, "EnvName", "env");
	assert_int_equal(cew_answers_write(d->a, &out, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&out), "parameters:\n  EnvName: env\n");
	cew_buf_finish(&out);
}

static void test_nothing_said(void **state)
{
	struct desk *d = *state;
	assert_written(d, "{}\n");
	set(d, "region", "us-east-1", CEW_ORIGIN_DEFAULT); /* proposed, not said */
	type(d, "PackageType", "Medium");                  /* the form's default anyway */
	assert_written(d, "{}\n");
}

static void test_everything(void **state)
{
	struct desk *d = *state;
	type(d, "timeoutMinutes", "60");
	type(d, "terminationProtection", "true");
	type(d, "stackName", "ce");
	type(d, "profile", "of this machine");
	type(d, "CreateALB", "False");
	type(d, "EnvName", "123");
	type(d, "VPCName", "");
	cew_answers_pair_put(d->a, "tags", 0, "Owner", "secops", CEW_ORIGIN_TYPED, NULL);
	cew_answers_pair_put(d->a, "tags", 1, "Live", "true", CEW_ORIGIN_TYPED, NULL);
	cew_answers_list_put(d->a, "notificationArns", 0, "arn:aws:sns:x", CEW_ORIGIN_TYPED, NULL);
	set(d, "acknowledge", "true", CEW_ORIGIN_PICKED);
	assert_written(d, "stackName: ce\n"
	                  "tags:\n"
	                  "  Owner: secops\n"
	                  "  Live: \"true\"\n"
	                  "notificationArns:\n"
	                  "  - arn:aws:sns:x\n"
	                  "terminationProtection: true\n"
	                  "timeoutMinutes: 60\n"
	                  "parameters:\n"
	                  "  EnvName: \"123\"\n"
	                  "  CreateALB: \"False\"\n"
	                  "  VPCName: \"\"\n");
}

static void test_and_read_again(void **state)
{
	struct desk *d = *state;
	struct cew_buf out;
	const struct cew_form_extra extra = {.parameter = "Zones", .group = "G", .list = true};
	use_extras(d, &extra, 1);
	type(d, "stackName", "ce");
	type(d, "Zones", "a,b");
	type(d, "terminationProtection", "true");
	type(d, "timeoutMinutes", "45");
	type(d, "WhitelistIP", " 10.0.0.0/8 # mine");
	cew_answers_pair_put(d->a, "tags", 0, "a: b", "- c", CEW_ORIGIN_TYPED, NULL);
	cew_buf_init(&out, 100000);
	assert_int_equal(cew_answers_write(d->a, &out, NULL), CEW_OK);
	restart(d);
	must_read(d, cew_buf_text(&out));
	cew_buf_finish(&out);
	assert_answer(d, "stackName", "ce");
	assert_answer(d, "Zones", "a,b");
	assert_answer(d, "terminationProtection", "true");
	assert_answer(d, "timeoutMinutes", "45");
	assert_answer(d, "WhitelistIP", " 10.0.0.0/8 # mine");
	assert_answer(d, "tags", "a: b=- c");
}

/* What was typed in a number's place stays text, so that reading tells of it. */
static void test_numbers_that_are_none(void **state)
{
	struct desk *d = *state;
	type(d, "timeoutMinutes", "soon");
	assert_written(d, "timeoutMinutes: soon\n");
	type(d, "timeoutMinutes", "007");
	assert_written(d, "timeoutMinutes: \"007\"\n");
}

static void test_no_room(void **state)
{
	struct desk *d = *state;
	struct cew_buf out;
	type(d, "stackName", "ce");
	cew_buf_init(&out, 4);
	assert_int_equal(cew_answers_write(d->a, &out, NULL), CEW_LIMIT);
	cew_buf_finish(&out);
}

/* With the demo's answers a newcomer has only to press on. */
static void test_the_demos_answers(void **state)
{
	struct desk *d = *state;
	const struct cew_embedded *demo = cew_embedded_find("assets/demo-answers.yaml");
	assert_non_null(demo);
	must_read(d, demo->data);
	for (size_t i = 0; i < cew_form_page_count(d->forms); i++) {
		const struct cew_page *page = cew_form_page_at(d->forms, i);
		for (size_t k = 0; k < page->field_count; k++) {
			const struct cew_field *f = &page->fields[k];
			if (f->required && cew_answers_field_shown(d->a, f) && !*cew_answers_text(d->a, f->id))
				fail_msg("%s is not answered", f->id);
		}
	}
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_no_word_of_secrets_that_are_not_asked), with_desk(test_nothing_said), with_desk(test_everything), with_desk(test_and_read_again),
		with_desk(test_numbers_that_are_none), with_desk(test_no_room), with_desk(test_the_demos_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
