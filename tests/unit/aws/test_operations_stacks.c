/* CloudFormation's operations on stacks that are there. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "looked.h"

#define CFN(action, rest) "POST / Action=" action rest "\n"
#define ANSWER(action, text) XML("<" action "Response xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><" action \
                                 "Result>" text "</" action "Result><ResponseMetadata/></" action "Response>")
#define NOTHING(action) XML("<" action "Response xmlns=\"x\"><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" action \
                            "Response>")
#define ID "arn:aws:cloudformation:eu-west-1:1:stack/ce/1"
#define ID_SENT "arn%3Aaws%3Acloudformation%3Aeu-west-1%3A1%3Astack%2Fce%2F1"

/* ---- what there is ---- */

static void print_texts(struct fixture *f, const char *name, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fixture_add(f, " %s %s\n", name, texts[i]);
}

static void print_stacks(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_stack_detail *s = &found->stack_details[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%lld|%lld|%lld|%lld|%d|%d\n", s->id, s->name, s->status, s->reason,
		            s->description, s->role_arn, s->parent_id, s->root_id, s->change_set_id, (long long)s->created_ms,
		            (long long)s->updated_ms, (long long)s->deleted_ms, (long long)s->timeout_minutes, s->termination_protection,
		            s->rollback_disabled);
		for (size_t n = 0; n < s->parameter_count; n++)
			fixture_add(f, " parameter %s=%s (%s)\n", s->parameters[n].name, s->parameters[n].value, s->parameters[n].resolved);
		for (size_t n = 0; n < s->tag_count; n++)
			fixture_add(f, " tag %s=%s\n", s->tags[n].name, s->tags[n].value);
		for (size_t n = 0; n < s->output_count; n++)
			fixture_add(f, " output %s=%s (%s)\n", s->outputs[n].key, s->outputs[n].value, s->outputs[n].description);
		print_texts(f, "capability", s->capabilities, s->capability_count);
		print_texts(f, "told", s->notification_arns, s->notification_count);
	}
}

static void print_resources(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_stack_resource *r = &found->stack_resources[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%lld\n", r->logical_id, r->physical_id, r->type, r->status, r->reason, (long long)r->time_ms);
	}
}

static void print_template(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu:%s", found->count, found->templates->body);
}

START_OPERATION(all_stacks, o.stack_details(o.self, NULL, TOLD))
START_OPERATION(one_stack, o.stack_details(o.self, ID, TOLD))
START_OPERATION(resources, o.stack_resources(o.self, "ce", TOLD))
START_OPERATION(template, o.stack_template(o.self, "ce", TOLD))

