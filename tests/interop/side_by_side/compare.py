"""The AWS CLI and our client ask the embedded AWS for the same things, and must be told the same. Run by
test_side_by_side.sh with the Python that the AWS CLI is installed for; arguments: our client, a template's file."""
import contextlib
import io
import json
import os
import re
import subprocess
import sys
from datetime import datetime

from awscli.clidriver import create_clidriver

OURS, TEMPLATE = sys.argv[1], sys.argv[2]
ENDPOINT = ["--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]  # the AWS CLI of some releases does not know the variable


def aws(*arguments):
    """The AWS CLI's answer; it runs inside of this process, for starting it anew takes a second each time."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = create_clidriver().main(list(arguments) + ENDPOINT + ["--output", "json", "--no-cli-pager"])
    if code:
        raise SystemExit("FAILED: aws %s ended with %s" % (" ".join(arguments)[:300], code))
    return json.loads(out.getvalue() or "null")


# ---- what is the same ----

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")


def plain(value):
    """Nothing, "" and an empty list are one; so are numbers, truths and times however they are written."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "%g" % value if value != int(value) else str(int(value))
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if TIME.match(value):
        value = value.replace("Z", "+00:00")
        return "%.3f" % datetime.fromisoformat(re.sub(r"\.(\d{3})\d*", r".\1", re.sub(r"(:\d\d)([+-])", r"\1.000\2", value))).timestamp()
    if value.startswith("{") and value.endswith("}"):
        return json.dumps(json.loads(value), sort_keys=True)
    return value


# ---- what there is to be asked for ----

ROUTE = ("[DestinationCidrBlock || DestinationIpv6CidrBlock || DestinationPrefixListId, "
         "NatGatewayId || GatewayId || TransitGatewayId || NetworkInterfaceId, State]")
RULE = ("[IpProtocol, FromPort || `0`, ToPort || `0`, IpRanges[].CidrIp, Ipv6Ranges[].CidrIpv6, UserIdGroupPairs[].GroupId, "
        "PrefixListIds[].PrefixListId]")
NAME = "Tags[?Key=='Name'] | [0].Value"
TAGS = "Tags[].[Key, Value]"
SERVICE = ("[serviceArn, serviceName, clusterArn, status, taskDefinition, "
           "networkConfiguration.awsvpcConfiguration.assignPublicIp, desiredCount, runningCount, pendingCount, createdAt, "
           "deployments[].[id, status, rolloutState, rolloutStateReason, taskDefinition, desiredCount, runningCount, "
           "failedTasks || `0`], events[].[id, message], loadBalancers[].[targetGroupArn, containerName, containerPort], "
           "networkConfiguration.awsvpcConfiguration.subnets, networkConfiguration.awsvpcConfiguration.securityGroups]")
TASK = ("[taskArn, group, taskDefinitionArn, lastStatus, desiredStatus, healthStatus, stopCode, stoppedReason, availabilityZone, "
        "attachments[0].details[?name=='privateIPv4Address'] | [0].value, createdAt, startedAt, stoppedAt, "
        "containers[].[name, image, lastStatus, reason, healthStatus, exitCode]]")
ROLE = "[RoleName, Arn, Path, Description, AssumeRolePolicyDocument, MaxSessionDuration || `0`]"


def rows(at):
    """(our call, its arguments, the AWS CLI's, the query that puts its answer into our order)"""
    vpc = ["--filters", "Name=vpc-id,Values=" + at["vpc"]]
    ecs = ["ecs", "--cluster", at["cluster"]]
    yield from [
        ("caller_identity", [], ["sts", "get-caller-identity"], "[Account, Arn, UserId]"),
        ("describe_stack", [at["stack"]], ["cloudformation", "describe-stacks", "--stack-name", at["stack"]],
         "Stacks[0].[StackId, StackName, StackStatus, StackStatusReason, Description, CreationTime, EnableTerminationProtection || `false`, "
         "Outputs[].[OutputKey, OutputValue]]"),
        ("describe_events", [at["stack"]], ["cloudformation", "describe-stack-events", "--stack-name", at["stack"]],
         "StackEvents[].[EventId, StackName, LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason, "
         "ClientRequestToken, Timestamp]"),
        ("regions", [], ["ec2", "describe-regions"], "Regions[].[RegionName, Endpoint, OptInStatus]"),
        ("zones", [], ["ec2", "describe-availability-zones"],
         "AvailabilityZones[].[ZoneName, ZoneId, State, ZoneType, RegionName, OptInStatus]"),
        ("vpcs", [], ["ec2", "describe-vpcs"],
         "Vpcs[].[VpcId, CidrBlock, %s, State, IsDefault, CidrBlockAssociationSet[].CidrBlock]" % NAME),
        ("vpc_dns", [at["vpc"]], None, None),
        ("subnets", [at["vpc"]], ["ec2", "describe-subnets"] + vpc,
         "Subnets[].[SubnetId, VpcId, CidrBlock, AvailabilityZone, AvailabilityZoneId, %s, State, AvailableIpAddressCount, "
         "MapPublicIpOnLaunch, DefaultForAz]" % NAME),
        ("addresses", [], ["ec2", "describe-addresses"],
         "Addresses[].[PublicIp, AllocationId, AssociationId, NetworkInterfaceId, %s]" % NAME),
        ("route_tables", [at["vpc"]], ["ec2", "describe-route-tables"] + vpc,
         "RouteTables[].[RouteTableId, VpcId, %s, Routes[].%s, Associations[].[SubnetId, Main]]" % (NAME, ROUTE)),
        ("nat_gateways", [at["vpc"]], ["ec2", "describe-nat-gateways", "--filter", "Name=vpc-id,Values=" + at["vpc"]],
         "NatGateways[].[NatGatewayId, State, SubnetId, VpcId, ConnectivityType, %s, NatGatewayAddresses[].AllocationId]" % NAME),
        ("internet_gateways", [at["vpc"]],
         ["ec2", "describe-internet-gateways", "--filters", "Name=attachment.vpc-id,Values=" + at["vpc"]],
         "InternetGateways[].[InternetGatewayId, %s, Attachments[].VpcId]" % NAME),
        ("network_acls", [at["vpc"]], ["ec2", "describe-network-acls"] + vpc,
         "NetworkAcls[].[NetworkAclId, VpcId, %s, IsDefault, Entries[].[RuleNumber, Protocol, RuleAction, CidrBlock || Ipv6CidrBlock, "
         "Egress, PortRange.From || `0`, PortRange.To || `0`], Associations[].SubnetId]" % NAME),
        ("security_groups", [at["vpc"]], ["ec2", "describe-security-groups"] + vpc,
         "SecurityGroups[].[GroupId, GroupName, Description, VpcId, %s, IpPermissions[].%s, IpPermissionsEgress[].%s]" % (NAME, RULE, RULE)),
        ("network_interfaces", [at["vpc"]], ["ec2", "describe-network-interfaces"] + vpc,
         "NetworkInterfaces[].[NetworkInterfaceId, Description, Status, InterfaceType, VpcId, SubnetId, AvailabilityZone, "
         "PrivateIpAddress, Attachment.AttachmentId, RequesterId, RequesterManaged || `false`, Groups[].GroupId, TagSet[].[Key, Value]]"),
        ("flow_logs", [at["vpc"]], ["ec2", "describe-flow-logs", "--filter", "Name=resource-id,Values=" + at["vpc"]],
         "FlowLogs[].[FlowLogId, FlowLogStatus, ResourceId, TrafficType, LogDestinationType, LogDestination, LogGroupName, "
         "DeliverLogsPermissionArn, DeliverLogsStatus]"),
        ("target_groups", [], ["elbv2", "describe-target-groups"],
         "TargetGroups[].[TargetGroupArn, TargetGroupName, Protocol, VpcId, TargetType, HealthCheckPath, Port || `0`, LoadBalancerArns]"),
        ("load_balancers", [], ["elbv2", "describe-load-balancers"],
         "LoadBalancers[].[LoadBalancerArn, LoadBalancerName, DNSName, Scheme, VpcId, State.Code, Type, SecurityGroups]"),
        ("listeners", [at["balancer"]], ["elbv2", "describe-listeners", "--load-balancer-arn", at["balancer"]],
         "Listeners[].[ListenerArn, LoadBalancerArn, Protocol, DefaultActions[0].TargetGroupArn, Port]"),
        ("target_health", [at["targets"]], ["elbv2", "describe-target-health", "--target-group-arn", at["targets"]],
         "TargetHealthDescriptions[].[Target.Id, Target.AvailabilityZone, Target.Port, TargetHealth.State, TargetHealth.Reason, "
         "TargetHealth.Description]"),
        ("load_balancer_attributes", [at["balancer"]],
         ["elbv2", "describe-load-balancer-attributes", "--load-balancer-arn", at["balancer"]], "Attributes[].[Key, Value]"),
        ("cluster_arns", [], ["ecs", "list-clusters"], "clusterArns[].[@]"),
        ("clusters", [at["cluster"]], ["ecs", "describe-clusters", "--clusters", at["cluster"]],
         "clusters[].[clusterArn, clusterName, status, runningTasksCount, pendingTasksCount, activeServicesCount]"),
        ("services", [at["cluster"], at["service"]], ecs[:1] + ["describe-services"] + ecs[1:] + ["--services", at["service"]],
         "services[].[serviceArn, serviceName, clusterArn, status, desiredCount, runningCount, pendingCount]"),
        ("service_arns", [at["cluster"]], ecs[:1] + ["list-services"] + ecs[1:], "serviceArns[].[@]"),
        ("service_details", [at["cluster"], at["service"]], ecs[:1] + ["describe-services"] + ecs[1:] + ["--services", at["service"]],
         "services[]." + SERVICE),
        ("task_arns", [at["cluster"], at["service"]], ecs[:1] + ["list-tasks"] + ecs[1:] + ["--service-name", at["service"]], "taskArns[].[@]"),
        ("tasks", [at["cluster"], at["task"]], ecs[:1] + ["describe-tasks"] + ecs[1:] + ["--tasks", at["task"]], "tasks[]." + TASK),
        ("task_definition", [at["definition"]], ["ecs", "describe-task-definition", "--task-definition", at["definition"]],
         "[taskDefinition.[taskDefinitionArn, family, status, cpu, memory, taskRoleArn, executionRoleArn, revision, "
         "containerDefinitions[].[name, image, logConfiguration.options.\"awslogs-group\", "
         "logConfiguration.options.\"awslogs-stream-prefix\", essential || `false`], volumes[].[efsVolumeConfiguration.fileSystemId][]]]"),
        ("roles", [], ["iam", "list-roles"], "Roles[]." + ROLE),
        ("role", [at["role"]], ["iam", "get-role", "--role-name", at["role"]], "[Role.%s]" % ROLE),
        ("attached_policies", [at["role"]], ["iam", "list-attached-role-policies", "--role-name", at["role"]],
         "AttachedPolicies[].[PolicyName, PolicyArn]"),
        ("user", [], ["iam", "get-user"], "[User.[UserName, Arn, Path, UserId]]"),
        ("simulate", [at["user"], "ecs:CreateCluster", "s3:CreateBucket"],
         ["iam", "simulate-principal-policy", "--policy-source-arn", at["user"], "--action-names", "ecs:CreateCluster", "s3:CreateBucket"],
         "EvaluationResults[].[EvalActionName, EvalResourceName, EvalDecision, MissingContextValues]"),
        ("account_summary", [], ["iam", "get-account-summary"], "[SummaryMap]"),
        ("topics", [], ["sns", "list-topics"], "Topics[].[TopicArn]"),
        ("topic_attributes", [at["topic"]], ["sns", "get-topic-attributes", "--topic-arn", at["topic"]], "[Attributes]"),
        ("subscriptions", [at["topic"]], ["sns", "list-subscriptions-by-topic", "--topic-arn", at["topic"]],
         "Subscriptions[].[SubscriptionArn, Protocol, Endpoint, Owner]"),
        ("secrets", [], ["secretsmanager", "list-secrets"], "SecretList[].[ARN, Name, Description, DeletedDate]"),
        ("secret", [at["secret"]], ["secretsmanager", "describe-secret", "--secret-id", at["secret"]],
         "[[ARN, Name, Description, DeletedDate]]"),
        ("buckets", [], ["s3api", "list-buckets"], "Buckets[].[Name, CreationDate]"),
        ("bucket_contents", [at["bucket"]], ["s3api", "list-object-versions", "--bucket", at["bucket"]],
         "[[(Versions || DeleteMarkers || `[]`)[0].Key]]"),
        ("object", [at["bucket"], "a b/\u00e9+1"], ["s3api", "head-object", "--bucket", at["bucket"], "--key", "a b/\u00e9+1"],
         "[[ETag, ContentLength]]"),
        ("bucket_encryption", [at["bucket"]], ["s3api", "get-bucket-encryption", "--bucket", at["bucket"]],
         "ServerSideEncryptionConfiguration.Rules[].ApplyServerSideEncryptionByDefault.[SSEAlgorithm, KMSMasterKeyID]"),
        ("quota", ["vpc", "L-F678F1CE"],
         ["service-quotas", "get-service-quota", "--service-code", "vpc", "--quota-code", "L-F678F1CE"],
         "[Quota.[QuotaName, QuotaCode, Value, Adjustable]]"),
        ("image", at["image"], ["ecr", "batch-get-image", "--registry-id", at["image"][0], "--repository-name", at["image"][1],
                                "--image-ids", "imageTag=" + at["image"][2]],
         "images[].[imageId.imageTag, imageId.imageDigest]"),
        ("log_groups", [], ["logs", "describe-log-groups"], "logGroups[].[logGroupName, arn, retentionInDays || `0`, storedBytes || `0`]"),
        ("log_streams", [at["logs"]], ["logs", "describe-log-streams", "--log-group-name", at["logs"], "--order-by", "LastEventTime",
                                       "--descending"],
         "logStreams[].[logStreamName, arn, creationTime, lastEventTimestamp || `0`]"),
        ("log_events", [at["logs"], at["stream"]],
         ["logs", "get-log-events", "--log-group-name", at["logs"], "--log-stream-name", at["stream"], "--limit", "10",
          "--no-start-from-head"], "events[].[timestamp, message]"),
        ("function", [at["function"]], ["lambda", "get-function", "--function-name", at["function"]],
         "[Configuration.[FunctionName, FunctionArn, Runtime, State]]"),
        ("describe_key", ["alias/aws/sns"], ["kms", "describe-key", "--key-id", "alias/aws/sns"],
         "[KeyMetadata.[KeyId, Arn, KeyState, KeyManager, Description, Enabled]]"),
        ("aliases", [], ["kms", "list-aliases"], "Aliases[].[AliasName, AliasArn, TargetKeyId]"),
        ("file_systems", [], ["efs", "describe-file-systems"],
         "FileSystems[].[FileSystemId, FileSystemArn, Name, LifeCycleState, KmsKeyId, Encrypted || `false`, SizeInBytes.Value, "
         "NumberOfMountTargets, CreationTime, %s]" % TAGS),
        ("backup_policy", [at["files"]], ["efs", "describe-backup-policy", "--file-system-id", at["files"]], "[[BackupPolicy.Status]]"),
        ("stacks", [], ["cloudformation", "list-stacks"],
         "StackSummaries[?StackStatus != 'DELETE_COMPLETE'].[StackId, StackName, StackStatus, StackStatusReason, CreationTime]"),
        ("stack_details", [], ["cloudformation", "describe-stacks"],
         "Stacks[].[StackId, StackName, StackStatus, StackStatusReason, Description, RoleARN, ParentId, CreationTime, LastUpdatedTime, "
         "TimeoutInMinutes || `0`, EnableTerminationProtection || `false`, DisableRollback || `false`, "
         "Parameters[].[ParameterKey, ParameterValue], Outputs[].[OutputKey, OutputValue, Description], %s, Capabilities, "
         "NotificationARNs]" % TAGS),
        ("stack_resources", [at["stack"]], ["cloudformation", "list-stack-resources", "--stack-name", at["stack"]],
         "StackResourceSummaries[].[LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason, "
         "LastUpdatedTimestamp]"),
        ("stack_template", [at["stack"]],
         ["cloudformation", "get-template", "--stack-name", at["stack"], "--template-stage", "Original"], "[[TemplateBody]]"),
        ("template_summary", [SMALL], ["cloudformation", "get-template-summary", "--template-body", SMALL],
         "[[Description, Capabilities, ResourceTypes, Parameters[].[ParameterKey, ParameterType, DefaultValue, NoEcho]]]"),
        ("change_set", [at["change_set"]], ["cloudformation", "describe-change-set", "--change-set-name", at["change_set"]],
         "[[ChangeSetId, ChangeSetName, StackId, StackName, Status, StatusReason, ExecutionStatus, Changes[].ResourceChange.[Action, "
         "LogicalResourceId, ResourceType, Replacement, PhysicalResourceId, Scope, Details[].[Target.Attribute, Target.Name, "
         "Target.RequiresRecreation, Evaluation, ChangeSource, CausingEntity]]]]"),
    ]


SMALL = json.dumps({"Description": "small", "Parameters": {"A": {"Type": "String", "Default": "b"}, "S": {"Type": "String", "NoEcho": True}},
                    "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}, "Role": {"Type": "AWS::IAM::Role", "Properties": {
                        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}}}})
