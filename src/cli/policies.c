/* policies: the IAM policies that a deployment needs, to standard output or as files. */
#include "room.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TEXT_MAX_BYTES (16 << 20)

static const char *kind_of(const struct cew_policy_document *d)
{
	return d->kind == CEW_POLICY_TRUST ? "trust" : "permissions";
}

/* ---- standard output ---- */

static enum cew_status write_line(const struct cew_policy_document *d, const char *path, struct cew_buf *out,
                                  struct cew_error *err)
{
	struct cew_doc *doc, *line = cew_doc_create("policy");
	enum cew_status s = line ? cew_doc_parse(d->name, d->text, strlen(d->text), CEW_DOC_JSON, NULL, &doc, err) : cew_fail_memory(err);
	if (s) {
		cew_doc_destroy(line);
		return s;
	}
	struct cew_node *map = cew_doc_map(line);
	map = cew_map_put_text(line, map, "kind", "policy");
	map = cew_map_put_text(line, map, "name", d->name);
	map = cew_map_put_text(line, map, "for", d->owner);
	map = cew_map_put_text(line, map, "type", kind_of(d));
	map = cew_map_put_text(line, map, "title", d->title);
	map = cew_map_put(line, map, "characters", cew_doc_int(line, (int64_t)d->size));
	map = cew_map_put(line, map, "limit", cew_doc_int(line, (int64_t)d->limit));
	map = cew_map_put_text(line, map, "file", path);
	map = cew_map_put(line, map, "document", cew_doc_copy(line, cew_doc_root(doc)));
	s = map ? cew_doc_write_json(map, out, err) : cew_fail_memory(err);
	cew_buf_char(out, '\n');
	cew_doc_destroy(doc);
	cew_doc_destroy(line);
	return s;
}

/* What each is goes to standard error: standard output holds the documents alone, or the files' names. */
static void describe(const struct cew_policy_document *d, const char *where)
{
	fprintf(stderr, "%s (%s, %zu of %zu characters): %s\n", d->title, kind_of(d), d->size, d->limit, where);
}

/* ---- files ---- */

static enum cew_status make_directory(const char *dir, struct cew_error *err)
{
	if (mkdir(dir, 0777) == 0 || errno == EEXIST)
		return CEW_OK;
	cew_fail(err, CEW_IO, "the directory cannot be made: %s", strerror(errno));
	return cew_error_where(err, "%s", dir);
}

static enum cew_status write_file(const struct cew_policy_document *d, const char *path, struct cew_error *err)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	enum cew_status s = cew_policy_write(d, &text, err);
	if (!s)
		s = cew_file_replace(path, cew_buf_text(&text), text.len, 0644, err);
	cew_buf_finish(&text);
	return s;
}

enum cew_status cew_app_write_policies(const struct cew_policies *p, const char *dir, struct cew_error *err)
{
	enum cew_status s = make_directory(dir, err);
	for (size_t i = 0; i < cew_policies_count(p) && !s; i++) {
		const struct cew_policy_document *d = cew_policies_at(p, i);
		char *path = cew_fmt("%s/%s.json", dir, d->name);
		s = path ? write_file(d, path, err) : cew_fail_memory(err);
		free(path);
	}
	return s;
}

/* ---- the whole ---- */

static enum cew_status write_one(const struct cew_options *o, const struct cew_policy_document *d, struct cew_buf *out,
                                 struct cew_error *err)
{
	char *path = o->output_dir ? cew_fmt("%s/%s.json", o->output_dir, d->name) : NULL;
	enum cew_status s = o->output_dir && !path ? cew_fail_memory(err) : CEW_OK;
	if (!s && o->json)
		s = write_line(d, path, out, err);
	else if (!s && path)
		cew_buf_fmt(out, "%s\n", path);
	else if (!s)
		s = cew_policy_write(d, out, err);
	if (!s && !o->json)
		describe(d, path ? path : d->name);
	free(path);
	return s;
}

static enum cew_status write_all(const struct cew_options *o, const struct cew_policies *p, struct cew_error *err)
{
	struct cew_buf out;
	cew_buf_init(&out, TEXT_MAX_BYTES);
	enum cew_status s = o->output_dir ? cew_app_write_policies(p, o->output_dir, err) : CEW_OK;
	for (size_t i = 0; i < cew_policies_count(p) && !s; i++)
		s = write_one(o, cew_policies_at(p, i), &out, err);
	/* What is asked about is shown beside the question; standard output is for what is made. */
	if (!s && o->make && !o->output_dir && !o->json)
		fputs(cew_buf_text(&out), stderr);
	else if (!s)
		out_flush(&out);
	cew_buf_finish(&out);
	return s;
}

static int finish(struct cew_app *app, const struct cew_policies *p)
{
	struct cew_error err;
	const struct cew_issues *issues = cew_policies_issues(p);
	for (size_t i = 0; i < issues->list.len; i++)
		tell_issue(app->options, cew_issues_at(issues, i));
	if (write_all(app->options, p, &err))
		return end_with_error(app, NULL, &err);
	if (app->options->make && make_roles(app, p, &err))
		return end_with_error(app, NULL, &err);
	return cew_issues_count(issues, CEW_ERROR) ? CEW_EXIT_ANSWERS : CEW_EXIT_DONE;
}

int command_policies(struct cew_app *app)
{
	const struct cew_options *o = app->options;
	struct cew_subject subject = app_subject(app);
	struct cew_policies_request request = {
		.subject = &subject, .who = o->policies_for, .without_iam = o->without_iam,
		.all = !o->answers && !o->demo && !o->set.len,
	};
	struct cew_policies *p;
	struct cew_error err;
	if (o->make && o->policies_for != CEW_POLICIES_ROLES) {
		cew_fail(&err, CEW_USAGE, "--make is for roles alone");
		cew_error_hint(&err, "add --for roles");
		return end_with_error(app, NULL, &err);
	}
	if (app_answers_good(app, &err))
		return end_with_error(app, NULL, &err);
	if (cew_policies_make(&request, &p, &err))
		return end_with_error(app, NULL, &err);
	int code = finish(app, p);
	cew_policies_destroy(p);
	return code;
}
