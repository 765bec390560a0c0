/* Operations on what the account holds for a stack: topics, keys, file systems, buckets, roles. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "looked.h"

#define KMS(op, body) "POST / TrentService." op " " body "\n"
#define FORM(action, rest) "POST / Action=" action rest "\n"
#define ANSWER(action, text) XML("<" action "Response xmlns=\"x\"><" action "Result>" text "</" action "Result></" action "Response>")
#define NOTHING(action) XML("<" action "Response xmlns=\"x\"><ResponseMetadata/></" action "Response>")

static void print_pairs(struct fixture *f, const struct cew_name_value *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fixture_add(f, "%s=%s\n", pairs[i].name, pairs[i].value);
}

static void print_attributes(struct fixture *f, const struct cew_found *found)
{
	print_pairs(f, found->attributes, found->count);
}

static void print_count(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu\n", found->count);
}

/* ---- topics and keys ---- */

static void print_subscriptions(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_subscription *s = &found->subscriptions[i];

		fixture_add(f, "%s|%s|%s|%s\n", s->arn, s->protocol, s->endpoint, s->owner);
	}
}

static void print_keys(struct fixture *f, const struct cew_found *found)
{
	const struct cew_key *k = found->keys;

	fixture_add(f, "%zu: %s|%s|%s|%s|%s|%d\n", found->count, k->id, k->arn, k->state, k->manager, k->description, k->enabled);
}

static void print_aliases(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s|%s|%s\n", found->aliases[i].name, found->aliases[i].arn, found->aliases[i].key_id);
}

START_OPERATION(topic, o.topic_attributes(o.self, "arn:t", TOLD))
START_OPERATION(subscriptions, o.subscriptions(o.self, "arn:t", TOLD))
START_OPERATION(create_key, o.create_key(o.self, "for ce", "{\"Version\":\"2012-10-17\"}", TOLD))
START_OPERATION(create_alias, o.create_alias(o.self, "alias/ce", "k-1", TOLD))
START_OPERATION(describe_key, o.describe_key(o.self, "alias/ce", TOLD))
START_OPERATION(aliases, o.aliases(o.self, NULL, TOLD))

#define KEY "{\"KeyMetadata\":{\"KeyId\":\"k-1\",\"Arn\":\"arn:k-1\",\"Enabled\":true,\"Description\":\"for ce\",\"KeyState\":" \
            "\"Enabled\",\"KeyManager\":\"CUSTOMER\"}}"
#define KEY_ASKED KMS("CreateKey", "{\"Description\":\"for ce\",\"Policy\":\"{\\\"Version\\\":\\\"2012-10-17\\\"}\"}")

