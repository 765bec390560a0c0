/* The scripted cloud. */
#include "cloud.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MS 10
#define STACK_ID "arn:aws:cloudformation:eu-west-1:123456789012:stack/ce/8f9c1d20-0000-11f0-8000-0a58a9feac02"

/* ---- time ---- */

static int64_t now(void *ctx)
{
	return ((struct cloud *)ctx)->now_ms;
}

static struct cew_clock test_clock = {.wall_ms = now, .mono_ms = now};

/* Nothing is waited for: what is there is told, and the clock goes to the next timer. */
static int jump(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	struct cloud *c = ctx;
	int ready = poll(fds, (nfds_t)count, 0);
	if (!ready && timeout_ms > 0)
		c->now_ms += timeout_ms;
	return ready;
}

static void fill(void *ctx, void *out, size_t len)
{
	(void)ctx;
	memset(out, 7, len);
}

static const struct cew_random test_random = {.fill = fill};

/* ---- calls ---- */

struct call {
	struct cloud *cloud;
	int kind;
	union {
		cew_caller_fn *caller;
		cew_create_fn *create;
		cew_stack_fn *stack;
		cew_events_fn *events;
		cew_done_fn *done;
	} tell;
	void *arg;
};

static const char *status_now(const struct cloud *c)
{
	return c->final && c->now_ms >= c->rest_ms ? c->final : c->status;
}

static void tell_stack(const struct cloud *c, const struct call *call)
{
	static const struct cew_stack_output outputs[] = {{"LoadBalancerDNSName", "internal-ce.eu-west-1.elb.amazonaws.com", ""}};
	struct cew_error err;
	const char *status = status_now(c);
	struct cew_stack stack = {.id = STACK_ID, .name = "ce", .status = status, .status_reason = "", .description = "",
	                          .outputs = outputs, .output_count = 1};
	if (c->refuses) {
		cew_fail(&err, CEW_REFUSED, "AWS refused the call");
		cew_error_code(&err, "AccessDenied");
		call->tell.stack(call->arg, &err, NULL);
	} else if (!status) {
		cew_fail(&err, CEW_NOT_FOUND, "there is no stack ce");
		cew_error_code(&err, "ValidationError");
		call->tell.stack(call->arg, &err, NULL);
	} else {
		call->tell.stack(call->arg, NULL, &stack);
	}
}

static void tell_events(struct cloud *c, const struct call *call)
{
	struct cew_error err;
	struct cew_stack_event events[] = {
		{.id = "e2", .stack_id = STACK_ID, .stack_name = "ce", .logical_id = "ce", .physical_id = STACK_ID,
		 .type = "AWS::CloudFormation::Stack", .status = status_now(c), .reason = "", .token = "", .time_ms = c->rest_ms,
		 .time = "2026-01-02T03:14:05.678Z"},
		{.id = "e1", .stack_id = STACK_ID, .stack_name = "ce", .logical_id = "ce", .physical_id = STACK_ID,
		 .type = "AWS::CloudFormation::Stack", .status = "CREATE_IN_PROGRESS", .reason = "User\nInitiated \x1b[31m", .token = "",
		 .time_ms = 1000, .time = "2026-01-02T03:04:05.678Z"},
	};
	bool rest = c->final && c->now_ms >= c->rest_ms;
	struct cew_event_page page = {.events = rest ? events : events + 1, .count = rest ? 2 : 1};
	if (!c->troubles) {
		call->tell.events(call->arg, NULL, &page);
		return;
	}
	c->troubles--;
	cew_fail(&err, c->trouble, "AWS did not answer");
	call->tell.events(call->arg, &err, NULL);
}

static void answer(void *ctx)
{
	static const struct cew_caller me = {"123456789012", "arn:aws:iam::123456789012:user/ops", "AIDA"};
	struct call *call = ctx;
	struct cloud *c = call->cloud;
	if (c->raise_in == call->kind)
		raise(SIGINT);
	else if (call->kind == 'i')
		call->tell.caller(call->arg, NULL, &me);
	else if (call->kind == 'd')
		tell_stack(c, call);
	else if (call->kind == 'e')
		tell_events(c, call);
	else
		call->tell.create(call->arg, NULL, STACK_ID);
	free(call);
}

