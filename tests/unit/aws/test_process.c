/* Programs that print keys, the words that name them, and the sums that name cache files. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws_env.h"
#include "script.h"
#include "sha1.h"
#include "words.h"

#define PRINTED "{\\\"Version\\\": 1, \\\"AccessKeyId\\\": \\\"P1\\\", \\\"SecretAccessKey\\\": \\\"s-p\\\""
#define SHELL(text) "[profile dev]\ncredential_process = /bin/sh -c '" text "'\n"

static void open_process(const char *config, struct fixture *f)
{
	static struct script s;

	s = (struct script){.config = config, .profile = "dev", .replies = {IDENTIFIED}};
	script_open(&s, f);
	f->pace_ms = 10; /* the minute that a program has is not to pass before it has started */
}

static void prints_keys(void **state)
{
	static const struct {
		const char *config;
		int64_t expires_ms;
		const char *token;
	} rows[] = {
		{SHELL("echo \"" PRINTED "}\""), -1, ""},
		{SHELL("echo \"" PRINTED ", \\\"SessionToken\\\": \\\"tok\\\", \\\"Expiration\\\": \\\"" LATER "\\\"}\"; echo talk >&2"),
	     TEST_WALL_MS + 3600000, "tok"},
		/* Neither terminal nor input: what would ask goes on without an answer. */
		{SHELL("read x; test -z \"$x\" && ! (: </dev/tty) 2>/dev/null && echo \"" PRINTED "}\""), -1, ""},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;

		open_process(rows[i].config, &f);
		script_ask(&f);
		fixture_run(&f, 1);
		if (f.err.status != CEW_OK)
			fail_msg("%zu: %s", i, f.err.what);
		assert_string_equal(script_transcript(&f), ASKED("P1"));
		assert_string_equal(server_header(f.server, 0, "x-amz-security-token"), rows[i].token);
		assert_true(server_signature_right(f.server, 0, "P1", "s-p", "eu-west-1", "sts"));
		assert_int_equal(cew_aws_credential_expiry(f.aws), rows[i].expires_ms);
		assert_string_equal(cew_aws_credential_source(f.aws), "profile dev (credential_process)");
		fixture_close(&f);
	}
}

