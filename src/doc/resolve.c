/* What plain scalars mean, as CloudFormation's YAML 1.1 reader takes them. Where readers disagree (1e3, 0o17, 0089) the
 * scalar counts as a number here: its text is kept anyway, and a string of that text is then quoted when written. */
#include <string.h>

#include "tree.h"

struct word {
	const char *text;
	bool value;
};

static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};

static const struct word bools[] = {
	{"true", true},   {"True", true},   {"TRUE", true},   {"yes", true}, {"Yes", true}, {"YES", true},
	{"on", true},     {"On", true},     {"ON", true},     {"no", false}, {"No", false}, {"NO", false},
	{"false", false}, {"False", false}, {"FALSE", false}, {"off", false}, {"Off", false}, {"OFF", false},
};

static const char *const infinities[] = {".inf", ".Inf", ".INF"};
static const char *const not_numbers[] = {".nan", ".NaN", ".NAN"};

/* A piece of text that is eaten from the front. */
struct rest {
	const char *at, *end;
};

static bool same(const char *word, const char *text, size_t len)
{
	return strlen(word) == len && memcmp(word, text, len) == 0;
}

static bool one_of(const char *const *words, size_t count, struct rest r)
{
	for (size_t i = 0; i < count; i++)
		if (same(words[i], r.at, (size_t)(r.end - r.at)))
			return true;
	return false;
}

bool doc_read_bool(const char *text, size_t len, bool *value)
{
	for (size_t i = 0; i < CEW_COUNT(bools); i++) {
		if (same(bools[i].text, text, len)) {
			*value = bools[i].value;
			return true;
		}
	}
	return false;
}

static bool eat_any(struct rest *r, const char *set)
{
	bool found = r->at < r->end && *r->at && strchr(set, *r->at);
	if (found)
		r->at++;
	return found;
}

static size_t eat_all(struct rest *r, const char *set)
{
	const char *start = r->at;
	while (eat_any(r, set))
		;
	return (size_t)(r->at - start);
}

/* 0x1F, 0b101, 0o17 */
static bool is_prefixed(struct rest r)
{
	static const struct {
		const char *prefix, *digits;
	} bases[] = {{"xX", "0123456789abcdefABCDEF_"}, {"b", "01_"}, {"o", "01234567_"}};

	if (!eat_any(&r, "0"))
		return false;
	for (size_t i = 0; i < CEW_COUNT(bases); i++) {
		struct rest digits = r;
		if (eat_any(&digits, bases[i].prefix))
			return eat_all(&digits, bases[i].digits) > 0 && digits.at == digits.end;
	}
	return false;
}

/* The ":MM:SS" of numbers to the base 60; each part is at most 59. */
static bool eat_sixties(struct rest *r)
{
	bool found = false;
	while (eat_any(r, ":")) {
		const char *part = r->at;
		size_t digits = eat_all(r, "0123456789");
		if (digits == 0 || digits > 2 || (digits == 2 && *part > '5'))
			return false;
		found = true;
	}
	return found;
}

static enum cew_scalar_type number(struct rest r)
{
	bool is_signed = eat_any(&r, "+-");
	if (one_of(infinities, CEW_COUNT(infinities), r))
		return CEW_SCALAR_FLOAT;
	if (!is_signed && one_of(not_numbers, CEW_COUNT(not_numbers), r))
		return CEW_SCALAR_FLOAT;
	if (is_prefixed(r))
		return CEW_SCALAR_INT;

	bool whole = eat_any(&r, "0123456789");
	if (whole)
		eat_all(&r, "0123456789_");
	bool sixties = whole && r.at < r.end && *r.at == ':';
	if (sixties && !eat_sixties(&r))
		return CEW_SCALAR_STRING;
	bool point = eat_any(&r, ".");
	size_t fraction = point ? eat_all(&r, "0123456789_") : 0;
	if (!whole && (fraction == 0 || r.at[-(ptrdiff_t)fraction] == '_'))
		return CEW_SCALAR_STRING;
	bool exponent = !sixties && eat_any(&r, "eE");
	if (exponent) {
		eat_any(&r, "+-");
		if (eat_all(&r, "0123456789") == 0)
			return CEW_SCALAR_STRING;
	}
	if (r.at != r.end)
		return CEW_SCALAR_STRING;
	return point || exponent ? CEW_SCALAR_FLOAT : CEW_SCALAR_INT;
}

enum cew_scalar_type doc_resolve(const char *text, size_t len)
{
	struct rest r = {text, text + len};
	bool value;
	if (one_of(nulls, CEW_COUNT(nulls), r))
		return CEW_SCALAR_NULL;
	if (doc_read_bool(text, len, &value))
		return CEW_SCALAR_BOOL;
	return number(r);
}
