/* The built-in forms: all load, and ask what the deployment guide and the template's interface say. */
#include "support.h"

#include "cewizard/embedded.h"

#include <stdio.h>

static struct cew_form_set *forms;

static int load_forms(void **state)
{
	struct cew_error err = {.what = ""};
	(void)state;
	if (cew_form_load(NULL, NULL, 0, NULL, &forms, &err))
		fail_msg("%s: %s", err.where, err.what);
	return 0;
}

static int drop_forms(void **state)
{
	(void)state;
	cew_form_destroy(forms);
	return 0;
}

static void test_every_file_is_a_page(void **state)
{
	(void)state;
	size_t files = 0;
	for (const struct cew_embedded *f = cew_embedded_files; f->path; f++)
		files += strncmp(f->path, "forms/", 6) == 0;
	assert_int_equal(cew_form_page_count(forms), files);
}

static void test_order(void **state)
{
	static const char *const order[] = {
		"sign-in", "template", "stack-name", "basic", "load-balancer", "iam-roles", "network", "existing", "environment",
		"ca-certificate", "tags", "permissions", "notifications", "review", "acknowledge", "preflight", "create", "access",
	};
	(void)state;
	assert_int_equal(cew_form_page_count(forms), CEW_COUNT(order));
	for (size_t i = 0; i < CEW_COUNT(order); i++)
		assert_string_equal(cew_form_page_at(forms, i)->id, order[i]);
}

static bool is_guided(const char *step)
{
	for (size_t i = 0; i < cew_form_page_count(forms); i++) {
		const struct cew_page *p = cew_form_page_at(forms, i);
		for (size_t k = 0; k < p->guide_count; k++)
			if (strcmp(p->guide[k], step) == 0)
				return true;
	}
	return false;
}

/* 1.1 and 2.1 download the template; 1.2 and 2.2 have 18 steps each. */
static void test_every_step_of_the_guide(void **state)
{
	(void)state;
	for (int way = 1; way <= 2; way++) {
		char step[16];
		snprintf(step, sizeof(step), "%d.1", way);
		assert_true(is_guided(step));
		for (int i = 1; i <= 18; i++) {
			snprintf(step, sizeof(step), "%d.2.%d", way, i);
			if (!is_guided(step))
				fail_msg("no page is for step %s", step);
		}
	}
}

/* Names, labels and defaults are an interface: with them the vendor's own template can be swapped in. */
static const struct {
	const char *parameter, *label, *fallback;
	enum cew_field_kind kind;
	bool required;
} interface[] = {
	{"CreateResources", "Create new resources?", "True", CEW_FIELD_CHOICE, false},
	{"EnvName", "Environment name", "netskope-ce", CEW_FIELD_TEXT, true},
	{"PackageType", "Package Type", "Medium", CEW_FIELD_CHOICE, false},
	{"CreateALB", "Create Application Load Balancer?", "True", CEW_FIELD_FLAG, false},
	{"ExistingTargetGroup", "Existing ARN of target group for ALB", "", CEW_FIELD_TEXT, false},
	{"ExistingECSTaskRole", "Existing IAM role for ECS Task creation & execution", NULL, CEW_FIELD_TEXT, false},
	{"ExistingSGandNACLLambdaRole", "Existing IAM role for read/modify Security Groups & NACL", NULL, CEW_FIELD_TEXT, false},
	{"ExistingVPCId", "Existing VPC ID", "", CEW_FIELD_TEXT, true},
	{"ExistingPrivateSubnet1ID", "Existing first private subnet ID", "", CEW_FIELD_TEXT, true},
	{"ExistingPrivateSubnet2ID", "Existing second private subnet ID", "", CEW_FIELD_TEXT, true},
	{"ExistingVPCCidr", "Existing VPC CIDR block", "172.16.0.0/16", CEW_FIELD_TEXT, true},
	{"ExistingECSCluster", "Existing ECS cluster name", "", CEW_FIELD_TEXT, false},
	{"VPCName", "VPC name", "CloudExchange-VPC", CEW_FIELD_TEXT, true},
	{"VpcCIDR", "VPC CIDR range", "172.16.0.0/16", CEW_FIELD_TEXT, true},
	{"PrivateSubnet1CIDR", "First private subnet CIDR range", "172.16.1.0/24", CEW_FIELD_TEXT, true},
	{"PrivateSubnet2CIDR", "Second private subnet CIDR range", "172.16.2.0/24", CEW_FIELD_TEXT, true},
	{"PublicSubnet1CIDR", "First public subnet CIDR", "172.16.3.0/24", CEW_FIELD_TEXT, true},
	{"PublicSubnet2CIDR", "Second public subnet CIDR", "172.16.4.0/24", CEW_FIELD_TEXT, true},
	{"EnableVPCFlowLog", "Enable VPC Flow Logs", "True", CEW_FIELD_FLAG, false},
	{"JWTSECRET", "JWT secret", NULL, CEW_FIELD_SECRET, true},
	{"MAINTENANCEPASSWORD", "Maintenance password", NULL, CEW_FIELD_SECRET, true},
	{"TLSVersion", "TLS version", "TLSv1.3", CEW_FIELD_CHOICE, false},
	{"HTTPPROXY", "HTTP proxy", NULL, CEW_FIELD_SECRET, false},
	{"HTTPSPROXY", "HTTPS proxy", NULL, CEW_FIELD_SECRET, false},
	{"WhitelistIP", "CIDR to allow access to Netskope Cloud Exchange", "172.16.0.0/16", CEW_FIELD_TEXT, true},
	{"CACertFlag", "Custom CA Certificate required for Proxy?", "False", CEW_FIELD_FLAG, false},
	{"CACertSecretName", "Name of the Custom CA Certificate placeholder AWS Secret", NULL, CEW_FIELD_TEXT, true},
};

