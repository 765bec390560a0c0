/* Writes the XML of replies. */
#include "wire.h"

#include <string.h>

static bool xml_char(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
	       (c >= 0x10000 && c <= 0x10FFFF);
}

static const char *reference(uint32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

void demo_xml_escape(struct cew_buf *out, const char *text)
{
	size_t len = strlen(text);
	for (size_t at = 0; at < len;) {
		uint32_t c = cew_utf8_next(text, len, &at);
		const char *name = reference(c);
		char bytes[4];
		if (name)
			cew_buf_str(out, name);
		else
			cew_buf_add(out, bytes, cew_utf8_encode(xml_char(c) ? c : 0xFFFD, bytes));
	}
}

void demo_xml_open(struct demo_xml *x, const char *name)
{
	cew_buf_fmt(x->out, "<%s>", name);
	if (x->depth < CEW_COUNT(x->open))
		x->open[x->depth] = name;
	x->depth++;
}

void demo_xml_close(struct demo_xml *x)
{
	x->depth--;
	if (x->depth < CEW_COUNT(x->open))
		cew_buf_fmt(x->out, "</%s>", x->open[x->depth]);
}

void demo_xml_text(struct demo_xml *x, const char *name, const char *text)
{
	if (!text)
		return;
	cew_buf_fmt(x->out, "<%s>", name);
	demo_xml_escape(x->out, text);
	cew_buf_fmt(x->out, "</%s>", name);
}

void demo_xml_bool(struct demo_xml *x, const char *name, bool value)
{
	demo_xml_text(x, name, value ? "true" : "false");
}

void demo_xml_time(struct demo_xml *x, const char *name, int64_t wall_ms)
{
	char text[CEW_TIME_MAX];
	if (!wall_ms)
		return;
	cew_time_format(wall_ms, text);
	demo_xml_text(x, name, text);
}
