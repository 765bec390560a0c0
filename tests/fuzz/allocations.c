/* Allocations failed in turn: allocations FILE… reads each file as a template and plans what the evaluation target plans,
 * once without its first allocation, once without its second, and so on until nothing fails any more. Whatever is
 * missing, the answer is "no memory" and nothing leaks. The linker puts these functions before the allocator's own. */
#include "cewizard/cfn.h"

#include "fuzz.h"

#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long left = -1; /* allocations until one fails; negative: none does */

static bool fails(void)
{
	return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

static enum cew_status resolve_all(const struct cew_cfn_eval *e, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	const struct cew_node *out;
	for (size_t i = 0; i < cew_cfn_resource_count(e) && !s; i++) {
		struct cew_doc *doc = cew_doc_create("resolved");
		if (!doc)
			return cew_fail_memory(err);
		s = cew_cfn_resolve_resource(e, cew_cfn_resource_at(e, i)->logical_id, doc, &out, err);
		s = s == CEW_INVALID ? CEW_OK : s; /* what is wrong in the template was found before */
		cew_doc_destroy(doc);
	}
	return s;
}

static enum cew_status work(const struct cew_buf *text, struct cew_error *err)
{
	static const struct cew_cfn_inputs in = {.region = "cn-north-1", .stack_name = "demo"};
	struct cew_cfn_template *t = NULL;
	struct cew_cfn_eval *e = NULL;
	struct cew_buf compact;
	cew_buf_init(&compact, 4u << 20);
	enum cew_status s = cew_cfn_load("template", cew_buf_text(text), text->len, &t, err);
	if (!s)
		s = cew_cfn_evaluate(t, &in, &e, err);
	if (!s)
		s = resolve_all(e, err);
	if (!s)
		s = cew_cfn_compact(t, &compact, err);
	cew_buf_finish(&compact);
	cew_cfn_eval_destroy(e);
	cew_cfn_destroy(t);
	return s;
}

static void run(const char *path)
{
	struct cew_buf text;
	struct cew_error err = {0};
	enum cew_status expected = CEW_OK;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	FUZZ_CHECK(cew_file_read(path, text.max, &text, &err) == CEW_OK, "%s", err.what);
	expected = work(&text, &err);
	long turn = 0;
	for (bool ended = false; !ended; turn++) {
		err = (struct cew_error){0};
		left = turn;
		enum cew_status s = work(&text, &err);
		ended = left >= 0;
		left = -1;
		FUZZ_CHECK(s == (ended ? expected : CEW_NO_MEMORY), "%s, allocation %ld: status %d, %s", path, turn, (int)s, err.what);
		FUZZ_CHECK(s == CEW_OK || err.what[0], "%s, allocation %ld: an error that tells nothing", path, turn);
	}
	printf("%s: %ld allocations\n", path, turn - 1);
	cew_buf_finish(&text);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run(argv[i]);
	return argc > 1 ? 0 : 1;
}
