/* The lists of the account: what suits a field, in which order it is offered, and what else a choice answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pick.h"

static struct cew_form_set *forms;
static struct cew_app app;
static struct ui_pick pick;

static int setup(void **state)
{
	(void)state;
	assert_int_equal(cew_form_load(NULL, NULL, 0, NULL, &forms, NULL), CEW_OK);
	app = (struct cew_app){.forms = forms, .answers = cew_answers_create(forms)};
	assert_non_null(app.answers);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	ui_pick_finish(&pick);
	cew_answers_destroy(app.answers);
	cew_form_destroy(forms);
	return 0;
}

static void say(const char *id, const char *text)
{
	assert_int_equal(cew_answers_set(app.answers, id, text, CEW_ORIGIN_TYPED, NULL), CEW_OK);
}

static void fill(const char *field_id, size_t count, const void *items)
{
	ui_pick_finish(&pick);
	const struct cew_field *field = cew_form_field_find(forms, field_id);
	pick = (struct ui_pick){.app = &app, .field = field};
	ui_table_init(&pick.table);
	ui_table_clear(&pick.table, ui_pick_lists[field->pick].headings);
	assert_int_equal(ui_pick_lists[field->pick].fill(&pick, &(struct cew_found){.count = count, .items = items}), 0);
	ui_table_sort(&pick.table);
}

static const char *value(size_t i)
{
	return i < pick.table.rows.len ? ui_table_at(&pick.table, i)->value : "";
}

static const struct cew_vpc vpcs[] = {
	{"vpc-1", "172.31.0.0/16", "", "available", true, NULL, 0},
	{"vpc-2", "10.20.0.0/16", "corp", "available", false, NULL, 0},
};

static void the_default_vpc_comes_last(void **state)
{
	(void)state;
	say("CreateResources", "False");
	fill("ExistingVPCId", 2, vpcs);
	assert_string_equal(value(0), "vpc-2");
	assert_string_equal(value(1), "vpc-1");
	assert_string_equal(ui_table_at(&pick.table, 1)->cells[0], "(default VPC)");
}

static void a_vpc_brings_its_range(void **state)
{
	(void)state;
	say("CreateResources", "False");
	fill("ExistingVPCId", 2, vpcs);
	const struct cew_field *also = ui_pick_taken(&pick, "vpc-2");
	assert_non_null(also);
	assert_string_equal(also->id, "ExistingVPCCidr");
	assert_string_equal(cew_answers_text(app.answers, "ExistingVPCCidr"), "10.20.0.0/16");
	assert_int_equal(cew_answers_origin(app.answers, "ExistingVPCCidr"), CEW_ORIGIN_PICKED);
	assert_null(ui_pick_taken(&pick, "vpc-2")); /* it has it already */
	assert_null(ui_pick_taken(&pick, "vpc-9"));
}

static const struct cew_subnet subnets[] = {
	{.id = "subnet-a1", .vpc_id = "vpc-2", .cidr = "10.20.1.0/24", .zone = "z-a", .name = "a1", .free_addresses = 200},
	{.id = "subnet-a2", .vpc_id = "vpc-2", .cidr = "10.20.2.0/24", .zone = "z-a", .name = "a2", .free_addresses = 200},
	{.id = "subnet-b1", .vpc_id = "vpc-2", .cidr = "10.20.3.0/24", .zone = "z-b", .name = "b1", .free_addresses = 200},
	{.id = "subnet-b2", .vpc_id = "vpc-2", .cidr = "10.20.4.0/28", .zone = "z-b", .name = "b0", .free_addresses = 3},
};

static void the_second_subnet_is_offered_in_another_zone(void **state)
{
	(void)state;
	say("CreateResources", "False");
	fill("ExistingPrivateSubnet1ID", 4, subnets);
	assert_string_equal(value(0), "subnet-a1");
	assert_string_equal(value(3), "subnet-b2"); /* hardly any addresses are free */
	assert_string_equal(pick.note, "");
	say("ExistingPrivateSubnet1ID", "subnet-a1");
	fill("ExistingPrivateSubnet2ID", 4, subnets);
	assert_string_equal(value(0), "subnet-b1");
	assert_string_equal(value(1), "subnet-b2");
	assert_string_equal(value(2), "subnet-a2");
	assert_string_equal(value(3), "subnet-a1"); /* chosen already */
	assert_non_null(strstr(pick.note, "two zones"));
}

