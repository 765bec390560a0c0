/* acknowledge: the capabilities that sending needs, and the resources that ask for them. */
#include "wizard.h"

#include <string.h>


static bool is_iam(const char *type)
{
	return strncmp(type, "AWS::IAM::", 10) == 0;
}

static void list_resources(const struct cew_cfn_eval *eval, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_cfn_resource_count(eval); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(eval, i);
		if (is_iam(r->type))
			cew_buf_fmt(out, "  %-30s %s\n", r->logical_id, r->type);
	}
}

static void describe(const struct cew_cfn_eval *eval, struct cew_buf *out)
{
	size_t n = cew_cfn_capability_count(eval);
	if (!n) {
		cew_buf_str(out, "The stack makes nothing that has to be acknowledged.\n");
		return;
	}
	cew_buf_str(out, "Sent as ");
	for (size_t i = 0; i < n; i++)
		cew_buf_fmt(out, "%s%s", i ? ", " : "", cew_cfn_capability_at(eval, i)->name);
	cew_buf_str(out, ", because of\n\n");
	list_resources(eval, out);
}

static void enter(struct ui_wizard *w)
{
	struct cew_subject subject = ui_subject(w, false);
	struct cew_evaluation *evaluation = NULL;
	cew_buf_clear(&w->consent);
	if (cew_subject_evaluate(&subject, &evaluation, NULL) == CEW_OK)
		describe(cew_evaluation_cfn(evaluation), &w->consent);
	else
		cew_buf_str(&w->consent, "Only CloudFormation reads this template; what it holds is not known here.\n");
	cew_evaluation_destroy(evaluation);
}

static int rows(struct ui_wizard *w, int width)
{
	return cew_wrap_rows(cew_buf_text(&w->consent), width - 2);
}

static void draw(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	ui_put_wrapped(p, row, 2, -1, -1, UI_PLAIN, cew_buf_text(&w->consent));
}

const struct ui_view ui_view_acknowledge = {.rows = rows, .draw = draw, .enter = enter};
