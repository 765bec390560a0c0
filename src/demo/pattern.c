/* Fills in the patterns of physical ids and attributes. What may stand in braces:
 *   hexN digitsN upperN lowerN guid ip privateip   random ones, N characters long
 *   region account partition suffix stack          of the stack
 *   name id revision                               of the resource; id only in attributes
 *   .Property  .Property|otherwise                 text of a property
 *   VALUE>MARK                                     what follows MARK in that value ("id>loadbalancer/")
 *   internal kind                                  of a load balancer: what its Scheme and Type make of its names
 *   nothing                                        an empty JSON object */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";
static const char hex[] = "0123456789abcdef";
static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
static const char lower[] = "abcdefghijklmnopqrstuvwxyz0123456789";

static void random_text(const struct demo_pattern *p, const char *alphabet, unsigned count, struct cew_buf *out)
{
	uint32_t size = (uint32_t)strlen(alphabet);
	for (unsigned i = 0; i < count; i++)
		cew_buf_char(out, alphabet[cew_random_below(p->demo->random, size)]);
}

struct demo_pattern demo_pattern_of(const struct demo_resource *r, const struct cew_node *properties)
{
	const struct demo_stack *s = r->version->stack;
	return (struct demo_pattern){
		.demo = s->demo, .region = s->region, .partition = s->partition, .url_suffix = s->url_suffix,
		.stack_name = s->name, .logical_id = r->plan->logical_id, .name = r->name, .id = r->id, .type = r->type,
		.properties = properties,
	};
}

/* ---- one function a word ---- */

typedef void word_fn(const struct demo_pattern *p, struct cew_buf *out);

static void word_guid(const struct demo_pattern *p, struct cew_buf *out)
{
	char guid[37];
	cew_uuid(p->demo->random, guid);
	cew_buf_str(out, guid);
}

/* From blocks that AWS gives out in us-east-1. */
static void word_ip(const struct demo_pattern *p, struct cew_buf *out)
{
	const struct cew_random *r = p->demo->random;
	cew_buf_fmt(out, "3.%u.%u.%u", 208 + cew_random_below(r, 16), cew_random_below(r, 256),
	            1 + cew_random_below(r, 254));
}

static void word_privateip(const struct demo_pattern *p, struct cew_buf *out)
{
	const struct cew_random *r = p->demo->random;
	cew_buf_fmt(out, "172.16.%u.%u", 1 + cew_random_below(r, 2), 4 + cew_random_below(r, 250));
}

static void word_region(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->region);
}

static void word_account(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->demo->account);
}

static void word_partition(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->partition);
}

static void word_suffix(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->url_suffix);
}

static void word_stack(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->stack_name);
}

static void word_name(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->name ? p->name : "");
}

static void word_id(const struct demo_pattern *p, struct cew_buf *out)
{
	cew_buf_str(out, p->id ? p->id : "");
}

/* Task definitions are never deleted, so each further one of a family has the next number. */
static void word_revision(const struct demo_pattern *p, struct cew_buf *out)
{
	char *family = cew_fmt("%s %s", p->region, p->name), number[24];
	const char *before = family ? demo_mark(p->demo, family, "revision") : NULL;
	snprintf(number, sizeof(number), "%lu", before ? strtoul(before, NULL, 10) + 1 : 1);
	out->failed |= !family || !demo_mark_set((struct cew_demo *)(uintptr_t)p->demo, family, "revision", number);
	cew_buf_str(out, number);
	free(family);
}

static void word_internal(const struct demo_pattern *p, struct cew_buf *out)
{
	const char *scheme = cew_node_get_text(p->properties, "Scheme");
	cew_buf_str(out, scheme && strcmp(scheme, "internal") == 0 ? "internal-" : "");
}

static void word_kind(const struct demo_pattern *p, struct cew_buf *out)
{
	const char *type = cew_node_get_text(p->properties, "Type");
	bool network = type && strcmp(type, "network") == 0, gateway = type && strcmp(type, "gateway") == 0;
	cew_buf_str(out, network ? "net" : gateway ? "gwy" : "app");
}

static void word_nothing(const struct demo_pattern *p, struct cew_buf *out)
{
	(void)p;
	cew_buf_str(out, "{}");
}

