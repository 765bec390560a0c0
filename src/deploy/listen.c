/* Listening to an ECS service while CloudFormation waits for it: the service's messages, why its tasks stopped, and the last
 * lines of their containers. CloudFormation itself says nothing for up to three hours. */
#include "machine.h"

#include <stdio.h>
#include <string.h>

#define ROUND_MS 20000    /* at AWS's pace */
#define ROUND_LEAST_MS 50
#define SLACK_MS 60000    /* what was said this long before the service was begun belongs to another one */
#define LINES 5           /* of a container's log */
#define SERVICE_TYPE "AWS::ECS::Service"
#define CLUSTER_TYPE "AWS::ECS::Cluster"

typedef void step_fn(struct cew_deployment *d);
static step_fn ask_service, ask_stopped, ask_definition, ask_log;

static const struct cew_resource_row *row_at(const struct cew_deployment *d, size_t i)
{
	return &((const struct resource *)d->model.resources.items)[i].row;
}

/* ---- what is said ---- */

static void say(struct cew_deployment *d, enum cew_voice_kind kind, int64_t time_ms, const char *source, const char *text)
{
	struct cew_voice voice = {
		.logical_id = row_at(d, d->listening.row)->logical_id, .kind = kind, .time_ms = time_ms, .source = source, .text = text,
	};
	deployment_voice(d, &voice);
}

struct refusal {
	const char *what, *permission;
};
static const struct refusal refusals[] = {
	[LISTEN_SERVICE] = {"the service's messages", "ecs:DescribeServices"},
	[LISTEN_STOPPED] = {"the service's stopped tasks", "ecs:ListTasks"},
	[LISTEN_TASKS] = {"why the tasks stopped", "ecs:DescribeTasks"},
	[LISTEN_DEFINITION] = {"where the containers' logs are", "ecs:DescribeTaskDefinition"},
	[LISTEN_LOG] = {"the containers' logs", "logs:GetLogEvents"},
};
_Static_assert(CEW_COUNT(refusals) == LISTEN_COUNT, "words for every step's refusal");

static bool not_permitted(const struct cew_error *err)
{
	return strstr(err->code, "AccessDenied") || strstr(err->code, "Unauthorized") || strstr(err->code, "NotAuthorized");
}

/* Said once: it will not change by being asked again. Other troubles pass, or show in the events. */
static void could_not(struct cew_deployment *d, enum listening_step step, const struct cew_error *err)
{
	char text[256];
	cew_log(CEW_LOG_INFO, "deploy", "%s: %s: %s", d->stack_name, refusals[step].what, err->what);
	if (!not_permitted(err) || d->listening.refused[step])
		return;
	d->listening.refused[step] = true;
	snprintf(text, sizeof(text), "%s cannot be shown: %s is not permitted to the caller", refusals[step].what, refusals[step].permission);
	say(d, CEW_VOICE_NOTE, deployment_now(d), "", text);
	deployment_changed(d);
}

/* ---- calls ---- */

static uint64_t ticket(struct cew_deployment *d)
{
	return ++d->listening.ticket;
}

/* As with the cloud's calls: an answer may come before the starting function returns. */
static bool started(struct cew_deployment *d, uint64_t of, uint64_t call)
{
	if (call && d->listening.ticket == of)
		d->listening.call = call;
	return call != 0;
}

static void over(struct cew_deployment *d)
{
	d->listening.call = 0;
	d->listening.ticket++;
}

/* ---- the containers' lines ---- */

static void on_log(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	struct listening *l = &d->listening;
	char source[256];
	over(d);
	snprintf(source, sizeof(source), "%s, %s", l->logs[l->log_at].container, l->task);
	if (err)
		could_not(d, LISTEN_LOG, err);
	for (size_t i = 0; !err && i < found->count; i++)
		say(d, CEW_VOICE_LOG, found->log_events[i].time_ms, source, found->log_events[i].message);
	if (!err && found->count)
		deployment_changed(d);
	l->log_at++;
	ask_log(d);
}

static void ask_log(struct cew_deployment *d)
{
	struct cew_error err;
	struct listening *l = &d->listening;
	if (l->log_at >= l->log_count || l->refused[LISTEN_LOG])
		return;
	const struct listening_log *log = &l->logs[l->log_at];
	uint64_t of = ticket(d);
	if (!started(d, of, d->operations.log_events(d->operations.self, log->group, log->stream, LINES, on_log, d, &err)))
		could_not(d, LISTEN_LOG, &err);
}

