#!/bin/sh
# The AWS CLI against the embedded AWS: somebody else's client must find it to be AWS. Arguments: source tree, build tree.
set -eu

program=$2/cewizard
work=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

skip() {
	echo "skipped: $1"
	exit 77
}
fail() {
	echo "FAILED: $1"
	for file in "$work"/out "$work"/err "$work"/server.err; do
		[ ! -s "$file" ] || { echo "--- ${file##*/}"; head -c 4000 "$file"; }
	done
	exit 1
}

# The caller's own settings must not reach the CLI, nor its files.
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CA_BUNDLE AWS_REGION AWS_CONFIG_FILE \
	AWS_SHARED_CREDENTIALS_FILE HTTP_PROXY http_proxy HTTPS_PROXY https_proxy ALL_PROXY all_proxy 2>/dev/null || true
export HOME="$work/home" AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' NO_PROXY=127.0.0.1
mkdir "$HOME"

cli=
for candidate in /usr/bin/aws /usr/local/bin/aws aws; do
	if "$candidate" --version >/dev/null 2>&1; then
		cli=$candidate
		break
	fi
done
[ -n "$cli" ] || skip "no working AWS CLI (the package awscli) on this machine"
[ -x "$program" ] || fail "$program was not built"

# ---- the server ----

# The pipe tells when the server is there, and when it ended before that: no polling.
mkfifo "$work/pipe"
"$program" demo-aws --port 0 --demo-speed 2000 >"$work/pipe" 2>"$work/server.err" </dev/null &
server=$!
while IFS= read -r line; do
	echo "$line"
	case $line in *AWS_DEFAULT_REGION*) break ;; esac
done <"$work/pipe" >"$work/exports"
grep -q AWS_DEFAULT_REGION "$work/exports" || fail "the embedded AWS did not start"
. "$work/exports"

# aws_call ARGUMENTS: output in $work/out, errors in $work/err
aws_call() {
	"$cli" --endpoint-url "$AWS_ENDPOINT_URL" --output text "$@" >"$work/out" 2>"$work/err"
}
call() {
	aws_call "$@" || fail "aws $1 $2"
}
refused() {
	text=$1
	shift
	if aws_call "$@"; then
		fail "aws $1 $2 succeeded"
	fi
	grep -qF -e "$text" "$work/err" || fail "aws $1 $2: no \"$text\""
}
# at_rest STACK STATUS: describes until nothing is in progress any more, then the status must be this
at_rest() {
	tries=0
	while :; do
		call cloudformation describe-stacks --stack-name "$1" --query 'Stacks[0].StackStatus'
		grep -q IN_PROGRESS "$work/out" || break
		tries=$((tries + 1))
		[ "$tries" -lt 30 ] || fail "$1 is still not $2"
	done
	[ "$(cat "$work/out")" = "$2" ] || fail "$1 is $(cat "$work/out") and not $2"
}

# ---- the calls ----

call sts get-caller-identity --query Arn
grep -q '^arn:aws:iam::123456789012:user/' "$work/out" || fail "unexpected identity"

"$program" template --compact >"$work/template.json" 2>"$work/err" || fail "cewizard template --compact"
size=$(wc -c <"$work/template.json")
[ "$size" -le 51200 ] || fail "the compact template has $size bytes: too many to be sent inline"

call cloudformation validate-template --template-body "file://$work/template.json" --query 'Capabilities'
[ "$(cat "$work/out")" = CAPABILITY_NAMED_IAM ] || fail "unexpected capabilities"

cat >"$work/parameters.json" <<'END'
[{"ParameterKey": "JWTSECRET", "ParameterValue": "a signing key with + & % in it"},
 {"ParameterKey": "MAINTENANCEPASSWORD", "ParameterValue": "Tr0ub4dor&3"},
 {"ParameterKey": "MAINTENANCEPASSWORDESCAPED", "ParameterValue": "Tr0ub4dor%263"},
 {"ParameterKey": "ExistingECSTaskRole", "ParameterValue": ""},
 {"ParameterKey": "ExistingSGandNACLLambdaRole", "ParameterValue": ""},
 {"ParameterKey": "CACertSecretName", "ParameterValue": ""}]
END
refused 'InsufficientCapabilitiesException' cloudformation create-stack --stack-name interop \
	--template-body "file://$work/template.json" --parameters "file://$work/parameters.json"
