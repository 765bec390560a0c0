/* Where a stack's service is, and how it does: its tasks and containers as ECS reports them, its targets as the load
 * balancer does. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

void health_init(struct health *h)
{
	*h = (struct health){0};
	texts_init(&h->texts);
	asker_init(&h->asker, NULL, NULL);
	h->cluster = h->service = h->target_group = h->public_ip = h->rollout = h->rollout_reason = h->event = "";
	h->task = h->task_status = h->task_ip = h->task_subnet = "";
	cew_vec_init(&h->groups, sizeof(const char *));
	cew_vec_init(&h->subnets, sizeof(const char *));
	cew_vec_init(&h->containers, sizeof(struct container_row));
	cew_vec_init(&h->targets, sizeof(struct target_row));
}

void health_finish(struct health *h)
{
	asker_finish(&h->asker);
	cew_vec_finish(&h->groups);
	cew_vec_finish(&h->subnets);
	cew_vec_finish(&h->containers);
	cew_vec_finish(&h->targets);
	texts_finish(&h->texts);
}

static void put(struct health *h, struct cew_vec *list, const void *item)
{
	if (!cew_vec_push(list, item))
		h->texts.failed = true;
}

/* ---- tasks ---- */

static void take_container(struct health *h, const struct cew_container *c)
{
	struct texts *t = &h->texts;
	struct container_row row = {texts_keep(t, c->name), texts_keep(t, c->image), texts_keep(t, c->last_status),
	                            texts_keep(t, c->health), texts_keep(t, c->reason), texts_keep(t, c->exit_code)};
	put(h, &h->containers, &row);
}

static const struct cew_task *youngest(const struct cew_found *found)
{
	const struct cew_task *best = NULL;
	for (size_t i = 0; i < found->count; i++)
		if (!best || found->tasks[i].created_ms > best->created_ms)
			best = &found->tasks[i];
	return best;
}

static void on_tasks(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct health *h = ctx;
	const struct cew_task *task = err ? NULL : youngest(found);
	(void)about;
	if (err)
		h->error = *err;
	if (!task)
		return;
	h->task = texts_keep(&h->texts, task->arn);
	h->task_status = texts_keep(&h->texts, task->last_status);
	h->task_ip = texts_keep(&h->texts, task->private_ip);
	h->task_subnet = texts_keep(&h->texts, task->subnet_id);
	for (size_t i = 0; i < task->container_count; i++)
		take_container(h, &task->containers[i]);
}

static void on_task_arns(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct health *h = ctx;
	const char *arns[100]; /* DescribeTasks takes no more at once */
	(void)about;
	if (err) {
		h->error = *err;
		return;
	}
	h->task_count = found->count;
	size_t count = found->count < CEW_COUNT(arns) ? found->count : CEW_COUNT(arns);
	for (size_t i = 0; i < count; i++)
		arns[i] = found->arns[i].arn;
	if (count)
		ASK(&h->asker, &h->site->operations, tasks, on_tasks, h, NULL, h->cluster, arns, count);
}

/* ---- the service ---- */

static void take_deployment(struct health *h, const struct cew_service_detail *s)
{
	for (size_t i = 0; i < s->deployment_count; i++) {
		const struct cew_service_deployment *d = &s->deployments[i];
		if (strcmp(d->status, "PRIMARY") != 0)
			continue;
		h->rollout = texts_keep(&h->texts, d->rollout);
		h->rollout_reason = texts_keep(&h->texts, d->rollout_reason);
	}
}

static void on_service(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct health *h = ctx;
	if (err) {
		h->error = *err;
		return;
	}
	const struct cew_service_detail *s = found->count ? &found->service_details[0] : NULL;
	if (!s || strcmp(s->status, "INACTIVE") == 0) {
		cew_fail(&h->error, CEW_NOT_FOUND, "there is no service %s", about);
		return;
	}
	h->found = true;
	h->public_ip = texts_keep(&h->texts, s->public_ip);
	h->desired = s->desired;
	h->running = s->running;
	h->pending = s->pending;
	h->event = s->event_count ? texts_keep(&h->texts, s->events[0].message) : "";
	take_deployment(h, s);
	for (size_t i = 0; i < s->security_group_count; i++)
		put(h, &h->groups, &(const char *){texts_keep(&h->texts, s->security_groups[i])});
	for (size_t i = 0; i < s->subnet_count; i++)
		put(h, &h->subnets, &(const char *){texts_keep(&h->texts, s->subnets[i])});
}

