/* The log: private, one line an entry, no secrets. */
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
	char *directory, *path;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->directory = make_directory();
	f->path = cew_fmt("%s/log", f->directory);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	cew_log_close();
	remove_directory(f->directory);
	free(f->path);
	free(f);
	return 0;
}

static void redact(const char *text)
{
	struct cew_secret *s = cew_secret_create(text, strlen(text));

	cew_log_redact(s);
	cew_secret_destroy(s);
}

/* Logs one message, and compares what stands behind "room: " in the file. */
static void check_message(const struct fixture *f, const char *message, const char *expected)
{
	char *text, *at;

	assert_true(truncate(f->path, 0) == 0);
	cew_log(CEW_LOG_ERROR, "room", "%s", message);
	text = file_text(f->path);
	at = strstr(text, " room: ");
	assert_non_null(at);
	assert_string_equal(at + 7, expected);
	free(text);
}

static void closed_log_is_silent(void **state)
{
	(void)state;
	cew_log(CEW_LOG_ERROR, "base", "nobody listens");
	cew_log_close();
}

static void entry_has_time_level_and_room(void **state)
{
	struct fixture *f = *state;
	char *text;
	int64_t ms;

	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	cew_log(CEW_LOG_INFO, "aws", "call %d", 7);
	cew_log(CEW_LOG_DEBUG, "aws", "not this one");
	cew_log(CEW_LOG_WARN, "aws", "%s", "");
	text = file_text(f->path);
	assert_memory_equal(text + 24, " INFO  aws: call 7\n", 19);
	text[24] = '\0';
	assert_true(cew_time_parse(text, &ms));
	assert_null(strstr(text + 25, "not this one"));
	assert_non_null(strstr(text + 25, " WARN  aws: \n"));
	free(text);
}

static void file_is_private_and_appended_to(void **state)
{
	struct fixture *f = *state;
	struct stat about;
	int fd = open(f->path, O_CREAT | O_WRONLY, 0644);
	char *text;

	assert_int_equal(write(fd, "before\n", 7), 7);
	assert_int_equal(fchmod(fd, 0644), 0);
	close(fd);
	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	cew_log(CEW_LOG_INFO, "base", "after");
	assert_int_equal(stat(f->path, &about), 0);
	assert_int_equal(about.st_mode & 07777, 0600);
	text = file_text(f->path);
	assert_memory_equal(text, "before\n", 7);
	assert_non_null(strstr(text, "after"));
	free(text);
}

static void unwritable_place_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct cew_error err = {0};
	char *path = cew_fmt("%s/missing/log", f->directory);

	assert_int_equal(cew_log_open(path, CEW_LOG_INFO, &err), CEW_IO);
	assert_non_null(strstr(err.what, path));
	free(path);
}

static void secrets_are_struck_out(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	redact("hunter22");
	redact("hunter22");
	check_message(f, "hunter22", "****\n");
	check_message(f, "a=hunter22&b=hunter22hunter22;", "a=****&b=********;\n");
	check_message(f, "hunter2 hunter2", "hunter2 hunter2\n");
	check_message(f, "hhunter22", "h****\n");
}

static void encoded_secrets_are_struck_out(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	redact("p/w +%\xc3\xa9");
	check_message(f, "[p/w +%\xc3\xa9]", "[****]\n");
	check_message(f, "[p%2Fw%20%2B%25%C3%A9]", "[****]\n");
	check_message(f, "[p%2fw%20%2b%25%c3%a9]", "[****]\n");
	check_message(f, "[p/w+%2B%25%C3%A9]", "[****]\n");
	check_message(f, "[%70%2F%77%20%2B%25%C3%A9]", "[****]\n");
	check_message(f, "[p%2Fw%20%2B%25%C3]", "[p%2Fw%20%2B%25%C3]\n");
}

/* "%25" in such a secret is three bytes of it in plain text, and one of them once encoded. */
static void secret_that_looks_encoded(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	redact("50%25x");
	check_message(f, "[50%25x]", "[****]\n");
	check_message(f, "[50%2525x]", "[****]\n");
}

static void longest_secret_wins(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	redact("abcd");
	redact("abcdefgh");
	redact("abc");
	check_message(f, "abcdefgh abcdef abc", "**** ****ef abc\n");
}

static void secrets_told_before_opening_count(void **state)
{
	struct fixture *f = *state;

	redact("early-bird");
	cew_log_redact(NULL);
	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	check_message(f, "early-bird", "****\n");
}

static void an_entry_is_one_line(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	redact("two\nlines");
	check_message(f, "a\nb\x1b[2J\x7f\xc3\xa9", "a\\x0Ab\\x1B[2J\\x7F\xc3\xa9\n");
	check_message(f, "two\nlines", "****\n");
}

static void an_entry_too_long_is_told(void **state)
{
	struct fixture *f = *state;
	char *message = malloc(2 << 20);

	assert_non_null(message);
	memset(message, 'x', (2 << 20) - 1);
	message[(2 << 20) - 1] = '\0';
	assert_int_equal(cew_log_open(f->path, CEW_LOG_INFO, NULL), CEW_OK);
	check_message(f, message, "(an entry too long for the log)\n");
	free(message);
}

#define LOG_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOG_TEST(closed_log_is_silent),
		LOG_TEST(entry_has_time_level_and_room),
		LOG_TEST(file_is_private_and_appended_to),
		LOG_TEST(unwritable_place_is_an_error),
		LOG_TEST(secrets_are_struck_out),
		LOG_TEST(encoded_secrets_are_struck_out),
		LOG_TEST(secret_that_looks_encoded),
		LOG_TEST(longest_secret_wins),
		LOG_TEST(secrets_told_before_opening_count),
		LOG_TEST(an_entry_is_one_line),
		LOG_TEST(an_entry_too_long_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
