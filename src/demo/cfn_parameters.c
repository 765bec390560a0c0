/* The parameters of a stack: what was given, what is missing, and whether the template accepts it. */
#include "cloudformation.h"

#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

static const char *given_key(const struct demo_call *call, size_t n)
{
	return demo_query_getf(&call->query, "Parameters.member.%zu.ParameterKey", n);
}

static const char *given_value(const struct demo_call *call, size_t count, const char *name, bool *present)
{
	*present = false;
	for (size_t n = 1; n <= count; n++) {
		const char *key = given_key(call, n);
		if (!key || strcmp(key, name) != 0)
			continue;
		*present = true;
		return demo_query_getf(&call->query, "Parameters.member.%zu.ParameterValue", n);
	}
	return NULL;
}

static bool uses_previous(const struct demo_call *call, size_t count, const char *name)
{
	for (size_t n = 1; n <= count; n++) {
		const char *key = given_key(call, n);
		const char *use = demo_query_getf(&call->query, "Parameters.member.%zu.UsePreviousValue", n);
		if (key && use && strcmp(key, name) == 0 && strcmp(use, "true") == 0)
			return true;
	}
	return false;
}

/* What the stack has now; NULL: it has no such parameter, or there is no stack yet. */
static const char *previous_value(const struct demo_version *v, const char *name)
{
	const struct demo_version *before = v->stack->now;
	for (size_t i = 0; before && i < before->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&before->parameters, i);
		if (strcmp(p->name, name) == 0)
			return cew_secret_text(p->value);
	}
	return NULL;
}

static void add_name(struct cew_buf *list, const char *name)
{
	cew_buf_fmt(list, "%s%s", list->len ? ", " : "", name);
}

static enum cew_status check_names(const struct demo_call *call, const struct cew_cfn_template *t, size_t count,
                                   struct cew_error *err)
{
	struct cew_buf unknown;
	enum cew_status status = CEW_OK;
	if (count > 0 && cew_cfn_parameter_count(t) == 0)
		return demo_refuse(err, DEMO_INVALID, "Parameter values specified for a template which does not require them.");
	cew_buf_init(&unknown, 65536);
	for (size_t n = 1; n <= count; n++) {
		const char *key = given_key(call, n);
		if (!key || !cew_cfn_parameter_find(t, key))
			add_name(&unknown, key ? key : "");
	}
	if (unknown.len)
		status =
			demo_refuse(err, DEMO_INVALID, "Parameters: [%s] do not exist in the template", cew_buf_text(&unknown));
	cew_buf_finish(&unknown);
	return status;
}

/* ---- values ---- */

static enum cew_status refuse_value(const struct cew_cfn_parameter *p, struct cew_error *err, const char *fmt, ...)
        CEW_PRINTF(3, 4);

static enum cew_status refuse_value(const struct cew_cfn_parameter *p, struct cew_error *err, const char *fmt, ...)
{
	if (p->constraint && *p->constraint)
		return demo_refuse(err, DEMO_INVALID, "Parameter '%s' failed to satisfy constraint: %s", p->name,
		                   p->constraint);
	struct cew_buf text;
	va_list args;
	cew_buf_init(&text, 2048);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	enum cew_status status = demo_refuse(err, DEMO_INVALID, "Parameter '%s' %s", p->name, cew_buf_text(&text));
	cew_buf_finish(&text);
	return status;
}

static size_t characters(const char *text)
{
	size_t count = 0, len = strlen(text);
	for (size_t at = 0; at < len; count++)
		cew_utf8_next(text, len, &at);
	return count;
}

static bool is_allowed(const struct cew_cfn_parameter *p, const char *value)
{
	for (size_t i = 0; i < p->allowed_count; i++)
		if (strcmp(p->allowed[i], value) == 0)
			return true;
	return p->allowed_count == 0;
}

static enum cew_status check_number(const struct cew_cfn_parameter *p, const char *value, struct cew_error *err)
{
	char *end;
	double number = strtod(value, &end);
	if (!*value || *end || strspn(value, "+-.0123456789eE") != strlen(value))
		return demo_refuse(err, DEMO_INVALID, "Parameter '%s' must be a number.", p->name);
	if (p->has_min_value && number < p->min_value)
		return refuse_value(p, err, "must be a number not less than %g", p->min_value);
	if (p->has_max_value && number > p->max_value)
		return refuse_value(p, err, "must be a number not greater than %g", p->max_value);
	return CEW_OK;
}

/* Parameters of AWS's own types must name what exists. Of types that this account has none of, any value is believed. */
static const struct {
	const char *type, *thing;
	bool by_name;
} aws_types[] = {
	{"AWS::EC2::VPC::Id", "AWS::EC2::VPC", false},
	{"AWS::EC2::Subnet::Id", "AWS::EC2::Subnet", false},
	{"AWS::EC2::SecurityGroup::Id", "AWS::EC2::SecurityGroup", false},
	{"AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup", true},
};

static bool group_named(struct demo_view *v, const char *name)
{
	struct demo_things all = demo_things(v, "AWS::EC2::SecurityGroup");
	for (size_t i = 0; i < all.count; i++) {
		const char *have = demo_thing_text(v, &all.at[i], "GroupName");
		if (have && strcmp(have, name) == 0)
			return true;
	}
	return false;
}

static bool zone_exists(const char *region, const char *zone)
{
	size_t len = strlen(region);
	return strncmp(zone, region, len) == 0 && zone[len] >= 'a' && zone[len] <= 'c' && !zone[len + 1];
}