static void topics_and_keys(void **state)
{
	static const struct looked rows[] = {
		{.name = "topic", .start = topic, .print = print_attributes, .service = "sns",
		 .requests = FORM("GetTopicAttributes", "&TopicArn=arn%3At"),
		 .replies = {ANSWER("GetTopicAttributes", "<Attributes><entry><key>TopicArn</key><value>arn:t</value></entry><entry><key>"
		                                          "KmsMasterKeyId</key><value>alias/aws/sns</value></entry></Attributes>")},
		 .text = "TopicArn=arn:t\nKmsMasterKeyId=alias/aws/sns\n"},
		{.name = "subscriptions", .start = subscriptions, .print = print_subscriptions,
		 .requests = FORM("ListSubscriptionsByTopic", "&TopicArn=arn%3At") FORM("ListSubscriptionsByTopic", "&TopicArn=arn%3At&NextToken=n"),
		 .replies = {ANSWER("ListSubscriptionsByTopic",
			"<Subscriptions><member><TopicArn>arn:t</TopicArn><Protocol>email</Protocol><SubscriptionArn>PendingConfirmation"
			"</SubscriptionArn><Owner>1</Owner><Endpoint>ops@example.com</Endpoint></member></Subscriptions><NextToken>n</NextToken>"),
		             ANSWER("ListSubscriptionsByTopic", "<Subscriptions/>")},
		 .text = "PendingConfirmation|email|ops@example.com|1\n"},
		{.name = "create a key", .start = create_key, .print = print_keys, .service = "kms", .requests = KEY_ASKED,
		 .replies = {JSON(KEY)}, .text = "1: k-1|arn:k-1|Enabled|CUSTOMER|for ce|1\n"},
		{.name = "a key that may be there is not made again", .start = create_key, .requests = KEY_ASKED,
		 .replies = {{.status = "", .then = RESET}, JSON(KEY)}, .status = CEW_UNREACHABLE, .what = "broke off",
		 .hint = "Look whether CreateKey was done before you try again"},
		{.name = "nor is it after a failure inside", .start = create_key, .requests = KEY_ASKED,
		 .replies = {JSON_ERROR("500 Oops", "KMSInternalException", "x"), JSON(KEY)}, .status = CEW_UNREACHABLE,
		 .hint = "Look whether CreateKey was done"},
		{.name = "a key that cannot be there is asked for again", .start = create_key, .requests = KEY_ASKED KEY_ASKED,
		 .replies = {JSON_ERROR("400 Bad Request", "ThrottlingException", "Rate exceeded"), JSON(KEY)}},
		{.name = "alias", .start = create_alias, .print = print_count,
		 .requests = KMS("CreateAlias", "{\"AliasName\":\"alias/ce\",\"TargetKeyId\":\"k-1\"}"), .replies = {JSON("")}, .text = "0\n"},
		{.name = "an alias that is there", .start = create_alias,
		 .replies = {JSON_ERROR("400 Bad Request", "AlreadyExistsException", "An alias with the name exists")},
		 .status = CEW_REFUSED, .what = "KMS has something of this name already"},
		{.name = "key", .start = describe_key, .print = print_keys, .requests = KMS("DescribeKey", "{\"KeyId\":\"alias/ce\"}"),
		 .replies = {JSON(KEY)}},
		{.name = "no key", .start = describe_key,
		 .replies = {JSON_ERROR("400 Bad Request", "NotFoundException", "Alias arn:x is not found.")}, .status = CEW_NOT_FOUND,
		 .what = "is not found"},
		{.name = "aliases", .start = aliases, .print = print_aliases,
		 .requests = KMS("ListAliases", "{}") KMS("ListAliases", "{\"Marker\":\"m\"}"),
		 .replies = {JSON("{\"Aliases\":[{\"AliasName\":\"alias/aws/sns\",\"AliasArn\":\"arn:a\"}],\"NextMarker\":\"m\",\"Truncated\":true}"),
		             JSON("{\"Aliases\":[{\"AliasName\":\"alias/ce\",\"AliasArn\":\"arn:b\",\"TargetKeyId\":\"k-1\"}],\"Truncated\":false}")},
		 .text = "alias/aws/sns|arn:a|\nalias/ce|arn:b|k-1\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- file systems and buckets ---- */

static void print_file_systems(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_file_system *s = &found->file_systems[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%d|%lld|%lld|%lld\n", s->id, s->arn, s->name, s->state, s->kms_key, s->encrypted,
		            (long long)s->bytes, (long long)s->mount_targets, (long long)s->created_ms);
		print_pairs(f, s->tags, s->tag_count);
	}
}

static void print_backup(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu: %s\n", found->count, found->backup_policies->status);
}

static void print_contents(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu: \"%s\"\n", found->count, found->contents->first_key);
}

static void print_encryption(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%s|%s\n", found->encryptions->algorithm, found->encryptions->kms_key);
}

START_OPERATION(file_system, o.file_systems(o.self, "fs-1", TOLD))
START_OPERATION(file_systems, o.file_systems(o.self, NULL, TOLD))
START_OPERATION(backup, o.backup_policy(o.self, "fs-1", TOLD))
START_OPERATION(set_backup, o.set_backup_policy(o.self, "fs-1", true, TOLD))
START_OPERATION(contents, o.bucket_contents(o.self, "my-bucket", "123456789012", TOLD))
START_OPERATION(encryption, o.bucket_encryption(o.self, "my-bucket", NULL, TOLD))

#define VERSIONS(text) XML("<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>my-bucket</Name><Prefix/><KeyMarker/>" \
                           "<MaxKeys>1</MaxKeys><IsTruncated>false</IsTruncated>" text "</ListVersionsResult>")

