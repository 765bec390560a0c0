/* The preflight: runs its checks over the answers that have come, until none of them misses any. */
#include "checks.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define TOLD_MAX_BYTES 1024

const char *cew_preflight_state_name(enum cew_preflight_state state)
{
	static const char *const names[] = {"waiting", "running", "ok", "found", "unchecked", "skipped"};
	static_assert(CEW_COUNT(names) == CEW_PREFLIGHT_STATE_COUNT, "one name a state");
	return names[state];
}

const char *cew_preflight_group_title(enum cew_preflight_group group)
{
	static const char *const titles[] = {"Account", "Stack", "Quotas", "Names", "Network", "What exists already", "Dry run"};
	static_assert(CEW_COUNT(titles) == CEW_PREFLIGHT_GROUP_COUNT, "one title a group");
	return titles[group];
}

const char *cew_preflight_rule(size_t i, const char **title)
{
	if (i >= preflight_row_count)
		return NULL;
	*title = preflight_rows[i].title;
	return preflight_rows[i].rule;
}

/* ---- what a check may do ---- */

const struct answer *preflight_ask4(struct check *c, enum lookup_kind kind, const char *a, const char *b, const char *d, const char *e)
{
	const char *const args[LOOKUP_ARGS] = {a, b, d, e};
	bool started = false;
	const struct answer *answer = lookups_get(&c->p->lookups, kind, args, &started);
	c->pending |= !answer;
	c->started |= started;
	return answer;
}

const struct answer *preflight_ask(struct check *c, enum lookup_kind kind, const char *a, const char *b)
{
	return preflight_ask4(c, kind, a, b, NULL, NULL);
}

void preflight_find(struct check *c, enum cew_severity severity, const char *field, const char *remedy, const char *message, ...)
{
	va_list args;
	struct cew_buf text;
	cew_buf_init(&text, 8192);
	va_start(args, message);
	cew_buf_vfmt(&text, message, args);
	va_end(args);
	if (text.failed || cew_issues_add(&c->issues, severity, field, c->row->rule, remedy, "%s", cew_buf_text(&text)))
		c->unchecked = true;
	cew_buf_finish(&text);
}

void preflight_tell(struct check *c, const char *fmt, ...)
{
	va_list args;
	if (c->told.len)
		cew_buf_str(&c->told, "; ");
	va_start(args, fmt);
	cew_buf_vfmt(&c->told, fmt, args);
	va_end(args);
}

void preflight_leave_open(struct check *c, const char *field, const struct answer *a, const char *what)
{
	c->unchecked = true;
	if (a->err.status == CEW_UNREACHABLE && !c->p->has_unreachable) {
		c->p->unreachable = a->err;
		c->p->has_unreachable = true;
	}
	char *remedy = a->err.status == CEW_REFUSED && *a->action
	                   ? cew_fmt("Allow the caller %s, or make sure of it yourself.", a->action)
	                   : cew_fmt("%s%sCheck again, or make sure of it yourself.", a->err.hint, *a->err.hint ? ". " : "");
	preflight_find(c, CEW_NOTE, field, remedy ? remedy : "", "Could not be checked: %s. %s.", what, a->err.what);
	free(remedy);
}

const struct answer *preflight_need(struct check *c, enum lookup_kind kind, const char *a, const char *b, const char *field,
                                const char *what)
{
	const struct answer *answer = preflight_ask(c, kind, a, b);
	if (!answer || answer->ok)
		return answer;
	preflight_leave_open(c, field, answer, what);
	return NULL;
}

bool preflight_others_done(const struct check *c)
{
	for (size_t i = 0; i < preflight_row_count; i++) {
		const struct check *other = &c->p->checks[i];
		if (other != c && other->row->judge != preflight_dry_run && (other->shown.state == CEW_PREFLIGHT_WAITING || other->shown.state == CEW_PREFLIGHT_RUNNING))
			return false;
	}
	return true;
}

/* ---- running ---- */

static bool is_over(const struct check *c)
{
	return c->shown.state != CEW_PREFLIGHT_WAITING && c->shown.state != CEW_PREFLIGHT_RUNNING;
}

static enum cew_preflight_state verdict(const struct check *c)
{
	if (c->pending)
		return c->started ? CEW_PREFLIGHT_RUNNING : CEW_PREFLIGHT_WAITING;
	if (cew_issues_count(&c->issues, CEW_ERROR) + cew_issues_count(&c->issues, CEW_WARNING))
		return CEW_PREFLIGHT_FOUND;
	return c->unchecked ? CEW_PREFLIGHT_UNCHECKED : CEW_PREFLIGHT_OK;
}

static void judge(struct check *c)
{
	c->pending = c->started = c->unchecked = false;
	cew_issues_clear(&c->issues);
	cew_buf_clear(&c->told);
	c->row->judge(c);
	if (c->pending) {
		cew_issues_clear(&c->issues);
		cew_buf_clear(&c->told);
	}
	c->shown.state = verdict(c);
	c->shown.told = cew_buf_text(&c->told);
}

static void begin_checks(struct cew_preflight *p)
{
	p->begun = true;
	for (size_t i = 0; i < preflight_row_count; i++) {
		struct check *c = &p->checks[i];
		if (c->row->applies && !c->row->applies(p, c->row))
			c->shown.state = CEW_PREFLIGHT_SKIPPED;
	}
}

