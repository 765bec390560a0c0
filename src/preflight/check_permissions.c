/* May the caller (or the role that CloudFormation is given) do what the stack takes? IAM is asked to simulate it; who may
 * not ask that is told what was found by trying. */
#include "actions.h"
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#define LIST_MAX_BYTES 8192
#define ALWAYS "cloudformation:CreateStack,cloudformation:DescribeStacks,cloudformation:DescribeStackEvents"

/* ---- who is asked about ---- */

/* The role that a session "arn:aws:sts::123456789012:assumed-role/NAME/SESSION" is of. */
static char *role_of_session(const char *arn)
{
	static const char mark[] = ":assumed-role/";
	const char *at = strstr(arn, mark);
	return at ? strndup(at + strlen(mark), strcspn(at + strlen(mark), "/")) : NULL;
}

/* The caller as policies know it; NULL: not known yet, or no policy speaks of it (*known). A session's ARN lacks the role's
 * path: the role is looked up, and taken to have none where that is refused. */
static char *principal_of(struct check *c, const char *arn, bool *known)
{
	*known = true;
	if (strstr(arn, ":user/") || strstr(arn, ":role/"))
		return cew_strdup(arn);
	char *role = role_of_session(arn), *principal = NULL;
	if (!role)
		return NULL;
	const struct answer *a = preflight_ask(c, LOOKUP_ROLE, role, NULL);
	*known = a != NULL;
	if (a && a->ok && a->found.count)
		principal = cew_strdup(a->found.roles[0].arn);
	else if (a)
		principal = cew_fmt("arn:%s:iam::%s:role/%s", fact_partition(c->p), cew_preflight_account(c->p), role);
	free(role);
	return principal;
}

/* ---- what is asked ---- */

static bool has_action(const struct cew_buf *list, const char *action, size_t len)
{
	for (const char *at = cew_buf_text(list); (at = strstr(at, action)) != NULL; at += len)
		if (at[len] == ',' || !at[len])
			return true;
	return false;
}

static void add_actions(struct cew_buf *list, const char *actions)
{
	while (*actions) {
		size_t len = strcspn(actions, ",");
		char *one = strndup(actions, len);
		if (one && !has_action(list, one, len))
			cew_buf_fmt(list, "%s%s", list->len ? "," : "", one);
		free(one);
		actions += len + (actions[len] == ',');
	}
}

static void all_actions(const struct cew_preflight *p, struct cew_buf *list)
{
	const struct action_row *row;
	for (size_t i = 0; (row = action_row_at(i)) != NULL; i++)
		if (fact_makes(p, row->type))
			add_actions(list, row->actions);
}

/* ---- what is found ---- */

struct verdicts {
	struct cew_buf denied, uncertain; /* lists */
	const struct answer *refused;     /* the simulation that was not allowed */
};

static bool allowed(const struct cew_decision *d)
{
	return strcmp(d->decision, "allowed") == 0;
}

static void take(struct verdicts *v, const struct cew_decision *d)
{
	if (allowed(d))
		return;
	/* A condition on what only the real request tells (tags, the calling service) may still hold there. */
	bool open = d->missing_context_count && strcmp(d->decision, "implicitDeny") == 0;
	add_actions(open ? &v->uncertain : &v->denied, d->action);
}

static bool is_denied_anywhere(const struct answer *broad, const char *action, size_t len)
{
	for (size_t i = 0; i < broad->found.count; i++) {
		const struct cew_decision *d = &broad->found.decisions[i];
		if (!allowed(d) && strlen(d->action) == len && strncmp(d->action, action, len) == 0)
			return true;
	}
	return false;
}

static void denied_of(const struct answer *broad, const char *actions, struct cew_buf *out)
{
	while (*actions) {
		size_t len = strcspn(actions, ",");
		if (is_denied_anywhere(broad, actions, len)) {
			cew_buf_str(out, out->len ? "," : "");
			cew_buf_add(out, actions, len);
		}
		actions += len + (actions[len] == ',');
	}
}

/* `context` is what a condition asks for, "KEY=VALUE"; NULL: nothing. */
static const struct answer *simulate(struct check *c, const char *principal, const char *resource, const char *actions,
                                     const char *context, struct verdicts *v)
{
	const struct answer *a = preflight_ask4(c, LOOKUP_SIMULATION, principal, resource, actions, context);
	if (a && !a->ok)
		v->refused = a;
	return a && a->ok ? a : NULL;
}

static void judge_on(struct check *c, const char *principal, const char *resource, const char *actions, struct verdicts *v)
{
	const struct answer *a = simulate(c, principal, resource, actions, NULL, v);
	for (size_t i = 0; a && i < a->found.count; i++)
		take(v, &a->found.decisions[i]);
}

/* A role may be handed to some services and not to others. */
static void judge_passing(struct check *c, const char *principal, const char *role, const char *service, struct verdicts *v)
{
	char *context = cew_fmt("iam:PassedToService=%s", service);
	const struct answer *a = context ? simulate(c, principal, role, "iam:PassRole", context, v) : NULL;
	for (size_t i = 0; a && i < a->found.count; i++)
		take(v, &a->found.decisions[i]);
	free(context);
}