static void target_groups_have_to_suit(void **state)
{
	(void)state;
	static const char *const balancer[] = {"arn:aws:elasticloadbalancing:r:1:loadbalancer/app/corp/50dc"};
	static const struct cew_target_group groups[] = {
		{"arn-1", "spare", "HTTP", "vpc-2", "ip", "/", 3000, NULL, 0},
		{"arn-2", "used", "HTTP", "vpc-2", "ip", "/", 3000, balancer, 1},
		{"arn-3", "elsewhere", "HTTP", "vpc-1", "ip", "/", 3000, NULL, 0},
		{"arn-4", "machines", "HTTP", "vpc-2", "instance", "/", 80, NULL, 0},
		{"arn-5", "tls", "HTTPS", "vpc-2", "ip", "/", 443, NULL, 0},
	};
	say("CreateALB", "False");
	fill("ExistingTargetGroup", 5, groups);
	assert_int_equal(pick.table.rows.len, 3);
	say("CreateResources", "False");
	say("ExistingVPCId", "vpc-2");
	fill("ExistingTargetGroup", 5, groups);
	assert_int_equal(pick.table.rows.len, 2);
	assert_string_equal(value(0), "arn-2");
	assert_string_equal(ui_table_at(&pick.table, 0)->cells[2], "corp");
	assert_string_equal(ui_table_at(&pick.table, 1)->cells[2], "not attached");
	assert_int_equal(pick.left_out, 3);
}

static void roles_are_those_that_the_service_may_assume(void **state)
{
	(void)state;
	static const char tasks[] = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
	                            "\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
	static const struct cew_role roles[] = {
		{"Task", "arn:task", "/", "Runs tasks", tasks, 3600},
		{"Other", "arn:other", "/", "", "{}", 3600},
	};
	fill("ExistingECSTaskRole", 2, roles);
	assert_int_equal(pick.table.rows.len, 1);
	assert_string_equal(value(0), "arn:task");
	assert_non_null(strstr(pick.note, "ecs-tasks.amazonaws.com may not assume it"));
	fill("roleArn", 2, roles);
	assert_int_equal(pick.table.rows.len, 0);
	struct cew_buf out;
	cew_buf_init(&out, 256);
	ui_pick_say_empty(&pick, &out);
	assert_string_equal(cew_buf_text(&out), "None of the 2 IAM roles suits.");
	cew_buf_finish(&out);
}

static void secrets_that_go_and_regions_that_are_off_are_left_out(void **state)
{
	(void)state;
	static const struct cew_secret_entry secrets[] = {{"arn:1", "ca", "", 0}, {"arn:2", "old", "", 1700000000000}};
	static const struct cew_region regions[] = {{"eu-west-1", "", "opt-in-not-required"}, {"eu-south-1", "", "not-opted-in"}};
	say("CACertFlag", "True");
	fill("CACertSecretName", 2, secrets);
	assert_int_equal(pick.table.rows.len, 1);
	assert_string_equal(value(0), "ca");
	fill("region", 2, regions);
	assert_int_equal(pick.table.rows.len, 1);
	assert_string_equal(ui_table_at(&pick.table, 0)->cells[1], "Europe (Ireland)");
}

static void known_regions_serve_where_aws_says_no(void **state)
{
	(void)state;
	fill("region", 0, NULL);
	ui_pick_lists[CEW_PICK_REGION].fallback(&pick);
	assert_true(pick.table.rows.len > 20);
	assert_non_null(strstr(pick.note, "could not be asked"));
}

static void the_error_is_told_and_the_field_works_on(void **state)
{
	(void)state;
	fill("notificationArns", 0, NULL);
	cew_fail(&pick.error, CEW_REFUSED, "not permitted: sns:ListTopics");
	struct cew_buf out;
	cew_buf_init(&out, 512);
	ui_pick_say_refused(&pick, &out);
	assert_string_equal(cew_buf_text(&out), "The SNS topics could not be listed: not permitted: sns:ListTopics. The value can be "
	                                        "typed all the same.");
	cew_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_default_vpc_comes_last, setup, teardown),
		cmocka_unit_test_setup_teardown(a_vpc_brings_its_range, setup, teardown),
		cmocka_unit_test_setup_teardown(the_second_subnet_is_offered_in_another_zone, setup, teardown),
		cmocka_unit_test_setup_teardown(target_groups_have_to_suit, setup, teardown),
		cmocka_unit_test_setup_teardown(roles_are_those_that_the_service_may_assume, setup, teardown),
		cmocka_unit_test_setup_teardown(secrets_that_go_and_regions_that_are_off_are_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(known_regions_serve_where_aws_says_no, setup, teardown),
		cmocka_unit_test_setup_teardown(the_error_is_told_and_the_field_works_on, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
