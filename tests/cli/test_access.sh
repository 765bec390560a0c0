#!/bin/sh
# cewizard access, hardening, notes and stacks: with a load balancer and without one; what is remembered of the way; a probe
# of what does answer; and what one call mends.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

scenarios=$source_dir/assets/scenarios

expect_item() { # GROUP ID MARK
	grep -qF "\"group\":\"$1\",\"id\":\"$2\",\"mark\":\"$3\"" "$out" && return
	fail "$last: there is no item $2 ($1, $3)"
	show
}

start_aws --demo-speed 5000 --demo-scenario "$scenarios/deployed.yaml"
export AWS_ENDPOINT_URL="$url" AWS_REGION=us-east-1
port=${url##*:}
stack=netskope-ce

# ---- with a load balancer ----

run access $stack --output json
expect_code 0
expect_json_lines
head -n 1 "$out" >"$work/first"
expect_same 'kind of the first line' "$(json_text kind <"$work/first")" access
expect_in "$work/first" '"command":"ssh -i KEY -L 8000:internal-NetskopeCELB-netskope-ce'
expect_in "$work/first" ':80 ec2-user@JUMPHOST"'
expect_in "$work/first" '"url":"http://localhost:8000"'
expect_in "$work/first" '"port":80'
expect_in "$work/first" '"vpcCidr":"172.16.0.0/16"'
for container in mongodb-primary core ui rabbitmq-stats; do
	expect_item health container-$container ok
done
expect_item health service ok
expect_item way-in product-group ok
expect_item way-in product-acl ok
expect_item way-in ssh-acl open
expect_item way-in ssh-group unknown
expect_item client-vpn vpn-range ok
expect_in "$out" '--client-cidr-block 10.0.0.0/22'

# What is said of the way is remembered; a word that a shell would take apart is quoted.
run access $stack --jump-host 203.0.113.9 --jump-user ubuntu --key '/keys/my key.pem' --local-port 9000 --from 198.51.100.7/32
expect_code 0
expect_in "$out" "ssh -i '/keys/my key.pem' -L 9000:internal-NetskopeCELB-netskope-ce"
expect_in "$out" ':80 ubuntu@203.0.113.9'
run access $stack
expect_in "$out" "ssh -i '/keys/my key.pem' -L 9000:"
expect_in "$out" 'network ACL lets SSH in from 198.51.100.7/32'
expect_in "$out" 'then http://localhost:9000'

# The tunnel's end on this machine is probed: here the embedded AWS itself answers, there nobody does.
run access $stack --local-port "$port" --output json
expect_item probe probe-tunnel ok
expect_in "$out" 'answers with HTTP status'
run access $stack --local-port 1 --output json
expect_item probe probe-tunnel note
expect_in "$out" 'nothing listens there'

# Client VPN's range: too small, of the VPC, and right.
run access $stack --client-cidr 10.0.0.0/24 --output json
expect_item client-vpn vpn-range open
expect_in "$out" 'must be of /12 to /22'
run access $stack --client-cidr 172.16.4.0/22 --output json
expect_item client-vpn vpn-range open
expect_in "$out" "overlaps the VPC's range"
run access $stack --client-cidr 10.9.0.0/20 --output json
expect_item client-vpn vpn-range ok
run access $stack --client-cidr nonsense
expect_code 2
run access $stack --from 300.1.2.3/8
expect_code 2
run access $stack --local-port 70000
expect_code 2
run access nothing-there
expect_code 4

# ---- hardening ----

run hardening $stack --output json
expect_code 0
expect_json_lines
for id in termination-protection alb-deletion-protection https-listener default-security-group efs-backup; do
	expect_item practices $id open
done
for id in alb-access-logs no-public-address network-acl vpc-flow-logs; do
	expect_item practices $id ok
done
for id in termination-protection alb-deletion-protection efs-backup; do
	run hardening $stack --mend $id --output json
	expect_code 0
	expect_item practices $id ok
done
run hardening $stack --mend https-listener
expect_code 2
expect_in "$err" 'import a certificate into ACM'
run hardening $stack --mend nothing
expect_code 2

# ---- notes, stacks ----

run notes $stack --output json
expect_code 0
expect_json_lines
expect_item data data-files note
expect_item data data-MongoDataAccessPoint note
expect_item secrets secrets-CloudExchangeSecret note
expect_item care care-backup ok
expect_in "$out" '/data/mongo-data/data/db (fsap-'
expect_not_in "$out" Correct-Horse

run stacks --output json
expect_code 0
expect_json_lines
expect_in "$out" '"kind":"stack","stackName":"netskope-ce"'
expect_in "$out" '"package":"Medium"'
expect_in "$out" 'core5 11062023'
expect_in "$out" '"terminationProtection":true'
run stacks --region eu-west-1
expect_code 0
expect_empty "$out"
expect_in "$err" 'no Cloud Exchange stack in eu-west-1'

# ---- without a load balancer ----

cat >"$work/plain.yaml" <<-'END'
	stackName: plain
	region: eu-west-1
	parameters:
	  EnvName: plain
	  CreateALB: 'False'
	  VpcCIDR: 10.0.0.0/16
	  PrivateSubnet1CIDR: 10.0.1.0/24
	  PrivateSubnet2CIDR: 10.0.2.0/24
	  PublicSubnet1CIDR: 10.0.3.0/24
	  PublicSubnet2CIDR: 10.0.4.0/24
	  JWTSECRET: {generate: 48}
	  MAINTENANCEPASSWORD: {generate: 32}
END
run deploy --answers "$work/plain.yaml" --yes
expect_code 0
run access plain --region eu-west-1 --output json
expect_code 0
expect_json_lines
head -n 1 "$out" >"$work/first"
ip=$(json_text taskIp <"$work/first")
case $ip in
10.0.1.* | 10.0.2.*) ;;
*) fail "$last: the task's address is \"$ip\"" ;;
esac
expect_in "$work/first" "ssh -i KEY -L 8000:$ip:3000 ec2-user@JUMPHOST"
expect_item health service ok
expect_not_in "$out" '"id":"targets"'
# The clients of a VPN must not get addresses of this VPC.
expect_not_in "$out" '--client-cidr-block 10.0.0.0/22'

