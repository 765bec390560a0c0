/* Voices: an ECS service is listened to calmly while it is in progress, each thing is told once, and what will go wrong is
 * told before AWS does. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#define SERVICE_ARN "arn:aws:ecs:us-east-1:123456789012:service/ce-cluster/ce-service"
#define TASK_ARN "arn:aws:ecs:us-east-1:123456789012:task/ce-cluster/0a1b2c"

static const struct told creation[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	{"e1", 1, "Service", "AWS::ECS::Service", "CREATE_IN_PROGRESS", "Resource creation Initiated", "@", SERVICE_ARN, NULL, NULL},
	{"e2", 90, "Service", "AWS::ECS::Service", "CREATE_FAILED", "Resource handler returned message: \"Exceeded attempts to wait\" "
	 "(HandlerErrorCode: NotStabilized)", "@", SERVICE_ARN, NULL, NULL},
	OWN("s2", 95, "CREATE_FAILED", "The following resource(s) failed to create: [Service]. "),
};

/* ---- an ECS of one service ---- */

enum asked { ASKED_SERVICE, ASKED_STOPPED, ASKED_TASKS, ASKED_DEFINITION, ASKED_LOG, ASKED_COUNT };

struct ecs {
	struct bench *b;
	unsigned asked[ASKED_COUNT], cancels;
	int64_t asked_ms[64]; /* when the service was asked */
	const char *stopped_reason;
	bool denied, synchronous, hangs;
	uint64_t call;
	cew_found_fn *done;
	void *arg;
	enum asked what;
	char stream[256];
};

static void answer(void *ctx)
{
	struct ecs *e = ctx;
	static const struct cew_service_event events[] = {
		{"id2", "(service ce-service) was unable to place a thing", START_MS + 30000},
		{"id1", "(service ce-service) has started 1 tasks: (task 0a1b2c).", START_MS + 20000},
		{"id0", "of an earlier service", START_MS - 900000},
	};
	static const struct cew_service_detail service = {.name = "ce-service", .events = events, .event_count = 3};
	static const struct cew_arn arns[] = {{TASK_ARN}};
	static const struct cew_container containers[] = {
		{.name = "core", .reason = "", .exit_code = "1"}, {.name = "ui", .reason = "", .exit_code = "0"},
	};
	struct cew_task task = {
		.arn = TASK_ARN, .definition = "ce:1", .last_status = "STOPPED", .stop_code = "EssentialContainerExited",
		.stopped_reason = e->stopped_reason, .started_ms = START_MS + 21000, .stopped_ms = START_MS + 25000,
		.containers = containers, .container_count = 2,
	};
	static const struct cew_container_definition definitions[] = {
		{.name = "core", .log_group = "/aws/ecs/ce", .log_prefix = "ecs"}, {.name = "silent", .log_group = "", .log_prefix = ""},
	};
	static const struct cew_task_definition definition = {.containers = definitions, .container_count = 2};
	static const struct cew_log_event lines[] = {
		{"starting\n", START_MS + 22000}, {"the key is " PLAN_SECRET ", thank you", START_MS + 23000},
	};
	struct cew_found found = {.count = 1};
	struct cew_error err;
	switch (e->what) {
	case ASKED_SERVICE: found.service_details = &service; break;
	case ASKED_STOPPED: found.arns = arns; found.count = e->stopped_reason ? 1 : 0; break;
	case ASKED_TASKS: found.tasks = &task; break;
	case ASKED_DEFINITION: found.task_definitions = &definition; break;
	default: found.log_events = lines; found.count = 2; break;
	}
	e->call = 0;
	if (e->denied) {
		cew_fail(&err, CEW_REFUSED, "not permitted");
		cew_error_code(&err, "AccessDeniedException");
	}
	e->done(e->arg, e->denied ? &err : NULL, e->denied ? NULL : &found);
}

static uint64_t ask(struct ecs *e, enum asked what, cew_found_fn *done, void *arg)
{
	assert_int_equal(e->call, 0); /* one at a time */
	if (what == ASKED_SERVICE && e->asked[what] < CEW_COUNT(e->asked_ms))
		e->asked_ms[e->asked[what]] = e->b->mono_ms;
	e->asked[what]++;
	e->what = what;
	e->done = done;
	e->arg = arg;
	e->call = 7;
	if (e->hangs)
		return 7;
	if (e->synchronous)
		answer(e);
	else
		assert_int_not_equal(cew_loop_after(e->b->loop, 0, answer, e), 0);
	return 7;
}

static uint64_t service_details(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO)
{
	(void)err;
	assert_string_equal(cluster, "ce-cluster");
	assert_string_equal(names[0], "ce-service");
	assert_int_equal(count, 1);
	return ask(self, ASKED_SERVICE, done, arg);
}

