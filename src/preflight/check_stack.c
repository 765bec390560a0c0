/* The stack's own: whether its name is free, and whether CloudFormation can read the template. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

/* What a stack that has the name already means. Message and remedy get its name and region. */
struct meaning {
	const char *status;
	enum cew_severity severity;
	bool leftover; /* good for nothing but deletion */
	const char *message, *remedy;
};

#define REMOVE "`cewizard delete %1$s --region %2$s` removes it; or choose another name."

static const struct meaning meanings[] = {
	{"ROLLBACK_COMPLETE", CEW_ERROR, true,
	 "A stack %1$s is in %2$s already, in ROLLBACK_COMPLETE: the record of a creation that failed and was undone. It can only be deleted.", REMOVE},
	{"ROLLBACK_FAILED", CEW_ERROR, true,
	 "A stack %1$s is in %2$s already, in ROLLBACK_FAILED: its creation failed and could not be undone whole. It can only be deleted.", REMOVE},
	{"CREATE_FAILED", CEW_ERROR, true,
	 "A stack %1$s is in %2$s already, in CREATE_FAILED: its creation failed, and what had been made was kept.", REMOVE},
	{"DELETE_FAILED", CEW_ERROR, true,
	 "A stack %1$s is in %2$s already, in DELETE_FAILED: it could not be deleted whole.",
	 "`cewizard delete %1$s --region %2$s` tries again; or choose another name."},
	{"DELETE_IN_PROGRESS", CEW_ERROR, false,
	 "A stack %1$s is being deleted in %2$s; its name is free once that is over.",
	 "`cewizard watch %1$s --region %2$s` follows the deletion; check again after it."},
	{"REVIEW_IN_PROGRESS", CEW_NOTE, false,
	 "Under the name %1$s there is a stack in %2$s without resources, in REVIEW_IN_PROGRESS: somebody made a change set for it and "
	 "did not execute it. Creating takes the name over and makes that change set obsolete.",
	 "If it is not yours, ask who reviews it, or choose another name."},
};

static const struct meaning *meaning_of(const char *status)
{
	static const struct meaning other = {
		"", CEW_ERROR, false, "A stack %1$s is in %2$s already.",
		"Choose another name; `cewizard access %1$s --region %2$s` tells how to reach the one that is there."};
	for (size_t i = 0; i < CEW_COUNT(meanings); i++)
		if (strcmp(meanings[i].status, status) == 0)
			return &meanings[i];
	return &other;
}

void preflight_stack_name(struct check *c)
{
	const struct cew_plan *plan = c->p->plan;
	const char *field = fact_setting_field(c->p, "stackName");
	const struct answer *a = preflight_ask(c, LOOKUP_STACK, plan->stack_name, NULL);
	if (!a)
		return;
	if (a->err.status == CEW_NOT_FOUND && !a->ok) {
		preflight_tell(c, "%s", plan->stack_name);
		return;
	}
	if (!a->ok) {
		preflight_leave_open(c, field, a, "whether the stack's name is free");
		return;
	}
	const struct meaning *m = meaning_of(a->stack->status);
	char *remedy = cew_fmt(m->remedy, plan->stack_name, plan->region);
	preflight_find(c, m->severity, field, remedy ? remedy : "", m->message, plan->stack_name, plan->region);
	free(remedy);
	free(c->p->leftover);
	c->p->leftover = m->leftover ? cew_strdup(a->stack->id) : NULL;
}

/* ---- the template ---- */

static bool summary_has(const struct cew_template_summary *s, const char *parameter)
{
	for (size_t i = 0; i < s->parameter_count; i++)
		if (strcmp(s->parameters[i].name, parameter) == 0)
			return true;
	return false;
}

static bool plan_has(const struct cew_plan *plan, const char *capability)
{
	for (size_t i = 0; i < plan->capability_count; i++)
		if (strcmp(plan->capabilities[i], capability) == 0)
			return true;
	return false;
}

