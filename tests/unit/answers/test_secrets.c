/* Secrets: where they may come from, and that they stay out of files, errors and the log. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSWORD "correct-horse-battery@staple"

/* ---- plain text in a file ---- */

static void test_open_file(void **state)
{
	static const unsigned modes[] = {0644, 0640, 0604, 0660, 0606, 0610};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(modes); i++) {
		restart(d);
		const char *path = put(d, "a.yaml", "parameters:\n  MAINTENANCEPASSWORD: " PASSWORD "\n", modes[i]);
		assert_int_equal(read_file(d, path), CEW_INVALID);
		assert_int_equal(d->told_count, 1);
		const struct cew_error *err = &d->told[0].err;
		assert_string_equal(err->what, "MAINTENANCEPASSWORD is a secret and stands in a file that others may read");
		assert_string_equal(strrchr(err->where, '/'), "/a.yaml:2:24");
		assert_non_null(strstr(err->hint, "chmod 600"));
		assert_answer(d, "MAINTENANCEPASSWORD", "");
	}
}

static void test_private_file(void **state)
{
	static const unsigned modes[] = {0600, 0400, 0700};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(modes); i++) {
		restart(d);
		const char *path = put(d, "a.yaml", "parameters:\n  MAINTENANCEPASSWORD: " PASSWORD "\n", modes[i]);
		assert_int_equal(read_file(d, path), CEW_OK);
		assert_int_equal(d->told_count, 1);
		assert_true(d->told[0].warning);
		assert_string_equal(d->told[0].err.what, "MAINTENANCEPASSWORD stands in the file as plain text");
		assert_non_null(strstr(d->told[0].err.hint, "{env: NAME}"));
		assert_answer(d, "MAINTENANCEPASSWORD", PASSWORD);
	}
}

static void test_what_is_no_secret_may_stand_open(void **state)
{
	struct desk *d = *state;
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters:\n  EnvName: x\n  JWTSECRET: \"\"\n"
	                                               "  HTTPPROXY: http://proxy.example:3128\n", 0644)), CEW_OK);
	assert_int_equal(d->told_count, 0);
	assert_answer(d, "HTTPPROXY", "http://proxy.example:3128");
	/* with somebody's name and password in it, a URL is a secret */
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters:\n  HTTPPROXY: http://me:pass@proxy.example:3128\n", 0644)),
	                 CEW_INVALID);
	assert_non_null(strstr(d->told[0].err.what, "HTTPPROXY is a secret"));
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters:\n  HTTPPROXY: http://me:pass@proxy.example:3128\n", 0600)), CEW_OK);
	assert_int_equal(d->told_count, 1);
}

static void test_other_shapes_are_no_way_around(void **state)
{
	static const char *const files[] = {
		"[{\"ParameterKey\": \"JWTSECRET\", \"ParameterValue\": \"" PASSWORD "\"}]",
		"{\"Parameters\": {\"JWTSECRET\": \"" PASSWORD "\"}}",
		"{\"parameters\": {\"JWTSECRET\": \"" PASSWORD "\"}}",
	};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(files); i++) {
		assert_int_equal(read_file(d, put(d, "a.json", files[i], 0644)), CEW_INVALID);
		assert_non_null(strstr(d->told[0].err.what, "JWTSECRET is a secret"));
		assert_answer(d, "JWTSECRET", "");
	}
}

/* A file that comes by standard input is a file; what comes through a pipe is read by nobody else. */
static void test_standard_input(void **state)
{
	static const char text[] = "parameters:\n  JWTSECRET: " PASSWORD "\n";
	struct desk *d = *state;
	int saved = dup(STDIN_FILENO), ends[2];
	assert_non_null(freopen(put(d, "a.yaml", text, 0644), "r", stdin));
	assert_int_equal(read_file(d, "-"), CEW_INVALID);
	assert_string_equal(d->told[0].err.where, "standard input:2:14");
	assert_non_null(freopen(put(d, "a.yaml", text, 0600), "r", stdin));
	assert_int_equal(read_file(d, "-"), CEW_OK);
	assert_int_equal(d->told_count, 1);

	restart(d);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, sizeof(text) - 1), sizeof(text) - 1);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(read_file(d, "-"), CEW_OK);
	assert_int_equal(d->told_count, 0);
	assert_answer(d, "JWTSECRET", PASSWORD);
	dup2(saved, STDIN_FILENO);
	close(saved);
}