static void on_definition(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	struct listening *l = &d->listening;
	const struct cew_task_definition *def = err || !found->count ? NULL : &found->task_definitions[0];
	over(d);
	if (err)
		could_not(d, LISTEN_DEFINITION, err);
	l->log_count = l->log_at = 0;
	for (size_t i = 0; def && i < def->container_count && l->log_count < LISTEN_LOGS; i++) {
		const struct cew_container_definition *c = &def->containers[i];
		struct listening_log *log = &l->logs[l->log_count];
		if (!*c->log_group || !*c->log_prefix)
			continue;
		snprintf(log->container, sizeof(log->container), "%s", c->name);
		snprintf(log->group, sizeof(log->group), "%s", c->log_group);
		snprintf(log->stream, sizeof(log->stream), "%s/%s/%s", c->log_prefix, c->name, l->task);
		l->log_count++;
	}
	ask_log(d);
}

static void ask_definition(struct cew_deployment *d)
{
	struct cew_error err;
	struct listening *l = &d->listening;
	if (!*l->task || !*l->definition || l->refused[LISTEN_DEFINITION] || l->refused[LISTEN_LOG])
		return;
	uint64_t of = ticket(d);
	if (!started(d, of, d->operations.task_definition(d->operations.self, l->definition, on_definition, d, &err)))
		could_not(d, LISTEN_DEFINITION, &err);
}

/* ---- why tasks stopped ---- */

static const char *id_of(const char *arn)
{
	const char *slash = strrchr(arn, '/');
	return slash ? slash + 1 : arn;
}

static bool told(struct listening *l, const char *id)
{
	size_t kept = l->told_count < LISTEN_TASKS_KEPT ? l->told_count : LISTEN_TASKS_KEPT;
	for (size_t i = 0; i < kept; i++)
		if (strcmp(l->told[i], id) == 0)
			return true;
	return false;
}

/* What stopped the whole task, each of its containers repeats. */
static void add_container(struct cew_buf *out, const struct cew_task *task, const struct cew_container *c)
{
	bool failed = *c->exit_code && strcmp(c->exit_code, "0") != 0;
	bool own = *c->reason && strcmp(c->reason, task->stopped_reason) != 0;
	if (!failed && !own)
		return;
	cew_buf_fmt(out, "; container %s", c->name);
	if (*c->exit_code)
		cew_buf_fmt(out, " ended with %s", c->exit_code);
	if (own)
		cew_buf_fmt(out, ": %s", c->reason);
}

static void tell_task(struct cew_deployment *d, const struct cew_task *task)
{
	struct listening *l = &d->listening;
	struct cew_buf text;
	cew_buf_init(&text, 1 << 16);
	cew_buf_str(&text, *task->stopped_reason ? task->stopped_reason : *task->stop_code ? task->stop_code : "stopped");
	for (size_t i = 0; i < task->container_count; i++)
		add_container(&text, task, &task->containers[i]);
	snprintf(l->told[l->told_count++ % LISTEN_TASKS_KEPT], sizeof(l->told[0]), "%s", id_of(task->arn));
	say(d, CEW_VOICE_TASK, task->stopped_ms, id_of(task->arn), cew_buf_text(&text));
	cew_buf_finish(&text);
}

static void on_tasks(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	struct listening *l = &d->listening;
	int64_t newest = -1;
	over(d);
	if (err) {
		could_not(d, LISTEN_TASKS, err);
		return;
	}
	*l->task = '\0';
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_task *task = &found->tasks[i];
		/* Stopped ones only: their end is told once. One that the service itself replaces says nothing of interest. */
		if (strcmp(task->last_status, "STOPPED") != 0 || told(l, id_of(task->arn)))
			continue;
		tell_task(d, task);
		/* A task that never started wrote no lines. */
		if (!task->started_ms || task->stopped_ms <= newest)
			continue;
		newest = task->stopped_ms;
		snprintf(l->task, sizeof(l->task), "%s", id_of(task->arn));
		snprintf(l->definition, sizeof(l->definition), "%s", task->definition);
	}
	deployment_changed(d);
	ask_definition(d);
}

static void ask_tasks(struct cew_deployment *d, const char *const *arns, size_t count)
{
	struct cew_error err;
	uint64_t of = ticket(d);
	if (!started(d, of, d->operations.tasks(d->operations.self, d->listening.cluster, arns, count, on_tasks, d, &err)))
		could_not(d, LISTEN_TASKS, &err);
}

static void on_stopped(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	const char *arns[100]; /* as many as may be asked about at once */
	size_t count = 0;
	over(d);
	if (err) {
		could_not(d, LISTEN_STOPPED, err);
		return;
	}
	for (size_t i = 0; i < found->count && count < CEW_COUNT(arns); i++)
		if (!told(&d->listening, id_of(found->arns[i].arn)))
			arns[count++] = found->arns[i].arn;
	if (count && !d->listening.refused[LISTEN_TASKS])
		ask_tasks(d, arns, count);
}

