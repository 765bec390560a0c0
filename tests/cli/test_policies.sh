#!/bin/sh
# cewizard policies: documents on standard output, as lines or as files, and what is told beside them.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

# Standard output holds documents alone; what they are goes to standard error.
run policies --demo --for roles
expect_code 0
[ "$(grep -c '^{$' "$out")" -eq 4 ] || fail 'there are not four documents'
expect_in "$err" 'netskope-ce-ecs-tasks-role-trust'
expect_in "$out" 'arn:aws:logs:us-east-1:*:log-group:/aws/ecs/Netskope-Cloud-Exchange-4-netskope-ce:*'

run policies --demo --output json
expect_code 0
expect_json_lines
expect_same 'kinds' "$(json_text kind <"$out" | sort -u)" policy
expect_in "$out" '"name":"netskope-ce-user-1","for":"user","type":"permissions"'
expect_in "$out" '"limit":6144,"file":null,"document":{"Version":"2012-10-17"'

run policies --demo --for service-role --output-dir "$work/iam"
expect_code 0
while read -r file; do
	[ -s "$file" ] || fail "$file was not written"
	[ "$(tr -d ' \n' <"$file" | wc -c)" -le 6144 ] || fail "$file is too large"
done <"$out"
expect_in "$out" "$work/iam/netskope-ce-service-role-trust.json"
expect_in "$out" "$work/iam/netskope-ce-caller.json"
expect_in "$work/iam/netskope-ce-service-role-trust.json" '"Service": "cloudformation.amazonaws.com"'
run policies --demo --for service-role --output-dir "$work/iam" --output json
expect_code 0
expect_json_lines
expect_in "$out" "\"file\":\"$work/iam/netskope-ce-caller.json\""
: >"$work/file"
run policies --demo --output-dir "$work/file/iam"
expect_code 1
expect_in "$err" 'cannot be made'

# Without answers: whatever the template can make, under any stack's name.
run policies --region eu-west-1
expect_code 0
expect_in "$out" '"arn:aws:iam::*:role/NetskopeCloudExchangeTaskRole-*"'
expect_in "$out" '"arn:aws:cloudformation:eu-west-1:*:stack/*/*"'
# With answers: what they lead to.
run policies --region eu-west-1 --stack-name ce --set CreateResources=False --set CreateALB=False --set EnvName=blue
expect_code 0
expect_not_in "$out" 'ec2:CreateVpc'
expect_in "$out" '"arn:aws:ecs:eu-west-1:*:service/*/NetskopeCloudExchange-blue"'

run policies --demo --without-iam
expect_code 0
expect_not_in "$out" 'iam:CreateRole'
expect_not_in "$out" 'iam:CreateServiceLinkedRole'
expect_in "$out" 'iam:PassRole'
expect_in "$err" 'warning: With these answers the stack makes IAM resources, which takes IAM rights: FlowLogRole'

# What the tables do not know is told, and the rest is made.
printf 'Resources: {A: {Type: AWS::GameLift::Fleet}, B: {Type: AWS::SNS::Topic}}\n' >"$work/template.yaml"
run policies --template "$work/template.yaml"
expect_code 3
expect_in "$err" 'error: What AWS::GameLift::Fleet takes to be made (A) is not known here'
expect_in "$out" 'sns:CreateTopic'
run policies --template https://b.s3.us-east-1.amazonaws.com/t.yaml
expect_code 2

# The roles are made on request, and then a deployment without IAM rights has them.
start_aws --demo-speed 5000
at_aws() { # ARGUMENT...
	run "$@" --region us-east-1 --endpoint-url "$url"
}
cp "$source_dir/assets/demo-answers.yaml" "$work/answers.yaml"
chmod 600 "$work/answers.yaml"
at_aws policies --answers "$work/answers.yaml" --for roles --make
expect_code 130
expect_in "$err" 'no role was made'
at_aws policies --answers "$work/answers.yaml" --for roles --make --yes
expect_code 0
expect_same 'roles' "$(sort "$out" | tr '\n' ' ')" 'arn:aws:iam::123456789012:role/netskope-ce-ecs-tasks-role arn:aws:iam::123456789012:role/netskope-ce-lambda-role '
expect_in "$err" '"sts:AssumeRole"'
at_aws policies --answers "$work/answers.yaml" --for roles --make --yes --output json
expect_code 4
expect_in "$err" 'name the deployment otherwise'
sed 's|^parameters:|&\n  ExistingECSTaskRole: arn:aws:iam::123456789012:role/netskope-ce-ecs-tasks-role\n  ExistingSGandNACLLambdaRole: arn:aws:iam::123456789012:role/netskope-ce-lambda-role|' \
	"$work/answers.yaml" >"$work/given.yaml"
chmod 600 "$work/given.yaml"
at_aws deploy --answers "$work/given.yaml" --yes
expect_code 0
at_aws policies --answers "$work/given.yaml" --for roles --stack-name other --make --yes --output json
expect_code 0
expect_json_lines
expect_in "$out" '{"kind":"role","name":"other-ecs-tasks-role","arn":"arn:aws:iam::123456789012:role/other-ecs-tasks-role"}'
run policies --demo --make
expect_code 2
expect_in "$err" 'add --for roles'

run policies --for nobody
expect_code 2
expect_in "$err" 'give user, service-role or roles'
run policies --demo --for
expect_code 2

# Whatever preflight asks, the deploying user may ask.
run policies --demo
sed -n 's/.*{.*, .*, "\([a-z0-9-]*:[A-Z][A-Za-z]*\)".*},/\1/p' "$source_dir/src/preflight/lookup.c" | grep -v '^sts:' >"$work/asked"
[ "$(wc -l <"$work/asked")" -gt 20 ] || fail 'preflight asks next to nothing'
while read -r action; do
	expect_in "$out" "\"$action\""
done <"$work/asked"
finish
