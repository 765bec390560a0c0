/* cewizard stacks: the region's Cloud Exchange deployments. */
#include "room.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX_BYTES (4 << 20)

static void on_change(void *ctx, struct cew_stacks *stacks)
{
	if (!cew_stacks_reading(stacks))
		cew_loop_stop(ctx);
}

static void on_signal(void *ctx, int signo)
{
	(void)signo;
	cew_loop_stop(ctx);
}

/* "3 d", "5 h", "12 min" */
static void age_of(const struct cew_app *app, int64_t since_ms, char *out, size_t size)
{
	const struct cew_clock *clock = cew_loop_clock(app->loop);
	int64_t minutes = (clock->wall_ms(clock->ctx) - since_ms) / 60000;
	if (minutes >= 48 * 60)
		snprintf(out, size, "%lld d", (long long)(minutes / 60 / 24));
	else if (minutes >= 120)
		snprintf(out, size, "%lld h", (long long)(minutes / 60));
	else
		snprintf(out, size, "%lld min", (long long)(minutes > 0 ? minutes : 0));
}

static void add_row(struct cew_buf *out, const struct cew_app *app, const struct cew_stack_row *row)
{
	char age[32];
	age_of(app, row->created_ms, age, sizeof(age));
	cew_buf_fmt(out, "%-24s %-22s %-12s %-16s %-8s %8s", row->name, row->status, row->package, row->environment, row->network, age);
	if (*row->images) {
		cew_buf_str(out, "\n    ");
		cew_text_visible(out, row->images);
	}
	cew_buf_char(out, '\n');
}

static void write_all(const struct cew_app *app, const struct cew_stacks *stacks)
{
	struct cew_buf out;
	cew_buf_init(&out, TEXT_MAX_BYTES);
	size_t count = cew_stacks_count(stacks);
	if (!app->options->json && count)
		cew_buf_fmt(&out, "%-24s %-22s %-12s %-16s %-8s %8s\n", "STACK", "STATUS", "PACKAGE", "ENVIRONMENT", "NETWORK", "AGE");
	for (size_t i = 0; i < count; i++) {
		if (app->options->json)
			cew_stack_row_write_json(cew_stacks_at(stacks, i), &out, NULL);
		else
			add_row(&out, app, cew_stacks_at(stacks, i));
	}
	out_flush(&out);
	cew_buf_finish(&out);
	if (!count)
		fprintf(stderr, "There is no Cloud Exchange stack in %s\n", cew_aws_region(app->aws));
}

static int read_all(struct cew_app *app, struct cew_stacks *stacks)
{
	struct cew_error err;
	cew_loop_signal(app->loop, SIGINT, on_signal, app->loop);
	cew_loop_signal(app->loop, SIGTERM, on_signal, app->loop);
	cew_stacks_read(stacks);
	if (cew_stacks_reading(stacks) && cew_loop_run(app->loop, &err))
		return end_with_error(app, NULL, &err);
	if (cew_stacks_reading(stacks))
		return end_with_error(app, NULL, (cew_fail(&err, CEW_INTERRUPTED, "interrupted"), &err));
	if (cew_stacks_error(stacks))
		return end_with_error(app, NULL, cew_stacks_error(stacks));
	write_all(app, stacks);
	return CEW_EXIT_DONE;
}

int command_stacks(struct cew_app *app)
{
	struct cew_error err;
	if (use_region_of(app, "the list", &err))
		return end_with_error(app, NULL, &err);
	struct cew_site site = cew_app_site(app);
	struct cew_stacks *stacks = cew_stacks_create(&site, on_change, app->loop);
	if (!stacks)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = read_all(app, stacks);
	cew_stacks_destroy(stacks);
	return code;
}
