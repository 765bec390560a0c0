/* The time left: the history of how long things took, the longest chain of what is left, and what is slower than usual. */
#include "bench.h"
#include "times.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_IS_FREE {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}
#define VPC "AWS::EC2::VPC"
#define SUBNET "AWS::EC2::Subnet"

static const struct told run[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("n1", 1, "Net", VPC, "CREATE_IN_PROGRESS", ""),
	OF("n2", 8, "Net", VPC, "CREATE_COMPLETE", ""),
	OF("a1", 9, "App", SUBNET, "CREATE_IN_PROGRESS", ""),
	OF("a2", 13, "App", SUBNET, "CREATE_COMPLETE", ""),
	OWN("s2", 14, "CREATE_COMPLETE", ""),
};

static char *history_path(struct bench *b)
{
	char *path = cew_fmt("%s/cewizard/history/times.jsonl", b->state_home);
	assert_non_null(path);
	return path;
}

static void put_history(struct bench *b, const char *text)
{
	char *path = history_path(b);
	assert_int_equal(cew_file_replace(path, text, strlen(text), 0600, NULL), CEW_OK);
	free(path);
}

/* ---- the history ---- */

static void medians_are_of_the_newest_times(void **state)
{
	struct history h;
	(void)state;
	history_init(&h);
	assert_int_equal(history_median_ms(&h, "us-east-1", VPC, WORK_CREATE), -1);
	history_add(&h, "us-east-1", VPC, WORK_CREATE, 9000);
	history_add(&h, "us-east-1", VPC, WORK_CREATE, 1000);
	assert_int_equal(history_median_ms(&h, "us-east-1", VPC, WORK_CREATE), 5000);
	history_add(&h, "us-east-1", VPC, WORK_CREATE, 2000);
	assert_int_equal(history_median_ms(&h, "us-east-1", VPC, WORK_CREATE), 2000);
	assert_int_equal(history_median_ms(&h, "eu-west-1", VPC, WORK_CREATE), -1); /* each region has its own */
	assert_int_equal(history_median_ms(&h, "us-east-1", VPC, WORK_DELETE), -1); /* … and each kind of work */
	for (int i = 0; i < HISTORY_TIMES; i++)
		history_add(&h, "us-east-1", VPC, WORK_CREATE, 7000);
	assert_int_equal(history_median_ms(&h, "us-east-1", VPC, WORK_CREATE), 7000);
	history_add(&h, "us-east-1", VPC, WORK_CREATE, -5); /* a clock that jumped */
	assert_int_equal(((struct history_kind *)h.kinds.items)[0].count, HISTORY_TIMES);
	history_finish(&h);
}

static void the_history_is_kept_privately_and_within_bounds(void **state)
{
	struct bench *b = *state;
	struct history h, again;
	struct stat st;
	history_init(&h);
	for (int i = 0; i < HISTORY_KINDS + 50; i++) {
		char type[64];
		snprintf(type, sizeof(type), "AWS::Test::Type%d", i);
		history_add(&h, "us-east-1", type, WORK_CREATE, i);
	}
	assert_int_equal(h.kinds.len, HISTORY_KINDS);
	assert_int_equal(history_save(&h, NULL), CEW_OK);
	char *path = history_path(b);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
	history_init(&again);
	history_load(&again);
	assert_int_equal(again.kinds.len, HISTORY_KINDS);
	assert_int_equal(history_median_ms(&again, "us-east-1", "AWS::Test::Type49", WORK_CREATE), -1); /* the longest unseen went */
	assert_int_equal(history_median_ms(&again, "us-east-1", "AWS::Test::Type50", WORK_CREATE), 50);
	history_finish(&again);
	history_finish(&h);
}