static void file_systems_and_buckets(void **state)
{
	static const struct looked rows[] = {
		{.name = "a file system", .start = file_system, .print = print_file_systems, .service = "elasticfilesystem",
		 .requests = "GET /2015-02-01/file-systems?FileSystemId=fs-1\n",
		 .replies = {JSON("{\"FileSystems\":[{\"FileSystemId\":\"fs-1\",\"FileSystemArn\":\"arn:fs\",\"CreationTime\":1704164645,"
		                  "\"LifeCycleState\":\"available\",\"Name\":\"ce\",\"NumberOfMountTargets\":2,\"SizeInBytes\":{\"Value\":6144,"
		                  "\"Timestamp\":1},\"Encrypted\":true,\"KmsKeyId\":\"arn:k\",\"Tags\":[{\"Key\":\"Name\",\"Value\":\"ce\"}]}]}")},
		 .text = "fs-1|arn:fs|ce|available|arn:k|1|6144|2|1704164645000\nName=ce\n"},
		{.name = "all", .start = file_systems, .print = print_file_systems,
		 .requests = "GET /2015-02-01/file-systems\nGET /2015-02-01/file-systems?Marker=m%2F1\n",
		 .replies = {JSON("{\"FileSystems\":[{\"FileSystemId\":\"fs-1\"}],\"NextMarker\":\"m/1\"}"),
		             JSON("{\"FileSystems\":[{\"FileSystemId\":\"fs-2\"}]}")},
		 .text = "fs-1|||||0|0|0|0\nfs-2|||||0|0|0|0\n"},
		{.name = "no file system", .start = file_system,
		 .replies = {{"404 Not Found", NULL, "{\"ErrorCode\":\"FileSystemNotFound\",\"Message\":\"File system 'fs-1' does not exist.\"}", 0,
		              KEEP}},
		 .status = CEW_NOT_FOUND, .what = "File system 'fs-1' does not exist", .hint = "eu-west-1"},
		{.name = "backup", .start = backup, .print = print_backup, .requests = "GET /2015-02-01/file-systems/fs-1/backup-policy\n",
		 .replies = {JSON("{\"BackupPolicy\":{\"Status\":\"DISABLED\"}}")}, .text = "1: DISABLED\n"},
		{.name = "no backup policy", .start = backup,
		 .replies = {{"404 Not Found", "x-amzn-ErrorType: PolicyNotFound:\r\n", "{\"ErrorCode\":\"PolicyNotFound\",\"Message\":\"none\"}", 0,
		              KEEP}},
		 .status = CEW_NOT_FOUND, .what = "no such policy"},
		{.name = "turn backup on", .start = set_backup, .print = print_backup, .service = "elasticfilesystem",
		 .requests = "PUT /2015-02-01/file-systems/fs-1/backup-policy {\"BackupPolicy\":{\"Status\":\"ENABLED\"}}\n",
		 .replies = {JSON("{\"BackupPolicy\":{\"Status\":\"ENABLING\"}}")}, .text = "1: ENABLING\n"},
		{.name = "an empty bucket", .start = contents, .print = print_contents, .service = "s3",
		 .requests = "GET /my-bucket?max-keys=1&versions=\n", .replies = {VERSIONS("")}, .text = "1: \"\"\n"},
		{.name = "a bucket with an object", .start = contents, .print = print_contents,
		 .replies = {VERSIONS("<Version><Key>a/b</Key><VersionId>null</VersionId></Version>")}, .text = "1: \"a/b\"\n"},
		{.name = "a bucket with a marker", .start = contents, .print = print_contents,
		 .replies = {VERSIONS("<DeleteMarker><Key>gone</Key><VersionId>v</VersionId></DeleteMarker>")}, .text = "1: \"gone\"\n"},
		{.name = "encryption", .start = encryption, .print = print_encryption, .requests = "GET /my-bucket?encryption=\n",
		 .replies = {XML("<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>"
		                 "<KMSMasterKeyID>arn:k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule>"
		                 "</ServerSideEncryptionConfiguration>")},
		 .text = "aws:kms|arn:k\n"},
		{.name = "no encryption", .start = encryption,
		 .replies = {{"404 Not Found", NULL, "<Error><Code>ServerSideEncryptionConfigurationNotFoundError</Code><Message>The server side "
		              "encryption configuration was not found</Message></Error>", 0, KEEP}},
		 .status = CEW_NOT_FOUND, .what = "has no encryption"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* ---- IAM ---- */

static void print_roles(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%s|%s|%s|%s\n", found->roles->name, found->roles->arn, found->roles->description, found->roles->trust);
}

static void print_policies(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s|%s\n", found->policies[i].name, found->policies[i].arn);
}

static void print_user(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%s|%s|%s|%s\n", found->users->name, found->users->arn, found->users->path, found->users->id);
}

static void print_decisions(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s %s\n", found->decisions[i].action, found->decisions[i].decision);
}

static uint64_t simulate(const struct cew_account *a, size_t count, cew_found_fn *done, void *arg, struct cew_error *err)
{
	const char *actions[250];

	for (size_t i = 0; i < count; i++)
		actions[i] = i % 100 == 0 ? "first" : "s:A";
	return a->simulate(a->self, &(struct cew_simulation){.principal = "arn:u", .actions = actions, .action_count = count}, TOLD);
}

START_OPERATION(create_role, o.create_role(o.self, &(struct cew_new_role){"ce", "/x/", NULL, "{\"a\":1}"}, TOLD))
START_OPERATION(put_policy, o.put_role_policy(o.self, "ce", "inline", "{}", TOLD))
START_OPERATION(attach, o.attach_role_policy(o.self, "ce", "arn:p", TOLD))
START_OPERATION(attached, o.attached_policies(o.self, "ce", TOLD))
START_OPERATION(user, o.user(o.self, NULL, TOLD))
START(simulate_many, simulate(a, 250, TOLD))

#define DECIDED(name) ANSWER("SimulatePrincipalPolicy", "<EvaluationResults><member><EvalActionName>" name "</EvalActionName>" \
                             "<EvalDecision>allowed</EvalDecision></member></EvaluationResults><IsTruncated>false</IsTruncated>")

static void iam(void **state)
{
	static const struct looked rows[] = {
		{.name = "create a role", .start = create_role, .print = print_roles,
		 .requests = FORM("CreateRole", "&RoleName=ce&Path=%2Fx%2F&AssumeRolePolicyDocument=%7B%22a%22%3A1%7D"),
		 .replies = {ANSWER("CreateRole", "<Role><Path>/x/</Path><Arn>arn:r</Arn><RoleName>ce</RoleName><AssumeRolePolicyDocument>%7B%22a%22"
		                                  "%3A1%7D</AssumeRolePolicyDocument></Role>")},
		 .text = "ce|arn:r||{\"a\":1}\n"},
		{.name = "there already", .start = create_role,
		 .replies = {{"409 Conflict", NULL, FAILURE("EntityAlreadyExists", "Role with name ce already exists."), 0, KEEP}},
		 .status = CEW_REFUSED, .what = "IAM has something of this name already"},
		{.name = "not made twice", .start = create_role, .replies = {{.status = "", .then = SILENT}}, .status = CEW_UNREACHABLE,
		 .requests = FORM("CreateRole", "&RoleName=ce&Path=%2Fx%2F&AssumeRolePolicyDocument=%7B%22a%22%3A1%7D"),
		 .hint = "Look whether CreateRole was done"},
		{.name = "an inline policy", .start = put_policy, .print = print_count,
		 .requests = FORM("PutRolePolicy", "&RoleName=ce&PolicyName=inline&PolicyDocument=%7B%7D"), .replies = {NOTHING("PutRolePolicy")},
		 .text = "0\n"},
		{.name = "a policy that is none", .start = put_policy,
		 .replies = {{"400 Bad Request", NULL, FAILURE("MalformedPolicyDocument", "Syntax errors in policy."), 0, KEEP}},
		 .status = CEW_REFUSED, .what = "does not accept the policy: Syntax errors"},
		{.name = "attach", .start = attach, .print = print_count, .requests = FORM("AttachRolePolicy", "&RoleName=ce&PolicyArn=arn%3Ap"),
		 .replies = {NOTHING("AttachRolePolicy")}, .text = "0\n"},
		{.name = "attached", .start = attached, .print = print_policies,
		 .requests = FORM("ListAttachedRolePolicies", "&RoleName=ce") FORM("ListAttachedRolePolicies", "&RoleName=ce&Marker=m"),
		 .replies = {ANSWER("ListAttachedRolePolicies", "<AttachedPolicies><member><PolicyName>p</PolicyName><PolicyArn>arn:p</PolicyArn>"
		                                                "</member></AttachedPolicies><IsTruncated>true</IsTruncated><Marker>m</Marker>"),
		             ANSWER("ListAttachedRolePolicies", "<AttachedPolicies/>")},
		 .text = "p|arn:p\n"},
		{.name = "user", .start = user, .print = print_user, .requests = FORM("GetUser", ""),
		 .replies = {ANSWER("GetUser", "<User><Path>/</Path><UserName>ann</UserName><UserId>AIDA</UserId><Arn>arn:u</Arn></User>")},
		 .text = "ann|arn:u|/|AIDA\n"},
		{.name = "many actions", .start = simulate_many, .print = print_decisions, .replies = {DECIDED("one"), DECIDED("two"), DECIDED("three")},
		 .text = "one allowed\ntwo allowed\nthree allowed\n"},
		{.name = "one of many fails", .start = simulate_many,
		 .replies = {DECIDED("one"), {"403 Forbidden", NULL, FAILURE("AccessDenied", "no"), 0, KEEP}}, .status = CEW_REFUSED,
		 .what = "does not permit"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* A hundred at once is what AWS takes. */
static void actions_are_simulated_in_parts(void **state)
{
	static const struct reply replies[] = {DECIDED("one"), DECIDED("two"), DECIDED("three")};
	static const size_t counts[] = {100, 100, 50};
	struct cew_error err = {0};
	struct fixture f;

	(void)state;
	looked_open(&f, replies, 3);
	looked_printer = print_decisions;
	assert_true(simulate(&f.account, 250, looked_found, &f, &err) > 0);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 3);
	for (size_t i = 0; i < 3; i++) {
		char last[40], beyond[40];

		snprintf(last, sizeof(last), "&ActionNames.member.%zu=", counts[i]);
		snprintf(beyond, sizeof(beyond), "&ActionNames.member.%zu=", counts[i] + 1);
		assert_non_null(strstr(server_body(f.server, i), "&ActionNames.member.1=first&"));
		assert_non_null(strstr(server_body(f.server, i), last));
		assert_null(strstr(server_body(f.server, i), beyond));
		assert_non_null(strstr(server_body(f.server, i), "&PolicySourceArn=arn%3Au&"));
	}
	fixture_close(&f);
}

static void a_lookup_in_parts_is_cancelled(void **state)
{
	static const struct reply replies[] = {DECIDED("one"), {.then = HOLD}};
	struct cew_error err = {0};
	struct fixture f;
	uint64_t id;

	(void)state;
	looked_open(&f, replies, 2);
	id = simulate(&f.account, 250, looked_found, &f, &err);
	fixture_until_requests(&f, 2);
	f.account.cancel(f.account.self, id);
	fixture_turns(&f, 5);
	assert_int_equal(f.calls_done, 0);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topics_and_keys),
		cmocka_unit_test(file_systems_and_buckets),
		cmocka_unit_test(iam),
		cmocka_unit_test(actions_are_simulated_in_parts),
		cmocka_unit_test(a_lookup_in_parts_is_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
