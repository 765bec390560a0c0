/* What is wrong with a template's values: some of it AWS refuses at once, the rest is refused by the service behind a
 * resource when its turn comes. */
#include "refusals.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

char *demo_handler_message(const struct demo_stack *s, const char *text, const char *code)
{
	char guid[37];
	cew_uuid(s->demo->random, guid);
	return cew_fmt("Resource handler returned message: \"%s\" (RequestToken: %s, HandlerErrorCode: %s)", text, guid,
	               code);
}

/* ---- refused at once ---- */

/* Rules whose findings CloudFormation itself does not look for. */
static bool is_left_to_service(const char *rule)
{
	static const char *const rules[] = {"lambda-runtime", "tag", "partition-arn", "duplicate-name"};
	for (size_t i = 0; i < CEW_COUNT(rules); i++)
		if (strcmp(rules[i], rule) == 0)
			return true;
	return false;
}

/* The word after `mark` in a message: the name that it is about. */
static const char *word_after(const char *message, const char *mark, size_t *len)
{
	const char *at = strstr(message, mark);
	at = at ? at + strlen(mark) : message;
	*len = strcspn(at, " ,.:");
	return at;
}

/* "A needs B needs A" becomes "A, B". */
static enum cew_status refuse_ring(const char *message, struct cew_error *err)
{
	struct cew_buf ids;
	size_t first, len;
	const char *at = word_after(message, "each other: ", &first);
	cew_buf_init(&ids, 4096);
	cew_buf_add(&ids, at, first);
	for (const char *next; (next = strstr(at, " needs ")) != NULL;) {
		at = next + strlen(" needs ");
		len = strcspn(at, " ");
		if (strstr(at, " needs "))
			cew_buf_fmt(&ids, ", %.*s", (int)len, at);
	}
	enum cew_status status =
	        demo_refuse(err, DEMO_INVALID, "Circular dependency between resources: [%s]", cew_buf_text(&ids));
	cew_buf_finish(&ids);
	return status;
}

static enum cew_status refuse_finding(const struct cew_cfn_finding *f, struct cew_error *err)
{
	size_t len;
	if (strcmp(f->rule, "cycle") == 0)
		return refuse_ring(f->message, err);
	if (strcmp(f->rule, "unresolved-reference") == 0) {
		const char *name = word_after(f->message, "refers to ", &len);
		return demo_refuse(err, DEMO_INVALID,
		                   "Template format error: Unresolved resource dependencies [%.*s] in the Resources "
		                   "block of the template",
		                   (int)len, name);
	}
	if (strcmp(f->rule, "rule-assertion") == 0)
		return demo_refuse(err, DEMO_INVALID, "%s", f->message);
	return demo_refuse(err, DEMO_INVALID, "Template error: %s", f->message);
}

enum cew_status demo_check_findings(const struct demo_version *v, struct cew_error *err)
{
	for (size_t i = 0; i < cew_cfn_finding_count(v->eval); i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(v->eval, i);
		if (f->severity == CEW_CFN_ERROR && !is_left_to_service(f->rule))
			return refuse_finding(f, err);
	}
	return CEW_OK;
}

/* ---- refused by the service ---- */

static char *wrap(const struct demo_stack *s, char *text, const char *code)
{
	char *message = text ? demo_handler_message(s, text, code) : NULL;
	free(text);
	return message;
}

/* "RoleName" as the services' own validation spells it. */
static char *member_name(const char *property)
{
	char *name = cew_strdup(property);
	if (name && *name >= 'A' && *name <= 'Z')
		*name = (char)(*name - 'A' + 'a');
	return name;
}

static char *bad_name(const struct demo_stack *s, const struct cew_cfn_resource_name *n)
{
	char guid[37];
	cew_uuid(s->demo->random, guid);
	if (n->length > n->limit && strncmp(n->type, "AWS::ElasticLoadBalancingV2::", 29) == 0)
		return wrap(
			s,
			cew_fmt("The %s '%s' cannot be longer than '%zu' characters (Service: ElasticLoadBalancingV2, Status "
		            "Code: 400, Request ID: %s)",
		            n->what, n->value, n->limit, guid),
			"InvalidRequest");
	char *member = member_name(n->property), *message = NULL;
	if (member && n->length > n->limit)
		message =
			wrap(s,
		         cew_fmt("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must "
		                 "have length less than or equal to %zu (Status Code: 400, Request ID: %s)",
		                 n->value, member, n->limit, guid),
		         "InvalidRequest");
	else if (member)
		message =
			wrap(s,
		         cew_fmt("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s (Status "
		                 "Code: 400, Request ID: %s)",
		                 n->value, member, n->problem ? n->problem : "", guid),
		         "InvalidRequest");
	free(member);
	return message;
}

