/* Files: read with a cap, replaced whole. */
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int set_up(void **state)
{
	*state = make_directory();
	return 0;
}

static int tear_down(void **state)
{
	remove_directory(*state);
	return 0;
}

static int count_entries(const char *path)
{
	DIR *directory = opendir(path);
	int count = -2; /* "." and ".." */

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static unsigned mode_of(const char *path)
{
	struct stat about;

	assert_int_equal(stat(path, &about), 0);
	return about.st_mode & 07777;
}

static void check_text(const char *path, const char *expected)
{
	char *text = file_text(path);

	assert_string_equal(text, expected);
	free(text);
}

static void read_back(void **state)
{
	char *path = cew_fmt("%s/a", (char *)*state);
	struct cew_buf out;

	cew_buf_init(&out, 100000);
	assert_int_equal(cew_file_replace(path, "one\0two", 7, 0600, NULL), CEW_OK);
	assert_int_equal(cew_file_read(path, 7, &out, NULL), CEW_OK);
	assert_int_equal(out.len, 7);
	assert_memory_equal(out.data, "one\0two", 7);
	cew_buf_finish(&out);
	free(path);
}

static void read_spans_chunks(void **state)
{
	char *path = cew_fmt("%s/a", (char *)*state), *text = malloc(50000);
	struct cew_buf out;

	assert_non_null(text);
	for (size_t i = 0; i < 50000; i++)
		text[i] = (char)('a' + i % 23);
	cew_buf_init(&out, 50000);
	assert_int_equal(cew_file_replace(path, text, 50000, 0600, NULL), CEW_OK);
	assert_int_equal(cew_file_read(path, 50000, &out, NULL), CEW_OK);
	assert_int_equal(out.len, 50000);
	assert_memory_equal(out.data, text, 50000);
	cew_buf_finish(&out);
	free(text);
	free(path);
}

static void read_errors(void **state)
{
	char *path = cew_fmt("%s/a", (char *)*state);
	struct cew_error err = {0};
	struct cew_buf out;

	cew_buf_init(&out, 100);
	assert_int_equal(cew_file_read(path, 100, &out, &err), CEW_NOT_FOUND);
	assert_non_null(strstr(err.what, path));
	assert_int_equal(cew_file_read(*state, 100, &out, &err), CEW_NOT_FOUND);
	assert_int_equal(cew_file_replace(path, "12345678", 8, 0600, NULL), CEW_OK);
	assert_int_equal(cew_file_read(path, 7, &out, &err), CEW_LIMIT);
	assert_non_null(strstr(err.what, "7 bytes"));
	assert_string_not_equal(err.hint, "");
	cew_buf_finish(&out);

	cew_buf_init(&out, 5); /* the buffer's own cap is a limit as well */
	assert_int_equal(cew_file_read(path, 100, &out, &err), CEW_LIMIT);
	cew_buf_finish(&out);
	free(path);
}

static void read_standard_input(void **state)
{
	int ends[2], saved = dup(STDIN_FILENO);
	struct cew_buf out;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "typed", 5), 5);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	cew_buf_init(&out, 100);
	assert_int_equal(cew_file_read("-", 100, &out, NULL), CEW_OK);
	assert_string_equal(out.data, "typed");
	cew_buf_finish(&out);
	dup2(saved, STDIN_FILENO);
	close(saved);
}

static void replace_sets_text_and_mode(void **state)
{
	char *path = cew_fmt("%s/a", (char *)*state);
	mode_t mask = umask(0077);

	assert_int_equal(cew_file_replace(path, "old and longer", 14, 0644, NULL), CEW_OK);
	assert_int_equal(mode_of(path), 0644); /* asked for is asked for, whatever the umask */
	assert_int_equal(cew_file_replace(path, "new", 3, 0600, NULL), CEW_OK);
	umask(mask);
	assert_int_equal(mode_of(path), 0600);
	check_text(path, "new");
	assert_int_equal(count_entries(*state), 1);
	assert_int_equal(cew_file_replace(path, NULL, 0, 0600, NULL), CEW_OK);
	check_text(path, "");
	free(path);
}

/* Who has the old file open keeps it whole: it was not written into. */
static void replace_never_touches_the_old_file(void **state)
{
	char *path = cew_fmt("%s/a", (char *)*state), text[8] = "";
	int fd;

	assert_int_equal(cew_file_replace(path, "old", 3, 0600, NULL), CEW_OK);
	fd = open(path, O_RDONLY);
	assert_int_equal(cew_file_replace(path, "newer", 5, 0600, NULL), CEW_OK);
	assert_int_equal(read(fd, text, sizeof(text)), 3);
	assert_memory_equal(text, "old", 3);
	close(fd);
	free(path);
}

static void replace_makes_private_parents(void **state)
{
	char *outer = cew_fmt("%s/x", (char *)*state), *inner = cew_fmt("%s/y", outer), *path = cew_fmt("%s//a", inner);

	assert_int_equal(cew_file_replace(path, "1", 1, 0600, NULL), CEW_OK);
	assert_int_equal(mode_of(outer), 0700);
	assert_int_equal(mode_of(inner), 0700);
	check_text(path, "1");
	free(path);
	free(inner);
	free(outer);
}

static void failed_replace_leaves_everything(void **state)
{
	char *path = cew_fmt("%s/d", (char *)*state), *below = cew_fmt("%s/file/a", (char *)*state);
	char *file = cew_fmt("%s/file", (char *)*state);
	struct cew_error err = {0};

	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(cew_file_replace(path, "1", 1, 0600, &err), CEW_IO);
	assert_non_null(strstr(err.what, path));
	assert_int_equal(count_entries(*state), 1);

	assert_int_equal(cew_file_replace(file, "f", 1, 0600, NULL), CEW_OK);
	assert_int_equal(cew_file_replace(below, "1", 1, 0600, &err), CEW_IO);
	check_text(file, "f");
	assert_int_equal(count_entries(*state), 2);
	assert_int_equal(cew_file_replace("", "1", 1, 0600, &err), CEW_IO);
	free(path);
	free(below);
	free(file);
}

/* A disk that fills up while the new text is written: the old one stays, and no leftovers. */
static void write_error_leaves_the_old_text(void **state)
{
	char *path = cew_fmt("%s/a", (char *)*state);
	struct cew_error err = {0};

	assert_int_equal(cew_file_replace(path, "old", 3, 0600, NULL), CEW_OK);
	/* An address that the kernel cannot read makes write(2) fail. */
	assert_int_equal(cew_file_replace(path, (const void *)(uintptr_t)1, 4096, 0600, &err), CEW_IO);
	assert_non_null(strstr(err.what, path));
	check_text(path, "old");
	assert_int_equal(count_entries(*state), 1);
	free(path);
}

static void replace_in_the_working_directory(void **state)
{
	char saved[4096];

	assert_non_null(getcwd(saved, sizeof(saved)));
	assert_int_equal(chdir(*state), 0);
	assert_int_equal(cew_file_replace("plain", "1", 1, 0600, NULL), CEW_OK);
	check_text("plain", "1");
	assert_int_equal(chdir(saved), 0);
}

#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(read_back),
		FILE_TEST(read_spans_chunks),
		FILE_TEST(read_errors),
		FILE_TEST(read_standard_input),
		FILE_TEST(replace_sets_text_and_mode),
		FILE_TEST(replace_never_touches_the_old_file),
		FILE_TEST(replace_makes_private_parents),
		FILE_TEST(failed_replace_leaves_everything),
		FILE_TEST(write_error_leaves_the_old_text),
		FILE_TEST(replace_in_the_working_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
