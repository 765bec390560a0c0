/* Answers files: recognising which of the three shapes a document has, and reading it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "room.h"

/* ---- telling ---- */

/* Names out of a file may hold anything; what is told of them goes to a terminal. */
static void refuse(struct cew_error *err, const char *what)
{
	struct cew_buf visible;
	cew_buf_init(&visible, 8 * sizeof(err->what));
	cew_text_visible(&visible, what);
	cew_fail(err, CEW_INVALID, "%s", cew_buf_text(&visible));
	cew_buf_finish(&visible);
}

static void tell(struct reading *r, bool warning, const struct cew_node *at, const char *hint, const char *fmt, va_list args)
{
	struct cew_error err;
	char what[sizeof(err.what)];
	vsnprintf(what, sizeof(what), fmt, args);
	refuse(&err, what);
	cew_doc_where(r->doc, at, &err);
	if (hint)
		cew_error_hint(&err, "%s", hint);
	r->errors += !warning;
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

static bool holds_nul(const struct cew_node *n)
{
	return strlen(cew_node_text(n)) != cew_node_text_len(n);
}

bool reading_is_text(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_SCALAR) && cew_node_type(n) != CEW_SCALAR_NULL && !cew_node_tag(n) && !holds_nul(n);
}

char *reading_path(const struct reading *r, const char *path)
{
	if (*path == '/' || !r->dir)
		return cew_strdup(path);
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return cew_fmt("%s%s%s", r->dir, strcmp(r->dir, "/") == 0 ? "" : "/", path);
}

/* ---- parameters, in each of the shapes ---- */

/* More cannot belong to one template, and would only be told one by one. */
static bool too_many(struct reading *r, const struct cew_node *at)
{
	if (cew_node_count(at) <= PARAMETERS_MAX)
		return false;
	reading_refuse(r, at, "check that this is the file you mean", "%zu parameters are more than the %d that a template can have",
	               cew_node_count(at), PARAMETERS_MAX);
	return true;
}

static void read_one(struct reading *r, const struct cew_node *name, const struct cew_node *value)
{
	if (!*cew_node_text(name) || holds_nul(name))
		reading_refuse(r, name, NULL, "a parameter's name is empty or holds a NUL byte");
	else
		read_parameter(r, name, value);
}

static void read_parameters_map(struct reading *r, const struct cew_node *map)
{
	if (!cew_node_is(map, CEW_NODE_MAP)) {
		reading_refuse(r, map, "write one parameter a line: NAME: VALUE", "the parameters are not a map");
		return;
	}
	if (too_many(r, map))
		return;
	for (size_t i = 0; i < cew_node_count(map); i++)
		read_one(r, cew_node_key(map, i), cew_node_at(map, i));
}

/* ---- the answers file ---- */

static void read_answers_map(struct reading *r, const struct cew_node *map)
{
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *key = cew_node_key(map, i), *value = cew_node_at(map, i);
		const char *name = cew_node_text(key);
		if (holds_nul(key))
			reading_refuse(r, key, NULL, "a key holds a NUL byte");
		else if (strcmp(name, PARAMETERS_KEY) == 0)
			read_parameters_map(r, value);
		else
			read_setting(r, name, key, value);
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

static bool entry_has_only_known_keys(struct reading *r, const struct cew_node *entry)
{
	for (size_t i = 0; i < cew_node_count(entry); i++) {
		const struct cew_node *key = cew_node_key(entry, i);
		if (known_entry_key(cew_node_text(key)))
			continue;
		reading_refuse(r, key, "known are ParameterKey and ParameterValue", "`%.80s` is no key of a parameters file",
		               cew_node_text(key));
		return false;
	}
	return true;
}

/* In a list no parser sees that a name is there twice. */
static bool named_before(const struct cew_node *list, size_t i, const char *name)
{
	for (size_t k = 0; k < i; k++) {
		const char *other = cew_node_get_text(cew_node_at(list, k), "ParameterKey");
		if (other && strcmp(other, name) == 0)
			return true;
	}
	return false;
}

static void read_cli_entry(struct reading *r, const struct cew_node *list, size_t i)
{
	const struct cew_node *entry = cew_node_at(list, i);
	const struct cew_node *name = cew_node_get(entry, "ParameterKey"), *value = cew_node_get(entry, "ParameterValue");
	if (!cew_node_is(entry, CEW_NODE_MAP))
		reading_refuse(r, entry, "write {\"ParameterKey\": NAME, \"ParameterValue\": VALUE}", "an entry of the list is not a map");
	else if (!entry_has_only_known_keys(r, entry))
		return;
	else if (cew_node_get_bool(entry, "UsePreviousValue", false))
		reading_refuse(r, entry, "give the value", "a stack that is created has no previous value to use");
	else if (!reading_is_text(name) || !value)
		reading_refuse(r, entry, NULL, "each entry wants a ParameterKey and a ParameterValue");
	else if (named_before(list, i, cew_node_text(name)))
		reading_refuse(r, name, "remove one of them", "the parameter %.80s is there twice", cew_node_text(name));
	else
		read_one(r, name, value);
}

static void read_cli_list(struct reading *r, const struct cew_node *list)
{
	if (too_many(r, list))
		return;
	for (size_t i = 0; i < cew_node_count(list); i++)
		read_cli_entry(r, list, i);
}

/* ---- CloudFormation's template configuration file: {"Parameters": {…}, "Tags": {…}} ---- */

static bool is_configuration(const struct cew_node *root)
{
	return cew_node_get(root, "Parameters") || cew_node_get(root, "Tags") || cew_node_get(root, "StackPolicy");
}

static void refuse_configuration_key(struct reading *r, const struct cew_node *key)
{
	const char *name = cew_node_text(key), *hint = "known are Parameters and Tags";
	if (strcmp(name, "StackPolicy") == 0)
		hint = "set a stack policy after the stack is made";
	else if (strcmp(name, PARAMETERS_KEY) == 0 || cew_setting_find(name))
		hint = "an answers file begins its keys with small letters: parameters, tags";
	reading_refuse(r, key, hint, "`%.80s` is not read from a template configuration file", name);
}

static void read_configuration(struct reading *r, const struct cew_node *map)
{
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *key = cew_node_key(map, i), *value = cew_node_at(map, i);
		if (strcmp(cew_node_text(key), "Parameters") == 0)
			read_parameters_map(r, value);
		else if (strcmp(cew_node_text(key), "Tags") == 0)
			read_setting(r, "tags", key, value);
		else
			refuse_configuration_key(r, key);
	}
}

