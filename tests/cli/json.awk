# Is every line one JSON object? Strings, numbers and words become marks; then innermost objects and lists become values
# until nothing is left but one.
{
	line = $0
	if (line ~ /[\001-\037]/) bad("a control character")
	gsub(/\\["\\\/bfnrt]/, "", line)
	gsub(/\\u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]/, "", line)
	if (line ~ /\\/) bad("an unknown escape")
	gsub(/"[^"]*"/, "S", line)
	gsub(/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/, "N", line)
	gsub(/true|false|null/, "N", line)
	do {
		changed = gsub(/\{(S:[SNVO](,S:[SNVO])*)?\}/, "O", line)
		changed += gsub(/\[([SNVO](,[SNVO])*)?\]/, "V", line)
	} while (changed)
	if (line != "O") bad("no JSON object (" substr(line, 1, 60) ")")
}
function bad(what) {
	printf "line %d: %s: %s\n", NR, what, $0
	failed = 1
}
END { exit failed }
