/* Surveys and the list of stacks: what is told of an account that answers, and of one that refuses. */
#include "bench.h"

#include <string.h>

static struct cew_survey *survey(struct bench *b, enum cew_survey_topic topic)
{
	struct cew_way way = {.local_port = 1}; /* nobody listens there */
	struct cew_survey_config config = {.site = b->site, .topic = topic, .stack = "ce", .way = &way};
	struct cew_survey *s = cew_survey_create(&config, NULL, NULL);
	assert_non_null(s);
	cew_survey_read(s);
	return s;
}

static void read_out(struct bench *b, struct cew_survey *s)
{
	while (cew_survey_reading(s))
		bench_turn(b);
}

static struct cew_survey *read_survey(struct bench *b, enum cew_survey_topic topic)
{
	struct cew_survey *s = survey(b, topic);
	read_out(b, s);
	return s;
}

static void marked(const struct cew_survey *s, const char *id, enum cew_mark mark)
{
	const struct cew_item *item = cew_survey_find(s, id);
	if (!item)
		fail_msg("there is no item %s", id);
	if (item->mark != mark)
		fail_msg("%s is %s, not %s: %s", id, cew_mark_name(item->mark), cew_mark_name(mark), item->detail);
}

static void hardening_tells_what_is_done_and_what_is_not(void **state)
{
	struct bench *b = *state;
	b->topics[0] = "arn:aws:sns:us-east-1:123456789012:ce";
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		struct cew_survey *s = read_survey(b, CEW_SURVEY_HARDENING);
		assert_null(cew_survey_error(s));
		marked(s, "termination-protection", CEW_MARK_OPEN);
		marked(s, "alb-access-logs", CEW_MARK_OK);
		marked(s, "alb-deletion-protection", CEW_MARK_OPEN);
		marked(s, "https-listener", CEW_MARK_OPEN);
		marked(s, "no-public-address", CEW_MARK_OK);
		marked(s, "default-security-group", CEW_MARK_UNKNOWN);
		marked(s, "vpc-flow-logs", CEW_MARK_OPEN);
		marked(s, "efs-backup", CEW_MARK_OPEN);
		marked(s, "sns-encryption", CEW_MARK_OPEN);
		marked(s, "sns-delivery-logging", CEW_MARK_OPEN);
		assert_true(cew_survey_find(s, "efs-backup")->mendable);
		assert_false(cew_survey_find(s, "https-listener")->mendable);
		cew_survey_destroy(s);
	}
}

/* Not permitted is not the same as not done. */
static void what_cannot_be_read_is_not_called_open(void **state)
{
	struct bench *b = *state;
	b->fails[CALL_ATTRIBUTES] = b->fails[CALL_BACKUP] = b->fails[CALL_TOPIC] = b->fails[CALL_OTHERS] = CEW_REFUSED;
	b->fails[CALL_SERVICE] = CEW_REFUSED;
	b->topics[0] = "arn:aws:sns:us-east-1:123456789012:ce";
	struct cew_survey *s = read_survey(b, CEW_SURVEY_HARDENING);
	static const char *const ids[] = {"alb-access-logs", "alb-deletion-protection", "https-listener", "efs-backup", "sns-encryption",
	                                  "sns-delivery-logging", "vpc-flow-logs", "network-acl", "default-security-group",
	                                  "no-public-address"};
	for (size_t i = 0; i < CEW_COUNT(ids); i++) {
		marked(s, ids[i], CEW_MARK_UNKNOWN);
		assert_false(cew_survey_find(s, ids[i])->mendable);
	}
	assert_non_null(strstr(cew_survey_find(s, "efs-backup")->detail, "was refused"));
	cew_survey_destroy(s);
}

