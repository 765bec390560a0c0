/* policies --make: the roles whose documents were worked out, made in the account after asking. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLICY_NAME "CloudExchange"
#define LINE_MAX_BYTES 8192

struct making {
	struct cew_app *app;
	struct cew_operations operations;
	const struct cew_policies *policies;
	size_t at; /* the document that is next */
	uint64_t call;
	char *role; /* the one that was made last */
	struct cew_error err;
	enum cew_status status;
	bool done;
};

static void next(struct making *m);

static void stop(struct making *m, enum cew_status status)
{
	m->status = status;
	m->done = true;
	cew_loop_stop(m->app->loop);
}

/* Standard output gets what can go into an answers file: the ARN. */
static void tell_role(const struct making *m, const struct cew_role *role)
{
	struct cew_buf line;
	cew_buf_init(&line, LINE_MAX_BYTES);
	if (m->app->options->json) {
		struct cew_doc *doc = cew_doc_create("role");
		struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "kind", "role");
		map = cew_map_put_text(doc, map, "name", role->name);
		map = cew_map_put_text(doc, map, "arn", role->arn);
		if (map)
			cew_doc_write_json(map, &line, NULL);
		cew_doc_destroy(doc);
	} else {
		cew_text_visible(&line, role->arn);
	}
	cew_buf_char(&line, '\n');
	out_flush(&line);
	cew_buf_finish(&line);
}

static void on_role(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct making *m = arg;
	m->call = 0;
	if (err) {
		m->err = *err;
		if (strcmp(err->code, "EntityAlreadyExists") == 0)
			cew_error_hint(&m->err, "give its ARN in the answers if it is meant, or name the deployment otherwise with --stack-name");
		stop(m, err->status);
		return;
	}
	if (found->count)
		tell_role(m, &found->roles[0]);
	next(m);
}

static void on_policy(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct making *m = arg;
	(void)found;
	m->call = 0;
	if (err) {
		m->err = *err;
		cew_error_hint(&m->err, "the role %s is there, without its permissions: put them into it, or delete it", m->role);
		stop(m, err->status);
		return;
	}
	next(m);
}

/* The trust policy makes the role, and its permissions follow. */
static uint64_t start(struct making *m, const struct cew_policy_document *d)
{
	struct cew_new_role what = {.description = "Netskope Cloud Exchange, made before the stack", .trust = d->text};
	if (d->kind == CEW_POLICY_PERMISSIONS)
		return m->operations.put_role_policy(m->operations.self, m->role, POLICY_NAME, d->text, on_policy, m, &m->err);
	free(m->role);
	m->role = strndup(d->name, strlen(d->name) - strlen("-trust"));
	what.name = m->role;
	if (!m->role) {
		cew_fail_memory(&m->err);
		return 0;
	}
	return m->operations.create_role(m->operations.self, &what, on_role, m, &m->err);
}

static void next(struct making *m)
{
	if (m->at == cew_policies_count(m->policies)) {
		stop(m, CEW_OK);
		return;
	}
	size_t at = m->at++;
	uint64_t call = start(m, cew_policies_at(m->policies, at));
	if (!call && !m->done && m->at == at + 1)
		stop(m, m->err.status);
	else if (m->at == at + 1 && !m->done)
		m->call = call;
}

static enum cew_status consent(const struct cew_app *app, const struct cew_policies *p, struct cew_error *err)
{
	size_t roles = 0;
	for (size_t i = 0; i < cew_policies_count(p); i++)
		roles += cew_policies_at(p, i)->kind == CEW_POLICY_TRUST;
	char *question = cew_fmt("Make %zu role%s with these policies in the account?", roles, roles == 1 ? "" : "s");
	bool yes = app->options->yes || (question && confirm(question));
	free(question);
	if (yes)
		return CEW_OK;
	cew_fail(err, CEW_INTERRUPTED, "no role was made");
	return on_terminal() ? err->status : cew_error_hint(err, "without a terminal, --yes says that they may be made");
}

enum cew_status make_roles(struct cew_app *app, const struct cew_policies *p, struct cew_error *err)
{
	struct making m = {.app = app, .policies = p};
	enum cew_status s = consent(app, p, err);
	if (!s)
		s = cew_app_sign_in(app, err);
	if (s)
		return s;
	m.operations = cew_aws_operations(app->aws);
	next(&m);
	while (!s && !m.done)
		s = cew_loop_run(app->loop, err);
	if (m.call)
		m.operations.cancel(m.operations.self, m.call);
	free(m.role);
	if (!s && m.status && err)
		*err = m.err;
	return s ? s : m.status;
}
