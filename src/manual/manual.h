/* What the files of the manual's generator share. It is built and run by the build and not installed: the manual page and
 * the completions come from the tables of the cli room and from the forms, so that they cannot say anything else. */
#ifndef CEW_MANUAL_H
#define CEW_MANUAL_H

#include "table.h"

/* Text into troff: what it would take for marks of its own is escaped. In `manual_literal` a hyphen is one to be typed. */
void manual_text(struct cew_buf *out, const char *text);
void manual_literal(struct cew_buf *out, const char *text);

void manual_write(struct cew_buf *out, const struct cew_form_set *forms);
void manual_data(struct cew_buf *out); /* answers files, environment, files, examples */
/* What the deployment guide asks for, and where it is done here. CEW_NOT_FOUND names a step of the guide that neither a page
 * nor a row of the table speaks of. */
enum cew_status manual_guide(struct cew_buf *out, const struct cew_form_set *forms, struct cew_error *err);

void completion_write(struct cew_buf *out);

#endif
