/* What the operations' calls find, printed. */
#include "print.h"

/* ---- CloudFormation ---- */

static void values(const struct cew_stack_detail *x)
{
	begin();
	for (size_t i = 0; i < x->parameter_count; i++) {
		begin();
		t(x->parameters[i].name);
		t(x->parameters[i].value);
		end();
	}
	end();
	begin();
	for (size_t i = 0; i < x->output_count; i++) {
		begin();
		t(x->outputs[i].key);
		t(x->outputs[i].value);
		t(x->outputs[i].description);
		end();
	}
	end();
}

EACH(stack_details, cew_stack_detail, stack_details, t(x->id); t(x->name); t(x->status); t(x->reason); t(x->description);
     t(x->role_arn); t(x->parent_id); when(x->created_ms); when(x->updated_ms); n(x->timeout_minutes); b(x->termination_protection);
     b(x->rollback_disabled); values(x); pairs(x->tags, x->tag_count); list(x->capabilities, x->capability_count);
     list(x->notification_arns, x->notification_count);)
EACH(stack_resources, cew_stack_resource, stack_resources, t(x->logical_id); t(x->physical_id); t(x->type); t(x->status);
     t(x->reason); when(x->time_ms);)
EACH(templates, cew_template_text, templates, t(x->body);)

/* ---- ECS ---- */

static void containers(const struct cew_task *x)
{
	begin();
	for (size_t i = 0; i < x->container_count; i++) {
		begin();
		t(x->containers[i].name);
		t(x->containers[i].image);
		t(x->containers[i].last_status);
		t(x->containers[i].reason);
		t(x->containers[i].health);
		t(x->containers[i].exit_code);
		end();
	}
	end();
}

static void parts(const struct cew_service_detail *x)
{
	begin();
	for (size_t i = 0; i < x->deployment_count; i++) {
		const struct cew_service_deployment *d = &x->deployments[i];

		begin();
		t(d->id);
		t(d->status);
		t(d->rollout);
		t(d->rollout_reason);
		t(d->definition);
		n(d->desired);
		n(d->running);
		n(d->failed);
		end();
	}
	end();
	begin();
	for (size_t i = 0; i < x->event_count; i++) {
		begin();
		t(x->events[i].id);
		t(x->events[i].message); /* AWS repeats "steady state" from time to time: its time is not compared */
		end();
	}
	end();
	begin();
	for (size_t i = 0; i < x->target_count; i++) {
		begin();
		t(x->targets[i].target_group);
		t(x->targets[i].container);
		n(x->targets[i].port);
		end();
	}
	end();
}

static void definitions(const struct cew_task_definition *x)
{
	begin();
	for (size_t i = 0; i < x->container_count; i++) {
		begin();
		t(x->containers[i].name);
		t(x->containers[i].image);
		t(x->containers[i].log_group);
		t(x->containers[i].log_prefix);
		b(x->containers[i].essential);
		end();
	}
	end();
}

EACH(tasks, cew_task, tasks, t(x->arn); t(x->group); t(x->definition); t(x->last_status); t(x->desired_status); t(x->health);
     t(x->stop_code); t(x->stopped_reason); t(x->zone); t(x->private_ip); when(x->created_ms); when(x->started_ms);
     when(x->stopped_ms); containers(x);)
EACH(service_details, cew_service_detail, service_details, t(x->arn); t(x->name); t(x->cluster); t(x->status); t(x->definition);
     t(x->public_ip); n(x->desired); n(x->running); n(x->pending); when(x->created_ms); parts(x); list(x->subnets, x->subnet_count);
     list(x->security_groups, x->security_group_count);)
EACH(task_definitions, cew_task_definition, task_definitions, t(x->arn); t(x->family); t(x->status); t(x->cpu); t(x->memory);
     t(x->task_role); t(x->execution_role); n(x->revision); definitions(x); list(x->file_systems, x->file_system_count);)

/* ---- others ---- */

EACH(log_streams, cew_log_stream, log_streams, t(x->name); t(x->arn); n(x->created_ms); n(x->last_event_ms);)
EACH(log_events, cew_log_event, log_events, n(x->time_ms); t(x->message);)
EACH(target_healths, cew_target_health, target_healths, t(x->id); t(x->zone); n(x->port); t(x->state); t(x->reason); t(x->description);)
EACH(attributes, cew_name_value, attributes, t(x->name); t(x->value);)
EACH(flow_logs, cew_flow_log, flow_logs, t(x->id); t(x->status); t(x->resource_id); t(x->traffic); t(x->destination_type);
     t(x->destination); t(x->log_group); t(x->role_arn); t(x->deliver_status);)
EACH(interfaces, cew_interface, interfaces, t(x->id); t(x->description); t(x->status); t(x->type); t(x->vpc_id); t(x->subnet_id);
     t(x->zone); t(x->private_ip); t(x->attachment_id); t(x->requester_id); b(x->requester_managed);
     list(x->security_groups, x->security_group_count); pairs(x->tags, x->tag_count);)
EACH(subscriptions, cew_subscription, subscriptions, t(x->arn); t(x->protocol); t(x->endpoint); t(x->owner);)
EACH(keys, cew_key, keys, t(x->id); t(x->arn); t(x->state); t(x->manager); t(x->description); b(x->enabled);)
EACH(aliases, cew_key_alias, aliases, t(x->name); t(x->arn); t(x->key_id);)
EACH(file_systems, cew_file_system, file_systems, t(x->id); t(x->arn); t(x->name); t(x->state); t(x->kms_key); b(x->encrypted);
     n(x->bytes); n(x->mount_targets); when(x->created_ms); pairs(x->tags, x->tag_count);)
EACH(backup_policies, cew_backup_policy, backup_policies, t(x->status);)
EACH(contents, cew_bucket_contents, contents, t(x->first_key);)
EACH(encryptions, cew_bucket_encryption, encryptions, t(x->algorithm); t(x->kms_key);)
EACH(policies, cew_policy, policies, t(x->name); t(x->arn);)
EACH(users, cew_user, users, t(x->name); t(x->arn); t(x->path); t(x->id);)
