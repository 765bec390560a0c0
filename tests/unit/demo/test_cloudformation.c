/* CloudFormation's actions: what they refuse, in AWS's words, and what they tell. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOPIC "Resources:\n  T: {Type: 'AWS::SNS::Topic'}\n"
#define WITH_PARAMETERS \
	"Parameters:\n" \
	"  Name: {Type: String, MinLength: 2, MaxLength: 4, AllowedPattern: '[a-z]*'}\n" \
	"  Size: {Type: String, Default: Small, AllowedValues: [Small, Large]}\n" \
	"  Count: {Type: Number, Default: 3, MinValue: 1, MaxValue: 5}\n" \
	"  Word: {Type: String, Default: abc, AllowedPattern: '[a-z]+', ConstraintDescription: lower case only}\n" \
	"  Zones: {Type: CommaDelimitedList, Default: 'a, b', AllowedValues: [a, b, c]}\n" \
	"  Key: {Type: String, Default: '', NoEcho: true}\n" \
	TOPIC
#define TEN "abcdefghij"
#define LONG_NAME TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "abcdefgh" /* 128 characters */
#define P(n, key, value) "&Parameters.member." n ".ParameterKey=" key "&Parameters.member." n ".ParameterValue=" value

/* ---- CreateStack: refusals ---- */

struct refusal {
	const char *template_text, *fields; /* besides StackName, which "…&StackName=" replaces */
	const char *code, *text;
};

static void assert_refused(const struct refusal *r)
{
	struct fixture f;
	char expected[128];
	char *body = encoded(r->template_text ? r->template_text : TOPIC);
	bool named = strstr(r->fields, "StackName=") != NULL, has_body = strstr(r->fields, "Template") == NULL;
	fixture_start(&f, NULL);
	unsigned status = call(&f, "CreateStack%s%s%s%s", named ? "" : "&StackName=ce", has_body ? "&TemplateBody=" : "",
	                       has_body ? body : "", r->fields);
	snprintf(expected, sizeof(expected), "<Code>%s</Code>", r->code);
	assert_has(&f, expected);
	assert_has(&f, r->text);
	assert_int_equal(status, 400);
	assert_int_equal(f.demo->stacks.len, 0);
	fixture_stop(&f);
	free(body);
}