static uint64_t task_arns(void *self, const char *cluster, const char *service, const char *desired, CEW_TOLD_TO)
{
	(void)err;
	(void)cluster;
	assert_string_equal(service, "ce-service");
	assert_string_equal(desired, "STOPPED");
	return ask(self, ASKED_STOPPED, done, arg);
}

static uint64_t tasks(void *self, const char *cluster, const char *const *arns, size_t count, CEW_TOLD_TO)
{
	(void)err;
	(void)cluster;
	(void)count;
	assert_string_equal(arns[0], TASK_ARN);
	return ask(self, ASKED_TASKS, done, arg);
}

static uint64_t task_definition(void *self, const char *arn, CEW_TOLD_TO)
{
	(void)err;
	assert_string_equal(arn, "ce:1");
	return ask(self, ASKED_DEFINITION, done, arg);
}

static uint64_t log_events(void *self, const char *group, const char *stream, int limit, CEW_TOLD_TO)
{
	struct ecs *e = self;
	(void)err;
	(void)limit;
	assert_string_equal(group, "/aws/ecs/ce");
	snprintf(e->stream, sizeof(e->stream), "%s", stream);
	return ask(e, ASKED_LOG, done, arg);
}

static void cancel_call(void *self, uint64_t call)
{
	struct ecs *e = self;
	assert_int_equal(call, 7);
	e->cancels++;
}

static struct cew_operations operations_of(struct ecs *e)
{
	return (struct cew_operations){.self = e, .service_details = service_details, .task_arns = task_arns, .tasks = tasks,
	                               .task_definition = task_definition, .log_events = log_events, .cancel = cancel_call};
}

/* ---- the stack around it ---- */

#define POLLS 16 /* at about 5 s: 80 s */

static const struct step *script(bool failing, size_t *count)
{
	static struct step steps[POLLS + 6];
	size_t n = 0;
	steps[n++] = (struct step){DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"};
	for (size_t i = 0; i < POLLS; i++) {
		steps[n++] = (struct step){EVENTS, FIRST(creation, 2)};
		if (i == 11)
			steps[n++] = (struct step){DESCRIBE, .status = "CREATE_IN_PROGRESS"};
	}
	steps[n++] = failing ? (struct step){EVENTS, ALL(creation)} : (struct step){EVENTS, .hangs = true};
	if (failing) {
		steps[n++] = (struct step){DESCRIBE, .status = "CREATE_FAILED"};
		steps[n++] = (struct step){EVENTS, ALL(creation)};
	}
	*count = n;
	return steps;
}

static void listen(struct ecs *e, bool failing)
{
	size_t count;
	struct cew_operations operations = operations_of(e);
	const struct step *steps = script(failing, &count);
	e->b->config.operations = &operations;
	bench_script(e->b, steps, count);
	bench_watch(e->b, "ce");
}

static size_t count_of(struct bench *b, enum cew_voice_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < cew_deploy_voice_count(b->d); i++)
		count += cew_deploy_voice_at(b->d, i)->kind == kind;
	return count;
}

static void what_it_says_is_told_once(void **state)
{
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		struct ecs e = {.b = b, .stopped_reason = "Essential container in task exited", .synchronous = synchronous};
		listen(&e, false);
		assert_int_equal(count_of(b, CEW_VOICE_SERVICE), 2); /* not what was said of a service before this one */
		assert_int_equal(count_of(b, CEW_VOICE_TASK), 1);
		assert_int_equal(count_of(b, CEW_VOICE_LOG), 2);
		assert_string_equal(cew_deploy_voice_at(b->d, 0)->text, "(service ce-service) has started 1 tasks: (task 0a1b2c)."); /* oldest first */
		assert_string_equal(cew_deploy_voice_at(b->d, 2)->text, "Essential container in task exited; container core ended with 1");
		assert_string_equal(cew_deploy_voice_at(b->d, 2)->source, "0a1b2c");
		assert_string_equal(e.stream, "ecs/core/0a1b2c");
		assert_int_equal(e.asked[ASKED_TASKS], 1); /* a task whose end was told is not asked about again */
		assert_int_equal(cew_deploy_voice_total(b->d), 5);
		cew_deploy_destroy(b->d);
		b->d = NULL;
	}
}

static void it_is_asked_calmly(void **state)
{
	struct ecs e = {.b = *state};
	listen(&e, false);
	assert_in_range(e.asked[ASKED_SERVICE], 3, 5); /* in 80 seconds */
	for (unsigned i = 1; i < e.asked[ASKED_SERVICE]; i++)
		assert_in_range(e.asked_ms[i] - e.asked_ms[i - 1], 20000, 27000);
}

