/* One line of a recording: an input to the deployment's model as JSON, and back. */
#ifndef CEW_EVIDENCE_INPUT_H
#define CEW_EVIDENCE_INPUT_H

#include "cewizard/evidence.h"

#define INPUT_INDICES 500 /* resources that one may depend on: a stack holds no more */

enum cew_status input_write(const struct cew_input *input, struct cew_buf *out, struct cew_error *err);

/* An input read from a line, and what its pointers point to. */
struct read_input {
	struct cew_input input;
	struct cew_doc *doc;
	struct cew_stack_event event;
	struct cew_voice voice;
	struct cew_stack_output output;
	size_t depends_on[INPUT_INDICES];
};
/* CEW_INVALID with name:line, CEW_NO_MEMORY. */
enum cew_status input_read(const char *name, size_t line_number, const char *line, size_t len, struct read_input *out,
                           struct cew_error *err);
void input_finish(struct read_input *r);

#endif
