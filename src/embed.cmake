# Writes OUT, a C file that holds the bytes of FILES (paths below ROOT) as the table behind include/cewizard/embedded.h.
set(arrays "")
set(rows "")
set(n 0)
foreach(file IN LISTS FILES)
  file(READ ${ROOT}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "static const unsigned char file${n}[] = {${bytes}0x00};\n")
  string(APPEND rows "\t{\"${file}\", (const char *)file${n}, sizeof(file${n}) - 1},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(WRITE ${OUT} "#include \"cewizard/embedded.h\"\n\n#include <string.h>\n\n${arrays}
const struct cew_embedded cew_embedded_files[] = {\n${rows}\t{0, 0, 0},\n};

const struct cew_embedded *cew_embedded_find(const char *path)
{
	for (const struct cew_embedded *f = cew_embedded_files; f->path; f++)
		if (strcmp(f->path, path) == 0)
			return f;
	return 0;
}
")