static void members_are_checked(void **state)
{
	static const struct refusal rows[] = {
		{NULL, "&StackName=1st", "ValidationError",
	     "1 validation error detected: Value '1st' at 'stackName' failed to satisfy constraint: Member must satisfy "
	     "regular "
	     "expression pattern: [a-zA-Z][-a-zA-Z0-9]*"},
		{NULL, "&StackName=", "ValidationError", "at 'stackName'"},
		{NULL, "&StackName=" LONG_NAME "x", "ValidationError", "Member must have length less than or equal to 128"},
		{NULL, "&ClientRequestToken=-x", "ValidationError", "at 'clientRequestToken'"},
		{NULL, "&Capabilities.member.1=CAPABILITY_FLY", "ValidationError", "Member must satisfy enum value set"},
		{NULL, "&OnFailure=PANIC", "ValidationError", "enum value set: [ROLLBACK, DELETE, DO_NOTHING]"},
		{NULL, "&OnFailure=DELETE&DisableRollback=true", "ValidationError", "not both"},
		{NULL, "&DisableRollback=maybe", "MalformedInput", "Boolean must be"},
		{NULL, "&TimeoutInMinutes=0", "ValidationError", "Member must have value greater than or equal to 1"},
		{NULL, "&TimeoutInMinutes=soon", "MalformedInput", "integer"},
		{NULL, "&RoleARN=arn:aws:iam::12:role/x", "ValidationError", "invalid or cannot be assumed"},
		{NULL, "&RoleARN=short", "ValidationError", "length greater than or equal to 20"},
		{NULL, "&Tags.member.1.Key=a&Tags.member.1.Value=", "ValidationError",
	     "Value '' at 'tags.1.member.value' failed to satisfy constraint: Member must have length greater than or "
	     "equal to 1"},
		{NULL, "&Tags.member.1.Key=&Tags.member.1.Value=x", "ValidationError", "'tags.1.member.key'"},
		{NULL, "&Tags.member.1.Key=aws:x&Tags.member.1.Value=x", "ValidationError", "aws: prefixed tag key names"},
		{NULL, "&Tags.member.1.Key=a&Tags.member.1.Value=x&Tags.member.2.Key=a&Tags.member.2.Value=y",
	     "ValidationError", "Duplicate tag keys found: a"},
		{NULL, "&NotificationARNs.member.1=topic", "ValidationError", "is not the ARN of a topic"},
		{NULL,
	     "&NotificationARNs.member.1=a&NotificationARNs.member.2=a&NotificationARNs.member.3=a&NotificationARNs.member."
	     "4=a"
	     "&NotificationARNs.member.5=a&NotificationARNs.member.6=a",
	     "ValidationError",
	     "at 'notificationARNs' failed to satisfy constraint: Member must have length less than or equal to 5"},
		{NULL, "&NoTemplate=1", "ValidationError", "Either Template URL or Template Body must be specified."},
		{NULL, "&TemplateURL=http://s3.amazonaws.com/b/k", "ValidationError", "TemplateURL must be a supported URL."},
		{NULL, "&TemplateURL=https://example.com/t.yaml", "ValidationError", "TemplateURL must be a supported URL."},
		{NULL, "&TemplateURL=https://b.s3.eu-west-1.amazonaws.com/k", "ValidationError",
	     "TemplateURL must reference a valid S3 object to which you have access."},
		{NULL, "&TemplateURL=s3://bucket/key", "ValidationError",
	     "S3 error: Domain name specified in bucket is not a valid S3 domain"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		assert_refused(&rows[i]);
}

static void templates_are_checked(void **state)
{
	static const struct refusal rows[] = {
		{"{\"a\":", "", "ValidationError", "Template format error: JSON not well-formed. (line 1, column "},
		{"a: [", "", "ValidationError", "Template format error: YAML not well-formed. (line "},
		{"just text", "", "ValidationError", "Template format error: unsupported structure."},
		{"Resources: {}", "", "ValidationError",
	     "Template format error: At least one Resources member must be defined."},
		{"Description: x", "", "ValidationError", "At least one Resources member must be defined."},
		{"Resources: {A: {Properties: {}}}", "", "ValidationError",
	     "[/Resources/A] Every Resources object must contain a Type member."},
		{"Resources: {a-b: {Type: 'AWS::SNS::Topic'}}", "", "ValidationError",
	     "Resource name a-b is non alphanumeric."},
		{"Resources: {A: {Type: 'AWS::SNS::Topic', Propertes: {}}}", "", "ValidationError",
	     "Invalid template resource property 'Propertes'"},
		{TOPIC "Resource: {}\nOutput: {}\n", "", "ValidationError",
	     "Invalid template property or properties [Resource, Output]"},
		{"Resources: {A: {Type: Topic}}", "", "ValidationError", "Unrecognized resource types: [Topic]"},
		{"Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Ref Nowhere}}}", "", "ValidationError",
	     "Template format error: Unresolved resource dependencies [Nowhere] in the Resources block of the template"},
		{"Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: B}, B: {Type: 'AWS::SNS::Topic', DependsOn: A}}", "",
	     "ValidationError", "Circular dependency between resources: [A, B]"},
		{"Resources: {V: {Type: 'AWS::EC2::VPC'}, S: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !GetAtt V.Id}}}",
	     "", "ValidationError", "Template error: resource V does not support attribute type Id in Fn::GetAtt"},
		{"Rules: {R: {Assertions: [{Assert: !Equals [a, b], AssertDescription: Never so.}]}}\n" TOPIC, "",
	     "ValidationError", "Never so."},
		{"Resources: {R: {Type: 'AWS::IAM::Role'}}", "", "InsufficientCapabilitiesException",
	     "Requires capabilities : [CAPABILITY_IAM]"},
		{"Resources: {R: {Type: 'AWS::IAM::Role', Properties: {RoleName: x}}}", "&Capabilities.member.1=CAPABILITY_IAM",
	     "InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		assert_refused(&rows[i]);
}

static void a_large_template_is_refused(void **state)
{
	struct cew_buf text;
	(void)state;
	cew_buf_init(&text, 100000);
	cew_buf_str(&text, TOPIC "Description: ");
	while (text.len < CEW_CFN_INLINE_MAX + 1)
		cew_buf_char(&text, 'x');
	assert_refused(
		&(struct refusal){cew_buf_text(&text), "", "ValidationError",
	                      "at 'templateBody' failed to satisfy constraint: Member must have length less than or "
	                      "equal to 51200"});
	cew_buf_finish(&text);
}

static void parameters_are_checked(void **state)
{
	static const struct refusal rows[] = {
		{WITH_PARAMETERS, "", "ValidationError", "Parameters: [Name] must have values"},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Nme", "x") P("3", "Other", "x"), "ValidationError",
	     "Parameters: [Nme, Other] do not exist in the template"},
		{TOPIC, P("1", "Name", "ab"), "ValidationError",
	     "Parameter values specified for a template which does not require them."},
		{WITH_PARAMETERS, "&Parameters.member.1.ParameterKey=Name", "ValidationError",
	     "Parameter Name should either have input value or default value"},
		{WITH_PARAMETERS, P("1", "Name", "a"), "ValidationError",
	     "Parameter 'Name' must contain at least 2 characters"},
		{WITH_PARAMETERS, P("1", "Name", "abcde"), "ValidationError",
	     "Parameter 'Name' must contain at most 4 characters"},
		{WITH_PARAMETERS, P("1", "Name", "AB"), "ValidationError", "Parameter 'Name' must match pattern [a-z]*"},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Size", "Huge"), "ValidationError",
	     "Parameter 'Size' must be one of AllowedValues"},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Count", "many"), "ValidationError",
	     "Parameter 'Count' must be a number."},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Count", "0"), "ValidationError", "not less than 1"},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Count", "6"), "ValidationError", "not greater than 5"},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Word", "X"), "ValidationError",
	     "Parameter 'Word' failed to satisfy constraint: lower case only"},
		{WITH_PARAMETERS, P("1", "Name", "ab") P("2", "Zones", "a,%20d"), "ValidationError",
	     "Parameter 'Zones' must be one of AllowedValues"},
		{"Parameters: {A: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /x}}\n" TOPIC, "", "ValidationError",
	     "Unable to fetch parameters [/x] from parameter store for this account."},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		assert_refused(&rows[i]);
}

