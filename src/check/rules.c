/* The table of rules, and running them over a field, a page or everything. */
#include "rules.h"

#include <stdio.h>
#include <string.h>

#define MESSAGE_MAX_BYTES 1024

struct rule {
	const char *name;
	rule_fn *fn;
	bool when_empty; /* also asked of an empty answer; the other rules leave that to "required" */
	const char *help;
};

/* name, function, whether it is asked of an empty answer, help. The derived names are no function: they come of the template's
 * evaluation, which one pass over many fields shares. */
#define RULES(ROW) \
	ROW("required", rule_required, true, "an answer is needed") \
	ROW("region", rule_region, false, "the name of an AWS region") \
	ROW("template-source", rule_template_source, true, "a template that can be read, or an https:// or s3:// address") \
	ROW("bucket-name", rule_bucket_name, false, "the name of an S3 bucket") \
	ROW("stack-name", rule_stack_name, false, "a CloudFormation stack name: a letter, then letters, digits and hyphens, 128 at most") \
	ROW("env-name", rule_env_name, false, "an environment name that every name derived from it can hold") \
	ROW("package", rule_choice, false, "one of the packages") \
	ROW("tls-version", rule_choice, false, "one of the TLS versions") \
	ROW("choice", rule_choice, false, "one of the choices") \
	ROW("cidr", rule_cidr, false, "an IPv4 address range") \
	ROW("cidr-host-bits", rule_cidr_host_bits, false, "a range that begins at its own first address") \
	ROW("cidr-vpc-size", rule_cidr_vpc_size, false, "a VPC of /16 to /28 with room for its subnets, in private address space") \
	ROW("cidr-existing-vpc", rule_cidr_existing_vpc, false, "the range of a VPC, /16 to /28") \
	ROW("cidr-subnet-size", rule_cidr_subnet_size, false, "a subnet of /16 to /28 with addresses enough for what lives there") \
	ROW("cidr-in-vpc", rule_cidr_in_vpc, false, "a subnet inside the VPC's range") \
	ROW("cidr-overlap", rule_cidr_overlap, false, "no two subnets with an address in common") \
	ROW("cidr-access", rule_cidr_access, false, "the range from which Cloud Exchange may be reached") \
	ROW("vpc-name", rule_vpc_name, false, "a name that fits a tag") \
	ROW("vpc-id", rule_vpc_id, false, "a VPC's id") \
	ROW("subnet-id", rule_subnet_id, false, "a subnet's id") \
	ROW("subnets-differ", rule_subnets_differ, false, "two different subnets") \
	ROW("cluster-name", rule_cluster_name, false, "an ECS cluster's name") \
	ROW("arn-target-group", rule_arn_target_group, false, "the ARN of a target group in the stack's region") \
	ROW("arn-role", rule_arn_role, false, "the ARN of an IAM role") \
	ROW("topics", rule_topics, false, "at most 5 ARNs of SNS topics in the stack's region") \
	ROW("password", rule_password, false, "a maintenance password that survives its way into the containers") \
	ROW("jwt-secret", rule_jwt_secret, false, "a JWT secret that cannot be guessed") \
	ROW("proxy-url", rule_proxy_url, false, "a proxy's URL") \
	ROW("secret-name", rule_secret_name, false, "the name of a secret in Secrets Manager") \
	ROW("tags", rule_tags, false, "at most 50 tags as AWS takes them") \
	ROW("timeout", rule_timeout, false, "minutes, 1 or more") \
	ROW("value-size", rule_value_size, false, "at most 4,096 bytes") \
	ROW("template-parameter", rule_template_parameter, true, "what the template itself demands of the parameter") \
	ROW("derived-names", NULL, false, "every name derived from the answers fits what AWS takes") \
	ROW("acknowledge", rule_acknowledge, true, "the acknowledgement that IAM resources may be made")

#define RULE(name, fn, when_empty, help) {name, fn, when_empty, help},
#define NAME(name, ...) name,
static const struct rule rules[] = {RULES(RULE)};
static const char *const names[] = {RULES(NAME) NULL};
#undef NAME
#undef RULE

