/* Calls that nobody sent: CloudFormation makes nested stacks itself, and a scenario has stacks from the start. */
#include "cloudformation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum cew_status demo_inner_begin(struct demo_inner *in, struct cew_demo *demo, const char *region, const struct cew_buf *form,
                                 struct cew_error *err)
{
	*in = (struct demo_inner){.host = {"Host", in->host_text}};
	snprintf(in->host_text, sizeof(in->host_text), "127.0.0.1:%d", cew_demo_port(demo));
	in->request = (struct demo_request){.method = "POST", .path = "/", .query = "", .headers = &in->host, .header_count = 1,
	                                    .body = ""};
	in->call = (struct demo_call){.demo = demo, .service = demo_service_find("cloudformation"), .request = &in->request};
	snprintf(in->call.region, sizeof(in->call.region), "%s", region);
	demo_view_init(&in->call.view, demo, in->call.region);
	cew_buf_init(&in->answer, 65536);
	in->call.xml.out = &in->answer;
	if (form->failed)
		return cew_fail_memory(err);
	return demo_query_parse(&in->call.query, form->data ? form->data : "", form->len, err);
}

void demo_inner_finish(struct demo_inner *in)
{
	demo_query_finish(&in->call.query);
	demo_view_finish(&in->call.view);
	cew_buf_finish(&in->answer);
}

void demo_form_add(struct cew_buf *form, const char *name, const char *value)
{
	cew_buf_fmt(form, "%s%s=", form->len ? "&" : "", name);
	cew_pct_encode(form, value, strlen(value), NULL);
}

void demo_form_pairs(struct cew_buf *form, const char *list, const char *key_name, const char *value_name,
                     const struct cew_node *map)
{
	char name[64];
	for (size_t i = 0; i < cew_node_count(map); i++) {
		snprintf(name, sizeof(name), "%s.member.%zu.%s", list, i + 1, key_name);
		demo_form_add(form, name, cew_node_text(cew_node_key(map, i)));
		snprintf(name, sizeof(name), "%s.member.%zu.%s", list, i + 1, value_name);
		demo_form_add(form, name, cew_node_text(cew_node_at(map, i)));
	}
}

/* ---- a version once more ---- */

static bool copy_parameters(struct demo_version *to, const struct demo_version *from)
{
	for (size_t i = 0; i < from->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&from->parameters, i);
		struct demo_parameter copy = {cew_strdup(p->name), cew_secret_create(cew_secret_text(p->value), cew_secret_len(p->value)),
		                              p->no_echo};
		if (!copy.name || !copy.value || !cew_vec_push(&to->parameters, &copy)) {
			free(copy.name);
			cew_secret_destroy(copy.value);
			return false;
		}
	}
	return true;
}

static bool copy_texts(struct cew_vec *to, const struct cew_vec *from)
{
	for (size_t i = 0; i < from->len; i++)
		if (!demo_text_add(to, demo_text_at(from, i)))
			return false;
	return true;
}

struct demo_version *demo_version_again(const struct demo_version *from, struct demo_stack *s)
{
	struct demo_version *v = demo_version_create(s);
	struct cew_error err;
	size_t len = 0;
	if (!v)
		return NULL;
	const char *text = cew_cfn_source(from->template, &len);
	bool ok = cew_cfn_load("template", text, len ? len : strlen(text), &v->template, &err) == CEW_OK &&
	          copy_parameters(v, from) && demo_pairs_copy(&v->tags, &from->tags) &&
	          copy_texts(&v->capabilities, &from->capabilities) &&
	          copy_texts(&v->notification_arns, &from->notification_arns) && demo_evaluate(v, &err) == CEW_OK;
	if (ok)
		return v;
	demo_version_destroy(v);
	return NULL;
}
