/* The built-in template: it loads, evaluates for both ways to deploy without an error, and fits inline. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static void load(struct fixture *f, const char *parameters)
{
	struct cew_buf text;
	struct cew_error err = {0};
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	if (cew_file_read(SOURCE_ROOT "/assets/CloudExchangeTemplate.yaml", CEW_CFN_TEMPLATE_MAX, &text, &err) != CEW_OK)
		fail_msg("%s", err.what);
	fixture_open(f, cew_buf_text(&text), parameters);
	cew_buf_finish(&text);
}

static const char *const new_resources =
        "ExistingECSTaskRole=;ExistingSGandNACLLambdaRole=;CACertSecretName=;JWTSECRET=aB3defgh;MAINTENANCEPASSWORD=xY4zzzzz;"
        "MAINTENANCEPASSWORDESCAPED=xY4zzzzz;WhitelistIP=10.0.0.0/8";
static const char *const existing_resources =
        "CreateResources=False;ExistingVPCId=vpc-0a1b2c3d4e5f60718;ExistingPrivateSubnet1ID=subnet-0a1b2c3d4e5f60718;"
        "ExistingPrivateSubnet2ID=subnet-0a1b2c3d4e5f60719;ExistingVPCCidr=172.16.0.0/16;"
        "ExistingECSTaskRole=;ExistingSGandNACLLambdaRole=;CACertSecretName=;JWTSECRET=aB3defgh;MAINTENANCEPASSWORD=xY4zzzzz;"
        "MAINTENANCEPASSWORDESCAPED=xY4zzzzz";

static void expect_clean(struct fixture *f)
{
	for (size_t i = 0; i < cew_cfn_finding_count(f->e); i++) {
		const struct cew_cfn_finding *n = cew_cfn_finding_at(f->e, i);
		if (n->severity == CEW_CFN_ERROR)
			fail_msg("line %d: %s: %s", n->line, n->rule, n->message);
	}
	for (size_t i = 0; i < cew_cfn_name_count(f->e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(f->e, i);
		if (!n->ok)
			fail_msg("%s %s: %s", n->logical_id, n->value, n->problem);
	}
}

static void test_both_ways(void **state)
{
	(void)state;
	static const char *const regions[] = {"us-east-1", "eu-central-1", "ap-south-2", "us-gov-west-1", "cn-north-1"};
	for (size_t i = 0; i < CEW_COUNT(regions); i++) {
		struct fixture f = {.in = {.region = regions[i], .stack_name = "netskope-ce"}};
		load(&f, new_resources);
		expect_clean(&f);
		size_t with_new = cew_cfn_resource_count(f.e);
		fixture_evaluate(&f, existing_resources);
		expect_clean(&f);
		assert_true(cew_cfn_resource_count(f.e) > 0 && cew_cfn_resource_count(f.e) < with_new);
		fixture_close(&f);
	}
}

static void test_fits_inline(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct cew_buf out;
	cew_buf_init(&out, CEW_CFN_TEMPLATE_MAX);
	load(&f, new_resources);
	assert_int_equal(cew_cfn_compact(f.t, &out, NULL), CEW_OK);
	assert_true(out.len < CEW_CFN_INLINE_MAX);
	fixture_close(&f);
	cew_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways),
		cmocka_unit_test(test_fits_inline),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
