/* Nested stacks: read by id as they appear, shown below their row, and where the first cause is looked for. */
#include "bench.h"

#include <string.h>

#define NESTED_ID "arn:aws:cloudformation:us-east-1:123456789012:stack/ce-Inner-1/77"
#define DEEP_ID "arn:aws:cloudformation:us-east-1:123456789012:stack/ce-Inner-1-Deep-1/88"
#define NESTED(id, second, status, reason) {id, second, "Inner", STACK, status, reason, "@", NESTED_ID, NULL, NULL}

/* What stands in a nested stack's own events; the bench gives every event the outer stack's id unless it is told. */
static const struct told outer[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	NESTED("n1", 1, "CREATE_IN_PROGRESS", "Resource creation Initiated"),
	NESTED("n2", 9, "CREATE_COMPLETE", ""),
	OWN("s2", 10, "CREATE_COMPLETE", ""),
};
#define INNER(id, second, logical, type, status, reason) \
	{id, second, logical, type, status, reason, "@", "phys-" logical, .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"}
static const struct told inner[] = {
	{"i1", 2, "ce-Inner-1", STACK, "CREATE_IN_PROGRESS", "User Initiated", "@", NESTED_ID, .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"},
	INNER("i2", 3, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
	INNER("i3", 6, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	{"i4", 8, "ce-Inner-1", STACK, "CREATE_COMPLETE", "", "@", NESTED_ID, .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"},
};

static void their_events_stand_below_their_row(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(outer, 2)}, {EVENTS, .about = NESTED_ID, FIRST(inner, 2)},
		{EVENTS, FIRST(outer, 2)}, {EVENTS, .about = NESTED_ID, FIRST(inner, 3)},
		{EVENTS, ALL(outer)}, {EVENTS, .about = NESTED_ID, ALL(inner)}, /* once more: its last events come with its end */
		{DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(outer)},
	};
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		SCRIPT(b, steps);
		bench_watch(b, "ce");
		assert_true(cew_deploy_ok(b->d));
		assert_string_equal(event_ids(b), "s1 n1 i1 i2 i3 n2 s2 i4");
		assert_int_equal(cew_deploy_resource_count(b->d), 2);
		const struct cew_resource_row *net = row_of(b, "Net"), *row = row_of(b, "Inner");
		assert_int_equal(row->depth, 0);
		assert_int_equal(row->parent, CEW_NO_ROW);
		assert_string_equal(row->stack_name, "ce");
		assert_int_equal(net->depth, 1);
		assert_int_equal(net->parent, 0);
		assert_string_equal(net->stack_name, "ce-Inner-1");
		assert_string_equal(net->status, "CREATE_COMPLETE");
		assert_int_equal(cew_deploy_event_at(b->d, 3)->depth, 1);
		assert_int_equal(cew_deploy_elapsed_ms(b->d), 10000);
	}
}

static void a_stack_in_a_nested_stack_is_found_as_well(void **state)
{
	static const struct told with_deep[] = {
		{"i1", 2, "ce-Inner-1", STACK, "CREATE_IN_PROGRESS", "User Initiated", "@", NESTED_ID, .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"},
		{"i2", 3, "Deep", STACK, "CREATE_IN_PROGRESS", "", "@", DEEP_ID, .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"},
	};
	static const struct told deep[] = {
		{"d1", 4, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", "", "@", "vpc-1", .stack_id = DEEP_ID, .stack_name = "ce-Inner-1-Deep-1"},
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(outer, 2)}, {EVENTS, .about = NESTED_ID, ALL(with_deep)}, {EVENTS, .about = DEEP_ID, ALL(deep)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	size_t order[3];
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(row_of(b, "Net")->depth, 2);
	assert_int_equal(cew_deploy_tree(b->d, order, 3), 3);
	assert_int_equal(order[2], 2);
}

/* Rows of the same logical id in different stacks are different rows, and the tree keeps them apart. */
static void equal_names_in_different_stacks_are_different(void **state)
{
	static const struct told both[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		NESTED("n1", 1, "CREATE_IN_PROGRESS", ""),
		OF("a1", 2, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, ALL(both)}, {EVENTS, .about = NESTED_ID, FIRST(inner, 2)}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	size_t order[3];
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_resource_count(b->d), 3);
	assert_string_equal(cew_deploy_resource_at(b->d, 1)->status, "CREATE_COMPLETE");
	assert_string_equal(cew_deploy_resource_at(b->d, 2)->status, "CREATE_IN_PROGRESS");
	cew_deploy_tree(b->d, order, 3);
	assert_int_equal(order[1], 2); /* the nested stack's resource stands below that stack */
	assert_int_equal(order[2], 1);
}

static void the_cause_is_in_the_nested_stack(void **state)
{
	static const struct told failing[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		NESTED("n1", 1, "CREATE_IN_PROGRESS", ""),
		NESTED("n2", 9, "CREATE_FAILED", "Embedded stack " NESTED_ID " was not successfully created: The following resource(s) failed to create: [Ip]. "),
		OWN("s2", 10, "CREATE_FAILED", "The following resource(s) failed to create: [Inner]. "),
	};
	static const struct told broken[] = {
		{"i1", 2, "ce-Inner-1", STACK, "CREATE_IN_PROGRESS", "User Initiated", "@", NESTED_ID, .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"},
		INNER("i2", 9, "Ip", "AWS::EC2::EIP", "CREATE_FAILED", "The maximum number of addresses has been reached."),
		{"i3", 9, "ce-Inner-1", STACK, "CREATE_FAILED", "The following resource(s) failed to create: [Ip]. ", "@", NESTED_ID,
		 .stack_id = NESTED_ID, .stack_name = "ce-Inner-1"},
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_FAILED"}, {EVENTS, ALL(failing)}, {EVENTS, .about = NESTED_ID, ALL(broken)},
	};
	static const struct step unread[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_FAILED"}, {EVENTS, ALL(failing)}, {EVENTS, .about = NESTED_ID, .fails = CEW_REFUSED, .code = "AccessDenied"},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "Ip");
	assert_non_null(strstr(cew_deploy_root_cause(b->d)->remedy, "L-0263D0A3"));
	/* What cannot be read keeps nothing else from being told. */
	SCRIPT(b, unread);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "Inner");
}

/* What happened in it before this operation belongs to another one. */
static void older_events_of_a_nested_stack_are_left_alone(void **state)
{
	static const struct told update[] = {
		OWN("u1", 100, "UPDATE_IN_PROGRESS", "User Initiated"),
		NESTED("n3", 101, "UPDATE_IN_PROGRESS", ""),
	};
	static const struct told page[] = {
		INNER("i3", 6, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
		INNER("i5", 102, "Net", "AWS::EC2::VPC", "UPDATE_IN_PROGRESS", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_IN_PROGRESS"}, {EVENTS, ALL(update)},
		{EVENTS, .about = NESTED_ID, ALL(page), .next = "older"}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "u1 n3 i5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(their_events_stand_below_their_row),
		TEST(a_stack_in_a_nested_stack_is_found_as_well),
		TEST(equal_names_in_different_stacks_are_different),
		TEST(the_cause_is_in_the_nested_stack),
		TEST(older_events_of_a_nested_stack_are_left_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
