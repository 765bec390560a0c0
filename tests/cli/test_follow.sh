#!/bin/sh
# Following: every scenario's result, what is left of it (evidence, recordings, a command at the end), and streams that fail.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

# ---- what each scenario comes to, exactly ----

# result SCENARIO CODE STATUS CAUSE SUSPICION: the last line's status and cause, and who is suspected before it failed.
result() {
	run deploy --demo --demo-speed "$speed" --demo-scenario "$1" --yes --output json
	expect_code "$2"
	expect_json_lines
	expect_same "status with $1" "$(tail -n 1 "$out" | json_text status)" "$3"
	tail -n 1 "$out" >"$work/result"
	expect_same "cause with $1" "$(tail -n 1 "$out" | sed -n 's/.*"rootCause":{\(.*\)}}$/{\1}/p' | json_text logicalId)" "$4"
	expect_same "suspicion with $1" "$(grep '"kind":"suspicion"' "$out" | json_text logicalId)" "$5"
	sed 's/.*"eventId":"\([^"]*\)".*/\1/' "$out" | grep -v '^{' | sort | uniq -d >"$work/twice"
	[ -s "$work/twice" ] && fail "with $1 an event was told twice"
}
speed=600 # slow enough for a service to be listened to
result no-way-out 1 ROLLBACK_COMPLETE ECSClusterService ECSClusterService
expect_in "$work/result" '"said":"ResourceInitializationError'
result no-subscription 1 ROLLBACK_COMPLETE ECSClusterService ECSClusterService
result secret-not-found 1 ROLLBACK_COMPLETE ECSClusterService ECSClusterService
speed=2000
result elastic-ip-limit 1 ROLLBACK_COMPLETE NatGateway2EIP ''
result vpc-limit 1 ROLLBACK_COMPLETE VPC ''
result name-too-long 1 ROLLBACK_COMPLETE ECSTaskExecutionRole ''
result port-in-use 1 ROLLBACK_COMPLETE ALBListener ''
result runtime-gone 1 ROLLBACK_COMPLETE RevokeDefaultVPCSGRule ''
result rollback-failed 1 ROLLBACK_FAILED NatGateway2EIP ''
result cancelled 1 DELETE_COMPLETE netskope-ce ''
result recreated 1 DELETE_COMPLETE netskope-ce ''
result throttled-for-minutes 0 CREATE_COMPLETE '' ''
result last-flush-fails 0 CREATE_COMPLETE '' ''
result odd-events 0 CREATE_COMPLETE '' ''
result nested 0 CREATE_COMPLETE '' ''

# ---- recordings ----

run deploy --demo --demo-speed 600 --demo-scenario no-subscription --yes --record "$work/run.jsonl" --output json
expect_code 1
cp "$out" "$work/live"
run replay "$work/run.jsonl" --speed 0 --output json
expect_code 1
grep -v '"kind":"progress"' "$out" >"$work/played"
grep -v '"kind":"progress"' "$work/live" | cmp -s - "$work/played" || fail 'a recording does not play as it was'
expect_same 'mode of the recording' "$(ls -l "$work/run.jsonl" | cut -c 1-10)" -rw-------
run replay "$work/run.jsonl" --speed 0
expect_code 1
expect_in "$out" 'will probably fail, though AWS still tries'
expect_in "$out" 'failed first'
expect_in "$out" 'of 70 resources in place'
run replay "$work/run.jsonl" --speed 0 --report "$work/played-evidence"
expect_code 1
[ -s "$work/played-evidence/timeline.svg" ] || fail 'a replay leaves no timeline'
run replay
expect_code 2
expect_in "$err" 'replay wants a file'
run replay "$work/nothing"
expect_code 2
run replay "$work"
expect_code 2
printf 'kind: begin\n' >"$work/odd"
run replay "$work/odd"
expect_code 3
expect_in "$err" 'odd:1: '
run replay "$work/run.jsonl" --speed fast
expect_code 2

# ---- evidence, and the command at the end ----

