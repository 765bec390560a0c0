#!/bin/sh
# Answers files: each mistake is told with its place and what to do, and nothing is sent.
# shellcheck disable=SC2016 # back quotes are in the messages
# shellcheck source=tests/cli/lib.sh
. "$1/tests/cli/lib.sh"

file=$work/answers.yaml
place=''

# What the file holds is on standard input; every mistake stands at LINE:COLUMN.
refused() { # LINE:COLUMN MESSAGE
	place=$1
	cat >"$file"
	chmod 600 "$file"
	run deploy --answers "$file" --yes --output json --endpoint-url http://127.0.0.1:9
	last="deploy with $(tr '\n' '|' <"$file")"
	expect_code 3
	expect_json_lines
	expect_in "$out" "\"field\":\"$file:$place\""
	expect_in "$err" "error: $file:$place: "
	expect_in "$err" "$2"
	expect_result false ''
	expect_not_in "$err" 127.0.0.1
}

refused 2:1 'no key `colour`' <<-'END'
	stackName: ce
	colour: blue
END
refused 1:1 'write it under `parameters`' <<-'END'
	VpcCIDR: 10.0.0.0/16
END
refused 3:1 'stackName' <<-'END'
	stackName: ce
	region: us-east-1
	stackName: other
END
refused 2:3 'NoSuchParameter' <<-'END'
	parameters:
	  NoSuchParameter: x
END
refused 1:17 'whole number' <<-'END'
	timeoutMinutes: soon
END
refused 1:24 'true or false' <<-'END'
	terminationProtection: perhaps
END
refused 1:12 'onFailure' <<-'END'
	onFailure: SHRUG
END
refused 1:7 'wrong kind' <<-'END'
	tags: [a, b]
END
refused 2:3 'made from MAINTENANCEPASSWORD' <<-'END'
	parameters:
	  MAINTENANCEPASSWORDESCAPED: hunter2hunter2
END
expect_not_in "$err" hunter2hunter2
expect_not_in "$out" hunter2hunter2
refused 2:30 'no variable CE_NO_SUCH_VARIABLE' <<-'END'
	parameters:
	  MAINTENANCEPASSWORD: {env: CE_NO_SUCH_VARIABLE}
END
refused 2:24 'write a value, or {env: NAME}' <<-'END'
	parameters:
	  MAINTENANCEPASSWORD: {vault: secret/ce}
END
refused 2:35 'from 8 to' <<-'END'
	parameters:
	  MAINTENANCEPASSWORD: {generate: 3}
END
refused 2:1 '' <<-'END'
	parameters: {JWTSECRET: "abc
END

# A secret in plain text: refused where others may read the file, otherwise warned about; never repeated.
cat >"$file" <<-'END'
	stackName: ce
	region: us-east-1
	parameters:
	  JWTSECRET: {generate: 48}
	  MAINTENANCEPASSWORD: Zyx98Wvu76Tsr54Q
END
chmod 644 "$file"
run plan --answers "$file"
expect_code 3
expect_in "$err" "$file:5:24"
expect_in "$err" 'chmod 600'
expect_not_in "$err" Zyx98Wvu76Tsr54Q
chmod 600 "$file"
run plan --answers "$file" --output json
expect_code 0
expect_in "$err" 'warning: '
expect_not_in "$err" Zyx98Wvu76Tsr54Q
expect_not_in "$out" Zyx98Wvu76Tsr54Q

# What the command line names and is not there is a matter of usage, as with --template.
run plan --answers "$work/missing.yaml"
expect_code 2
expect_in "$err" missing.yaml
run plan --answers "$work"
expect_code 2

# A template in the file is relative to the file, wherever the program runs.
mkdir "$work/deep"
cat >"$work/deep/small.yaml" <<-'END'
	Parameters:
	  Name: {Type: String, Default: one}
	Resources:
	  Topic:
	    Type: AWS::SNS::Topic
	    Properties: {TopicName: !Ref Name}
END
cat >"$work/deep/answers.yaml" <<-'END'
	stackName: small
	region: us-east-1
	template: ./small.yaml
	parameters: {Name: two}
END
cd / || exit 1
run plan --answers "$work/deep/answers.yaml" --output json
expect_code 0
expect_in "$out" '"parameters":{"Name":"two"}'
expect_in "$out" '"logicalId":"Topic"'
sed -i.bak 's/small.yaml/gone.yaml/' "$work/deep/answers.yaml"
run plan --answers "$work/deep/answers.yaml"
expect_code 3
expect_in "$err" gone.yaml
# One that an option names is a matter of usage.
run plan --demo --template "$work/gone.yaml"
expect_code 2

# The AWS CLI's parameters file and CloudFormation's configuration file.
printf '[{"ParameterKey":"EnvName","ParameterValue":"from-cli"},{"ParameterKey":"JWTSECRET","ParameterValue":"kJ8sDf02mQxPz71LwRtYbNvCaE"}]' >"$work/cli.json"
chmod 600 "$work/cli.json"
run plan --answers "$work/cli.json" --stack-name ce --region us-east-1 --set MAINTENANCEPASSWORD=kJ8sDf02mQxPz71L --output json
expect_code 0
expect_in "$out" '"EnvName":"from-cli"'
printf '{"Parameters":{"EnvName":"from-config"},"Tags":{"Owner":"secops"}}' >"$work/config.json"
run plan --answers "$work/config.json" --stack-name ce --region us-east-1 --set MAINTENANCEPASSWORD=kJ8sDf02mQxPz71L --set JWTSECRET=kJ8sDf02mQxPz71LwRtYbNvCaE --output json
expect_code 0
expect_in "$out" '"EnvName":"from-config"'
# Arguments are read by everybody: a secret among them is warned about, and not repeated.
run plan --demo --set MAINTENANCEPASSWORD=kJ8sDf02mQxPz71L --output json
expect_code 0
expect_in "$out" '"rule":"secret-in-arguments"'
expect_in "$err" 'warning: --set: MAINTENANCEPASSWORD is a secret'
expect_in "$err" '{env: NAME} or {file: PATH}'
expect_not_in "$err" kJ8sDf02mQxPz71L
expect_not_in "$out" kJ8sDf02mQxPz71L
run plan --demo --set PackageType=Large
expect_not_in "$err" 'is a secret'
finish
