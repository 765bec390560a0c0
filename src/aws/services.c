/* The tables of services and partitions. */
#include "endpoint.h"

#include <assert.h>
#include <string.h>

static const struct aws_service_info services[] = {
	[AWS_CLOUDFORMATION] = {"CloudFormation", "cloudformation", "cloudformation", "2010-05-15", "CLOUDFORMATION",
                                "cloudformation", true, AWS_QUERY, AWS_HOST_REGIONAL, NULL},
	[AWS_STS] = {"STS", "sts", "sts", "2011-06-15", "STS", "sts", true, AWS_QUERY, AWS_HOST_REGIONAL, NULL},
	[AWS_EC2] = {"EC2", "ec2", "ec2", "2016-11-15", "EC2", "ec2", true, AWS_EC2_QUERY, AWS_HOST_REGIONAL, NULL},
	[AWS_ELB] = {"Elastic Load Balancing", "elasticloadbalancing", "elasticloadbalancing", "2015-12-01",
                     "ELASTIC_LOAD_BALANCING_V2", "elastic_load_balancing_v2", true, AWS_QUERY, AWS_HOST_REGIONAL, NULL},
	[AWS_ECS] = {"ECS", "ecs", "ecs", "AmazonEC2ContainerServiceV20141113", "ECS", "ecs", false, AWS_JSON,
                     AWS_HOST_REGIONAL, NULL},
	[AWS_IAM] = {"IAM", "iam", "iam", "2010-05-08", "IAM", "iam", true, AWS_QUERY, AWS_HOST_GLOBAL, NULL},
	[AWS_SNS] = {"SNS", "sns", "sns", "2010-03-31", "SNS", "sns", true, AWS_QUERY, AWS_HOST_REGIONAL, NULL},
	[AWS_SECRETS] = {"Secrets Manager", "secretsmanager", "secretsmanager", "secretsmanager", "SECRETS_MANAGER",
                         "secrets_manager", false, AWS_JSON, AWS_HOST_NO_DUAL, NULL},
	[AWS_S3] = {"S3", "s3", "s3", NULL, "S3", "s3", false, AWS_REST_XML, AWS_HOST_S3, NULL},
	[AWS_QUOTAS] = {"Service Quotas", "servicequotas", "servicequotas", "ServiceQuotasV20190624", "SERVICE_QUOTAS",
                        "service_quotas", true, AWS_JSON, AWS_HOST_REGIONAL, NULL},
	[AWS_ECR] = {"ECR", "api.ecr", "ecr", "AmazonEC2ContainerRegistry_V20150921", "ECR", "ecr", false, AWS_JSON,
                     AWS_HOST_REGIONAL, "ecr"},
	[AWS_LAMBDA] = {"Lambda", "lambda", "lambda", NULL, "LAMBDA", "lambda", false, AWS_REST_JSON, AWS_HOST_REGIONAL, NULL},
	[AWS_LOGS] = {"CloudWatch Logs", "logs", "logs", "Logs_20140328", "CLOUDWATCH_LOGS", "cloudwatch_logs", true, AWS_JSON,
                      AWS_HOST_REGIONAL, NULL},
	[AWS_KMS] = {"KMS", "kms", "kms", "TrentService", "KMS", "kms", false, AWS_JSON, AWS_HOST_REGIONAL, NULL},
	[AWS_EFS] = {"EFS", "elasticfilesystem", "elasticfilesystem", NULL, "EFS", "efs", false, AWS_REST_JSON,
                     AWS_HOST_OLD_DUAL, "efs"},
	[AWS_SSO] = {"IAM Identity Center", "portal.sso", "awsssoportal", NULL, "SSO", "sso", true, AWS_REST_JSON,
                     AWS_HOST_REGIONAL, NULL},
	[AWS_SSO_OIDC] = {"IAM Identity Center", "oidc", "sso-oauth", NULL, "SSO_OIDC", "sso_oidc", true, AWS_REST_JSON,
                          AWS_HOST_REGIONAL, NULL},
};
static_assert(CEW_COUNT(services) == AWS_SERVICE_COUNT, "every service needs its row");

const struct aws_service_info *aws_service_info(enum aws_service service)
{
	return &services[service];
}

/* Searched from the top; the last row takes every region that is not known. */
static const struct aws_partition partitions[] = {
	{"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", false, false, false, "aws-cn", "cn-north-1",
	 "iam.cn-north-1.amazonaws.com.cn", "iam.global.api.amazonwebservices.com.cn", NULL, NULL},
	{"us-gov-", "amazonaws.com", "api.aws", true, true, false, "aws-us-gov", "us-gov-west-1",
	 "iam.us-gov.amazonaws.com", "iam.us-gov.api.aws", "iam.us-gov.amazonaws.com", "iam.us-gov.api.aws"},
	{"eusc-", "amazonaws.eu", "api.amazonwebservices.eu", true, false, true, "aws-eusc", "eusc-de-east-1",
	 "iam.eusc-de-east-1.amazonaws.eu", "iam.api.amazonwebservices.eu", "iam-fips.amazonaws.eu",
	 "iam-fips.api.amazonwebservices.eu"},
	{"us-iso-", "c2s.ic.gov", "api.aws.ic.gov", true, false, true, "aws-iso", "us-iso-east-1",
	 "iam.us-iso-east-1.c2s.ic.gov", "iam.api.aws.ic.gov", "iam-fips.us-iso-east-1.c2s.ic.gov", "iam-fips.api.aws.ic.gov"},
	{"us-isob-", "sc2s.sgov.gov", "api.aws.scloud", true, false, true, "aws-iso-b", "us-isob-east-1",
	 "iam.us-isob-east-1.sc2s.sgov.gov", "iam.api.aws.scloud", "iam-fips.us-isob-east-1.sc2s.sgov.gov",
	 "iam-fips.api.aws.scloud"},
	{"eu-isoe-", "cloud.adc-e.uk", NULL, true, false, true, "aws-iso-e", "eu-isoe-west-1",
	 "iam.eu-isoe-west-1.cloud.adc-e.uk", NULL, "iam-fips.cloud.adc-e.uk", NULL},
	{"us-isof-", "csp.hci.ic.gov", NULL, true, false, true, "aws-iso-f", "us-isof-south-1",
	 "iam.us-isof-south-1.csp.hci.ic.gov", NULL, "iam-fips.csp.hci.ic.gov", NULL},
	{"", "amazonaws.com", "api.aws", true, false, false, "aws", "us-east-1",
	 "iam.amazonaws.com", "iam.global.api.aws", "iam-fips.amazonaws.com", "iam-fips.global.api.aws"},
};

const struct aws_partition *aws_partition_of(const char *region)
{
	const struct aws_partition *p = partitions;

	while (strncmp(region, p->region_prefix, strlen(p->region_prefix)) != 0)
		p++;
	return p;
}