/* ---- {env:}, {file:}, {generate:} ---- */

static void test_from_the_environment(void **state)
{
	struct desk *d = *state;
	setenv("CEW_TEST_SECRET", PASSWORD, 1);
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {MAINTENANCEPASSWORD: {env: CEW_TEST_SECRET}, "
	                                               "EnvName: {env: CEW_TEST_SECRET}, Stray: {env: CEW_TEST_SECRET}}\n", 0644)), CEW_OK);
	assert_int_equal(d->told_count, 0);
	assert_answer(d, "MAINTENANCEPASSWORD", PASSWORD);
	assert_int_equal(cew_answers_origin(d->a, "MAINTENANCEPASSWORD"), CEW_ORIGIN_FILE);
	assert_answer(d, "EnvName", PASSWORD); /* any parameter may come so */
	const struct cew_form_extra extra = {.parameter = "Stray", .group = "G", .secret = true};
	assert_int_equal(use_extras(d, &extra, 1), CEW_OK); /* nothing stood open in the file */
	assert_answer(d, "Stray", PASSWORD);
	setenv("CEW_TEST_SECRET", "", 1);
	must_read(d, "parameters: {JWTSECRET: {env: CEW_TEST_SECRET}}\n");
	assert_answer(d, "JWTSECRET", "");
	unsetenv("CEW_TEST_SECRET");
}

static void test_from_a_file(void **state)
{
	struct desk *d = *state;
	char text[400];
	mkdir(path_in(d, "sub"), 0700);
	put(d, "sub/secret", PASSWORD "\n", 0600);
	assert_int_equal(read_file(d, put(d, "sub/a.yaml", "parameters: {MAINTENANCEPASSWORD: {file: secret}}\n", 0644)), CEW_OK);
	assert_int_equal(d->told_count, 0);
	assert_answer(d, "MAINTENANCEPASSWORD", PASSWORD); /* without the line's end */
	put(d, "sub/secret", " two words \r\n\r\n", 0600);
	snprintf(text, sizeof(text), "parameters: {JWTSECRET: {file: %s}}\n", path_in(d, "sub/secret"));
	must_read(d, text);
	assert_answer(d, "JWTSECRET", " two words ");
	put(d, "sub/secret", "", 0600);
	must_read(d, text);
	assert_answer(d, "JWTSECRET", "");
}

static void test_from_an_open_file(void **state)
{
	struct desk *d = *state;
	put(d, "secret", PASSWORD, 0644);
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {EnvName: {file: secret}}\n", 0644)), CEW_OK);
	assert_int_equal(d->told_count, 0);
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {JWTSECRET: {file: ./secret}}\n", 0644)), CEW_OK);
	assert_int_equal(d->told_count, 1);
	assert_true(d->told[0].warning);
	assert_string_equal(d->told[0].err.what, "others may read the file ./secret, which holds a secret");
	assert_answer(d, "JWTSECRET", PASSWORD);
}

static void test_from_a_file_that_is_none(void **state)
{
	struct desk *d = *state;
	static char large[70000];
	FILE *f = fopen(path_in(d, "nul"), "w");
	assert_non_null(f);
	fwrite("a\0b", 1, 3, f);
	fclose(f);
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {JWTSECRET: {file: nul}}\n", 0644)), CEW_INVALID);
	assert_non_null(strstr(d->told[0].err.what, "NUL"));
	memset(large, 'x', sizeof(large) - 1);
	put(d, "large", large, 0600);
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {JWTSECRET: {file: large}}\n", 0644)), CEW_INVALID);
	assert_non_null(strstr(d->told[0].err.what, "large"));
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {JWTSECRET: {file: .}}\n", 0644)), CEW_INVALID);
	assert_answer(d, "JWTSECRET", "");
}

