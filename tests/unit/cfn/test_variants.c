/* Every variant of the built-in template: all combinations of its yes-or-no parameters and of existing resources given or
 * not. What each makes is written down here by what the deployment guide says of it, not by the template's conditions. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what an operator can choose --------------------------------------------------------------------------------- */

struct choice {
	bool new_network, balancer, flow_log, certificate; /* the yes-or-no parameters */
	bool target_group, task_role, lambda_role, cluster, http_proxy, https_proxy; /* given, or left empty */
};
#define CHOICES 10

static struct choice choice_of(unsigned bits)
{
	return (struct choice){
		.new_network = bits & 1u,
		.balancer = bits & 2u,
		.flow_log = bits & 4u,
		.certificate = bits & 8u,
		.target_group = bits & 16u,
		.task_role = bits & 32u,
		.lambda_role = bits & 64u,
		.cluster = bits & 128u,
		.http_proxy = bits & 256u,
		.https_proxy = bits & 512u,
	};
}

/* What is asked for in the other way to deploy stays as the form had it: it must make no difference. */
static void answers_of(const struct choice *c, char *out, size_t size)
{
	static const char *const yes[] = {"False", "True"};
	snprintf(out, size,
	         "CreateResources=%s;CreateALB=%s;EnableVPCFlowLog=%s;CACertFlag=%s;CACertSecretName=%s;ExistingTargetGroup=%s;"
	         "ExistingECSTaskRole=%s;ExistingSGandNACLLambdaRole=%s;ExistingECSCluster=%s;HTTPPROXY=%s;HTTPSPROXY=%s;"
	         "ExistingVPCId=%s;ExistingPrivateSubnet1ID=%s;ExistingPrivateSubnet2ID=%s;JWTSECRET=aB3defgh;"
	         "MAINTENANCEPASSWORD=xY4zzzzz;MAINTENANCEPASSWORDESCAPED=xY4zzzzz",
	         yes[c->new_network], yes[c->balancer], yes[c->flow_log], yes[c->certificate],
	         c->certificate ? "ce-ca-certificate" : "",
	         c->target_group ? "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef" : "",
	         c->task_role ? "arn:aws:iam::123456789012:role/task" : "",
	         c->lambda_role ? "arn:aws:iam::123456789012:role/lambda" : "", c->cluster ? "shared-cluster" : "",
	         c->http_proxy ? "http://proxy:3128" : "", c->https_proxy ? "http://proxy:3128" : "",
	         c->new_network ? "" : "vpc-0a1b2c3d4e5f60718", c->new_network ? "" : "subnet-0a1b2c3d4e5f60718",
	         c->new_network ? "" : "subnet-0a1b2c3d4e5f60719");
}

/* ---- what each resource is there for ----------------------------------------------------------------------------- */

typedef bool when_fn(const struct choice *c);

static bool always(const struct choice *c)
{
	(void)c;
	return true;
}

static bool in_new_network(const struct choice *c)
{
	return c->new_network;
}

static bool with_new_balancer(const struct choice *c)
{
	return c->balancer;
}

static bool with_balancer_in_new_network(const struct choice *c)
{
	return c->balancer && c->new_network;
}

/* An existing target group counts only where the stack makes no load balancer of its own. */
static bool behind_balancer(const struct choice *c)
{
	return c->balancer || c->target_group;
}

static bool when_traffic_is_logged(const struct choice *c)
{
	return c->new_network && c->flow_log;
}

static bool without_task_role(const struct choice *c)
{
	return !c->task_role;
}

/* The functions that close the default rules are needed for a new VPC only. */
static bool without_lambda_role(const struct choice *c)
{
	return c->new_network && !c->lambda_role;
}

static bool without_cluster(const struct choice *c)
{
	return !c->cluster;
}

