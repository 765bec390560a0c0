#!/bin/sh
# Our client beside the AWS CLI: every read call of its tables, against the embedded AWS, must tell what the AWS CLI tells.
# Arguments: source tree, build tree.
set -eu

program=$2/cewizard client=$2/side_by_side
work=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

skip() {
	echo "skipped: $1"
	exit 77
}
fail() {
	echo "FAILED: $1"
	[ ! -s "$work/server.err" ] || head -c 4000 "$work/server.err"
	exit 1
}

# The caller's own settings must not reach either of them, nor its files.
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CA_BUNDLE AWS_REGION AWS_CONFIG_FILE \
	AWS_SHARED_CREDENTIALS_FILE HTTP_PROXY http_proxy HTTPS_PROXY https_proxy ALL_PROXY all_proxy 2>/dev/null || true
export HOME="$work/home" AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' NO_PROXY=127.0.0.1 TZ=UTC
mkdir "$HOME"

/usr/bin/python3 -c 'import awscli.clidriver' 2>/dev/null || skip "no AWS CLI for /usr/bin/python3 (the package awscli)"
[ -x "$program" ] || fail "$program was not built"
[ -x "$client" ] || fail "$client was not built"

# The pipe tells when the server is there, and when it ended before that: no polling.
mkfifo "$work/pipe"
"$program" demo-aws --port 0 --demo-speed 2000 >"$work/pipe" 2>"$work/server.err" </dev/null &
server=$!
while IFS= read -r line; do
	echo "$line"
	case $line in *AWS_DEFAULT_REGION*) break ;; esac
done <"$work/pipe" >"$work/exports"
grep -q AWS_DEFAULT_REGION "$work/exports" || fail "the embedded AWS did not start"
. "$work/exports"

"$program" template --compact >"$work/template.json" || fail "cewizard template --compact"
/usr/bin/python3 "$1/tests/interop/side_by_side/compare.py" "$client" "$work/template.json"
