/* The scripted cloud, the clock that jumps, and the plan of two resources. */
#include "bench.h"

#include <dirent.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- time and randomness ---- */

static int64_t mono(void *ctx)
{
	return ((struct bench *)ctx)->mono_ms;
}

static int64_t wall(void *ctx)
{
	return START_MS + ((struct bench *)ctx)->mono_ms;
}

static int leap(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	struct bench *b = ctx;
	(void)fds;
	(void)count;
	if (timeout_ms < 0)
		fail_msg("nothing is under way any more, in state %s", cew_deploy_state_name(cew_deploy_state(b->d)));
	b->mono_ms += timeout_ms;
	return 0;
}

static void fill(void *ctx, void *out, size_t len)
{
	struct bench *b = ctx;
	for (size_t i = 0; i < len; i++) {
		b->seed = b->seed * 1664525u + 1013904223u;
		((unsigned char *)out)[i] = (unsigned char)(b->seed >> 24);
	}
}

/* ---- the scripted cloud: answers ---- */

static const struct step *current(const struct bench *b)
{
	return &b->steps[b->at - 1];
}

static struct cew_stack_event event_of(struct bench *b, const struct told *t, char time[CEW_TIME_MAX])
{
	int64_t ms = START_MS + (int64_t)t->second * 1000;
	cew_time_format(ms, time);
	return (struct cew_stack_event){
		.id = t->id, .stack_id = t->stack_id ? t->stack_id : STACK_ID,
		.stack_name = t->stack_name ? t->stack_name : b->stack_name, .logical_id = t->logical_id,
		.physical_id = t->physical_id ? t->physical_id : "", .type = t->type, .status = t->status,
		.reason = t->reason ? t->reason : "", .token = t->token && strcmp(t->token, "@") == 0 ? b->token : t->token,
		.time = time, .time_ms = ms,
	};
}

static void answer_events(struct bench *b, const struct step *s, const struct cew_error *err)
{
	struct cew_stack_event *events = calloc(s->count + 1, sizeof(*events));
	char(*times)[CEW_TIME_MAX] = calloc(s->count + 1, sizeof(*times));
	struct cew_event_page page = {.events = events, .count = s->count, .next_token = s->next};
	assert_non_null(events);
	assert_non_null(times);
	for (size_t i = 0; i < s->count; i++)
		events[i] = event_of(b, &s->events[s->count - 1 - i], times[i]);
	b->done.events(b->arg, err, err ? NULL : &page);
	free(events);
	free(times);
}

static void answer_stack(struct bench *b, const struct step *s, const struct cew_error *err)
{
	struct cew_stack stack = {
		.id = STACK_ID, .name = b->stack_name, .status = s->status, .status_reason = "", .description = "",
		.outputs = b->outputs, .output_count = b->output_count,
	};
	b->done.stack(b->arg, err, err ? NULL : &stack);
}

static void answer(void *ctx)
{
	struct bench *b = ctx;
	const struct step *s = current(b);
	struct cew_error made = {.status = CEW_OK}, *err = NULL;
	struct cew_caller caller = {.account = b->account, .arn = "arn:aws:iam::123456789012:user/op", .user_id = "AIDA"};
	b->call = b->timer = 0;
	if (s->fails) {
		cew_fail(&made, s->fails, "AWS said %s", s->code ? s->code : "nothing");
		cew_error_code(&made, s->code);
		cew_error_hint(&made, "the client's hint");
		err = &made;
	}
	switch (s->call) {
	case IDENTITY:
		b->done.caller(b->arg, err, err ? NULL : &caller);
		break;
	case DESCRIBE:
		answer_stack(b, s, err);
		break;
	case EVENTS:
		answer_events(b, s, err);
		break;
	case CREATE:
		b->done.create(b->arg, err, err ? NULL : STACK_ID);
		break;
	case DELETE:
		b->done.done(b->arg, err);
		break;
	}
}

/* ---- … and questions ---- */

static const char *const call_names[] = {"GetCallerIdentity", "DescribeStacks", "DescribeStackEvents", "CreateStack", "DeleteStack"};

static uint64_t ask(struct bench *b, enum call call, const char *about, union callback done, void *arg, struct cew_error *err)
{
	if (b->call)
		fail_msg("%s while another call is out", call_names[call]);
	if (b->at >= b->step_count)
		fail_msg("call %zu, %s %s, is not in the script", b->at + 1, call_names[call], about);
	const struct step *s = &b->steps[b->at++];
	const char *expected = s->about ? s->about : STACK_ID;
	if (s->call != call || strcmp(expected, about) != 0)
		fail_msg("call %zu is %s %s, the script has %s %s", b->at, call_names[call], about, call_names[s->call], expected);
	if (s->unstarted) {
		cew_fail(err, s->fails, "could not be started");
		return 0;
	}
	uint64_t id = b->call = ++b->last_call;
	b->done = done;
	b->arg = arg;
	if (s->hangs)
		return id;
	if (b->synchronous)
		answer(b);
	else
		b->timer = cew_loop_after(b->loop, 0, answer, b);
	return id;
}