static const struct expected {
	const char *logical_id, *type;
	when_fn *when;
} resources[] = {
	{"VPC", "AWS::EC2::VPC", in_new_network},
	{"InternetGateway", "AWS::EC2::InternetGateway", in_new_network},
	{"VPCGatewayAttachment", "AWS::EC2::VPCGatewayAttachment", in_new_network},
	{"PublicSubnet1", "AWS::EC2::Subnet", in_new_network},
	{"PublicSubnet2", "AWS::EC2::Subnet", in_new_network},
	{"PrivateSubnet1", "AWS::EC2::Subnet", in_new_network},
	{"PrivateSubnet2", "AWS::EC2::Subnet", in_new_network},
	{"NatGateway1EIP", "AWS::EC2::EIP", in_new_network},
	{"NatGateway2EIP", "AWS::EC2::EIP", in_new_network},
	{"NatGateway1", "AWS::EC2::NatGateway", in_new_network},
	{"NatGateway2", "AWS::EC2::NatGateway", in_new_network},
	{"PublicRouteTable", "AWS::EC2::RouteTable", in_new_network},
	{"DefaultPublicRoute", "AWS::EC2::Route", in_new_network},
	{"PublicSubnet1RouteTableAssociation", "AWS::EC2::SubnetRouteTableAssociation", in_new_network},
	{"PublicSubnet2RouteTableAssociation", "AWS::EC2::SubnetRouteTableAssociation", in_new_network},
	{"PrivateRouteTable1", "AWS::EC2::RouteTable", in_new_network},
	{"DefaultPrivateRoute1", "AWS::EC2::Route", in_new_network},
	{"PrivateSubnet1RouteTableAssociation", "AWS::EC2::SubnetRouteTableAssociation", in_new_network},
	{"PrivateRouteTable2", "AWS::EC2::RouteTable", in_new_network},
	{"DefaultPrivateRoute2", "AWS::EC2::Route", in_new_network},
	{"PrivateSubnet2RouteTableAssociation", "AWS::EC2::SubnetRouteTableAssociation", in_new_network},
	{"NACLDenySSH", "AWS::EC2::NetworkAclEntry", in_new_network},
	{"NACLDenyRDP", "AWS::EC2::NetworkAclEntry", in_new_network},
	{"NACLAllowHTTPSFromVPC", "AWS::EC2::NetworkAclEntry", in_new_network},
	{"NACLAllowHTTPToLoadBalancer", "AWS::EC2::NetworkAclEntry", with_balancer_in_new_network},
	{"NACLAllowHighPortsTCP", "AWS::EC2::NetworkAclEntry", in_new_network},
	{"NACLAllowHighPortsUDP", "AWS::EC2::NetworkAclEntry", in_new_network},
	{"NACLAllowEgress", "AWS::EC2::NetworkAclEntry", in_new_network},
	{"FlowLogRole", "AWS::IAM::Role", when_traffic_is_logged},
	{"FlowLogsGroup", "AWS::Logs::LogGroup", when_traffic_is_logged},
	{"VPCFlowLog", "AWS::EC2::FlowLog", when_traffic_is_logged},
	{"EC2EndpointSecurityGroup", "AWS::EC2::SecurityGroup", in_new_network},
	{"EC2Endpoint", "AWS::EC2::VPCEndpoint", in_new_network},
	{"RevokeDefaultVPCRulesRole", "AWS::IAM::Role", without_lambda_role},
	{"RevokeDefaultVPCRulesLogGroup", "AWS::Logs::LogGroup", in_new_network},
	{"RevokeDefaultVPCSGRule", "AWS::Lambda::Function", in_new_network},
	{"RevokeDefaultVPCNACLRule", "AWS::Lambda::Function", in_new_network},
	{"RevokeDefaultVPCSGRuleInvoke", "AWS::Events::Rule", in_new_network},
	{"RevokeDefaultVPCNACLRuleInvoke", "AWS::Events::Rule", in_new_network},
	{"RevokeDefaultVPCSGRulePermission", "AWS::Lambda::Permission", in_new_network},
	{"RevokeDefaultVPCNACLRulePermission", "AWS::Lambda::Permission", in_new_network},
	{"NetskopeLBSecurityGroup", "AWS::EC2::SecurityGroup", with_new_balancer},
	{"S3EventsLogsBucket", "AWS::S3::Bucket", with_new_balancer},
	{"S3EventsLogsBucketPolicy", "AWS::S3::BucketPolicy", with_new_balancer},
	{"ALBLogsBucket", "AWS::S3::Bucket", with_new_balancer},
	{"ALBLogsBucketPolicy", "AWS::S3::BucketPolicy", with_new_balancer},
	{"NetskopeLB", "AWS::ElasticLoadBalancingV2::LoadBalancer", with_new_balancer},
	{"TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup", with_new_balancer},
	{"ALBListener", "AWS::ElasticLoadBalancingV2::Listener", with_new_balancer},
	{"EFSSecurityGroup", "AWS::EC2::SecurityGroup", always},
	{"FileSystem", "AWS::EFS::FileSystem", always},
	{"MountTarget1", "AWS::EFS::MountTarget", always},
	{"MountTarget2", "AWS::EFS::MountTarget", always},
	{"MongoDataAccessPoint", "AWS::EFS::AccessPoint", always},
	{"MongoInitAccessPoint", "AWS::EFS::AccessPoint", always},
	{"CustomPluginsAccessPoint", "AWS::EFS::AccessPoint", always},
	{"ReposAccessPoint", "AWS::EFS::AccessPoint", always},
	{"SSLCertsAccessPoint", "AWS::EFS::AccessPoint", always},
	{"RabbitMQAccessPoint", "AWS::EFS::AccessPoint", always},
	{"RabbitMQDataAccessPoint", "AWS::EFS::AccessPoint", always},
	{"CertificateAccessPoint", "AWS::EFS::AccessPoint", always},
	{"CloudExchangeSecret", "AWS::SecretsManager::Secret", always},
	{"CloudExchangeErlangCookie", "AWS::SecretsManager::Secret", always},
	{"LogGroup", "AWS::Logs::LogGroup", always},
	{"ECSTaskExecutionRole", "AWS::IAM::Role", without_task_role},
	{"ECSTaskRole", "AWS::IAM::Role", without_task_role},
	{"ECSCluster", "AWS::ECS::Cluster", without_cluster},
	{"ECSSecurityGroup", "AWS::EC2::SecurityGroup", always},
	{"TaskDefinition", "AWS::ECS::TaskDefinition", always},
	{"ECSClusterService", "AWS::ECS::Service", always},
};

