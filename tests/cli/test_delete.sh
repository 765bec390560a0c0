#!/bin/sh
# cewizard delete on embedded AWSs: the rehearsal; a clean deletion; each thing that can be in the way, and its mend; a
# deletion that fails, explained, and gone on with by leaving something behind.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

scenarios=$source_dir/assets/scenarios

begin_with() { # SCENARIO
	[ -n "${aws_pid:-}" ] && kill "$aws_pid" && wait "$aws_pid"
	rm -rf "$XDG_STATE_HOME/cewizard"
	start_aws --demo-speed 5000 --demo-scenario "$scenarios/$1.yaml"
	export AWS_ENDPOINT_URL="$url" AWS_REGION=us-east-1
}

expect_item() { # GROUP ID MARK
	grep -qF "\"group\":\"$1\",\"id\":\"$2\",\"mark\":\"$3\"" "$out" && return
	fail "$last: there is no item $2 ($1, $3)"
	show
}

# Refused before anything is sent: the stack stands as it stood.
expect_refused() { # STACK
	expect_code 5
	expect_json_lines
	expect_result false ''
	expect_in "$err" 'nothing was deleted'
	run stacks --output json
	expect_not_in "$out" DELETE
}

# ---- clean ----

begin_with deployed
run delete netskope-ce --yes --output json
expect_code 0
expect_json_lines
expect_result true DELETE_COMPLETE
expect_item stays stays-FileSystem note
expect_item stays stays-ALBLogsBucket note
expect_item goes goes-AWS::EC2::NatGateway note
expect_not_in "$out" '"group":"blocks"'
run delete netskope-ce --yes
expect_code 4
run stacks
expect_code 0
expect_empty "$out"

# ---- protections, and their mends ----

begin_with termination-protected
run delete netskope-ce --yes --output json
expect_item blocks termination-protection open
expect_refused
run delete netskope-ce --yes --mend alb-deletion-protection
expect_code 2
run delete netskope-ce --yes --mend termination-protection --output json
expect_code 0
expect_result true DELETE_COMPLETE

begin_with delete-protected-balancer
run delete netskope-ce --yes --output json
expect_item blocks alb-deletion-protection open
expect_refused
run delete netskope-ce --yes --anyway --output json
expect_code 1
expect_result false DELETE_FAILED
expect_in "$err" 'the load balancer is protected against deletion'
run delete netskope-ce --yes --mend alb-deletion-protection --output json
expect_code 0
expect_result true DELETE_COMPLETE

# ---- what was made by hand ----

begin_with handmade-resources
run delete netskope-ce --yes --output json
expect_item blocks by-hand-sg-0c0ffee0c0ffee002 open
expect_refused

begin_with foreign-interface
run delete netskope-ce --yes --output json
expect_item blocks interface-eni-0c0ffee0c0ffee001 open
expect_refused
# It fails then, and says what held it; leaving that behind ends it.
run delete netskope-ce --yes --anyway --output json
expect_code 1
expect_json_lines
expect_result false DELETE_FAILED
expect_in "$err" 'PrivateSubnet1 (AWS::EC2::Subnet)'
expect_in "$err" '--retain PrivateSubnet1'
expect_in "$err" 'network interface eni-0c0ffee0c0ffee001 lies in the VPC'
run delete netskope-ce --yes --output json
expect_item holds holds-PrivateSubnet1 open
expect_code 5
run delete netskope-ce --yes --anyway --retain PrivateSubnet1,VPC --output json
expect_code 0
expect_result true DELETE_COMPLETE

# ---- buckets, exports ----

begin_with bucket-not-empty
run delete archive --yes --output json
expect_item blocks bucket-Logs open
expect_code 5
run delete archive --yes --anyway
expect_code 1
expect_in "$err" 'is not empty'

begin_with export-in-use
run delete network --yes --output json
expect_item blocks export-Topic unknown
expect_code 1
expect_in "$err" 'in use by consumer'
finish
