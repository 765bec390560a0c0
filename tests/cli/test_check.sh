#!/bin/sh
# cewizard check on the embedded AWS: its account as it is is good for both ways to deploy, and each defect that a scenario
# plants is found, it alone.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

existing=$source_dir/tests/data/cli/existing.yaml
scenarios=$source_dir/assets/scenarios/preflight

# ---- nothing wrong ----

run check --demo --output json
expect_code 0
expect_empty "$out"
run check --demo --answers "$existing" --output json
expect_code 0
expect_empty "$out"
run check --demo
expect_code 0
expect_in "$out" '2 needed; 2 used; 5 allowed'
expect_in "$out" '0 errors, 0 warnings'
run_with LC_ALL=C check --demo
LC_ALL=C grep -q '[^ -~]' "$out" && fail "$last: more than ASCII"

# ---- each defect by itself ----

# One issue of this severity and rule, and no other but notes.
expect_only() { # SEVERITY RULE
	expect_json_lines
	grep -v '"severity":"note"' "$out" >"$work/told"
	[ "$1" = note ] && cp "$out" "$work/told"
	expect_same 'number of issues' "$(wc -l <"$work/told" | tr -d ' ')" 1
	expect_same 'severity' "$(json_text severity <"$work/told")" "$1"
	expect_same 'rule' "$(json_text rule <"$work/told")" "$2"
	[ -n "$(json_text remedy <"$work/told")" ] || fail "$last: no remedy"
}

seen=' '
plant() { # SCENARIO RULE SEVERITY OPTION...
	scenario=$1 rule=$2 severity=$3
	shift 3
	seen="$seen$scenario "
	run check --demo --demo-scenario "$scenarios/$scenario.yaml" --output json "$@"
	case $severity in
	error) expect_code 5 ;;
	*) expect_code 0 ;;
	esac
	expect_only "$severity" "$rule"
}

for name in quota-elastic-ips quota-vpcs quota-nat-gateways quota-internet-gateways quota-security-groups \
	quota-load-balancers quota-target-groups quota-fargate-vcpus quota-clusters quota-roles quota-buckets quota-stacks \
	quota-file-systems role-name-free load-balancer-name-free target-group-name-free cluster-name-free log-group-name-free \
	function-name-free permissions images-pullable; do
	plant "$name" "$name" error
done
plant vpc-range-apart vpc-range-apart warning
for name in vpc-there vpc-dns subnets-there subnet-addresses network-acl cluster-there service-name-free task-role \
	service-role ca-secret topics-there; do
	plant "$name" "$name" error --answers "$existing"
done
for name in subnets-zone subnets-vpc; do
	plant "$name" subnets-there error --answers "$existing"
done
for name in route-none route-blackhole route-public; do
	plant "$name" route-out error --answers "$existing"
done
for name in type protocol vpc alone; do
	plant "target-group-$name" target-group-fits error --answers "$existing"
done
plant listener-port listener-port warning --answers "$existing"
plant task-role-gone task-role error --answers "$existing"
plant ca-secret-deleted ca-secret error --answers "$existing"
for file in "$scenarios"/*.yaml; do
	name=$(basename "$file" .yaml)
	case $seen in
	*" $name "*) ;;
	*) fail "no test plants $name" ;;
	esac
done

# ---- a region that is not switched on ----

run check --demo --region af-south-1 --output json
expect_code 5
expect_only error region-enabled

# ---- what a stack that is there means ----

printf 'fail: [{type: AWS::EC2::EIP, when: start}]\n' >"$work/failing.yaml"
start_aws --demo-speed 5000 --demo-scenario "$work/failing.yaml"
cat >"$work/answers.yaml" <<-'END'
	stackName: ce
	region: us-east-1
	parameters: {JWTSECRET: {generate: 48}, MAINTENANCEPASSWORD: {generate: 32}}
END
run deploy --answers "$work/answers.yaml" --endpoint-url "$url" --yes --output json
expect_code 1
run check --answers "$work/answers.yaml" --endpoint-url "$url" --output json
expect_code 5
grep '"severity":"error"' "$out" >"$work/first"
expect_same 'rule' "$(json_text rule <"$work/first")" stack-name-free
expect_in "$work/first" 'ROLLBACK_COMPLETE'
expect_in "$work/first" 'cewizard delete ce --region us-east-1'

# ---- what could not be checked is said ----

printf 'deny: [SimulatePrincipalPolicy, DescribeAddresses]\n' >"$work/denied.yaml"
run check --demo --demo-scenario "$work/denied.yaml" --output json
expect_code 0
expect_json_lines
expect_same 'number of notes' "$(grep -c '"severity":"note"' "$out")" 3
expect_in "$out" 'whether the permissions suffice'
expect_in "$out" 'Of what was tried, this was refused: iam:SimulatePrincipalPolicy, ec2:DescribeAddresses'
expect_in "$out" '"rule":"quota-elastic-ips"'

# ---- the dry run: CloudFormation's own opinion, and nothing that stays ----

run check --answers "$work/answers.yaml" --stack-name dry --endpoint-url "$url" --dry-run --output json
expect_code 0
expect_in "$err" '70 resources would be made'
run check --answers "$work/answers.yaml" --stack-name dry --endpoint-url "$url" --dry-run --output json
expect_code 0
expect_empty "$out"
run check --demo --dry-run
expect_code 0
printf 'deny: [CreateChangeSet]\n' >"$work/no-change-set.yaml"
run check --demo --demo-scenario "$work/no-change-set.yaml" --dry-run --output json
expect_code 0
expect_in "$out" '"rule":"dry-run"'
expect_in "$out" 'Could not be checked'
run plan --demo --dry-run
expect_code 2

# ---- nobody answers, or nobody knows the caller ----

export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wrong
run check --answers "$work/answers.yaml" --endpoint-url "$url" --output json
expect_code 4
expect_empty "$out"
AWS_MAX_ATTEMPTS=1 run check --answers "$work/answers.yaml" --endpoint-url http://127.0.0.1:1 --output json
expect_code 4

# ---- answers that are wrong are told, and nobody is asked ----

run check --demo --set VpcCIDR=172.16.0.0/40 --output json
expect_code 3
expect_in "$out" '"field":"VpcCIDR"'
finish