static uint64_t identity(void *self, cew_caller_fn *done, void *arg, struct cew_error *err)
{
	return ask(self, IDENTITY, STACK_ID, (union callback){.caller = done}, arg, err);
}

static uint64_t describe(void *self, const char *which, cew_stack_fn *done, void *arg, struct cew_error *err)
{
	return ask(self, DESCRIBE, which, (union callback){.stack = done}, arg, err);
}

static uint64_t events(void *self, const char *which, const char *next, cew_events_fn *done, void *arg, struct cew_error *err)
{
	char about[512];
	snprintf(about, sizeof(about), "%s%s%s", which, next ? " " : "", next ? next : "");
	return ask(self, EVENTS, about, (union callback){.events = done}, arg, err);
}

static void going_out(struct bench *b, const char *token)
{
	b->requests++;
	snprintf(b->token, sizeof(b->token), "%s", token);
	if (b->peek)
		b->peek(b);
}

static uint64_t create(void *self, const struct cew_create_request *r, cew_create_fn *done, void *arg, struct cew_error *err)
{
	struct bench *b = self;
	cew_buf_clear(&b->request);
	for (size_t i = 0; i < r->parameter_count; i++)
		cew_buf_fmt(&b->request, "%s=%s\n", r->parameters[i].name, r->parameters[i].value);
	for (size_t i = 0; i < r->tag_count; i++)
		cew_buf_fmt(&b->request, "tag %s=%s\n", r->tags[i].name, r->tags[i].value);
	for (size_t i = 0; i < r->capability_count; i++)
		cew_buf_fmt(&b->request, "%s\n", r->capabilities[i]);
	cew_buf_fmt(&b->request, "%s %s %d %s\n%s", r->role_arn ? r->role_arn : "-", r->on_failure, r->timeout_minutes,
	            r->termination_protection ? "protected" : "open", r->template_body ? r->template_body : r->template_url);
	going_out(b, r->token);
	return ask(b, CREATE, r->stack_name, (union callback){.create = done}, arg, err);
}

static uint64_t delete(void *self, const char *which, const char *token, cew_done_fn *done, void *arg, struct cew_error *err)
{
	going_out(self, token);
	return ask(self, DELETE, which, (union callback){.done = done}, arg, err);
}

static void cancel(void *self, uint64_t call)
{
	struct bench *b = self;
	assert_int_equal(call, b->call);
	cew_loop_cancel(b->loop, b->timer);
	b->call = b->timer = 0;
	b->cancels++;
}

/* ---- the bench ---- */

void bench_open(struct bench *b)
{
	const char *root = getenv("TMPDIR");
	*b = (struct bench){.seed = 1, .stack_name = "ce", .account = "123456789012"};
	b->clock = (struct cew_clock){wall, mono, b};
	b->random = (struct cew_random){fill, b};
	b->loop = cew_loop_create(&b->clock);
	assert_non_null(b->loop);
	cew_loop_set_poller(b->loop, leap, b);
	b->cloud = (struct cew_cloud){b, identity, create, describe, events, delete, cancel};
	b->config = (struct cew_deploy_config){.loop = b->loop, .random = &b->random, .cloud = &b->cloud, .poll_ms = 5000};
	cew_buf_init(&b->states, 1 << 16);
	cew_buf_init(&b->troubles, 1 << 16);
	cew_buf_init(&b->request, 1 << 16);
	b->state_home = cew_fmt("%s/cew-unit-XXXXXX", root ? root : "/tmp");
	assert_non_null(b->state_home);
	assert_non_null(mkdtemp(b->state_home));
	setenv("XDG_STATE_HOME", b->state_home, 1);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
	(void)about;
	(void)kind;
	(void)place;
	return remove(path);
}

void bench_close(struct bench *b)
{
	cew_deploy_destroy(b->d);
	cew_loop_destroy(b->loop);
	cew_buf_finish(&b->states);
	cew_buf_finish(&b->troubles);
	cew_buf_finish(&b->request);
	assert_int_equal(nftw(b->state_home, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(b->state_home);
}

int bench_setup(void **state)
{
	static struct bench b;
	bench_open(&b);
	*state = &b;
	return 0;
}

int bench_teardown(void **state)
{
	bench_close(*state);
	return 0;
}

void bench_script(struct bench *b, const struct step *steps, size_t count)
{
	b->steps = steps;
	b->step_count = count;
	b->at = 0;
}

static void on_change(void *ctx, struct cew_deployment *d)
{
	struct bench *b = ctx;
	const struct cew_error *err = cew_deploy_error(d);
	b->changes++;
	if (cew_deploy_state(d) != b->last_state) {
		b->last_state = cew_deploy_state(d);
		cew_buf_fmt(&b->states, "%s%s", b->states.len ? " " : "", cew_deploy_state_name(b->last_state));
	}
	if (err && b->last_state != CEW_DEPLOY_STOPPED)
		cew_buf_fmt(&b->troubles, "%s\n", err->what);
}

struct cew_deployment *bench_deployment(struct bench *b, bool journal)
{
	cew_deploy_destroy(b->d);
	b->config.journal = journal;
	b->d = cew_deploy_create(&b->config);
	assert_non_null(b->d);
	b->last_state = CEW_DEPLOY_IDLE;
	b->changes = 0;
	cew_buf_clear(&b->states);
	cew_buf_clear(&b->troubles);
	cew_deploy_observe(b->d, on_change, b);
	return b->d;
}

void bench_run(struct bench *b)
{
	for (int turns = 0; turns < 100000; turns++) {
		enum cew_deploy_state state = cew_deploy_state(b->d);
		bool hanging = b->at > 0 && current(b)->hangs && b->call;
		bool over = state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED;
		if (over || hanging) {
			if (b->at != b->step_count)
				fail_msg("only %zu of %zu calls were made", b->at, b->step_count);
			return;
		}
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	}
	fail_msg("it does not end");
}

void bench_watch(struct bench *b, const char *stack)
{
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), stack, NULL), CEW_OK);
	bench_run(b);
}

