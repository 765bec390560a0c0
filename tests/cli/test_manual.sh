#!/bin/sh
# The manual page and the completions that the build makes.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

page=$build_dir/cewizard.1
completion=$build_dir/cewizard.bash
last='the manual'
cp "$page" "$out"
: >"$err"

"$cewizard" --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' >"$work/options"
[ -s "$work/options" ] || fail 'help lists no options'
while read -r name; do
	grep -q "^.fB.-.-$(printf '%s' "$name" | sed 's/-/.-/g').fR" "$page" || fail "the manual lacks --$name"
	expect_in "$completion" "--$name"
done <"$work/options"
for section in NAME SYNOPSIS DESCRIPTION COMMANDS OPTIONS '"EXIT STATUS"' PAGES RULES PREFLIGHT '"THE DEPLOYMENT GUIDE"' \
	'"ANSWERS FILE"' '"JSON LINES"' FILES ENVIRONMENT EXAMPLES; do
	expect_in "$page" ".SH $section"
done
for name in cidr-overlap derived-names template-parameter PrivateSubnet1CIDR notificationArns '1.2.9' '2.2.18'; do
	grep -q "$(printf '%s' "$name" | sed 's/-/.*-/g')" "$page" || fail "the manual lacks $name"
done

# What the README shows works: the answers file and the form are taken out of it as they stand.
readme() { # NUMBER OF THE YAML BLOCK
	awk -v wanted="$1" '/^```yaml$/ { n++; inside = 1; next } /^```$/ { inside = 0 } inside && n == wanted' "$source_dir/README.md"
}
[ "$(wc -l <"$source_dir/README.md")" -lt 120 ] || fail 'the README has 120 lines or more'
mkdir "$work/forms"
readme 1 >"$work/ce.yaml"
readme 2 >"$work/forms/logs.yaml"
cat >"$work/with-logs.yaml" <<-'END'
	Parameters: {LogRetentionDays: {Type: Number}, CreateALB: {Type: String, Default: "True"}}
	Resources: {Logs: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref LogRetentionDays}}}
END
run_with CE_MAINTENANCE_PASSWORD=kJ8sDf02mQxPz71L plan --answers "$work/ce.yaml" --output json
expect_code 0
run plan --stack-name ce --region us-east-1 --template "$work/with-logs.yaml" --forms "$work/forms" --output json
expect_code 0
expect_in "$out" '"LogRetentionDays":"30"'

if command -v groff >/dev/null 2>&1; then
	groff -man -Tutf8 -ww -z "$page" >"$work/groff" 2>&1
	[ -s "$work/groff" ] && fail "groff: $(head -n 3 "$work/groff")"
else
	echo 'groff is not installed: the manual was not formatted'
fi

if ! command -v bash >/dev/null 2>&1; then
	echo 'bash is not installed: the completions were not tried'
	finish
fi
# What is offered for the words of a command line, the last one being completed.
complete_words() {
	# shellcheck disable=SC2016
	bash -c 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cewizard; printf "%s\n" "${COMPREPLY[@]}"' \
		"$completion" "$@" 2>&1 | sort | tr '\n' ' '
}
expect_same 'completion of dep' "$(complete_words cewizard dep)" 'deploy '
expect_same 'completion of an option' "$(complete_words cewizard deploy --out)" '--output '
expect_same 'completion of a value' "$(complete_words cewizard deploy --output '')" 'json text '
expect_same 'completion behind =' "$(complete_words cewizard deploy --output = j)" 'json '
expect_same 'completion of a region' "$(complete_words cewizard --region eu-west-1 plan --region us-west-)" 'us-west-1 us-west-2 '
expect_same 'completion of what watch does not take' "$(complete_words cewizard watch --ans)" ' '
expect_same 'completion behind an option with a value' "$(complete_words cewizard --region plan --ans)" '--answers '
: >"$work/file.yaml"
expect_same 'completion of a file' "$(complete_words cewizard plan --answers "$work/fi")" "$work/file.yaml "
finish
