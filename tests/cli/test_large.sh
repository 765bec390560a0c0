#!/bin/sh
# A template that is too large for a request: by way of a bucket made for the purpose, or of one that is named.
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

# The vendor's interface does not matter here, only the size: also as compact JSON it has more than 51,200 bytes.
large=$work/large.yaml
awk 'BEGIN {
	print "# kept as it is written\nResources:"
	for (i = 0; i < 300; i++)
		printf "  Topic%d: {Type: AWS::SNS::Topic, Properties: {DisplayName: \"%0150d\"}}\n", i, i
}' >"$large"
deploy_large() { # OPTION...
	run deploy --demo --demo-speed 100000 --template "$large" --stack-name large --region us-east-1 --yes --output json "$@"
}

run plan --template "$large" --stack-name large --region us-east-1 --output json
expect_code 0
expect_in "$out" '"delivery":"s3"'
expect_in "$out" '"rule":"template-size"'
expect_in "$out" 'cewizard-templates-ACCOUNT-us-east-1'

deploy_large
expect_code 0
expect_result true CREATE_COMPLETE
expect_in "$err" 'Putting the template into S3'

# ---- a bucket that is named ----

deploy_large --template-bucket corp-logs-123456789012
expect_code 0
expect_result true CREATE_COMPLETE
deploy_large --template-bucket no-such-bucket-anywhere
expect_code 4
expect_in "$err" 'make the bucket, name one that is there'
deploy_large --template-bucket corp-artifacts-123456789012-eu-west-1
expect_code 4
expect_in "$err" 'is in eu-west-1'
deploy_large --template-bucket corp-templates
expect_code 4
expect_in "$err" 'another account'
deploy_large --template-bucket Not_A_Bucket
expect_code 3
expect_in "$out" '"rule":"bucket-name"'

# ---- what is in the answers file counts the same; the bucket stays and is used again ----

start_aws --demo-speed 100000
cat >"$work/answers.yaml" <<-END
	stackName: one
	region: us-east-1
	template: $large
END
run deploy --answers "$work/answers.yaml" --endpoint-url "$url" --yes --output json
expect_code 0
sed 's/one$/two/' "$work/answers.yaml" >"$work/again.yaml"
run deploy --answers "$work/again.yaml" --endpoint-url "$url" --yes --output json
expect_code 0
printf 'templateBucket: no-such-bucket-anywhere\n' >>"$work/again.yaml"
sed -i 's/two$/three/' "$work/again.yaml"
run deploy --answers "$work/again.yaml" --endpoint-url "$url" --yes --output json
expect_code 4
run check --answers "$work/again.yaml" --endpoint-url "$url" --output json
expect_code 5
grep '"severity":"error"' "$out" >"$work/told"
expect_same 'rule' "$(json_text rule <"$work/told")" template-bucket
finish
