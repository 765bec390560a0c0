/* What is wrong with a template, collected: one look at the file should tell all of it. */
#include "room.h"

#include <stdlib.h>

struct problem {
	int line, column;
	struct cew_error error;
};

void cfn_problems_init(struct cfn_problems *p, const struct cew_doc *doc)
{
	*p = (struct cfn_problems){.doc = doc};
	cew_vec_init(&p->list, sizeof(struct problem));
}

void cfn_problems_finish(struct cfn_problems *p)
{
	cew_vec_finish(&p->list);
}

enum cew_status cfn_problems_add(struct cfn_problems *p, const struct cew_node *at, struct cew_error *error)
{
	struct problem fresh = {.line = cew_node_line(at), .column = cew_node_column(at)};
	cew_doc_where(p->doc, at, error);
	fresh.error = *error;
	if (p->list.len >= CFN_PROBLEMS_MAX)
		p->more = true;
	else if (!cew_vec_push(&p->list, &fresh))
		p->no_memory = true;
	return error->status;
}

static int by_place(const void *a, const void *b)
{
	const struct problem *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

enum cew_status cfn_problems_tell(struct cfn_problems *p, struct cew_vec *out, struct cew_error *err)
{
	if (p->no_memory)
		return cew_fail_memory(err);
	if (!p->list.len)
		return CEW_OK;
	qsort(p->list.items, p->list.len, sizeof(struct problem), by_place);
	const struct problem *first = cew_vec_at(&p->list, 0);
	for (size_t i = 0; out && i < p->list.len; i++)
		if (!cew_vec_push(out, &((const struct problem *)cew_vec_at(&p->list, i))->error))
			return cew_fail_memory(err);
	if (err)
		*err = first->error;
	if (p->list.len > 1 && !*first->error.hint)
		cew_error_hint(err, "%s%zu more %s; `cewizard plan --template FILE` lists them", p->more ? "at least " : "",
		               p->list.len - 1, p->list.len == 2 ? "problem stands in it" : "problems stand in it");
	return first->error.status;
}
