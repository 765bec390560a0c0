/* Fuzz target: any bytes as YAML. */
#include "doc_rounds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	rounds_run(data, size, CEW_DOC_YAML);
	return 0;
}