void bench_delete(struct bench *b, const char *stack)
{
	assert_int_equal(cew_deploy_delete(bench_deployment(b, true), stack, NULL), CEW_OK);
	bench_run(b);
}

void bench_submit(struct bench *b, const struct planned *p)
{
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &p->plan, NULL), CEW_OK);
	bench_run(b);
}

const char *event_ids(struct bench *b)
{
	static char text[4096];
	text[0] = '\0';
	for (size_t i = 0; i < cew_deploy_event_count(b->d); i++) {
		size_t len = strlen(text);
		snprintf(text + len, sizeof(text) - len, "%s%s", i ? " " : "", cew_deploy_event_at(b->d, i)->event_id);
	}
	return text;
}

const struct cew_resource_row *row_of(struct bench *b, const char *logical_id)
{
	for (size_t i = 0; i < cew_deploy_resource_count(b->d); i++)
		if (strcmp(cew_deploy_resource_at(b->d, i)->logical_id, logical_id) == 0)
			return cew_deploy_resource_at(b->d, i);
	fail_msg("there is no resource %s", logical_id);
	return NULL;
}

/* ---- the plan ---- */

static const char template[] =
	"Resources:\n"
	"  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 172.16.0.0/16}}\n"
	"  App: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 172.16.1.0/24}}\n";

void planned_open(struct planned *p)
{
	static const char *const capabilities[] = {"CAPABILITY_NAMED_IAM"};
	struct cew_error err = {.what = ""};
	*p = (struct planned){.inputs = {.region = "us-east-1", .partition = "aws", .url_suffix = "amazonaws.com", .stack_name = "ce"}};
	cew_issues_init(&p->issues);
	if (cew_cfn_load("test.yaml", template, strlen(template), &p->template, &err) ||
	    cew_cfn_evaluate(p->template, &p->inputs, &p->eval, &err))
		fail_msg("%s: %s", err.where, err.what);
	p->secret = cew_secret_create(PLAN_SECRET, strlen(PLAN_SECRET));
	assert_non_null(p->secret);
	p->parameters[0] = (struct cew_plan_parameter){.name = "EnvName", .text = "prod"};
	p->parameters[1] = (struct cew_plan_parameter){.name = "JWTSECRET", .secret = p->secret, .text = "****"};
	p->tags[0] = (struct cew_plan_tag){"Owner", "secops"};
	p->plan = (struct cew_plan){
		.stack_name = "ce", .region = "us-east-1", .template_source = "built-in", .template_body = "{\"Resources\":{}}",
		.template_hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		.parameters = p->parameters, .parameter_count = 2, .tags = p->tags, .tag_count = 1, .on_failure = "ROLLBACK",
		.timeout_minutes = 90, .termination_protection = true, .capabilities = capabilities, .capability_count = 1,
		.eval = p->eval, .issues = &p->issues,
	};
}

void planned_close(struct planned *p)
{
	cew_cfn_eval_destroy(p->eval);
	cew_cfn_destroy(p->template);
	cew_issues_finish(&p->issues);
	cew_secret_destroy(p->secret);
}

/* ---- files ---- */

char *file_text(const char *path)
{
	FILE *file = fopen(path, "r");
	if (!file)
		return NULL;
	char *text = calloc(1, 65536);
	assert_non_null(text);
	assert_true(fread(text, 1, 65535, file) < 65535);
	fclose(file);
	return text;
}

char *journal_text(struct bench *b)
{
	char *dir = cew_fmt("%s/cewizard/journal", b->state_home), *text = NULL;
	DIR *entries = opendir(dir);
	for (struct dirent *e; entries && (e = readdir(entries));) {
		if (e->d_name[0] == '.')
			continue;
		assert_null(text);
		char *path = cew_fmt("%s/%s", dir, e->d_name);
		text = file_text(path);
		free(path);
	}
	if (entries)
		closedir(entries);
	free(dir);
	return text;
}
