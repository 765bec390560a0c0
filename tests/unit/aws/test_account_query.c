/* Load balancers, IAM, topics and CloudFormation's lookups: services of the Query protocol. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "looked.h"

#define QUERY(action, body) \
	XML("<" action "Response xmlns=\"http://x.amazonaws.com/doc/2015-12-01/\"><" action "Result>" body "</" action "Result>" \
	    "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" action "Response>")
#define FAILED_WITH(status, code, message) {status, NULL, FAILURE(code, message), 0, KEEP}
#define POST(rest) "POST / Action=" rest "\n"
#define TG "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/ce/1"
#define TG_SENT "arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A1%3Atargetgroup%2Fce%2F1"

/* ---- load balancers ---- */

static void print_target_groups(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_target_group *t = &found->target_groups[i];

		fixture_add(f, "%s|%s|%s|%lld|%s|%s|%s", t->arn, t->name, t->protocol, (long long)t->port, t->vpc_id, t->type,
		            t->health_path);
		for (size_t n = 0; n < t->load_balancer_count; n++)
			fixture_add(f, " %s", t->load_balancers[n]);
		fixture_add(f, "\n");
	}
}

static void print_load_balancers(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_load_balancer *b = &found->load_balancers[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%s", b->arn, b->name, b->dns_name, b->scheme, b->vpc_id, b->state, b->state_reason,
		            b->type);
		for (size_t n = 0; n < b->security_group_count; n++)
			fixture_add(f, " %s", b->security_groups[n]);
		fixture_add(f, "\n");
	}
}

static void print_listeners(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_listener *l = &found->listeners[i];

		fixture_add(f, "%s|%s|%s|%lld|%s\n", l->arn, l->load_balancer, l->protocol, (long long)l->port, l->target_group);
	}
}

START(target_groups, a->target_groups(a->self, NULL, TOLD))
START(target_group_by_arn, a->target_groups(a->self, TG, TOLD))
START(target_group_by_name, a->target_groups(a->self, "ce", TOLD))
START(load_balancers, a->load_balancers(a->self, NULL, TOLD))
START(load_balancer_by_arn, a->load_balancers(a->self, "arn:lb", TOLD))
START(listeners, a->listeners(a->self, "arn:lb", TOLD))