static void ask_stopped(struct cew_deployment *d)
{
	struct cew_error err;
	struct listening *l = &d->listening;
	if (l->refused[LISTEN_STOPPED])
		return;
	uint64_t of = ticket(d);
	if (!started(d, of, d->operations.task_arns(d->operations.self, l->cluster, l->service, "STOPPED", on_stopped, d, &err)))
		could_not(d, LISTEN_STOPPED, &err);
}

/* ---- the service ---- */

static void tell_service(struct cew_deployment *d, const struct cew_service_detail *s)
{
	int64_t since = row_at(d, d->listening.row)->started_ms - SLACK_MS;
	for (size_t i = s->event_count; i-- > 0;)
		if (s->events[i].time_ms >= since)
			say(d, CEW_VOICE_SERVICE, s->events[i].time_ms, s->name, s->events[i].message);
	for (size_t i = 0; i < s->deployment_count; i++)
		if (*s->deployments[i].rollout_reason && strcmp(s->deployments[i].rollout, "FAILED") == 0)
			say(d, CEW_VOICE_SERVICE, s->deployments[i].updated_ms, s->name, s->deployments[i].rollout_reason);
}

static void on_service(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	size_t before = d->voices.total;
	over(d);
	if (err)
		could_not(d, LISTEN_SERVICE, err);
	if (!err && found->count)
		tell_service(d, &found->service_details[0]);
	if (d->voices.total != before)
		deployment_changed(d);
	ask_stopped(d);
}

static void ask_service(struct cew_deployment *d)
{
	struct cew_error err;
	struct listening *l = &d->listening;
	const char *const names[] = {l->service};
	if (l->refused[LISTEN_SERVICE]) {
		ask_stopped(d);
		return;
	}
	uint64_t of = ticket(d);
	if (!started(d, of, d->operations.service_details(d->operations.self, l->cluster, names, 1, on_service, d, &err)))
		could_not(d, LISTEN_SERVICE, &err);
}

/* ---- when ---- */

static const char *cluster_of(const struct cew_deployment *d, size_t parent)
{
	for (size_t i = 0; i < d->model.resources.len; i++) {
		const struct cew_resource_row *row = row_at(d, i);
		if (row->parent == parent && strcmp(row->type, CLUSTER_TYPE) == 0 && *row->physical_id)
			return row->physical_id;
	}
	return "default";
}

/* "arn:aws:ecs:us-east-1:123456789012:service/CLUSTER/NAME"; older accounts' have no cluster in them. */
static bool names_of(struct cew_deployment *d, size_t i)
{
	struct listening *l = &d->listening;
	const struct cew_resource_row *row = row_at(d, i);
	const char *mark = strstr(row->physical_id, ":service/");
	if (!mark)
		return false;
	mark += strlen(":service/");
	const char *slash = strchr(mark, '/');
	if (slash)
		snprintf(l->cluster, sizeof(l->cluster), "%.*s", (int)(slash - mark), mark);
	else
		snprintf(l->cluster, sizeof(l->cluster), "%s", cluster_of(d, row->parent));
	snprintf(l->service, sizeof(l->service), "%s", slash ? slash + 1 : mark);
	return true;
}

/* The next one after that of the last round; one that is deleted has nothing to tell that matters. */
static bool choose(struct cew_deployment *d)
{
	size_t n = d->model.resources.len;
	for (size_t k = 1; k <= n; k++) {
		size_t i = (d->listening.row + k) % n;
		const struct cew_resource_row *row = row_at(d, i);
		bool making = status_in_progress(row->status) && work_of(row->status) != WORK_DELETE;
		if (!making || strcmp(row->type, SERVICE_TYPE) != 0 || !names_of(d, i))
			continue;
		d->listening.row = i;
		return true;
	}
	return false;
}

static int64_t round_ms(const struct cew_deployment *d)
{
	double ms = ROUND_MS / (d->config.pace > 0 ? d->config.pace : 1);
	return ms > ROUND_LEAST_MS ? (int64_t)ms : ROUND_LEAST_MS;
}

void listen_poll(struct cew_deployment *d)
{
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	struct listening *l = &d->listening;
	int64_t now = clock->mono_ms(clock->ctx);
	if (!d->config.operations || d->state != CEW_DEPLOY_WATCHING || l->call || now < l->next_ms || !choose(d))
		return;
	l->next_ms = now + round_ms(d);
	*l->task = '\0';
	ask_service(d);
}

void listen_stop(struct cew_deployment *d)
{
	if (d->listening.call)
		d->operations.cancel(d->operations.self, d->listening.call);
	d->listening.call = 0;
}