static void damage_costs_the_damaged_lines(void **state)
{
	struct history h;
	put_history(*state, "{\"region\":\"us-east-1\",\"type\":\"" VPC "\",\"work\":\"create\",\"ms\":[4000,\"x\",null,-3,99999999999999]}\n"
	                    "{\"region\":\"us-east-1\",\"type\":\"" SUBNET "\",\"wor\n"
	                    "[]\n\n{}\nnot JSON at all\n"
	                    "{\"region\":\"us-east-1\",\"type\":\"" SUBNET "\",\"work\":\"paint\",\"ms\":[1]}\n"
	                    "{\"region\":\"us-east-1\",\"type\":\"" SUBNET "\",\"work\":\"delete\",\"ms\":[3000]}");
	history_init(&h);
	history_load(&h);
	assert_int_equal(h.kinds.len, 2);
	assert_int_equal(history_median_ms(&h, "us-east-1", VPC, WORK_CREATE), 4000);
	assert_int_equal(history_median_ms(&h, "us-east-1", SUBNET, WORK_DELETE), 3000);
	history_finish(&h);
}

/* ---- what is left ---- */

static const char *path_of(struct bench *b)
{
	static struct cew_buf text;
	if (!text.max)
		cew_buf_init(&text, 4096);
	cew_buf_clear(&text);
	cew_deploy_path_text(b->d, 4, &text);
	return cew_buf_text(&text);
}

static int64_t left(struct bench *b)
{
	return cew_deploy_progress(b->d).eta_ms;
}

static void the_longest_chain_is_what_is_left(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 4)}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	struct planned p;
	struct cew_path_step path[1];
	planned_open(&p);
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &p.plan, NULL), CEW_OK);
	assert_string_equal(path_of(b), "Net 0:13 -> App 0:09");
	assert_int_equal(left(b), 22000);
	assert_int_equal(cew_deploy_path(b->d, path, 1), 2); /* as many as there are, one of them written */
	assert_string_equal(path[0].logical_id, "Net");
	assert_false(path[0].begun);
	while (b->at < 4)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	b->mono_ms = 4000; /* Net began at 1000 */
	assert_string_equal(path_of(b), "Net 0:10 -> App 0:09");
	b->mono_ms = 60000;
	assert_string_equal(path_of(b), "Net 0:01 -> App 0:09"); /* not done, however long it has taken */
	b->mono_ms = 5000;
	bench_run(b);
	b->mono_ms = 11000;
	assert_string_equal(path_of(b), "App 0:07");
	assert_int_equal(left(b), 7000);
	planned_close(&p);
}

static void what_this_machine_has_seen_counts_more(void **state)
{
	static const struct step steps[] = {{.call = IDENTITY, .hangs = true}};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	put_history(b, "{\"region\":\"us-east-1\",\"type\":\"" VPC "\",\"work\":\"create\",\"ms\":[65000]}\n");
	b->config.learn = true;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &p.plan, NULL), CEW_OK);
	assert_string_equal(path_of(b), "Net 1:05 -> App 0:09");
	b->config.learn = false;
	b->config.pace = 2;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &p.plan, NULL), CEW_OK);
	assert_string_equal(path_of(b), "Net 0:06 -> App 0:04");
	planned_close(&p);
}

static void what_is_seen_as_it_comes_is_learned_once(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, FIRST(run, 2)}, {EVENTS, ALL(run)}, {DESCRIBE, .status = "CREATE_COMPLETE"},
		{EVENTS, ALL(run)},
	};
	static const struct step past[] = {{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)}};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	b->config.learn = true;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &p.plan, NULL), CEW_OK);
	bench_run(b);
	char *path = history_path(b), *text = file_text(path);
	assert_string_equal(text, "{\"region\":\"us-east-1\",\"type\":\"" VPC "\",\"work\":\"create\",\"ms\":[7000]}\n"
	                          "{\"region\":\"us-east-1\",\"type\":\"" SUBNET "\",\"work\":\"create\",\"ms\":[4000]}\n");
	SCRIPT(b, past);
	bench_watch(b, "ce"); /* whoever looks at a stack that is long there learns nothing new */
	SCRIPT(b, past);
	bench_watch(b, "ce");
	char *after = file_text(path);
	assert_string_equal(after, text);
	free(after);
	free(text);
	free(path);
	planned_close(&p);
}

