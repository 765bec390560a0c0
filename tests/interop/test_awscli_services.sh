#!/bin/sh
# The AWS CLI against every service of the embedded AWS: each call must tell what the account's file says, what a stack's
# resources are, and AWS's errors. Arguments: source tree, build tree.
set -eu

program=$2/cewizard
work=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The caller's own settings must not reach the CLI, nor its files.
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CA_BUNDLE AWS_REGION AWS_CONFIG_FILE \
	AWS_SHARED_CREDENTIALS_FILE HTTP_PROXY http_proxy HTTPS_PROXY https_proxy ALL_PROXY all_proxy 2>/dev/null || true
export HOME="$work/home" AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' NO_PROXY=127.0.0.1 TZ=UTC
mkdir "$HOME"

if ! /usr/bin/python3 -c 'import awscli.clidriver' 2>/dev/null; then
	echo "skipped: no AWS CLI for /usr/bin/python3 (the package awscli)"
	exit 77
fi

# start SCENARIO: the embedded AWS with it. The pipe tells when it is there, and when it ended before that: no polling.
start() {
	[ -z "$server" ] || kill "$server"
	rm -f "$work/pipe"
	mkfifo "$work/pipe"
	"$program" demo-aws --port 0 --demo-speed 2000 --demo-scenario "$1" >"$work/pipe" 2>"$work/server.err" </dev/null &
	server=$!
	while IFS= read -r line; do
		echo "$line"
		case $line in *AWS_DEFAULT_REGION*) break ;; esac
	done <"$work/pipe" >"$work/exports"
	if ! grep -q AWS_DEFAULT_REGION "$work/exports"; then
		echo "FAILED: the embedded AWS did not start"
		head -c 2000 "$work/server.err"
		exit 1
	fi
	. "$work/exports"
}

calls=$1/tests/interop/services
printf 'Resources:\n  A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.9.0.0/16}}\n' >"$work/vpc.yaml"
cp "$calls/trust.json" "$calls/grant.json" "$work"
echo hello >"$work/hello.txt"
cd "$work"
start "$calls/account.yaml"
/usr/bin/python3 "$calls/play.py" "$calls/account.calls" "$calls/stack.calls"
start "$calls/limited.yaml"
/usr/bin/python3 "$calls/play.py" "$calls/limited.calls"
kill -0 "$server" || {
	echo "FAILED: the embedded AWS ended by itself"
	exit 1
}
