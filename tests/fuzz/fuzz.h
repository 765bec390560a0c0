/* What the fuzz targets share. Each defines LLVMFuzzerTestOneInput; libFuzzer or replay.c is their main. */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property that holds for every input, in release builds too. */
#define FUZZ_CHECK(holds, ...)                                                                                         \
	do {                                                                                                               \
		if (!(holds)) {                                                                                                \
			fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #holds);                                                \
			fprintf(stderr, __VA_ARGS__);                                                                              \
			fputc('\n', stderr);                                                                                       \
			abort();                                                                                                   \
		}                                                                                                              \
	} while (0)

#endif
