/* Properties of every document that can be read, shared by the YAML and the JSON target. */
#ifndef TEST_FUZZ_DOC_ROUNDS_H
#define TEST_FUZZ_DOC_ROUNDS_H

#include "cewizard/doc.h"

#include "fuzz.h"

/* Reads the input in one format. What can be read is written and read again: the same tree comes out, and writing that
 * gives the same text. What cannot be read has an error that says what and where. */
void rounds_run(const uint8_t *data, size_t size, enum cew_doc_format format);

#endif
