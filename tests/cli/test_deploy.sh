#!/bin/sh
# cewizard deploy on the embedded AWS: to CREATE_COMPLETE, to a failure, with secrets kept, and with nobody reading.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

# ---- everything goes well ----

run deploy --demo --demo-speed 5000 --yes --output json --log "$work/log"
expect_code 0
expect_json_lines
expect_result true CREATE_COMPLETE
expect_in "$work/result" '"operation":"create"'
expect_in "$work/result" '"rootCause":null'
expect_in "$work/result" '"LoadBalancerDNSName":"internal-NetskopeCELB-netskope-ce'
expect_in "$out" '"kind":"progress"'
grep '"kind":"event"' "$out" >"$work/events"
first=$(head -n 1 "$work/events")
expect_same 'status of the first event' "$(printf '%s\n' "$first" | json_text status)" CREATE_IN_PROGRESS
expect_same 'reason of the first event' "$(printf '%s\n' "$first" | json_text reason)" 'User Initiated'
sed 's/.*"eventId":"\([^"]*\)".*/\1/' "$work/events" | sort | uniq -d >"$work/twice"
[ -s "$work/twice" ] && fail 'an event was told twice'
expect_in "$err" 'Signed in to account 123456789012'
expect_in "$err" 'CREATE_COMPLETE'

run deploy --demo --demo-speed 5000 --yes
expect_code 0
expect_in "$out" 'netskope-ce: CREATE_COMPLETE in '
expect_in "$out" 'LoadBalancerDNSName'
expect_in "$out" 'http://localhost:8000'

# ---- secrets ----

# Neither as they are nor percent-encoded, nowhere on disk and on no stream.
CE_PASSWORD='Tr0ub4dor+Staple/77'
CE_JWT='vN4xq8Rk2pLw9sZt6yBd3hGf'
export CE_PASSWORD CE_JWT
cat >"$work/answers.yaml" <<-'END'
	stackName: kept
	region: us-east-1
	parameters:
	  MAINTENANCEPASSWORD: {env: CE_PASSWORD}
	  JWTSECRET: {env: CE_JWT}
	  HTTPSPROXY: http://proxy.example.com:3128
END
run deploy --demo --demo-speed 5000 --answers "$work/answers.yaml" --yes --output json --log "$work/secret.log"
expect_code 0
[ -s "$work/secret.log" ] || fail 'there is no log'
for secret in "$CE_PASSWORD" 'Tr0ub4dor%2BStaple%2F77' "$CE_JWT"; do
	grep -rlF -e "$secret" "$work" "$HOME" "$XDG_STATE_HOME" >"$work/where"
	[ -s "$work/where" ] && fail "a secret is in $(tr '\n' ' ' <"$work/where")"
done
unset CE_PASSWORD CE_JWT
expect_same 'mode of the state directory' "$(ls -ld "$XDG_STATE_HOME/cewizard/journal" | cut -c 1-10)" drwx------

# ---- a resource fails ----

scenario=$work/failing.yaml
printf 'fail:\n  - resource: NatGateway2EIP\n' >"$scenario"
run deploy --demo --demo-speed 5000 --demo-scenario "$scenario" --yes --output json
expect_code 1
expect_json_lines
expect_result false ROLLBACK_COMPLETE
expect_in "$work/result" '"rootCause":{"logicalId":"'
expect_in "$work/result" '"type":"AWS::EC2::EIP"'
expect_in "$work/result" 'L-0263D0A3'
expect_in "$err" 'failed first'
run deploy --demo --demo-speed 5000 --demo-scenario "$scenario" --yes
expect_code 1
expect_in "$out" 'failed first'
expect_in "$out" 'What to do'
expect_in "$out" 'netskope-ce: ROLLBACK_COMPLETE in '
# Every scenario that comes with the program runs to an end of its own.
for scenario in "$source_dir"/assets/scenarios/*.yaml; do
	[ -f "$scenario" ] || continue
	run deploy --demo --demo-speed 5000 --demo-scenario "$scenario" --yes --output json
	case $code in
	0 | 1 | 4) ;;
	*) fail "$last: exit code $code" ;;
	esac
	expect_same 'kind of the last line' "$(tail -n 1 "$out" | json_text kind)" result
	expect_json_lines
done

# ---- it does not begin ----

printf 'fail: [{resorce: X}]\n' >"$work/scenario.yaml"
run deploy --demo --demo-scenario "$work/scenario.yaml" --yes --output json
expect_code 3
expect_json_lines
expect_result false ''
expect_in "$err" "scenario.yaml:1:"
run deploy --demo --set VpcCIDR=172.16.0.1/16 --yes --output json
expect_code 3
expect_json_lines
expect_result false ''
expect_in "$work/result" '"error":{"message":"'
expect_in "$work/result" '"stackName":"netskope-ce"'
# Nobody listens there, and no retry may go on for ever.
AWS_MAX_ATTEMPTS=1
AWS_ACCESS_KEY_ID=AKIDEXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
export AWS_MAX_ATTEMPTS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
run watch netskope-ce --region us-east-1 --endpoint-url http://127.0.0.1:9 --profile nowhere
expect_code 2
expect_in "$err" nowhere
run watch netskope-ce --endpoint-url http://127.0.0.1:9
expect_code 2
expect_in "$err" 'give --region'
run watch netskope-ce --endpoint-url http://127.0.0.1:9 --region 'no region'
expect_code 2
sed 's/{env: CE_PASSWORD}/{generate: 32}/;s/{env: CE_JWT}/{generate: 48}/' "$work/answers.yaml" >"$work/generated.yaml"
run deploy --answers "$work/generated.yaml" --endpoint-url http://127.0.0.1:9 --yes --output json
expect_code 4
expect_json_lines
expect_result false ''
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
run deploy --answers "$work/generated.yaml" --endpoint-url http://127.0.0.1:9 --yes --output json
expect_code 4
expect_result false ''

# INT while AWS is looked at, before anything is sent: the wait for the line makes sure that it is then.
printf 'latencyMs: 3000\n' >"$work/slow.yaml"
mkfifo "$work/said"
"$cewizard" deploy --demo --demo-scenario "$work/slow.yaml" --yes --output json </dev/null >"$out" 2>"$work/said" &
child=$!
children="$children $child"
last='cewizard deploy, interrupted early'
exec 7<"$work/said"
: >"$err"
wait_line 7 'Signed in' "$err"
kill -INT "$child"
cat <&7 >>"$err"
wait "$child"
code=$?
exec 7<&-
expect_code 130
expect_json_lines
expect_result false ''
expect_in "$err" 'nothing was sent'

# ---- nobody reads ----

# The reader goes away after two lines: the program leaves with a word about the stack.
mkfifo "$work/pipe"
"$cewizard" deploy --demo --demo-speed 20 --yes --output json </dev/null >"$work/pipe" 2>"$err" &
child=$!
children="$children $child"
head -n 2 <"$work/pipe" >"$work/head"
wait "$child"
code=$?
last='cewizard deploy | head -n 2'
expect_code 6
expect_in "$err" 'left while the operation on netskope-ce goes on'
finish