/* ---- the whole ---- */

static void read_document(struct reading *r, const struct cew_node *root)
{
	if (cew_node_tag(root) || !root || cew_node_is(root, CEW_NODE_SCALAR))
		reading_refuse(r, root, "an answers file is a map: stackName: …, region: …, parameters: …", "this is not an answers file");
	else if (cew_node_is(root, CEW_NODE_SEQ))
		read_cli_list(r, root);
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
		r->problem(r->ctx, false, &err);
		return s;
	}
	r->doc = doc;
	read_document(r, cew_doc_root(doc));
	cew_doc_destroy(doc);
	return r->errors ? CEW_INVALID : CEW_OK;
}

/* Of the path as it was given: what lies beside a link to the file is meant, not what lies beside the file itself. */
static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? strndup(path, (size_t)(slash - path) + 1) : cew_strdup(".");
	char *whole = dir ? realpath(dir, NULL) : NULL;
	free(dir);
	return whole;
}

bool reading_is_open(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077) != 0;
}

/* Standard input may be a file as well; a pipe is nobody's to read later. */
static void look_at_input(struct reading *r)
{
	struct stat st;
	r->file = fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode);
	r->open = r->file && (st.st_mode & 077) != 0;
}

static enum cew_status read_file(struct reading *r, const char *path, const struct cew_buf *data)
{
	char *dir = directory_of(path);
	if (!dir) {
		struct cew_error err;
		cew_fail_memory(&err);
		r->problem(r->ctx, false, &err);
		return CEW_NO_MEMORY;
	}
	r->dir = dir;
	r->file = true;
	r->open = reading_is_open(path);
	enum cew_status s = read_all(r, path, cew_buf_text(data), data->len);
	free(dir);
	return s;
}

enum cew_status cew_answers_load(struct cew_answers *a, const char *path, const struct cew_random *random,
                                 cew_answers_problem_fn *problem, void *ctx)
{
	struct reading r = {.a = a, .origin = CEW_ORIGIN_FILE, .random = random, .problem = problem, .ctx = ctx};
	struct cew_buf data;
	struct cew_error err;
	cew_buf_init(&data, ANSWERS_FILE_MAX);
	enum cew_status s = cew_file_read(path, ANSWERS_FILE_MAX, &data, &err);
	if (s) {
		problem(ctx, false, &err);
	} else if (strcmp(path, "-") == 0) {
		look_at_input(&r);
		s = read_all(&r, "standard input", cew_buf_text(&data), data.len);
	} else {
		s = read_file(&r, path, &data);
	}
	cew_buf_wipe(&data);
	return s;
}

enum cew_status cew_answers_load_text(struct cew_answers *a, const char *name, const char *data, size_t len,
                                      enum cew_origin origin, const struct cew_random *random,
                                      cew_answers_problem_fn *problem, void *ctx)
{
	struct reading r = {.a = a, .own = true, .origin = origin, .random = random, .problem = problem, .ctx = ctx};
	return read_all(&r, name, data, len);
}
