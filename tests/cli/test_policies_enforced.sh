#!/bin/sh
# The embedded AWS with a caller who may do what the policies allow and nothing else: check, deployment, upgrade, access and
# deletion go through, and without any single statement something is refused.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

sed 's|/ui5:[0-9]*|/ui5:12122026|' "$source_dir/assets/CloudExchangeTemplate.yaml" >"$work/newer.yaml"
cp "$source_dir/assets/demo-answers.yaml" "$work/answers.yaml"
chmod 600 "$work/answers.yaml"

# All statements of some files as one policy, but for one (0: none is left out).
one_policy() { # NUMBER FILE...
	without=$1
	shift
	awk -v without="$without" '
		BEGIN { print "{\"Version\": \"2012-10-17\", \"Statement\": [" }
		/^    \{$/ { inside = 1; text = "" }
		inside { text = text $0 "\n" }
		/^    \},?$/ {
			inside = 0
			sub(/,\n$/, "\n", text)
			if (++n != without) { printf "%s%s", between, text; between = "," }
		}
		END { print "]}" }
	' "$@"
}
statements() { # FILE...
	cat "$@" | grep -c '^    {$'
}

# A new AWS whose caller has that policy, and with more in its account.
limit_to() { # POLICY [FILE]
	cp "$1" "$work/policy.json"
	printf 'identity:\n  user: deployer\n  policies:\n    - {file: policy.json}\n' >"$work/limited.yaml"
	[ $# -lt 2 ] || cat "$2" >>"$work/limited.yaml"
	start_aws --demo-scenario "$work/limited.yaml" --demo-speed 5000
	rm -rf "$work/state"
}
stop_aws() {
	kill "$aws_pid"
	wait "$aws_pid" 2>/dev/null
}
at_aws() { # ARGUMENT...
	XDG_STATE_HOME="$work/state" run "$@" --region us-east-1 --endpoint-url "$url"
}

# A role of these documents, as a scenario has it.
role() { # NAME TRUST PERMISSIONS...
	name=$1
	trust=$(tr -d '\n' <"$2")
	shift 2
	one_policy 0 "$@" | tr -d '\n' >"$work/role.json"
	printf '    - {RoleName: %s, AssumeRolePolicyDocument: %s, Policies: [{PolicyName: all, PolicyDocument: %s}]}\n' \
		"$name" "$trust" "$(cat "$work/role.json")"
}
roles() {
	printf 'resources:\n  AWS::IAM::Role:\n'
}

# The life of a deployment. Ends with the first step that does not go through, whose name it leaves in $refused.
live() { # STEP...
	refused=
	for step in "$@"; do
		case $step in
		check) at_aws check --answers "$work/answers.yaml" ;;
		deploy) at_aws deploy --answers "$work/answers.yaml" --yes ;;
		upgrade) at_aws upgrade netskope-ce --template "$work/newer.yaml" --yes ;;
		access) at_aws access netskope-ce ;;
		delete) at_aws delete netskope-ce --yes ;;
		esac
		# What check could not look at, it tells as a note.
		if [ "$code" -ne 0 ] || grep -qiE 'not authorized|AccessDenied|Could not be checked' "$out" "$err"; then
			refused=$step
			return
		fi
	done
}

