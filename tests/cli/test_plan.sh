#!/bin/sh
# cewizard plan: what would be sent and made, every issue, and no network.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

run plan --demo
expect_code 0
expect_in "$out" 'Stack netskope-ce in us-east-1'
expect_in "$out" 'CAPABILITY_NAMED_IAM'
awk 'length($0) > 100 { exit 1 }' "$out" || fail 'the plan has very long lines'

run plan --demo --output json
expect_code 0
expect_json_lines
expect_same 'kind of the last line' "$(tail -n 1 "$out" | json_text kind)" plan
expect_in "$out" '"MAINTENANCEPASSWORD":"****"'
expect_in "$out" '"JWTSECRET":"****"'
expect_in "$out" '"delivery":"inline"'

# One descriptor beside the standard ones is enough for reading files one after the other. A socket, an event loop or a
# child on a pipe would need more. (The sanitizers' own files would, too.)
if (ulimit -n 4 && "$cewizard" --version) >/dev/null 2>&1; then
	(ulimit -n 4 && AWS_ENDPOINT_URL=http://127.0.0.1:9 "$cewizard" plan --demo) </dev/null >"$out" 2>"$err"
	code=$?
	last='cewizard plan with four descriptors'
	expect_code 0
fi
# A profile that does not exist concerns signing in only.
run_with AWS_PROFILE=nowhere plan --demo
expect_code 0

# Everything that is wrong in one run: what cannot be read from the file, and what the rules refuse.
cat >"$work/bad.yaml" <<-'ANSWERS'
	stackName: 9lives
	region: us-east-1
	colour: blue
	parameters:
	  VpcCIDR: 172.16.0.0/33
	  NoSuchParameter: x
	  JWTSECRET: {generate: 48}
	  MAINTENANCEPASSWORD: {generate: 32}
ANSWERS
run plan --answers "$work/bad.yaml" --output json
expect_code 3
expect_json_lines
expect_in "$out" "$work/bad.yaml:3:1"
expect_in "$out" 'NoSuchParameter'
expect_in "$out" "$work/bad.yaml:6:3"
expect_in "$out" '"field":"stackName"'
expect_in "$out" '"field":"VpcCIDR"'
expect_same 'lines that are no issue' "$(grep -cv '"kind":"issue"' "$out")" 0
run plan --answers "$work/bad.yaml"
expect_code 3
expect_in "$err" "$work/bad.yaml:3:1"
expect_in "$err" 'VpcCIDR'

# Wrong by the rules alone: the plan is shown with its issues.
run plan --demo --set VpcCIDR=172.16.0.0/33 --output json
expect_code 3
expect_json_lines
expect_in "$out" '"field":"VpcCIDR"'
expect_same 'kind of the last line' "$(tail -n 1 "$out" | json_text kind)" plan

# An answers file on standard input.
printf 'stackName: from-stdin\nregion: eu-west-1\nparameters:\n  JWTSECRET: {generate: 48}\n  MAINTENANCEPASSWORD: {generate: 32}\n' >"$work/good.yaml"
chmod 600 "$work/good.yaml"
"$cewizard" plan --answers - --output json <"$work/good.yaml" >"$out" 2>"$err"
code=$?
last='cewizard plan --answers -'
expect_code 0
expect_in "$out" '"stackName":"from-stdin","region":"eu-west-1"'

# Precedence: environment < file < option. A variable set for other work does not move the deployment.
run_with AWS_REGION=ap-south-1 plan --answers "$work/good.yaml" --output json
expect_in "$out" '"region":"eu-west-1"'
sed '/^region/d' "$work/good.yaml" >"$work/noregion.yaml"
run_with AWS_REGION=ap-south-1 plan --answers "$work/noregion.yaml" --output json
expect_in "$out" '"region":"ap-south-1"'
run_with AWS_REGION=ap-south-1 plan --answers "$work/good.yaml" --output json --region us-west-2 --stack-name opt --set EnvName=opt-env
expect_in "$out" '"stackName":"opt","region":"us-west-2"'
expect_in "$out" '"EnvName":"opt-env"'
# The AWS CLI's files stand below all of them.
mkdir -p "$HOME/.aws"
printf '[default]\nregion = sa-east-1\n' >"$HOME/.aws/config"
run plan --answers "$work/good.yaml" --output json
expect_in "$out" '"region":"eu-west-1"'
run plan --answers "$work/noregion.yaml" --output json
expect_code 0
expect_in "$out" '"region":"sa-east-1"'
rm -r "$HOME/.aws"
run plan --answers "$work/noregion.yaml" --output json
expect_code 3
expect_in "$out" '"field":"region"'

# --set takes whatever follows the first "=", and refuses what is made from another answer.
run plan --demo --output json --set 'VPCName=a=b c' --set EnvName=one --set EnvName=two
expect_code 0
expect_in "$out" '"VPCName":"a=b c"'
expect_in "$out" '"EnvName":"two"'
run plan --demo --set MAINTENANCEPASSWORDESCAPED=abcdefgh12345678
expect_code 3
expect_in "$err" 'MAINTENANCEPASSWORD'
expect_not_in "$err" abcdefgh12345678
run plan --demo --set NoSuchParameter=zyxwvuts
expect_code 3
expect_in "$err" 'NoSuchParameter'
expect_not_in "$err" zyxwvuts

# Forms of one's own, by option and by their usual place.
mkdir -p "$work/forms" "$HOME/.config/cewizard"
printf 'order: 5\n' >"$work/forms/broken.yaml"
run plan --demo --forms "$work/forms"
expect_code 3
expect_in "$err" 'broken.yaml:1:1'
mv "$work/forms" "$HOME/.config/cewizard/forms"
run plan --demo
expect_code 3
expect_in "$err" 'broken.yaml:1:1'
rm -r "$HOME/.config"

# What stands in a file does not steer the terminal.
printf 'stackName: "\\e[31mred"\nregion: us-east-1\nparameters:\n  VPCName: "a\\e]0;b"\n' >"$work/steering.yaml"
run plan --answers "$work/steering.yaml"
expect_code 3
expect_in "$out" 'Stack \x1b[31mred in us-east-1'
[ "$(tr -cd '\033' <"$out" | wc -c)" -eq 0 ] || fail 'the plan holds an escape character'
run plan --answers "$work/steering.yaml" --set NoSuchParameter=x
expect_code 3
expect_in "$err" '\x1b[31mred'
[ "$(tr -cd '\033' <"$err" | wc -c)" -eq 0 ] || fail 'the issues hold an escape character'

# Output that goes nowhere is no success.
if [ -w /dev/full ]; then
	"$cewizard" plan --demo </dev/null >/dev/full 2>"$err"
	code=$?
	last='cewizard plan >/dev/full'
	expect_code 1
	expect_in "$err" 'standard output could not be written'
fi
finish
