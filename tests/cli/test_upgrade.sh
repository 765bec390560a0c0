#!/bin/sh
# cewizard upgrade on embedded AWSs: it goes well; it fails and is rolled back, also where the rollback fails first; it is
# stuck and cancelled; parameters are missing; and it is killed or left at every step, and gone on with.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

scenarios=$source_dir/assets/scenarios
built_in=$source_dir/assets/CloudExchangeTemplate.yaml
new=$work/new.yaml
sed 's/core5:11062023/core5:12152023/; s/ui5:11062023/ui5:12152023/' "$built_in" >"$new"
stack=netskope-ce

# Every embedded AWS begins anew, and so does what this machine remembers of it.
begin_with() { # SCENARIO OPTION...
	[ -n "${aws_pid:-}" ] && kill "$aws_pid" && wait "$aws_pid"
	rm -rf "$XDG_STATE_HOME/cewizard"
	scenario=$1
	shift
	start_aws --demo-speed 5000 --demo-scenario "$scenarios/$scenario.yaml" "$@"
	export AWS_ENDPOINT_URL="$url" AWS_REGION=us-east-1
}

to_new() {
	run upgrade $stack --template "$new" --yes --output json
}

step_is() { # STEP STATE
	grep -qF "{\"kind\":\"step\",\"step\":\"$1\",\"state\":\"$2\"" "$out" || fail "$last: step $1 was never $2"
}

# The service runs the image that is wanted, and runs at all.
runs() { # TAG
	last_was=$last
	run access $stack
	expect_code 0
	expect_in "$out" '1 of 1 tasks run'
	run stacks
	expect_in "$out" "core5 $1"
	last=$last_was
}

# ---- it goes well ----

begin_with deployed
to_new
expect_code 0
expect_json_lines
expect_result true UPDATE_COMPLETE
expect_in "$work/result" '"operation":"update"'
expect_in "$work/result" '"serviceStopped":false'
for step in look changes consent scale-down stop-tasks execute follow scale-up prove; do
	step_is $step running
	step_is $step 'done'
done
grep '"kind":"upgrade"' "$out" >"$work/plan"
expect_in "$work/plan" '{"container":"core","repository":"core5","from":"11062023","to":"12152023","changed":true}'
expect_in "$work/plan" '{"container":"mongodb-primary","repository":"mongodb","from":"5.0","to":"5.0","changed":false}'
expect_in "$work/plan" '{"name":"MAINTENANCEPASSWORD","origin":"kept","value":"****"}'
expect_in "$work/plan" '"logicalId":"TaskDefinition"'
expect_in "$work/plan" 'RabbitMQ'
expect_not_in "$out" Correct-Horse
expect_in "$out" '"kind":"event"'
runs 12152023
# What has come to its end is nothing to resume.
run resume $stack
expect_code 2
# The same once more: nothing changes, and nothing is stopped.
run upgrade $stack --template "$new" --yes
expect_code 0
expect_in "$err" 'nothing was changed'
expect_not_in "$err" 'desired count'

# ---- parameters ----

# Given ones are sent, the others kept; a new one without a default must be given.
awk '{ print } /^Parameters:/ { print "  Sizing: {Type: String, AllowedValues: [tight, roomy]}\n  Greeting: {Type: String, Default: hello}" }' \
	"$new" >"$work/asks.yaml"
run upgrade $stack --template "$work/asks.yaml" --yes --output json
expect_code 3
expect_json_lines
expect_in "$err" 'the new template asks for 1 more parameter: Sizing'
expect_in "$err" '--set NAME=VALUE'
run upgrade $stack --template "$work/asks.yaml" --yes --output json --set Sizing=wide
expect_code 3
run upgrade $stack --template "$work/asks.yaml" --yes --output json --set Sizing=roomy --set TLSVersion='TLSv1.2 TLSv1.3' \
	--set JWTSECRET=anotherSecret0123456789
expect_code 0
# Secrets are set once.
expect_in "$out" '{"name":"JWTSECRET","origin":"kept","value":"****"}'
expect_in "$out" 'JWTSECRET is given, and kept as the stack has it'
expect_not_in "$out" anotherSecret
expect_in "$out" '{"name":"Sizing","origin":"given","value":"roomy"}'
expect_in "$out" '{"name":"Greeting","origin":"default","value":"hello"}'
expect_in "$out" '{"name":"TLSVersion","origin":"given","value":"TLSv1.2 TLSv1.3"}'
expect_in "$out" '{"name":"PackageType","origin":"kept","value":"Medium"}'
# One that is too large for a request goes by way of S3: into the program's own bucket, or into one that is named.
padding=$(awk 'BEGIN { for (i = 0; i < 3000; i++) printf "padding %d ", i }')
awk -v padding="$padding" '{ print } /^Metadata:/ { print "  Padding: " padding }' "$new" |
	sed 's/core5:12152023/core5:01012024/' >"$work/large.yaml"