static void load_balancing(void **state)
{
	static const struct looked rows[] = {
		{.name = "target groups", .start = target_groups, .print = print_target_groups, .service = "elasticloadbalancing",
		 .requests = POST("DescribeTargetGroups") POST("DescribeTargetGroups&Marker=m%2F1"),
		 .replies = {QUERY("DescribeTargetGroups", "<TargetGroups><member><TargetGroupArn>" TG "</TargetGroupArn><HealthCheckTimeoutSeconds>5"
		                   "</HealthCheckTimeoutSeconds><HealthCheckPath>/</HealthCheckPath><HealthCheckPort>traffic-port</HealthCheckPort>"
		                   "<Protocol>HTTP</Protocol><TargetType>ip</TargetType><TargetGroupName>ce</TargetGroupName><Port>80</Port>"
		                   "<VpcId>vpc-3ac0fb5f</VpcId><LoadBalancerArns><member>arn:lb</member></LoadBalancerArns></member></TargetGroups>"
		                   "<NextMarker>m/1</NextMarker>"),
		             QUERY("DescribeTargetGroups", "<TargetGroups><member><TargetGroupArn>arn:2</TargetGroupArn><LoadBalancerArns/></member>"
		                   "</TargetGroups>")},
		 .text = TG "|ce|HTTP|80|vpc-3ac0fb5f|ip|/ arn:lb\narn:2|||0|||\n"},
		{.name = "one by ARN", .start = target_group_by_arn, .print = print_target_groups,
		 .requests = POST("DescribeTargetGroups&TargetGroupArns.member.1=" TG_SENT),
		 .replies = {QUERY("DescribeTargetGroups", "<TargetGroups/>")}, .text = ""},
		{.name = "one by name that is not there", .start = target_group_by_name,
		 .requests = POST("DescribeTargetGroups&Names.member.1=ce"),
		 .replies = {FAILED_WITH("400 Bad Request", "TargetGroupNotFound", "One or more target groups not found")},
		 .status = CEW_NOT_FOUND, .what = "One or more target groups not found", .hint = "eu-west-1"},
		{.name = "not a value", .start = target_group_by_arn,
		 .replies = {FAILED_WITH("400 Bad Request", "ValidationError", "'x' is not a valid target group ARN")},
		 .status = CEW_REFUSED, .what = "Elastic Load Balancing does not accept the request: 'x' is not", .hint = "Correct"},
		{.name = "load balancers", .start = load_balancers, .print = print_load_balancers, .service = "elasticloadbalancing",
		 .requests = POST("DescribeLoadBalancers"),
		 .replies = {QUERY("DescribeLoadBalancers", "<LoadBalancers><member><LoadBalancerArn>arn:lb</LoadBalancerArn><Scheme>internal</Scheme>"
		                   "<LoadBalancerName>my-lb</LoadBalancerName><VpcId>vpc-1</VpcId><CanonicalHostedZoneId>Z</CanonicalHostedZoneId>"
		                   "<AvailabilityZones><member><SubnetId>subnet-1</SubnetId><ZoneName>eu-west-1a</ZoneName></member></AvailabilityZones>"
		                   "<SecurityGroups><member>sg-1</member><member>sg-2</member></SecurityGroups><DNSName>internal-my-lb.elb</DNSName>"
		                   "<State><Code>active_impaired</Code><Reason>r</Reason></State><Type>application</Type></member></LoadBalancers>")},
		 .text = "arn:lb|my-lb|internal-my-lb.elb|internal|vpc-1|active_impaired|r|application sg-1 sg-2\n"},
		{.name = "one load balancer", .start = load_balancer_by_arn,
		 .requests = POST("DescribeLoadBalancers&LoadBalancerArns.member.1=arn%3Alb"),
		 .replies = {QUERY("DescribeLoadBalancers", "<LoadBalancers/>")}},
		{.name = "listeners", .start = listeners, .print = print_listeners,
		 .requests = POST("DescribeListeners&LoadBalancerArn=arn%3Alb"),
		 .replies = {QUERY("DescribeListeners", "<Listeners><member><LoadBalancerArn>arn:lb</LoadBalancerArn><Protocol>HTTP</Protocol>"
		                   "<Port>80</Port><ListenerArn>arn:listener</ListenerArn><DefaultActions><member><Type>forward</Type><TargetGroupArn>"
		                   "arn:tg</TargetGroupArn></member></DefaultActions></member><member><ListenerArn>arn:2</ListenerArn><Port>443</Port>"
		                   "<DefaultActions><member><Type>forward</Type><ForwardConfig><TargetGroups><member><TargetGroupArn>arn:tg2"
		                   "</TargetGroupArn><Weight>1</Weight></member></TargetGroups></ForwardConfig></member></DefaultActions></member>"
		                   "</Listeners>")},
		 .text = "arn:listener|arn:lb|HTTP|80|arn:tg\narn:2|||443|arn:tg2\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- IAM ---- */

static void print_roles(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_role *r = &found->roles[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%lld\n", r->name, r->arn, r->path, r->description, r->trust, (long long)r->max_session_s);
	}
}

static void print_decisions(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_decision *d = &found->decisions[i];

		fixture_add(f, "%s|%s|%s|%s|%s", d->action, d->resource, d->decision, d->by_organization, d->by_boundary);
		for (size_t n = 0; n < d->missing_context_count; n++)
			fixture_add(f, " %s", d->missing_context[n]);
		fixture_add(f, "\n");
	}
}

static void print_figures(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s=%lld\n", found->figures[i].name, (long long)found->figures[i].value);
}

static uint64_t simulate(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	static const char *const actions[] = {"ec2:CreateVpc", "iam:PassRole"};
	static const char *const resources[] = {"arn:aws:iam::1:role/x"};
	const struct cew_simulation what = {"arn:aws:iam::1:user/ann", actions, 2, resources, 1, "iam:PassedToService",
	                                    "lambda.amazonaws.com"};

	return a->simulate(a->self, &what, TOLD);
}

START(roles, a->roles(a->self, TOLD))
START(role, a->role(a->self, "ce role", TOLD))
START(summary, a->account_summary(a->self, TOLD))

#define TRUST "%7B%22Version%22%3A%222012-10-17%22%7D"

/* IAM is one for all regions, and signed for the first. */
static void iam(void **state)
{
	static const struct looked rows[] = {
		{.name = "roles", .start = roles, .print = print_roles,
		 .requests = POST("ListRoles&MaxItems=1000") POST("ListRoles&MaxItems=1000&Marker=AAA"),
		 .replies = {QUERY("ListRoles", "<IsTruncated>true</IsTruncated><Marker>AAA</Marker><Roles><member><Path>/application_abc/</Path><Arn>"
		                   "arn:aws:iam::1:role/application_abc/S3Access</Arn><RoleName>S3Access</RoleName><AssumeRolePolicyDocument>" TRUST
		                   "</AssumeRolePolicyDocument><CreateDate>2012-05-09T15:45:35Z</CreateDate><RoleId>AROA</RoleId>"
		                   "<MaxSessionDuration>3600</MaxSessionDuration></member></Roles>"),
		             QUERY("ListRoles", "<IsTruncated>false</IsTruncated><Roles><member><Arn>arn:2</Arn></member></Roles>")},
		 .text = "S3Access|arn:aws:iam::1:role/application_abc/S3Access|/application_abc/||{\"Version\":\"2012-10-17\"}|3600\n"
		         "|arn:2||||0\n"},
		{.name = "role", .start = role, .print = print_roles, .requests = POST("GetRole&RoleName=ce%20role"),
		 .replies = {QUERY("GetRole", "<Role><RoleName>ce role</RoleName><Arn>arn:1</Arn><Description>d</Description></Role>")},
		 .text = "ce role|arn:1||d||0\n"},
		{.name = "no role", .start = role,
		 .replies = {FAILED_WITH("404 Not Found", "NoSuchEntity", "The role with name ce role cannot be found.")},
		 .status = CEW_NOT_FOUND, .what = "The role with name ce role cannot be found", .hint = "account"},
		{.name = "simulate", .start = simulate, .print = print_decisions,
		 .requests = POST("SimulatePrincipalPolicy&PolicySourceArn=arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fann&ActionNames.member.1=ec2%3ACreateVpc"
		                  "&ActionNames.member.2=iam%3APassRole&ResourceArns.member.1=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx"
		                  "&ContextEntries.member.1.ContextKeyName=iam%3APassedToService&ContextEntries.member.1.ContextKeyType=string"
		                  "&ContextEntries.member.1.ContextKeyValues.member.1=lambda.amazonaws.com"),
		 .replies = {QUERY("SimulatePrincipalPolicy", "<IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>ec2:CreateVpc"
		                   "</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>allowed</EvalDecision><MatchedStatements/>"
		                   "<MissingContextValues/></member><member><EvalActionName>iam:PassRole</EvalActionName><EvalResourceName>arn:r"
		                   "</EvalResourceName><EvalDecision>implicitDeny</EvalDecision><MissingContextValues><member>iam:PassedToService"
		                   "</member></MissingContextValues><OrganizationsDecisionDetail><AllowedByOrganizations>false"
		                   "</AllowedByOrganizations></OrganizationsDecisionDetail><PermissionsBoundaryDecisionDetail>"
		                   "<AllowedByPermissionsBoundary>true</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail></member>"
		                   "</EvaluationResults>")},
		 .text = "ec2:CreateVpc|*|allowed||\niam:PassRole|arn:r|implicitDeny|false|true iam:PassedToService\n"},
		{.name = "simulation refused", .start = simulate,
		 .replies = {FAILED_WITH("403 Forbidden", "AccessDenied", "User: a is not authorized to perform: iam:SimulatePrincipalPolicy")},
		 .status = CEW_REFUSED, .what = "AWS does not permit SimulatePrincipalPolicy", .hint = "permission"},
		{.name = "summary", .start = summary, .print = print_figures, .requests = POST("GetAccountSummary"),
		 .replies = {QUERY("GetAccountSummary", "<SummaryMap><entry><key>Roles</key><value>12</value></entry><entry><key>RolesQuota</key>"
		                   "<value>1000</value></entry></SummaryMap>")},
		 .text = "Roles=12\nRolesQuota=1000\n"},
	};
	static const struct reply script[] = {QUERY("GetAccountSummary", "<SummaryMap/>")};
	struct fixture f;

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
	looked_open(&f, script, 1);
	looked_printer = NULL;
	f.account.account_summary(f.account.self, looked_found, &f, NULL);
	fixture_run(&f, 1);
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "us-east-1", "iam"));
	fixture_close(&f);
}