CE_JWT='vN4xq8Rk2pLw9sZt6yBd3hGf'
export CE_JWT
cat >"$work/answers.yaml" <<-'END'
	stackName: kept
	region: us-east-1
	parameters:
	  MAINTENANCEPASSWORD: {generate: 32}
	  JWTSECRET: {env: CE_JWT}
END
run deploy --demo --demo-speed 2000 --answers "$work/answers.yaml" --yes --output json --report "$work/evidence" \
	--record "$work/kept.jsonl" --on-end 'env | grep ^CEWIZARD_ >'"$work/told; echo told; exit 3"
expect_code 0
expect_json_lines
expect_result true CREATE_COMPLETE
expect_in "$err" told
expect_in "$err" 'ended with exit code 3'
for line in OPERATION=create STACK_NAME=kept STATUS=CREATE_COMPLETE OK=true EXIT=0 REGION=us-east-1; do
	expect_in "$work/told" "CEWIZARD_$line"
done
for file in report.md plan.txt plan.json parameters.json events.jsonl voices.jsonl timeline.svg result.json; do
	[ -f "$work/evidence/$file" ] || fail "the evidence lacks $file"
done
expect_in "$work/evidence/parameters.json" '{"ParameterKey":"JWTSECRET","ParameterValue":"****"}'
expect_in "$work/evidence/report.md" '# create of kept'
expect_same 'the result kept' "$(cat "$work/evidence/result.json")" "$(cat "$work/result")"
grep -rlF -e "$CE_JWT" "$work/evidence" "$work/kept.jsonl" "$work/told" >"$work/where"
[ -s "$work/where" ] && fail "a secret is in $(tr '\n' ' ' <"$work/where")"
unset CE_JWT
if command -v xmllint >/dev/null 2>&1; then
	xmllint --noout "$work/evidence/timeline.svg" || fail 'the timeline is no XML'
fi

# ---- any machine: watch, with nested stacks and with a past ----

start_aws --demo-speed 500 --demo-scenario nested
"$cewizard" template --demo >/dev/null 2>&1
run deploy --endpoint-url "$url" --answers "$work/answers.yaml" --yes --output json --set MAINTENANCEPASSWORD=Tr0ub4dor --set JWTSECRET=abcdefgh
run watch kept --region us-east-1 --endpoint-url "$url" --output json
cp "$out" "$work/short"
run watch kept --region us-east-1 --endpoint-url "$url" --output json --all
expect_json_lines
[ "$(wc -l <"$out")" -ge "$(wc -l <"$work/short")" ] || fail 'with --all there is less'

# ---- streams that fail ----

if [ -w /dev/full ]; then
	for command in '--version' '--help' 'plan --demo'; do
		# shellcheck disable=SC2086
		"$cewizard" $command >/dev/full 2>"$err"
		code=$?
		last="cewizard $command >/dev/full"
		expect_code 1
	done
	"$cewizard" deploy --demo --demo-speed 2000 --yes >/dev/full 2>"$err"
	code=$?
	last='cewizard deploy >/dev/full'
	expect_code 6
	expect_in "$err" 'goes on in AWS'
fi
"$cewizard" deploy --demo --demo-speed 2000 --yes --output json >&- 2>"$err"
code=$?
last='cewizard deploy with standard output closed'
expect_code 1
expect_in "$err" 'nothing was sent'
"$cewizard" --version >&-
code=$?
last='cewizard --version with standard output closed'
expect_code 1

# ---- what the command line names and is not there is wrong usage ----

usage() {
	run "$@"
	expect_code 2
	[ -s "$err" ] || fail "$last: nothing is said"
}
usage plan --demo --template "$work"
usage plan --answers "$work"
usage plan --demo --log "$work/no/such/log"
usage deploy --demo --yes --record "$work/no/such/file"
usage deploy --demo --yes --report "$work/odd"
usage deploy --demo --yes --demo-scenario "$work/no.yaml"
usage deploy --demo --yes --demo-scenario "$work/"
TERM=xterm
export TERM
usage

finish
