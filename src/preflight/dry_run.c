/* The dry run: CloudFormation is given everything as a change set, which makes nothing but the stub of a stack. What comes
 * of it is read, and both are removed again: also after a failure, and when nobody wants to know any more. */
#include "checks.h"

#include "cewizard/deploy.h"

#include <stdlib.h>
#include <string.h>

#define POLL_MS 2000
#define POLLS_MAX 150     /* five minutes: CloudFormation takes seconds for most */
#define TRIES_MAX 4       /* of a call that did not succeed */

struct dry_run {
	struct cew_preflight *p;
	bool name_is_free;    /* there was no stack of the name before: the stub is ours */
	bool cancelled, over;
	void (*step)(struct dry_run *r); /* what the timer goes on with */
	uint64_t call, timer;
	bool by_cloud;        /* the call under way is the cloud's */
	unsigned told;        /* answers: a start may be told before it returns */
	unsigned polls, tries;
	char *change_set, *stack_id;
	size_t changes;
	bool failed;          /* CloudFormation says that it would not work, in `reason` */
	char *reason;
	struct cew_error error; /* why it is not known, where status is set */
	struct cew_error left;  /* why the stub could not be removed, likewise */
};

/* ---- going on ---- */

static void end(struct dry_run *r)
{
	r->over = true;
	preflight_changed(r->p);
}

static void on_timer(void *ctx)
{
	struct dry_run *r = ctx;
	r->timer = 0;
	r->step(r);
}

static void later(struct dry_run *r, void (*step)(struct dry_run *r))
{
	int64_t wait = r->p->config.poll_ms ? r->p->config.poll_ms : POLL_MS;
	r->step = step;
	r->timer = cew_loop_after(r->p->config.loop, wait, on_timer, r);
	if (r->timer)
		return;
	cew_fail_memory(&r->left);
	end(r);
}

static void answered(struct dry_run *r)
{
	r->call = 0;
	r->told++;
}

/* After a start: keeps the call, or goes on with what did not start as with what failed. */
static void started(struct dry_run *r, unsigned told, uint64_t call, const struct cew_error *err,
                    void (*failed)(struct dry_run *r, const struct cew_error *err))
{
	if (r->told != told)
		return; /* told before the start returned */
	r->call = call;
	if (!call)
		failed(r, err);
}

/* ---- removing ---- */

static void remove_stub(struct dry_run *r);

static bool tries_again(struct dry_run *r, void (*step)(struct dry_run *r))
{
	if (++r->tries >= TRIES_MAX)
		return false;
	later(r, step);
	return true;
}

static void stub_stays(struct dry_run *r, const struct cew_error *err)
{
	if (tries_again(r, remove_stub))
		return;
	r->left = *err;
	end(r);
}

static void on_stub_removed(void *arg, const struct cew_error *err)
{
	struct dry_run *r = arg;
	answered(r);
	if (err && err->status != CEW_NOT_FOUND)
		stub_stays(r, err);
	else
		end(r);
}

/* Only what is still no more than a stub: somebody may have created the stack meanwhile. */
static void on_stub_seen(void *arg, const struct cew_error *err, const struct cew_stack *stack)
{
	struct dry_run *r = arg;
	struct cew_cloud *cloud = &r->p->cloud;
	struct cew_error failed;
	char token[37];
	answered(r);
	if (err && err->status != CEW_NOT_FOUND) {
		stub_stays(r, err);
		return;
	}
	if (err || strcmp(stack->status, "REVIEW_IN_PROGRESS") != 0) {
		end(r);
		return;
	}
	cew_uuid(r->p->config.random, token);
	unsigned told = r->told;
	started(r, told, cloud->delete_stack(cloud->self, stack->id, token, on_stub_removed, r, &failed), &failed, stub_stays);
}

