/* The timeline as a picture: a bar for each piece of work on each resource, over the operation's time. One SVG document
 * without scripts, fonts or anything else from elsewhere. */
#include "cewizard/evidence.h"

#include <string.h>

#define WIDTH 960
#define LABELS 260   /* where the bars begin */
#define RIGHT 70     /* kept free behind the last bar, for its time */
#define TOP 64
#define ROW 18
#define BAR 11
#define TICKS 8      /* at most */

struct picture {
	const struct cew_deployment *d;
	struct cew_buf *out;
	int64_t from_ms, to_ms;
	size_t rows;
};

/* What has no place in XML 1.0 (control characters) is made visible first. */
static void put_text(struct cew_buf *out, const char *text)
{
	struct cew_buf visible;
	cew_buf_init(&visible, 1 << 16);
	cew_text_visible(&visible, text);
	for (const char *at = cew_buf_text(&visible); *at; at++)
		switch (*at) {
		case '&': cew_buf_str(out, "&amp;"); break;
		case '<': cew_buf_str(out, "&lt;"); break;
		case '>': cew_buf_str(out, "&gt;"); break;
		case '"': cew_buf_str(out, "&quot;"); break;
		default: cew_buf_char(out, *at);
		}
	cew_buf_finish(&visible);
}

static bool ends(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);
	return n >= k && strcmp(text + n - k, end) == 0;
}

static double x_of(const struct picture *p, int64_t time_ms)
{
	double span = (double)(p->to_ms - p->from_ms), room = WIDTH - LABELS - RIGHT;
	return LABELS + room * (double)(time_ms - p->from_ms) / (span > 0 ? span : 1);
}

/* ---- the scale ---- */

static int64_t step_ms(int64_t span_ms)
{
	static const int seconds[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800};
	for (size_t i = 0; i < CEW_COUNT(seconds); i++)
		if (span_ms / (seconds[i] * (int64_t)1000) < TICKS)
			return seconds[i] * (int64_t)1000;
	return span_ms / TICKS + 1;
}

static void put_scale(const struct picture *p)
{
	int64_t step = step_ms(p->to_ms - p->from_ms);
	int bottom = TOP + (int)p->rows * ROW;
	for (int64_t at = 0; p->from_ms + at <= p->to_ms; at += step) {
		char label[CEW_TIME_MAX];
		double x = x_of(p, p->from_ms + at);
		cew_duration_format(at, label);
		cew_buf_fmt(p->out, "<path class=\"grid\" d=\"M%.1f %dV%d\"/><text class=\"scale\" x=\"%.1f\" y=\"%d\">%s</text>\n", x, TOP - 6,
		            bottom, x, TOP - 10, label);
	}
}

/* ---- bars ---- */

/* The class that a piece of work's last status gives its bar. */
static const char *class_of(const char *status)
{
	if (ends(status, "_FAILED"))
		return "failed";
	if (strncmp(status, "DELETE_", 7) == 0)
		return "deleted";
	return ends(status, "_IN_PROGRESS") ? "going" : "made";
}

static void put_bar(const struct picture *p, int y, int64_t from_ms, int64_t to_ms, const char *status)
{
	char took[CEW_TIME_MAX];
	double x = x_of(p, from_ms), width = x_of(p, to_ms) - x;
	cew_duration_format(to_ms - from_ms, took);
	cew_buf_fmt(p->out, "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>", class_of(status), x, y - BAR + 2,
	            width > 1.5 ? width : 1.5, BAR);
	put_text(p->out, status);
	cew_buf_fmt(p->out, " %s</title></rect>", took);
	if (to_ms - from_ms >= 1000)
		cew_buf_fmt(p->out, "<text class=\"took\" x=\"%.1f\" y=\"%d\">%s</text>", x_of(p, to_ms) + 4, y, took);
	cew_buf_char(p->out, '\n');
}

static bool is_about(const struct cew_event_row *e, const struct cew_resource_row *row)
{
	return !e->earlier && strcmp(e->logical_id, row->logical_id) == 0 && strcmp(e->stack_name, row->stack_name) == 0 &&
	       strcmp(e->type, row->type) == 0;
}

