#!/bin/sh
# Runs bootstrap in a copy of the tree's top, with a PATH on which the package manager, sudo, cmake and ctest are
# stand-ins that write down how they were called. Nothing is installed and nothing is compiled.
# usage: test_bootstrap.sh SOURCE-DIRECTORY
# shellcheck disable=SC2016 # the stand-ins' variables are expanded when they run
set -eu

source_dir=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The blank is on purpose: a checkout may lie below any directory.
top="$work/a checkout"
bin=$work/bin
calls=$work/calls
out=$work/out
err=$work/err
failures=0

# What a stand-in does beyond writing down its call is its body; $calls and $PRESENT reach it through the environment.
stand_in() { # NAME BODY
	cat >"$bin/$1" <<-STAND_IN
		#!/bin/sh
		printf '%s\n' "$1 \$*" >>"\$CALLS"
		$2
	STAND_IN
	chmod +x "$bin/$1"
}

# A fresh checkout on a Debian as root, on which every package is installed.
setup() {
	rm -rf "$top" "$bin"
	mkdir -p "$top/assets" "$bin"
	cp "$source_dir/bootstrap" "$top/bootstrap"
	for tool in cat chmod date dirname env grep mkdir rm sed sh tail tr wc; do
		ln -s "$(command -v "$tool")" "$bin/$tool"
	done
	: >"$calls"
	system debian 'Debian GNU/Linux 12'
	present=all
	stand_in id 'echo 0'
	stand_in nproc 'echo 3'
	stand_in ninja ''
	stand_in dpkg-query 'for p; do case $PRESENT in all) echo "installed $p" ;; *" $p "*) echo "installed $p" ;; esac; done'
	stand_in rpm 'case $PRESENT in all | *" $3 "*) ;; *) exit 1 ;; esac'
	stand_in apt-get ''
	stand_in dnf 'case "$*" in *repoquery*libvterm-devel*) ;; *repoquery*) echo found ;; esac'
	stand_in cmake 'case $1 in --build)
		mkdir -p "$2"
		printf "#!/bin/sh\necho \"cewizard \$*\"\nexit 6\n" >"$2/cewizard"
		chmod +x "$2/cewizard" ;; esac'
	stand_in ctest 'echo "1/2 Test #1: quick ... Passed 0.01 sec"
		echo "100% tests passed, 0 tests failed out of 2"'
}

system() { # ID NAME [ID_LIKE]
	printf 'ID=%s\nPRETTY_NAME="%s"\nID_LIKE="%s"\n' "$1" "$2" "${3:-}" >"$work/os-release"
}

bootstrap() {
	status=0
	env -i PATH="$bin" HOME="$work" CALLS="$calls" PRESENT="$present" OS_RELEASE="$work/os-release" \
		"$top/bootstrap" "$@" </dev/null >"$out" 2>"$err" || status=$?
}

fail() {
	failures=$((failures + 1))
	echo "FAILED in $case: $*"
	sed 's/^/    out: /' "$out"
	sed 's/^/    err: /' "$err"
	sed 's/^/    call: /' "$calls"
}

expect_status() {
	[ "$status" -eq "$1" ] || fail "exit code $status instead of $1"
}

expect() { # FILE TEXT
	grep -qF -e "$2" "$1" || fail "\"$2\" is not in ${1##*/}"
}

expect_no() { # FILE TEXT
	! grep -qF -e "$2" "$1" || fail "\"$2\" is in ${1##*/}"
}

