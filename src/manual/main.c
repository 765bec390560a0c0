/* The generator: `cew_manual man` and `cew_manual bash` write to standard output. */
#include <stdio.h>
#include <string.h>

#include "manual.h"

#define MAX_BYTES (1 << 20)

static enum cew_status write_man(struct cew_buf *out, struct cew_error *err)
{
	struct cew_cfn_template *template = NULL;
	struct cew_form_set *forms = NULL;
	enum cew_status s = cew_plan_open_template("", NULL, &template, err);
	if (!s)
		s = cew_plan_load_forms(NULL, template, &forms, err);
	if (!s) {
		manual_write(out, forms);
		s = manual_guide(out, forms, err);
	}
	if (!s)
		manual_data(out);
	cew_form_destroy(forms);
	cew_cfn_destroy(template);
	return s;
}

int main(int argc, char **argv)
{
	struct cew_buf out;
	struct cew_error err;
	enum cew_status s = CEW_OK;
	cew_buf_init(&out, MAX_BYTES);
	if (argc == 2 && strcmp(argv[1], "man") == 0)
		s = write_man(&out, &err);
	else if (argc == 2 && strcmp(argv[1], "bash") == 0)
		completion_write(&out);
	else
		s = cew_fail(&err, CEW_USAGE, "usage: cew_manual man|bash");
	if (!s)
		s = cew_buf_status(&out, &err);
	if (s)
		fprintf(stderr, "cew_manual: %s: %s\n", err.where, err.what);
	else if (fwrite(cew_buf_text(&out), 1, out.len, stdout) != out.len || fflush(stdout) != 0)
		s = CEW_IO;
	cew_buf_finish(&out);
	return s ? 1 : 0;
}
