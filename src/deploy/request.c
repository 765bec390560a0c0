/* What CreateStack (and a change set that tries it) carries of a plan. */
#include "cewizard/deploy.h"

#include <stdlib.h>

static void fill_parameters(struct cew_name_value *out, const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->parameter_count; i++) {
		const struct cew_plan_parameter *p = &plan->parameters[i];
		out[i] = (struct cew_name_value){p->name, p->secret ? cew_secret_text(p->secret) : p->text};
	}
}

static void fill_tags(struct cew_name_value *out, const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->tag_count; i++)
		out[i] = (struct cew_name_value){plan->tags[i].key, plan->tags[i].value};
}

/* Copies no secret: the pairs point into the plan, and the cloud makes its own copies. */
enum cew_status cew_deploy_request_init(struct cew_create_request *out, const struct cew_plan *plan, struct cew_error *err)
{
	struct cew_name_value *pairs = calloc(plan->parameter_count + plan->tag_count + 1, sizeof(*pairs));
	if (!pairs)
		return cew_fail_memory(err);
	fill_parameters(pairs, plan);
	fill_tags(pairs + plan->parameter_count, plan);
	*out = (struct cew_create_request){
		.stack_name = plan->stack_name,
		.template_body = plan->template_body,
		.template_url = plan->template_url,
		.parameters = pairs,
		.parameter_count = plan->parameter_count,
		.tags = pairs + plan->parameter_count,
		.tag_count = plan->tag_count,
		.notification_arns = plan->notification_arns,
		.notification_count = plan->notification_count,
		.capabilities = plan->capabilities,
		.capability_count = plan->capability_count,
		.role_arn = plan->role_arn,
		.on_failure = plan->on_failure,
		.timeout_minutes = plan->timeout_minutes,
		.termination_protection = plan->termination_protection,
	};
	return CEW_OK;
}

void cew_deploy_request_finish(struct cew_create_request *request)
{
	free((void *)request->parameters);
	request->parameters = NULL;
}
