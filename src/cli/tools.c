/* The commands that need no account: the template, and the embedded AWS by itself. */
#include "room.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum cew_status open_template(struct cew_app *app, struct cew_cfn_template **out, struct cew_error *err)
{
	struct cew_vec problems;
	const char *source = app->options->template;
	cew_vec_init(&problems, sizeof(struct cew_error));
	enum cew_status s = cew_plan_list_template(source, NULL, &problems, out, err);
	tell_template_problems((struct app_room *)app, source, &problems, err);
	cew_vec_finish(&problems);
	return s;
}

int command_template(struct cew_app *app)
{
	struct cew_cfn_template *t;
	struct cew_error err;
	struct cew_buf out;
	if (open_template(app, &t, &err))
		return end_with_error(app, NULL, &err);
	cew_buf_init(&out, CEW_CFN_TEMPLATE_MAX * 2);
	size_t len;
	const char *source = cew_cfn_source(t, &len);
	enum cew_status s = CEW_OK;
	if (app->options->compact)
		s = cew_cfn_compact(t, &out, &err);
	else
		cew_buf_add(&out, source, len);
	if (!s)
		out_flush(&out);
	cew_buf_finish(&out);
	cew_cfn_destroy(t);
	return s ? end_with_error(app, NULL, &err) : CEW_EXIT_DONE;
}

/* ---- demo-aws ---- */

static void on_signal(void *ctx, int signo)
{
	(void)signo;
	cew_loop_stop(ctx);
}

/* A parent that started us as its child holds the other end of our standard input: its end is ours. */
static void on_stdin(void *ctx, int fd, short revents)
{
	char bytes[256];
	(void)revents;
	if (read(fd, bytes, sizeof(bytes)) <= 0)
		cew_loop_stop(ctx);
}

static bool stdin_is_pipe(void)
{
	struct stat st;
	return fstat(STDIN_FILENO, &st) == 0 && S_ISFIFO(st.st_mode);
}

static void print_exports(const struct cew_demo *demo)
{
	printf("export AWS_ENDPOINT_URL=http://127.0.0.1:%d\nexport AWS_ACCESS_KEY_ID=%s\nexport AWS_SECRET_ACCESS_KEY=%s\n"
	       "export AWS_DEFAULT_REGION=us-east-1\n",
	       cew_demo_port(demo), cew_demo_access_key(demo), cew_secret_text(cew_demo_secret_key(demo)));
	fflush(stdout);
}

static enum cew_status serve(struct cew_app *app, struct cew_loop *loop, struct cew_error *err)
{
	struct cew_demo *demo;
	struct cew_demo_config config = {
		.loop = loop, .random = app->random, .port = app->options->port, .speed = app->options->demo_speed,
		.scenario_path = app->options->demo_scenario,
	};
	enum cew_status s = cew_demo_create(&config, &demo, err);
	if (s)
		return s;
	print_exports(demo);
	cew_loop_signal(loop, SIGINT, on_signal, loop);
	cew_loop_signal(loop, SIGTERM, on_signal, loop);
	cew_loop_signal(loop, SIGHUP, on_signal, loop);
	if (stdin_is_pipe())
		cew_loop_watch(loop, STDIN_FILENO, POLLIN, on_stdin, loop);
	s = cew_loop_run(loop, err);
	cew_demo_destroy(demo);
	return s;
}

int command_demo_aws(struct cew_app *app)
{
	struct cew_error err;
	struct cew_loop *loop = cew_loop_create(cew_clock_system());
	enum cew_status s = loop ? serve(app, loop, &err) : cew_fail_memory(&err);
	cew_loop_destroy(loop);
	return s ? end_with_error(app, NULL, &err) : CEW_EXIT_DONE;
}