/* ---- CreateStack: again ---- */

static void the_same_token_gives_the_same_stack(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "ce", TOPIC, "&ClientRequestToken=tok-1");
	char *body = encoded(TOPIC);
	assert_int_equal(call(&f, "CreateStack&StackName=ce&TemplateBody=%s&ClientRequestToken=tok-1", body), 200);
	assert_has(&f, s->id);
	assert_int_equal(call(&f, "CreateStack&StackName=ce&TemplateBody=%s&ClientRequestToken=tok-2", body), 400);
	assert_has(&f, "<Code>AlreadyExistsException</Code><Message>Stack [ce] already exists</Message>");
	assert_int_equal(call(&f, "CreateStack&StackName=ce&TemplateBody=%s", body), 400);
	assert_int_equal(f.demo->stacks.len, 1);
	assert_int_equal(call(&f, "DeleteStack&StackName=ce&ClientRequestToken=tok-1"), 400);
	assert_has(&f, "<Code>TokenAlreadyExistsException</Code>");
	f.region = "eu-west-1"; /* stacks of regions do not see each other */
	assert_int_equal(call(&f, "CreateStack&StackName=ce&TemplateBody=%s", body), 200);
	assert_has(&f, "arn:aws:cloudformation:eu-west-1:123456789012:stack/ce/");
	fixture_stop(&f);
	free(body);
}

/* ---- describing ---- */