static void test_parameters(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(interface); i++) {
		const struct cew_field *f = cew_form_field_for_parameter(forms, interface[i].parameter);
		assert_non_null(f);
		assert_string_equal(f->label, interface[i].label);
		assert_int_equal(f->kind, interface[i].kind);
		assert_int_equal(f->required, interface[i].required);
		if (interface[i].fallback)
			assert_string_equal(f->default_value, interface[i].fallback);
		else
			assert_null(f->default_value);
	}
}

static void for_every_field(void (*look)(const struct cew_field *f))
{
	for (size_t i = 0; i < cew_form_page_count(forms); i++) {
		const struct cew_page *p = cew_form_page_at(forms, i);
		for (size_t k = 0; k < p->field_count; k++)
			look(&p->fields[k]);
	}
}

static size_t parameters_seen;

static void count_parameter(const struct cew_field *f)
{
	parameters_seen += f->parameter != NULL;
}

/* 28 with the one that is derived and never asked. */
static void test_no_other_parameters(void **state)
{
	(void)state;
	parameters_seen = 0;
	for_every_field(count_parameter);
	assert_int_equal(parameters_seen, CEW_COUNT(interface));
	assert_int_equal(parameters_seen + 1, 28);
	const struct cew_field *f = cew_form_field_deriving(forms, "MAINTENANCEPASSWORDESCAPED");
	assert_string_equal(f->id, "MAINTENANCEPASSWORD");
}

static void test_every_setting_is_asked(void **state)
{
	(void)state;
	for (const struct cew_setting *s = cew_settings; s->name; s++)
		if (!cew_form_field_for_setting(forms, s->name))
			fail_msg("no page asks for %s", s->name);
}

static void test_choices(void **state)
{
	static const char *const packages[] = {"Extra-Small", "Small", "Medium", "Large"};
	static const char *const failures[] = {"ROLLBACK", "DELETE", "DO_NOTHING"};
	static const char *const versions[] = {"TLSv1.3", "TLSv1.2 TLSv1.3"};
	static const struct {
		const char *id;
		const char *const *values;
		size_t count;
	} fields[] = {{"PackageType", packages, 4}, {"onFailure", failures, 3}, {"TLSVersion", versions, 2}};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(fields); i++) {
		const struct cew_field *f = cew_form_field_find(forms, fields[i].id);
		assert_int_equal(f->choice_count, fields[i].count);
		for (size_t k = 0; k < f->choice_count; k++)
			assert_string_equal(f->choices[k].value, fields[i].values[k]);
	}
	/* The package table: processor, memory and disk beside each. */
	const struct cew_field *package = cew_form_field_find(forms, "PackageType");
	assert_non_null(strstr(package->choices[3].help, "16 vCPU"));
	assert_non_null(strstr(package->choices[3].help, "32 GB"));
	assert_non_null(strstr(package->choices[3].help, "120 GB"));
}

