#!/bin/sh
# Templates as they are sent: as they stand while they fit, as compact JSON beyond 51,200 bytes, and refused beyond that.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

run template
expect_code 0
cmp -s "$out" "$source_dir/assets/CloudExchangeTemplate.yaml" || fail 'the built-in template is not printed as it is'
run template --compact
expect_code 0
expect_same 'number of lines' "$(wc -l <"$out" | tr -d ' ')" 0
[ "$(wc -c <"$out")" -le 51200 ] || fail 'the built-in template does not fit inline'

# COUNT topics, written with far more white space than they need.
write_template() { # COUNT
	echo 'Parameters: {Name: {Type: String, Default: topic}}'
	echo 'Resources:'
	awk -v count="$1" 'BEGIN {
		for (i = 1; i <= count; i++) {
			printf "                    Topic%d:\n", i
			printf "                                        Type:                       AWS::SNS::Topic\n"
			printf "                                        Properties:\n"
			printf "                                                            TopicName: !Sub ${Name}-%d\n", i
			printf "                                                            DisplayName: A topic that is only here to be large\n"
		}
	}'
}
small() { # ARGUMENT...
	command=$1
	shift
	run "$command" --demo --answers "$work/answers.yaml" --template "$work/template.yaml" --output json "$@"
}
printf 'stackName: vendor\nregion: us-east-1\n' >"$work/answers.yaml"

write_template 220 >"$work/template.yaml"
[ "$(wc -c <"$work/template.yaml")" -gt 51200 ] || fail 'the template is too small for this test'
small plan
expect_code 0
expect_in "$out" '"delivery":"inline"'
sent=$(sed -n 's/.*"sentBytes":\([0-9]*\).*/\1/p' "$out")
{ [ "$sent" -gt 0 ] && [ "$sent" -le 51200 ]; } || fail "sent are $sent bytes"
small deploy --demo-speed 5000 --yes
expect_code 0
expect_json_lines
expect_result true CREATE_COMPLETE

# Beyond what CreateStack takes even as compact JSON: by way of S3.
write_template 480 >"$work/template.yaml"
small plan
expect_code 0
expect_in "$out" '"delivery":"s3"'

# A broken one is told with its place.
printf 'Resources:\n  A: {Typ: AWS::SNS::Topic}\n' >"$work/template.yaml"
small plan
expect_code 3
expect_in "$err" 'template.yaml:2:'

# All that is wrong with it in one run.
printf 'Resources:\n  A: {Typ: AWS::SNS::Topic}\nOutputs:\n  O: {}\nParameters:\n  P: {Type: Strin}\n' >"$work/template.yaml"
for command in plan template; do
	run "$command" --template "$work/template.yaml"
	expect_code 3
	for place in 2:3 2:7 4:3 6:13; do
		expect_in "$err" "error: $work/template.yaml:$place: "
	done
	expect_in "$err" 'the template has 4 problems'
done
small plan
expect_same 'issues' "$(grep -c '"kind":"issue"' "$out")" 4
finish
