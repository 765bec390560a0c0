# shellcheck shell=sh
# What the tests of the command line share: a home of their own, running the program, and looking at what it said.
# Sourced with the test's own arguments: the source tree and the build tree.
set -u

source_dir=$1
build_dir=$2
# Named by the tests that source this.
# shellcheck disable=SC2034
cewizard=$build_dir/cewizard
cli_dir=$source_dir/tests/cli
work=$(mktemp -d)
out=$work/out
err=$work/err
code=0
failures=0
children=''

# Nothing of the machine's own configuration may decide how a test ends.
for name in $(env | sed -n 's/^\(AWS_[A-Z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done
export HOME="$work/home" XDG_STATE_HOME="$work/state" AWS_EC2_METADATA_DISABLED=true
unset XDG_CONFIG_HOME HTTPS_PROXY https_proxy NO_PROXY no_proxy
mkdir -p "$HOME" "$XDG_STATE_HOME"

clean_up() {
	for child in $children; do
		kill "$child" 2>/dev/null
	done
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

fail() {
	printf 'FAILED: %s\n' "$*"
	failures=$((failures + 1))
}

# Runs the program without a terminal; leaves $out, $err and $code.
run() {
	"$cewizard" "$@" </dev/null >"$out" 2>"$err"
	code=$?
	last="cewizard $*"
}

# The same with one variable more in its environment.
run_with() { # NAME=VALUE ARGUMENT...
	variable=$1
	shift
	env "$variable" "$cewizard" "$@" </dev/null >"$out" 2>"$err"
	code=$?
	last="$variable cewizard $*"
}

show() {
	sed 's/^/    out: /' "$out" | tail -n 20 | cut -c 1-400
	sed 's/^/    err: /' "$err" | tail -n 20 | cut -c 1-400
}

expect_code() {
	[ "$code" -eq "$1" ] && return
	fail "$last: exit code $code, not $1"
	show
}

# The file's text holds these words as they are.
expect_in() { # FILE TEXT
	grep -qF -e "$2" "$1" && return
	fail "$last: \"$2\" is not in ${1##*/}"
	show
}

expect_not_in() { # FILE TEXT
	grep -qF -e "$2" "$1" || return 0
	fail "$last: \"$2\" is in ${1##*/}"
}

expect_empty() { # FILE
	[ ! -s "$1" ] && return
	fail "$last: ${1##*/} is not empty"
	show
}

expect_same() { # WHAT GOT WANTED
	[ "$2" = "$3" ] || fail "$last: $1 is \"$2\", not \"$3\""
}

# Every line of standard output is one JSON object.
expect_json_lines() {
	awk -f "$cli_dir/json.awk" "$out" >"$work/json" && return
	fail "$last: standard output is not JSON lines"
	cut -c 1-400 "$work/json"
}

# The text of a key on a line of JSON; the first one if there are several.
json_text() { # KEY
	sed 's/.*/&/;s/"'"$1"'":"/\n&/' | sed -n 's/^"'"$1"'":"\([^"]*\)".*/\1/p' | head -n 1
}

expect_result() { # OK STATUS
	tail -n 1 "$out" >"$work/result"
	expect_same 'kind of the last line' "$(json_text kind <"$work/result")" result
	expect_same 'status of the result' "$(json_text status <"$work/result")" "$2"
	expect_in "$work/result" "\"ok\":$1"
	expect_same 'number of results' "$(grep -c '"kind":"result"' "$out")" 1
}

# Reads lines from a descriptor until one holds the text; fails at the end of the stream. What was read goes to a file.
wait_line() { # DESCRIPTOR TEXT FILE
	while IFS= read -r line <&"$1"; do
		printf '%s\n' "$line" >>"$3"
		case $line in
		*"$2"*) return 0 ;;
		esac
	done
	fail "$last: the output ended before \"$2\""
	return 1
}

# Starts an embedded AWS of its own and points the environment's keys at it; leaves $url and $aws_pid. Its lines come
# through a pipe, so that its readiness is waited for, not guessed.
start_aws() { # OPTION...
	rm -f "$work/aws" "$work/exports"
	mkfifo "$work/aws"
	"$cewizard" demo-aws --port 0 "$@" </dev/null >"$work/aws" 2>"$work/aws.err" &
	aws_pid=$!
	children="$children $aws_pid"
	exec 8<"$work/aws"
	last='cewizard demo-aws'
	wait_line 8 AWS_DEFAULT_REGION "$work/exports" || {
		cat "$work/aws.err"
		exit 1
	}
	exec 8<&-
	# shellcheck disable=SC1091
	. "$work/exports"
	# shellcheck disable=SC2034
	url=$AWS_ENDPOINT_URL
	# Named by options where a test wants them.
	unset AWS_ENDPOINT_URL AWS_DEFAULT_REGION
}

finish() {
	[ "$failures" -eq 0 ] && exit 0
	echo "$failures failed"
	exit 1
}