PARAMETERS = {"JWTSECRET": "a signing key", "MAINTENANCEPASSWORD": "Tr0ub4dor&3", "MAINTENANCEPASSWORDESCAPED": "Tr0ub4dor%263",
              "ExistingECSTaskRole": "", "ExistingSGandNACLLambdaRole": "", "CACertSecretName": ""}


# ---- a stack to look at ----

def make():
    """A whole deployment by the AWS CLI, and where its parts are."""
    with open(TEMPLATE) as file:
        body = file.read()
    parameters = json.dumps([{"ParameterKey": key, "ParameterValue": value} for key, value in PARAMETERS.items()])
    aws("cloudformation", "create-stack", "--stack-name", "beside", "--template-body", body, "--parameters", parameters,
        "--capabilities", "CAPABILITY_NAMED_IAM", "--tags", "Key=Owner,Value=sec ops")
    for _ in range(200):
        status = aws("cloudformation", "describe-stacks", "--stack-name", "beside", "--query", "Stacks[0].StackStatus")
        if "IN_PROGRESS" not in status:
            break
    if status != "CREATE_COMPLETE":
        raise SystemExit("FAILED: the stack is %s" % status)
    kept = json.dumps([{"ParameterKey": key, "UsePreviousValue": True} for key in PARAMETERS])
    made = aws("cloudformation", "create-change-set", "--stack-name", "beside", "--change-set-name", "look", "--use-previous-template",
               "--parameters", kept, "--capabilities", "CAPABILITY_NAMED_IAM", "--tags", "Key=Owner,Value=others")
    for _ in range(200):
        if "IN_PROGRESS" not in aws("cloudformation", "describe-change-set", "--change-set-name", made["Id"], "--query", "Status"):
            break
    parts = {}
    for type_, id_ in aws("cloudformation", "list-stack-resources", "--stack-name", "beside", "--query",
                          "StackResourceSummaries[].[ResourceType, PhysicalResourceId]"):
        parts.setdefault(type_, id_)
    cluster, service = parts["AWS::ECS::Cluster"], parts["AWS::ECS::Service"]
    definition = parts["AWS::ECS::TaskDefinition"]
    image = aws("ecs", "describe-task-definition", "--task-definition", definition, "--query",
                "taskDefinition.containerDefinitions[0].image")
    registry, repository = image.split("/", 1)
    repository, tag = repository.rsplit(":", 1)
    logs = aws("ecs", "describe-task-definition", "--task-definition", definition, "--query",
               "taskDefinition.containerDefinitions[0].logConfiguration.options.\"awslogs-group\"")
    aws("efs", "put-backup-policy", "--file-system-id", parts["AWS::EFS::FileSystem"], "--backup-policy", "Status=ENABLED")
    aws("s3api", "put-object", "--bucket", parts["AWS::S3::Bucket"], "--key", "a b/\u00e9+1", "--body", TEMPLATE)
    topic = aws("sns", "list-topics", "--query", "Topics[0].TopicArn")
    return {
        "stack": "beside", "change_set": made["Id"], "vpc": parts["AWS::EC2::VPC"], "cluster": cluster, "service": service,
        "definition": definition, "balancer": parts["AWS::ElasticLoadBalancingV2::LoadBalancer"],
        "targets": parts["AWS::ElasticLoadBalancingV2::TargetGroup"], "role": parts["AWS::IAM::Role"],
        "bucket": parts["AWS::S3::Bucket"], "function": parts["AWS::Lambda::Function"], "files": parts["AWS::EFS::FileSystem"],
        "task": aws("ecs", "list-tasks", "--cluster", cluster, "--service-name", service, "--query", "taskArns[0]"),
        "image": [registry.split(".")[0], repository, tag], "logs": logs, "topic": topic,
        "stream": aws("logs", "describe-log-streams", "--log-group-name", logs, "--query", "logStreams[0].logStreamName"),
        "secret": aws("secretsmanager", "list-secrets", "--query", "SecretList[0].ARN"),
        "user": aws("sts", "get-caller-identity", "--query", "Arn"),
    }


