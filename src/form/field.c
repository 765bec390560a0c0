/* One field of a form file. */
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "room.h"

static const char *const kind_names[] = {
	[CEW_FIELD_TEXT] = "text",   [CEW_FIELD_SECRET] = "secret", [CEW_FIELD_CHOICE] = "choice",
	[CEW_FIELD_FLAG] = "flag",   [CEW_FIELD_LIST] = "list",     [CEW_FIELD_PAIRS] = "pairs",
	[CEW_FIELD_NOTE] = "note",   [CEW_FIELD_KIND_COUNT] = NULL,
};
static_assert(CEW_COUNT(kind_names) == CEW_FIELD_KIND_COUNT + 1, "a name for each kind");

const char *cew_field_kind_name(enum cew_field_kind kind)
{
	return kind_names[kind];
}

#define ANSWERED (ANY_KIND & ~KIND(NOTE))
#define TYPED (KIND(TEXT) | KIND(SECRET) | KIND(LIST) | KIND(PAIRS))

static const struct form_key field_keys[] = {
	{"id", FORM_TEXT, ANY_KIND, KIND(NOTE)},
	{"kind", FORM_TEXT, ANY_KIND, ANY_KIND},
	{"parameter", FORM_TEXT, ANSWERED & ~KIND(PAIRS), 0},
	{"setting", FORM_TEXT, ANSWERED & ~KIND(SECRET), 0},
	{"derive", FORM_TEXT, KIND(TEXT) | KIND(SECRET), 0},
	{"label", FORM_LINE, ANY_KIND, ANSWERED},
	{"help", FORM_TEXT, ANY_KIND, KIND(NOTE)},
	{"placeholder", FORM_LINE, TYPED, 0},
	{"default", FORM_VALUE, KIND(TEXT) | KIND(CHOICE) | KIND(FLAG) | KIND(LIST), 0},
	{"choices", FORM_SEQ, KIND(CHOICE) | KIND(FLAG), KIND(CHOICE)},
	{"checks", FORM_SEQ, ANSWERED, 0},
	{"generate", FORM_MAP, KIND(SECRET), 0},
	{"pick", FORM_LINE, KIND(TEXT) | KIND(LIST), 0},
	{"required", FORM_BOOL, ANSWERED, 0},
	{"url", FORM_BOOL, KIND(SECRET), 0},
	{"show", FORM_TEXT, ANY_KIND, 0},
};

static const struct form_key choice_keys[] = {
	{"value", FORM_VALUE, ANY_KIND, ANY_KIND},
	{"label", FORM_LINE, ANY_KIND, 0},
	{"help", FORM_LINE, ANY_KIND, 0},
};

static const struct form_key generate_keys[] = {
	{"alphabet", FORM_TEXT, ANY_KIND, ANY_KIND},
	{"length", FORM_INT, ANY_KIND, ANY_KIND},
};

static enum cew_status read_kind(const struct form_reader *r, const struct cew_node *n, struct cew_field *f)
{
	const struct cew_node *kind = cew_node_get(n, "kind");
	if (!cew_node_is(n, CEW_NODE_MAP) || !kind)
		return form_refuse(r, n, "each field is a map and has a kind, for example: kind: text", "a field lacks the key `kind`");
	int i = form_index_of(kind_names, cew_node_text(kind));
	if (i < 0)
		return form_refuse(r, kind, "allowed: text, secret, choice, flag, list, pairs, note",
		                   "`%.64s` is no kind of field", cew_node_text(kind));
	f->kind = (enum cew_field_kind)i;
	return CEW_OK;
}

/* Names stand in `show` expressions and in parameter lists, so they must look like names. */
static enum cew_status check_name(const struct form_reader *r, const struct cew_node *n, const char *key)
{
	const struct cew_node *name = cew_node_get(n, key);
	const char *text = cew_node_text(name);
	bool good = !*text || isalpha((unsigned char)*text);
	for (const char *c = text; *c && good; c++)
		good = isalnum((unsigned char)*c) || *c == '_';
	if (good)
		return CEW_OK;
	return form_refuse(r, name, "a letter, then letters, digits and _", "`%s` is no name: %.64s", key, text);
}