/* From where a piece of work begins (the first IN_PROGRESS of its kind) to where it ends, or to the end of the picture. */
static void put_bars(const struct picture *p, const struct cew_resource_row *row, int y)
{
	const struct cew_event_row *begun = NULL;
	for (size_t i = 0; i < cew_deploy_event_count(p->d); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(p->d, i);
		if (!is_about(e, row))
			continue;
		bool begins = ends(e->status, "_IN_PROGRESS");
		bool other = begins && begun && strcmp(begun->status, e->status) != 0;
		if (begun && (!begins || other)) {
			put_bar(p, y, begun->time_ms, e->time_ms, begins ? begun->status : e->status);
			begun = NULL;
		}
		if (begins && !begun)
			begun = e;
	}
	if (begun)
		put_bar(p, y, begun->time_ms, p->to_ms, begun->status);
}

static void put_row(const struct picture *p, const struct cew_resource_row *row, size_t at)
{
	int y = TOP + (int)at * ROW + ROW - 5;
	cew_buf_fmt(p->out, "<text x=\"%d\" y=\"%d\">", 12 + (int)row->depth * 12, y);
	put_text(p->out, row->logical_id);
	cew_buf_str(p->out, "<title>");
	put_text(p->out, row->type);
	cew_buf_str(p->out, "</title></text>");
	if (*row->status)
		put_bars(p, row, y);
	else
		cew_buf_fmt(p->out, "<text class=\"scale\" x=\"%d\" y=\"%d\">not begun</text>\n", LABELS, y);
}

/* ---- the whole ---- */

static void measure(struct picture *p)
{
	for (size_t i = 0; i < cew_deploy_event_count(p->d); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(p->d, i);
		if (e->earlier)
			continue;
		if (!p->from_ms || e->time_ms < p->from_ms)
			p->from_ms = e->time_ms;
		if (e->time_ms > p->to_ms)
			p->to_ms = e->time_ms;
	}
}

static void put_head(const struct picture *p)
{
	char took[CEW_TIME_MAX];
	int height = TOP + (int)p->rows * ROW + 16;
	cew_buf_fmt(p->out,
	            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
	            "<style>\n"
	            "text{font:11px system-ui,sans-serif;fill:#222}\n"
	            ".head{font-size:15px;font-weight:600}\n"
	            ".scale,.took{fill:#666;font-size:10px}\n"
	            ".scale{text-anchor:middle}\n"
	            ".grid{stroke:#ddd;fill:none}\n"
	            ".made{fill:#3b7dd8}.going{fill:#e0a030}.deleted{fill:#999}.failed{fill:#c83232}\n"
	            "</style>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n<title>",
	            WIDTH, height, WIDTH, height);
	put_text(p->out, cew_deploy_stack_name(p->d));
	cew_duration_format(p->to_ms - p->from_ms, took);
	cew_buf_str(p->out, "</title>\n<text class=\"head\" x=\"12\" y=\"26\">");
	put_text(p->out, cew_deploy_stack_name(p->d));
	cew_buf_fmt(p->out, ": %s of %zu resources, ", cew_operation_name(cew_deploy_operation(p->d)), p->rows);
	put_text(p->out, cew_deploy_stack_status(p->d));
	cew_buf_fmt(p->out, " in %s</text>\n", took);
}

enum cew_status cew_timeline_write_svg(const struct cew_deployment *d, struct cew_buf *out, struct cew_error *err)
{
	struct picture p = {.d = d, .out = out, .rows = cew_deploy_resource_count(d)};
	struct cew_vec order;
	cew_vec_init(&order, sizeof(size_t));
	for (size_t i = 0; i < p.rows; i++)
		if (!cew_vec_push(&order, NULL)) {
			cew_vec_finish(&order);
			return cew_fail_memory(err);
		}
	cew_deploy_tree(d, order.items, p.rows);
	measure(&p);
	put_head(&p);
	put_scale(&p);
	for (size_t i = 0; i < p.rows; i++)
		put_row(&p, cew_deploy_resource_at(d, ((const size_t *)order.items)[i]), i);
	cew_buf_str(out, "</svg>\n");
	cew_vec_finish(&order);
	return cew_buf_status(out, err);
}
