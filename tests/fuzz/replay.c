/* Runs a fuzz target over kept inputs, without a fuzzer: replay DIRECTORY-OR-FILE… Prints each file's name before it is
 * run, so that the last one printed is the one that failed. */
#include "cewizard/base.h"

#include "fuzz.h"

#include <dirent.h>
#include <string.h>

static size_t runs;

static int run_file(const char *path)
{
	struct cew_buf data;
	struct cew_error err = {0};
	cew_buf_init(&data, 16u << 20);
	if (cew_file_read(path, data.max, &data, &err) != CEW_OK) {
		fprintf(stderr, "%s\n", err.what);
		return 1;
	}
	puts(path);
	fflush(stdout);
	/* a copy of exactly that size: reading past the end is an error that a sanitizer sees */
	uint8_t *copy = malloc(data.len ? data.len : 1);
	if (!copy)
		return 1;
	if (data.len)
		memcpy(copy, data.data, data.len);
	LLVMFuzzerTestOneInput(copy, data.len);
	free(copy);
	cew_buf_finish(&data);
	runs++;
	return 0;
}

static int run_directory(const char *path, DIR *dir)
{
	int failed = 0;
	for (const struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] == '.')
			continue;
		char *file = cew_fmt("%s/%s", path, entry->d_name);
		failed |= file ? run_file(file) : 1;
		free(file);
	}
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;
	for (int i = 1; i < argc; i++) {
		DIR *dir = opendir(argv[i]);
		failed |= dir ? run_directory(argv[i], dir) : run_file(argv[i]);
		if (dir)
			closedir(dir);
	}
	printf("%zu inputs\n", runs);
	return failed || !runs;
}