static enum cew_status read_names(const struct form_reader *r, const struct cew_node *n, struct cew_field *f)
{
	struct {
		const char *key, **out;
	} names[] = {{"id", &f->id}, {"parameter", &f->parameter}, {"setting", &f->setting}, {"derive", &f->derive}};
	for (size_t i = 0; i < CEW_COUNT(names); i++) {
		enum cew_status s = check_name(r, n, names[i].key);
		if (!s)
			s = form_read_text(r, n, names[i].key, names[i].out);
		if (s)
			return s;
	}
	if (f->parameter && f->setting)
		return form_refuse(r, cew_node_get(n, "setting"), NULL, "a field feeds either a `parameter` or a `setting`, not both");
	if (f->derive && !f->parameter)
		return form_refuse(r, cew_node_get(n, "derive"), NULL, "`derive` needs a `parameter` to derive from");
	if (!f->id)
		f->id = f->parameter ? f->parameter : f->setting;
	return f->id ? CEW_OK : form_refuse(r, n, NULL, "a field without `parameter` and `setting` needs an `id`");
}

static enum cew_status refuse_setting(const struct form_reader *r, const struct cew_node *at)
{
	struct cew_buf hint;
	cew_buf_init(&hint, 512);
	cew_buf_str(&hint, "allowed: ");
	cew_setting_names(&hint, true);
	form_refuse(r, at, cew_buf_text(&hint), "`%.64s` is no setting", cew_node_text(at));
	cew_buf_finish(&hint);
	return CEW_INVALID;
}

static enum cew_status check_setting(const struct form_reader *r, const struct cew_node *n, const struct cew_field *f)
{
	if (!f->setting)
		return CEW_OK;
	const struct cew_node *at = cew_node_get(n, "setting");
	const struct cew_setting *setting = cew_setting_find(f->setting);
	if (!setting)
		return refuse_setting(r, at);
	if (setting->kinds & (1u << f->kind))
		return CEW_OK;
	return form_refuse(r, at, NULL, "a field of kind %s cannot feed the setting `%s`", kind_names[f->kind], f->setting);
}

static enum cew_status read_texts(const struct form_reader *r, const struct cew_node *n, struct cew_field *f)
{
	struct {
		const char *key, **out;
	} texts[] = {{"label", &f->label}, {"help", &f->help}, {"placeholder", &f->placeholder}, {"default", &f->default_value}};
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		enum cew_status s = form_read_text(r, n, texts[i].key, texts[i].out);
		if (s)
			return s;
	}
	return CEW_OK;
}

/* ---- choices ---- */

static enum cew_status read_choice(const struct form_reader *r, const struct cew_node *n, struct cew_choice *out)
{
	if (cew_node_is(n, CEW_NODE_SCALAR)) {
		enum cew_status s = form_check_type(r, n, "choices", FORM_VALUE);
		out->value = out->label = s ? NULL : form_keep(r->set, cew_node_text(n));
		return s ? s : out->value ? CEW_OK : cew_fail_memory(r->err);
	}
	enum cew_status s = form_check_map(r, n, "a choice", choice_keys, CEW_COUNT(choice_keys), ANY_KIND);
	if (!s)
		s = form_read_text(r, n, "value", &out->value);
	if (!s)
		s = form_read_text(r, n, "label", &out->label);
	if (!s)
		s = form_read_text(r, n, "help", &out->help);
	if (!s && !out->label)
		out->label = out->value;
	return s;
}

static bool has_choice(const struct cew_choice *choices, size_t count, const char *value)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(choices[i].value, value) == 0)
			return true;
	return false;
}

static const struct cew_choice on_off[] = {{"true", "true", NULL}, {"false", "false", NULL}};