static void hold_against(struct check *c, const struct cew_template_summary *s)
{
	const struct cew_plan *plan = c->p->plan;
	const char *field = fact_setting_field(c->p, "template");
	for (size_t i = 0; i < s->capability_count; i++)
		if (!plan_has(plan, s->capabilities[i]) &&
		    !(strcmp(s->capabilities[i], "CAPABILITY_IAM") == 0 && plan_has(plan, "CAPABILITY_NAMED_IAM")))
			preflight_find(c, CEW_ERROR, field, "Use a template that does not need it.",
			           "CloudFormation wants %s for this template, which is not what was acknowledged.", s->capabilities[i]);
	for (size_t i = 0; i < plan->parameter_count; i++)
		if (!summary_has(s, plan->parameters[i].name))
			preflight_find(c, CEW_ERROR, fact_field(c->p, plan->parameters[i].name),
			           "Give the template as a local file, so that the pages ask for just what it has.",
			           "The template has no parameter %s, and CloudFormation refuses values for what is not there.",
			           plan->parameters[i].name);
}

/* What the stack makes is not known here: all that is worked out from it is left out. */
static void say_what_is_not_seen(struct check *c, const char *field)
{
	c->unchecked = true;
	preflight_find(c, CEW_NOTE, field, "Give the template as a local file.",
	               "Could not be checked: quotas, names, images and most permissions, because the template is not read here.");
}

void preflight_template(struct check *c)
{
	const struct cew_plan *plan = c->p->plan;
	const char *field = fact_setting_field(c->p, "template");
	if (!plan->template_body && !plan->template_url) {
		c->unchecked = true;
		preflight_find(c, CEW_NOTE, field, "It is held against CloudFormation once it is in S3.",
		           "Could not be checked: whether CloudFormation can read the template, which has more than the %d bytes that go with a request.",
		           CEW_CFN_INLINE_MAX);
		return;
	}
	const struct answer *a = preflight_ask(c, LOOKUP_TEMPLATE, NULL, NULL);
	if (!a)
		return;
	if (!plan->eval)
		say_what_is_not_seen(c, field);
	if (a->ok) {
		preflight_tell(c, "%zu parameters", a->found.summaries[0].parameter_count);
		hold_against(c, &a->found.summaries[0]);
	} else if (strcmp(a->err.code, "ValidationError") == 0) {
		preflight_find(c, CEW_ERROR, field, *a->err.hint ? a->err.hint : "Mend the template, or use another one.",
		               "CloudFormation does not take the template: %s.", a->err.what);
	} else {
		preflight_leave_open(c, field, a, "whether CloudFormation can read the template");
	}
}

/* ---- the bucket for a large template ---- */

bool template_goes_by_s3(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return p->plan->delivery == CEW_DELIVERY_S3;
}

static void judge_bucket(struct check *c, const struct answer *a, const char *name, const char *field)
{
	bool named = c->p->plan->template_bucket != NULL;
	if (a->ok && *a->found.buckets[0].region && strcmp(a->found.buckets[0].region, c->p->plan->region) != 0)
		preflight_find(c, CEW_ERROR, field, "Name a bucket of the stack's region, or none.",
		               "Bucket %s is in %s: CloudFormation reads templates from buckets of its own region, %s.", name,
		               a->found.buckets[0].region, c->p->plan->region);
	else if (a->ok || (a->err.status == CEW_NOT_FOUND && !named))
		preflight_tell(c, "%s%s", name, a->ok ? "" : ", which will be made");
	else if (a->err.status == CEW_NOT_FOUND)
		preflight_find(c, CEW_ERROR, field, "Make it, name one that is there, or none: then one is made.", "There is no bucket %s.", name);
	else if (a->err.status == CEW_REFUSED)
		preflight_find(c, CEW_ERROR, field, "Name a bucket of this account that the caller may use.",
		               "Bucket %s belongs to another account, or the caller may not use it: %s.", name, a->err.what);
	else
		preflight_leave_open(c, field, a, "whether the bucket for the template is there");
}

void preflight_bucket(struct check *c)
{
	const struct cew_plan *plan = c->p->plan;
	char own[64];
	cew_plan_own_bucket(plan, cew_preflight_account(c->p), own);
	const char *name = plan->template_bucket ? plan->template_bucket : own;
	const struct answer *a = preflight_ask(c, LOOKUP_BUCKET, name, cew_preflight_account(c->p));
	if (a)
		judge_bucket(c, a, name, fact_setting_field(c->p, "templateBucket"));
}