/* What the access step and the operator read from the stack. */
static const struct {
	const char *name;
	when_fn *when;
} outputs[] = {
	{"CloudExchangeURL", with_new_balancer}, {"LoadBalancerDNSName", with_new_balancer},
	{"LoadBalancerArn", with_new_balancer},  {"TargetGroupArn", behind_balancer},
	{"ALBLogsBucketName", with_new_balancer}, {"ClusterName", always},
	{"ServiceName", always},                 {"TaskPort", always},
	{"TaskSecurityGroupId", always},         {"LogGroupName", always},
	{"FileSystemId", always},                {"SecretArn", always},
	{"VPCId", always},                       {"PublicSubnetIds", in_new_network},
	{"DefaultNetworkAclId", in_new_network},
};

/* ---- checking one variant ---------------------------------------------------------------------------------------- */

static void check_resources(const struct fixture *f, const struct choice *c, const char *answers)
{
	size_t count = 0;
	for (size_t i = 0; i < CEW_COUNT(resources); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_find(f->e, resources[i].logical_id);
		bool wanted = resources[i].when(c);
		if (wanted != (r != NULL))
			fail_msg("%s is %s with %s", resources[i].logical_id, r ? "made" : "not made", answers);
		if (r && strcmp(r->type, resources[i].type) != 0)
			fail_msg("%s is of the type %s", r->logical_id, r->type);
		count += wanted;
	}
	if (count != cew_cfn_resource_count(f->e))
		fail_msg("%zu resources instead of %zu with %s", cew_cfn_resource_count(f->e), count, answers);
}