/* Asked of every field, whatever its form says, before the form's own checks. */
static const char *const always_before[] = {"required"};
static const char *const always_after[] = {"value-size", "template-parameter"};

const char *const *cew_check_names(void)
{
	return names;
}

static const struct rule *rule_find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

const char *cew_check_help(const char *name)
{
	const struct rule *r = rule_find(name);
	return r ? r->help : NULL;
}

/* ---- what rules are written with ---- */

int cut(const char *text, size_t characters)
{
	size_t at = 0, len = strlen(text);
	while (characters-- && cew_utf8_next(text, len, &at))
		continue;
	return (int)at;
}

/* Ends a text that vsnprintf cut to `size` bytes before the character that it cut, with "…". */
static void mark_cut(char *text, size_t size)
{
	static const char mark[] = "…";
	size_t at = size - sizeof(mark);
	while (at && ((unsigned char)text[at] & 0xC0) == 0x80)
		at--;
	memcpy(text + at, mark, sizeof(mark));
}

void complain(struct rule_call *c, enum cew_severity severity, const char *remedy, const char *message, ...)
{
	char text[MESSAGE_MAX_BYTES];
	va_list args;
	va_start(args, message);
	int len = vsnprintf(text, sizeof(text), message, args);
	va_end(args);
	if (len >= (int)sizeof(text))
		mark_cut(text, sizeof(text));
	enum cew_status s = cew_issues_add(c->out, severity, c->field->id, c->rule, remedy, "%s", len < 0 ? "" : text);
	if (s)
		c->status = s;
}

void suggest(struct rule_call *c, const char *value)
{
	struct cew_vec *list = &c->out->list;
	if (list->len)
		((struct cew_issue *)list->items)[list->len - 1].suggestion = cew_strdup(value);
}

static const char *stop_of(const char *text)
{
	size_t len = strlen(text);
	return len && !strchr(".!?", text[len - 1]) ? "." : "";
}

void complain_error(struct rule_call *c, const struct cew_error *err)
{
	/* Errors are told without a full stop; issues are sentences, and stand before their remedies. */
	char remedy[sizeof(err->hint) + 2];
	snprintf(remedy, sizeof(remedy), "%s%s", err->hint, stop_of(err->hint));
	if (remedy[0] >= 'a' && remedy[0] <= 'z')
		remedy[0] = (char)(remedy[0] - 'a' + 'A');
	complain(c, CEW_ERROR, remedy, "%s%s", err->what, stop_of(err->what));
}

const char *answer_of(const struct rule_call *c, const char *id)
{
	const struct cew_answers *a = c->subject->answers;
	const struct cew_field *f = cew_form_field_find(cew_answers_forms(a), id);
	return f && cew_answers_field_shown(a, f) ? cew_answers_text(a, id) : "";
}

const char *label_of(const struct rule_call *c, const char *id)
{
	const struct cew_field *f = cew_form_field_find(cew_answers_forms(c->subject->answers), id);
	return f ? f->label : id;
}

const char *region_of(const struct rule_call *c)
{
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(c->subject->answers), "region");
	return f ? cew_answers_text(c->subject->answers, f->id) : "";
}

bool matches(const char *pattern, const char *text)
{
	bool yes = false;
	return cew_pattern_matches(pattern, text, &yes, NULL) == CEW_OK && yes;
}

/* ---- running ---- */

static bool is_empty(const struct cew_subject *subject, const struct cew_field *field)
{
	if (field->kind == CEW_FIELD_LIST || field->kind == CEW_FIELD_PAIRS)
		return cew_answers_list_count(subject->answers, field->id) == 0;
	return *cew_answers_text(subject->answers, field->id) == '\0';
}

static bool has_error(const struct cew_issues *out, size_t from)
{
	for (size_t i = from; i < out->list.len; i++)
		if (cew_issues_at(out, i)->severity == CEW_ERROR)
			return true;
	return false;
}