static void a_refusal_is_said_once_and_left(void **state)
{
	struct bench *b = *state;
	struct ecs e = {.b = b, .denied = true};
	listen(&e, false);
	assert_int_equal(e.asked[ASKED_SERVICE], 1);
	assert_int_equal(e.asked[ASKED_STOPPED], 1);
	assert_int_equal(cew_deploy_voice_count(b->d), 2);
	assert_int_equal(cew_deploy_voice_at(b->d, 0)->kind, CEW_VOICE_NOTE);
	assert_non_null(strstr(cew_deploy_voice_at(b->d, 0)->text, "ecs:DescribeServices is not permitted"));
	assert_null(cew_deploy_error(b->d)); /* the stack itself is followed as well as ever */
}

static void what_will_go_wrong_is_told_while_aws_still_tries(void **state)
{
	struct bench *b = *state;
	struct ecs e = {.b = b, .stopped_reason = "CannotPullContainerError: pull access denied"};
	listen(&e, false);
	const struct cew_root_cause *s = cew_deploy_suspicion(b->d);
	assert_non_null(s);
	assert_string_equal(s->logical_id, "Service");
	assert_non_null(strstr(s->reason, "CannotPullContainerError"));
	assert_non_null(strstr(s->remedy, "Marketplace"));
	assert_null(cew_deploy_root_cause(b->d));
}

static void what_was_said_explains_the_failure(void **state)
{
	struct bench *b = *state;
	struct ecs e = {.b = b, .stopped_reason = "CannotPullContainerError: pull access denied"};
	listen(&e, true);
	assert_null(cew_deploy_suspicion(b->d));
	const struct cew_root_cause *cause = cew_deploy_root_cause(b->d);
	assert_non_null(strstr(cause->reason, "Exceeded attempts to wait"));
	assert_non_null(strstr(cause->said, "CannotPullContainerError"));
	assert_non_null(strstr(cause->meaning, "images could not be pulled"));
}

static void nobody_is_asked_without_the_calls(void **state)
{
	struct bench *b = *state;
	size_t count;
	const struct step *steps = script(true, &count);
	bench_script(b, steps, count);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_voice_count(b->d), 0);
	assert_string_equal(cew_deploy_root_cause(b->d)->said, "");
}

static void leaving_cancels_what_is_asked(void **state)
{
	struct bench *b = *state;
	struct ecs e = {.b = b, .hangs = true};
	listen(&e, false);
	assert_int_equal(e.asked[ASKED_SERVICE], 1); /* no second round while the first has no end */
	cew_deploy_destroy(b->d);
	b->d = NULL;
	assert_int_equal(e.cancels, 1);
}

/* What a container writes may hold what it was given. */
static void secrets_are_not_repeated(void **state)
{
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}, {CREATE, .about = "ce"},
		{EVENTS, FIRST(creation, 2)}, {EVENTS, FIRST(creation, 2)}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	struct ecs e = {.b = b, .stopped_reason = "stopped", .synchronous = true};
	struct cew_operations operations = operations_of(&e);
	struct planned p;
	planned_open(&p);
	b->config.operations = &operations;
	SCRIPT(b, steps);
	bench_submit(b, &p);
	assert_int_equal(count_of(b, CEW_VOICE_LOG), 2);
	assert_string_equal(cew_deploy_voice_at(b->d, cew_deploy_voice_count(b->d) - 1)->text, "the key is ****, thank you");
	planned_close(&p);
}

static void no_more_is_kept_than_anybody_reads(void **state)
{
	struct bench *b = *state;
	struct cew_input begin = {.kind = CEW_INPUT_BEGIN, .stack_name = "ce", .stack_id = "", .region = "us-east-1"};
	bench_deployment(b, false);
	assert_int_equal(cew_deploy_play(b->d, &begin, NULL), CEW_OK);
	for (int i = 0; i < 1000; i++) {
		char text[32];
		struct cew_voice voice = {.logical_id = "Service", .kind = CEW_VOICE_LOG, .time_ms = i, .source = "", .text = text};
		snprintf(text, sizeof(text), "line %d", i);
		assert_int_equal(cew_deploy_play(b->d, &(struct cew_input){.kind = CEW_INPUT_VOICE, .voice = &voice}, NULL), CEW_OK);
	}
	assert_int_equal(cew_deploy_voice_count(b->d), 200);
	assert_int_equal(cew_deploy_voice_total(b->d), 1000);
	assert_string_equal(cew_deploy_voice_at(b->d, 199)->text, "line 999");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_it_says_is_told_once),
		TEST(it_is_asked_calmly),
		TEST(a_refusal_is_said_once_and_left),
		TEST(what_will_go_wrong_is_told_while_aws_still_tries),
		TEST(what_was_said_explains_the_failure),
		TEST(nobody_is_asked_without_the_calls),
		TEST(leaving_cancels_what_is_asked),
		TEST(secrets_are_not_repeated),
		TEST(no_more_is_kept_than_anybody_reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
