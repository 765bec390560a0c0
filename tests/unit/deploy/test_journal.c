/* The journal: on disk before anything is sent, right at every step, without secrets; and going on from it. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_IS_FREE {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}

static const struct told run[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OWN("s2", 9, "CREATE_COMPLETE", ""),
};
static const struct told failed[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OWN("s2", 9, "ROLLBACK_COMPLETE", ""),
};

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* The first entry of a creation with this token. */
static void expect_entry(const char *text, const char *token, const char *stack_id, const char *state_name, const char *status,
                         const char *open)
{
	char expected[2048];
	snprintf(expected, sizeof(expected),
	         "{\"operation\":\"create\",\"stackName\":\"ce\",\"stackId\":\"%s\",\"region\":\"us-east-1\",\"account\":\"123456789012\","
	         "\"token\":\"%s\",\"templateHash\":\"" HASH "\",\"state\":\"%s\",\"stackStatus\":\"%s\",\"open\":%s,"
	         "\"startedAt\":\"2026-01-02T03:04:05.000Z\",\"resources\":["
	         "{\"logicalId\":\"Net\",\"type\":\"AWS::EC2::VPC\",\"dependsOn\":[]},"
	         "{\"logicalId\":\"App\",\"type\":\"AWS::EC2::Subnet\",\"dependsOn\":[0]}]}\n",
	         stack_id, token, state_name, status, open);
	assert_non_null(text);
	assert_string_equal(text, expected);
}

static void look_into_journal(struct bench *b)
{
	char *text = journal_text(b);
	snprintf(b->peeked, sizeof(b->peeked), "%s", text ? text : "");
	free(text);
}

static void it_is_written_before_the_request_goes_out(void **state)
{
	static const struct step steps[] = {NAME_IS_FREE, {CREATE, .about = "ce", .hangs = true}};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	b->peek = look_into_journal;
	SCRIPT(b, steps);
	bench_submit(b, &p);
	assert_string_not_equal(b->peeked, "");
	expect_entry(b->peeked, b->token, "", "submitting", "", "true");
	planned_close(&p);
}

static void it_follows_every_step(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, ALL(run)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)},
	};
	static const struct {
		enum cew_deploy_state state;
		const char *stack_id, *status, *open;
	} rows[] = {
		{CEW_DEPLOY_SUBMITTING, "", "", "true"},
		{CEW_DEPLOY_WATCHING, STACK_ID, "", "true"},
		{CEW_DEPLOY_FINISHING, STACK_ID, "CREATE_COMPLETE", "true"},
		{CEW_DEPLOY_DONE, STACK_ID, "CREATE_COMPLETE", "false"},
	};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &p.plan, NULL), CEW_OK);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		while (cew_deploy_state(b->d) != rows[i].state)
			assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
		char *text = journal_text(b);
		expect_entry(text, b->token, rows[i].stack_id, cew_deploy_state_name(rows[i].state), rows[i].status, rows[i].open);
		free(text);
	}
	planned_close(&p);
}