static void a_stack_is_described(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	create(&f, "ce",
	       "Description: A <test>\n" WITH_PARAMETERS
	       "Outputs: {Arn: {Value: !Ref T, Description: The topic, Export: {Name: top}}}\n",
	       P("1", "Name", "ab")
	           P("2", "Key", "hush-hush") "&Tags.member.1.Key=Owner&Tags.member.1.Value=secops&TimeoutInMinutes=7"
	                                      "&NotificationARNs.member.1=arn:aws:sns:us-east-1:123456789012:ce&"
	                                      "EnableTerminationProtection=true"
	                                      "&RoleARN=arn:aws:iam::123456789012:role/"
	                                      "corp-cloudformation&Capabilities.member.1=CAPABILITY_IAM&OnFailure=DO_NOTHING");
	fixture_pass(&f, 60000);
	assert_int_equal(call(&f, "DescribeStacks&StackName=ce"), 200);
	assert_has(
		&f, "<DescribeStacksResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">\n"
			"<DescribeStacksResult><Stacks><member><StackId>arn:aws:cloudformation:us-east-1:123456789012:stack/ce/");
	assert_has(&f, "<StackName>ce</StackName><Description>A &lt;test&gt;</Description>");
	assert_has(&f, "<member><ParameterKey>Name</ParameterKey><ParameterValue>ab</ParameterValue></member>");
	assert_has(&f, "<member><ParameterKey>Size</ParameterKey><ParameterValue>Small</ParameterValue></member>");
	assert_has(&f, "<member><ParameterKey>Key</ParameterKey><ParameterValue>****</ParameterValue></member>");
	assert_lacks(&f, "hush-hush");
	assert_has(&f, "<CreationTime>2024-01-02T03:04:05.678Z</CreationTime>");
	assert_has(&f, "<StackStatus>CREATE_COMPLETE</StackStatus><DisableRollback>true</DisableRollback>");
	assert_has(&f, "<NotificationARNs><member>arn:aws:sns:us-east-1:123456789012:ce</member></NotificationARNs>");
	assert_has(&f,
	           "<TimeoutInMinutes>7</TimeoutInMinutes><Capabilities><member>CAPABILITY_IAM</member></Capabilities>");
	assert_has(&f, "<Outputs><member><OutputKey>Arn</OutputKey><OutputValue>arn:aws:sns:us-east-1:123456789012:ce-T-");
	assert_has(&f, "<Description>The topic</Description><ExportName>top</ExportName></member></Outputs>");
	assert_has(&f, "<RoleARN>arn:aws:iam::123456789012:role/corp-cloudformation</RoleARN>");
	assert_has(&f, "<Tags><member><Key>Owner</Key><Value>secops</Value></member></Tags>");
	assert_has(&f, "<EnableTerminationProtection>true</EnableTerminationProtection>");
	assert_has(&f, "<ResponseMetadata><RequestId>");
	fixture_stop(&f);
}

static void absent_stacks_are_told_as_aws_does(void **state)
{
	static const struct {
		const char *action, *text;
	} rows[] = {
		{"DescribeStacks", "Stack with id gone does not exist"},
		{"DescribeStackEvents", "Stack [gone] does not exist"},
		{"ListStackResources", "Stack with id gone does not exist"},
		{"DescribeStackResources", "Stack with id gone does not exist"},
		{"DescribeStackResource&LogicalResourceId=T", "Stack 'gone' does not exist"},
		{"GetTemplate", "Stack with id gone does not exist"},
		{"GetTemplateSummary", "Stack with id gone does not exist"},
		{"UpdateTerminationProtection&EnableTerminationProtection=true", "Stack [gone] does not exist"},
	};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		assert_int_equal(call(&f, "%s&StackName=gone", rows[i].action), 400);
		assert_has(&f, "<Code>ValidationError</Code>");
		assert_has(&f, rows[i].text);
	}
	assert_int_equal(call(&f, "DescribeStackEvents"), 400);
	fixture_stop(&f);
}

static void deleted_stacks_are_found_by_id(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "ce", TOPIC, "");
	fixture_pass(&f, 60000);
	call(&f, "DeleteStack&StackName=%s", s->id);
	fixture_pass(&f, 60000);
	assert_int_equal(call(&f, "DescribeStacks&StackName=ce"), 400);
	assert_int_equal(call(&f, "DescribeStacks&StackName=%s", s->id), 200);
	assert_has(&f, "<StackStatus>DELETE_COMPLETE</StackStatus>");
	assert_has(&f, "<DeletionTime>");
	assert_int_equal(call(&f, "DescribeStackEvents&StackName=%s", s->id), 200);
	call(&f, "DescribeStacks");
	assert_has(&f, "<Stacks></Stacks>");
	call(&f, "ListStacks");
	assert_has(&f, "<StackStatus>DELETE_COMPLETE</StackStatus>");
	call(&f, "ListStacks&StackStatusFilter.member.1=CREATE_COMPLETE&StackStatusFilter.member.2=CREATE_FAILED");
	assert_has(&f, "<StackSummaries></StackSummaries>");
	create(&f, "ce", TOPIC, ""); /* the name is free again */
	call(&f, "ListStacks&StackStatusFilter.member.1=CREATE_IN_PROGRESS");
	assert_has(&f, "<StackName>ce</StackName>");
	fixture_stop(&f);
}

static void deleting_what_is_not_there_succeeds(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	assert_int_equal(call(&f, "DeleteStack&StackName=never"), 200);
	assert_int_equal(call(&f, "DeleteStack"), 400);
	fixture_stop(&f);
}