static void keep_caller(struct cew_preflight *p, const struct cew_caller *caller)
{
	p->caller = cew_strdup(caller->arn);
	p->account_id = cew_strdup(caller->account);
}

/* Without credentials, or without AWS, every check would say the same: it is said once. */
static void identify(struct cew_preflight *p)
{
	static const char *const none[LOOKUP_ARGS] = {NULL};
	bool started;
	const struct answer *a = lookups_get(&p->lookups, LOOKUP_CALLER, none, &started);
	if (!a)
		return;
	if (a->ok) {
		keep_caller(p, a->caller);
		begin_checks(p);
		return;
	}
	p->error = a->err;
	p->has_error = p->done = true;
}

static void run_checks(struct cew_preflight *p)
{
	bool all = true;
	for (size_t i = 0; i < preflight_row_count; i++) {
		struct check *c = &p->checks[i];
		enum cew_preflight_state before = c->shown.state;
		if (!is_over(c))
			judge(c);
		all &= is_over(c);
		p->again |= c->shown.state != before; /* some wait for others to be over */
	}
	if (all)
		p->done = true;
}

static void pass(struct cew_preflight *p)
{
	if (p->cancelled)
		p->done = !p->dry_run || dry_run_is_over(p->dry_run);
	if (p->done || p->cancelled)
		return;
	if (!p->begun)
		identify(p);
	if (p->begun && !p->done)
		run_checks(p);
}

/* Answers may come while the checks run, from lookups that call back at once. */
void preflight_changed(struct cew_preflight *p)
{
	p->again = true;
	if (p->passing)
		return;
	p->passing = true;
	while (p->again) {
		p->again = false;
		pass(p);
		p->again |= lookups_pump(&p->lookups);
	}
	p->passing = false;
	if (p->observer)
		p->observer(p->observer_ctx, p);
}

void cew_preflight_start(struct cew_preflight *p)
{
	preflight_changed(p);
}

void cew_preflight_cancel(struct cew_preflight *p)
{
	if (p->done || p->cancelled)
		return;
	p->cancelled = true;
	lookups_stop(&p->lookups);
	if (p->dry_run)
		dry_run_cancel(p->dry_run);
	preflight_changed(p);
}

/* ---- life ---- */

static void check_init(struct check *c, const struct row *row, struct cew_preflight *p)
{
	*c = (struct check){.row = row, .p = p};
	cew_issues_init(&c->issues);
	cew_buf_init(&c->told, TOLD_MAX_BYTES);
	c->shown = (struct cew_preflight_check){
		.rule = row->rule, .title = row->title, .group = row->group, .told = "", .issues = &c->issues};
}

struct cew_preflight *cew_preflight_create(const struct cew_preflight_config *config)
{
	struct cew_preflight *p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	*p = (struct cew_preflight){.config = *config, .cloud = *config->cloud, .account = *config->account,
	                            .plan = config->plan, .answers = config->answers};
	if (config->operations) {
		p->operations = *config->operations;
		p->has_operations = true;
	}
	lookups_init(&p->lookups, p);
	p->checks = calloc(preflight_row_count, sizeof(*p->checks));
	for (size_t i = 0; p->checks && i < preflight_row_count; i++)
		check_init(&p->checks[i], &preflight_rows[i], p);
	if (p->checks)
		return p;
	cew_preflight_destroy(p);
	return NULL;
}

void cew_preflight_destroy(struct cew_preflight *p)
{
	if (!p)
		return;
	dry_run_destroy(p->dry_run);
	lookups_finish(&p->lookups);
	for (size_t i = 0; p->checks && i < preflight_row_count; i++) {
		cew_issues_finish(&p->checks[i].issues);
		cew_buf_finish(&p->checks[i].told);
	}
	free(p->checks);
	cew_policies_destroy(p->needs);
	free(p->leftover);
	free(p->caller);
	free(p->account_id);
	free(p);
}

void cew_preflight_observe(struct cew_preflight *p, cew_preflight_fn *fn, void *ctx)
{
	p->observer = fn;
	p->observer_ctx = ctx;
}

/* ---- reading ---- */

bool cew_preflight_done(const struct cew_preflight *p)
{
	return p->done;
}

size_t cew_preflight_count(const struct cew_preflight *p)
{
	(void)p;
	return preflight_row_count;
}

const struct cew_preflight_check *cew_preflight_at(const struct cew_preflight *p, size_t i)
{
	return i < preflight_row_count ? &p->checks[i].shown : NULL;
}

size_t cew_preflight_issues(const struct cew_preflight *p, enum cew_severity severity)
{
	size_t n = 0;
	for (size_t i = 0; i < preflight_row_count; i++)
		n += cew_issues_count(&p->checks[i].issues, severity);
	return n;
}

const struct cew_error *cew_preflight_error(const struct cew_preflight *p)
{
	return p->has_error ? &p->error : NULL;
}

const struct cew_error *cew_preflight_unreachable(const struct cew_preflight *p)
{
	return p->has_unreachable ? &p->unreachable : NULL;
}

const char *cew_preflight_caller(const struct cew_preflight *p)
{
	return p->caller ? p->caller : "";
}

const char *cew_preflight_account(const struct cew_preflight *p)
{
	return p->account_id ? p->account_id : "";
}

const char *cew_preflight_leftover(const struct cew_preflight *p)
{
	return p->leftover ? p->leftover : "";
}