/* ---- what applies for each of the guide's two ways ---- */

static const char *new_resources, *new_balancer, *new_certificate;

static const char *lookup(void *ctx, const char *id)
{
	(void)ctx;
	if (strcmp(id, "CreateResources") == 0)
		return new_resources;
	if (strcmp(id, "CreateALB") == 0)
		return new_balancer;
	return strcmp(id, "CACertFlag") == 0 ? new_certificate : "";
}

static bool shown(const char *id)
{
	const struct cew_form_scope scope = {.lookup = lookup};
	const struct cew_field *f = cew_form_field_find(forms, id);
	assert_non_null(f);
	return cew_condition_holds(cew_form_page_of(forms, f)->show, &scope) && cew_condition_holds(f->show, &scope);
}

static void test_what_applies(void **state)
{
	(void)state;
	new_resources = new_balancer = new_certificate = "True";
	assert_true(shown("VpcCIDR") && shown("EnableVPCFlowLog") && shown("ExistingSGandNACLLambdaRole"));
	assert_true(shown("WhitelistIP") && shown("CACertSecretName") && shown("ExistingECSTaskRole"));
	assert_false(shown("ExistingVPCId") || shown("ExistingECSCluster") || shown("ExistingTargetGroup"));
	new_resources = new_balancer = new_certificate = "False";
	assert_false(shown("VpcCIDR") || shown("EnableVPCFlowLog") || shown("ExistingSGandNACLLambdaRole"));
	assert_false(shown("WhitelistIP") || shown("CACertSecretName"));
	assert_true(shown("ExistingVPCId") && shown("ExistingECSCluster") && shown("ExistingTargetGroup"));
	assert_true(shown("ExistingECSTaskRole"));
}

/* ---- wording ---- */

static int lines_at(const char *text, int columns)
{
	int lines = 1, used = 0;
	while (*text) {
		int word = (int)strcspn(text, " ");
		if (used && used + 1 + word > columns) {
			lines++;
			used = 0;
		}
		used += word + (used > 0);
		text += word + strspn(text + word, " ");
	}
	return lines;
}

static void check_words(const struct cew_field *f)
{
	assert_non_null(f->help);
	size_t len = strlen(f->help);
	if (lines_at(f->help, 78) > 3)
		fail_msg("%s: the help has %d lines", f->where, lines_at(f->help, 78));
	if (f->help[len - 1] != '.')
		fail_msg("%s: the help is no sentence", f->where);
}

static void test_words(void **state)
{
	(void)state;
	for_every_field(check_words);
	/* Beside the picture of the network there is room for two lines. */
	const struct cew_page *network = cew_form_page_find(forms, "network");
	for (size_t i = 0; i < network->field_count; i++)
		assert_true(lines_at(network->fields[i].help, 78) <= 2);
}

static void check_secret(const struct cew_field *f)
{
	if (f->kind == CEW_FIELD_SECRET && f->required)
		assert_true(f->generate && f->generate_len >= 32);
	/* A generated password must survive shells, scripts and URLs as it is. */
	if (f->derive)
		for (const char *c = f->generate; *c; c++)
			assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", *c));
}

static void test_secrets_can_be_generated(void **state)
{
	(void)state;
	for_every_field(check_secret);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_file_is_a_page), cmocka_unit_test(test_order),
		cmocka_unit_test(test_every_step_of_the_guide), cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_no_other_parameters), cmocka_unit_test(test_every_setting_is_asked),
		cmocka_unit_test(test_choices), cmocka_unit_test(test_what_applies),
		cmocka_unit_test(test_words), cmocka_unit_test(test_secrets_can_be_generated),
	};
	return cmocka_run_group_tests(tests, load_forms, drop_forms);
}