static void it_is_private_and_holds_no_secret(void **state)
{
	static const struct step steps[] = {NAME_IS_FREE, {CREATE, .about = "ce", .hangs = true}};
	struct bench *b = *state;
	struct cew_journal_entry entry;
	struct stat st;
	struct planned p;
	planned_open(&p);
	SCRIPT(b, steps);
	bench_submit(b, &p);
	assert_int_equal(cew_journal_newest_open("ce", &entry, NULL), CEW_OK);
	assert_int_equal(stat(entry.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	*strrchr(entry.path, '/') = '\0';
	assert_int_equal(stat(entry.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	cew_journal_entry_finish(&entry);
	char *text = journal_text(b);
	assert_null(strstr(text, PLAN_SECRET));
	free(text);
	planned_close(&p);
}

static void watching_keeps_none(void **state)
{
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, true), "ce", NULL), CEW_OK);
	bench_run(b);
	assert_null(journal_text(b));
}

/* ---- searching ---- */

static void put_entry(struct bench *b, const char *name, const char *stack, const char *id, const char *started, const char *more)
{
	char *path = cew_fmt("%s/cewizard/journal/%s", b->state_home, name);
	char *text = cew_fmt("{\"operation\":\"create\",\"stackName\":\"%s\",\"stackId\":\"%s\",\"region\":\"us-east-1\","
	                     "\"account\":\"123456789012\",\"token\":\"the-token\",\"templateHash\":\"" HASH "\","
	                     "\"state\":\"submitting\",\"startedAt\":\"%s\"%s}", stack, id, started, more);
	assert_int_equal(cew_file_replace(path, text, strlen(text), 0600, NULL), CEW_OK);
	free(text);
	free(path);
}

#define OPEN ",\"open\":true"
#define CLOSED ",\"open\":false"

static void expect_newest(const char *stack, const char *name)
{
	struct cew_journal_entry entry;
	struct cew_error err;
	enum cew_status s = cew_journal_newest_open(stack, &entry, &err);
	if (!name) {
		assert_int_equal(s, CEW_NOT_FOUND);
		assert_int_equal(err.status, CEW_NOT_FOUND);
		return;
	}
	assert_int_equal(s, CEW_OK);
	assert_string_equal(strrchr(entry.path, '/') + 1, name);
	cew_journal_entry_finish(&entry);
}

static void the_newest_open_entry_is_found(void **state)
{
	struct bench *b = *state;
	expect_newest(NULL, NULL);
	put_entry(b, "a.json", "ce", "arn:a", "2026-01-01T00:00:00.000Z", OPEN);
	put_entry(b, "b.json", "ce", "arn:b", "2026-01-03T00:00:00.000Z", OPEN);
	put_entry(b, "c.json", "ce", "arn:c", "2026-01-02T00:00:00.000Z", OPEN);
	put_entry(b, "d.json", "ce", "arn:d", "2026-01-09T00:00:00.000Z", CLOSED);
	put_entry(b, "e.json", "other", "arn:e", "2026-01-08T00:00:00.000Z", OPEN);
	put_entry(b, "f.json.Ab12Cd", "ce", "arn:f", "2026-01-09T00:00:00.000Z", OPEN); /* what a crash left of a replacement */
	expect_newest(NULL, "e.json");
	expect_newest("ce", "b.json");
	expect_newest("arn:a", "a.json");
	expect_newest("nothing", NULL);
}

static void damaged_entries_are_passed_over(void **state)
{
	struct bench *b = *state;
	char *path = cew_fmt("%s/cewizard/journal/x.json", b->state_home);
	put_entry(b, "a.json", "ce", "", "2026-01-01T00:00:00.000Z", OPEN);
	put_entry(b, "b.json", "", "", "2026-01-05T00:00:00.000Z", OPEN);
	put_entry(b, "c.json", "ce", "", "yesterday", OPEN);
	put_entry(b, "d.json", "ce", "", "2026-01-05T00:00:00.000Z", "");
	assert_int_equal(cew_file_replace(path, "{\"operation\":", 13, 0600, NULL), CEW_OK);
	free(path);
	expect_newest("ce", "a.json");
}

static void an_entry_tells_all_that_going_on_needs(void **state)
{
	struct bench *b = *state;
	struct cew_journal_entry e;
	put_entry(b, "a.json", "ce", "", "2026-01-01T00:00:00.500Z", OPEN);
	assert_int_equal(cew_journal_newest_open(NULL, &e, NULL), CEW_OK);
	assert_string_equal(e.stack_name, "ce");
	assert_string_equal(e.stack_id, "");
	assert_string_equal(e.region, "us-east-1");
	assert_string_equal(e.account, "123456789012");
	assert_string_equal(e.token, "the-token");
	assert_string_equal(e.template_hash, HASH);
	assert_string_equal(e.state, "submitting");
	assert_string_equal(e.operation, "create");
	assert_int_equal(e.started_ms, 1767225600500);
	cew_journal_entry_finish(&e);
	cew_journal_entry_finish(&e); /* harmless */
}

/* ---- going on ---- */

/* Resumes the newest entry to its end. */
static void resume(struct bench *b)
{
	struct cew_journal_entry entry;
	assert_int_equal(cew_journal_newest_open(NULL, &entry, NULL), CEW_OK);
	snprintf(b->token, sizeof(b->token), "%s", entry.token); /* of the request that an earlier run sent */
	assert_int_equal(cew_deploy_resume(bench_deployment(b, false), &entry, NULL), CEW_OK);
	cew_journal_entry_finish(&entry);
	bench_run(b);
}

static void killed_while_watching(void **state)
{
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_IN_PROGRESS"}, {EVENTS, FIRST(run, 1)}, {EVENTS, ALL(run)},
		{DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)},
	};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN);
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN);
		SCRIPT(b, steps);
		resume(b);
		assert_true(cew_deploy_ok(b->d));
		assert_string_equal(event_ids(b), "s1 s2"); /* from the start */
		assert_int_equal(cew_deploy_elapsed_ms(b->d), 9000);
		expect_newest(NULL, NULL);
	}
	char *text = journal_text(b); /* the same file */
	assert_non_null(strstr(text, "\"state\":\"done\",\"stackStatus\":\"CREATE_COMPLETE\",\"open\":false,\"startedAt\":\"2026-01-01T00:00:00.000Z\""));
	assert_non_null(strstr(text, "\"token\":\"the-token\",\"templateHash\":\"" HASH "\""));
	free(text);
}