run policies --demo --output-dir "$work/iam"
expect_code 0
set -- "$work"/iam/*.json
one_policy 0 "$@" >"$work/whole.json"
count=$(statements "$@")
[ "$count" -gt 15 ] || fail "there are only $count statements"

limit_to "$work/whole.json"
live check deploy upgrade access delete
[ -z "$refused" ] || {
	fail "with all permissions $refused does not go through"
	show
}
stop_aws

n=1
while [ "$n" -le "$count" ]; do
	one_policy "$n" "$@" >"$work/less.json"
	limit_to "$work/less.json"
	live deploy upgrade delete check
	[ -n "$refused" ] || fail "nothing is refused without statement $n"
	stop_aws
	n=$((n + 1))
done

# A template that no request holds goes by way of a bucket.
awk '/^Metadata:/ { print; printf "  Filler: "; for (i = 0; i < 5000; i++) printf "x"; print ""; next } { print }' \
	"$source_dir/assets/CloudExchangeTemplate.yaml" >"$work/large.yaml"
echo "template: $work/large.yaml" >>"$work/answers.yaml"
run policies --answers "$work/answers.yaml" --output-dir "$work/large"
expect_code 0
one_policy 0 "$work"/large/*.json >"$work/large.json"
limit_to "$work/large.json"
live deploy
[ -z "$refused" ] || {
	fail "with a large template $refused does not go through"
	show
}
stop_aws
limit_to "$work/whole.json"
live deploy
expect_same 'what is refused of a large template' "$refused" deploy
expect_in "$err" 'AWS does not permit HeadBucket'
stop_aws
sed '/^template:/d' "$work/answers.yaml" >"$work/own.yaml"
cp "$work/own.yaml" "$work/answers.yaml"

# A service role does the work, and the caller may do no more than pass it and look.
echo 'roleArn: arn:aws:iam::123456789012:role/cfn' >>"$work/answers.yaml"
run policies --answers "$work/answers.yaml" --for service-role --output-dir "$work/service"
expect_code 0
one_policy 0 "$work"/service/*-caller*.json >"$work/caller.json"
{
	roles
	role cfn "$work"/service/*-trust.json "$work"/service/*-service-role*[!t].json
} >"$work/service.yaml"
limit_to "$work/caller.json" "$work/service.yaml"
live check deploy upgrade access delete
[ -z "$refused" ] || {
	fail "with a service role $refused does not go through"
	show
}
stop_aws
# Without the role the caller may make nothing.
cp "$work/own.yaml" "$work/answers.yaml"
limit_to "$work/caller.json" "$work/service.yaml"
live deploy
expect_same 'what is refused' "$refused" deploy
stop_aws
# A role that lacks one statement cannot do it either.
one_policy 3 "$work"/service/*-service-role*[!t].json >"$work/less.json"
{
	roles
	role cfn "$work"/service/*-trust.json "$work/less.json"
} >"$work/service.yaml"
echo 'roleArn: arn:aws:iam::123456789012:role/cfn' >>"$work/answers.yaml"
limit_to "$work/caller.json" "$work/service.yaml"
live deploy
expect_same 'what is refused' "$refused" deploy
stop_aws

# Without IAM rights, with the roles made beforehand of what policies gives for them.
run policies --answers "$work/own.yaml" --for roles --output-dir "$work/roles"
expect_code 0
sed 's|^parameters:|&\n  ExistingECSTaskRole: arn:aws:iam::123456789012:role/ce-task\n  ExistingSGandNACLLambdaRole: arn:aws:iam::123456789012:role/ce-function\n  EnableVPCFlowLog: "False"|' \
	"$work/own.yaml" >"$work/answers.yaml"
run policies --answers "$work/answers.yaml" --without-iam --output-dir "$work/without"
expect_code 0
expect_not_in "$err" warning
expect_in "$err" 'service-linked roles'
linked='{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ecs.amazonaws.com}}]}'
{
	roles
	role ce-task "$work"/roles/*-ecs-tasks-role-trust.json "$work"/roles/*-ecs-tasks-role.json
	role ce-function "$work"/roles/*-lambda-role-trust.json "$work"/roles/*-lambda-role.json
	for service in AmazonElasticFileSystem ElasticLoadBalancing; do
		printf '    - {RoleName: AWSServiceRoleFor%s, AssumeRolePolicyDocument: %s}\n' "$service" "$linked"
	done
} >"$work/made.yaml"
one_policy 0 "$work"/without/*.json >"$work/whole.json"
limit_to "$work/whole.json" "$work/made.yaml"
live check deploy upgrade access delete
[ -z "$refused" ] || {
	fail "without IAM rights $refused does not go through"
	show
}
stop_aws
finish