# Every package but those named is installed.
without() { # PACKAGE...
	bootstrap packages
	present=" $(tr '\n' ' ' <"$out") "
	for package; do
		present=${present%%" $package "*}' '${present#*" $package "}
	done
}

test_nothing_missing_installs_nothing() {
	bootstrap build
	expect_status 0
	expect_no "$calls" apt-get
	expect "$err" 'Building build/cewizard '
	expect "$err" 'ok ('
	expect "$calls" "cmake -S $top -B $top/build -G Ninja -DCMAKE_BUILD_TYPE=Release"
	expect "$calls" "cmake --build $top/build --parallel 3"
}

test_only_missing_packages_are_installed() {
	without libyaml-dev libexpat1-dev
	bootstrap build
	expect_status 0
	expect "$calls" 'apt-get update'
	expect "$calls" 'apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 libyaml-dev libexpat1-dev'
	expect "$err" 'Installing packages: 2'
}

test_tests_need_more_than_the_build() {
	without libcmocka-dev awscli
	bootstrap build
	expect_no "$calls" apt-get
	bootstrap test
	expect_status 0
	expect "$calls" 'Timeout=300 libcmocka-dev awscli'
}

test_stale_package_lists_may_do() {
	without libyaml-dev
	stand_in apt-get 'case $1 in update) exit 100 ;; esac'
	bootstrap build
	expect_status 0
	expect "$calls" 'cmake --build'
}

test_failed_install_shows_the_end_of_the_log() {
	without libyaml-dev
	stand_in apt-get 'echo "E: no space left"; exit 100'
	bootstrap build
	expect_status 1
	expect "$err" 'failed ('
	expect "$err" 'E: no space left'
	expect "$err" "the full log is $top/build/bootstrap.log"
	expect_no "$calls" "cmake -S"
}

test_library_without_its_package_counts() {
	without libyaml-dev
	stand_in pkg-config '[ "$2" = yaml-0.1 ]'
	bootstrap build
	expect_status 0
	expect_no "$calls" apt-get
}

test_sudo_installs_for_others() {
	without libyaml-dev
	stand_in id 'echo 1000'
	stand_in sudo '[ "$1" = -n ] && shift && exec "$@"'
	stand_in true ''
	bootstrap build
	expect_status 0
	expect "$calls" 'sudo -n sh -c apt-get update'
	expect "$calls" 'apt-get install'
}

expect_told_to_become_root() {
	expect_status 1
	expect "$err" '    apt-get update; DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get install -y'
	expect "$err" 'libyaml-dev'
	expect_no "$calls" apt-get
	expect_no "$calls" "cmake -S"
}

test_no_sudo_prints_the_command() {
	without libyaml-dev
	stand_in id 'echo 1000'
	bootstrap build
	expect_told_to_become_root
}

test_sudo_never_asks_without_a_terminal() {
	without libyaml-dev
	stand_in id 'echo 1000'
	stand_in sudo '[ "$1" != -n ]'
	bootstrap build
	expect_told_to_become_root
}

test_failed_build_shows_errors_alone() {
	stand_in cmake 'case $1 in --build) echo "[1/2] Building C object a.o"; echo "a.c:1: error: odd"; exit 1 ;; esac'
	bootstrap build
	expect_status 1
	expect "$err" 'a.c:1: error: odd'
	expect_no "$err" '[1/2]'
}

test_configured_tree_keeps_its_generator() {
	mkdir -p "$top/build"
	: >"$top/build/CMakeCache.txt"
	bootstrap build
	expect_status 0
	expect_no "$calls" '-G Ninja'
}

test_demo_without_terminal_deploys() {
	bootstrap demo --output json
	expect_status 6
	expect "$out" 'cewizard deploy --demo --demo-speed '
	expect "$out" "--answers $top/assets/demo-answers.yaml --yes --output json"
	[ "$(wc -l <"$out")" -eq 1 ] || fail 'standard output holds more than what the program wrote'
}

test_tests_run_plain_and_sanitized() {
	bootstrap test
	expect_status 0
	expect "$calls" "-B $top/build-test -G Ninja -DCMAKE_BUILD_TYPE=Release -DCEW_SANITIZE=OFF -DCEW_TESTS=ON -DCEW_WERROR=ON"
	expect "$calls" "-B $top/build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCEW_SANITIZE=ON -DCEW_TESTS=ON -DCEW_WERROR=ON"
	expect "$calls" "ctest --test-dir $top/build-asan --output-on-failure --no-tests=error"
	[ "$(grep -cx '100% tests passed, 0 tests failed out of 2' "$out")" -eq 2 ] || fail 'ctest closed other than twice'
}

test_skipped_tests_are_named() {
	stand_in ctest 'echo "100% tests passed, 0 tests failed out of 1"
		echo; echo "The following tests did not run:"; printf "\t  1 - interop/test_aws (Skipped)\n"'
	bootstrap test
	expect_status 0
	expect "$out" 'interop/test_aws (Skipped)'
	[ "$(tail -n 1 "$out")" = '100% tests passed, 0 tests failed out of 1' ] || fail 'the last line is not the count'
}

test_failed_tests_fail() {
	stand_in ctest 'echo "1/2 Test #1: quick ...   Passed 0.01 sec"; echo "2/2 Test #2: slow ***Failed"; exit 8'
	bootstrap test
	expect_status 1
	expect "$err" 'slow ***Failed'
	expect_no "$err" 'quick'
	expect_no "$calls" build-asan
}

test_ubuntu_goes_without_the_aws_cli() {
	system ubuntu 'Ubuntu 24.04 LTS' debian
	bootstrap test
	expect_status 0
	expect "$err" 'no package is known on Ubuntu 24.04 LTS: the AWS CLI'
	stand_in aws ''
	bootstrap test
	expect_no "$err" 'AWS CLI'
}

test_derived_systems_take_their_parents_packages() {
	system linuxmint 'Linux Mint' 'ubuntu debian'
	bootstrap packages
	expect "$out" libyaml-dev
	expect_no "$out" awscli
}

test_fedora_uses_dnf() {
	system fedora 'Fedora Linux 42'
	without libyaml-devel
	bootstrap build
	expect_status 0
	expect "$calls" 'dnf install -y --setopt=install_weak_deps=False libyaml-devel'
}

test_amazon_linux_may_lack_a_package() {
	system amzn 'Amazon Linux 2023' fedora
	without libcmocka-devel
	bootstrap test
	expect_status 0
	expect "$calls" 'install_weak_deps=False libcmocka-devel'
	without libvterm-devel
	bootstrap test
	expect_status 1
	expect "$err" 'no package for it is known on Amazon Linux 2023'
	expect "$err" '    libvterm'
}

test_other_systems_are_told_what_is_needed() {
	system arch 'Arch Linux'
	bootstrap packages
	expect "$out" 'ncurses with wide characters'
	bootstrap build
	expect_status 1
	expect "$err" 'no package for it is known on Arch Linux'
	expect "$err" '    libcurl'
	expect_no "$calls" "cmake -S"
	stand_in cc ''
	stand_in pkg-config ''
	bootstrap build
	expect_status 0
}

test_install_takes_a_prefix() {
	(cd "$work" && bootstrap install here && expect_status 0 && exit "$failures") || failures=$((failures + 1))
	expect "$calls" "cmake --install $top/build --prefix $work/here"
}

test_wrong_usage() {
	for arguments in nonsense 'build x' 'test x' 'install a b' 'install --help' 'packages nowhere'; do
		# shellcheck disable=SC2086 # several arguments
		bootstrap $arguments
		expect_status 2
		expect "$err" './bootstrap help'
	done
	bootstrap
	expect_status 0
	expect "$out" 'usage: ./bootstrap'
}

# shellcheck disable=SC2013 # names have no blanks
for case in $(sed -n 's/^\(test_[a-z_]*\)() {$/\1/p' "$0"); do
	setup
	"$case"
done
[ "$failures" -eq 0 ] || { echo "$failures checks failed"; exit 1; }
