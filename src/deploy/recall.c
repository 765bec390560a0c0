/* What an entry of the journal tells of the plan: the resources and what each waits for. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define INDICES_MAX 500 /* a stack holds no more resources */

static enum cew_status add_one(struct cew_deployment *d, const struct cew_node *map, struct cew_error *err)
{
	size_t indices[INDICES_MAX], count = 0;
	const char *id = cew_node_get_text(map, "logicalId"), *type = cew_node_get_text(map, "type");
	const struct cew_node *waits = cew_node_get(map, "dependsOn");
	if (!id || !type)
		return CEW_OK;
	for (size_t i = 0; i < cew_node_count(waits) && count < INDICES_MAX; i++)
		indices[count++] = strtoul(cew_node_text(cew_node_at(waits, i)), NULL, 10);
	return model_plan_add(&d->model, id, type, indices, count, err);
}

static enum cew_status add_all(struct cew_deployment *d, const struct cew_node *list, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < cew_node_count(list) && i < INDICES_MAX && !s; i++)
		s = add_one(d, cew_node_at(list, i), err);
	model_settle(&d->model, d->operation);
	return s;
}

enum cew_status journal_plan(struct cew_deployment *d, const char *path, struct cew_error *err)
{
	struct cew_doc *doc;
	if (cew_doc_read(path, &doc, NULL))
		return CEW_OK;
	const struct cew_node *map = cew_doc_root(doc);
	const char *status = cew_node_get_text(map, "stackStatus");
	/* What failed to be created has little left to delete. */
	bool whole = d->operation != CEW_OPERATION_DELETE || (status && strcmp(status, "CREATE_COMPLETE") == 0);
	enum cew_status s = whole ? add_all(d, cew_node_get(map, "resources"), err) : CEW_OK;
	cew_doc_destroy(doc);
	return s;
}

void journal_recall(struct cew_deployment *d)
{
	char *path = d->model.resources.len || d->playing ? NULL : journal_path_of(d->stack_id);
	if (path && journal_plan(d, path, NULL))
		cew_log(CEW_LOG_WARN, "deploy", "%s: no memory for what the journal knows of it", d->stack_name);
	free(path);
}
