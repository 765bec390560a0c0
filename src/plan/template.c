/* Templates as users name them, and the forms that go with one. */
#include "cewizard/embedded.h"
#include "cewizard/plan.h"

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

static enum cew_status open_file(const char *path, struct cew_cfn_template **out, struct cew_error *err)
{
	struct cew_buf text;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX + 1);
	enum cew_status s = cew_file_read(path, CEW_CFN_TEMPLATE_MAX, &text, err);
	if (!s)
		s = cew_cfn_load(path, cew_buf_text(&text), text.len, out, err);
	cew_buf_finish(&text);
	return s;
}

enum cew_status cew_plan_open_template(const char *source, const char *base_dir, struct cew_cfn_template **out,
                                       struct cew_error *err)
{
	if (!source || !*source)
		return open_built_in(out, err);
	if (is_url(source)) {
		cew_fail(err, CEW_NOT_FOUND, "the template at %s is read by CloudFormation only", source);
		return cew_error_hint(err, "give a local file to have it checked and planned before it is sent");
	}
	if (*source == '/' || !base_dir || !*base_dir)
		return open_file(source, out, err);
	char *path = cew_fmt("%s/%s", base_dir, source);
	enum cew_status s = path ? open_file(path, out, err) : cew_fail_memory(err);
	free(path);
	return s;
}

static struct cew_form_extra extra_of(const struct cew_cfn_parameter *p)
{
	bool list = strncmp(p->type, "List<", 5) == 0 || strcmp(p->type, "CommaDelimitedList") == 0;
	return (struct cew_form_extra){
		.parameter = p->name,
		.label = p->label ? p->label : p->name,
		.help = p->description,
		.group = p->group ? p->group : "Other parameters",
		.default_value = p->no_echo ? NULL : p->default_value,
		.choices = p->allowed,
		.choice_count = p->allowed_count,
		.secret = p->no_echo,
		.required = !p->default_value && p->has_min_length && p->min_length > 0,
		.list = list,
	};
}

enum cew_status cew_plan_load_forms(const char *dir, const struct cew_cfn_template *t, struct cew_form_set **out,
                                    struct cew_error *err)
{
	size_t n = t ? cew_cfn_parameter_count(t) : 0;
	struct cew_form_extra *extras = calloc(n + 1, sizeof(*extras));
	if (!extras)
		return cew_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		extras[i] = extra_of(cew_cfn_parameter_at(t, i));
	enum cew_status s = cew_form_load(dir, extras, n, cew_check_names(), out, err);
	free(extras);
	return s;
}
