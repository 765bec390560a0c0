/* What the plan and the answers say, in the words that checks need. */
#include "room.h"

#include <string.h>

const char *fact_parameter(const struct cew_preflight *p, const char *name)
{
	const char *value = cew_answers_parameter(p->answers, name);
	return value && *value ? value : NULL;
}

bool fact_is(const struct cew_preflight *p, const char *parameter, const char *value)
{
	const char *text = fact_parameter(p, parameter);
	return text && strcmp(text, value) == 0;
}

const char *fact_field(const struct cew_preflight *p, const char *parameter)
{
	const struct cew_field *f = cew_form_field_for_parameter(cew_answers_forms(p->answers), parameter);
	return f ? f->id : "";
}

const char *fact_setting_field(const struct cew_preflight *p, const char *setting)
{
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(p->answers), setting);
	return f ? f->id : "";
}

const char *fact_partition(const struct cew_preflight *p)
{
	const char *suffix;
	return cew_cfn_partition(p->plan->region, &suffix);
}

/* Not a name inside of it, as a policy's of a role, nor a description. */
static bool is_own_name(const struct cew_cfn_resource_name *name)
{
	size_t len = strlen(name->property);
	return !strchr(name->property, '.') && len >= 4 && strcmp(name->property + len - 4, "Name") == 0;
}

const struct cew_cfn_resource_name *fact_name(const struct cew_preflight *p, const char *type, size_t i)
{
	size_t n = p->plan->eval ? cew_cfn_name_count(p->plan->eval) : 0;
	for (size_t k = 0; k < n; k++) {
		const struct cew_cfn_resource_name *name = cew_cfn_name_at(p->plan->eval, k);
		/* What holds an unknown part is new for every stack. */
		bool whole = !strstr(name->value, "${");
		if (strcmp(name->type, type) == 0 && is_own_name(name) && whole && i-- == 0)
			return name;
	}
	return NULL;
}

bool fact_makes(const struct cew_preflight *p, const char *type)
{
	size_t n = p->plan->eval ? cew_cfn_resource_count(p->plan->eval) : 0;
	for (size_t i = 0; i < n; i++)
		if (strcmp(cew_cfn_resource_at(p->plan->eval, i)->type, type) == 0)
			return true;
	return false;
}

static size_t length_in(const char *text, const char *part)
{
	return part && *part && strstr(text, part) ? strlen(part) : 0;
}

const char *fact_field_of_name(const struct cew_preflight *p, const struct cew_cfn_resource_name *name)
{
	size_t env = length_in(name->value, fact_parameter(p, "EnvName")), stack = length_in(name->value, p->plan->stack_name);
	const char *field = "";
	if (env && env >= stack)
		field = fact_field(p, "EnvName");
	else if (stack)
		field = fact_setting_field(p, "stackName");
	return field;
}

const struct cew_plan_quota *fact_quota(const struct cew_preflight *p, const char *code)
{
	for (size_t i = 0; i < p->plan->quota_count; i++)
		if (strcmp(p->plan->quotas[i].code, code) == 0)
			return &p->plan->quotas[i];
	return NULL;
}
