/* embedded: the files of forms/ and assets/ that were compiled into the program (src/embed.cmake makes the table). */
#ifndef CEWIZARD_EMBEDDED_H
#define CEWIZARD_EMBEDDED_H

#include <stddef.h>

struct cew_embedded {
	const char *path; /* below the source tree: "forms/network.yaml" */
	const char *data; /* NUL-terminated behind its end */
	size_t len;       /* bytes, without that NUL */
};

extern const struct cew_embedded cew_embedded_files[]; /* sorted by path; ends with a NULL path */
const struct cew_embedded *cew_embedded_find(const char *path); /* NULL if there is none */

#endif