static void remove_stub(struct dry_run *r)
{
	struct cew_cloud *cloud = &r->p->cloud;
	struct cew_error err;
	if (!r->name_is_free) {
		end(r);
		return;
	}
	r->by_cloud = true;
	unsigned told = r->told;
	const char *which = r->stack_id ? r->stack_id : r->p->plan->stack_name;
	started(r, told, cloud->describe_stack(cloud->self, which, on_stub_seen, r, &err), &err, stub_stays);
}

static void remove_change_set(struct dry_run *r);

static void change_set_stays(struct dry_run *r, const struct cew_error *err)
{
	if (tries_again(r, remove_change_set))
		return;
	if (!r->name_is_free)
		r->left = *err; /* else the stub takes it along */
	r->tries = 0;
	remove_stub(r);
}

static void on_change_set_removed(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct dry_run *r = arg;
	(void)found;
	answered(r);
	if (err && err->status != CEW_NOT_FOUND) {
		change_set_stays(r, err);
		return;
	}
	r->tries = 0;
	remove_stub(r);
}

static void remove_change_set(struct dry_run *r)
{
	struct cew_account *account = &r->p->account;
	struct cew_error err;
	r->by_cloud = false;
	unsigned told = r->told;
	started(r, told, account->delete_change_set(account->self, r->change_set, on_change_set_removed, r, &err), &err, change_set_stays);
}

static void clean_up(struct dry_run *r)
{
	r->tries = 0;
	if (r->change_set)
		remove_change_set(r);
	else
		remove_stub(r); /* whether the answer that was lost had made one is not known */
}

/* ---- reading ---- */

static void look(struct dry_run *r);

static void not_known(struct dry_run *r, const struct cew_error *err)
{
	if (!r->cancelled && r->change_set && tries_again(r, look))
		return;
	r->error = *err;
	clean_up(r);
}

static void on_looked(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct dry_run *r = arg;
	answered(r);
	if (err) {
		not_known(r, err);
		return;
	}
	const struct cew_change_set *set = found->count ? &found->change_sets[0] : NULL;
	bool complete = set && strcmp(set->status, "CREATE_COMPLETE") == 0, failed = set && strcmp(set->status, "FAILED") == 0;
	r->tries = 0;
	if (!complete && !failed && !r->cancelled && ++r->polls < POLLS_MAX) {
		later(r, look);
		return;
	}
	if (!complete && !failed)
		cew_fail(&r->error, CEW_UNREACHABLE, "CloudFormation had not looked through the change set in time");
	r->failed = failed;
	r->reason = failed ? cew_strdup(set->reason) : NULL;
	r->changes = complete ? set->change_count : 0;
	clean_up(r);
}

static void look(struct dry_run *r)
{
	struct cew_account *account = &r->p->account;
	struct cew_error err;
	r->by_cloud = false;
	if (r->cancelled) {
		clean_up(r);
		return;
	}
	unsigned told = r->told;
	started(r, told, account->change_set(account->self, r->change_set, on_looked, r, &err), &err, not_known);
}

/* ---- making ---- */

static void refused(struct dry_run *r, const struct cew_error *err)
{
	r->failed = err->status == CEW_REFUSED && strcmp(err->code, "ValidationError") == 0;
	r->reason = r->failed ? cew_strdup(err->what) : NULL;
	if (!r->failed)
		r->error = *err;
	clean_up(r);
}

static void on_made(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct dry_run *r = arg;
	answered(r);
	if (err) {
		refused(r, err);
		return;
	}
	r->change_set = cew_strdup(found->change_sets[0].id);
	r->stack_id = cew_strdup(found->change_sets[0].stack_id);
	if (r->change_set && !r->cancelled) {
		look(r);
		return;
	}
	clean_up(r);
}

static void make(struct dry_run *r)
{
	struct cew_account *account = &r->p->account;
	struct cew_create_request request;
	struct cew_error err;
	char name[64], token[37];
	if (cew_deploy_request_init(&request, r->p->plan, &err)) {
		r->error = err;
		end(r);
		return;
	}
	cew_uuid(r->p->config.random, token);
	request.token = token;
	memcpy(name, "cewizard-check-", sizeof("cewizard-check-") - 1);
	memcpy(name + sizeof("cewizard-check-") - 1, token, sizeof(token));
	unsigned told = r->told;
	started(r, told, account->create_change_set(account->self, &request, name, on_made, r, &err), &err, refused);
	cew_deploy_request_finish(&request);
}

