/* Statements as JSON documents of a size that IAM takes. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define FRAME (sizeof "{\"Version\":\"2012-10-17\",\"Statement\":[]}" - 1)

static const struct {
	const char *operator, *key;
} conditions[] = {
	[NO_CONDITION] = {NULL, NULL},
	[PASSED_TO_SERVICE] = {"StringEquals", "iam:PassedToService"},
};

/* ---- one statement ---- */

/* A single text stands alone, several in a list. */
static struct cew_node *texts(struct cew_doc *doc, const char *const *items, size_t count)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < count; i++)
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, items[i]));
	return count == 1 ? cew_doc_string(doc, items[0]) : seq;
}

static struct cew_node *condition_of(struct cew_doc *doc, const struct statement *s)
{
	struct cew_node *test = cew_map_put_text(doc, cew_doc_map(doc), conditions[s->condition].key, s->service);
	return cew_map_put(doc, cew_doc_map(doc), conditions[s->condition].operator, test);
}

/* A part of a list. */
struct part {
	const char *const *items;
	size_t count;
};

static struct cew_node *statement_node(struct cew_doc *doc, const struct statement *s, struct part actions, struct part resources)
{
	struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "Effect", "Allow");
	map = cew_map_put(doc, map, "Action", texts(doc, actions.items, actions.count));
	map = cew_map_put(doc, map, "Resource", texts(doc, resources.items, resources.count));
	return s->condition ? cew_map_put(doc, map, "Condition", condition_of(doc, s)) : map;
}

/* IAM counts characters, not white space; names and ARNs hold none, and no character of more than a byte. */
static bool size_of(const struct cew_node *n, size_t *out)
{
	struct cew_buf b;
	cew_buf_init(&b, CEW_CFN_TEMPLATE_MAX);
	bool ok = n && cew_doc_write_json(n, &b, NULL) == CEW_OK;
	*out = b.len;
	cew_buf_finish(&b);
	return ok;
}

/* ---- documents ---- */

static const char *keep_formatted(struct cew_policies *p, char *text)
{
	const char *kept = text ? policies_keep(p->doc, text, strlen(text)) : NULL;
	free(text);
	return kept;
}

enum cew_status policies_document_add(struct cew_policies *p, const struct cew_node *node, const struct cew_policy_document *as,
                             struct cew_error *err)
{
	struct cew_policy_document fresh = *as;
	struct cew_buf b;
	cew_buf_init(&b, CEW_CFN_TEMPLATE_MAX);
	enum cew_status status = node ? cew_doc_write_json(node, &b, err) : CEW_NO_MEMORY;
	fresh.size = b.len;
	fresh.text = status ? NULL : policies_keep(p->doc, cew_buf_text(&b), b.len);
	cew_buf_finish(&b);
	if (!fresh.text || !fresh.name || !fresh.title || !cew_vec_push(&p->documents, &fresh))
		return cew_fail_memory(err);
	if (fresh.size <= fresh.limit)
		return CEW_OK;
	return cew_issues_add(&p->issues, CEW_ERROR, "", "policy-size", "Divide it by hand, or name fewer resources.",
	                      "The policy %s has %zu characters; IAM takes %zu.", fresh.name, fresh.size, fresh.limit);
}

static struct cew_node *frame(struct cew_doc *doc, const struct cew_node *list)
{
	struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "Version", "2012-10-17");
	return cew_map_put(doc, map, "Statement", list);
}

struct packing {
	struct cew_policies *p;
	struct cew_vec lists;  /* struct cew_node *: the statements of one document each */
	struct cew_node *list; /* the one being filled */
	size_t size;
};

/* Into the document at hand, or a new one. False: no memory. */
static bool pack(struct packing *k, const struct cew_node *n, size_t size)
{
	if (!k->list || k->size + size + 1 > CEW_POLICY_MANAGED_MAX) {
		k->list = cew_doc_seq(k->p->doc);
		k->size = FRAME;
		if (!k->list || !cew_vec_push(&k->lists, &k->list))
			return false;
	}
	k->size += size + (cew_node_count(k->list) ? 1 : 0);
	return cew_seq_add(k->p->doc, k->list, n) != NULL;
}

static struct part half(struct part p, bool second)
{
	size_t first = p.count / 2;
	return second ? (struct part){p.items + first, p.count - first} : (struct part){p.items, first};
}