static void killed_before_the_answer_though_the_stack_was_made(void **state)
{
	static const struct step steps[] = {
		{.call = IDENTITY}, {EVENTS, .about = "ce", ALL(failed)}, {DESCRIBE, .status = "ROLLBACK_COMPLETE"}, {EVENTS, ALL(failed)},
	};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", "", "2026-01-01T00:00:00.000Z", OPEN);
	SCRIPT(b, steps);
	resume(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_false(cew_deploy_ok(b->d));
	assert_int_equal(b->requests, 0);
	expect_newest(NULL, NULL);
}

static void killed_before_the_request_went_out(void **state)
{
	static const struct step steps[] = {{.call = IDENTITY}, {EVENTS, .about = "ce", .fails = CEW_NOT_FOUND}};
	static const struct told foreign[] = {OWN_OF("other", "s1", 0, "CREATE_IN_PROGRESS", "User Initiated")};
	static const struct step another[] = {{.call = IDENTITY}, {EVENTS, .about = "ce", ALL(foreign)}};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", "", "2026-01-01T00:00:00.000Z", OPEN);
	SCRIPT(b, steps);
	resume(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NOT_FOUND);
	expect_newest(NULL, NULL);
	put_entry(b, "a.json", "ce", "", "2026-01-01T00:00:00.000Z", OPEN);
	SCRIPT(b, another);
	resume(b);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_REFUSED);
	expect_newest(NULL, NULL);
}

static void what_came_after_the_creation_is_not_its_result(void **state)
{
	static const struct told since[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OWN("s2", 9, "CREATE_COMPLETE", ""),
		OWN_OF("t2", "u1", 100, "UPDATE_IN_PROGRESS", "User Initiated"),
		OWN_OF("t2", "u2", 109, "UPDATE_ROLLBACK_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "UPDATE_ROLLBACK_COMPLETE"}, {EVENTS, ALL(since)},
	};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN);
	SCRIPT(b, steps);
	resume(b);
	assert_true(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_COMPLETE");
	assert_string_equal(event_ids(b), "s1 s2");
}

static void other_credentials_leave_the_entry_open(void **state)
{
	static const struct step other[] = {{.call = IDENTITY}};
	static const struct step none[] = {{IDENTITY, .fails = CEW_REFUSED, .code = "ExpiredToken"}};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", "", "2026-01-01T00:00:00.000Z", OPEN);
	b->account = "999999999999";
	SCRIPT(b, other);
	resume(b);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_REFUSED);
	assert_non_null(strstr(cew_deploy_error(b->d)->what, "123456789012"));
	expect_newest(NULL, "a.json");
	SCRIPT(b, none);
	resume(b);
	expect_newest(NULL, "a.json");
}

static void a_stack_that_is_gone_closes_the_entry(void **state)
{
	static const struct step steps[] = {{.call = IDENTITY}, {DESCRIBE, .fails = CEW_NOT_FOUND}};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN);
	SCRIPT(b, steps);
	resume(b);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NOT_FOUND);
	expect_newest(NULL, NULL);
}

