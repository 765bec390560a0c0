/* every_call: all calls of all tables, each with the shortest answer that it takes, for tests that hold for all of them. A call
 * that is added to a table must be added here: test_faults.c counts. */
#ifndef TEST_AWS_EVERY_CALL_H
#define TEST_AWS_EVERY_CALL_H

#include "looked.h"

/* How a call is answered. */
enum manner { BY_QUERY, BY_EC2, BY_JSON, BY_REST, BY_S3, BY_HEAD, MANNERS };

/* X(name of the entry, manner, the action's name, the call, what the shortest answer holds). f: the fixture. */
#define TELLS looked_found, f, err
#define C f->cloud
#define A f->account
#define O f->operations

#define CLOUD_CALLS(X) \
	X(caller_identity, QUERY, "GetCallerIdentity", C.caller_identity(C.self, on_caller, f, err), \
	  "<Account>1</Account><Arn>arn:u</Arn><UserId>u</UserId>") \
	X(create_stack, QUERY, "CreateStack", C.create_stack(C.self, &a_stack, on_create, f, err), "<StackId>arn:s</StackId>") \
	X(describe_stack, QUERY, "DescribeStacks", C.describe_stack(C.self, "ce", on_stack, f, err), \
	  "<Stacks><member><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>") \
	X(describe_events, QUERY, "DescribeStackEvents", C.describe_events(C.self, "ce", NULL, on_events, f, err), "<StackEvents/>") \
	X(delete_stack_of_cloud, QUERY, "DeleteStack", C.delete_stack(C.self, "ce", "token", on_done, f, err), "")

#define ACCOUNT_CALLS(X) \
	X(regions, EC2, "DescribeRegions", A.regions(A.self, TELLS), "") \
	X(zones, EC2, "DescribeAvailabilityZones", A.zones(A.self, TELLS), "") \
	X(vpcs, EC2, "DescribeVpcs", A.vpcs(A.self, NULL, TELLS), "") \
	X(vpc_dns, EC2, "DescribeVpcAttribute", A.vpc_dns(A.self, "vpc-1", TELLS), \
	  "<enableDnsSupport><value>true</value></enableDnsSupport>") \
	X(subnets, EC2, "DescribeSubnets", A.subnets(A.self, "vpc-1", TELLS), "") \
	X(addresses, EC2, "DescribeAddresses", A.addresses(A.self, TELLS), "") \
	X(route_tables, EC2, "DescribeRouteTables", A.route_tables(A.self, "vpc-1", TELLS), "") \
	X(nat_gateways, EC2, "DescribeNatGateways", A.nat_gateways(A.self, "vpc-1", TELLS), "") \
	X(internet_gateways, EC2, "DescribeInternetGateways", A.internet_gateways(A.self, "vpc-1", TELLS), "") \
	X(network_acls, EC2, "DescribeNetworkAcls", A.network_acls(A.self, "vpc-1", TELLS), "") \
	X(security_groups, EC2, "DescribeSecurityGroups", A.security_groups(A.self, "vpc-1", TELLS), "") \
	X(target_groups, QUERY, "DescribeTargetGroups", A.target_groups(A.self, NULL, TELLS), "") \
	X(load_balancers, QUERY, "DescribeLoadBalancers", A.load_balancers(A.self, "ce", TELLS), "") \
	X(listeners, QUERY, "DescribeListeners", A.listeners(A.self, "arn:lb", TELLS), "") \
	X(cluster_arns, JSON, "ListClusters", A.cluster_arns(A.self, TELLS), "{}") \
	X(clusters, JSON, "DescribeClusters", A.clusters(A.self, some, 1, TELLS), "{}") \
	X(services, JSON, "DescribeServices", A.services(A.self, "c", some, 1, TELLS), "{}") \
	X(roles, QUERY, "ListRoles", A.roles(A.self, TELLS), "") \
	X(role, QUERY, "GetRole", A.role(A.self, "r", TELLS), "<Role><Arn>arn:r</Arn></Role>") \
	X(simulate, QUERY, "SimulatePrincipalPolicy", A.simulate(A.self, &a_question, TELLS), "") \
	X(account_summary, QUERY, "GetAccountSummary", A.account_summary(A.self, TELLS), "") \
	X(topics, QUERY, "ListTopics", A.topics(A.self, TELLS), "") \
	X(create_topic, QUERY, "CreateTopic", A.create_topic(A.self, "ce", NULL, TELLS), "<TopicArn>arn:t</TopicArn>") \
	X(subscribe, QUERY, "Subscribe", A.subscribe(A.self, "arn:t", "email", "a@b", TELLS), "<SubscriptionArn>arn:s</SubscriptionArn>") \
	X(set_topic_attribute, QUERY, "SetTopicAttributes", A.set_topic_attribute(A.self, "arn:t", "DisplayName", "x", TELLS), "") \
	X(secrets, JSON, "ListSecrets", A.secrets(A.self, TELLS), "{}") \
	X(secret, JSON, "DescribeSecret", A.secret(A.self, "ce/ca", TELLS), "{\"ARN\":\"arn:s\",\"Name\":\"n\"}") \
	X(create_secret, JSON, "CreateSecret", create_a_secret(f, err), "{\"ARN\":\"arn:s\",\"Name\":\"n\"}") \
	X(buckets, S3, "ListBuckets", A.buckets(A.self, TELLS), "<ListAllMyBucketsResult/>") \
	X(bucket, HEAD, "HeadBucket", A.bucket(A.self, "b", NULL, TELLS), "") \
	X(create_bucket, S3, "CreateBucket", A.create_bucket(A.self, "b", NULL, TELLS), "") \
	X(block_public_access, S3, "PutPublicAccessBlock", A.block_public_access(A.self, "b", NULL, TELLS), "") \
	X(encrypt_bucket, S3, "PutBucketEncryption", A.encrypt_bucket(A.self, "b", NULL, NULL, TELLS), "") \
	X(expire_objects, S3, "PutBucketLifecycleConfiguration", A.expire_objects(A.self, "b", NULL, NULL, 7, TELLS), "") \
	X(put_object, S3, "PutObject", A.put_object(A.self, &an_object, TELLS), "") \
	X(object, HEAD, "HeadObject", A.object(A.self, "b", NULL, "k", TELLS), "") \
	X(quota, JSON, "GetServiceQuota", A.quota(A.self, NULL, "vpc", "L-1", TELLS), "{\"Quota\":{\"Value\":5}}") \
	X(image, JSON, "BatchGetImage", A.image(A.self, NULL, "1", "r", "t", TELLS), "{}") \
	X(function, REST, "GetFunction", A.function(A.self, "f", TELLS), "{\"Configuration\":{\"FunctionArn\":\"arn:f\"}}") \
	X(log_groups, JSON, "DescribeLogGroups", A.log_groups(A.self, NULL, TELLS), "{}") \
	X(stacks, QUERY, "ListStacks", A.stacks(A.self, TELLS), "") \
	X(create_change_set, QUERY, "CreateChangeSet", A.create_change_set(A.self, &a_stack, "n", TELLS), "<Id>arn:c</Id>") \
	X(change_set, QUERY, "DescribeChangeSet", A.change_set(A.self, "arn:c", TELLS), "<ChangeSetId>arn:c</ChangeSetId>") \
	X(delete_change_set, QUERY, "DeleteChangeSet", A.delete_change_set(A.self, "arn:c", TELLS), "") \
	X(template_summary, QUERY, "GetTemplateSummary", A.template_summary(A.self, &a_template, TELLS), "")

