/* Answers files: recognising which of the three shapes a document has, and reading it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "room.h"

/* ---- telling ---- */

static void tell(struct reading *r, bool warning, const struct cew_node *at, const char *hint, const char *fmt, va_list args)
{
	struct cew_error err;
	struct cew_buf what;
	cew_buf_init(&what, sizeof(err.what));
	cew_buf_vfmt(&what, fmt, args);
	cew_fail(&err, CEW_INVALID, "%s", cew_buf_text(&what));
	cew_buf_finish(&what);
	if (at)
		cew_doc_where(r->doc, at, &err);
	else
		cew_error_where(&err, "%s", cew_doc_name(r->doc));
	if (hint)
		cew_error_hint(&err, "%s", hint);
	if (!warning)
		r->status = CEW_INVALID;
	if (r->problem)
		r->problem(r->ctx, warning, &err);
}

void reading_refuse(struct reading *r, const struct cew_node *at, const char *hint, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	tell(r, false, at, hint, fmt, args);
	va_end(args);
}

void reading_warn(struct reading *r, const struct cew_node *at, const char *hint, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	tell(r, true, at, hint, fmt, args);
	va_end(args);
}

bool reading_is_text(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_SCALAR) && cew_node_type(n) != CEW_SCALAR_NULL &&
	       strlen(cew_node_text(n)) == cew_node_text_len(n);
}

/* ---- the answers file ---- */

static void read_parameters_map(struct reading *r, const struct cew_node *map)
{
	if (!cew_node_is(map, CEW_NODE_MAP)) {
		reading_refuse(r, map, "write one parameter a line: NAME: VALUE", "`parameters` is not a map");
		return;
	}
	for (size_t i = 0; i < cew_node_count(map); i++)
		read_parameter(r, cew_node_key(map, i), cew_node_at(map, i));
}

void read_answers_map(struct reading *r, const struct cew_node *map)
{
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *name = cew_node_key(map, i);
		if (strcmp(cew_node_text(name), "parameters") == 0)
			read_parameters_map(r, cew_node_at(map, i));
		else
			read_setting(r, name, cew_node_at(map, i));
	}
}

/* ---- the AWS CLI's parameters file: [{"ParameterKey": …, "ParameterValue": …}] ---- */

static bool known_entry_key(const char *key)
{
	static const char *const keys[] = {"ParameterKey", "ParameterValue", "UsePreviousValue", "ResolvedValue"};
	for (size_t i = 0; i < CEW_COUNT(keys); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static void read_cli_entry(struct reading *r, const struct cew_node *entry)
{
	const struct cew_node *name = cew_node_get(entry, "ParameterKey"), *value = cew_node_get(entry, "ParameterValue");
	for (size_t i = 0; i < cew_node_count(entry); i++)
		if (cew_node_is(entry, CEW_NODE_MAP) && !known_entry_key(cew_node_text(cew_node_key(entry, i))))
			reading_refuse(r, cew_node_key(entry, i), NULL, "`%.80s` is no key of a parameters file", cew_node_text(cew_node_key(entry, i)));
	if (cew_node_get_bool(entry, "UsePreviousValue", false))
		reading_refuse(r, entry, "give the value", "a stack that is created has no previous value to use");
	else if (!reading_is_text(name) || !value)
		reading_refuse(r, entry, NULL, "each entry wants a ParameterKey and a ParameterValue");
	else
		read_parameter(r, name, value);
}

static void read_cli_list(struct reading *r, const struct cew_node *list)
{
	for (size_t i = 0; i < cew_node_count(list); i++)
		read_cli_entry(r, cew_node_at(list, i));
}

/* ---- CloudFormation's template configuration file: {"Parameters": {…}, "Tags": {…}} ---- */

static bool is_configuration(const struct cew_node *root)
{
	return cew_node_get(root, "Parameters") || cew_node_get(root, "Tags") || cew_node_get(root, "StackPolicy");
}

static void read_configuration(struct reading *r, const struct cew_node *map)
{
	struct cew_doc *doc = cew_doc_create("tags");
	struct cew_node *tags = doc ? cew_doc_string(doc, "tags") : NULL;
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *name = cew_node_key(map, i), *value = cew_node_at(map, i);
		const char *text = cew_node_text(name);
		if (strcmp(text, "Parameters") == 0)
			read_parameters_map(r, value);
		else if (strcmp(text, "Tags") == 0 && tags)
			read_setting(r, tags, value);
		else
			reading_refuse(r, name, strcmp(text, "StackPolicy") == 0 ? "set a stack policy after the stack is made" : NULL,
			               "`%.80s` is not read from a template configuration file", text);
	}
	cew_doc_destroy(doc);
}

/* ---- the whole ---- */

void read_document(struct reading *r, const struct cew_node *root)
{
	if (cew_node_is(root, CEW_NODE_SEQ))
		read_cli_list(r, root);
	else if (!cew_node_is(root, CEW_NODE_MAP))
		reading_refuse(r, root, "an answers file is a map: stackName: …, region: …, parameters: …", "this is not an answers file");
	else if (is_configuration(root))
		read_configuration(r, root);
	else
		read_answers_map(r, root);
}

static enum cew_status read_all(struct reading *r, const char *name, const char *data, size_t len)
{
	struct cew_doc *doc;
	struct cew_error err;
	enum cew_status s = cew_doc_parse(name, data, len, CEW_DOC_AUTO, NULL, &doc, &err);
	if (s) {
		if (r->problem)
			r->problem(r->ctx, false, &err);
		return s;
	}
	r->doc = doc;
	read_document(r, cew_doc_root(doc));
	cew_doc_destroy(doc);
	return r->status;
}

static char *directory_of(const char *path)
{
	char *whole = strcmp(path, "-") == 0 ? NULL : realpath(path, NULL);
	char *slash = whole ? strrchr(whole, '/') : NULL;
	if (slash)
		slash[slash == whole] = '\0';
	return whole;
}

static bool others_may_read(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077) != 0;
}

enum cew_status cew_answers_load(struct cew_answers *a, const char *path, const struct cew_random *random,
                                 cew_answers_problem_fn *problem, void *ctx)
{
	struct cew_buf data;
	struct cew_error err;
	bool file = strcmp(path, "-") != 0;
	cew_buf_init(&data, ANSWERS_FILE_MAX);
	enum cew_status s = cew_file_read(path, ANSWERS_FILE_MAX, &data, &err);
	if (s && problem)
		problem(ctx, false, &err);
	if (!s) {
		char *dir = directory_of(path);
		struct reading r = {.a = a, .dir = dir, .file = file, .open = file && others_may_read(path), .origin = CEW_ORIGIN_FILE,
		                    .random = random, .problem = problem, .ctx = ctx};
		s = read_all(&r, file ? path : "standard input", cew_buf_text(&data), data.len);
		free(dir);
	}
	cew_buf_wipe(&data);
	return s;
}

enum cew_status cew_answers_load_text(struct cew_answers *a, const char *name, const char *data, size_t len,
                                      enum cew_origin origin, const struct cew_random *random,
                                      cew_answers_problem_fn *problem, void *ctx)
{
	struct reading r = {.a = a, .origin = origin, .random = random, .problem = problem, .ctx = ctx};
	return read_all(&r, name, data, len);
}
