/* A scenario's "identity": what the caller is called, and the policies that limit it. */
#include "policy.h"
#include "scenario_read.h"

#include <stdlib.h>
#include <string.h>

static enum cew_status read_user(const struct reader *r, const struct cew_node *n, void *into)
{
	bool ok = false;
	(void)into;
	cew_pattern_matches("[\\w+=,.@-]{1,64}", cew_node_text(n), &ok, NULL);
	if (!ok)
		return demo_wrong(r, n, "\"user\" must be a user's name: 1 to 64 letters, digits or +=,.@_-");
	r->s->user = cew_node_text(n);
	return CEW_OK;
}

/* Beside the scenario, unless the path says where. */
static char *path_of(const struct reader *r, const char *file)
{
	const char *scenario = cew_doc_name(r->s->doc), *slash = strrchr(scenario, '/');
	if (*file == '/' || !slash)
		return cew_strdup(file);
	return cew_fmt("%.*s/%s", (int)(slash - scenario), scenario, file);
}

static enum cew_status read_file(const struct reader *r, const struct cew_node *n, const struct cew_node **out)
{
	struct cew_doc *doc = NULL;
	char *path = path_of(r, cew_node_text(n));
	enum cew_status status = path ? cew_doc_read(path, &doc, r->err) : cew_fail_memory(r->err);
	free(path);
	if (status)
		return status == CEW_NO_MEMORY ? status : demo_wrong(r, n, "cannot read the policy: %s", r->err->what);
	if (!cew_vec_push(&r->s->policy_docs, &doc)) {
		cew_doc_destroy(doc);
		return cew_fail_memory(r->err);
	}
	*out = cew_doc_root(doc);
	return CEW_OK;
}

static enum cew_status read_policies(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"policies\" must be a list of policies, or of {file: PATH}");
	r->s->limits_user = true;
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *entry = cew_node_at(n, i), *document = entry, *file = cew_node_get(entry, "file");
		enum cew_status status = file ? read_file(r, file, &document) : CEW_OK;
		if (!status && demo_policy_check(document, DEMO_IDENTITY_POLICY, r->err))
			status = demo_wrong(r, entry, "%s", r->err->what);
		if (!status && !cew_vec_push(&r->s->policies, &document))
			status = cew_fail_memory(r->err);
		if (status)
			return status;
	}
	return CEW_OK;
}

enum cew_status demo_read_identity(const struct reader *r, const struct cew_node *n, void *into)
{
	static const struct key keys[] = {{"policies", read_policies}, {"user", read_user}, {NULL, NULL}};
	return demo_read_keys(r, n, keys, "\"identity\"", into);
}

bool demo_scenario_limits_user(const struct demo_scenario *s)
{
	return s->limits_user;
}

const struct cew_node *demo_scenario_policy_at(const struct demo_scenario *s, size_t i)
{
	const struct cew_node **place = cew_vec_at(&s->policies, i);
	return place ? *place : NULL;
}

const char *demo_scenario_user(const struct demo_scenario *s)
{
	return s->user;
}

int64_t demo_scenario_session_seconds(const struct demo_scenario *s)
{
	return s->session_seconds;
}