/* ---- what the stack takes, as its policies have it ---- */

static const struct cew_policies *needs_of(struct check *c)
{
	struct cew_preflight *p = c->p;
	struct cew_subject subject = {
		.answers = p->answers, .template = p->plan->template, .account_id = cew_preflight_account(p)};
	struct cew_policies_request request = {.subject = &subject, .who = CEW_POLICIES_SERVICE_ROLE};
	if (!p->needs && p->plan->template)
		cew_policies_make(&request, &p->needs, NULL);
	return p->needs;
}

/* What follows the account in an ARN. */
static const char *part_behind_account(const char *arn)
{
	for (int colons = 0; colons < 5; colons++) {
		const char *colon = strchr(arn, ':');
		if (!colon)
			return arn;
		arn = colon + 1;
	}
	return arn;
}

/* The i-th resource of which names are known that this action is allowed on; NULL: no more. Of two ways to write one, the
 * shorter. */
static const char *named_resource(const struct cew_policies *needs, const char *action, size_t len, size_t i)
{
	for (size_t k = 0; needs && k < cew_policies_action_count(needs); k++) {
		const struct cew_policy_action *a = cew_policies_action_at(needs, k);
		const char *part = part_behind_account(a->resource);
		size_t part_len = strlen(part);
		bool same = strlen(a->action) == len && strncmp(a->action, action, len) == 0;
		bool named = strcmp(part, "*") != 0 && !(part_len > 2 && strcmp(part + part_len - 2, ":*") == 0);
		if (same && named && i-- == 0)
			return a->resource;
	}
	return NULL;
}

/* What stands for a part of a name that AWS will choose. */
static void add_name(struct cew_buf *out, const char *value)
{
	const char *unknown = strstr(value, "${");
	cew_buf_add(out, value, unknown ? (size_t)(unknown - value) : strlen(value));
	cew_buf_str(out, unknown ? "0" : "");
}

static void judge_named(struct check *c, const char *principal, const struct action_row *row, const char *name,
                        const char *actions, struct verdicts *v)
{
	const struct cew_plan *plan = c->p->plan;
	bool no_region = strcmp(row->service, "s3") == 0 || strcmp(row->service, "iam") == 0;
	const char *hole = strstr(row->where, "{name}");
	struct cew_buf arn;
	cew_buf_init(&arn, 2048);
	if (strcmp(row->where, "*") != 0) {
		cew_buf_fmt(&arn, "arn:%s:%s:%s:%s:%.*s", fact_partition(c->p), row->service, no_region ? "" : plan->region,
		            strcmp(row->service, "s3") == 0 ? "" : cew_preflight_account(c->p),
		            (int)(hole ? hole - row->where : (long)strlen(row->where)), row->where);
		if (hole)
			add_name(&arn, name);
		cew_buf_str(&arn, hole ? hole + strlen("{name}") : "");
	} else {
		cew_buf_str(&arn, "*");
	}
	judge_on(c, principal, cew_buf_text(&arn), actions, v);
	cew_buf_finish(&arn);
}

/* Policies that allow an action on certain names only deny it on "*": those are asked about again, name by name. The actions
 * of a row are all about the same resources. */
static void judge_row(struct check *c, const char *principal, const struct action_row *row, const struct answer *broad,
                      struct verdicts *v)
{
	struct cew_buf actions;
	cew_buf_init(&actions, LIST_MAX_BYTES);
	denied_of(broad, row->actions, &actions);
	size_t asked = 0, first = strcspn(cew_buf_text(&actions), ",");
	for (const char *arn; actions.len && (arn = named_resource(needs_of(c), cew_buf_text(&actions), first, asked)) != NULL; asked++)
		judge_on(c, principal, arn, cew_buf_text(&actions), v);
	size_t names = c->p->plan->eval && actions.len && !asked ? cew_cfn_name_count(c->p->plan->eval) : 0;
	for (size_t i = 0; i < names && strstr(row->where, "{name}"); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(c->p->plan->eval, i);
		if (strcmp(n->type, row->type) != 0 || strchr(n->property, '.'))
			continue;
		judge_named(c, principal, row, n->value, cew_buf_text(&actions), v);
		asked++;
	}
	if (actions.len && !asked)
		judge_named(c, principal, row, "*", cew_buf_text(&actions), v);
	cew_buf_finish(&actions);
}

/* A role that is not known before can only be tried. */
static void judge_roles(struct check *c, const char *principal, struct verdicts *v)
{
	const struct cew_policies *needs = needs_of(c);
	for (size_t i = 0; needs && i < cew_policies_action_count(needs); i++) {
		const struct cew_policy_action *a = cew_policies_action_at(needs, i);
		bool to_resources = *a->service && strcmp(a->service, "cloudformation.amazonaws.com") != 0;
		if (to_resources && strcmp(part_behind_account(a->resource), "role/*") != 0)
			judge_passing(c, principal, a->resource, a->service, v);
	}
}

