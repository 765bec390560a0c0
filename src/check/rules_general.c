/* Rules about answers of any kind: presence, choices, region, template, tags, and what the template demands. */
#include "rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TAGS_MAX 50        /* a stack (CloudFormation) */
#define TAG_KEY_MAX 128    /* characters */
#define TAG_VALUE_MAX 256  /* characters */
#define TIMEOUT_DIGITS 5
#define TIMEOUT_MAX 43200  /* minutes: thirty days, longer than any stack of this kind can take */

static bool answered(const struct rule_call *c)
{
	if (c->field->kind == CEW_FIELD_LIST || c->field->kind == CEW_FIELD_PAIRS)
		return cew_answers_list_count(c->subject->answers, c->field->id) > 0;
	return *c->text != '\0';
}

void rule_required(struct rule_call *c)
{
	if (c->field->required && !answered(c))
		complain(c, CEW_ERROR, c->field->generate ? "Type one, or have one generated." : "Fill it in.", "An answer is needed here.");
}

void rule_choice(struct rule_call *c)
{
	for (size_t i = 0; i < c->field->choice_count; i++)
		if (strcmp(c->field->choices[i].value, c->text) == 0)
			return;
	struct cew_buf list;
	cew_buf_init(&list, 512);
	for (size_t i = 0; i < c->field->choice_count; i++)
		cew_buf_fmt(&list, "%s%s", i ? ", " : "Choose one of: ", c->field->choices[i].value);
	complain(c, CEW_ERROR, cew_buf_text(&list), "\"%.*s\" is not among the choices.", cut(c->text, 60), c->text);
	cew_buf_finish(&list);
}

void rule_region(struct rule_call *c)
{
	if (!matches("[a-z]{2,5}(-[a-z]+)+-[0-9]{1,2}", c->text))
		complain(c, CEW_ERROR, "Write it as AWS does, for example us-east-1.", "\"%.*s\" is not the name of a region.", cut(c->text, 40), c->text);
}

void rule_template_source(struct rule_call *c)
{
	bool url = strncmp(c->text, "https://", 8) == 0 || strncmp(c->text, "s3://", 5) == 0;
	if (!c->subject->template && !url)
		complain(c, CEW_ERROR, "Name a file that exists, or leave the field empty for the built-in template.",
		         "The template \"%.*s\" could not be read.", cut(c->text, 120), c->text);
}

bool cew_minutes_parse(const char *text, int *minutes)
{
	size_t len = strlen(text);
	bool number = len >= 1 && len <= TIMEOUT_DIGITS && strspn(text, "0123456789") == len;
	int n = number ? atoi(text) : 0;
	*minutes = n <= TIMEOUT_MAX ? n : 0;
	return *minutes > 0;
}

void rule_timeout(struct rule_call *c)
{
	int minutes;
	if (!cew_minutes_parse(c->text, &minutes))
		complain(c, CEW_ERROR, "Write whole minutes, 1 or more, or leave it empty for no limit.", "\"%.*s\" is not a number of minutes.",
		         cut(c->text, 20), c->text);
	else if (minutes < 30)
		complain(c, CEW_WARNING, "Allow 60 minutes or more.", "A deployment takes 10 to 20 minutes, and more when AWS is slow.");
}

void rule_acknowledge(struct rule_call *c)
{
	if (c->field->choice_count && strcmp(c->text, c->field->choices[0].value) != 0)
		complain(c, CEW_ERROR, "Set the mark to allow it.", "The stack makes IAM roles; AWS asks that you acknowledge this.");
}

void rule_value_size(struct rule_call *c)
{
	size_t len = strlen(c->text);
	if (c->field->parameter && len > CEW_CFN_VALUE_MAX)
		complain(c, CEW_ERROR, "Shorten it.", "%zu bytes are too many: CloudFormation takes %d for a parameter's value.", len,
		         CEW_CFN_VALUE_MAX);
}

void rule_template_parameter(struct rule_call *c)
{
	if (!c->field->parameter || !c->subject->template)
		return;
	const struct cew_cfn_parameter *p = cew_cfn_parameter_find(c->subject->template, c->field->parameter);
	const char *value = cew_answers_parameter(c->subject->answers, c->field->parameter);
	struct cew_error err;
	if (p && value && cew_cfn_parameter_check(p, value, &err))
		complain_error(c, &err);
}

/* ---- tags ---- */

static size_t characters(const char *text)
{
	size_t n = 0, at = 0, len = strlen(text);
	while (cew_utf8_next(text, len, &at))
		n++;
	return n;
}

static void check_tag(struct rule_call *c, const struct cew_pair *tag)
{
	if (!*tag->key)
		complain(c, CEW_ERROR, "Give the tag a key, or remove the line.", "A tag has no key.");
	else if (characters(tag->key) > TAG_KEY_MAX)
		complain(c, CEW_ERROR, "Shorten it.", "The key \"%.*s…\" is longer than %d characters.", cut(tag->key, 40), tag->key, TAG_KEY_MAX);
	else if (strncasecmp(tag->key, "aws:", 4) == 0)
		complain(c, CEW_ERROR, "Choose another key.", "Keys that begin with aws: are AWS's own (\"%.*s\").", cut(tag->key, 60), tag->key);
	else if (!*tag->value)
		complain(c, CEW_ERROR, "Give it a value, or remove the line.", "The tag \"%.*s\" has no value.", cut(tag->key, 60), tag->key);
	else if (characters(tag->value) > TAG_VALUE_MAX)
		complain(c, CEW_ERROR, "Shorten it.", "The value of \"%.*s\" is longer than %d characters.", cut(tag->key, 60), tag->key, TAG_VALUE_MAX);
	else if (!matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", tag->key) || !matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", tag->value))
		complain(c, CEW_ERROR, "Use letters, digits, spaces and _ . : / = + - @.", "The tag \"%.*s\" holds a character that AWS refuses.",
		         cut(tag->key, 60), tag->key);
}

static bool repeats(const struct rule_call *c, size_t i)
{
	const struct cew_pair *tag = cew_answers_pair_at(c->subject->answers, c->field->id, i);
	for (size_t k = 0; k < i; k++)
		if (strcmp(cew_answers_pair_at(c->subject->answers, c->field->id, k)->key, tag->key) == 0)
			return true;
	return false;
}

void rule_tags(struct rule_call *c)
{
	size_t count = cew_answers_list_count(c->subject->answers, c->field->id);
	if (count > TAGS_MAX) { /* those beyond cannot stay: what else is wrong with them does not matter */
		complain(c, CEW_ERROR, "Remove some.", "%zu tags are too many: a stack takes %d.", count, TAGS_MAX);
		count = TAGS_MAX;
	}
	for (size_t i = 0; i < count && !c->status; i++) {
		const struct cew_pair *tag = cew_answers_pair_at(c->subject->answers, c->field->id, i);
		check_tag(c, tag);
		if (*tag->key && repeats(c, i))
			complain(c, CEW_ERROR, "Remove one of them.", "The key \"%.*s\" is there twice.", cut(tag->key, 60), tag->key);
	}
}