static void one_call_mends_and_the_list_is_read_again(void **state)
{
	struct bench *b = *state;
	struct cew_survey *s = read_survey(b, CEW_SURVEY_HARDENING);
	assert_int_equal(cew_survey_mend(s, "https-listener", NULL), CEW_NOT_FOUND);
	assert_int_equal(cew_survey_mend(s, "nothing", NULL), CEW_NOT_FOUND);
	assert_int_equal(cew_survey_mend(s, "alb-deletion-protection", NULL), CEW_OK);
	assert_true(cew_survey_reading(s));
	assert_int_equal(cew_survey_mend(s, "termination-protection", NULL), CEW_NOT_FOUND); /* one after the other */
	read_out(b, s);
	assert_null(cew_survey_mend_error(s));
	marked(s, "alb-deletion-protection", CEW_MARK_OK);
	b->fails[CALL_PROTECT] = CEW_REFUSED;
	assert_int_equal(cew_survey_mend(s, "termination-protection", NULL), CEW_OK);
	read_out(b, s);
	assert_int_equal(cew_survey_mend_error(s)->status, CEW_REFUSED);
	marked(s, "termination-protection", CEW_MARK_OPEN);
	assert_string_equal(cew_buf_text(&b->changes), "deletion_protection.enabledtrue protect");
	cew_survey_destroy(s);
}

static void a_rehearsal_tells_what_blocks_goes_and_stays(void **state)
{
	struct bench *b = *state;
	b->protected = b->balancer_protected = true;
	struct cew_survey *s = read_survey(b, CEW_SURVEY_DELETE);
	marked(s, "termination-protection", CEW_MARK_OPEN);
	marked(s, "alb-deletion-protection", CEW_MARK_OPEN);
	marked(s, "stays-Files", CEW_MARK_NOTE);
	marked(s, "goes-AWS::ECS::Service", CEW_MARK_NOTE);
	assert_null(cew_survey_find(s, "goes-AWS::EFS::FileSystem"));
	assert_int_equal(cew_survey_mend(s, "termination-protection", NULL), CEW_OK);
	read_out(b, s);
	assert_false(b->protected);
	assert_null(cew_survey_find(s, "termination-protection"));
	cew_survey_destroy(s);
}

/* What AWS's services made goes with what the stack made them for; what others made does not. */
static void interfaces_block_unless_they_go_with_the_stack(void **state)
{
#define LIES(id_, description_, managed_, instance_)                                                                    \
	{.id = id_, .description = description_, .status = "", .type = "interface", .vpc_id = "vpc-1", .subnet_id = "",   \
	 .zone = "", .name = "", .private_ip = "172.16.1.9", .public_ip = "", .attachment_id = "", .instance_id = instance_, \
	 .requester_id = "", .owner = "", .requester_managed = managed_}
	static const struct cew_interface all[] = {
		LIES("eni-1", "ELB app/lb/1", true, ""),
		LIES("eni-2", "Interface for NAT Gateway nat-1", true, ""),
		LIES("eni-3", "EFS mount target for fs-1 (fsmt-1)", true, ""),
		LIES("eni-4", "arn:aws:ecs:us-east-1:123456789012:attachment/1", false, ""),
		LIES("eni-5", "EFS mount target for fs-2 (fsmt-2)", true, ""),
		LIES("eni-6", "VPC Endpoint Interface vpce-9", true, ""),
		LIES("eni-7", "Primary network interface", false, "i-1"),
		LIES("eni-8", "AWS Lambda VPC ENI-other", true, ""),
	};
	static const char *const going[] = {"interface-eni-1", "interface-eni-2", "interface-eni-3", "interface-eni-4"};
	struct bench *b = *state;
	b->interfaces = all;
	b->interface_count = CEW_COUNT(all);
	struct cew_survey *s = read_survey(b, CEW_SURVEY_DELETE);
	for (size_t i = 0; i < CEW_COUNT(going); i++)
		assert_null(cew_survey_find(s, going[i]));
	marked(s, "interface-eni-5", CEW_MARK_OPEN);
	marked(s, "interface-eni-6", CEW_MARK_OPEN);
	marked(s, "interface-eni-7", CEW_MARK_OPEN);
	assert_string_equal(cew_survey_find(s, "interface-eni-7")->what, "instance i-1 lies in the VPC");
	marked(s, "interface-eni-8", CEW_MARK_UNKNOWN);
	cew_survey_destroy(s);
}

