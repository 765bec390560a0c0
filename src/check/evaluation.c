/* The template seen through the answers: evaluation, the names that come of it, and how much room a name has left. */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cew_evaluation {
	struct cew_cfn_inputs inputs;
	const struct cew_answers *answers;
	const struct cew_cfn_template *template;
	const struct cew_field *probed; /* its answer is replaced by `probe`; NULL: none */
	const char *probe;
	const char **arns;
	struct cew_cfn_eval *eval;
};

static const char *text_of_setting(const struct cew_evaluation *e, const char *setting)
{
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(e->answers), setting);
	if (!f)
		return "";
	return f == e->probed ? e->probe : cew_answers_text(e->answers, f->id);
}

static const char *parameter(void *ctx, const char *name)
{
	const struct cew_evaluation *e = ctx;
	const struct cew_cfn_parameter *p = cew_cfn_parameter_find(e->template, name);
	if (e->probed && e->probed->parameter && strcmp(e->probed->parameter, name) == 0)
		return e->probe;
	const char *value = cew_answers_parameter(e->answers, name);
	return !value && p && !p->default_value ? "" : value;
}

static bool fill_arns(struct cew_evaluation *e)
{
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(e->answers), "notificationArns");
	size_t n = f ? cew_answers_list_count(e->answers, f->id) : 0;
	e->arns = calloc(n + 1, sizeof(*e->arns));
	if (!e->arns)
		return false;
	for (size_t i = 0; i < n; i++)
		e->arns[i] = cew_answers_list_at(e->answers, f->id, i);
	e->inputs.notification_arns = e->arns;
	e->inputs.notification_count = n;
	return true;
}

static enum cew_status evaluate(const struct cew_subject *subject, const struct cew_field *probed, const char *probe,
                                struct cew_evaluation **out, struct cew_error *err)
{
	if (!subject->template)
		return cew_fail(err, CEW_NOT_FOUND, "no template has been read");
	struct cew_evaluation *e = calloc(1, sizeof(*e));
	if (!e)
		return cew_fail_memory(err);
	e->answers = subject->answers;
	e->template = subject->template;
	e->probed = probed;
	e->probe = probe;
	e->inputs.region = text_of_setting(e, "region");
	e->inputs.partition = cew_cfn_partition(e->inputs.region, &e->inputs.url_suffix);
	e->inputs.account_id = subject->account_id;
	e->inputs.today = subject->today;
	e->inputs.stack_name = text_of_setting(e, "stackName");
	e->inputs.parameter = parameter;
	e->inputs.ctx = e;
	enum cew_status s = fill_arns(e) ? cew_cfn_evaluate(e->template, &e->inputs, &e->eval, err) : cew_fail_memory(err);
	if (s) {
		cew_evaluation_destroy(e);
		return s;
	}
	*out = e;
	return CEW_OK;
}

enum cew_status cew_subject_evaluate(const struct cew_subject *subject, struct cew_evaluation **out, struct cew_error *err)
{
	return evaluate(subject, NULL, NULL, out, err);
}

void cew_evaluation_destroy(struct cew_evaluation *e)
{
	if (!e)
		return;
	cew_cfn_eval_destroy(e->eval);
	free(e->arns);
	free(e);
}

const struct cew_cfn_eval *cew_evaluation_cfn(const struct cew_evaluation *e)
{
	return e->eval;
}

/* ---- derived names ---- */

/* The field to blame for a name: of those whose answer stands in it, the one with the longest answer. */
static const struct cew_field *field_behind(const struct cew_answers *a, const char *name)
{
	const struct cew_form_set *forms = cew_answers_forms(a);
	const struct cew_field *best = NULL;
	size_t best_len = 0;
	for (size_t p = 0; p < cew_form_page_count(forms); p++) {
		const struct cew_page *page = cew_form_page_at(forms, p);
		for (size_t i = 0; i < page->field_count; i++) {
			const struct cew_field *f = &page->fields[i];
			const char *text = f->kind == CEW_FIELD_TEXT ? cew_answers_text(a, f->id) : "";
			size_t len = strlen(text);
			if (len > best_len && cew_answers_field_shown(a, f) && strstr(name, text)) {
				best = f;
				best_len = len;
			}
		}
	}
	return best;
}