static void on_targets(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct health *h = ctx;
	(void)about;
	if (err) {
		h->targets_error = *err;
		return;
	}
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_target_health *t = &found->target_healths[i];
		struct target_row row = {texts_keep(&h->texts, t->id), texts_keep(&h->texts, t->state),
		                         texts_keep(&h->texts, *t->description ? t->description : t->reason)};
		put(h, &h->targets, &row);
	}
}

static void on_idle(void *ctx)
{
	struct health *h = ctx;
	if (h->texts.failed && !h->error.status)
		cew_fail_memory(&h->error);
	h->done(h->ctx);
}

void health_read(struct health *h, const struct cew_site *site, const char *cluster, const char *service,
                 const char *target_group, cew_loop_fn *done, void *ctx)
{
	health_finish(h);
	health_init(h);
	asker_init(&h->asker, on_idle, h);
	h->site = site;
	h->cluster = cluster;
	h->service = service;
	h->target_group = target_group;
	h->done = done;
	h->ctx = ctx;
	asker_hold(&h->asker);
	ASK(&h->asker, &site->operations, service_details, on_service, h, service, cluster, &service, 1);
	ASK(&h->asker, &site->operations, task_arns, on_task_arns, h, NULL, cluster, service, NULL);
	if (*target_group)
		ASK(&h->asker, &site->operations, target_health, on_targets, h, NULL, target_group);
	asker_release(&h->asker);
}

/* ---- is all well? ---- */

/* A container that only prepares the others has ended well when it ended with 0. */
static bool container_good(const struct container_row *c)
{
	if (strcmp(c->status, "STOPPED") == 0)
		return strcmp(c->exit_code, "0") == 0;
	return strcmp(c->status, "RUNNING") == 0 && strcmp(c->health, "UNHEALTHY") != 0;
}

/* Nobody checks a container whose health is UNKNOWN, or not yet: then ECS counts on the others. */
static bool container_settled(const struct health *h)
{
	const struct container_row *all = h->containers.items;
	bool checked = false;
	for (size_t i = 0; i < h->containers.len; i++)
		checked |= strcmp(all[i].health, "HEALTHY") == 0;
	return checked || h->containers.len > 0;
}

bool health_good(const struct health *h, const char **what_is_not)
{
	const struct container_row *c = h->containers.items;
	const struct target_row *t = h->targets.items;
	*what_is_not = "the task is not running yet";
	if (!h->found || h->running < 1 || h->running < h->desired || h->pending || !container_settled(h))
		return false;
	for (size_t i = 0; i < h->containers.len; i++) {
		*what_is_not = c[i].name;
		if (!container_good(&c[i]))
			return false;
	}
	*what_is_not = "no target is registered with the load balancer yet";
	if (*h->target_group && !h->targets.len)
		return false;
	bool healthy = !*h->target_group;
	for (size_t i = 0; i < h->targets.len; i++)
		healthy |= strcmp(t[i].state, "healthy") == 0;
	*what_is_not = "the load balancer's target is not healthy yet";
	return healthy;
}

/* ---- where it is ---- */

/* A service's physical id is its ARN, "arn:…:service/CLUSTER/NAME": both calls take names. */
void service_of(struct view *v, const char **cluster, const char **service, const char **target_group)
{
	const struct view_resource *r = view_first(v, "AWS::ECS::Service");
	const struct view_resource *own_cluster = view_first(v, "AWS::ECS::Cluster");
	const struct view_resource *group = view_first(v, "AWS::ElasticLoadBalancingV2::TargetGroup");
	const char *slash = r ? strchr(r->physical_id, '/') : NULL, *name = slash ? strchr(slash + 1, '/') : NULL;
	*service = r ? r->physical_id : "";
	*cluster = own_cluster ? own_cluster->physical_id : view_parameter(v, "ExistingECSCluster");
	*target_group = group ? group->physical_id : view_parameter(v, "ExistingTargetGroup");
	if (name)
		*cluster = texts_fmt(&v->texts, "%.*s", (int)(name - slash - 1), slash + 1);
	if (slash)
		*service = texts_keep(&v->texts, (name ? name : slash) + 1);
}
