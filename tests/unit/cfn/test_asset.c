/* The built-in template as others see it: its parameters are an interface shared with the vendor's own template, and it
 * must fit into the request itself. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASIC "Basic details"
#define BALANCER "Application Load Balancer details"
#define ROLES "Existing IAM role details"
#define EXISTING "Existing resources details (applicable if 'Create new resources?' is 'False')"
#define NETWORK "Network details (applicable if 'Create new resources?' is 'True')"
#define ENVIRONMENT "Environment variables"
#define CERTIFICATE "CA Certificate"
#define NOTHING NULL /* no default: a value must be sent, be it empty */
#define YES_NO "True,False"

static const struct {
	const char *group, *name, *label, *value, *allowed;
	bool no_echo;
} parameters[] = {
	{BASIC, "CreateResources", "Create new resources?", "True", YES_NO, false},
	{BASIC, "EnvName", "Environment name", "netskope-ce", "", false},
	{BASIC, "PackageType", "Package Type", "Medium", "Extra-Small,Small,Medium,Large", false},
	{BALANCER, "CreateALB", "Create Application Load Balancer?", "True", YES_NO, false},
	{BALANCER, "ExistingTargetGroup", "Existing ARN of target group for ALB", "", "", false},
	{ROLES, "ExistingECSTaskRole", "Existing IAM role for ECS Task creation & execution", NOTHING, "", false},
	{ROLES, "ExistingSGandNACLLambdaRole", "Existing IAM role for read/modify Security Groups & NACL", NOTHING, "", false},
	{EXISTING, "ExistingVPCId", "Existing VPC ID", "", "", false},
	{EXISTING, "ExistingPrivateSubnet1ID", "Existing first private subnet ID", "", "", false},
	{EXISTING, "ExistingPrivateSubnet2ID", "Existing second private subnet ID", "", "", false},
	{EXISTING, "ExistingVPCCidr", "Existing VPC CIDR block", "172.16.0.0/16", "", false},
	{EXISTING, "ExistingECSCluster", "Existing ECS cluster name", "", "", false},
	{NETWORK, "VPCName", "VPC name", "CloudExchange-VPC", "", false},
	{NETWORK, "VpcCIDR", "VPC CIDR range", "172.16.0.0/16", "", false},
	{NETWORK, "PrivateSubnet1CIDR", "First private subnet CIDR range", "172.16.1.0/24", "", false},
	{NETWORK, "PrivateSubnet2CIDR", "Second private subnet CIDR range", "172.16.2.0/24", "", false},
	{NETWORK, "PublicSubnet1CIDR", "First public subnet CIDR", "172.16.3.0/24", "", false},
	{NETWORK, "PublicSubnet2CIDR", "Second public subnet CIDR", "172.16.4.0/24", "", false},
	{NETWORK, "EnableVPCFlowLog", "Enable VPC Flow Logs", "True", YES_NO, false},
	{ENVIRONMENT, "JWTSECRET", "JWT secret", "secret", "", true},
	{ENVIRONMENT, "MAINTENANCEPASSWORD", "Maintenance password", "cteadmin", "", true},
	{ENVIRONMENT, "MAINTENANCEPASSWORDESCAPED", "Maintenance password escaped", "cteadmin", "", true},
	{ENVIRONMENT, "TLSVersion", "TLS version", "TLSv1.3", "TLSv1.3,TLSv1.2 TLSv1.3", false},
	{ENVIRONMENT, "HTTPPROXY", "HTTP proxy", "", "", false},
	{ENVIRONMENT, "HTTPSPROXY", "HTTPS proxy", "", "", false},
	{ENVIRONMENT, "WhitelistIP", "CIDR to allow access to Netskope Cloud Exchange", "172.16.0.0/16", "", false},
	{CERTIFICATE, "CACertFlag", "Custom CA Certificate required for Proxy?", "False", YES_NO, false},
	{CERTIFICATE, "CACertSecretName", "Name of the Custom CA Certificate placeholder AWS Secret", NOTHING, "", false},
};

static struct cew_cfn_template *load(void)
{
	struct cew_buf text;
	struct cew_error err = {0};
	struct cew_cfn_template *t = NULL;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	if (cew_file_read(SOURCE_ROOT "/assets/CloudExchangeTemplate.yaml", CEW_CFN_TEMPLATE_MAX, &text, &err) != CEW_OK ||
	    cew_cfn_load("CloudExchangeTemplate.yaml", cew_buf_text(&text), text.len, &t, &err) != CEW_OK)
		fail_msg("%s %s", err.where, err.what);
	cew_buf_finish(&text);
	return t;
}

static void test_parameters(void **state)
{
	(void)state;
	struct cew_cfn_template *t = load();
	assert_int_equal(cew_cfn_parameter_count(t), CEW_COUNT(parameters));
	for (size_t i = 0; i < CEW_COUNT(parameters); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(t, i);
		char allowed[128] = "";
		size_t used = 0;
		for (size_t k = 0; k < p->allowed_count; k++)
			used += (size_t)snprintf(allowed + used, sizeof allowed - used, "%s%s", k ? "," : "", p->allowed[k]);
		assert_string_equal(p->name, parameters[i].name);
		assert_string_equal(p->type, "String");
		assert_string_equal(p->group, parameters[i].group);
		assert_string_equal(p->label, parameters[i].label);
		assert_string_equal(allowed, parameters[i].allowed);
		assert_int_equal(p->no_echo, parameters[i].no_echo);
		assert_int_equal(p->default_value != NULL, parameters[i].value != NULL);
		if (p->default_value)
			assert_string_equal(p->default_value, parameters[i].value);
		assert_true(p->line > 0 && p->column > 0);
	}
	assert_string_equal(cew_cfn_parameter_find(t, "EnvName")->pattern, "^[a-zA-Z0-9//-]*$");
	cew_cfn_destroy(t);
}

static void test_fits_inline(void **state)
{
	(void)state;
	struct cew_cfn_template *t = load();
	struct cew_buf out;
	cew_buf_init(&out, CEW_CFN_TEMPLATE_MAX);
	assert_int_equal(cew_cfn_compact(t, &out, NULL), CEW_OK);
	assert_true(out.len <= CEW_CFN_INLINE_MAX);
	cew_buf_finish(&out);
	cew_cfn_destroy(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_fits_inline),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