static enum cew_status add_name(const struct cew_cfn_resource_name *n, const struct cew_field *f, struct cew_issues *out)
{
	char remedy[200];
	snprintf(remedy, sizeof(remedy), n->length > n->limit && f ? "Take %zu off %s." : "Change the answer that it is made from.",
	         n->length > n->limit ? n->length - n->limit : 0, f ? f->label : "");
	return cew_issues_add(out, CEW_ERROR, f ? f->id : "", "derived-names", remedy, "%s (%s %s): %s.", n->value, n->logical_id,
	                      n->what, n->problem ? n->problem : "AWS does not take this name");
}

enum cew_status check_names(const struct cew_subject *subject, const struct cew_evaluation *e, const char *field,
                            struct cew_issues *out)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; e && i < cew_cfn_name_count(e->eval) && !s; i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(e->eval, i);
		const struct cew_field *f = n->ok ? NULL : field_behind(subject->answers, n->value);
		if (!n->ok && strcmp(f ? f->id : "", field) == 0)
			s = add_name(n, f, out);
	}
	return s;
}

static enum cew_status check_findings(const struct cew_cfn_eval *eval, struct cew_issues *out)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < cew_cfn_finding_count(eval) && !s; i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(eval, i);
		s = cew_issues_add(out, f->severity == CEW_CFN_ERROR ? CEW_ERROR : CEW_WARNING, "", f->rule, f->remedy,
		                   "%s (line %d of the template).", f->message, f->line);
	}
	return s;
}

enum cew_status check_whole(const struct cew_subject *subject, const struct cew_evaluation *e, struct cew_issues *out)
{
	enum cew_status s = check_names(subject, e, "", out);
	return s ? s : check_findings(e->eval, out);
}

enum cew_status check_problem(const struct cew_error *problem, struct cew_issues *out)
{
	if (!problem->status)
		return CEW_OK;
	return cew_issues_add(out, CEW_ERROR, "", "template", problem->hint, "%s%s%s", problem->where, *problem->where ? ": " : "",
	                      problem->what);
}

/* ---- the ruler ---- */

/* Stands in for the field's answer; eight letters that no name holds by itself. */
static const char probe[] = "qzxjvkwy";
#define PROBE_LEN (sizeof(probe) - 1)

static size_t occurrences(const char *text)
{
	size_t n = 0;
	for (; (text = strstr(text, probe)); text += PROBE_LEN)
		n++;
	return n;
}

static void describe_prefix(const char *value, char *out, size_t size)
{
	const char *at = strstr(value, probe);
	snprintf(out, size, "%.*s…", (int)(at - value < 80 ? at - value : 80), value);
}

bool cew_check_ruler(const struct cew_subject *subject, const struct cew_field *field, struct cew_ruler *out)
{
	struct cew_evaluation *e;
	bool found = false;
	if (field->kind != CEW_FIELD_TEXT || evaluate(subject, field, probe, &e, NULL))
		return false;
	size_t typed = 0, at = 0;
	const char *text = cew_answers_text(subject->answers, field->id);
	while (cew_utf8_next(text, strlen(text), &at))
		typed++;
	for (size_t i = 0; i < cew_cfn_name_count(e->eval); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(e->eval, i);
		size_t times = occurrences(n->value);
		if (!times)
			continue;
		long room = (long)n->limit - (long)(n->length - times * PROBE_LEN);
		long left = room / (long)times - (long)typed;
		if (found && left >= out->left)
			continue;
		found = true;
		out->left = left;
		out->limit = n->limit;
		snprintf(out->what, sizeof(out->what), "%s", n->what);
		describe_prefix(n->value, out->prefix, sizeof(out->prefix));
	}
	cew_evaluation_destroy(e);
	return found;
}