static void what_there_is(void **state)
{
	static const struct looked rows[] = {
		{.name = "a stack", .start = one_stack, .print = print_stacks, .service = "cloudformation",
		 .requests = CFN("DescribeStacks", "&StackName=" ID_SENT),
		 .replies = {ANSWER("DescribeStacks",
			"<Stacks><member><StackId>" ID "</StackId><StackName>ce</StackName><ChangeSetId>arn:set</ChangeSetId>"
			"<Description>Cloud &amp; Exchange</Description><Parameters><member><ParameterKey>Ami</ParameterKey><ParameterValue>/ssm"
			"</ParameterValue><ResolvedValue>ami-1</ResolvedValue></member><member><ParameterKey>MAINTENANCEPASSWORD</ParameterKey>"
			"<ParameterValue>****</ParameterValue></member><member><ParameterKey>Empty</ParameterKey><ParameterValue/></member>"
			"</Parameters><CreationTime>2024-01-02T03:04:05.678Z</CreationTime><LastUpdatedTime>2024-01-02T04:04:05.678Z"
			"</LastUpdatedTime><RollbackConfiguration/><StackStatus>UPDATE_ROLLBACK_COMPLETE</StackStatus><StackStatusReason>why"
			"</StackStatusReason><DisableRollback>true</DisableRollback><NotificationARNs><member>arn:topic</member>"
			"</NotificationARNs><TimeoutInMinutes>120</TimeoutInMinutes><Capabilities><member>CAPABILITY_NAMED_IAM</member>"
			"</Capabilities><Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://x</OutputValue><Description>where"
			"</Description></member></Outputs><RoleARN>arn:role</RoleARN><Tags><member><Key>Owner</Key><Value>sec ops</Value></member>"
			"</Tags><EnableTerminationProtection>true</EnableTerminationProtection><ParentId>arn:parent</ParentId>"
			"<RootId>arn:root</RootId><DriftInformation><StackDriftStatus>NOT_CHECKED</StackDriftStatus></DriftInformation>"
			"</member></Stacks>")},
		 .text = ID "|ce|UPDATE_ROLLBACK_COMPLETE|why|Cloud & Exchange|arn:role|arn:parent|arn:root|arn:set|1704164645678|"
		            "1704168245678|0|120|1|1\n"
		            " parameter Ami=/ssm (ami-1)\n parameter MAINTENANCEPASSWORD=**** ()\n parameter Empty= ()\n"
		            " tag Owner=sec ops\n output Url=https://x (where)\n capability CAPABILITY_NAMED_IAM\n told arn:topic\n"},
		{.name = "all stacks", .start = all_stacks, .print = print_stacks,
		 .requests = CFN("DescribeStacks", "") CFN("DescribeStacks", "&NextToken=n%2F1"),
		 .replies = {ANSWER("DescribeStacks", "<Stacks><member><StackId>1</StackId><StackName>a</StackName><StackStatus>"
		                                      "CREATE_COMPLETE</StackStatus></member></Stacks><NextToken>n/1</NextToken>"),
		             ANSWER("DescribeStacks", "<Stacks><member><StackId>2</StackId><StackName>b</StackName><DeletionTime>"
		                                      "2024-01-02T03:04:05Z</DeletionTime><StackStatus>DELETE_COMPLETE</StackStatus>"
		                                      "</member></Stacks>")},
		 .text = "1|a|CREATE_COMPLETE|||||||0|0|0|0|0|0\n2|b|DELETE_COMPLETE|||||||0|0|1704164645000|0|0|0\n"},
		{.name = "no such stack", .start = one_stack,
		 .replies = {{"400 Bad Request", NULL, FAILURE("ValidationError", "Stack with id x does not exist"), 0, KEEP}},
		 .status = CEW_NOT_FOUND, .what = "Stack with id x does not exist", .hint = "eu-west-1"},
		{.name = "resources", .start = resources, .print = print_resources,
		 .requests = CFN("ListStackResources", "&StackName=ce") CFN("ListStackResources", "&StackName=ce&NextToken=2"),
		 .replies = {ANSWER("ListStackResources",
			"<StackResourceSummaries><member><LogicalResourceId>Vpc</LogicalResourceId><PhysicalResourceId>vpc-1</PhysicalResourceId>"
			"<ResourceType>AWS::EC2::VPC</ResourceType><LastUpdatedTimestamp>2024-01-02T03:04:05.678Z</LastUpdatedTimestamp>"
			"<ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResourceSummaries><NextToken>2</NextToken>"),
		             ANSWER("ListStackResources",
			"<StackResourceSummaries><member><LogicalResourceId>Bucket</LogicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType>"
			"<ResourceStatus>DELETE_FAILED</ResourceStatus><ResourceStatusReason>not empty</ResourceStatusReason></member>"
			"</StackResourceSummaries>")},
		 .text = "Vpc|vpc-1|AWS::EC2::VPC|CREATE_COMPLETE||1704164645678\nBucket||AWS::S3::Bucket|DELETE_FAILED|not empty|0\n"},
		{.name = "a template", .start = template, .print = print_template,
		 .requests = CFN("GetTemplate", "&StackName=ce&TemplateStage=Original"),
		 .replies = {ANSWER("GetTemplate", "<TemplateBody># a\n  b: &lt;&gt;\n\n</TemplateBody><StagesAvailable><member>Original</member>"
		                                   "</StagesAvailable>")},
		 .text = "1:# a\n  b: <>\n\n"},
		{.name = "no template", .start = template, .replies = {ANSWER("GetTemplate", "<StagesAvailable/>")},
		 .status = CEW_UNREACHABLE, .what = "answer to GetTemplate has no TemplateBody"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- updates ---- */

static void print_set(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu: %s|%s\n", found->count, found->change_sets->id, found->change_sets->stack_id);
}

static void print_arn(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu: %s\n", found->count, found->arns->arn);
}

static void print_count(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu\n", found->count);
}

static void print_changes(struct fixture *f, const struct cew_found *found)
{
	const struct cew_change_set *s = found->change_sets;

	fixture_add(f, "%s|%s|%s|%s|%s|%s|%s\n", s->id, s->name, s->stack_id, s->stack_name, s->status, s->reason, s->execution_status);
	for (size_t i = 0; i < s->change_count; i++) {
		const struct cew_change *c = &s->changes[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s\n", c->action, c->logical_id, c->type, c->replacement, c->physical_id, c->policy_action);
		print_texts(f, "scope", c->scope, c->scope_count);
		for (size_t n = 0; n < c->detail_count; n++)
			fixture_add(f, " %s|%s|%s|%s|%s|%s\n", c->details[n].attribute, c->details[n].name, c->details[n].recreation,
			            c->details[n].evaluation, c->details[n].source, c->details[n].cause);
	}
}

static const struct cew_update_parameter parameters[] = {
	{"EnvName", "a&b", false}, {"MAINTENANCEPASSWORD", "never looked at", true}, {"Empty", "", false}};
static const struct cew_name_value tags[] = {{"Owner", "ops"}};
static const char *const topics[] = {"arn:t"}, *const capabilities[] = {"CAPABILITY_NAMED_IAM"};
static const struct cew_update_request whole = {
	.stack = ID, .template_url = "https://b.s3.amazonaws.com/k", .parameters = parameters, .parameter_count = 3, .tags = tags,
	.tag_count = 1, .notification_arns = topics, .notification_count = 1, .capabilities = capabilities, .capability_count = 1,
	.role_arn = "arn:r", .disable_rollback = true, .token = "token-1"};
static const struct cew_update_request kept = {.stack = "ce", .use_previous_template = true, .token = "token-2"};
static const struct cew_update_request inlined = {.stack = "ce", .template_body = "a: b\n", .token = "token-3"};

START_OPERATION(change_whole, o.create_update_change_set(o.self, &whole, "cewizard-1", TOLD))
START_OPERATION(change_kept, o.create_update_change_set(o.self, &kept, "cewizard-1", TOLD))
START_OPERATION(update_whole, o.update_stack(o.self, &whole, TOLD))
START_OPERATION(update_inlined, o.update_stack(o.self, &inlined, TOLD))
START_OPERATION(execute, o.execute_change_set(o.self, &(struct cew_change_set_execution){.id = "arn:set", .token = "t"}, TOLD))
START_OPERATION(execute_all, o.execute_change_set(o.self, &(struct cew_change_set_execution){"arn:set", "t", true}, TOLD))
START(change_set, a->change_set(a->self, "arn:set", TOLD))

#define WHOLE \
	"&StackName=" ID_SENT "&TemplateURL=https%3A%2F%2Fb.s3.amazonaws.com%2Fk&Parameters.member.1.ParameterKey=EnvName" \
	"&Parameters.member.1.ParameterValue=a%26b&Parameters.member.2.ParameterKey=MAINTENANCEPASSWORD" \
	"&Parameters.member.2.UsePreviousValue=true&Parameters.member.3.ParameterKey=Empty&Parameters.member.3.ParameterValue=" \
	"&Tags.member.1.Key=Owner&Tags.member.1.Value=ops&NotificationARNs.member.1=arn%3At" \
	"&Capabilities.member.1=CAPABILITY_NAMED_IAM&RoleARN=arn%3Ar"
#define MADE "<Id>arn:set</Id><StackId>" ID "</StackId>"

static void updates(void **state)
{
	static const struct looked rows[] = {
		{.name = "a change set with everything", .start = change_whole, .print = print_set, .service = "cloudformation",
		 .requests = CFN("CreateChangeSet", "&ChangeSetName=cewizard-1&ChangeSetType=UPDATE" WHOLE "&ClientToken=token-1"),
		 .replies = {ANSWER("CreateChangeSet", MADE)}, .text = "1: arn:set|" ID "\n"},
		{.name = "a change set that keeps the template", .start = change_kept, .print = print_set,
		 .requests = CFN("CreateChangeSet", "&ChangeSetName=cewizard-1&ChangeSetType=UPDATE&StackName=ce&UsePreviousTemplate=true"
		                                    "&ClientToken=token-2"),
		 .replies = {ANSWER("CreateChangeSet", MADE)}},
		{.name = "an update with everything", .start = update_whole, .print = print_arn,
		 .requests = CFN("UpdateStack", WHOLE "&DisableRollback=true&ClientRequestToken=token-1"),
		 .replies = {ANSWER("UpdateStack", "<StackId>" ID "</StackId>")}, .text = "1: " ID "\n"},
		{.name = "an update with a template", .start = update_inlined, .print = print_arn,
		 .requests = CFN("UpdateStack", "&StackName=ce&ClientRequestToken=token-3&TemplateBody=a%3A%20b%0A"),
		 .replies = {ANSWER("UpdateStack", "<StackId>" ID "</StackId>")}},
		{.name = "nothing to update", .start = update_whole,
		 .replies = {{"400 Bad Request", NULL, FAILURE("ValidationError", "No updates are to be performed."), 0, KEEP}},
		 .status = CEW_REFUSED, .what = "No updates are to be performed", .hint = "nothing needs to be done"},
		{.name = "an update is sent again with its token", .start = update_inlined, .print = print_arn,
		 .requests = CFN("UpdateStack", "&StackName=ce&ClientRequestToken=token-3&TemplateBody=a%3A%20b%0A")
		             CFN("UpdateStack", "&StackName=ce&ClientRequestToken=token-3&TemplateBody=a%3A%20b%0A"),
		 .replies = {{.status = "500 Oops", .then = RESET}, ANSWER("UpdateStack", "<StackId>" ID "</StackId>")}, .text = "1: " ID "\n"},
		{.name = "a change set is executed", .start = execute, .print = print_count,
		 .requests = CFN("ExecuteChangeSet", "&ChangeSetName=arn%3Aset&ClientRequestToken=t"),
		 .replies = {ANSWER("ExecuteChangeSet", "")}, .text = "0\n"},
		{.name = "without rollback", .start = execute_all,
		 .requests = CFN("ExecuteChangeSet", "&ChangeSetName=arn%3Aset&DisableRollback=true&ClientRequestToken=t"),
		 .replies = {ANSWER("ExecuteChangeSet", "")}},
		{.name = "a change set that cannot be", .start = execute,
		 .replies = {{"400 Bad Request", NULL, FAILURE("InvalidChangeSetStatus", "ChangeSet [x] cannot be executed in its current "
		              "status of [FAILED]"), 0, KEEP}},
		 .status = CEW_REFUSED, .what = "cannot be executed in its current status of [FAILED]", .hint = "change set"},
		{.name = "a change set that is gone", .start = execute,
		 .replies = {{"404 Not Found", NULL, FAILURE("ChangeSetNotFound", "ChangeSet [x] does not exist"), 0, KEEP}},
		 .status = CEW_NOT_FOUND, .what = "does not exist"},
		{.name = "what would change", .start = change_set, .print = print_changes,
		 .replies = {ANSWER("DescribeChangeSet",
			"<ChangeSetName>cewizard-1</ChangeSetName><ChangeSetId>arn:set</ChangeSetId><StackId>" ID "</StackId><StackName>ce</StackName>"
			"<Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus><Changes><member><Type>Resource</Type>"
			"<ResourceChange><PolicyAction>ReplaceAndDelete</PolicyAction><Action>Modify</Action><LogicalResourceId>Fs"
			"</LogicalResourceId><PhysicalResourceId>fs-1</PhysicalResourceId><ResourceType>AWS::EFS::FileSystem</ResourceType>"
			"<Replacement>True</Replacement><Scope><member>Properties</member><member>Tags</member></Scope><Details><member><Target>"
			"<Attribute>Properties</Attribute><Name>KmsKeyId</Name><RequiresRecreation>Always</RequiresRecreation></Target>"
			"<Evaluation>Static</Evaluation><ChangeSource>ParameterReference</ChangeSource><CausingEntity>Key</CausingEntity></member>"
			"</Details></ResourceChange></member><member><Type>Resource</Type><ResourceChange><Action>Add</Action>"
			"<LogicalResourceId>New</LogicalResourceId><ResourceType>AWS::SNS::Topic</ResourceType><Scope/><Details/>"
			"</ResourceChange></member></Changes>")},
		 .text = "arn:set|cewizard-1|" ID "|ce|CREATE_COMPLETE||AVAILABLE\n"
		         "Modify|Fs|AWS::EFS::FileSystem|True|fs-1|ReplaceAndDelete\n scope Properties\n scope Tags\n"
		         " Properties|KmsKeyId|Always|Static|ParameterReference|Key\nAdd|New|AWS::SNS::Topic|||\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- ends ---- */

static const char *const left[] = {"A", "Nested.B"};

START_OPERATION(cancel_update, o.cancel_update(o.self, ID, "t", TOLD))
START_OPERATION(go_on, o.continue_rollback(o.self, &(struct cew_rollback_request){.stack = "ce", .token = "t"}, TOLD))
START_OPERATION(go_on_without, o.continue_rollback(o.self, &(struct cew_rollback_request){"ce", "arn:r", "t", left, 2}, TOLD))
START_OPERATION(protect, o.set_termination_protection(o.self, "ce", true, TOLD))
START_OPERATION(unprotect, o.set_termination_protection(o.self, "ce", false, TOLD))
START_OPERATION(delete, o.delete_stack(o.self, &(struct cew_delete_request){.stack = ID, .token = "t"}, TOLD))
START_OPERATION(delete_most, o.delete_stack(o.self, &(struct cew_delete_request){"ce", "arn:r", "t", left, 1}, TOLD))

static void ends(void **state)
{
	static const struct looked rows[] = {
		{.name = "cancel", .start = cancel_update, .print = print_count, .service = "cloudformation",
		 .requests = CFN("CancelUpdateStack", "&StackName=" ID_SENT "&ClientRequestToken=t"),
		 .replies = {NOTHING("CancelUpdateStack")}, .text = "0\n"},
		{.name = "too late", .start = cancel_update,
		 .replies = {{"400 Bad Request", NULL, FAILURE("ValidationError", "CancelUpdateStack cannot be called from current stack status"),
		              0, KEEP}},
		 .status = CEW_REFUSED, .what = "cannot be called from current stack status", .hint = "no update under way"},
		{.name = "continue", .start = go_on, .requests = CFN("ContinueUpdateRollback", "&StackName=ce&ClientRequestToken=t"),
		 .replies = {ANSWER("ContinueUpdateRollback", "")}},
		{.name = "continue without some", .start = go_on_without,
		 .requests = CFN("ContinueUpdateRollback", "&StackName=ce&ResourcesToSkip.member.1=A&ResourcesToSkip.member.2=Nested.B"
		                                           "&RoleARN=arn%3Ar&ClientRequestToken=t"),
		 .replies = {ANSWER("ContinueUpdateRollback", "")}},
		{.name = "protect", .start = protect,
		 .requests = CFN("UpdateTerminationProtection", "&StackName=ce&EnableTerminationProtection=true"),
		 .replies = {ANSWER("UpdateTerminationProtection", "<StackId>" ID "</StackId>")}},
		{.name = "unprotect", .start = unprotect,
		 .requests = CFN("UpdateTerminationProtection", "&StackName=ce&EnableTerminationProtection=false"),
		 .replies = {ANSWER("UpdateTerminationProtection", "<StackId>" ID "</StackId>")}},
		{.name = "delete", .start = delete, .requests = CFN("DeleteStack", "&StackName=" ID_SENT "&ClientRequestToken=t"),
		 .replies = {NOTHING("DeleteStack")}},
		{.name = "delete most", .start = delete_most,
		 .requests = CFN("DeleteStack", "&StackName=ce&RetainResources.member.1=A&RoleARN=arn%3Ar&ClientRequestToken=t"),
		 .replies = {NOTHING("DeleteStack")}},
		{.name = "protected", .start = delete,
		 .replies = {{"400 Bad Request", NULL,
		              FAILURE("ValidationError", "Stack [ce] cannot be deleted while TerminationProtection is enabled"), 0, KEEP}},
		 .status = CEW_REFUSED, .what = "protected against deletion"},
		{.name = "a token used before", .start = delete,
		 .replies = {{"400 Bad Request", NULL, FAILURE("TokenAlreadyExistsException", "x"), 0, KEEP}}, .status = CEW_REFUSED,
		 .what = "was used for another operation"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_there_is),
		cmocka_unit_test(updates),
		cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
