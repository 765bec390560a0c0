/* What the client's tests stand on. */
#include "fixture.h"

#include "aws_env.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

enum { MANY_TURNS = 5000, PACED_WAIT_MS = 5 };

static int64_t wall(void *ctx)
{
	return ((struct fixture *)ctx)->wall_ms;
}

static int64_t mono(void *ctx)
{
	return ((struct fixture *)ctx)->mono_ms;
}

static void lowest(void *ctx, void *out, size_t len)
{
	(void)ctx;
	memset(out, 0, len);
}

void fixture_config(struct fixture *f, struct cew_aws_config *out)
{
	static char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d", server_port(f->server));
	*out = (struct cew_aws_config){
		.loop = f->loop,
		.random = &f->random,
		.region = "us-east-1",
		.endpoint_url = url,
		.access_key = "AKIDEXAMPLE",
		.secret_key = f->secret,
	};
}

void fixture_client(struct fixture *f, const struct cew_aws_config *config)
{
	struct cew_error err = {0};

	cew_aws_destroy(f->aws);
	f->aws = NULL;
	if (cew_aws_create(config, &f->aws, &err) != CEW_OK)
		fail_msg("%s", err.what);
	f->cloud = cew_aws_cloud(f->aws);
	f->account = cew_aws_account(f->aws);
	f->operations = cew_aws_operations(f->aws);
}

void fixture_open(struct fixture *f, const struct reply *replies, size_t count)
{
	struct cew_aws_config config;

	clean_env();
	*f = (struct fixture){.wall_ms = TEST_WALL_MS, .mono_ms = 1000};
	f->clock = (struct cew_clock){wall, mono, f};
	f->random = (struct cew_random){lowest, NULL};
	f->loop = cew_loop_create(&f->clock);
	f->server = server_create(f->loop, replies, count);
	f->secret = cew_secret_create(FIXTURE_SECRET, strlen(FIXTURE_SECRET));
	f->token = cew_secret_create("TOKEN+/=", 8);
	fixture_config(f, &config);
	fixture_client(f, &config);
}

void fixture_close(struct fixture *f)
{
	cew_aws_destroy(f->aws);
	server_destroy(f->server);
	cew_loop_destroy(f->loop);
	cew_secret_destroy(f->secret);
	cew_secret_destroy(f->token);
	remove_shared_files();
	clean_env();
}

static void step(struct fixture *f, int wait_ms)
{
	struct cew_error err = {0};

	f->mono_ms += f->pace_ms;
	if (f->pace_ms && wait_ms > PACED_WAIT_MS) /* its timers are due when turns have passed, not when time has */
		wait_ms = PACED_WAIT_MS;
	if (cew_loop_step(f->loop, wait_ms, &err) != CEW_OK)
		fail_msg("%s", err.what);
}

void fixture_run(struct fixture *f, int count)
{
	for (int i = 0; i < MANY_TURNS && f->calls_done < count; i++)
		step(f, 100);
	assert_int_equal(f->calls_done, count);
}

void fixture_turns(struct fixture *f, int turns)
{
	while (turns-- > 0)
		step(f, 0);
}

void fixture_until_requests(struct fixture *f, size_t count)
{
	for (int i = 0; i < MANY_TURNS && server_requests(f->server) < count; i++)
		step(f, 100);
	assert_int_equal(server_requests(f->server), count);
}

static bool went_well(struct fixture *f, const struct cew_error *err)
{
	f->calls_done++;
	f->text[0] = '\0';
	f->err = err ? *err : (struct cew_error){.status = CEW_OK};
	return !err;
}

void fixture_add(struct fixture *f, const char *fmt, ...)
{
	size_t len = strlen(f->text);
	va_list args;

	va_start(args, fmt);
	vsnprintf(f->text + len, sizeof(f->text) - len, fmt, args);
	va_end(args);
}

void on_caller(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	if (went_well(arg, err))
		fixture_add(arg, "%s %s %s\n", caller->account, caller->arn, caller->user_id);
}

void on_create(void *arg, const struct cew_error *err, const char *stack_id)
{
	if (went_well(arg, err))
		fixture_add(arg, "%s\n", stack_id);
}

void on_stack(void *arg, const struct cew_error *err, const struct cew_stack *stack)
{
	if (!went_well(arg, err))
		return;
	fixture_add(arg, "%s|%s|%s|%s|%s|%lld|%d\n", stack->id, stack->name, stack->status, stack->status_reason, stack->description,
	    (long long)stack->created_ms, stack->termination_protection);
	for (size_t i = 0; i < stack->output_count; i++)
		fixture_add(arg, "%s=%s (%s)\n", stack->outputs[i].key, stack->outputs[i].value, stack->outputs[i].description);
}

void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	if (!went_well(arg, err))
		return;
	for (size_t i = 0; i < page->count; i++) {
		const struct cew_stack_event *e = &page->events[i];

		fixture_add(arg, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%lld\n", e->id, e->stack_name, e->logical_id, e->physical_id, e->type, e->status,
		    e->reason, e->token, e->time, (long long)e->time_ms);
	}
	fixture_add(arg, "next %s\n", page->next_token ? page->next_token : "none");
}

void on_done(void *arg, const struct cew_error *err)
{
	went_well(arg, err);
}