static void termination_protection_forbids_deletion(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	create(&f, "ce", TOPIC, "&EnableTerminationProtection=true");
	assert_int_equal(call(&f, "DeleteStack&StackName=ce"), 400);
	assert_has(&f, "Stack [ce] cannot be deleted while TerminationProtection is enabled");
	assert_int_equal(call(&f, "UpdateTerminationProtection&StackName=ce&EnableTerminationProtection=false"), 200);
	assert_has(&f, "<StackId>arn:aws:cloudformation:");
	assert_int_equal(call(&f, "DeleteStack&StackName=ce"), 200);
	assert_int_equal(call(&f, "UpdateTerminationProtection&StackName=ce"), 400);
	fixture_stop(&f);
}

/* ---- events and pages ---- */

static size_t count(const char *text, const char *part)
{
	size_t n = 0;
	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

/* The text of an element in the reply; "" if there is none. */
static const char *element(const struct fixture *f, const char *name, char out[256])
{
	char open[64];
	snprintf(open, sizeof(open), "<%s>", name);
	const char *at = strstr(reply_text(f), open);
	snprintf(out, 256, "%.*s", at ? (int)strcspn(at + strlen(open), "<") : 0, at ? at + strlen(open) : "");
	return out;
}

static char *many_topics(size_t number)
{
	struct cew_buf text;
	cew_buf_init(&text, 51200);
	cew_buf_str(&text, "Resources:\n");
	for (size_t i = 0; i < number; i++)
		cew_buf_fmt(&text, "  T%zu: {Type: 'AWS::SNS::Topic'}\n", i);
	return cew_buf_take(&text);
}

static void events_are_paged_newest_first(void **state)
{
	struct fixture f;
	char token[256], first[256];
	char *text = many_topics(40);
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "ce", text, "&ClientRequestToken=tok-1");
	fixture_pass(&f, 60000);
	assert_int_equal(s->events.len, 122); /* three for each topic, two for the stack */
	call(&f, "DescribeStackEvents&StackName=ce");
	assert_int_equal(count(reply_text(&f), "<member>"), 100);
	assert_int_equal(count(reply_text(&f), "<ClientRequestToken>tok-1</ClientRequestToken>"), 100);
	element(&f, "EventId", first);
	assert_string_equal(first, ((struct demo_event *)cew_vec_at(&s->events, 121))->id);
	element(&f, "NextToken", token);
	/* Events that come meanwhile do not shift the pages. */
	call(&f, "DeleteStack&StackName=ce");
	fixture_pass(&f, 20000);
	call(&f, "DescribeStackEvents&StackName=%s&NextToken=%s", s->id, token);
	assert_int_equal(count(reply_text(&f), "<member>"), 22);
	assert_string_equal(element(&f, "EventId", first), ((struct demo_event *)cew_vec_at(&s->events, 21))->id);
	assert_string_equal(element(&f, "NextToken", first), "");
	assert_has(&f, "User Initiated");
	assert_int_equal(call(&f, "DescribeStackEvents&StackName=%s&NextToken=%sx", s->id, token), 400);
	assert_int_equal(call(&f, "ListStackResources&StackName=%s&NextToken=%s", s->id, token), 400);
	fixture_stop(&f);
	free(text);
}

static void resources_are_listed(void **state)
{
	struct fixture f;
	char token[256];
	char *text = many_topics(120);
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "ce", text, "");
	call(&f, "ListStackResources&StackName=ce");
	assert_has(&f, "<StackResourceSummaries></StackResourceSummaries>"); /* nothing has begun */
	fixture_pass(&f, 60000);
	call(&f, "ListStackResources&StackName=ce");
	assert_int_equal(count(reply_text(&f), "<member>"), 100);
	call(&f, "ListStackResources&StackName=ce&NextToken=%s", element(&f, "NextToken", token));
	assert_int_equal(count(reply_text(&f), "<member>"), 20);
	assert_has(&f, "<LastUpdatedTimestamp>");
	call(&f, "DescribeStackResources&StackName=ce");
	assert_int_equal(count(reply_text(&f), "<member>"), 100);
	call(&f, "DescribeStackResources&StackName=ce&LogicalResourceId=T7");
	assert_int_equal(count(reply_text(&f), "<member>"), 1);
	assert_has(&f, "<ResourceStatus>CREATE_COMPLETE</ResourceStatus>");
	call(&f, "DescribeStackResources&PhysicalResourceId=%s&LogicalResourceId=T7", s->now->resources[7].physical);
	assert_has(&f, "<StackName>ce</StackName>");
	assert_int_equal(call(&f, "DescribeStackResources&PhysicalResourceId=i-1"), 400);
	call(&f, "DescribeStackResource&StackName=ce&LogicalResourceId=T7");
	assert_has(&f, "<StackResourceDetail>");
	assert_int_equal(call(&f, "DescribeStackResource&StackName=ce&LogicalResourceId=X"), 400);
	assert_has(&f, "Resource X does not exist for stack ce");
	fixture_stop(&f);
	free(text);
}