call cloudformation create-stack --stack-name interop --template-body "file://$work/template.json" \
	--parameters "file://$work/parameters.json" --capabilities CAPABILITY_NAMED_IAM --tags 'Key=Owner,Value=sec ops' \
	--client-request-token interop-1 --query StackId
id=$(cat "$work/out")

at_rest interop CREATE_COMPLETE
call cloudformation wait stack-create-complete --stack-name interop
call cloudformation describe-stacks --stack-name interop --output json
grep -q '"OutputValue": "http://internal-NetskopeCELB-netskope-ce-' "$work/out" || fail "no address among the outputs"
grep -q '"Value": "sec ops"' "$work/out" || fail "the tag is lost"
! grep -q 'Tr0ub4dor' "$work/out" || fail "a secret is told"

call cloudformation describe-stack-events --stack-name interop --query 'StackEvents[].[ResourceStatus,ClientRequestToken]'
[ "$(grep -c 'interop-1$' "$work/out")" -eq "$(wc -l <"$work/out")" ] || fail "events without their token"
[ "$(wc -l <"$work/out")" -gt 150 ] || fail "events are missing: the pages were not followed"
[ "$(grep -c '^CREATE_IN_PROGRESS' "$work/out")" -gt "$(grep -c '^CREATE_COMPLETE' "$work/out")" ] || fail "odd events"

(
	AWS_SECRET_ACCESS_KEY=not-the-key
	refused SignatureDoesNotMatch cloudformation describe-stacks
) || exit 1

call cloudformation delete-stack --stack-name interop
at_rest "$id" DELETE_COMPLETE
call cloudformation wait stack-delete-complete --stack-name "$id"
refused 'Stack with id interop does not exist' cloudformation describe-stacks --stack-name interop
call cloudformation list-stacks --stack-status-filter DELETE_COMPLETE --query 'StackSummaries[].StackName'
[ "$(cat "$work/out")" = interop ] || fail "the deleted stack is not listed"

# ---- a stack in a stack, an export, and a change set ----

cat >"$work/inner.yaml" <<'END'
Parameters: {Days: {Type: Number}}
Resources:
  Log: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: !Ref Days}}
Outputs:
  Group: {Value: !Ref Log, Export: {Name: the-group}}
END
cat >"$work/outer.yaml" <<END
Parameters: {Days: {Type: Number}, Word: {Type: String, NoEcho: true}}
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: '$AWS_ENDPOINT_URL/interop-nest/inner.yaml', Parameters: {Days: !Ref Days}}
  Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Sub 'keeps \${Days}'}}
END
call s3api create-bucket --bucket interop-nest
call s3api put-object --bucket interop-nest --key inner.yaml --body "$work/inner.yaml"
call cloudformation create-stack --stack-name family --template-body "file://$work/outer.yaml" \
	--parameters ParameterKey=Days,ParameterValue=7 ParameterKey=Word,ParameterValue=x --query StackId
id=$(cat "$work/out")
at_rest family CREATE_COMPLETE
call cloudformation describe-stack-resource --stack-name family --logical-resource-id Inner \
	--query StackResourceDetail.PhysicalResourceId
call cloudformation describe-stacks --stack-name "$(cat "$work/out")" --query 'Stacks[0].ParentId'
[ "$(cat "$work/out")" = "$id" ] || fail "the nested stack does not know its parent"
call cloudformation list-exports --query 'Exports[].Name'
[ "$(cat "$work/out")" = the-group ] || fail "the export is not listed"
call cloudformation create-change-set --stack-name family --change-set-name next --use-previous-template \
	--parameters ParameterKey=Days,ParameterValue=30 ParameterKey=Word,UsePreviousValue=true
call cloudformation wait change-set-create-complete --stack-name family --change-set-name next
call cloudformation describe-change-set --stack-name family --change-set-name next \
	--query 'Changes[].ResourceChange.[LogicalResourceId,Action,Replacement]'
grep -q "Topic	Modify	False" "$work/out" || fail "the change set does not tell of the topic"
call cloudformation execute-change-set --stack-name family --change-set-name next
at_rest family UPDATE_COMPLETE
refused 'CancelUpdateStack cannot be called from current stack status' cloudformation cancel-update-stack --stack-name family
refused 'can not continue update rollback' cloudformation continue-update-rollback --stack-name family
call cloudformation update-termination-protection --stack-name family --enable-termination-protection
refused 'TerminationProtection is enabled' cloudformation delete-stack --stack-name family

kill -0 "$server" || fail "the embedded AWS ended by itself"
echo "the AWS CLI and the embedded AWS understand each other"
