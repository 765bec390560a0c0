/* Recordings: what was recorded plays again as it was, at any speed, and what is no recording is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cewizard/evidence.h"

#define ID "arn:aws:cloudformation:us-east-1:123456789012:stack/ce/1"

/* ---- a loop whose clock jumps ---- */

struct bench {
	int64_t mono_ms;
	struct cew_clock clock;
	struct cew_loop *loop;
	struct cew_cloud cloud;
	struct cew_deploy_config config;
	char dir[64];
};

static int64_t mono(void *ctx) { return ((struct bench *)ctx)->mono_ms; }
static int64_t wall(void *ctx) { return 1767323045000 + ((struct bench *)ctx)->mono_ms; }

static int leap(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	(void)fds;
	(void)count;
	((struct bench *)ctx)->mono_ms += timeout_ms > 0 ? timeout_ms : 0;
	return 0;
}

static int setup(void **state)
{
	static struct bench b;
	b = (struct bench){.dir = "/tmp/cew-evidence-XXXXXX"};
	b.clock = (struct cew_clock){wall, mono, &b};
	b.loop = cew_loop_create(&b.clock);
	b.config = (struct cew_deploy_config){.loop = b.loop, .random = cew_random_system(), .cloud = &b.cloud};
	cew_loop_set_poller(b.loop, leap, &b);
	*state = &b;
	return b.loop && mkdtemp(b.dir) ? 0 : -1;
}

static int teardown(void **state)
{
	struct bench *b = *state;
	char command[128];
	cew_loop_destroy(b->loop);
	snprintf(command, sizeof(command), "rm -rf %s", b->dir);
	return system(command);
}

static const char *path_in(struct bench *b, const char *name)
{
	static char path[128];
	snprintf(path, sizeof(path), "%s/%s", b->dir, name);
	return path;
}

/* ---- an operation, input by input ---- */

static const size_t first[] = {0};
#define EVENT(id_, time_, logical, type_, status_, reason_) \
	&(struct cew_stack_event){.id = id_, .stack_id = ID, .stack_name = "ce", .logical_id = logical, .physical_id = "phys", .type = type_, \
	                          .status = status_, .reason = reason_, .token = "", .time = time_}

static const struct cew_voice voice = {"App", CEW_VOICE_TASK, 1767323060000, "0a1b", "CannotPullContainerError: no\x1b[31m"};
static const struct cew_stack_output output = {"Url", "http://x/?a=1&b=\"2\"", "where it is"};

static const struct cew_input operation[] = {
	{.kind = CEW_INPUT_BEGIN, .operation = CEW_OPERATION_CREATE, .stack_name = "ce", .stack_id = "", .region = "us-east-1",
	 .time_ms = 1767323045000, .pace = 1, .ours = true},
	{.kind = CEW_INPUT_RESOURCE, .logical_id = "Net", .type = "AWS::EC2::VPC"},
	{.kind = CEW_INPUT_RESOURCE, .logical_id = "App", .type = "AWS::ECS::Service", .depends_on = first, .depends_on_count = 1},
	{.kind = CEW_INPUT_STATE, .at_ms = 10, .state = CEW_DEPLOY_SUBMITTING},
	{.kind = CEW_INPUT_STATE, .at_ms = 500, .state = CEW_DEPLOY_WATCHING},
	{.kind = CEW_INPUT_STACK, .at_ms = 500, .stack_id = ID, .stack_name = "ce", .status = "CREATE_IN_PROGRESS"},
	{.kind = CEW_INPUT_EVENT, .at_ms = 5000, .event = EVENT("1", "2026-01-02T03:04:06.000Z", "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", "")},
	{.kind = CEW_INPUT_EVENT, .at_ms = 5000, .event = EVENT("2", "2026-01-02T03:04:08.000Z", "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", "")},
	{.kind = CEW_INPUT_EVENT, .at_ms = 10000, .event = EVENT("3", "2026-01-02T03:04:09.000Z", "App", "AWS::ECS::Service", "CREATE_IN_PROGRESS", "")},
	{.kind = CEW_INPUT_VOICE, .at_ms = 20000, .voice = &voice},
	{.kind = CEW_INPUT_TROUBLE, .at_ms = 25000, .text = "Rate exceeded"},
	{.kind = CEW_INPUT_TROUBLE, .at_ms = 30000, .text = ""},
	{.kind = CEW_INPUT_EVENT, .at_ms = 60000,
	 .event = EVENT("4", "2026-01-02T03:05:00.000Z", "App", "AWS::ECS::Service", "CREATE_FAILED", "did not stabilize: <a> & \"b\" | `c`")},
	{.kind = CEW_INPUT_OUTPUT, .at_ms = 61000, .output = &output},
	{.kind = CEW_INPUT_END, .at_ms = 61000, .status = "CREATE_FAILED", .elapsed_ms = 61000},
	{.kind = CEW_INPUT_STATE, .at_ms = 61000, .state = CEW_DEPLOY_DONE},
};

