/* Stacks over time: the order of events, failures and what follows from them. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static const char chain[] = "Resources:\n"
                            "  Net: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n"
                            "  Sub: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24}}\n"
                            "Outputs:\n"
                            "  Acl: {Value: !GetAtt Net.DefaultNetworkAcl}\n"
                            "  Both: {Value: !Sub '${Net} ${Sub}'}\n";

static void events_come_in_aws_order(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", chain, "&ClientRequestToken=tok-1");
	fixture_pass(&f, 60000);
	char *lines = event_lines(s);
	assert_string_equal(lines, "one CREATE_IN_PROGRESS User Initiated\n"
	                           "Net CREATE_IN_PROGRESS\n"
	                           "Net CREATE_IN_PROGRESS Resource creation Initiated\n"
	                           "Net CREATE_COMPLETE\n"
	                           "Sub CREATE_IN_PROGRESS\n"
	                           "Sub CREATE_IN_PROGRESS Resource creation Initiated\n"
	                           "Sub CREATE_COMPLETE\n"
	                           "one CREATE_COMPLETE\n");
	free(lines);
	assert_int_equal(call(&f, "DescribeStacks&StackName=one"), 200);
	assert_has(&f, "<StackStatus>CREATE_COMPLETE</StackStatus>");
	assert_has(&f, "<OutputKey>Acl</OutputKey><OutputValue>acl-");
	assert_has(&f, "<OutputKey>Both</OutputKey><OutputValue>vpc-");
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_in_aws_order),
	};
	return cmocka_run_group_tests_name("demo engine", tests, NULL, NULL);
}