/* One error a field is enough: what follows from it would only repeat it. */
static enum cew_status run(struct rule_call *c, const char *name, size_t from)
{
	const struct rule *r = rule_find(name);
	if (!r || !r->fn || has_error(c->out, from) || (is_empty(c->subject, c->field) && !r->when_empty))
		return CEW_OK;
	c->rule = r->name;
	r->fn(c);
	return c->status;
}

static bool is_asked(const struct cew_subject *subject, const struct cew_field *field)
{
	return field->kind != CEW_FIELD_NOTE && cew_answers_field_shown(subject->answers, field);
}

/* `e` may be NULL: then nothing is said of derived names. */
static enum cew_status check_field(const struct cew_subject *subject, const struct cew_field *field,
                                   const struct cew_evaluation *e, struct cew_issues *out)
{
	if (!is_asked(subject, field))
		return CEW_OK;
	struct rule_call c = {.subject = subject, .field = field, .out = out,
	                      .text = cew_answers_text(subject->answers, field->id)};
	size_t from = out->list.len;
	for (size_t i = 0; i < CEW_COUNT(always_before) && !c.status; i++)
		run(&c, always_before[i], from);
	for (size_t i = 0; i < field->check_count && !c.status; i++)
		run(&c, field->checks[i], from);
	for (size_t i = 0; i < CEW_COUNT(always_after) && !c.status; i++)
		run(&c, always_after[i], from);
	return c.status ? c.status : check_names(subject, e, field->id, out);
}

static enum cew_status check_page(const struct cew_subject *subject, const struct cew_page *page,
                                  const struct cew_evaluation *e, struct cew_issues *out)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < page->field_count && !s; i++)
		s = check_field(subject, &page->fields[i], e, out);
	return s;
}

/* *e stays NULL where there is nothing to evaluate, or it cannot be: `problem` tells which (CEW_OK for the former). */
static enum cew_status begin(const struct cew_subject *subject, struct cew_evaluation **e, struct cew_error *problem)
{
	*e = NULL;
	problem->status = CEW_OK;
	if (subject->typing || !subject->template)
		return CEW_OK;
	return cew_subject_evaluate(subject, e, problem) == CEW_NO_MEMORY ? CEW_NO_MEMORY : CEW_OK;
}

enum cew_status cew_check_field(const struct cew_subject *subject, const struct cew_field *field, struct cew_issues *out,
                                struct cew_error *err)
{
	struct cew_evaluation *e;
	struct cew_error problem;
	if (!is_asked(subject, field))
		return CEW_OK;
	enum cew_status s = begin(subject, &e, &problem);
	if (!s)
		s = check_field(subject, field, e, out);
	cew_evaluation_destroy(e);
	return s ? cew_fail_memory(err) : CEW_OK;
}

enum cew_status cew_check_page(const struct cew_subject *subject, const struct cew_page *page, struct cew_issues *out,
                               struct cew_error *err)
{
	struct cew_evaluation *e;
	struct cew_error problem;
	if (!cew_answers_page_shown(subject->answers, page))
		return CEW_OK;
	enum cew_status s = begin(subject, &e, &problem);
	if (!s)
		s = check_page(subject, page, e, out);
	cew_evaluation_destroy(e);
	return s ? cew_fail_memory(err) : CEW_OK;
}

enum cew_status cew_check_all(const struct cew_subject *subject, struct cew_issues *out, struct cew_error *err)
{
	const struct cew_form_set *forms = cew_answers_forms(subject->answers);
	struct cew_evaluation *e;
	struct cew_error problem;
	enum cew_status s = begin(subject, &e, &problem);
	for (size_t i = 0; i < cew_form_page_count(forms) && !s; i++)
		s = check_page(subject, cew_form_page_at(forms, i), e, out);
	if (!s)
		s = e ? check_whole(subject, e, out) : check_problem(&problem, out);
	cew_evaluation_destroy(e);
	return s ? cew_fail_memory(err) : CEW_OK;
}
