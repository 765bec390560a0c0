/* Tasks of ECS services, out of the time and what calls did: each of a service's places holds one task after the other. */
#include "ecs.h"

#include "net.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* At AWS's pace, from the start of a task. */
#define PENDING_MS 8000
#define RUNNING_MS 60000
#define HEALTHY_MS 150000
#define LEAVING_MS 10000  /* from the word to stop until a task stops running … */
#define STOPPING_MS 35000 /* … and until it has stopped */
#define ATTEMPT_MS 75000 /* until a task that cannot start has stopped, and the next one begins */
#define SHOWN 5          /* stopped tasks of a place that are still told of */
#define PLACES_MAX 20

struct place {
	struct demo_view *v;
	const struct demo_thing *service;
	long n;           /* which of the service's tasks */
	long generation;  /* how many were ended by calls */
	bool asked;       /* a call asked for the present one */
	int64_t since_ms; /* when the present one began */
};

/* ---- what calls did ---- */

static const char *place_mark(const struct place *p, const char *what, long generation)
{
	char name[64];
	snprintf(name, sizeof(name), "task-%ld-%s-%ld", p->n, what, generation);
	return demo_mark(p->v->demo, p->service->id, name);
}

static bool set_place_mark(const struct place *p, const char *what, long generation, const char *value)
{
	char name[64];
	snprintf(name, sizeof(name), "task-%ld-%s-%ld", p->n, what, generation);
	return demo_mark_set(p->v->demo, p->service->id, name, value);
}

static struct place read_place(struct demo_view *v, const struct demo_thing *service, long n)
{
	struct place p = {.v = v, .service = service, .n = n, .since_ms = service->made_ms};
	const char *ended;
	while ((ended = place_mark(&p, "ended", p.generation)) != NULL) {
		p.since_ms = strtoll(ended, NULL, 10);
		p.generation++;
	}
	const char *began = place_mark(&p, "began", p.generation);
	p.asked = began != NULL;
	if (began)
		p.since_ms = strtoll(began, NULL, 10);
	return p;
}

/* ---- one task ---- */

static double age_ms(const struct place *p, int64_t since_ms)
{
	return (double)(demo_wall_ms(p->v->demo) - since_ms) * p->v->demo->speed;
}

static int64_t at_age(const struct place *p, int64_t since_ms, double age)
{
	return since_ms + (int64_t)(age / p->v->demo->speed);
}

static void describe_place(const struct place *p, long attempt, struct demo_task *t)
{
	struct demo_view *v = p->v;
	const char *cluster = demo_thing_text(v, p->service, "Cluster"), *partition = cew_cfn_partition(v->region, NULL);
	const struct cew_node *net = cew_node_get(demo_thing_node(p->service, "NetworkConfiguration"), "AwsvpcConfiguration");
	const struct cew_node *subnets = cew_node_get(net, "Subnets");
	const char *name = cluster && strrchr(cluster, '/') ? strrchr(cluster, '/') + 1 : cluster ? cluster : "default";
	char seed[600], hex[18];
	*t = (struct demo_task){.service = p->service, .groups = cew_node_get(net, "SecurityGroups")};
	t->definition = demo_thing_find(v, "AWS::ECS::TaskDefinition", demo_thing_text(v, p->service, "TaskDefinition"));
	snprintf(seed, sizeof(seed), "%.400s %lld %ld %ld %ld", p->service->id, (long long)p->service->made_ms, p->n,
	         p->generation, attempt);
	demo_digest_hex(seed, 32, t->id);
	snprintf(t->cluster_arn, sizeof(t->cluster_arn), "arn:%s:ecs:%s:%s:cluster/%.255s", partition, v->region,
	         v->demo->account, name);
	snprintf(t->arn, sizeof(t->arn), "arn:%s:ecs:%s:%s:task/%.255s/%s", partition, v->region, v->demo->account, name,
	         t->id);
	memcpy(hex, t->id + 8, 17);
	hex[17] = '\0';
	snprintf(t->eni, sizeof(t->eni), "eni-%s", hex);
	if (cew_node_count(subnets))
		t->subnet = cew_node_text(cew_node_at(subnets, (size_t)p->n % cew_node_count(subnets)));
	demo_private_ip(v, t->subnet, t->id, t->ip);
	t->desired_status = "RUNNING";
	t->health = "UNKNOWN";
}

static void set_running(const struct place *p, struct demo_task *t)
{
	double age = age_ms(p, p->since_ms);
	/* What stands complete has tasks that run, however fast it came to be. */
	if (p->service->state != DEMO_COMING && p->generation == 0 && !p->asked)
		age = HEALTHY_MS;
	t->created_ms = p->since_ms;
	t->running = age >= RUNNING_MS;
	t->last_status = t->running ? "RUNNING" : age >= PENDING_MS ? "PENDING" : "PROVISIONING";
	if (t->running)
		t->started_ms = at_age(p, p->since_ms, RUNNING_MS);
	if (age >= HEALTHY_MS)
		t->health = "HEALTHY";
}

static void set_stopped(struct demo_task *t, const char *code, const char *reason, int64_t at_ms)
{
	t->last_status = t->desired_status = "STOPPED";
	t->stop_code = code;
	t->stopped_reason = reason;
	t->stopped_ms = at_ms;
	t->running = false;
}

