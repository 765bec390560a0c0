/* The client without memory: each call is made once without its first allocation, once without its second, and so on until
 * nothing fails any more. It ends each time, says that memory ran out, and leaves nothing behind. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "aws_env.h"
#include "looked.h"
#include "script.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long left = -1; /* allocations until one fails; negative: none does */

static bool fails(void)
{
	return !server_at_work && left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

/* ---- calls of each kind ---- */

static const char *const actions[150] = {[0] = "a:A"};
static const struct cew_update_parameter kept[] = {{"P", NULL, true}};
static const struct cew_update_request an_update = {
	.stack = "ce", .use_previous_template = true, .parameters = kept, .parameter_count = 1, .token = "token"};
static const struct cew_new_object an_object = {.bucket = "b", .key = "k", .content_type = "text/plain", .data = "d", .len = 1};

static uint64_t simulate(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	const char *all[CEW_COUNT(actions)];

	for (size_t i = 0; i < CEW_COUNT(all); i++)
		all[i] = actions[0];
	return a->simulate(a->self, &(struct cew_simulation){.principal = "arn:u", .actions = all, .action_count = CEW_COUNT(all)}, TOLD);
}

START(vpcs, a->vpcs(a->self, NULL, TOLD))
START(change_set, a->change_set(a->self, "arn:c", TOLD))
START(put_object, a->put_object(a->self, &an_object, TOLD))
START(clusters, a->cluster_arns(a->self, TOLD))
START_OPERATION(stacks, o.stack_details(o.self, NULL, TOLD))
START_OPERATION(update, o.update_stack(o.self, &an_update, TOLD))
START_OPERATION(file_systems, o.file_systems(o.self, NULL, TOLD))

#define CHANGES(text) \
	XML("<DescribeChangeSetResponse><DescribeChangeSetResult><ChangeSetId>c</ChangeSetId><Changes><member><ResourceChange><Action>Add" \
	    "</Action><Scope><member>Tags</member></Scope></ResourceChange></member></Changes>" text \
	    "</DescribeChangeSetResult></DescribeChangeSetResponse>")
#define DECIDED XML("<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalDecision>allowed" \
                    "</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>")

static const struct work {
	const char *name;
	looked_start *start;
	struct reply replies[3];
	size_t count;
} works[] = {
	{"a flat list", vpcs, {XML("<DescribeVpcsResponse><vpcSet><item><vpcId>v</vpcId><tagSet><item><key>Name</key><value>n</value></item>"
	                           "</tagSet></item></vpcSet></DescribeVpcsResponse>")}, 1},
	{"pages that are joined", change_set, {CHANGES("<NextToken>n</NextToken>"), CHANGES("")}, 2},
	{"an object", put_object, {{"200 OK", "ETag: \"e\"\r\n", "", 0, KEEP}}, 1},
	{"JSON", clusters, {JSON("{\"clusterArns\":[\"a\"],\"nextToken\":\"n\"}"), JSON("{\"clusterArns\":[\"b\"]}")}, 2},
	{"lists in lists", stacks, {XML("<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackStatus>s</StackStatus><Tags><member>"
	                                "<Key>k</Key><Value>v</Value></member></Tags></member></Stacks></DescribeStacksResult>"
	                                "</DescribeStacksResponse>")}, 1},
	{"a change", update, {XML("<UpdateStackResponse><UpdateStackResult><StackId>s</StackId></UpdateStackResult></UpdateStackResponse>")}, 1},
	{"a path", file_systems, {JSON("{\"FileSystems\":[{\"FileSystemId\":\"f\"}],\"NextMarker\":\"m\"}"), JSON("{}")}, 2},
	{"parts", simulate, {DECIDED, DECIDED}, 2},
	{"what fails", vpcs, {{"403 Forbidden", NULL, FAILURE("UnauthorizedOperation", "no"), 0, KEEP}}, 1},
	{"what is sent again", vpcs, {{.status = "", .then = RESET}, XML("<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>")}, 2},
};

/* ---- without memory ---- */

enum { TURNS = 3000 };

/* Turns that may fail themselves for want of memory. */
static void turn_until_done(struct fixture *f)
{
	for (int i = 0; i < TURNS && f->calls_done == 0; i++) {
		f->mono_ms += f->pace_ms;
		cew_loop_step(f->loop, 5, NULL);
	}
}

static bool is_want_of_memory(const struct cew_error *err)
{
	return err->status == CEW_NO_MEMORY || strstr(err->what, "memory") || strstr(err->what, "HTTP library cannot be started");
}