#define OPERATION_CALLS(X) \
	X(stack_details, QUERY, "DescribeStacks", O.stack_details(O.self, NULL, TELLS), "") \
	X(stack_resources, QUERY, "ListStackResources", O.stack_resources(O.self, "ce", TELLS), "") \
	X(stack_template, QUERY, "GetTemplate", O.stack_template(O.self, "ce", TELLS), "<TemplateBody>a</TemplateBody>") \
	X(create_update_change_set, QUERY, "CreateChangeSet", O.create_update_change_set(O.self, &an_update, "n", TELLS), "<Id>arn:c</Id>") \
	X(execute_change_set, QUERY, "ExecuteChangeSet", O.execute_change_set(O.self, &an_execution, TELLS), "") \
	X(update_stack, QUERY, "UpdateStack", O.update_stack(O.self, &an_update, TELLS), "<StackId>arn:s</StackId>") \
	X(cancel_update, QUERY, "CancelUpdateStack", O.cancel_update(O.self, "ce", "token", TELLS), "") \
	X(continue_rollback, QUERY, "ContinueUpdateRollback", O.continue_rollback(O.self, &a_rollback, TELLS), "") \
	X(set_termination_protection, QUERY, "UpdateTerminationProtection", O.set_termination_protection(O.self, "ce", true, TELLS), "") \
	X(delete_stack, QUERY, "DeleteStack", O.delete_stack(O.self, &a_deletion, TELLS), "") \
	X(service_arns, JSON, "ListServices", O.service_arns(O.self, "c", TELLS), "{}") \
	X(service_details, JSON, "DescribeServices", O.service_details(O.self, "c", some, 1, TELLS), "{}") \
	X(task_arns, JSON, "ListTasks", O.task_arns(O.self, "c", NULL, NULL, TELLS), "{}") \
	X(tasks, JSON, "DescribeTasks", O.tasks(O.self, "c", some, 1, TELLS), "{}") \
	X(task_definition, JSON, "DescribeTaskDefinition", O.task_definition(O.self, "ce", TELLS), \
	  "{\"taskDefinition\":{\"taskDefinitionArn\":\"arn:td\"}}") \
	X(set_desired_count, JSON, "UpdateService", O.set_desired_count(O.self, "c", "s", 0, TELLS), "{\"service\":{\"serviceArn\":\"arn:s\"}}") \
	X(stop_task, JSON, "StopTask", O.stop_task(O.self, "c", "t", "r", TELLS), "{\"task\":{\"taskArn\":\"arn:t\"}}") \
	X(log_streams, JSON, "DescribeLogStreams", O.log_streams(O.self, "g", 5, TELLS), "{}") \
	X(log_events, JSON, "GetLogEvents", O.log_events(O.self, "g", "s", 5, TELLS), "{}") \
	X(target_health, QUERY, "DescribeTargetHealth", O.target_health(O.self, "arn:tg", TELLS), "") \
	X(load_balancer_attributes, QUERY, "DescribeLoadBalancerAttributes", O.load_balancer_attributes(O.self, "arn:lb", TELLS), "") \
	X(set_load_balancer_attribute, QUERY, "ModifyLoadBalancerAttributes", \
	  O.set_load_balancer_attribute(O.self, "arn:lb", "n", "v", TELLS), "") \
	X(flow_logs, EC2, "DescribeFlowLogs", O.flow_logs(O.self, "vpc-1", TELLS), "") \
	X(create_flow_logs, EC2, "CreateFlowLogs", O.create_flow_logs(O.self, &a_flow_log, TELLS), "") \
	X(network_interfaces, EC2, "DescribeNetworkInterfaces", O.network_interfaces(O.self, "vpc-1", TELLS), "") \
	X(set_vpc_attribute, EC2, "ModifyVpcAttribute", O.set_vpc_attribute(O.self, "vpc-1", "EnableDnsSupport", true, TELLS), "") \
	X(topic_attributes, QUERY, "GetTopicAttributes", O.topic_attributes(O.self, "arn:t", TELLS), "") \
	X(subscriptions, QUERY, "ListSubscriptionsByTopic", O.subscriptions(O.self, "arn:t", TELLS), "") \
	X(create_key, JSON, "CreateKey", O.create_key(O.self, "d", NULL, TELLS), "{\"KeyMetadata\":{\"KeyId\":\"k\"}}") \
	X(create_alias, JSON, "CreateAlias", O.create_alias(O.self, "alias/a", "k", TELLS), "") \
	X(describe_key, JSON, "DescribeKey", O.describe_key(O.self, "k", TELLS), "{\"KeyMetadata\":{\"KeyId\":\"k\"}}") \
	X(aliases, JSON, "ListAliases", O.aliases(O.self, NULL, TELLS), "{}") \
	X(file_systems, REST, "DescribeFileSystems", O.file_systems(O.self, NULL, TELLS), "{}") \
	X(backup_policy, REST, "DescribeBackupPolicy", O.backup_policy(O.self, "fs-1", TELLS), "{\"BackupPolicy\":{\"Status\":\"ENABLED\"}}") \
	X(set_backup_policy, REST, "PutBackupPolicy", O.set_backup_policy(O.self, "fs-1", true, TELLS), \
	  "{\"BackupPolicy\":{\"Status\":\"ENABLED\"}}") \
	X(bucket_contents, S3, "ListObjectVersions", O.bucket_contents(O.self, "b", NULL, TELLS), "<ListVersionsResult/>") \
	X(bucket_encryption, S3, "GetBucketEncryption", O.bucket_encryption(O.self, "b", NULL, TELLS), \
	  "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>" \
	  "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>") \
	X(create_role, QUERY, "CreateRole", O.create_role(O.self, &a_role, TELLS), "<Role><Arn>arn:r</Arn></Role>") \
	X(put_role_policy, QUERY, "PutRolePolicy", O.put_role_policy(O.self, "r", "p", "{}", TELLS), "") \
	X(attach_role_policy, QUERY, "AttachRolePolicy", O.attach_role_policy(O.self, "r", "arn:p", TELLS), "") \
	X(attached_policies, QUERY, "ListAttachedRolePolicies", O.attached_policies(O.self, "r", TELLS), "") \
	X(user, QUERY, "GetUser", O.user(O.self, NULL, TELLS), "<User><Arn>arn:u</Arn></User>")

#endif
