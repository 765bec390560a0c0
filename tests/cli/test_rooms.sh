#!/bin/sh
# Who includes whom: every room's #include lines, and what the build links, against the table in src/README.md.
# Arguments: source tree, build tree.
set -eu
cd "$1"
failures=0
tell() {
	echo "FAILED: $1"
	failures=$((failures + 1))
}

# ---- the table: may_ROOM is ROOM and all that it may include, with what those may ----

rooms=
# shellcheck disable=SC2034 # by eval
may_embedded=' embedded '
is_room() {
	case " $rooms embedded " in *" $1 "*) return 0 ;; esac
	return 1
}
while IFS='|' read -r _ name _ column _; do
	name=${name#*\`}
	name=${name%%\`*}
	name=${name%/}
	all=" $name "
	case $column in *'all of the above'*) column=$rooms ;; esac
	IFS=' ,'
	for word in $column; do
		word=${word%\'s} # "aws's header"
		if is_room "$word"; then
			eval "all=\$all\$may_$word"
		fi
	done
	eval "may_$name=\$all"
	rooms="$rooms $name"
	IFS=' '
done <<END
$(grep '^| `' src/README.md)
END
unset IFS
for needed in base doc aws deploy demo cli ui; do
	is_room "$needed" || tell "src/README.md has no row for $needed"
done
[ "$failures" -eq 0 ] || exit 1

# may ROOM OTHER
may() {
	eval "all=\$may_$1"
	case $all in *" $2 "*) return 0 ;; esac
	return 1
}

# ---- what is included ----

# The room that a public header belongs to; one that is no room's own is a part of the one that includes it.
owner_of() {
	owner=$1
	is_room "$owner" && return
	owner=$(grep -l "^#include \"cewizard/$1\\.h\"" include/cewizard/*.h | head -n 1)
	owner=${owner##*/}
	owner=${owner%.h}
}

# The rooms that may see a library's header; empty: all may.
only_in() {
	case $1 in
	ncurses* | curses* | panel.h | term.h) lib_rooms=ui ;;
	curl/* | expat.h) lib_rooms=aws ;;
	microhttpd.h) lib_rooms=demo ;;
	yaml.h) lib_rooms=doc ;;
	openssl/*) lib_rooms='base demo' ;;
	pcre2*) lib_rooms=base ;;
	*) lib_rooms= ;;
	esac
}

# check_include ROOM FILE HEADER
check_include() {
	case $3 in
	cewizard/*)
		header=${3#cewizard/}
		owner_of "${header%.h}"
		may "$1" "$owner" || tell "$2 includes $3, and $1 may not include $owner"
		;;
	*)
		only_in "$3"
		case " $lib_rooms " in *" $1 "* | '  ') ;; *) tell "$2 includes $3, which is for $lib_rooms only" ;; esac
		;;
	esac
}

seen=0
check_files() { # ROOM PATH…
	room=$1
	shift
	while IFS=: read -r file line; do
		[ -n "$file" ] || continue
		header=${line#*[\"<]}
		header=${header%%[\">]*}
		seen=$((seen + 1))
		case $line in
		*\"../*) tell "$file includes $header: another room's private header" ;;
		*\"cewizard/* | *'<'*) check_include "$room" "$file" "$header" ;;
		*) ;; # its own: <term.h> is the library's, "term.h" is not
		esac
	done <<END
$(grep -rE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' "$@" /dev/null)
END
}

for name in $rooms; do
	dir=src/$name
	[ -d "$dir" ] || dir=$name
	check_files "$name" "$dir" "include/cewizard/$name.h"
done
[ "$seen" -gt 300 ] || tell "only $seen #include lines were found"

# ---- what is linked ----

while read -r line; do
	line=${line#cew_room(}
	line=${line%)*}
	name=${line%% *}
	is_room "$name" || tell "CMakeLists.txt has a room $name, and src/README.md none"
	for library in $line; do
		case $library in
		cew_*) may "$name" "${library#cew_}" || tell "CMakeLists.txt links $name to $library, which it may not include" ;;
		esac
	done
done <<END
$(grep '^cew_room(' CMakeLists.txt)
END

# ---- what two rooms call alike: of archives, the linker takes the first without a word ----

if command -v nm >/dev/null 2>&1; then
	twice=$(nm -g --defined-only "$2"/libcew_*.a 2>/dev/null | awk '$2 ~ /^[TDRB]$/ { print $3 }' | sort | uniq -d | tr '\n' ' ')
	[ -z "$twice" ] || tell "defined in two rooms: $twice"
else
	echo 'nm is not installed: names that two rooms define were not looked for'
fi

[ "$failures" -eq 0 ] || exit 1
echo "$seen #include lines are as src/README.md has it"