static void judge_resources(struct check *c, const char *principal, struct verdicts *v)
{
	struct cew_buf list;
	const struct action_row *row;
	cew_buf_init(&list, LIST_MAX_BYTES);
	all_actions(c->p, &list);
	const struct answer *broad = list.len ? simulate(c, principal, "*", cew_buf_text(&list), NULL, v) : NULL;
	for (size_t i = 0; broad && (row = action_row_at(i)) != NULL; i++)
		if (fact_makes(c->p, row->type))
			judge_row(c, principal, row, broad, v);
	if (broad)
		judge_roles(c, principal, v);
	if (broad && !v->refused)
		preflight_tell(c, "%zu actions simulated", broad->found.count);
	cew_buf_finish(&list);
}

static void judge_caller(struct check *c, const char *principal, struct verdicts *v)
{
	const struct cew_plan *plan = c->p->plan;
	char *stack = cew_fmt("arn:%s:cloudformation:%s:%s:stack/%s/*", fact_partition(c->p), plan->region, cew_preflight_account(c->p),
	                      plan->stack_name);
	judge_on(c, principal, stack, ALWAYS, v);
	if (plan->role_arn)
		judge_passing(c, principal, plan->role_arn, "cloudformation.amazonaws.com", v);
	free(stack);
}

/* ---- telling ---- */

static void add_spaced(struct cew_buf *out, const char *list)
{
	for (; *list; list++)
		cew_buf_str(out, *list == ',' ? ", " : (char[]){*list, '\0'});
}

static void tell_list(struct check *c, const struct cew_buf *list, enum cew_severity severity, const char *remedy, const char *message)
{
	struct cew_buf words;
	if (!list->len)
		return;
	cew_buf_init(&words, LIST_MAX_BYTES * 2);
	add_spaced(&words, cew_buf_text(list));
	preflight_find(c, severity, "", remedy, message, cew_buf_text(&words));
	cew_buf_finish(&words);
}

/* Which of the preflight's own lookups were refused; each action once. */
static void refused_lookups(struct check *c, struct cew_buf *out)
{
	for (size_t i = 0; i < lookups_count(&c->p->lookups); i++) {
		const struct answer *a = lookups_at(&c->p->lookups, i);
		if (a && !a->ok && a->err.status == CEW_REFUSED)
			add_actions(out, a->action);
	}
}

static void tell_what_was_tried(struct check *c, const struct answer *a)
{
	struct cew_buf list;
	c->pending |= !preflight_others_done(c);
	preflight_leave_open(c, "", a, "whether the permissions suffice");
	cew_buf_init(&list, LIST_MAX_BYTES);
	refused_lookups(c, &list);
	tell_list(c, &list, CEW_NOTE, "Compare the caller's policies with what the deployment guide asks for.",
	          "Of what was tried, this was refused: %s.");
	cew_buf_finish(&list);
}

static void tell_verdicts(struct check *c, const struct verdicts *v)
{
	bool by_role = c->p->plan->role_arn != NULL;
	if (v->refused) {
		tell_what_was_tried(c, v->refused);
		return;
	}
	tell_list(c, &v->denied, CEW_ERROR,
	          by_role ? "Allow it in the policies of the role for CloudFormation (or of the caller, for what is CloudFormation's)."
	                  : "Have it allowed in the caller's policies, or name a role for CloudFormation that may do it.",
	          "By IAM's simulation this is not permitted, and creation would fail: %s.");
	tell_list(c, &v->uncertain, CEW_NOTE, "Make sure that the conditions in the policies hold for this deployment.",
	          "Could not be checked: these are permitted under conditions only that the simulation cannot tell: %s.");
}

static void judge(struct check *c, const char *caller, const char *worker)
{
	struct verdicts v = {0};
	cew_buf_init(&v.denied, LIST_MAX_BYTES);
	cew_buf_init(&v.uncertain, LIST_MAX_BYTES);
	judge_caller(c, caller, &v);
	judge_resources(c, worker, &v);
	tell_verdicts(c, &v);
	cew_buf_finish(&v.denied);
	cew_buf_finish(&v.uncertain);
}

void preflight_permissions(struct check *c)
{
	const char *arn = cew_preflight_caller(c->p);
	size_t len = strlen(arn);
	bool known;
	if (len > 5 && strcmp(arn + len - 5, ":root") == 0) {
		preflight_tell(c, "the root user may do everything");
		return;
	}
	char *principal = principal_of(c, arn, &known);
	if (principal)
		judge(c, principal, c->p->plan->role_arn ? c->p->plan->role_arn : principal);
	else if (known) {
		c->unchecked = true;
		preflight_find(c, CEW_NOTE, "", "Compare its permissions with what the deployment guide asks for.",
		           "Could not be checked: the permissions of %s, which IAM cannot simulate.", arn);
	}
	free(principal);
}