# ---- with a load balancer that was there, in a VPC that was there, telling a topic ----

# This way takes no Elastic IP addresses, of which us-east-1 has none left by now.
target_group=arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/cloudexchange-ui/6d0ecf831eec9f09
cat >"$work/joined.yaml" <<-END
	stackName: joined
	region: us-east-1
	parameters:
	  CreateResources: 'False'
	  EnvName: joined
	  CreateALB: 'False'
	  ExistingTargetGroup: $target_group
	  ExistingVPCId: vpc-0a1b2c3d4e5f60718
	  ExistingVPCCidr: 10.20.0.0/16
	  ExistingPrivateSubnet1ID: subnet-0a1b2c3d4e5f60718
	  ExistingPrivateSubnet2ID: subnet-0a1b2c3d4e5f60719
	  JWTSECRET: {generate: 48}
	  MAINTENANCEPASSWORD: {generate: 32}
	notificationArns: ['arn:aws:sns:us-east-1:123456789012:netops-alerts']
END
run deploy --answers "$work/joined.yaml" --yes
expect_code 0
run access joined --output json
expect_code 0
head -n 1 "$out" >"$work/first"
expect_in "$work/first" ' -L 8000:internal-cloudexchange-'
expect_in "$work/first" '"vpcId":"vpc-0a1b2c3d4e5f60718"'
expect_item way-in product-group ok
run hardening joined --output json
expect_item practices sns-encryption open
expect_item practices sns-delivery-logging open
# Somebody else's load balancer is not this stack's to change.
expect_in "$out" '"id":"alb-deletion-protection","mark":"open"'
run hardening joined --mend alb-deletion-protection
expect_code 2
run hardening joined --mend sns-encryption --output json
expect_code 0
expect_item practices sns-encryption ok
expect_in "$out" 'with alias/aws/sns'
finish