static uint64_t start(struct cloud *c, int kind, struct call call)
{
	struct call *kept = malloc(sizeof(*kept));
	*kept = call;
	kept->cloud = c;
	kept->kind = kind;
	return cew_loop_after(c->room.app.loop, ANSWER_MS, answer, kept);
}

static uint64_t caller_identity(void *self, cew_caller_fn *done, void *arg, struct cew_error *err)
{
	(void)err;
	return start(self, 'i', (struct call){.tell = {.caller = done}, .arg = arg});
}

static uint64_t create_stack(void *self, const struct cew_create_request *request, cew_create_fn *done, void *arg,
                             struct cew_error *err)
{
	struct cloud *c = self;
	(void)request;
	(void)err;
	c->creates++;
	c->status = "CREATE_IN_PROGRESS";
	return start(self, 'c', (struct call){.tell = {.create = done}, .arg = arg});
}

static uint64_t describe_stack(void *self, const char *name, cew_stack_fn *done, void *arg, struct cew_error *err)
{
	(void)name;
	(void)err;
	return start(self, 'd', (struct call){.tell = {.stack = done}, .arg = arg});
}

static uint64_t describe_events(void *self, const char *name, const char *token, cew_events_fn *done, void *arg,
                                struct cew_error *err)
{
	(void)name;
	(void)token;
	(void)err;
	return start(self, 'e', (struct call){.tell = {.events = done}, .arg = arg});
}

/* Nothing is out any more when the tests' signals end a run. */
static void cancel(void *self, uint64_t call)
{
	(void)self;
	(void)call;
}

/* ---- what is written ---- */

static int redirect(int fd, int *saved)
{
	char path[] = "/tmp/cew-cli-XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	unlink(path);
	*saved = dup(fd);
	dup2(file, fd);
	return file;
}

static void restore(int fd, int saved, int file, char *text, size_t size)
{
	dup2(saved, fd);
	close(saved);
	ssize_t n = pread(file, text, size - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(file);
}

void cloud_open(struct cloud *c, const char *command, bool json)
{
	struct cew_error err;
	struct cew_aws_config config = {.region = "eu-west-1", .random = &test_random};
	test_clock.ctx = c;
	options_init(&c->options);
	c->options.json = json;
	c->options.operand = strcmp(command, "deploy") == 0 ? NULL : "ce";
	c->now_ms = 1000;
	struct cew_app *app = &c->room.app;
	app->options = &c->options;
	app->random = &test_random;
	app->loop = cew_loop_create(&test_clock);
	assert_non_null(app->loop);
	config.loop = app->loop;
	assert_int_equal(cew_aws_create(&config, &app->aws, &err), CEW_OK);
	cew_loop_set_poller(app->loop, jump, c);
	app->poll_ms = 5000;
	app->cloud = (struct cew_cloud){.self = c, .caller_identity = caller_identity, .create_stack = create_stack,
	                                .describe_stack = describe_stack, .describe_events = describe_events, .cancel = cancel};
	c->room.command = command_find(command);
	fflush(stdout);
	fflush(stderr);
	c->file_out = redirect(STDOUT_FILENO, &c->saved_out);
	c->file_err = redirect(STDERR_FILENO, &c->saved_err);
}

void cloud_close(struct cloud *c)
{
	fflush(stdout);
	fflush(stderr);
	restore(STDOUT_FILENO, c->saved_out, c->file_out, c->out, sizeof(c->out));
	restore(STDERR_FILENO, c->saved_err, c->file_err, c->err, sizeof(c->err));
	options_finish(&c->options);
	app_finish(&c->room);
}

const char *last_line(const struct cloud *c)
{
	size_t len = strlen(c->out);
	if (!len)
		return c->out;
	const char *at = c->out + len - 1;
	while (at > c->out && at[-1] != '\n')
		at--;
	return at;
}
