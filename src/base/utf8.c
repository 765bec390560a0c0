/* UTF-8: strict decoding, one byte at a time where it is broken. */
#include "cewizard/base.h"

static const uint32_t REPLACEMENT = 0xFFFD;

static bool is_scalar(uint32_t code_point)
{
	return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

/* How many bytes follow the first one, and the smallest code point that may be written so. */
static int continuation_count(unsigned char first, uint32_t *bits, uint32_t *smallest)
{
	static const struct {
		unsigned char mask, mark;
		uint32_t smallest;
	} forms[] = {{0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};

	for (size_t i = 0; i < CEW_COUNT(forms); i++) {
		if ((first & forms[i].mask) != forms[i].mark)
			continue;
		*bits = first & (unsigned char)~forms[i].mask;
		*smallest = forms[i].smallest;
		return (int)i + 1;
	}
	return 0;
}

uint32_t cew_utf8_next(const char *text, size_t len, size_t *at)
{
	const unsigned char *bytes = (const unsigned char *)text;
	uint32_t code_point = 0, smallest = 0;
	unsigned char first;
	int count;

	if (*at >= len)
		return 0;
	first = bytes[(*at)++];
	if (first < 0x80)
		return first;
	count = continuation_count(first, &code_point, &smallest);
	if (count == 0 || (size_t)count > len - *at)
		return REPLACEMENT;
	for (int i = 0; i < count; i++) {
		unsigned char next = bytes[*at + (size_t)i];

		if ((next & 0xC0) != 0x80)
			return REPLACEMENT;
		code_point = code_point << 6 | (next & 0x3F);
	}
	if (code_point < smallest || !is_scalar(code_point))
		return REPLACEMENT;
	*at += (size_t)count;
	return code_point;
}

size_t cew_utf8_encode(uint32_t code_point, char out[4])
{
	static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
	size_t length;

	if (!is_scalar(code_point))
		code_point = REPLACEMENT;
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t i = length - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code_point & 0x3F));
		code_point >>= 6;
	}
	out[0] = (char)(marks[length] | code_point);
	return length;
}