static void fails(void **state)
{
	static const struct {
		const char *config, *what, *hint;
	} rows[] = {
		{SHELL("echo not logged in >&2; exit 3"), "credential_process of profile dev ended with exit code 3: not logged in",
		 "Log in again with the program"},
		{SHELL("exit 1"), "ended with exit code 1", "Log in again"},
		{SHELL("kill -9 $$"), "was ended by signal 9", "Log in again"},
		{SHELL("echo hello"), "printed cannot be used", "JSON with Version 1"},
		{SHELL("echo \"{}\""), "its Version is not 1", "JSON with Version 1"},
		{SHELL("echo \"{\\\"Version\\\": 2}\""), "its Version is not 1", "JSON"},
		{SHELL("echo \"{\\\"Version\\\": 1, \\\"AccessKeyId\\\": \\\"x\\\"}\""), "has no SecretAccessKey", "JSON"},
		{SHELL("echo \"" PRINTED ", \\\"Expiration\\\": \\\"soon\\\"}\""), "Expiration is no time: soon", "JSON"},
		{SHELL("head -c 70000 /dev/zero | tr \"\\\\0\" x"), "printed more than 64 KB", "Log in again"},
		{"[profile dev]\ncredential_process = /nonexistent/program --x\n",
	     "cannot be started: /nonexistent/program: No such file or directory", "install the program"},
		{"[profile dev]\ncredential_process = \"/bin/sh -c\n", "cannot be read: a quote in it is not closed", "Correct it"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;

		open_process(rows[i].config, &f);
		script_ask(&f);
		fixture_run(&f, 1);
		assert_int_equal(f.err.status, CEW_UNREACHABLE);
		if (!strstr(f.err.what, rows[i].what) || !strstr(f.err.hint, rows[i].hint))
			fail_msg("%s / %s", f.err.what, f.err.hint);
		assert_string_equal(f.err.where, "profile dev");
		assert_int_equal(server_requests(f.server), 0);
		fixture_close(&f);
	}
}

/* One that has ended and waits for somebody to notice does not run. */
static bool runs(int pid)
{
	char path[64], stat[512] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (!fgets(stat, sizeof(stat), file))
		stat[0] = '\0';
	fclose(file);
	return stat[0] && !strstr(stat, ") Z");
}

/* It is ended with all that it has started. */
static void gets_a_minute(void **state)
{
	struct cew_buf pid;
	struct fixture f;

	(void)state;
	open_process("[profile dev]\ncredential_process = /bin/sh -c 'sleep 1000 & echo $! > \"{dir}/pid\"; echo x >&2; wait'\n", &f);
	script_ask(&f);
	cew_buf_init(&pid, 100);
	for (int i = 0; i < 5000 && pid.len == 0; i++) {
		fixture_turns(&f, 1);
		cew_loop_step(f.loop, 1, NULL);
		cew_file_read(other_file("pid", NULL), 100, &pid, NULL);
	}
	assert_int_equal(f.calls_done, 0);
	f.mono_ms += 60 * 1000;
	fixture_run(&f, 1);
	assert_string_equal(f.err.what, "the credential_process of profile dev did not end within a minute");
	assert_non_null(strstr(f.err.hint, "no terminal"));
	for (int i = 0; i < 5000 && runs(atoi(cew_buf_text(&pid))); i++)
		cew_loop_step(f.loop, 1, NULL);
	assert_false(runs(atoi(cew_buf_text(&pid))));
	cew_buf_finish(&pid);
	fixture_close(&f);
}

static void a_client_can_go_while_it_runs(void **state)
{
	struct fixture f;

	(void)state;
	open_process(SHELL("sleep 1000"), &f);
	script_ask(&f);
	fixture_turns(&f, 5);
	fixture_close(&f);
	assert_int_equal(f.calls_done, 0);
}

static void words(void **state)
{
	static const struct {
		const char *line, *words;
	} rows[] = {
		{"a b  c\t d", "a|b|c|d|"},
		{"'a b' \"c 'd'\" e\\ f", "a b|c 'd'|e f|"},
		{"--x=\"1 2\"'3'4", "--x=1 234|"},
		{"\"a\\\"b\\\\c\\d\" 'e\\f' \"\"", "a\"b\\c\\d|e\\f||"},
		{"$HOME `x` | y;", "$HOME|`x`|||y;|"},
	};
	static const char *const bad[] = {"", "  ", "'a", "a \"b", "a\\\"b '"};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_words w;
		char text[100] = "";

		assert_int_equal(aws_words_split(rows[i].line, &w, NULL), CEW_OK);
		for (size_t n = 0; n < w.count; n++)
			strcat(strcat(text, w.argv[n]), "|");
		assert_null(w.argv[w.count]);
		assert_string_equal(text, rows[i].words);
		aws_words_finish(&w);
	}
	for (size_t i = 0; i < CEW_COUNT(bad); i++) {
		struct aws_words w;

		assert_int_equal(aws_words_split(bad[i], &w, NULL), CEW_INVALID);
	}
}

/* FIPS 180's own, and the lengths around a block's end. */
static void sums(void **state)
{
	static const struct {
		const char *text;
		size_t times;
		const char *sum;
	} rows[] = {
		{"", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
		{"abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
		{"a", 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
		{"a", 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
		{"a", 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
		{"a", 1000, "291e9a6c66994949b57ba5e650361e98fc36b1ba"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char text[1001] = "", sum[41];

		for (size_t n = 0; n < rows[i].times; n++)
			memcpy(text + n * strlen(rows[i].text), rows[i].text, strlen(rows[i].text) + 1);
		aws_sha1_hex(text, strlen(text), sum);
		assert_string_equal(sum, rows[i].sum);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_keys),
		cmocka_unit_test(fails),
		cmocka_unit_test(gets_a_minute),
		cmocka_unit_test(a_client_can_go_while_it_runs),
		cmocka_unit_test(words),
		cmocka_unit_test(sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