static void play(struct cew_deployment *d, size_t from, size_t upto)
{
	struct cew_error err = {.what = ""};
	for (size_t i = from; i < upto; i++) {
		struct cew_input input = operation[i];
		struct cew_stack_event event;
		if (input.event) {
			event = *input.event;
			assert_true(cew_time_parse(event.time, &event.time_ms));
			input.event = &event;
		}
		if (cew_deploy_play(d, &input, &err))
			fail_msg("input %zu: %s", i, err.what);
	}
}

static void on_input(void *ctx, const struct cew_input *input)
{
	struct cew_buf *kinds = ctx;
	cew_buf_fmt(kinds, "%d ", (int)input->kind);
}

/* All that can be read of a deployment, as JSON lines. */
static char *everything(const struct cew_deployment *d)
{
	struct cew_buf out;
	cew_buf_init(&out, 1 << 20);
	for (size_t i = 0; i < cew_deploy_event_count(d); i++)
		cew_event_write_json(cew_deploy_event_at(d, i), &out, NULL);
	for (size_t i = 0; i < cew_deploy_voice_count(d); i++)
		cew_voice_write_json(cew_deploy_voice_at(d, i), &out, NULL);
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++) {
		const struct cew_resource_row *row = cew_deploy_resource_at(d, i);
		cew_buf_fmt(&out, "%s %s %lld %lld %zu %d\n", row->logical_id, row->status, (long long)row->started_ms, (long long)row->ended_ms,
		            row->waits_for, row->planned);
	}
	cew_result_write_json(d, &out, NULL);
	return cew_buf_take(&out);
}

/* ---- tests ---- */

static void the_model_becomes_what_it_was(void **state)
{
	struct bench *b = *state;
	struct cew_deployment *d = cew_deploy_create(&b->config);
	play(d, 0, 9);
	assert_int_equal(cew_deploy_state(d), CEW_DEPLOY_WATCHING);
	assert_int_equal(cew_deploy_elapsed_ms(d), 10000); /* the recording's time, not this machine's */
	assert_int_equal(cew_deploy_progress(d).done, 1);
	assert_int_equal(cew_deploy_progress(d).eta_ms, 330000 - 6000); /* a service, begun 6 s before */
	play(d, 9, 11);
	assert_non_null(cew_deploy_suspicion(d));
	assert_string_equal(cew_deploy_error(d)->what, "Rate exceeded");
	play(d, 11, CEW_COUNT(operation));
	assert_null(cew_deploy_error(d));
	assert_int_equal(cew_deploy_state(d), CEW_DEPLOY_DONE);
	assert_false(cew_deploy_ok(d));
	assert_int_equal(cew_deploy_elapsed_ms(d), 61000);
	assert_string_equal(cew_deploy_root_cause(d)->logical_id, "App");
	assert_string_equal(cew_deploy_output_at(d, 0)->value, output.value);
	cew_deploy_destroy(d);
}

static void inputs_that_cannot_come_are_refused(void **state)
{
	struct bench *b = *state;
	struct cew_deployment *d = cew_deploy_create(&b->config);
	assert_int_equal(cew_deploy_play(d, &operation[3], NULL), CEW_INVALID); /* before the beginning */
	play(d, 0, 1);
	assert_int_equal(cew_deploy_play(d, &operation[0], NULL), CEW_INVALID); /* a second one */
	play(d, 1, CEW_COUNT(operation));
	assert_int_equal(cew_deploy_play(d, &operation[3], NULL), CEW_INVALID); /* behind the end */
	cew_deploy_destroy(d);
}

/* Plays the operation into one deployment with a recorder at it, and gives what can be read of it. */
static char *record(struct bench *b, const char *path, size_t count)
{
	struct cew_deployment *d = cew_deploy_create(&b->config);
	struct cew_recorder *r;
	assert_int_equal(cew_recorder_create(d, path, &r, NULL), CEW_OK);
	for (size_t i = 0; i < count; i++) {
		b->mono_ms = operation[i].at_ms;
		play(d, i, i + 1);
	}
	char *all = everything(d);
	assert_int_equal(cew_recorder_destroy(r, NULL), CEW_OK);
	cew_deploy_destroy(d);
	b->mono_ms = 0;
	return all;
}

