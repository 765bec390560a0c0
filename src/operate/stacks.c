/* The region's Cloud Exchange stacks: one call tells all of them, their templates tell the images. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

struct cew_stacks {
	struct cew_site site;
	struct texts texts;
	struct asker asker;
	struct cew_vec rows; /* struct entry */
	size_t next;         /* whose images are to be read next */
	bool reading;
	struct cew_error error;
	cew_stacks_fn *changed;
	void *ctx;
};

struct entry {
	struct cew_stack_row row;
	struct cew_vec parameters; /* struct cew_name_value, for the images */
};

static void entries_finish(struct cew_stacks *s)
{
	struct entry *all = s->rows.items;
	for (size_t i = 0; i < s->rows.len; i++)
		cew_vec_finish(&all[i].parameters);
	cew_vec_finish(&s->rows);
}

static void tell(struct cew_stacks *s)
{
	if (s->changed)
		s->changed(s->ctx, s);
}

static void end(struct cew_stacks *s)
{
	s->reading = false;
	if (s->texts.failed && !s->error.status)
		cew_fail_memory(&s->error);
	tell(s);
}

/* ---- images, one stack after the other ---- */

static void take_images(struct cew_stacks *s, struct entry *e, const char *body)
{
	struct cew_cfn_template *t = NULL;
	struct cew_vec images;
	struct cew_buf text;
	if (cew_cfn_load(e->row.name, body, strlen(body), &t, NULL))
		return;
	cew_buf_init(&text, 4096);
	if (cew_images_of(t, e->parameters.items, e->parameters.len, s->site.region, &images, NULL) == CEW_OK) {
		const struct cew_image_ref *all = images.items;
		for (size_t i = 0; i < images.len; i++) {
			char *word = cew_fmt("%s %s", all[i].repository, all[i].tag);
			if (word && !strstr(cew_buf_text(&text), word)) /* several containers may share an image */
				cew_buf_fmt(&text, "%s%s", text.len ? ", " : "", word);
			free(word);
		}
		cew_images_finish(&images);
	}
	e->row.images = texts_keep(&s->texts, cew_buf_text(&text));
	cew_buf_finish(&text);
	cew_cfn_destroy(t);
}

static void read_next(struct cew_stacks *s);

static void on_template(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_stacks *s = ctx;
	struct entry *e = cew_vec_at(&s->rows, s->next);
	(void)about;
	if (!err && found->count && e)
		take_images(s, e, found->templates[0].body);
	s->next++;
	tell(s);
}

static void on_idle(void *ctx)
{
	read_next(ctx);
}

static void read_next(struct cew_stacks *s)
{
	const struct entry *e = s->error.status ? NULL : cew_vec_at(&s->rows, s->next);
	if (!e) {
		end(s);
		return;
	}
	ASK(&s->asker, &s->site.operations, stack_template, on_template, s, NULL, e->row.id);
}

/* ---- the list ---- */

static const char *parameter(const struct cew_stack_detail *d, const char *name)
{
	for (size_t i = 0; i < d->parameter_count; i++)
		if (strcmp(d->parameters[i].name, name) == 0)
			return d->parameters[i].value;
	return "";
}

static const char *network_of(const struct cew_stack_detail *d)
{
	const char *made = parameter(d, "CreateResources");
	if (!*made)
		return "";
	return strcasecmp(made, "true") == 0 ? "new" : "existing";
}

static void keep_parameters(struct cew_stacks *s, struct entry *e, const struct cew_stack_detail *d)
{
	cew_vec_init(&e->parameters, sizeof(struct cew_name_value));
	for (size_t i = 0; i < d->parameter_count; i++) {
		struct cew_name_value pair = {texts_keep(&s->texts, d->parameters[i].name), texts_keep(&s->texts, d->parameters[i].value)};
		if (!cew_vec_push(&e->parameters, &pair))
			s->texts.failed = true;
	}
}

static void add_stack(struct cew_stacks *s, const struct cew_stack_detail *d)
{
	struct texts *t = &s->texts;
	struct entry e = {.row = {
		.id = texts_keep(t, d->id), .name = texts_keep(t, d->name), .status = texts_keep(t, d->status),
		.reason = texts_keep(t, d->reason), .package = texts_keep(t, parameter(d, "PackageType")),
		.environment = texts_keep(t, parameter(d, "EnvName")), .network = network_of(d), .images = "",
		.created_ms = d->created_ms, .updated_ms = d->updated_ms, .protected = d->termination_protection,
	}};
	keep_parameters(s, &e, d);
	if (cew_vec_push(&s->rows, &e))
		return;
	cew_vec_finish(&e.parameters);
	s->texts.failed = true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->row.name, ((const struct entry *)b)->row.name);
}

static void on_details(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_stacks *s = ctx;
	(void)about;
	if (err) {
		s->error = *err;
		return;
	}
	for (size_t i = 0; i < found->count; i++)
		if (stack_is_ours(&found->stack_details[i]))
			add_stack(s, &found->stack_details[i]);
	if (s->rows.len)
		qsort(s->rows.items, s->rows.len, sizeof(struct entry), by_name);
	tell(s);
}

void cew_stacks_read(struct cew_stacks *s)
{
	asker_finish(&s->asker);
	entries_finish(s);
	texts_finish(&s->texts);
	asker_init(&s->asker, on_idle, s);
	cew_vec_init(&s->rows, sizeof(struct entry));
	s->error = (struct cew_error){0};
	s->next = 0;
	s->reading = true;
	ASK(&s->asker, &s->site.operations, stack_details, on_details, s, NULL, NULL);
}

/* ---- the whole ---- */

struct cew_stacks *cew_stacks_create(const struct cew_site *site, cew_stacks_fn *changed, void *ctx)
{
	struct cew_stacks *s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->site = *site;
	s->changed = changed;
	s->ctx = ctx;
	texts_init(&s->texts);
	asker_init(&s->asker, on_idle, s);
	cew_vec_init(&s->rows, sizeof(struct entry));
	return s;
}

void cew_stacks_destroy(struct cew_stacks *s)
{
	if (!s)
		return;
	asker_finish(&s->asker);
	entries_finish(s);
	texts_finish(&s->texts);
	free(s);
}

bool cew_stacks_reading(const struct cew_stacks *s) { return s->reading; }
const struct cew_error *cew_stacks_error(const struct cew_stacks *s) { return s->error.status ? &s->error : NULL; }
size_t cew_stacks_count(const struct cew_stacks *s) { return s->rows.len; }

const struct cew_stack_row *cew_stacks_at(const struct cew_stacks *s, size_t i)
{
	const struct entry *e = cew_vec_at(&s->rows, i);
	return e ? &e->row : NULL;
}