struct dry_run *dry_run_begin(struct cew_preflight *p, bool name_is_free)
{
	struct dry_run *r = calloc(1, sizeof(*r));
	if (!r)
		return NULL;
	*r = (struct dry_run){.p = p, .name_is_free = name_is_free};
	p->dry_run = r;
	make(r);
	return r;
}

void dry_run_cancel(struct dry_run *r)
{
	r->cancelled = true;
	if (!r->timer || r->step != look)
		return; /* a call's answer, or the cleaning up, goes on by itself */
	cew_loop_cancel(r->p->config.loop, r->timer);
	r->timer = 0;
	clean_up(r);
}

bool dry_run_is_over(const struct dry_run *r)
{
	return r->over;
}

void dry_run_destroy(struct dry_run *r)
{
	if (!r)
		return;
	if (r->timer)
		cew_loop_cancel(r->p->config.loop, r->timer);
	if (r->call && r->by_cloud)
		r->p->cloud.cancel(r->p->cloud.self, r->call);
	else if (r->call)
		r->p->account.cancel(r->p->account.self, r->call);
	free(r->change_set);
	free(r->stack_id);
	free(r->reason);
	free(r);
}

/* ---- the check ---- */

bool dry_run_is_wanted(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return p->config.dry_run;
}

static void not_made(struct check *c, const char *why)
{
	c->unchecked = true;
	preflight_find(c, CEW_NOTE, "", "Mend that first, then check again.", "Could not be checked: no change set was made, because %s.", why);
}

static void tell(struct check *c, const struct dry_run *r)
{
	const struct cew_plan *plan = c->p->plan;
	struct answer unknown = {.err = r->error, .action = "cloudformation:CreateChangeSet"};
	if (r->failed)
		preflight_find(c, CEW_ERROR, "", "Mend what it names: CloudFormation would say the same of the deployment.",
		               "CloudFormation does not take it: %s.", r->reason && *r->reason ? r->reason : "it gives no reason");
	else if (r->error.status)
		preflight_leave_open(c, "", &unknown, "whether CloudFormation would take it, by a change set");
	else
		preflight_tell(c, "%zu resources would be made", r->changes);
	if (!r->left.status)
		return;
	char *remedy = cew_fmt("`cewizard delete %s --region %s` removes it.", plan->stack_name, plan->region);
	preflight_find(c, CEW_WARNING, fact_setting_field(c->p, "stackName"), remedy ? remedy : "",
	               "The dry run's stub of a stack, %s, could not be removed: %s. It holds no resources.", plan->stack_name, r->left.what);
	free(remedy);
}

/* When all else is known: a stack's name that is taken, or a template that cannot go with a request, rules it out. */
void preflight_dry_run(struct check *c)
{
	struct cew_preflight *p = c->p;
	const struct answer *a = preflight_ask(c, LOOKUP_STACK, p->plan->stack_name, NULL);
	if (!a)
		return;
	bool is_free = !a->ok && a->err.status == CEW_NOT_FOUND, is_stub = a->ok && strcmp(a->stack->status, "REVIEW_IN_PROGRESS") == 0;
	if (!is_free && !is_stub) {
		not_made(c, "the stack's name is not free, or not known to be");
		return;
	}
	if (p->plan->delivery == CEW_DELIVERY_S3) {
		not_made(c, "the template has to go to S3 first, where a deployment puts it");
		return;
	}
	if (!preflight_others_done(c)) {
		c->pending = true;
		return;
	}
	if (!p->dry_run && !dry_run_begin(p, is_free)) {
		not_made(c, "memory ran out");
		return;
	}
	c->pending = c->started = !p->dry_run->over;
	if (p->dry_run->over)
		tell(c, p->dry_run);
}
