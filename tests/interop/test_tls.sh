#!/bin/sh
# The client on TLS: which versions it speaks, whom it trusts, that it keeps its connection and takes compressed answers.
# Arguments: source tree, build tree.
set -eu

client=$2/side_by_side
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
	for file in "$work"/out "$work"/err "$work"/seen; do
		[ ! -s "$file" ] || { echo "--- ${file##*/}"; head -c 2000 "$file"; }
	done
	exit 1
}

command -v openssl >/dev/null 2>&1 || skip "no openssl to make a certificate with"
command -v python3 >/dev/null 2>&1 || skip "no python3 to serve with"
[ -x "$client" ] || fail "$client was not built"

unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CA_BUNDLE AWS_CONFIG_FILE \
	AWS_SHARED_CREDENTIALS_FILE HTTP_PROXY http_proxy HTTPS_PROXY https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy 2>/dev/null || true
export HOME="$work" AWS_EC2_METADATA_DISABLED=true AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKID AWS_SECRET_ACCESS_KEY=s \
	AWS_MAX_ATTEMPTS=1

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key" -out "$work/certificate" -days 2 -subj /CN=localhost \
	-addext subjectAltName=DNS:localhost >/dev/null 2>&1 || skip "openssl makes no such certificate"

# serve NEWEST: a server that speaks no newer version; its port is in $port, what it saw will be in $work/seen
serve() {
	[ -z "$server" ] || kill "$server"
	rm -f "$work/pipe"
	mkfifo "$work/pipe"
	python3 "$1/tests/interop/side_by_side/tls_server.py" "$work/certificate" "$work/key" "$2" >"$work/pipe" 2>"$work/err" &
	server=$!
	exec 8<"$work/pipe"
	IFS= read -r port <&8 || skip "python3 cannot serve $2"
}
# ask HOST TIMES: that many calls of one client; what it printed is in $work/out
ask() {
	yes caller_identity | head -n "$2" |
		AWS_ENDPOINT_URL="https://$1:$port" "$client" >"$work/out" 2>"$work/err" || fail "the client ended with an error"
}
expect() {
	grep -qF -e "$1" "$work/out" || fail "no \"$1\""
}

export AWS_CA_BUNDLE="$work/certificate"
for version in TLSv1_2 TLSv1_3; do
	serve "$1" "$version"
	ask localhost 3
	[ "$(grep -c 'arn:aws:iam::123456789012:user/ann' "$work/out")" -eq 3 ] || fail "not three answers over $version"
	for request in 1 2 3; do
		IFS= read -r line <&8
		echo "$line" >"$work/seen"
		# The same connection each time, and compressed answers asked for.
		case $line in
		"1 $(echo "$version" | tr _ .) "*gzip*) ;;
		*) fail "request $request over $version was seen otherwise" ;;
		esac
	done
done

# Whose name is not in the certificate is not trusted.
ask 127.0.0.1 1
expect "the certificate of 127.0.0.1:$port cannot be trusted"

# Nor is an authority that nobody named.
unset AWS_CA_BUNDLE
ask localhost 1
expect "the certificate of localhost:$port cannot be trusted (authorities: the system's)"

export AWS_CA_BUNDLE="$work/certificate"
serve "$1" TLSv1_1
ask localhost 1
expect "no secure connection to localhost:$port came about"
kill -0 "$server" || fail "the server ended by itself"
echo "TLS 1.2 and 1.3, trusted names only, one connection, compressed answers"