# ---- side by side ----

def ours(calls):
    """All of our answers, from one run of the client."""
    lines = "".join("\t".join([call] + [str(a) or "-" for a in arguments]) + "\n" for call, arguments, _, _ in calls)
    done = subprocess.run([OURS], input=lines, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit("FAILED: our client: " + done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def theirs(call, arguments, query, at):
    if call == "vpc_dns":
        return [[aws("ec2", "describe-vpc-attribute", "--vpc-id", at["vpc"], "--attribute", name, "--query", answer)
                 for name, answer in (("enableDnsSupport", "EnableDnsSupport.Value"), ("enableDnsHostnames", "EnableDnsHostnames.Value"))]]
    found = aws(*(arguments + ["--query", query]))
    if call in ("account_summary", "topic_attributes"):
        return sorted([key, value] for key, value in found[0].items())
    return found


def main():
    at = make()
    calls = list(rows(at))
    answers = ours(calls)
    wrong = 0
    for (call, _, arguments, query), mine in zip(calls, answers):
        if isinstance(mine, dict):
            print("%s: our client is told %s" % (call, mine["error"]))
            wrong += 1
            continue
        expected = plain(theirs(call, arguments, query, at))
        mine = plain(sorted(mine) if call in ("account_summary", "topic_attributes") else mine)
        if mine == expected:
            print("same: %s (%d)" % (call, len(mine)))
            continue
        wrong += 1
        print("%s differs:\n  ours   %s\n  theirs %s" % (call, json.dumps(mine)[:2000], json.dumps(expected)[:2000]))
    if wrong or len(answers) != len(calls):
        raise SystemExit("FAILED: %d of %d calls" % (wrong, len(calls)))
    print("%d calls, told the same as the AWS CLI" % len(calls))


main()