static enum cew_status read_choices(const struct form_reader *r, const struct cew_node *n, struct cew_field *f)
{
	const struct cew_node *seq = cew_node_get(n, "choices");
	size_t count = cew_node_count(seq);
	struct cew_choice *choices = form_take(r->set, count * sizeof *choices);
	if (!choices)
		return cew_fail_memory(r->err);
	for (size_t i = 0; i < count; i++) {
		enum cew_status s = read_choice(r, cew_node_at(seq, i), &choices[i]);
		if (s)
			return s;
		if (has_choice(choices, i, choices[i].value))
			return form_refuse(r, cew_node_at(seq, i), NULL, "the choice `%.64s` is there twice", choices[i].value);
	}
	f->choices = choices;
	f->choice_count = count;
	if (f->kind == CEW_FIELD_FLAG && !seq) {
		f->choices = on_off;
		f->choice_count = CEW_COUNT(on_off);
	} else if (f->kind == CEW_FIELD_FLAG && count != 2) {
		return form_refuse(r, seq, "[\"True\", \"False\"]", "a flag has two choices: its value when on, and when off");
	} else if (f->kind == CEW_FIELD_CHOICE && count == 0) {
		return form_refuse(r, seq, NULL, "a choice needs something to choose from");
	}
	if (f->choice_count && f->default_value && !has_choice(f->choices, f->choice_count, f->default_value))
		return form_refuse(r, cew_node_get(n, "default"), NULL, "the default `%.64s` is none of the choices", f->default_value);
	return CEW_OK;
}

/* ---- checks and generator ---- */

static enum cew_status read_checks(const struct form_reader *r, const struct cew_node *n, struct cew_field *f)
{
	const struct cew_node *seq = cew_node_get(n, "checks");
	enum cew_status s = form_read_texts(r, seq, "checks", &f->checks, &f->check_count);
	for (size_t i = 0; i < f->check_count && !s; i++)
		if (r->known_checks && form_index_of(r->known_checks, f->checks[i]) < 0)
			s = form_refuse(r, cew_node_at(seq, i), "the manual lists the checks that there are", "`%.64s` is no check",
			                f->checks[i]);
	return s;
}

enum { GENERATED_MIN = 8, GENERATED_MAX = 256 };

static enum cew_status read_generate(const struct form_reader *r, const struct cew_node *n, struct cew_field *f)
{
	const struct cew_node *map = cew_node_get(n, "generate");
	if (!map)
		return CEW_OK;
	enum cew_status s = form_check_map(r, map, "`generate`", generate_keys, CEW_COUNT(generate_keys), ANY_KIND);
	if (!s)
		s = form_read_text(r, map, "alphabet", &f->generate);
	if (s)
		return s;
	long length = strtol(cew_node_get_text(map, "length"), NULL, 10);
	if (length < GENERATED_MIN || length > GENERATED_MAX)
		return form_refuse(r, cew_node_get(map, "length"), NULL, "`length` must be %d to %d", GENERATED_MIN, GENERATED_MAX);
	f->generate_len = (size_t)length;
	for (const char *c = f->generate; *c; c++)
		if (*c <= ' ' || *c > '~' || strchr(c + 1, *c))
			return form_refuse(r, cew_node_get(map, "alphabet"), "each character once, visible ASCII only",
			                   "`alphabet` must be made of different visible characters");
	return CEW_OK;
}

enum cew_status form_read_field(const struct form_reader *r, const struct cew_node *n, struct cew_field *out)
{
	enum cew_status s = read_kind(r, n, out);
	if (!s)
		s = form_check_map(r, n, "a field of this kind", field_keys, CEW_COUNT(field_keys), 1u << out->kind);
	if (!s)
		s = read_names(r, n, out);
	if (!s)
		s = check_setting(r, n, out);
	if (!s)
		s = read_texts(r, n, out);
	if (!s)
		s = read_choices(r, n, out);
	if (!s)
		s = read_checks(r, n, out);
	if (!s)
		s = read_generate(r, n, out);
	if (!s)
		s = form_read_pick(r, cew_node_get(n, "pick"), out);
	if (!s)
		s = form_read_condition(r, cew_node_get(n, "show"), &out->show);
	if (s)
		return s;
	out->required = cew_node_get_bool(n, "required", false);
	out->url = cew_node_get_bool(n, "url", false);
	out->where = form_where(r, n);
	return out->where ? CEW_OK : cew_fail_memory(r->err);
}