static void check_outputs(const struct fixture *f, const struct choice *c, const char *answers)
{
	size_t count = 0, found = 0;
	for (size_t i = 0; i < CEW_COUNT(outputs); i++) {
		count += outputs[i].when(c);
		for (size_t k = 0; k < cew_cfn_output_count(f->e); k++)
			found += outputs[i].when(c) && strcmp(cew_cfn_output_at(f->e, k)->name, outputs[i].name) == 0;
	}
	if (found != count || count != cew_cfn_output_count(f->e))
		fail_msg("%zu outputs, %zu of the %zu expected, with %s", cew_cfn_output_count(f->e), found, count, answers);
}

static void check_clean(const struct fixture *f, const char *answers)
{
	for (size_t i = 0; i < cew_cfn_finding_count(f->e); i++) {
		const struct cew_cfn_finding *n = cew_cfn_finding_at(f->e, i);
		fail_msg("line %d: %s: %s with %s", n->line, n->rule, n->message, answers);
	}
	for (size_t i = 0; i < cew_cfn_name_count(f->e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(f->e, i);
		if (!n->ok || !n->exact || strstr(n->value, "${?}"))
			fail_msg("%s of %s is \"%s\" with %s", n->property, n->logical_id, n->value, answers);
	}
	for (size_t i = 0; i < cew_cfn_resource_count(f->e); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(f->e, i);
		struct cew_buf text;
		cew_buf_init(&text, 1 << 20);
		assert_int_equal(cew_cfn_display(r->properties, &text), CEW_OK);
		if (strstr(cew_buf_text(&text), "${?}"))
			fail_msg("%s holds something that could not be evaluated with %s", r->logical_id, answers);
		cew_buf_finish(&text);
	}
}

/* The service must wait for what no property of it mentions: mount targets, the listener, the way out. */
static bool waits_for(const struct fixture *f, const char *logical_id)
{
	const struct cew_cfn_resource *service = cew_cfn_resource_find(f->e, "ECSClusterService");
	for (size_t i = 0; i < service->depends_on_count; i++)
		if (strcmp(cew_cfn_resource_at(f->e, service->depends_on[i])->logical_id, logical_id) == 0)
			return true;
	return false;
}

static void check_order(const struct fixture *f, const struct choice *c)
{
	assert_true(waits_for(f, "MountTarget1") && waits_for(f, "MountTarget2"));
	assert_int_equal(waits_for(f, "ALBListener"), c->balancer);
	assert_int_equal(waits_for(f, "DefaultPrivateRoute1"), c->new_network);
	assert_int_equal(waits_for(f, "DefaultPrivateRoute2"), c->new_network);
}

static void check_kept(const struct fixture *f)
{
	static const char *const kept[] = {"FileSystem", "ALBLogsBucket", "S3EventsLogsBucket"};
	for (size_t i = 0; i < CEW_COUNT(kept); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_find(f->e, kept[i]);
		if (r)
			assert_string_equal(r->deletion_policy, "Retain");
	}
}

static void open_template(struct fixture *f)
{
	struct cew_buf text;
	struct cew_error err = {0};
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	if (cew_file_read(SOURCE_ROOT "/assets/CloudExchangeTemplate.yaml", CEW_CFN_TEMPLATE_MAX, &text, &err) != CEW_OK ||
	    cew_cfn_load("CloudExchangeTemplate.yaml", cew_buf_text(&text), text.len, &f->t, &err) != CEW_OK)
		fail_msg("%s %s", err.where, err.what);
	cew_buf_finish(&text);
}

static void test_all_variants(void **state)
{
	(void)state;
	/* one with and one without an account for access logs, and the other partitions */
	static const char *const regions[] = {"us-east-1", "il-central-1", "us-gov-west-1", "cn-north-1", "eu-west-3"};
	struct fixture f = {.in = {.stack_name = "netskope-ce"}};
	char answers[2048];
	open_template(&f);
	for (unsigned bits = 0; bits < 1u << CHOICES; bits++) {
		struct choice c = choice_of(bits);
		answers_of(&c, answers, sizeof answers);
		f.in.region = regions[bits % CEW_COUNT(regions)];
		fixture_evaluate(&f, answers);
		check_resources(&f, &c, answers);
		check_outputs(&f, &c, answers);
		check_clean(&f, answers);
		check_order(&f, &c);
		check_kept(&f);
	}
	fixture_close(&f);
}

/* Every package in every region that the template may be sent to. */
static void test_packages_and_regions(void **state)
{
	(void)state;
	static const struct {
		const char *package, *cpu, *memory;
	} packages[] = {
		{"Extra-Small", "4096", "8192"}, {"Small", "8192", "16384"}, {"Medium", "8192", "16384"}, {"Large", "16384", "32768"},
	};
	static const char *const regions[] = {
		"us-east-1",      "us-east-2",      "us-west-1",      "us-west-2",      "us-gov-east-1",  "us-gov-west-1",
		"ca-central-1",   "ca-west-1",      "mx-central-1",   "sa-east-1",      "eu-central-1",   "eu-central-2",
		"eu-north-1",     "eu-south-1",     "eu-south-2",     "eu-west-1",      "eu-west-2",      "eu-west-3",
		"af-south-1",     "me-south-1",     "me-central-1",   "il-central-1",   "ap-east-1",      "ap-east-2",
		"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1",
		"ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
		"cn-north-1",     "cn-northwest-1",
	};
	struct choice c = choice_of(1 | 2 | 4);
	struct fixture f = {.in = {.stack_name = "netskope-ce"}};
	char answers[2048], all[2200];
	open_template(&f);
	answers_of(&c, answers, sizeof answers);
	for (size_t i = 0; i < CEW_COUNT(regions); i++) {
		size_t p = i % CEW_COUNT(packages);
		snprintf(all, sizeof all, "%s;PackageType=%s;TLSVersion=%s", answers, packages[p].package,
		         i % 2 ? "TLSv1.3" : "TLSv1.2 TLSv1.3");
		f.in.region = regions[i];
		fixture_evaluate(&f, all);
		check_clean(&f, all);
		const struct cew_node *task = cew_cfn_resource_find(f.e, "TaskDefinition")->properties;
		assert_string_equal(cew_node_get_text(task, "Cpu"), packages[p].cpu);
		assert_string_equal(cew_node_get_text(task, "Memory"), packages[p].memory);
	}
	fixture_close(&f);
}

/* What must be refused before anything is sent. */
static void test_refused(void **state)
{
	(void)state;
	static const struct {
		const char *change, *message;
	} refused[] = {
		{"CreateResources=False;ExistingVPCId=", "Give the existing VPC, its CIDR block and two private subnets."},
		{"CreateResources=False;ExistingVPCId=vpc-1;ExistingPrivateSubnet1ID=subnet-1;ExistingPrivateSubnet2ID=subnet-1",
		 "The two private subnets must be different."},
		{"CreateALB=True;WhitelistIP=", "Give the CIDR that may reach the load balancer."},
		{"CACertFlag=True;CACertSecretName=", "Give the name of the secret with the CA certificate."},
		{"JWTSECRET=secret", "The default JWT secret is publicly known."},
		{"MAINTENANCEPASSWORD=cteadmin", "The default maintenance password is publicly known."},
	};
	struct choice c = choice_of(1 | 2 | 4);
	struct fixture f = {.in = {.stack_name = "netskope-ce", .region = "us-east-1"}};
	char answers[2048], all[4096];
	open_template(&f);
	answers_of(&c, answers, sizeof answers);
	for (size_t i = 0; i < CEW_COUNT(refused); i++) {
		snprintf(all, sizeof all, "%s;%s", refused[i].change, answers); /* the first of a name counts */
		fixture_evaluate(&f, all);
		const struct cew_cfn_finding *n = fixture_finding(&f, "rule-assertion");
		assert_non_null(n);
		assert_string_equal(n->message, refused[i].message);
	}
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_variants),
		cmocka_unit_test(test_packages_and_regions),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
