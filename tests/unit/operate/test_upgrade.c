/* The upgrade's steps: in which order things are asked to change, what is refused before anything is, and that the service
 * never stays at 0 unsaid. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ride {
	struct cew_cfn_template *template;
	struct cew_upgrade *u;
};

static struct cew_upgrade *new_upgrade(struct bench *b, struct ride *r, const char *text, int64_t cancel_after_ms)
{
	if (text)
		assert_int_equal(cew_cfn_load("new.yaml", text, strlen(text), &r->template, NULL), CEW_OK);
	struct cew_upgrade_config config = {.site = b->site, .stack = "ce", .template = r->template, .cancel_after_ms = cancel_after_ms};
	r->u = cew_upgrade_create(&config, NULL, NULL);
	assert_non_null(r->u);
	return r->u;
}

static void leave(struct ride *r)
{
	cew_upgrade_destroy(r->u);
	cew_cfn_destroy(r->template);
}

static void until_waiting(struct bench *b, struct cew_upgrade *u)
{
	while (!cew_upgrade_over(u) && !cew_upgrade_waits(u))
		bench_turn(b);
}

static void go(struct bench *b, struct cew_upgrade *u)
{
	assert_int_equal(cew_upgrade_start(u, NULL), CEW_OK);
	until_waiting(b, u);
	cew_upgrade_approve(u);
}

static void ride(struct bench *b, struct ride *r, const char *text)
{
	go(b, new_upgrade(b, r, text, 0));
	until_waiting(b, r->u);
}

static const char new_template[] = TEMPLATE_OF("2", "");
#define KEPT "changes:PackageType=*:JWTSECRET=*:MAINTENANCEPASSWORD=*"

static void an_upgrade_goes_through_its_steps(void **state)
{
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		struct ride r = {0};
		bench_close(b);
		bench_open(b);
		b->synchronous = synchronous;
		ride(b, &r, new_template);
		assert_null(cew_upgrade_error(r.u));
		assert_true(cew_upgrade_ok(r.u));
		assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute up");
		assert_false(cew_upgrade_service_stopped(r.u));
		assert_string_equal(cew_upgrade_stack_status(r.u), "UPDATE_COMPLETE");
		for (int i = 0; i < CEW_UPGRADE_STEP_COUNT; i++)
			assert_int_equal(cew_upgrade_step_at(r.u, (enum cew_upgrade_step)i)->mark,
			                 i == CEW_UPGRADE_ROLL_BACK ? CEW_STEP_SKIPPED : CEW_STEP_DONE);
		leave(&r);
	}
}

static void it_tells_what_it_would_do(void **state)
{
	static const struct cew_change changes[] = {
		{.action = "Modify", .logical_id = "Files", .type = "AWS::EFS::FileSystem", .replacement = "True", .physical_id = "fs-1",
		 .policy_action = ""},
	};
	struct bench *b = *state;
	struct ride r = {0};
	b->change_list = changes;
	struct cew_upgrade *u = new_upgrade(b, &r, TEMPLATE_OF("2", "  Zone: {Type: String, Default: a}\n"), 0);
	assert_int_equal(cew_upgrade_start(u, NULL), CEW_OK);
	until_waiting(b, u);
	assert_true(cew_upgrade_waits(u));
	assert_int_equal(cew_upgrade_image_count(u), 2);
	assert_string_equal(cew_upgrade_image_at(u, 0)->repository, "core5");
	assert_string_equal(cew_upgrade_image_at(u, 0)->from, "1");
	assert_string_equal(cew_upgrade_image_at(u, 0)->to, "2");
	assert_true(cew_upgrade_image_at(u, 0)->changed);
	assert_string_equal(cew_upgrade_image_at(u, 1)->to, "latest");
	assert_false(cew_upgrade_image_at(u, 1)->changed);
	assert_int_equal(cew_upgrade_parameter_count(u), 4);
	assert_int_equal(cew_upgrade_parameter_at(u, 3)->origin, CEW_UPGRADE_DEFAULT);
	assert_true(cew_upgrade_parameter_at(u, 3)->is_new);
	assert_true(cew_upgrade_change_at(u, 0)->holds_data);
	assert_non_null(strstr(cew_upgrade_warning_at(u, 0), "RabbitMQ"));
	assert_non_null(strstr(cew_upgrade_warning_at(u, cew_upgrade_warning_count(u) - 1), "Files (AWS::EFS::FileSystem) is REPLACED"));
	cew_upgrade_decline(u);
	assert_false(cew_upgrade_waits(u));
	until_waiting(b, u);
	assert_int_equal(cew_upgrade_error(u)->status, CEW_INTERRUPTED);
	assert_string_equal(cew_buf_text(&b->changes), KEPT ":Zone=a drop:changes-1");
	leave(&r);
}

static void a_change_set_that_is_being_made_is_taken_away(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->change_status = "CREATE_IN_PROGRESS";
	struct cew_upgrade *u = new_upgrade(b, &r, new_template, 0);
	assert_int_equal(cew_upgrade_start(u, NULL), CEW_OK);
	cew_upgrade_decline(u); /* there is nothing to decline yet */
	while (b->mono_ms < 20000)
		bench_turn(b);
	assert_int_equal(cew_upgrade_step(u), CEW_UPGRADE_CHANGES);
	cew_upgrade_decline(u);
	cew_upgrade_decline(u);
	until_waiting(b, u);
	assert_int_equal(cew_upgrade_error(u)->status, CEW_INTERRUPTED);
	assert_string_equal(cew_buf_text(&b->changes), KEPT " drop:changes-1");
	leave(&r);
}