/* A statement that no document can hold is halved until one can, at its longer list. */
static bool pack_statement(struct packing *k, const struct statement *s, struct part actions, struct part resources)
{
	const struct cew_node *n = statement_node(k->p->doc, s, actions, resources);
	bool by_action = actions.count >= resources.count;
	size_t size;
	if (!size_of(n, &size))
		return false;
	if (size + FRAME <= CEW_POLICY_MANAGED_MAX || (actions.count < 2 && resources.count < 2))
		return pack(k, n, size);
	for (int second = 0; second < 2; second++)
		if (!pack_statement(k, s, by_action ? half(actions, second) : actions, by_action ? resources : half(resources, second)))
			return false;
	return true;
}

static enum cew_status add_lists(struct packing *k, const char *name, const char *title, const char *owner,
                                 struct cew_error *err)
{
	struct cew_policies *p = k->p;
	enum cew_status status = CEW_OK;
	size_t n = k->lists.len;
	for (size_t i = 0; i < n && !status; i++) {
		struct cew_policy_document as = {
			.name = n == 1 ? keep_formatted(p, cew_strdup(name)) : keep_formatted(p, cew_fmt("%s-%zu", name, i + 1)),
			.title = n == 1 ? keep_formatted(p, cew_strdup(title)) : keep_formatted(p, cew_fmt("%s, %zu of %zu", title, i + 1, n)),
			.owner = owner,
			.kind = CEW_POLICY_PERMISSIONS,
			.limit = CEW_POLICY_MANAGED_MAX,
		};
		status = policies_document_add(p, frame(p->doc, ((struct cew_node **)k->lists.items)[i]), &as, err);
	}
	if (status || n <= CEW_POLICY_ATTACHED_MAX)
		return status;
	return cew_issues_add(&p->issues, CEW_WARNING, "", "policy-size", "Spread them over groups that the user is in, or ask for the quota L-0DA4ABF3 to be raised.",
	                      "These are %zu policies; IAM attaches %d to one user or role.", n, CEW_POLICY_ATTACHED_MAX);
}

static bool list_actions(struct cew_policies *p, const struct statement *s)
{
	for (size_t a = 0; a < s->actions.len; a++)
		for (size_t r = 0; r < s->resources.len; r++) {
			struct cew_policy_action one = {((const char **)s->actions.items)[a], ((const char **)s->resources.items)[r], s->service};
			if (!cew_vec_push(&p->actions, &one))
				return false;
		}
	return true;
}

enum cew_status policies_documents_add(struct cew_policies *p, struct grants *grants, const char *name, const char *title,
                              const char *owner, struct cew_error *err)
{
	struct packing k = {.p = p};
	struct cew_vec statements;
	cew_vec_init(&k.lists, sizeof(struct cew_node *));
	cew_vec_init(&statements, sizeof(struct statement));
	bool ok = policies_statements_make(grants, &statements);
	for (size_t i = 0; ok && i < statements.len; i++) {
		const struct statement *s = cew_vec_at(&statements, i);
		ok = pack_statement(&k, s, (struct part){s->actions.items, s->actions.len}, (struct part){s->resources.items, s->resources.len}) &&
		     list_actions(p, s);
	}
	enum cew_status status = ok ? add_lists(&k, name, title, owner, err) : cew_fail_memory(err);
	policies_statements_finish(&statements);
	cew_vec_finish(&k.lists);
	return status;
}

/* ---- for people ---- */

static void line(struct cew_buf *out, int depth)
{
	cew_buf_fmt(out, "\n%*s", depth * 2, "");
}

/* Our own compact JSON, broken up. */
static void spread(const char *text, struct cew_buf *out)
{
	int depth = 0;
	bool quoted = false;
	for (; *text; text++) {
		bool opens = !quoted && strchr("{[", *text), closes = !quoted && strchr("}]", *text);
		if (closes && text[-1] != '[' && text[-1] != '{')
			line(out, depth - 1);
		cew_buf_char(out, *text);
		depth += opens - closes;
		if (quoted && *text == '\\' && text[1])
			cew_buf_char(out, *++text);
		else if (*text == '"')
			quoted = !quoted;
		if (opens && text[1] != ']' && text[1] != '}')
			line(out, depth);
		else if (!quoted && *text == ',')
			line(out, depth);
		else if (!quoted && *text == ':')
			cew_buf_char(out, ' ');
	}
	cew_buf_char(out, '\n');
}

enum cew_status cew_policy_write(const struct cew_policy_document *document, struct cew_buf *out, struct cew_error *err)
{
	spread(document->text, out);
	return cew_buf_status(out, err);
}