static void leaving_and_losing_the_way_keep_the_entry_open(void **state)
{
	static const struct step left[] = {{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_IN_PROGRESS"}, {EVENTS, .hangs = true}};
	static const struct step lost[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_IN_PROGRESS"},
		{EVENTS, .fails = CEW_REFUSED}, {EVENTS, .fails = CEW_REFUSED}, {EVENTS, .fails = CEW_REFUSED},
		{EVENTS, .fails = CEW_REFUSED}, {EVENTS, .fails = CEW_REFUSED},
	};
	struct bench *b = *state;
	put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN);
	SCRIPT(b, left);
	resume(b);
	cew_deploy_destroy(b->d);
	b->d = NULL;
	expect_newest(NULL, "a.json");
	SCRIPT(b, lost);
	resume(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	expect_newest(NULL, "a.json");
}

static void put_deletion(struct bench *b)
{
	/* A later key of the same name would be an error, so the operation is changed in the text. */
	put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN);
	char *path = cew_fmt("%s/cewizard/journal/a.json", b->state_home), *text = file_text(path);
	memcpy(strstr(text, "create"), "delete", 6);
	assert_int_equal(cew_file_replace(path, text, strlen(text), 0600, NULL), CEW_OK);
	free(text);
	free(path);
}

static void a_deletion_is_gone_on_with_but_never_begun_anew(void **state)
{
	static const struct told deletion[] = {
		OWN_OF("t1", "s2", 0, "CREATE_COMPLETE", ""),
		OWN("d1", 9, "DELETE_IN_PROGRESS", "User Initiated"),
		OWN("d2", 10, "DELETE_COMPLETE", ""),
	};
	static const struct step begun[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "DELETE_IN_PROGRESS"}, {DESCRIBE, .status = "DELETE_COMPLETE"}, {EVENTS, ALL(deletion)},
	};
	static const struct step not_begun[] = {{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_COMPLETE"}};
	struct bench *b = *state;
	put_deletion(b);
	SCRIPT(b, begun);
	resume(b);
	assert_true(cew_deploy_ok(b->d));
	assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_DELETE);
	assert_string_equal(event_ids(b), "d1 d2");
	expect_newest(NULL, NULL);
	put_deletion(b);
	SCRIPT(b, not_begun);
	resume(b);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NOT_FOUND);
	assert_int_equal(b->requests, 0);
	expect_newest(NULL, NULL);
	static const struct step gone[] = {{.call = IDENTITY}, {DESCRIBE, .fails = CEW_NOT_FOUND}};
	put_deletion(b);
	SCRIPT(b, gone);
	resume(b);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NOT_FOUND);
	expect_newest(NULL, NULL);
}

/* ---- taking over, and forgetting ---- */

static char *entry_text(struct bench *b, const char *name)
{
	char *path = cew_fmt("%s/cewizard/journal/%s", b->state_home, name), *text = file_text(path);
	free(path);
	return text;
}

static void expect_in_entry(struct bench *b, const char *name, const char *wanted)
{
	char *text = entry_text(b, name);
	assert_non_null(text);
	if (!strstr(text, wanted))
		fail_msg("%s is not in %s", wanted, text);
	free(text);
}

/* As when a creation is cancelled: its entry, and others that are none of the deletion's business. */
static void put_older_entries(struct bench *b)
{
	put_entry(b, "a.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", OPEN ",\"stackStatus\":\"CREATE_IN_PROGRESS\"");
	put_entry(b, "b.json", "ce", "arn:another", "2026-01-01T00:00:00.000Z", OPEN);
	put_entry(b, "c.json", "ce", "", "2026-01-01T00:00:00.000Z", OPEN);
	put_entry(b, "d.json", "ce", STACK_ID, "2026-01-01T00:00:00.000Z", CLOSED);
}

static void a_deletion_takes_over_what_was_open_for_its_stack(void **state)
{
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_IN_PROGRESS"}, {.call = DELETE}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	struct cew_journal_entry entry;
	put_older_entries(b);
	SCRIPT(b, steps);
	bench_delete(b, STACK_ID);
	expect_in_entry(b, "a.json", "\"state\":\"superseded\",\"startedAt\":\"2026-01-01T00:00:00.000Z\",\"open\":false,"
	                             "\"stackStatus\":\"CREATE_IN_PROGRESS\"}");
	expect_in_entry(b, "a.json", "\"token\":\"the-token\"");
	expect_in_entry(b, "b.json", "\"open\":true");
	expect_in_entry(b, "c.json", "\"open\":true");
	expect_in_entry(b, "d.json", "\"state\":\"submitting\"");
	assert_int_equal(cew_journal_newest_open(STACK_ID, &entry, NULL), CEW_OK);
	assert_string_equal(entry.operation, "delete"); /* its own stays open */
	cew_journal_entry_finish(&entry);
}