/* It takes a while to go. */
static void set_leaving(const struct place *p, struct demo_task *t)
{
	double age = age_ms(p, t->stopped_ms);
	t->running = age < LEAVING_MS;
	if (age < STOPPING_MS)
		t->last_status = t->running ? "RUNNING" : "STOPPING";
}

/* ---- a place's tasks ---- */

static bool give_ended(const struct place *p, demo_task_fn *fn, void *ctx)
{
	long first = p->generation > SHOWN ? p->generation - SHOWN : 0;
	for (long g = first; g < p->generation; g++) {
		struct place was = *p;
		struct demo_task t;
		const char *ended = place_mark(p, "ended", g), *began = g > 0 ? place_mark(p, "ended", g - 1) : NULL;
		const char *reason = place_mark(p, "reason", g);
		was.generation = g;
		describe_place(&was, 0, &t);
		t.created_ms = began ? strtoll(began, NULL, 10) : p->service->made_ms;
		t.started_ms = at_age(p, t.created_ms, RUNNING_MS);
		set_stopped(&t, "UserInitiated", reason && *reason ? reason : "Task stopped by user",
		            strtoll(ended, NULL, 10));
		set_leaving(p, &t);
		if (!fn(ctx, &t))
			return false;
	}
	return true;
}

static bool give_failing(const struct place *p, const char *trouble, demo_task_fn *fn, void *ctx)
{
	double age = age_ms(p, p->since_ms);
	long attempt = age > 0 ? (long)(age / ATTEMPT_MS) : 0;
	struct demo_task t;
	for (long a = attempt > SHOWN ? attempt - SHOWN : 0; a < attempt; a++) {
		describe_place(p, a, &t);
		t.created_ms = at_age(p, p->since_ms, (double)a * ATTEMPT_MS);
		set_stopped(&t, "TaskFailedToStart", trouble, at_age(p, p->since_ms, (double)(a + 1) * ATTEMPT_MS));
		if (!fn(ctx, &t))
			return false;
	}
	describe_place(p, attempt, &t);
	t.created_ms = at_age(p, p->since_ms, (double)attempt * ATTEMPT_MS);
	t.last_status = "PENDING";
	return fn(ctx, &t);
}

static bool give_place(const struct place *p, const char *trouble, demo_task_fn *fn, void *ctx)
{
	struct demo_task t;
	if (!give_ended(p, fn, ctx))
		return false;
	if (trouble)
		return give_failing(p, trouble, fn, ctx);
	describe_place(p, 0, &t);
	set_running(p, &t);
	return fn(ctx, &t);
}

static bool give_service(struct demo_view *v, const struct demo_thing *service, demo_task_fn *fn, void *ctx)
{
	long wanted = demo_thing_number(v, service, "DesiredCount", 1);
	char *trouble = wanted > 0 && service->changing ? demo_task_trouble(v, service) : NULL;
	bool ok = true;
	for (long n = 0; ok && n < PLACES_MAX; n++) {
		struct place p = read_place(v, service, n);
		if (n < wanted)
			ok = give_place(&p, trouble, fn, ctx);
		else
			ok = give_ended(&p, fn, ctx);
	}
	free(trouble);
	return ok;
}

bool demo_tasks_each(struct demo_view *v, const struct demo_thing *service, demo_task_fn *fn, void *ctx)
{
	if (service)
		return give_service(v, service, fn, ctx);
	struct demo_things all = demo_things(v, "AWS::ECS::Service");
	for (size_t i = 0; i < all.count; i++)
		if (!give_service(v, &all.at[i], fn, ctx))
			return false;
	return true;
}

/* ---- ending one ---- */

struct search {
	const char *id;
	bool found;
};

static bool is_current(void *ctx, const struct demo_task *t)
{
	struct search *s = ctx;
	s->found |= !t->stopped_ms && strcmp(t->id, s->id) == 0;
	return true;
}

bool demo_task_stop(struct demo_view *v, const struct demo_task *task, const char *reason)
{
	long wanted = demo_thing_number(v, task->service, "DesiredCount", 1);
	for (long n = 0; n < wanted && n < PLACES_MAX; n++) {
		struct place p = read_place(v, task->service, n);
		struct search s = {task->id, false};
		give_place(&p, NULL, is_current, &s);
		if (!s.found)
			continue;
		char at[32];
		snprintf(at, sizeof(at), "%lld", (long long)demo_wall_ms(v->demo));
		return set_place_mark(&p, "reason", p.generation, reason ? reason : "") &&
		       set_place_mark(&p, "ended", p.generation, at);
	}
	return true;
}

bool demo_tasks_begin(struct demo_view *v, const struct demo_thing *service, long from, long to)
{
	char at[32];
	bool ok = true;
	snprintf(at, sizeof(at), "%lld", (long long)demo_wall_ms(v->demo));
	for (long n = from; ok && n < to && n < PLACES_MAX; n++) {
		struct place p = read_place(v, service, n);
		ok = set_place_mark(&p, "began", p.generation, at);
	}
	return ok;
}
