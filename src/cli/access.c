/* cewizard access: the stack's outputs, and how to reach the product. */
#include "room.h"

#include <signal.h>
#include <stdio.h>

/* The deployment's model reads the stack as for watching; a stack at rest is read in a few calls, and one that is not need
 * not be waited for: its status is all there is to tell. */
struct reader {
	struct cew_app *app;
	bool interrupted;
};

static bool in_progress(const struct cew_deployment *d)
{
	const char *status = cew_deploy_stack_status(d);
	return *status && !cew_status_at_rest(status);
}

static void on_change(void *ctx, struct cew_deployment *d)
{
	struct reader *r = ctx;
	enum cew_deploy_state state = cew_deploy_state(d);
	if (state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED || in_progress(d))
		cew_loop_stop(r->app->loop);
}

static void on_signal(void *ctx, int signo)
{
	struct reader *r = ctx;
	(void)signo;
	r->interrupted = true;
	cew_loop_stop(r->app->loop);
}

static struct cew_node *access_of(const struct cew_deployment *d, const struct cew_access *access, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc), *outputs = cew_doc_map(doc);
	for (size_t i = 0; i < cew_deploy_output_count(d); i++)
		outputs = cew_map_put_text(doc, outputs, cew_deploy_output_at(d, i)->key, cew_deploy_output_at(d, i)->value);
	map = cew_map_put_text(doc, map, "kind", "access");
	map = cew_map_put_text(doc, map, "stackName", cew_deploy_stack_name(d));
	map = cew_map_put_text(doc, map, "status", cew_deploy_stack_status(d));
	map = cew_map_put_text(doc, map, "host", access->host);
	map = cew_map_put_text(doc, map, "command", access->command);
	map = cew_map_put_text(doc, map, "url", access->url);
	return cew_map_put(doc, map, "outputs", outputs);
}

static void write_json(const struct cew_deployment *d, const struct cew_access *access, struct cew_buf *out)
{
	struct cew_doc *doc = cew_doc_create("access");
	if (doc && cew_doc_write_json(access_of(d, access, doc), out, NULL) == CEW_OK)
		cew_buf_char(out, '\n');
	cew_doc_destroy(doc);
}

static void add_output(struct cew_buf *out, const struct cew_stack_output *o)
{
	cew_buf_fmt(out, "  %-28s ", o->key);
	cew_text_visible(out, o->value);
	cew_buf_char(out, '\n');
}

static void write_text(const struct cew_deployment *d, const struct cew_access *access, struct cew_buf *out)
{
	cew_buf_fmt(out, "%s is %s\n", cew_deploy_stack_name(d), cew_deploy_stack_status(d));
	for (size_t i = 0; i < cew_deploy_output_count(d); i++)
		add_output(out, cew_deploy_output_at(d, i));
	if (!cew_deploy_ok(d))
		return;
	if (*access->host)
		cew_buf_fmt(out, "\nThrough a jump host in the stack's VPC\n  %s\n  then %s\n", access->command, access->url);
	else
		cew_buf_str(out, "\nThis stack has no load balancer of its own. Find the running task's private IP in the ECS console, then\n"
		                 "  ssh -i KEY ec2-user@JUMPHOST -L 8000:TASK_PRIVATE_IP:3000\n  then http://localhost:8000\n");
}

static void write_out(const struct cew_app *app, const struct cew_deployment *d)
{
	struct cew_access access;
	struct cew_buf out;
	cew_deploy_access(d, &access);
	cew_buf_init(&out, 1 << 20);
	if (app->options->json)
		write_json(d, &access, &out);
	else
		write_text(d, &access, &out);
	out_flush(&out);
	cew_buf_finish(&out);
}

static int tell(const struct cew_app *app, const struct cew_deployment *d)
{
	write_out(app, d);
	if (in_progress(d)) {
		fprintf(stderr, "cewizard: the stack is not at rest yet\n  `cewizard watch %s` follows it\n", cew_deploy_stack_name(d));
		return CEW_EXIT_LEFT;
	}
	if (cew_deploy_ok(d))
		return CEW_EXIT_DONE;
	fprintf(stderr, "cewizard: there is no Cloud Exchange to reach in a stack of this status\n");
	return CEW_EXIT_FAILED;
}

static enum cew_status read_stack(struct reader *r, struct cew_deployment *d, struct cew_error *err)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	for (size_t i = 0; i < CEW_COUNT(signals); i++)
		cew_loop_signal(r->app->loop, signals[i], on_signal, r);
	cew_deploy_observe(d, on_change, r);
	enum cew_status s = cew_deploy_watch(d, r->app->options->operand, err);
	if (!s)
		s = cew_loop_run(r->app->loop, err);
	if (s)
		return s;
	if (r->interrupted)
		return cew_fail(err, CEW_INTERRUPTED, "interrupted");
	if (cew_deploy_state(d) == CEW_DEPLOY_STOPPED) {
		*err = *cew_deploy_error(d);
		return err->status;
	}
	return CEW_OK;
}

int command_access(struct cew_app *app)
{
	struct cew_error err;
	struct reader r = {.app = app};
	if (use_region_of(app, app->options->operand, &err))
		return end_with_error(app, NULL, &err);
	struct cew_deployment *d = deployment_for(app, false);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = read_stack(&r, d, &err) ? end_with_error(app, d, &err) : tell(app, d);
	cew_deploy_destroy(d);
	return code;
}