static void stacks_are_paged(void **state)
{
	struct fixture f;
	char token[256], name[16];
	(void)state;
	fixture_start(&f, NULL);
	for (int i = 0; i < 103; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		create(&f, name, TOPIC, "");
	}
	call(&f, "ListStacks");
	assert_int_equal(count(reply_text(&f), "<StackId>"), 100);
	assert_string_equal(element(&f, "StackName", token), "s102");
	call(&f, "ListStacks&NextToken=%s", element(&f, "NextToken", token));
	assert_int_equal(count(reply_text(&f), "<StackId>"), 3);
	assert_has(&f, "<StackName>s0</StackName>");
	assert_lacks(&f, "NextToken");
	call(&f, "DescribeStacks");
	assert_int_equal(count(reply_text(&f), "<StackId>"), 100);
	fixture_stop(&f);
}

/* ---- templates ---- */

static void templates_are_summarised(void **state)
{
	struct fixture f;
	char *body =
		encoded("AWSTemplateFormatVersion: '2010-09-09'\nDescription: D\nMetadata: {A: 1}\n"
	            "Parameters: {P: {Type: String, Default: x, AllowedValues: [x, y], NoEcho: true, Description: Q}}\n"
	            "Resources: {R: {Type: 'AWS::IAM::Role'}, S: {Type: 'AWS::IAM::Role'}}\n");
	(void)state;
	fixture_start(&f, NULL);
	assert_int_equal(call(&f, "ValidateTemplate&TemplateBody=%s", body), 200);
	assert_has(
		&f,
		"<Parameters><member><ParameterKey>P</ParameterKey><DefaultValue>x</DefaultValue><NoEcho>true</NoEcho>"
		"<Description>Q</Description></member></Parameters><Description>D</Description>"
		"<Capabilities><member>CAPABILITY_IAM</member></Capabilities>"
		"<CapabilitiesReason>The following resource(s) require capabilities: [AWS::IAM::Role]</CapabilitiesReason>");
	assert_int_equal(call(&f, "GetTemplateSummary&TemplateBody=%s", body), 200);
	assert_has(&f, "<ParameterType>String</ParameterType>");
	assert_has(&f, "<AllowedValues><member>x</member><member>y</member></AllowedValues>");
	assert_has(&f, "<ResourceTypes><member>AWS::IAM::Role</member></ResourceTypes><Version>2010-09-09</Version>"
	               "<Metadata>{&quot;A&quot;:1}</Metadata>");
	assert_int_equal(call(&f, "ValidateTemplate&TemplateBody=x"), 400);
	assert_int_equal(call(&f, "ValidateTemplate"), 400);
	fixture_stop(&f);
	free(body);
}

static void the_template_is_given_back_as_sent(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	create(&f, "ce", TOPIC "# a & b\n", "");
	call(&f, "GetTemplate&StackName=ce");
	assert_has(&f, "<TemplateBody>Resources:\n  T: {Type: 'AWS::SNS::Topic'}\n# a &amp; b\n</TemplateBody>");
	assert_has(&f, "<StagesAvailable><member>Original</member><member>Processed</member></StagesAvailable>");
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_checked),
		cmocka_unit_test(templates_are_checked),
		cmocka_unit_test(a_large_template_is_refused),
		cmocka_unit_test(parameters_are_checked),
		cmocka_unit_test(the_same_token_gives_the_same_stack),
		cmocka_unit_test(a_stack_is_described),
		cmocka_unit_test(absent_stacks_are_told_as_aws_does),
		cmocka_unit_test(deleted_stacks_are_found_by_id),
		cmocka_unit_test(deleting_what_is_not_there_succeeds),
		cmocka_unit_test(termination_protection_forbids_deletion),
		cmocka_unit_test(events_are_paged_newest_first),
		cmocka_unit_test(resources_are_listed),
		cmocka_unit_test(stacks_are_paged),
		cmocka_unit_test(templates_are_summarised),
		cmocka_unit_test(the_template_is_given_back_as_sent),
	};
	return cmocka_run_group_tests_name("demo cloudformation", tests, NULL, NULL);
}