static void test_generated(void **state)
{
	struct desk *d = *state;
	must_read(d, "parameters: {MAINTENANCEPASSWORD: {generate: 40}, JWTSECRET: {generate: 8}, Stray: {generate: 512}}\n");
	const char *made = cew_answers_text(d->a, "MAINTENANCEPASSWORD");
	const char *alphabet = cew_form_field_find(d->forms, "MAINTENANCEPASSWORD")->generate;
	assert_int_equal(strlen(made), 40);
	assert_int_equal(strspn(made, alphabet), 40);
	assert_int_equal(strlen(cew_answers_text(d->a, "JWTSECRET")), 8);
	const struct cew_form_extra extra = {.parameter = "Stray", .group = "G", .secret = true};
	use_extras(d, &extra, 1);
	assert_int_equal(strlen(cew_answers_text(d->a, "Stray")), 512);
}

/* ---- the log ---- */

static void assert_struck_out(struct desk *d, const char *secret)
{
	cew_log(CEW_LOG_INFO, "test", "<%s>", secret);
	char *log = read_log(d);
	if (strstr(log, secret))
		fail_msg("the log says %s", secret);
	assert_non_null(strstr(log, "<****>"));
	free(log);
}

static void assert_logged(struct desk *d, const char *text)
{
	cew_log(CEW_LOG_INFO, "test", "<%s>", text);
	char *log = read_log(d);
	if (!strstr(log, text))
		fail_msg("the log hides %s", text);
	free(log);
}

static void test_log_from_files(void **state)
{
	struct desk *d = *state;
	open_log(d);
	put(d, "secret", "from a file 1", 0600);
	setenv("CEW_TEST_SECRET", "from environment 2", 1);
	read_file(d, put(d, "a.yaml", "parameters:\n  JWTSECRET: {file: secret}\n  MAINTENANCEPASSWORD: {env: CEW_TEST_SECRET}\n"
	                              "  HTTPPROXY: http://me:word@proxy:1\n  HTTPSPROXY: http://open-proxy:1\n", 0600));
	unsetenv("CEW_TEST_SECRET");
	assert_struck_out(d, "from a file 1");
	assert_struck_out(d, "from environment 2");
	assert_struck_out(d, "http://me:word@proxy:1");
	assert_logged(d, "http://open-proxy:1");
}

static void test_log_from_options_and_generators(void **state)
{
	struct desk *d = *state;
	open_log(d);
	cew_answers_set_option(d->a, "JWTSECRET=from an option", NULL);
	assert_struck_out(d, "from an option");
	must_read(d, "parameters: {MAINTENANCEPASSWORD: {generate: 12}}\n");
	assert_struck_out(d, cew_answers_text(d->a, "MAINTENANCEPASSWORD"));
	set(d, "JWTSECRET", "picked from somewhere", CEW_ORIGIN_PICKED);
	assert_struck_out(d, "picked from somewhere");
}

static void test_log_of_what_is_typed(void **state)
{
	struct desk *d = *state;
	open_log(d);
	type(d, "MAINTENANCEPASSWORD", "half");
	type(d, "MAINTENANCEPASSWORD", "half a p@ssword");
	cew_answers_redact(d->a);
	assert_struck_out(d, "half a p@ssword");
	assert_logged(d, "half of the words");
	/* its twin as it goes over the wire: percent-encoded twice */
	assert_struck_out(d, "half%2520a%2520p%2540ssword");
}

static void test_log_after_a_draft(void **state)
{
	struct desk *d = *state;
	open_log(d);
	type(d, "JWTSECRET", "typed and left");
	assert_int_equal(cew_draft_save(d->a, "environment", NULL), CEW_OK);
	assert_struck_out(d, "typed and left");
}