static char *old_runtime(const struct demo_stack *s, const struct demo_resource *r)
{
	char guid[37];
	const char *runtime = cew_node_get_text(cew_node_get(r->plan->source, "Properties"), "Runtime");
	cew_uuid(s->demo->random, guid);
	return wrap(
		s,
		cew_fmt("The runtime parameter of %s is no longer supported for creating or updating AWS Lambda functions. "
	            "We recommend you use the new runtime (python3.12) while creating or updating functions. (Service: "
	            "Lambda, Status Code: 400, Request ID: %s)",
	            runtime ? runtime : "", guid),
		"InvalidRequest");
}

static char *finding_refusal(const struct demo_stack *s, const struct demo_resource *r)
{
	const struct cew_cfn_eval *e = r->version->eval;
	for (size_t i = 0; i < cew_cfn_finding_count(e); i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(e, i);
		bool ours = f->severity == CEW_CFN_ERROR && f->subject && strcmp(f->subject, r->plan->logical_id) == 0;
		if (!ours || !is_left_to_service(f->rule) || strcmp(f->rule, "duplicate-name") == 0)
			continue;
		if (strcmp(f->rule, "lambda-runtime") == 0)
			return old_runtime(s, r);
		return demo_handler_message(s, f->message, "InvalidRequest");
	}
	return NULL;
}

/* Another of that type and name that exists; buckets and IAM's names hold for the whole account. */
static const struct demo_thing *holder_of_name(struct demo_view *v, const struct demo_resource *r)
{
	struct demo_things all = demo_things(v, r->plan->type);
	bool global = r->type->flags & DEMO_GLOBAL;
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		if (t->resource != r && (global ? strcasecmp(t->name, r->name) : strcmp(t->name, r->name)) == 0)
			return t;
	}
	return NULL;
}

static char *taken_name(struct demo_view *v, const struct demo_stack *s, const struct demo_resource *r)
{
	const struct demo_thing *holder = r->named && r->type->flags & DEMO_UNIQUE ? holder_of_name(v, r) : NULL;
	if (!holder)
		return NULL;
	if (holder->stack && !demo_stack_is_deleted(holder->stack))
		return cew_fmt("%s already exists in stack %s", r->name, holder->stack->id);
	return wrap(s, cew_fmt("Resource of type '%s' with identifier '%s' already exists.", r->plan->type, r->name),
	            "AlreadyExists");
}

/* In the order in which services look. */
static char *account_refusal(struct demo_view *v, const struct demo_stack *s, const struct demo_resource *r)
{
	static demo_refusal_fn *const asked[] = {demo_refuse_permission, demo_refuse_reference, demo_refuse_placement,
	                                         demo_refuse_partner,    demo_refuse_trust,     demo_refuse_quota};
	const char *code;
	for (size_t i = 0; i < CEW_COUNT(asked); i++) {
		char *text = asked[i](v, r, &code);
		if (text)
			return wrap(s, text, code);
	}
	return NULL;
}

char *demo_refusal(const struct demo_resource *r)
{
	const struct demo_stack *s = r->version->stack;
	const struct cew_cfn_eval *e = r->version->eval;
	struct demo_view v;
	for (size_t i = 0; i < cew_cfn_name_count(e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(e, i);
		if (!n->ok && strcmp(n->logical_id, r->plan->logical_id) == 0)
			return bad_name(s, n);
	}
	char *message = finding_refusal(s, r);
	if (message)
		return message;
	demo_view_init(&v, s->demo, s->region);
	message = taken_name(&v, s, r);
	if (!message)
		message = account_refusal(&v, s, r);
	demo_view_finish(&v);
	return message;
}