static struct cew_deployment *play_file(struct bench *b, const char *path, double speed)
{
	struct cew_replay *r;
	struct cew_error err = {.what = ""};
	struct cew_deployment *d = cew_deploy_create(&b->config);
	if (cew_replay_create(d, b->loop, path, speed, &r, &err))
		fail_msg("%s: %s", err.where, err.what);
	while (!cew_replay_over(r))
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	cew_replay_destroy(r);
	return d;
}

static void a_recording_plays_as_it_was_at_any_speed(void **state)
{
	static const struct {
		double speed;
		int64_t least_ms, most_ms;
	} rows[] = {{1, 61000, 62500}, {10, 6100, 6600}, {0.5, 122000, 124000}, {0, 0, 0}};
	struct bench *b = *state;
	struct stat st;
	char *recorded = record(b, path_in(b, "run.jsonl"), CEW_COUNT(operation));
	assert_int_equal(stat(path_in(b, "run.jsonl"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		b->mono_ms = 0;
		struct cew_deployment *d = play_file(b, path_in(b, "run.jsonl"), rows[i].speed);
		assert_in_range(b->mono_ms, rows[i].least_ms, rows[i].most_ms);
		char *played = everything(d);
		assert_string_equal(played, recorded);
		free(played);
		cew_deploy_destroy(d);
	}
	free(recorded);
}

static void a_recording_of_a_replay_is_the_recording(void **state)
{
	struct bench *b = *state;
	struct cew_buf kinds;
	cew_buf_init(&kinds, 4096);
	struct cew_deployment *d = cew_deploy_create(&b->config);
	cew_deploy_tap(d, on_input, &kinds);
	play(d, 0, CEW_COUNT(operation));
	assert_string_equal(cew_buf_text(&kinds), "0 1 1 2 2 3 4 4 4 5 6 6 4 7 8 2 ");
	cew_buf_finish(&kinds);
	cew_deploy_destroy(d);
}

static void one_that_was_cut_off_ends_where_it_ends(void **state)
{
	struct bench *b = *state;
	free(record(b, path_in(b, "cut.jsonl"), 9));
	FILE *file = fopen(path_in(b, "cut.jsonl"), "a");
	fputs("{\"kind\":\"event\",\"at\":10", file);
	fclose(file);
	struct cew_deployment *d = play_file(b, path_in(b, "cut.jsonl"), 0);
	assert_int_equal(cew_deploy_state(d), CEW_DEPLOY_STOPPED);
	assert_string_equal(cew_deploy_error(d)->what, "the recording ends here, and the operation went on");
	assert_int_equal(cew_deploy_event_count(d), 3);
	cew_deploy_destroy(d);
}

static void what_is_no_recording_is_told(void **state)
{
	static const struct {
		const char *text, *where;
	} rows[] = {
		{"", "1"},
		{"{\"kind\":\"event\"}\n", "1"},
		{"hello\n", "1"},
		{"{\"kind\":\"state\",\"at\":0,\"state\":\"watching\",\"operation\":\"create\"}\n", "1"},
		{"{\"kind\":\"begin\",\"at\":0,\"operation\":\"create\",\"format\":2}\n", "1"},
		{"{\"kind\":\"begin\",\"at\":0,\"operation\":\"create\",\"format\":1}\n{\"kind\":\"paint\",\"at\":1}\n", "2"},
		{"{\"kind\":\"begin\",\"at\":5,\"operation\":\"create\",\"format\":1}\n{\"kind\":\"trouble\",\"at\":1,\"text\":\"\"}\n", "2"},
	};
	struct bench *b = *state;
	struct cew_replay *r;
	struct cew_error err;
	char where[160];
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_deployment *d = cew_deploy_create(&b->config);
		assert_int_equal(cew_file_replace(path_in(b, "x"), rows[i].text, strlen(rows[i].text), 0600, NULL), CEW_OK);
		assert_int_equal(cew_replay_create(d, b->loop, path_in(b, "x"), 0, &r, &err), CEW_INVALID);
		snprintf(where, sizeof(where), "%s:%s", path_in(b, "x"), rows[i].where);
		assert_string_equal(err.where, where);
		cew_deploy_destroy(d);
	}
	struct cew_deployment *d = cew_deploy_create(&b->config);
	assert_int_equal(cew_replay_create(d, b->loop, path_in(b, "nowhere"), 0, &r, &err), CEW_NOT_FOUND);
	assert_int_equal(cew_recorder_create(d, path_in(b, "no/such/dir/x"), &(struct cew_recorder *){NULL}, &err), CEW_IO);
	cew_deploy_destroy(d);
}

/* ---- the bundle ---- */

static char *file_text(const char *path)
{
	struct cew_buf text;
	cew_buf_init(&text, 1 << 20);
	assert_int_equal(cew_file_read(path, 1 << 20, &text, NULL), CEW_OK);
	return cew_buf_take(&text);
}

static void the_bundle_tells_what_happened(void **state)
{
	struct bench *b = *state;
	struct stat st;
	struct cew_deployment *d = cew_deploy_create(&b->config);
	play(d, 0, CEW_COUNT(operation));
	assert_int_equal(cew_evidence_write(d, NULL, path_in(b, "evidence"), NULL), CEW_OK);
	char *report = file_text(path_in(b, "evidence/report.md"));
	assert_non_null(strstr(report, "# create of ce\n"));
	assert_non_null(strstr(report, "| Status | CREATE\\_FAILED |"));
	assert_non_null(strstr(report, "| AWS says | did not stabilize: \\<a\\> & \"b\" \\| \\`c\\` |"));
	assert_non_null(strstr(report, "CannotPullContainerError: no\\\\x1b\\[31m"));
	assert_null(strchr(report, '\x1b'));
	free(report);
	char *events = file_text(path_in(b, "evidence/events.jsonl"));
	assert_non_null(strstr(events, "\"eventId\":\"4\""));
	free(events);
	char *result = file_text(path_in(b, "evidence/result.json"));
	assert_non_null(strstr(result, "\"status\":\"CREATE_FAILED\",\"ok\":false,\"seconds\":61"));
	free(result);
	assert_int_equal(stat(path_in(b, "evidence/report.md"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_not_equal(stat(path_in(b, "evidence/plan.json"), &st), 0); /* there is none of a recording */
	/* Again: its own files are replaced. */
	assert_int_equal(cew_evidence_write(d, NULL, path_in(b, "evidence"), NULL), CEW_OK);
	assert_int_equal(cew_evidence_write(d, NULL, path_in(b, "evidence/report.md"), NULL), CEW_IO);
	cew_deploy_destroy(d);
}

/* "what" stands in the text this many times. */
static size_t times(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

static void the_timeline_has_a_bar_a_piece_of_work(void **state)
{
	struct bench *b = *state;
	struct cew_buf svg;
	struct cew_deployment *d = cew_deploy_create(&b->config);
	cew_buf_init(&svg, 1 << 20);
	play(d, 0, CEW_COUNT(operation));
	assert_int_equal(cew_timeline_write_svg(d, &svg, NULL), CEW_OK);
	const char *text = cew_buf_text(&svg);
	assert_int_equal(strncmp(text, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 39), 0);
	assert_string_equal(text + svg.len - 7, "</svg>\n");
	assert_int_equal(times(text, "class=\"made\""), 1);
	assert_int_equal(times(text, "class=\"failed\""), 1);
	/* 2 s of the 54 between the first event and the last, on 630 units */
	assert_non_null(strstr(text, "x=\"260.0\" y=\"68\" width=\"23.3\""));
	assert_int_equal(times(text, "<title>"), times(text, "</title>"));
	assert_int_equal(times(text, "<text"), times(text, "</text>"));
	cew_buf_finish(&svg);
	cew_deploy_destroy(d);
}

static void a_picture_of_nothing_is_a_picture(void **state)
{
	struct bench *b = *state;
	struct cew_buf svg;
	struct cew_deployment *d = cew_deploy_create(&b->config);
	cew_buf_init(&svg, 1 << 20);
	assert_int_equal(cew_timeline_write_svg(d, &svg, NULL), CEW_OK);
	assert_non_null(strstr(cew_buf_text(&svg), "</svg>"));
	assert_null(strstr(cew_buf_text(&svg), "nan"));
	cew_buf_finish(&svg);
	cew_deploy_destroy(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_model_becomes_what_it_was),
		TEST(inputs_that_cannot_come_are_refused),
		TEST(a_recording_plays_as_it_was_at_any_speed),
		TEST(a_recording_of_a_replay_is_the_recording),
		TEST(one_that_was_cut_off_ends_where_it_ends),
		TEST(what_is_no_recording_is_told),
		TEST(the_bundle_tells_what_happened),
		TEST(the_timeline_has_a_bar_a_piece_of_work),
		TEST(a_picture_of_nothing_is_a_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