static void trust_policies(void **state)
{
#define STATEMENT(effect, action, principal) \
	"{\"Effect\":\"" effect "\",\"Action\":" action ",\"Principal\":" principal "}"
#define POLICY(statements) "{\"Version\":\"2012-10-17\",\"Statement\":" statements "}"
	static const struct {
		const char *policy;
		bool allows;
	} rows[] = {
		{POLICY("[" STATEMENT("Allow", "\"sts:AssumeRole\"", "{\"Service\":\"ecs-tasks.amazonaws.com\"}") "]"), true},
		{POLICY(STATEMENT("Allow", "\"sts:AssumeRole\"", "{\"Service\":\"ecs-tasks.amazonaws.com\"}")), true},
		{POLICY("[" STATEMENT("Allow", "[\"sts:TagSession\",\"sts:AssumeRole\"]",
		                      "{\"Service\":[\"ec2.amazonaws.com\",\"ecs-tasks.amazonaws.com\"]}") "]"), true},
		{POLICY("[" STATEMENT("Allow", "\"sts:*\"", "\"*\"") "]"), true},
		{POLICY("[" STATEMENT("Allow", "\"sts:AssumeRole\"", "{\"Service\":\"lambda.amazonaws.com\"}") "]"), false},
		{POLICY("[" STATEMENT("Allow", "\"sts:AssumeRole\"", "{\"AWS\":\"arn:aws:iam::1:root\"}") "]"), false},
		{POLICY("[" STATEMENT("Allow", "\"sts:AssumeRoleWithSAML\"", "{\"Service\":\"ecs-tasks.amazonaws.com\"}") "]"), false},
		{POLICY("[" STATEMENT("Allow", "\"sts:AssumeRole\"", "{\"Service\":\"ecs-tasks.amazonaws.com\"}") ","
		            STATEMENT("Deny", "\"sts:AssumeRole\"", "{\"Service\":\"ecs-tasks.amazonaws.com\"}") "]"), false},
		{POLICY("[]"), false},
		{"{}", false},
		{"", false},
		{"{\"Statement\":", false},
		{"[1]", false},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (cew_trust_allows(rows[i].policy, "ecs-tasks.amazonaws.com") != rows[i].allows)
			fail_msg("%s", rows[i].policy);
}

/* ---- SNS ---- */

static void print_topics(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s\n", found->topics[i].arn);
}

static void print_subscription(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu: %s\n", found->count, found->subscriptions->arn);
}

static void print_count(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu\n", found->count);
}

START(topics, a->topics(a->self, TOLD))
START(create_topic, a->create_topic(a->self, "ce", NULL, TOLD))
START(create_encrypted_topic, a->create_topic(a->self, "ce", "alias/aws/sns", TOLD))
START(subscribe, a->subscribe(a->self, "arn:t", "email", "ann@example.com", TOLD))
START(set_attribute, a->set_topic_attribute(a->self, "arn:t", "DisplayName", "Cloud Exchange", TOLD))

static void sns(void **state)
{
	static const struct looked rows[] = {
		{.name = "topics", .start = topics, .print = print_topics, .service = "sns",
		 .requests = POST("ListTopics") POST("ListTopics&NextToken=t"),
		 .replies = {QUERY("ListTopics", "<Topics><member><TopicArn>arn:1</TopicArn></member></Topics><NextToken>t</NextToken>"),
		             QUERY("ListTopics", "<Topics><member><TopicArn>arn:2</TopicArn></member></Topics>")},
		 .text = "arn:1\narn:2\n"},
		{.name = "create", .start = create_topic, .print = print_topics, .requests = POST("CreateTopic&Name=ce"),
		 .replies = {QUERY("CreateTopic", "<TopicArn>arn:new</TopicArn>")}, .text = "arn:new\n"},
		{.name = "create encrypted", .start = create_encrypted_topic, .print = print_topics,
		 .requests = POST("CreateTopic&Name=ce&Attributes.entry.1.key=KmsMasterKeyId&Attributes.entry.1.value=alias%2Faws%2Fsns"),
		 .replies = {QUERY("CreateTopic", "<TopicArn>arn:new</TopicArn>")}, .text = "arn:new\n"},
		{.name = "not created", .start = create_topic,
		 .replies = {FAILED_WITH("403 Forbidden", "AuthorizationError", "User: a is not authorized to perform: SNS:CreateTopic")},
		 .status = CEW_REFUSED, .what = "AWS does not permit CreateTopic", .hint = "permission"},
		{.name = "too many", .start = create_topic,
		 .replies = {FAILED_WITH("403 Forbidden", "TopicLimitExceeded", "Topic limit exceeded")},
		 .status = CEW_REFUSED, .what = "a limit of SNS in eu-west-1", .hint = "Service Quotas"},
		{.name = "throttled", .start = topics, .requests = POST("ListTopics") POST("ListTopics") POST("ListTopics"),
		 .replies = {FAILED_WITH("429 Too Many Requests", "Throttled", "Rate exceeded")}, .status = CEW_REFUSED},
		{.name = "subscribe", .start = subscribe, .print = print_subscription,
		 .requests = POST("Subscribe&TopicArn=arn%3At&Protocol=email&Endpoint=ann%40example.com&ReturnSubscriptionArn=true"),
		 .replies = {QUERY("Subscribe", "<SubscriptionArn>arn:s</SubscriptionArn>")}, .text = "1: arn:s\n"},
		{.name = "attribute", .start = set_attribute, .print = print_count,
		 .requests = POST("SetTopicAttributes&TopicArn=arn%3At&AttributeName=DisplayName&AttributeValue=Cloud%20Exchange"),
		 .replies = {XML("<SetTopicAttributesResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><ResponseMetadata>"
		                 "<RequestId>r</RequestId></ResponseMetadata></SetTopicAttributesResponse>")},
		 .text = "0\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- CloudFormation ---- */

static void print_stacks(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_stack_entry *s = &found->stacks[i];

		fixture_add(f, "%s|%s|%s|%s|%lld\n", s->id, s->name, s->status, s->reason, (long long)s->created_ms);
	}
}

static void print_change_set(struct fixture *f, const struct cew_found *found)
{
	const struct cew_change_set *c = found->change_sets;

	fixture_add(f, "%zu: %s|%s|%s|%s|%s\n", found->count, c->id, c->stack_id, c->status, c->reason, c->execution_status);
	for (size_t i = 0; i < c->change_count; i++)
		fixture_add(f, " %s %s %s %s\n", c->changes[i].action, c->changes[i].logical_id, c->changes[i].type,
		            c->changes[i].replacement);
}

static void print_summary(struct fixture *f, const struct cew_found *found)
{
	const struct cew_template_summary *s = found->summaries;

	fixture_add(f, "%s|%s\n", s->description, s->capabilities_reason);
	for (size_t i = 0; i < s->capability_count; i++)
		fixture_add(f, " %s\n", s->capabilities[i]);
	for (size_t i = 0; i < s->resource_type_count; i++)
		fixture_add(f, " %s\n", s->resource_types[i]);
	for (size_t i = 0; i < s->transform_count; i++)
		fixture_add(f, " %s\n", s->transforms[i]);
	for (size_t i = 0; i < s->parameter_count; i++)
		fixture_add(f, " %s %s=%s (%s) %d\n", s->parameters[i].type, s->parameters[i].name, s->parameters[i].default_value,
		            s->parameters[i].description, s->parameters[i].no_echo);
}

static uint64_t create_change_set(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	static const struct cew_name_value parameters[] = {{"A", "1"}}, tags[] = {{"Owner", "x"}};
	static const char *const capabilities[] = {"CAPABILITY_IAM"};
	const struct cew_create_request request = {
		.stack_name = "ce", .template_body = "{}", .parameters = parameters, .parameter_count = 1, .tags = tags, .tag_count = 1,
		.capabilities = capabilities, .capability_count = 1, .role_arn = "arn:r", .token = "t-1", .on_failure = "DELETE",
		.timeout_minutes = 5,
	};

	return a->create_change_set(a->self, &request, "dry-run", TOLD);
}

static uint64_t summary_of_body(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	return a->template_summary(a->self, &(struct cew_template_source){.body = "{}"}, TOLD);
}

START(stacks, a->stacks(a->self, TOLD))
START(change_set, a->change_set(a->self, "arn:cs", TOLD))
START(delete_change_set, a->delete_change_set(a->self, "arn:cs", TOLD))

#define CHANGE(id, type) \
	"<member><ResourceChange><Action>Add</Action><LogicalResourceId>" id "</LogicalResourceId><ResourceType>" type \
	"</ResourceType><Scope/><Details/></ResourceChange><Type>Resource</Type></member>"

static void cloudformation(void **state)
{
	static const struct looked rows[] = {
		{.name = "stacks", .start = stacks, .print = print_stacks, .service = "cloudformation",
		 .replies = {QUERY("ListStacks", "<StackSummaries><member><StackId>arn:1</StackId><StackStatus>CREATE_IN_PROGRESS</StackStatus>"
		                   "<StackName>ce</StackName><CreationTime>2024-01-02T03:04:05Z</CreationTime><StackStatusReason>User Initiated"
		                   "</StackStatusReason></member></StackSummaries>")},
		 .text = "arn:1|ce|CREATE_IN_PROGRESS|User Initiated|1704164645000\n"},
		{.name = "create change set", .start = create_change_set, .print = print_change_set,
		 .requests = POST("CreateChangeSet&StackName=ce&ChangeSetName=dry-run&ChangeSetType=CREATE&Parameters.member.1.ParameterKey=A"
		                  "&Parameters.member.1.ParameterValue=1&Tags.member.1.Key=Owner&Tags.member.1.Value=x"
		                  "&Capabilities.member.1=CAPABILITY_IAM&RoleARN=arn%3Ar&ClientToken=t-1&TemplateBody=%7B%7D"),
		 .replies = {QUERY("CreateChangeSet", "<Id>arn:cs</Id><StackId>arn:stack</StackId>")}, .text = "1: arn:cs|arn:stack|||\n"},
		{.name = "change set", .start = change_set, .print = print_change_set,
		 .requests = POST("DescribeChangeSet&ChangeSetName=arn%3Acs") POST("DescribeChangeSet&ChangeSetName=arn%3Acs&NextToken=n"),
		 .replies = {QUERY("DescribeChangeSet", "<StackId>arn:stack</StackId><ChangeSetName>dry-run</ChangeSetName><ExecutionStatus>AVAILABLE"
		                   "</ExecutionStatus><Status>CREATE_COMPLETE</Status><ChangeSetId>arn:cs</ChangeSetId><Changes>"
		                   CHANGE("Vpc", "AWS::EC2::VPC") "</Changes><NextToken>n</NextToken>"),
		             QUERY("DescribeChangeSet", "<ChangeSetId>arn:cs</ChangeSetId><Changes>" CHANGE("Role", "AWS::IAM::Role") "</Changes>")},
		 .text = "1: arn:cs|arn:stack|CREATE_COMPLETE||AVAILABLE\n Add Vpc AWS::EC2::VPC \n Add Role AWS::IAM::Role \n"},
		{.name = "no change set", .start = change_set,
		 .replies = {FAILED_WITH("404 Not Found", "ChangeSetNotFound", "ChangeSet [x] does not exist")},
		 .status = CEW_NOT_FOUND, .what = "ChangeSet [x] does not exist"},
		{.name = "delete change set", .start = delete_change_set, .print = print_count,
		 .requests = POST("DeleteChangeSet&ChangeSetName=arn%3Acs"), .replies = {QUERY("DeleteChangeSet", "")}, .text = "0\n"},
		{.name = "summary", .start = summary_of_body, .print = print_summary,
		 .requests = POST("GetTemplateSummary&TemplateBody=%7B%7D"),
		 .replies = {QUERY("GetTemplateSummary", "<Description>CE</Description><Parameters><member><ParameterKey>P</ParameterKey>"
		                   "<ParameterType>String</ParameterType><DefaultValue>d</DefaultValue><NoEcho>true</NoEcho><Description>about"
		                   "</Description></member></Parameters><Capabilities><member>CAPABILITY_IAM</member></Capabilities>"
		                   "<CapabilitiesReason>because</CapabilitiesReason><ResourceTypes><member>AWS::EC2::VPC</member></ResourceTypes>"
		                   "<DeclaredTransforms><member>AWS::LanguageExtensions</member></DeclaredTransforms>")},
		 .text = "CE|because\n CAPABILITY_IAM\n AWS::EC2::VPC\n AWS::LanguageExtensions\n String P=d (about) 1\n"},
		{.name = "bad template", .start = summary_of_body,
		 .replies = {FAILED_WITH("400 Bad Request", "ValidationError", "Template format error: JSON not well-formed. (line 1, column 25)")},
		 .status = CEW_REFUSED, .what = "the template is not well-formed", .hint = "Correct the template"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load_balancing),
		cmocka_unit_test(iam),
		cmocka_unit_test(trust_policies),
		cmocka_unit_test(sns),
		cmocka_unit_test(cloudformation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
