#!/bin/sh
# Wrong usage, help and version: what is said, where, and with which exit code.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

refused() { # WHAT HINT ARGUMENT...
	what=$1
	hint=$2
	shift 2
	run "$@"
	expect_code 2
	expect_empty "$out"
	expect_in "$err" "cewizard: $what"
	expect_in "$err" "$hint"
}

refused 'there is no command "wach"' 'did you mean watch?' wach netskope-ce
refused 'there is no command "help"' '--help' help
refused 'there is no option --stak-name' 'did you mean --stack-name?' plan --stak-name x
refused 'there is no option --answer' 'did you mean --answers?' deploy --answer x
refused 'there is no option --parameter' '--help' deploy --parameter=SECRET
expect_not_in "$err" SECRET
refused '--region wants a value' 'give --region NAME' plan --region
refused '--region wants a value' 'give --region NAME' plan --region --yes
refused '--yes takes no value' 'leave "=no" out' deploy --yes=no
refused 'watch does not take --answers' 'watch --help' watch x --answers y
refused 'plan does not take --yes' 'plan --help' plan --yes
refused 'watch wants the name of a stack' 'cewizard watch netskope-ce' watch
refused 'watch wants the name of a stack' 'cewizard watch netskope-ce' watch ''
refused 'deploy takes no "ce.yaml"' 'given with --answers' deploy ce.yaml --yes
refused '"b" is one word too many' 'watch --help' watch a b
refused '--demo and --endpoint-url exclude each other' '' deploy --demo --endpoint-url http://127.0.0.1:1 --yes
refused '--demo-speed means something only with --demo' '' deploy --demo-speed 5 --yes
refused '--output cannot be "xml"' 'text or json' plan --output xml
refused '--set lacks a = behind the name' 'NAME=VALUE' plan --set MAINTENANCEPASSWORD
refused '--set lacks a name before the =' 'NAME=VALUE' plan --set =hunter2hunter2
expect_not_in "$err" hunter2

# Nobody is there to ask: refused before the answers file is so much as opened.
refused 'deploy has nobody to ask' 'add --yes' deploy --answers "$work/missing.yaml" --output json
refused 'delete has nobody to ask' 'add --yes' delete netskope-ce

run --version
expect_code 0
expect_in "$out" 'cewizard '
run --help
expect_code 0
expect_empty "$err"
for word in deploy plan check watch resume upgrade delete access stacks hardening notes policies template demo-aws; do
	expect_in "$out" "  $word"
done
awk 'length($0) > 80 { exit 1 }' "$out" || fail 'help is wider than 80 columns'
cp "$out" "$work/help"
run -h
cmp -s "$out" "$work/help" || fail '-h and --help differ'
for word in deploy plan check watch resume upgrade delete access stacks hardening notes template demo-aws; do
	run "$word" --help
	expect_code 0
	expect_in "$out" "usage: cewizard $word"
	awk 'length($0) > 80 { exit 1 }' "$out" || fail "help of $word is wider than 80 columns"
done

# Options may stand before the command, and POSIXLY_CORRECT changes nothing.
run_with POSIXLY_CORRECT=1 --demo plan --output=json
expect_code 0
run plan --demo -- extra
expect_code 2
finish
