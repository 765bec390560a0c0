/* Templates as users name them, and the forms that go with one. */
#include "cewizard/embedded.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define BUILT_IN "assets/CloudExchangeTemplate.yaml"

static bool is_url(const char *source)
{
	return strncmp(source, "https://", 8) == 0 || strncmp(source, "http://", 7) == 0 || strncmp(source, "s3://", 5) == 0;
}

static enum cew_status open_built_in(struct cew_cfn_template **out, struct cew_error *err)
{
	const struct cew_embedded *file = cew_embedded_find(BUILT_IN);
	if (!file)
		return cew_fail(err, CEW_NOT_FOUND, "this program was built without a template of its own");
	return cew_cfn_load("built-in template", file->data, file->len, out, err);
}

static enum cew_status open_file(const char *path, struct cew_vec *problems, struct cew_cfn_template **out,
                                 struct cew_error *err)
{
	struct cew_buf text;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX + 1);
	enum cew_status s = cew_file_read(path, CEW_CFN_TEMPLATE_MAX, &text, err);
	if (!s)
		s = cew_cfn_load_listing(path, cew_buf_text(&text), text.len, problems, out, err);
	cew_buf_finish(&text);
	return s;
}

enum cew_status cew_plan_list_template(const char *source, const char *base_dir, struct cew_vec *problems,
                                       struct cew_cfn_template **out, struct cew_error *err)
{
	if (!source || !*source)
		return open_built_in(out, err);
	if (is_url(source)) {
		cew_fail(err, CEW_NOT_FOUND, "the template at %s is read by CloudFormation only", source);
		return cew_error_hint(err, "give a local file to have it checked and planned before it is sent");
	}
	if (*source == '/' || !base_dir || !*base_dir)
		return open_file(source, problems, out, err);
	char *path = cew_fmt("%s/%s", base_dir, source);
	enum cew_status s = path ? open_file(path, problems, out, err) : cew_fail_memory(err);
	free(path);
	return s;
}

enum cew_status cew_plan_open_template(const char *source, const char *base_dir, struct cew_cfn_template **out,
                                       struct cew_error *err)
{
	return cew_plan_list_template(source, base_dir, NULL, out, err);
}

/* The forms copy all texts, so the helps need not live on. */
static enum cew_status load_forms(const char *dir, const struct cew_cfn_template *t, size_t n, struct cew_form_extra *extras,
                                  struct cew_buf *helps, struct cew_form_set **out, struct cew_error *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(t, i);
		cew_buf_init(&helps[i], CEW_CFN_TEMPLATE_MAX);
		plan_field_help(p, &helps[i]);
		if (helps[i].failed)
			return cew_buf_status(&helps[i], err);
		extras[i] = plan_field_of(p, helps[i].len ? cew_buf_text(&helps[i]) : NULL);
	}
	return cew_form_load(dir, extras, n, cew_check_names(), out, err);
}

enum cew_status cew_plan_load_forms(const char *dir, const struct cew_cfn_template *t, struct cew_form_set **out,
                                    struct cew_error *err)
{
	size_t n = t ? cew_cfn_parameter_count(t) : 0;
	struct cew_form_extra *extras = calloc(n + 1, sizeof(*extras));
	struct cew_buf *helps = calloc(n + 1, sizeof(*helps));
	enum cew_status s = extras && helps ? load_forms(dir, t, n, extras, helps, out, err) : cew_fail_memory(err);
	for (size_t i = 0; helps && i < n; i++)
		cew_buf_finish(&helps[i]);
	free(helps);
	free(extras);
	return s;
}