static void slower_than_usual_is_said_in_time(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}, {EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 2)},
		{EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 2)}, {EVENTS, FIRST(run, 2)},
		{EVENTS, FIRST(run, 3)}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	while (b->at < 3)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_int_equal(row_of(b, "Net")->usual_ms, 13000);
	assert_false(row_of(b, "Net")->slower);
	size_t changes = b->changes;
	while (b->at < 10)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_true(row_of(b, "Net")->slower); /* 13 s are usual, and more than 28 have passed */
	assert_int_equal(b->changes, changes + 1); /* it is told though no event came */
	bench_run(b);
	assert_false(row_of(b, "Net")->slower);
	assert_int_equal(left(b), -1); /* nobody knows what else there is in this stack */
	assert_string_equal(path_of(b), "");
}

/* ---- deleting what was made here ---- */

static void a_deletion_goes_the_chain_backward(void **state)
{
	static const struct step creation[] = {
		NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, ALL(run)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)},
	};
	static const struct told gone[] = {
		OWN("d1", 100, "DELETE_IN_PROGRESS", "User Initiated"),
		OF("e1", 101, "App", SUBNET, "DELETE_IN_PROGRESS", ""),
		OF("e2", 103, "App", SUBNET, "DELETE_COMPLETE", ""),
	};
	static const struct step deletion[] = {
		{.call = IDENTITY}, {DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"}, {.call = DELETE}, {EVENTS, ALL(gone)}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	SCRIPT(b, creation);
	bench_submit(b, &p);
	SCRIPT(b, deletion);
	assert_int_equal(cew_deploy_delete(bench_deployment(b, true), "ce", NULL), CEW_OK);
	while (b->at < 3)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_string_equal(path_of(b), "App 0:02 -> Net 0:02");
	bench_run(b);
	assert_string_equal(path_of(b), "Net 0:02");
	assert_int_equal(cew_deploy_progress(b->d).done, 1);
	assert_int_equal(cew_deploy_progress(b->d).total, 2);
	planned_close(&p);
}

static void an_update_is_known_by_what_it_will_touch(void **state)
{
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	assert_int_equal(cew_deploy_expect(b->d, "Net", VPC, "Modify", NULL), CEW_OK);
	assert_int_equal(cew_deploy_expect(b->d, "Old", "AWS::EC2::NatGateway", "Remove", NULL), CEW_OK);
	assert_int_equal(cew_deploy_resource_count(b->d), 2);
	assert_true(row_of(b, "Old")->planned);
}

/* ---- clocks that differ ---- */

static void a_clock_that_is_behind_is_made_up_for(void **state)
{
	static const struct told ahead[] = {
		OWN("s1", 3600, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("n1", 3601, "Net", VPC, "CREATE_IN_PROGRESS", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}, {EVENTS, ALL(ahead)}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	b->mono_ms = 10000;
	assert_in_range(cew_deploy_elapsed_ms(b->d), 10000, 12000);
}

static void a_clock_that_is_ahead_is_made_up_for(void **state)
{
	static const struct told behind[] = {
		OWN("s1", -3600, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("n1", -3595, "Net", VPC, "CREATE_IN_PROGRESS", ""),
		OF("n2", -3592, "Net", VPC, "CREATE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}, {EVENTS, FIRST(behind, 1)}, {EVENTS, FIRST(behind, 2)},
		{EVENTS, ALL(behind)}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_in_range(cew_deploy_elapsed_ms(b->d), 5000, 16000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(medians_are_of_the_newest_times),
		TEST(the_history_is_kept_privately_and_within_bounds),
		TEST(damage_costs_the_damaged_lines),
		TEST(the_longest_chain_is_what_is_left),
		TEST(what_this_machine_has_seen_counts_more),
		TEST(what_is_seen_as_it_comes_is_learned_once),
		TEST(slower_than_usual_is_said_in_time),
		TEST(a_deletion_goes_the_chain_backward),
		TEST(an_update_is_known_by_what_it_will_touch),
		TEST(a_clock_that_is_behind_is_made_up_for),
		TEST(a_clock_that_is_ahead_is_made_up_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
