/* Text of which parts are not known yet: pieces that are characters, and pieces that are an expression with a length. */
#include "room.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX CEW_CFN_TEMPLATE_MAX

/* ---- which node consists of which pieces ------------------------------------------------------------------------- */

void cfn_texts_init(struct cfn_texts *x)
{
	*x = (struct cfn_texts){0};
	cew_vec_init(&x->items, sizeof(struct cfn_text));
}

void cfn_texts_finish(struct cfn_texts *x)
{
	for (size_t i = 0; i < x->items.len; i++)
		free(((struct cfn_text *)cew_vec_at(&x->items, i))->pieces);
	cew_vec_finish(&x->items);
	free(x->slots);
	*x = (struct cfn_texts){0};
}

static size_t place(const struct cfn_texts *x, const struct cew_node *node)
{
	uint64_t h = (uint64_t)(uintptr_t)node * 0x9E3779B97F4A7C15u;
	size_t i = (size_t)(h >> 32) & (x->cap - 1);
	for (; x->slots[i]; i = (i + 1) & (x->cap - 1))
		if (((struct cfn_text *)cew_vec_at(&x->items, x->slots[i] - 1))->node == node)
			break;
	return i;
}

static bool texts_grow(struct cfn_texts *x)
{
	size_t cap = x->cap ? x->cap * 2 : 32;
	size_t *slots = calloc(cap, sizeof *slots);
	if (!slots)
		return false;
	free(x->slots);
	x->slots = slots;
	x->cap = cap;
	for (size_t i = 0; i < x->items.len; i++)
		x->slots[place(x, ((struct cfn_text *)cew_vec_at(&x->items, i))->node)] = i + 1;
	return true;
}

/* Takes over the pieces, also when it fails. */
static bool texts_put(struct cfn_texts *x, const struct cew_node *node, struct cfn_piece *pieces, size_t count)
{
	struct cfn_text t = {.node = node, .pieces = pieces, .count = count};
	if (((x->items.len + 1) * 2 > x->cap && !texts_grow(x)) || !cew_vec_push(&x->items, &t)) {
		free(pieces);
		return false;
	}
	x->slots[place(x, node)] = x->items.len;
	return true;
}

const struct cfn_piece *cfn_pieces(const struct cfn_texts *x, const struct cew_node *n, struct cfn_piece *single,
                                   size_t *count)
{
	const char *expression;
	*count = 1;
	if (cew_node_is(n, CEW_NODE_SCALAR)) {
		*single = (struct cfn_piece){0};
		single->text = cfn_scalar_text(n, &single->len);
		return single;
	}
	if (x->cap && x->slots[place(x, n)]) {
		const struct cfn_text *t = cew_vec_at(&x->items, x->slots[place(x, n)] - 1);
		*count = t->count;
		return t->pieces;
	}
	if (!cew_node_is(n, CEW_NODE_MAP) || !(expression = cew_node_get_text(n, CEW_CFN_UNKNOWN_KEY)))
		return NULL;
	*single = (struct cfn_piece){.text = expression, .len = strlen(expression), .unknown = true};
	return single;
}

/* ---- unknown values ---------------------------------------------------------------------------------------------- */

const struct cew_node *cfn_unknown(struct cfn_ctx *c, const char *fmt, ...)
{
	struct cew_buf text;
	va_list args;
	cew_buf_init(&text, 512); /* expressions are for people: a longer one is cut off */
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	const struct cew_node *n = NULL;
	if (cfn_buf_ok(c, &text) && cfn_charge(c, text.len + 128))
		n = cfn_made(c, cew_map_put_text(c->doc, cew_doc_map(c->doc), CEW_CFN_UNKNOWN_KEY,
		                                 text.failed ? "…" : cew_buf_text(&text)));
	cew_buf_finish(&text);
	return n;
}

const struct cew_node *cfn_unknown_piece(struct cfn_ctx *c, const char *expression, enum cfn_alphabet alphabet,
                                         size_t width)
{
	struct cfn_piece piece = {.text = expression, .len = strlen(expression), .unknown = true,
	                          .alphabet = alphabet, .width = width, .fixed = width > 0};
	struct cfn_builder b;
	cfn_builder_init(&b, c);
	cfn_builder_piece(&b, &piece);
	return cfn_builder_end(&b);
}

/* ---- building ---------------------------------------------------------------------------------------------------- */