static void missing_parameters_are_refused_before_anything_is_sent(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	ride(b, &r, TEMPLATE_OF("2", "  Sizing: {Type: String}\n  Zone: {Type: String}\n"));
	assert_int_equal(cew_upgrade_error(r.u)->status, CEW_INVALID);
	assert_non_null(strstr(cew_upgrade_error(r.u)->what, "2 more parameters: Sizing, Zone"));
	assert_string_equal(cew_buf_text(&b->changes), "");
	leave(&r);
}

static void a_stack_on_its_way_is_left_alone(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->status = "UPDATE_IN_PROGRESS";
	ride(b, &r, new_template);
	assert_int_equal(cew_upgrade_error(r.u)->status, CEW_REFUSED);
	assert_non_null(strstr(cew_upgrade_error(r.u)->hint, "cewizard watch ce"));
	assert_string_equal(cew_buf_text(&b->changes), "");
	leave(&r);
}

static void nothing_to_change_stops_nothing(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->change_status = "FAILED";
	b->change_reason = "The submitted information didn't contain changes. Submit different information to create a change set.";
	ride(b, &r, new_template);
	assert_true(cew_upgrade_ok(r.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " drop:changes-1");
	leave(&r);
}

static void a_service_that_was_left_at_0_is_started(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->desired = b->running = 0;
	b->change_status = "FAILED";
	b->change_reason = "No updates are to be performed.";
	b->image = "registry.example.com:5000/netskope/core5:2";
	ride(b, &r, new_template);
	assert_true(cew_upgrade_ok(r.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " drop:changes-1 up");
	leave(&r);
}

static void a_failed_update_starts_the_service_again(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->outcome = "UPDATE_ROLLBACK_COMPLETE";
	ride(b, &r, new_template);
	assert_true(cew_upgrade_over(r.u));
	assert_false(cew_upgrade_ok(r.u));
	assert_non_null(strstr(cew_upgrade_error(r.u)->what, "the update failed"));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute up");
	assert_int_equal(cew_upgrade_step_at(r.u, CEW_UPGRADE_FOLLOW)->mark, CEW_STEP_FAILED);
	assert_int_equal(cew_upgrade_step_at(r.u, CEW_UPGRADE_PROVE)->mark, CEW_STEP_DONE);
	assert_false(cew_upgrade_service_stopped(r.u));
	leave(&r);
}

static void a_change_set_that_is_refused_starts_the_service_again(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->fails[CALL_EXECUTE] = CEW_REFUSED;
	ride(b, &r, new_template);
	assert_false(cew_upgrade_ok(r.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute up");
	assert_non_null(strstr(cew_upgrade_error(r.u)->what, "was refused"));
	leave(&r);
}

/* The one that must not go unsaid; and the journal is there to go on with. */
static void a_service_that_cannot_be_started_is_told(void **state)
{
	struct bench *b = *state;
	struct ride r = {0}, again = {0};
	struct cew_journal_entry entry;
	struct cew_upgrade *u = new_upgrade(b, &r, new_template, 0);
	go(b, u);
	while (cew_upgrade_step(u) < CEW_UPGRADE_FOLLOW)
		bench_turn(b);
	b->fails[CALL_DESIRED] = CEW_REFUSED;
	until_waiting(b, u);
	assert_false(cew_upgrade_ok(u));
	assert_true(cew_upgrade_service_stopped(u));
	assert_non_null(strstr(cew_upgrade_error(u)->hint, "the service is at 0: `cewizard upgrade ce --region us-east-1`"));
	b->fails[CALL_DESIRED] = CEW_OK;
	assert_int_equal(cew_upgrade_journal("ce", &entry, NULL), CEW_OK);
	assert_string_equal(entry.state, "scale-up");
	new_upgrade(b, &again, NULL, 0);
	assert_int_equal(cew_upgrade_resume(again.u, &entry, NULL), CEW_OK);
	until_waiting(b, again.u);
	assert_true(cew_upgrade_ok(again.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute up up");
	cew_journal_entry_finish(&entry);
	assert_int_equal(cew_upgrade_journal("ce", &entry, NULL), CEW_NOT_FOUND);
	leave(&r);
	leave(&again);
}

static void go_on_from(struct bench *b, enum cew_upgrade_step step)
{
	struct ride r = {0}, again = {0};
	struct cew_journal_entry entry;
	struct cew_upgrade *u = new_upgrade(b, &r, new_template, 0);
	go(b, u);
	while (cew_upgrade_step(u) < step)
		bench_turn(b);
	leave(&r);
	assert_int_equal(cew_upgrade_journal(STACK_ID, &entry, NULL), CEW_OK);
	assert_string_equal(entry.state, cew_upgrade_step_name(step));
	assert_string_equal(entry.operation, "upgrade");
	new_upgrade(b, &again, NULL, 0);
	assert_int_equal(cew_upgrade_resume(again.u, &entry, NULL), CEW_OK);
	until_waiting(b, again.u);
	assert_true(cew_upgrade_ok(again.u));
	assert_int_equal(b->desired, 1);
	assert_string_equal(b->image, "registry.example.com:5000/netskope/core5:2");
	cew_journal_entry_finish(&entry);
	leave(&again);
}

/* Left wherever it may be, with nothing told: it ends well all the same. */
static void it_goes_on_from_every_step(void **state)
{
	struct bench *b = *state;
	for (int step = CEW_UPGRADE_SCALE_DOWN; step < CEW_UPGRADE_STEP_COUNT; step++) {
		if (step == CEW_UPGRADE_ROLL_BACK)
			continue;
		bench_close(b);
		bench_open(b);
		go_on_from(b, (enum cew_upgrade_step)step);
	}
}

static void an_update_that_takes_too_long_is_cancelled(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->outcome = "UPDATE_IN_PROGRESS";
	struct cew_upgrade *u = new_upgrade(b, &r, new_template, 600000);
	assert_int_equal(cew_upgrade_cancel(u, NULL), CEW_INVALID);
	go(b, u);
	until_waiting(b, u);
	assert_false(cew_upgrade_ok(u));
	assert_string_equal(cew_upgrade_error(u)->what, "the update was cancelled");
	assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute cancel up");
	assert_in_range(b->mono_ms, 600000, 700000);
	leave(&r);
}

static void a_rollback_that_failed_waits_to_be_continued(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->outcome = "UPDATE_ROLLBACK_FAILED";
	ride(b, &r, new_template);
	assert_int_equal(cew_upgrade_step(r.u), CEW_UPGRADE_ROLL_BACK);
	assert_true(cew_upgrade_waits(r.u));
	assert_true(cew_upgrade_service_stopped(r.u));
	assert_int_equal(cew_upgrade_continue_rollback(r.u, false, NULL), CEW_OK);
	until_waiting(b, r.u);
	assert_true(cew_upgrade_over(r.u));
	assert_false(cew_upgrade_ok(r.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute continue up");
	leave(&r);
}

/* While nobody followed it, somebody has continued the rollback by other means. */
static void a_rollback_that_was_continued_elsewhere_is_followed(void **state)
{
	struct bench *b = *state;
	struct ride r = {0}, again = {0};
	struct cew_journal_entry entry;
	b->outcome = "UPDATE_ROLLBACK_FAILED";
	ride(b, &r, new_template);
	leave(&r);
	b->status = "UPDATE_ROLLBACK_COMPLETE";
	assert_int_equal(cew_upgrade_journal("ce", &entry, NULL), CEW_OK);
	assert_string_equal(entry.state, "roll-back");
	new_upgrade(b, &again, NULL, 0);
	assert_int_equal(cew_upgrade_resume(again.u, &entry, NULL), CEW_OK);
	until_waiting(b, again.u);
	assert_true(cew_upgrade_over(again.u));
	assert_false(cew_upgrade_ok(again.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " down stop:task-1 execute up");
	cew_journal_entry_finish(&entry);
	leave(&again);
}

static void a_service_that_does_not_get_healthy_is_told(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->unhealthy = true;
	ride(b, &r, new_template);
	assert_false(cew_upgrade_ok(r.u));
	assert_non_null(strstr(cew_upgrade_error(r.u)->what, "not healthy after 20:0"));
	assert_non_null(strstr(cew_upgrade_error(r.u)->what, "core"));
	leave(&r);
}

static void passing_trouble_is_outlived(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->fails[CALL_CHANGES] = CEW_UNREACHABLE;
	b->fail_times[CALL_CHANGES] = 2;
	struct cew_upgrade *u = new_upgrade(b, &r, new_template, 0);
	assert_int_equal(cew_upgrade_start(u, NULL), CEW_OK);
	until_waiting(b, u);
	b->fails[CALL_TASK_ARNS] = CEW_UNREACHABLE;
	b->fail_times[CALL_TASK_ARNS] = 3;
	cew_upgrade_approve(u);
	until_waiting(b, u);
	assert_true(cew_upgrade_ok(r.u));
	leave(&r);
}

static void a_stack_without_a_service_is_only_updated(void **state)
{
	struct bench *b = *state;
	struct ride r = {0};
	b->has_service = false;
	ride(b, &r, new_template);
	assert_true(cew_upgrade_ok(r.u));
	assert_string_equal(cew_buf_text(&b->changes), KEPT " execute");
	leave(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_upgrade_goes_through_its_steps),
		TEST(it_tells_what_it_would_do),
		TEST(a_change_set_that_is_being_made_is_taken_away),
		TEST(missing_parameters_are_refused_before_anything_is_sent),
		TEST(a_stack_on_its_way_is_left_alone),
		TEST(nothing_to_change_stops_nothing),
		TEST(a_service_that_was_left_at_0_is_started),
		TEST(a_failed_update_starts_the_service_again),
		TEST(a_change_set_that_is_refused_starts_the_service_again),
		TEST(a_service_that_cannot_be_started_is_told),
		TEST(it_goes_on_from_every_step),
		TEST(an_update_that_takes_too_long_is_cancelled),
		TEST(a_rollback_that_failed_waits_to_be_continued),
		TEST(a_rollback_that_was_continued_elsewhere_is_followed),
		TEST(a_service_that_does_not_get_healthy_is_told),
		TEST(passing_trouble_is_outlived),
		TEST(a_stack_without_a_service_is_only_updated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