static void try_without(const struct work *w, long allocation, bool *ended)
{
	struct cew_error err = {0};
	struct fixture f;

	looked_open(&f, w->replies, w->count);
	looked_printer = NULL;
	left = allocation;
	if (!w->start(&f.account, looked_found, &f, &err)) {
		f.calls_done = 1;
		f.err = err;
	} else {
		turn_until_done(&f);
	}
	*ended = left >= 0;
	left = -1;
	if (f.calls_done != 1)
		fail_msg("%s, allocation %ld: not told", w->name, allocation);
	if (!*ended && f.err.status != CEW_OK && f.err.status != CEW_REFUSED && !is_want_of_memory(&f.err))
		fail_msg("%s, allocation %ld: [%d] %s", w->name, allocation, f.err.status, f.err.what);
	fixture_close(&f);
}

static void each_allocation_may_fail(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(works); i++) {
		long allocation = 0;

		for (bool ended = false; !ended; allocation++)
			try_without(&works[i], allocation, &ended);
		assert_true(allocation > 20);
	}
}

/* Keys out of a file, and the settings beside them. */
static void so_may_those_of_the_start(void **state)
{
	static const struct reply replies[] = {{"200 OK", NULL, IDENTITY, 0, KEEP}};
	bool ended = false;

	(void)state;
	for (long allocation = 0; !ended; allocation++) {
		struct cew_aws_config config;
		struct cew_error err = {0};
		struct cew_aws *aws = NULL;
		enum cew_status status;
		struct fixture f;

		fixture_open(&f, replies, 1);
		shared_files("[default]\nregion = eu-west-1\nmax_attempts = 2\n[profile x]\nrole_arn = y\n",
		             "[default]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t\n");
		fixture_config(&f, &config);
		config.access_key = NULL;
		left = allocation;
		status = cew_aws_create(&config, &aws, &err);
		ended = left >= 0;
		left = -1;
		if (status != CEW_OK && !is_want_of_memory(&err))
			fail_msg("allocation %ld: [%d] %s", allocation, status, err.what);
		if (status == CEW_OK)
			cew_aws_destroy(aws);
		fixture_close(&f);
	}
}

#define SSO_FILE ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"

/* Keys that have to be got first. */
static void so_may_those_of_getting_keys(void **state)
{
	static const struct script scripts[] = {
		{.name = "a role", .config = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n[profile base]\n"
		                             "aws_access_key_id = BASE\naws_secret_access_key = s\n",
		 .replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		{.name = "a container", .variables = {"AWS_CONTAINER_CREDENTIALS_FULL_URI={url}/role"},
		 .replies = {OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)), IDENTIFIED}},
		{.name = "an instance", .variables = {"AWS_EC2_METADATA_DISABLED=false"},
		 .replies = {OK_WITH("token"), OK_WITH("app"), OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)), IDENTIFIED}},
		{.name = "single sign-on", .config = "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[sso-session corp]\n"
		                                     "sso_region = eu-central-1\nsso_start_url = https://corp.awsapps.com/start\n",
		 .files = {{SSO_FILE, "{\"accessToken\":\"x\",\"expiresAt\":\"" LATER "\"}"}},
		 .replies = {OK_WITH(SSO_KEYS("ASIA1")), IDENTIFIED}},
		{.name = "a web identity", .variables = {"AWS_WEB_IDENTITY_TOKEN_FILE={dir}/token", "AWS_ROLE_ARN=arn:aws:iam::1:role/r"},
		 .files = {{"token", "t"}}, .replies = {OK_WITH(STS_KEYS("AssumeRoleWithWebIdentity", "ASIA1", LATER)), IDENTIFIED}},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(scripts); i++) {
		bool ended = false;

		for (long allocation = 0; !ended; allocation++) {
			struct fixture f;

			script_open(&scripts[i], &f);
			left = allocation;
			script_ask(&f);
			turn_until_done(&f);
			ended = left >= 0;
			left = -1;
			if (f.calls_done != 1)
				fail_msg("%s, allocation %ld: not told", scripts[i].name, allocation);
			/* Some ask again, and get what comes next in the script: any error will do. */
			if (f.err.status != CEW_OK && (!f.err.what[0] || ended))
				fail_msg("%s, allocation %ld: [%d] %s", scripts[i].name, allocation, f.err.status, f.err.what);
			fixture_close(&f);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_allocation_may_fail),
		cmocka_unit_test(so_may_those_of_the_start),
		cmocka_unit_test(so_may_those_of_getting_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