run upgrade $stack --template "$work/large.yaml" --yes --output json --template-bucket no-such-bucket
expect_code 4
expect_in "$err" 'no-such-bucket is none that can be used'
run upgrade $stack --template "$work/large.yaml" --yes --output json
expect_code 0
expect_result true UPDATE_COMPLETE
runs 01012024
# Usage.
run upgrade $stack --yes
expect_code 2
expect_in "$err" '--template'
run upgrade nothing-there --template "$new" --yes
expect_code 4
run upgrade $stack --template "$new"
expect_code 2
expect_in "$err" 'add --yes'

# ---- it fails ----

begin_with update-fails
to_new
expect_code 1
expect_json_lines
expect_result false UPDATE_ROLLBACK_COMPLETE
expect_in "$work/result" '"serviceStopped":false'
step_is follow failed
step_is prove 'done'
expect_in "$err" 'the update failed: ECSClusterService'
runs 11062023

begin_with update-rollback-fails
to_new
expect_code 1
expect_result false UPDATE_ROLLBACK_COMPLETE
expect_in "$out" UPDATE_ROLLBACK_FAILED
step_is roll-back 'done'
step_is prove 'done'
runs 11062023

# ---- it is stuck ----

# From another terminal, while this one follows it.
begin_with update-stuck --demo-speed 60
mkfifo "$work/lines"
"$cewizard" upgrade $stack --template "$new" --yes --output json </dev/null >"$work/lines" 2>"$err" &
pid=$!
children="$children $pid"
last='cewizard upgrade, stuck'
exec 7<"$work/lines"
: >"$work/out1"
wait_line 7 '"type":"AWS::ECS::Service","status":"UPDATE_IN_PROGRESS"' "$work/out1"
"$cewizard" upgrade $stack --cancel --yes --output json </dev/null >"$work/out2" 2>"$work/err2" || fail 'cancel: its exit code is not 0'
cat <&7 >>"$work/out1"
wait "$pid"
code=$?
exec 7<&-
cp "$work/out1" "$out"
expect_code 1
expect_result false UPDATE_ROLLBACK_COMPLETE
expect_in "$work/err2" 'is being cancelled'
runs 11062023

# ---- killed, or left, at every step ----

for step in scale-down stop-tasks execute follow scale-up prove; do
	for signal in KILL INT; do
		begin_with deployed
		rm -f "$work/lines"
		mkfifo "$work/lines"
		"$cewizard" upgrade $stack --template "$new" --yes --output json </dev/null >"$work/lines" 2>"$err" &
		pid=$!
		children="$children $pid"
		last="cewizard upgrade, ended by $signal at $step"
		exec 7<"$work/lines"
		: >"$out"
		wait_line 7 "\"step\":\"$step\",\"state\":\"running\"" "$out"
		kill -$signal "$pid"
		cat <&7 >>"$out"
		wait "$pid"
		code=$?
		exec 7<&-
		case $signal:$code in
		KILL:137 | INT:6 | INT:0 | KILL:0) ;;
		*) fail "$last: exit code $code" ;;
		esac
		# Whoever leaves while the service is at 0 is told so, with the line that goes on.
		if [ $code -eq 6 ] && grep -q '"serviceStopped":true' "$out"; then
			expect_in "$err" 'THE SERVICE IS AT 0'
			expect_in "$err" "cewizard upgrade $stack"
		fi
		# It may have come to its end just before: then the journal says so.
		if ! grep -q '"open":true' "$XDG_STATE_HOME/cewizard/journal/upgrade-"*; then
			runs 12152023
			continue
		elif [ $signal = KILL ]; then
			run resume $stack --output json
		else
			run upgrade $stack --yes --template "$new" --output json
		fi
		expect_code 0
		expect_json_lines
		expect_result true UPDATE_COMPLETE
		expect_in "$err" "Going on with the upgrade of $stack"
		runs 12152023
	done
done

# Before anything was changed there is nothing to go on with.
begin_with deployed
rm -f "$work/lines"
mkfifo "$work/lines"
"$cewizard" upgrade $stack --template "$new" --yes --output json </dev/null >"$work/lines" 2>"$err" &
pid=$!
children="$children $pid"
last='cewizard upgrade, interrupted early'
exec 7<"$work/lines"
: >"$out"
wait_line 7 '"step":"changes","state":"running"' "$out"
kill -INT "$pid"
cat <&7 >>"$out"
wait "$pid"
code=$?
exec 7<&-
expect_code 130
expect_in "$err" 'nothing was changed'
run resume $stack
expect_code 2
runs 11062023
finish
