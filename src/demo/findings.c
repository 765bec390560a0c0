/* What is wrong with a template's values: some of it AWS refuses at once, the rest is refused by the service behind a
 * resource when its turn comes. */
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

enum cew_status demo_check_findings(const struct demo_stack *s, struct cew_error *err)
{
	for (size_t i = 0; i < cew_cfn_finding_count(s->eval); i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(s->eval, i);
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
	for (size_t i = 0; i < cew_cfn_finding_count(s->eval); i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(s->eval, i);
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
static const struct demo_stack *holder_of_name(const struct demo_stack *s, const struct demo_resource *r)
{
	bool global = r->type->flags & DEMO_GLOBAL;
	for (size_t i = 0; i < s->demo->stacks.len; i++) {
		const struct demo_stack *other = *(struct demo_stack **)cew_vec_at(&s->demo->stacks, i);
		if (!global && strcmp(other->region, s->region) != 0)
			continue;
		for (size_t j = 0; j < other->resource_count; j++) {
			const struct demo_resource *o = &other->resources[j];
			bool exists = o != r && o->physical && o->phase != DEMO_GONE && o->type == r->type;
			if (exists && (global ? strcasecmp(o->name, r->name) : strcmp(o->name, r->name)) == 0)
				return other;
		}
	}
	return NULL;
}

static char *taken_name(const struct demo_stack *s, const struct demo_resource *r)
{
	const struct demo_stack *holder =
	        r->named && r->type->flags & DEMO_UNIQUE ? holder_of_name(s, r) : NULL;
	if (!holder)
		return NULL;
	if (!demo_stack_is_deleted(holder))
		return cew_fmt("%s already exists in stack %s", r->name, holder->id);
	return wrap(s, cew_fmt("Resource of type '%s' with identifier '%s' already exists.", r->plan->type, r->name),
	            "AlreadyExists");
}

char *demo_refusal(const struct demo_stack *s, const struct demo_resource *r)
{
	for (size_t i = 0; i < cew_cfn_name_count(s->eval); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(s->eval, i);
		if (!n->ok && strcmp(n->logical_id, r->plan->logical_id) == 0)
			return bad_name(s, n);
	}
	char *message = finding_refusal(s, r);
	return message ? message : taken_name(s, r);
}
