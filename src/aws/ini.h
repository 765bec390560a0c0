/* ini: the dialect of ~/.aws/config and ~/.aws/credentials. */
#ifndef AWS_INI_H
#define AWS_INI_H

#include "cewizard/base.h"

/* The text may hold keys: it is overwritten by aws_ini_finish, and no value outlives it. */
struct aws_ini {
	char *path; /* as errors call it */
	char *text; /* the entries point into it */
	size_t len;
	struct cew_vec entries; /* of struct aws_ini_entry */
};

struct aws_ini_entry {
	const char *kind;    /* "profile" of [profile NAME]; "" where the header is one word */
	const char *section; /* NAME, quotes taken off */
	const char *key;     /* lower case; NULL for the section's header itself */
	const char *nested;  /* lower case; the key of an indented line under a key without value; else NULL */
	const char *value;
	size_t line; /* in the file, from 1 */
};

/* Reads a file; one that does not exist is as good as empty. Errors: CEW_INVALID with where = path:line, CEW_IO, CEW_LIMIT
 * (1 MB), CEW_NO_MEMORY. On an error there is nothing to finish. */
enum cew_status aws_ini_read(const char *path, struct aws_ini *out, struct cew_error *err);
enum cew_status aws_ini_parse(const char *path, const char *data, size_t len, struct aws_ini *out, struct cew_error *err);
void aws_ini_finish(struct aws_ini *ini);

bool aws_ini_has(const struct aws_ini *ini, const char *kind, const char *section);
/* The last one given; NULL if there is none. `nested` NULL: the key's own value. */
const struct aws_ini_entry *aws_ini_find(const struct aws_ini *ini, const char *kind, const char *section, const char *key,
                                         const char *nested);
/* Its value, or NULL. */
const char *aws_ini_get(const struct aws_ini *ini, const char *kind, const char *section, const char *key,
                        const char *nested);

#endif