static void access_tells_health_and_the_way(void **state)
{
	struct bench *b = *state;
	struct cew_survey *s = read_survey(b, CEW_SURVEY_ACCESS);
	const struct cew_facts *f = cew_survey_facts(s);
	assert_string_equal(f->host, "internal-lb.example.com");
	assert_string_equal(f->task_ip, "172.16.1.5");
	assert_string_equal(f->vpc_cidr, "172.16.0.0/16");
	assert_string_equal(f->cluster, "cluster");
	assert_string_equal(f->service, "svc");
	assert_true(f->vpc_is_own);
	marked(s, "service", CEW_MARK_OK);
	marked(s, "container-core", CEW_MARK_OK);
	marked(s, "container-init", CEW_MARK_OK);
	marked(s, "probe-tunnel", CEW_MARK_NOTE);
	marked(s, "vpn-range", CEW_MARK_OK);
	cew_survey_destroy(s);
	b->unhealthy = true;
	b->desired = 0;
	s = read_survey(b, CEW_SURVEY_ACCESS);
	marked(s, "service", CEW_MARK_OPEN);
	marked(s, "container-core", CEW_MARK_OPEN);
	cew_survey_destroy(s);
}

static void a_stack_that_is_not_there_is_an_error(void **state)
{
	struct bench *b = *state;
	b->fails[CALL_DETAILS] = CEW_NOT_FOUND;
	struct cew_survey *s = read_survey(b, CEW_SURVEY_NOTES);
	assert_int_equal(cew_survey_error(s)->status, CEW_NOT_FOUND);
	assert_null(cew_survey_facts(s));
	assert_int_equal(cew_survey_count(s), 0);
	cew_survey_destroy(s);
}

/* Whoever leaves while answers are out must not be told of them. */
static void a_survey_can_be_left_at_any_turn(void **state)
{
	struct bench *b = *state;
	for (int turns = 0; turns < 6; turns++) {
		struct cew_survey *s = survey(b, CEW_SURVEY_ACCESS);
		for (int i = 0; i < turns && cew_survey_reading(s); i++)
			bench_turn(b);
		cew_survey_destroy(s);
	}
	struct cew_stacks *stacks = cew_stacks_create(&b->site, NULL, NULL);
	cew_stacks_read(stacks);
	bench_turn(b);
	cew_stacks_destroy(stacks);
}

/* ---- stacks ---- */

static void the_list_knows_the_products_stacks(void **state)
{
	struct bench *b = *state;
	struct cew_stacks *s = cew_stacks_create(&b->site, NULL, NULL);
	assert_non_null(s);
	cew_stacks_read(s);
	while (cew_stacks_reading(s))
		bench_turn(b);
	assert_int_equal(cew_stacks_count(s), 1);
	assert_string_equal(cew_stacks_at(s, 0)->name, "ce");
	assert_string_equal(cew_stacks_at(s, 0)->package, "Medium");
	assert_string_equal(cew_stacks_at(s, 0)->images, "core5 1, ui5 latest");
	assert_null(cew_stacks_at(s, 1));
	b->fails[CALL_TEMPLATE] = CEW_REFUSED; /* the images are not known then, the stack is */
	cew_stacks_read(s);
	while (cew_stacks_reading(s))
		bench_turn(b);
	assert_null(cew_stacks_error(s));
	assert_string_equal(cew_stacks_at(s, 0)->images, "");
	b->fails[CALL_DETAILS] = CEW_REFUSED;
	cew_stacks_read(s);
	while (cew_stacks_reading(s))
		bench_turn(b);
	assert_int_equal(cew_stacks_error(s)->status, CEW_REFUSED);
	assert_int_equal(cew_stacks_count(s), 0);
	cew_stacks_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hardening_tells_what_is_done_and_what_is_not),
		TEST(what_cannot_be_read_is_not_called_open),
		TEST(one_call_mends_and_the_list_is_read_again),
		TEST(a_rehearsal_tells_what_blocks_goes_and_stays),
		TEST(interfaces_block_unless_they_go_with_the_stack),
		TEST(access_tells_health_and_the_way),
		TEST(a_stack_that_is_not_there_is_an_error),
		TEST(a_survey_can_be_left_at_any_turn),
		TEST(the_list_knows_the_products_stacks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