static enum cew_status check_exists(struct demo_call *call, const struct cew_cfn_parameter *p, const char *value,
                                    struct cew_error *err)
{
	size_t len = strlen(p->type);
	bool list = strncmp(p->type, "List<", 5) == 0, there = true;
	const char *type = p->type + (list ? 5 : 0);
	len -= list ? 6 : 0;
	for (size_t i = 0; i < CEW_COUNT(aws_types); i++)
		if (strlen(aws_types[i].type) == len && strncmp(aws_types[i].type, type, len) == 0)
			there = aws_types[i].by_name ? group_named(&call->view, value)
			                             : demo_thing_find(&call->view, aws_types[i].thing, value) != NULL;
	if (strncmp(type, "AWS::EC2::AvailabilityZone::Name", len) == 0)
		there = zone_exists(call->region, value);
	if (there)
		return CEW_OK;
	return demo_refuse(err, DEMO_INVALID,
	                   "Parameter validation failed: parameter value %s for parameter name %s does not exist", value,
	                   p->name);
}

static enum cew_status check_member(struct demo_call *call, const struct cew_cfn_parameter *p, const char *value, struct cew_error *err)
{
	bool matches = true;
	if (strcmp(p->type, "Number") == 0 || strcmp(p->type, "List<Number>") == 0) {
		enum cew_status status = check_number(p, value, err);
		if (status)
			return status;
	}
	if (!is_allowed(p, value))
		return refuse_value(p, err, "must be one of AllowedValues");
	if (p->pattern)
		cew_pattern_matches(p->pattern, value, &matches, NULL);
	return matches ? check_exists(call, p, value, err) : refuse_value(p, err, "must match pattern %s", p->pattern);
}

static bool is_list(const struct cew_cfn_parameter *p)
{
	return strcmp(p->type, "CommaDelimitedList") == 0 || strncmp(p->type, "List<", 5) == 0;
}

static enum cew_status check_list(struct demo_call *call, const struct cew_cfn_parameter *p, const char *value, struct cew_error *err)
{
	enum cew_status status = CEW_OK;
	for (const char *at = value; !status;) {
		size_t len = strcspn(at, ","), lead = strspn(at, " ");
		size_t size = len > lead ? len - lead : 0;
		while (size > 0 && at[lead + size - 1] == ' ')
			size--;
		char *member = cew_fmt("%.*s", (int)size, at + (size ? lead : 0));
		status = member ? check_member(call, p, member, err) : cew_fail_memory(err);
		if (member)
			cew_wipe(member, size);
		free(member);
		if (!at[len])
			break;
		at += len + 1;
	}
	return status;
}

static enum cew_status check_value(struct demo_call *call, const struct cew_cfn_parameter *p, const char *value, struct cew_error *err)
{
	size_t length = characters(value);
	if (strlen(value) > CEW_CFN_VALUE_MAX)
		return demo_refuse(err, DEMO_INVALID, "Parameter '%s' must contain at most %d characters", p->name,
		                   CEW_CFN_VALUE_MAX);
	if (strncmp(p->type, "AWS::SSM::Parameter::Value<", 27) == 0)
		return demo_refuse(err, DEMO_INVALID, "Unable to fetch parameters [%s] from parameter store for this account.",
		                   value);
	if (p->has_min_length && length < p->min_length)
		return refuse_value(p, err, "must contain at least %zu characters", p->min_length);
	if (p->has_max_length && length > p->max_length)
		return refuse_value(p, err, "must contain at most %zu characters", p->max_length);
	return is_list(p) ? check_list(call, p, value, err) : check_member(call, p, value, err);
}

/* ---- all together ---- */

static enum cew_status keep(struct demo_version *v, const struct cew_cfn_parameter *p, const char *value,
                            struct cew_error *err)
{
	struct demo_parameter parameter = {cew_strdup(p->name), cew_secret_create(value, strlen(value)), p->no_echo};
	if (parameter.name && parameter.value && cew_vec_push(&v->parameters, &parameter))
		return CEW_OK;
	free(parameter.name);
	cew_secret_destroy(parameter.value);
	return cew_fail_memory(err);
}

enum cew_status demo_read_parameters(struct demo_call *call, struct demo_version *v, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "Parameters");
	struct cew_buf missing;
	enum cew_status status = check_names(call, v->template, count, err);
	cew_buf_init(&missing, 65536);
	for (size_t i = 0; !status && i < cew_cfn_parameter_count(v->template); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(v->template, i);
		bool present;
		const char *value = given_value(call, count, p->name, &present);
		if (uses_previous(call, count, p->name)) {
			value = previous_value(v, p->name);
			if (!value)
				status = demo_refuse(err, DEMO_INVALID,
				                     "Invalid input for parameter key %s. Cannot specify usePreviousValue as true for a "
				                     "parameter key not in the previous template",
				                     p->name);
			else
				status = keep(v, p, value, err);
			continue;
		}
		if (!value && present)
			status =
				demo_refuse(err, DEMO_INVALID, "Parameter %s should either have input value or default value", p->name);
		else if (!value && !p->default_value)
			add_name(&missing, p->name);
		else
			status = keep(v, p, value ? value : p->default_value, err);
	}
	if (!status && missing.len)
		status = demo_refuse(err, DEMO_INVALID, "Parameters: [%s] must have values", cew_buf_text(&missing));
	cew_buf_finish(&missing);
	for (size_t i = 0; !status && i < v->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&v->parameters, i);
		status = check_value(call, cew_cfn_parameter_find(v->template, p->name), cew_secret_text(p->value), err);
	}
	return status;
}