void cfn_builder_init(struct cfn_builder *b, struct cfn_ctx *c)
{
	b->c = c;
	cew_buf_init(&b->literals, TEXT_MAX);
	cew_vec_init(&b->pieces, sizeof(struct cfn_piece));
}

void cfn_builder_literal(struct cfn_builder *b, const char *text, size_t len)
{
	struct cfn_piece *last = b->pieces.len ? cew_vec_at(&b->pieces, b->pieces.len - 1) : NULL;
	if (len == 0)
		return;
	if (last && !last->unknown) {
		last->len += len;
	} else {
		struct cfn_piece piece = {.len = len, .width = b->literals.len};
		if (!cew_vec_push(&b->pieces, &piece))
			b->literals.failed = true;
	}
	cew_buf_add(&b->literals, text, len);
}

void cfn_builder_piece(struct cfn_builder *b, const struct cfn_piece *piece)
{
	if (!piece->unknown)
		cfn_builder_literal(b, piece->text, piece->len);
	else if (!cfn_charge(b->c, sizeof *piece) || !cew_vec_push(&b->pieces, piece))
		b->literals.failed = true;
}

bool cfn_builder_node(struct cfn_builder *b, const struct cew_node *n)
{
	struct cfn_piece single;
	size_t count;
	const struct cfn_piece *pieces = cfn_pieces(b->c->texts, n, &single, &count);
	for (size_t i = 0; pieces && i < count; i++)
		cfn_builder_piece(b, &pieces[i]);
	return pieces != NULL;
}

/* "prefix-${VPC}" */
static const struct cew_node *rendered(struct cfn_ctx *c, const struct cfn_piece *pieces, size_t count)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX * 2);
	for (size_t i = 0; i < count; i++) {
		cew_buf_str(&text, pieces[i].unknown ? "${" : "");
		cew_buf_add(&text, pieces[i].text, pieces[i].len);
		cew_buf_str(&text, pieces[i].unknown ? "}" : "");
	}
	const struct cew_node *n = text.failed ? NULL : cfn_string(c, cew_buf_text(&text), text.len);
	cew_buf_finish(&text);
	return n;
}

/* The marked map of a text with unknown pieces; the pieces' texts are stable by now. */
static const struct cew_node *marked(struct cfn_ctx *c, const struct cfn_piece *pieces, size_t count)
{
	size_t first = 0;
	while (!pieces[first].unknown)
		first++;
	const struct cew_node *expression = cfn_string(c, pieces[first].text, pieces[first].len);
	struct cew_node *map = cew_map_put(c->doc, cew_doc_map(c->doc), CEW_CFN_UNKNOWN_KEY, expression);
	if (count > 1)
		map = cew_map_put(c->doc, map, "text", rendered(c, pieces, count));
	return map;
}

static const struct cew_node *with_unknown(struct cfn_builder *b)
{
	struct cfn_ctx *c = b->c;
	const struct cew_node *literals = cfn_string(c, cew_buf_text(&b->literals), b->literals.len);
	size_t count = b->pieces.len;
	struct cfn_piece *pieces = literals ? malloc(count * sizeof *pieces) : NULL;
	if (!pieces)
		return NULL;
	memcpy(pieces, b->pieces.items, count * sizeof *pieces);
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].unknown)
			continue;
		pieces[i].text = cew_node_text(literals) + pieces[i].width;
		pieces[i].width = 0;
	}
	const struct cew_node *n = marked(c, pieces, count);
	if (!n) {
		free(pieces);
		return NULL;
	}
	return texts_put(c->texts, n, pieces, count) ? n : NULL;
}

const struct cew_node *cfn_builder_end(struct cfn_builder *b)
{
	const struct cew_node *n = NULL;
	bool unknown = false;
	for (size_t i = 0; i < b->pieces.len; i++)
		unknown |= ((struct cfn_piece *)cew_vec_at(&b->pieces, i))->unknown;
	if (!b->literals.failed)
		n = unknown ? with_unknown(b) : cfn_string(b->c, cew_buf_text(&b->literals), b->literals.len);
	if (b->literals.over_max && b->c->status == CEW_OK)
		b->c->status = cew_fail(b->c->err, CEW_LIMIT, "a text grows beyond 1,000,000 bytes");
	cew_buf_finish(&b->literals);
	cew_vec_finish(&b->pieces);
	return cfn_made(b->c, n);
}