static void a_deletion_that_is_refused_takes_nothing_over(void **state)
{
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_IN_PROGRESS"}, {DELETE, .fails = CEW_REFUSED, .code = "ValidationError"},
	};
	struct bench *b = *state;
	put_older_entries(b);
	SCRIPT(b, steps);
	bench_delete(b, STACK_ID);
	expect_newest(STACK_ID, "a.json");
}

static void a_deletion_by_others_closes_entries_when_it_is_complete(void **state)
{
	static const struct told theirs[] = {
		OWN_OF("t9", "d1", 0, "DELETE_IN_PROGRESS", "User Initiated"),
		OWN_OF("t9", "d2", 2, "DELETE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .status = "DELETE_IN_PROGRESS"}, {DESCRIBE, .status = "DELETE_IN_PROGRESS"},
		{EVENTS, ALL(theirs)}, {DESCRIBE, .status = "DELETE_COMPLETE"}, {EVENTS, ALL(theirs)},
	};
	struct bench *b = *state;
	put_older_entries(b);
	SCRIPT(b, steps);
	bench_delete(b, STACK_ID);
	assert_true(cew_deploy_ok(b->d));
	expect_in_entry(b, "a.json", "\"state\":\"superseded\"");
	expect_newest(STACK_ID, NULL);
	expect_in_entry(b, "b.json", "\"open\":true");
}

static void the_newest_fifty_closed_entries_are_kept(void **state)
{
	static const struct step steps[] = {NAME_IS_FREE, {CREATE, .about = "ce", .hangs = true}};
	struct bench *b = *state;
	struct planned p;
	char name[32], started[64], *text;
	for (int i = 0; i < 54; i++) {
		snprintf(name, sizeof(name), "closed-%02d.json", i);
		snprintf(started, sizeof(started), "2025-01-01T00:%02d:00.000Z", (i * 7) % 54); /* in no order */
		put_entry(b, name, "old", "arn:old", started, CLOSED);
	}
	put_entry(b, "open.json", "old", "arn:older", "2024-01-01T00:00:00.000Z", OPEN);
	planned_open(&p);
	SCRIPT(b, steps);
	bench_submit(b, &p);
	for (int i = 0; i < 54; i++) {
		snprintf(name, sizeof(name), "closed-%02d.json", i);
		text = entry_text(b, name);
		assert_int_equal(text != NULL, (i * 7) % 54 >= 4);
		free(text);
	}
	expect_newest("arn:older", "open.json");
	struct cew_journal_entry entry;
	assert_int_equal(cew_journal_newest_open("ce", &entry, NULL), CEW_OK); /* the new one */
	cew_journal_entry_finish(&entry);
	planned_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_written_before_the_request_goes_out),
		TEST(it_follows_every_step),
		TEST(it_is_private_and_holds_no_secret),
		TEST(watching_keeps_none),
		TEST(the_newest_open_entry_is_found),
		TEST(damaged_entries_are_passed_over),
		TEST(an_entry_tells_all_that_going_on_needs),
		TEST(killed_while_watching),
		TEST(killed_before_the_answer_though_the_stack_was_made),
		TEST(killed_before_the_request_went_out),
		TEST(what_came_after_the_creation_is_not_its_result),
		TEST(other_credentials_leave_the_entry_open),
		TEST(a_stack_that_is_gone_closes_the_entry),
		TEST(leaving_and_losing_the_way_keep_the_entry_open),
		TEST(a_deletion_is_gone_on_with_but_never_begun_anew),
		TEST(a_deletion_takes_over_what_was_open_for_its_stack),
		TEST(a_deletion_that_is_refused_takes_nothing_over),
		TEST(a_deletion_by_others_closes_entries_when_it_is_complete),
		TEST(the_newest_fifty_closed_entries_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
