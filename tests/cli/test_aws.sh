#!/bin/sh
# Separate processes on one embedded AWS: deploy, watch, access, delete, and what is left when one of them is ended.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

answers() { # STACK
	cat >"$work/$1.yaml" <<-END
		stackName: $1
		region: eu-west-1
		parameters:
		  EnvName: $1
		  JWTSECRET: {generate: 48}
		  MAINTENANCEPASSWORD: {generate: 32}
	END
}

# Starts a command whose lines are read while it runs; leaves $pid, and its standard output on descriptor 7.
begin() { # ARGUMENT...
	rm -f "$work/lines"
	mkfifo "$work/lines"
	"$cewizard" "$@" </dev/null >"$work/lines" 2>"$err" &
	pid=$!
	children="$children $pid"
	last="cewizard $*"
	exec 7<"$work/lines"
	: >"$out"
}

# Waits for its end with all its lines read.
end() {
	cat <&7 >>"$out"
	wait "$pid"
	code=$?
	exec 7<&-
}

# ---- left by INT, TERM and HUP; followed from elsewhere ----

# At AWS's own pace nothing comes to its end while this test looks at it.
start_aws --demo-speed 1
slow_pid=$aws_pid
answers first
begin deploy --answers "$work/first.yaml" --endpoint-url "$url" --yes --output json
wait_line 7 '"kind":"event"' "$out"
kill -INT "$pid"
end
expect_code 6
expect_json_lines
expect_result false CREATE_IN_PROGRESS
expect_in "$err" "cewizard watch first --region eu-west-1 --endpoint-url $url"

begin watch first --region eu-west-1 --endpoint-url "$url"
wait_line 7 CREATE_IN_PROGRESS "$out"
kill -TERM "$pid"
end
expect_code 6
expect_in "$err" 'cewizard watch first --region eu-west-1'

run access first --region eu-west-1 --endpoint-url "$url" --output json
expect_code 6
expect_json_lines

begin resume --endpoint-url "$url" --output json
wait_line 7 '"kind":"event"' "$out"
kill -HUP "$pid"
end
expect_code 6
expect_result false CREATE_IN_PROGRESS

# The embedded AWS ends when it is told to.
kill -TERM "$slow_pid"
wait "$slow_pid"
code=$?
last='cewizard demo-aws, ended by TERM'
expect_code 0
# Nobody answers there any more: the operation stays one to be resumed.
run resume --endpoint-url "$url" --output json
expect_code 4
expect_result false ''

# ---- killed, and resumed ----

start_aws --demo-speed 100
begin deploy --answers "$work/first.yaml" --endpoint-url "$url" --yes --output json
wait_line 7 '"kind":"event"' "$out"
kill -KILL "$pid"
end
expect_code 137
run resume first --endpoint-url "$url" --output json
expect_code 0
expect_json_lines
expect_result true CREATE_COMPLETE
expect_in "$err" 'Going on with the create of first in eu-west-1'
# What has come to its end is not begun with again: the next is the one that the other AWS took with it, then there is none.
run resume first --endpoint-url "$url"
expect_code 4
run resume first --endpoint-url "$url" --output json
expect_code 2
expect_result false ''
expect_in "$err" 'no operation on first'

# ---- at rest ----

run watch first --region eu-west-1 --endpoint-url "$url" --output json
expect_code 0
expect_result true CREATE_COMPLETE
stack_id=$(json_text stackId <"$work/result")
# An ARN says which region.
run access "$stack_id" --endpoint-url "$url"
expect_code 0
expect_in "$out" 'first is CREATE_COMPLETE'
expect_in "$out" 'ssh -i KEY -L 8000:internal-NetskopeCELB-first'
run access first --region eu-west-1 --endpoint-url "$url" --output json
expect_code 0
expect_json_lines
expect_in "$out" '"kind":"access"'
expect_in "$out" '"url":"http://localhost:8000"'
run deploy --answers "$work/first.yaml" --endpoint-url "$url" --yes --output json
expect_code 4
expect_result false ''
expect_in "$err" 'exists already'
run watch nosuch --region eu-west-1 --endpoint-url "$url" --output json
expect_code 4
expect_json_lines
expect_result false ''
# The same name in another region is another stack.
run access first --region us-east-1 --endpoint-url "$url"
expect_code 4

# ---- deleted ----

# A deletion that lost its terminal is resumed in its own region.
begin delete first --region eu-west-1 --endpoint-url "$url" --yes --output json
wait_line 7 '"status":"DELETE_IN_PROGRESS"' "$out"
kill -KILL "$pid"
end
run resume first --endpoint-url "$url" --output json
expect_code 0
expect_json_lines
expect_result true DELETE_COMPLETE
expect_in "$work/result" '"operation":"delete"'
run access first --region eu-west-1 --endpoint-url "$url"
expect_code 4
run delete nosuch --region eu-west-1 --endpoint-url "$url" --yes --output json
expect_code 4
expect_result false ''
# ---- warnings ----

AWS_RETRY_MODE=adaptive run stacks --region eu-west-1 --endpoint-url "$url"
expect_code 0
expect_in "$err" 'cewizard: warning: the retry mode "adaptive"'
AWS_CA_BUNDLE=/nonexistent.pem run stacks --region eu-west-1 --endpoint-url https://127.0.0.1:1
expect_code 2
expect_in "$err" 'cewizard: AWS_CA_BUNDLE: the file of certificate authorities cannot be read: /nonexistent.pem'
unset AWS_RETRY_MODE AWS_CA_BUNDLE

# ---- keys ----

# Exported when the embedded AWS was started.
# shellcheck disable=SC2034
AWS_SECRET_ACCESS_KEY=wrong
run watch first --region eu-west-1 --endpoint-url "$url"
expect_code 4
expect_in "$err" 'cewizard: '
finish