/* ---- splitting --------------------------------------------------------------------------------------------------- */

static bool in_alphabet(enum cfn_alphabet a, char ch)
{
	static const char *const sets[] = {
		[CFN_ANY] = NULL,
		[CFN_DIGITS] = "0123456789",
		[CFN_GUID] = "0123456789abcdef-",
		[CFN_LOWER_ID] = "abcdefghijklmnopqrstuvwxyz0123456789-",
	};
	static_assert(CEW_COUNT(sets) == CFN_ALPHABET_COUNT, "one set an alphabet");
	return a == CFN_ANY || strchr(sets[a], ch);
}

/* The lengths of a GUID's five groups: people take its last one for a short unique name. */
static const size_t guid_groups[] = {8, 4, 4, 4, 12};

static bool is_guid_split(const struct cfn_piece *p, const char *delimiter)
{
	return p->alphabet == CFN_GUID && p->width == 36 && strcmp(delimiter, "-") == 0;
}

/* Can the delimiter not be inside an unknown piece, so that splitting the known ones is right? */
static bool can_split(const struct cfn_piece *pieces, size_t count, const char *delimiter)
{
	for (size_t i = 0; i < count; i++) {
		if (!pieces[i].unknown || is_guid_split(&pieces[i], delimiter))
			continue;
		for (const char *d = delimiter; *d; d++)
			if (in_alphabet(pieces[i].alphabet, *d))
				return false;
	}
	return true;
}

struct splitter {
	struct cfn_ctx *c;
	struct cew_node *seq;
	struct cfn_builder part;
	const char *delimiter;
};

static void end_part(struct splitter *s)
{
	const struct cew_node *n = cfn_builder_end(&s->part);
	s->seq = n && cfn_charge(s->c, 16) ? cew_seq_add(s->c->doc, s->seq, n) : NULL;
	cfn_builder_init(&s->part, s->c);
}

static void split_literal(struct splitter *s, const struct cfn_piece *piece)
{
	const char *at = piece->text, *end = at + piece->len;
	size_t len = strlen(s->delimiter);
	for (const char *hit; (hit = memmem(at, (size_t)(end - at), s->delimiter, len)); at = hit + len) {
		cfn_builder_literal(&s->part, at, (size_t)(hit - at));
		end_part(s);
		if (!s->seq)
			return;
	}
	cfn_builder_literal(&s->part, at, (size_t)(end - at));
}

static void split_guid(struct splitter *s, const struct cfn_piece *piece)
{
	for (size_t i = 0; i < CEW_COUNT(guid_groups); i++) {
		char expression[64];
		snprintf(expression, sizeof expression, "%.*s group %zu", (int)(piece->len < 32 ? piece->len : 32), piece->text,
		         i + 1);
		struct cfn_piece group = *piece;
		group.text = cfn_stable(s->c, expression);
		group.len = strlen(expression);
		group.width = guid_groups[i];
		if (i > 0)
			end_part(s);
		if (!group.text || !s->seq)
			return;
		cfn_builder_piece(&s->part, &group);
	}
}

const struct cew_node *cfn_split(struct cfn_ctx *c, const char *delimiter, const struct cew_node *text)
{
	struct cfn_piece single;
	size_t count;
	const struct cfn_piece *pieces = cfn_pieces(c->texts, text, &single, &count);
	if (!pieces)
		return NULL;
	if (!can_split(pieces, count, delimiter)) {
		const char *expression = "";
		cew_cfn_unknown(text, &expression);
		return cfn_unknown(c, "Split(%s)", expression);
	}
	struct splitter s = {.c = c, .seq = cew_doc_seq(c->doc), .delimiter = delimiter};
	cfn_builder_init(&s.part, c);
	for (size_t i = 0; s.seq && i < count; i++) {
		struct cfn_piece piece = pieces[i]; /* what is built meanwhile may move the pieces' table */
		if (!piece.unknown)
			split_literal(&s, &piece);
		else if (is_guid_split(&piece, delimiter))
			split_guid(&s, &piece);
		else
			cfn_builder_piece(&s.part, &piece);
	}
	if (s.seq)
		end_part(&s);
	cew_buf_finish(&s.part.literals);
	cew_vec_finish(&s.part.pieces);
	return cfn_made(c, s.seq);
}