static const struct {
	const char *word;
	word_fn *fn;
} words[] = {
	{"guid", word_guid},           {"ip", word_ip},         {"privateip", word_privateip}, {"region", word_region},
	{"account", word_account},     {"partition", word_partition}, {"suffix", word_suffix}, {"stack", word_stack},
	{"name", word_name},           {"id", word_id},         {"revision", word_revision},   {"internal", word_internal},
	{"kind", word_kind},           {"nothing", word_nothing},
};

static const struct {
	const char *word, *alphabet;
} random_words[] = {{"hex", hex}, {"digits", digits}, {"upper", upper}, {"lower", lower}};

/* ---- what stands in braces ---- */

static void fill_property(const struct demo_pattern *p, const char *word, struct cew_buf *out)
{
	char name[64];
	size_t len = strcspn(word, "|");
	snprintf(name, sizeof(name), "%.*s", (int)len, word);
	const char *text = cew_node_get_text(p->properties, name);
	cew_buf_str(out, text && *text ? text : word[len] ? word + len + 1 : "");
}

static void fill_word(const struct demo_pattern *p, const char *word, struct cew_buf *out)
{
	if (*word == '.') {
		fill_property(p, word + 1, out);
		return;
	}
	for (size_t i = 0; i < CEW_COUNT(words); i++)
		if (strcmp(words[i].word, word) == 0) {
			words[i].fn(p, out);
			return;
		}
	for (size_t i = 0; i < CEW_COUNT(random_words); i++) {
		size_t len = strlen(random_words[i].word);
		if (strncmp(random_words[i].word, word, len) == 0)
			random_text(p, random_words[i].alphabet, (unsigned)strtoul(word + len, NULL, 10), out);
	}
}

static void fill_braces(const struct demo_pattern *p, const char *inside, size_t len, struct cew_buf *out)
{
	char word[128];
	snprintf(word, sizeof(word), "%.*s", (int)len, inside);
	char *mark = strchr(word, '>');
	if (!mark) {
		fill_word(p, word, out);
		return;
	}
	struct cew_buf whole;
	*mark++ = '\0';
	cew_buf_init(&whole, 8192);
	fill_word(p, word, &whole);
	const char *found = strstr(cew_buf_text(&whole), mark);
	cew_buf_str(out, found ? found + strlen(mark) : cew_buf_text(&whole));
	out->failed |= whole.failed;
	cew_buf_finish(&whole);
}

enum cew_status demo_pattern_fill(const struct demo_pattern *p, const char *pattern, struct cew_buf *out)
{
	for (const char *at = pattern; *at;) {
		size_t literal = strcspn(at, "{"), inside;
		cew_buf_add(out, at, literal);
		at += literal;
		if (!*at)
			break;
		inside = strcspn(at, "}");
		fill_braces(p, at + 1, inside - 1, out);
		at += inside + (at[inside] == '}');
	}
	return cew_buf_status(out, NULL);
}

/* ---- generated names ---- */

#define RANDOM_PART 12
#define NAME_MAX_DEFAULT 128

/* Stack and logical id share what the limit leaves; the random part stays whole. */
char *demo_generated_name(const struct demo_pattern *p)
{
	const struct demo_type *type = p->type;
	const char *stack = p->stack_name, *logical = p->logical_id;
	size_t limit = type->name_max ? type->name_max : NAME_MAX_DEFAULT, room = limit - RANDOM_PART - 2;
	size_t stack_len = strlen(stack), logical_len = strlen(logical);
	if (stack_len + logical_len > room) {
		size_t half = room / 2;
		stack_len = stack_len > half && logical_len > half ? half : stack_len > half ? room - logical_len : stack_len;
		logical_len = room - stack_len < logical_len ? room - stack_len : logical_len;
	}
	struct cew_buf name;
	cew_buf_init(&name, limit);
	if (type->flags & DEMO_BY_ID)
		cew_buf_fmt(&name, "%.*s-", (int)logical_len, logical);
	else
		cew_buf_fmt(&name, "%.*s-%.*s-", (int)stack_len, stack, (int)logical_len, logical);
	random_text(p, type->flags & DEMO_LOWER ? lower : upper, RANDOM_PART, &name);
	for (size_t i = 0; type->flags & DEMO_LOWER && i < name.len; i++)
		if (name.data[i] >= 'A' && name.data[i] <= 'Z')
			name.data[i] = (char)(name.data[i] - 'A' + 'a');
	return cew_buf_take(&name);
}