static void test_log_of_strays(void **state)
{
	const struct cew_form_extra extra = {.parameter = "Token", .group = "G", .secret = true};
	struct desk *d = *state;
	open_log(d);
	cew_answers_set_option(d->a, "Token=not known yet", NULL);
	use_extras(d, &extra, 1);
	assert_struck_out(d, "not known yet");
}

/* ---- who shows a parameter asks first ---- */

static void test_what_is_not_to_be_shown(void **state)
{
	struct desk *d = *state;
	assert_false(cew_answers_hides(d->a, "JWTSECRET")); /* nothing is there yet */
	type(d, "MAINTENANCEPASSWORD", PASSWORD);
	assert_true(cew_answers_hides(d->a, "MAINTENANCEPASSWORD"));
	assert_true(cew_answers_hides(d->a, "MAINTENANCEPASSWORDESCAPED"));
	type(d, "HTTPPROXY", "http://proxy:3128");
	type(d, "HTTPSPROXY", "http://me:word@proxy:3128");
	assert_false(cew_answers_hides(d->a, "HTTPPROXY"));
	assert_true(cew_answers_hides(d->a, "HTTPSPROXY"));
	assert_false(cew_answers_hides(d->a, "EnvName"));
	assert_false(cew_answers_hides(d->a, "nobody"));
}

/* ---- files written ---- */

/* Every secret that there can be, from everywhere. */
static void fill_with_secrets(struct desk *d)
{
	const struct cew_form_extra extra = {.parameter = "Token", .group = "G", .secret = true};
	use_extras(d, &extra, 1);
	type(d, "stackName", "ce");
	type(d, "JWTSECRET", "hunter2-typed");
	cew_answers_set_option(d->a, "MAINTENANCEPASSWORD=hunter2-option", NULL);
	set(d, "Token", "hunter2-picked", CEW_ORIGIN_PICKED);
	type(d, "HTTPPROXY", "http://me:hunter2-proxy@host:1");
	type(d, "HTTPSPROXY", "http://me:hunter2-half"); /* the "@" is yet to be typed */
	cew_answers_set_option(d->a, "Unknown=hunter2-stray", NULL);
}

static void test_draft_without_secrets(void **state)
{
	struct desk *d = *state;
	fill_with_secrets(d);
	assert_int_equal(cew_draft_save(d->a, "environment", NULL), CEW_OK);
	char *text = content_of(path_in(d, "state/cewizard/drafts/ce.yaml"));
	assert_null(strstr(text, "hunter2"));
	free(text);
	/* nor after another template made strangers of them */
	use_extras(d, NULL, 0);
	assert_int_equal(cew_draft_save(d->a, "environment", NULL), CEW_OK);
	text = content_of(path_in(d, "state/cewizard/drafts/ce.yaml"));
	assert_null(strstr(text, "hunter2"));
	free(text);
}

static void test_draft_of_secrets_alone(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	type(d, "JWTSECRET", "hunter2-typed");
	assert_int_equal(cew_draft_save(d->a, "environment", NULL), CEW_OK);
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_NOT_FOUND);
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_open_file),
		with_desk(test_private_file),
		with_desk(test_what_is_no_secret_may_stand_open),
		with_desk(test_other_shapes_are_no_way_around),
		with_desk(test_standard_input),
		with_desk(test_from_the_environment),
		with_desk(test_from_a_file),
		with_desk(test_from_an_open_file),
		with_desk(test_from_a_file_that_is_none),
		with_desk(test_generated),
		with_desk(test_log_from_files),
		with_desk(test_log_from_options_and_generators),
		with_desk(test_log_of_what_is_typed),
		with_desk(test_log_after_a_draft),
		with_desk(test_log_of_strays),
		with_desk(test_what_is_not_to_be_shown),
		with_desk(test_draft_without_secrets),
		with_desk(test_draft_of_secrets_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
