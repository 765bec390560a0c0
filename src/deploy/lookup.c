/* Looking up what ran out: the account's quota, how much there is, and what of it nobody uses. */
#include "machine.h"

#include <string.h>

#define NAMED 3 /* free ones that are named */

typedef uint64_t ask_fn(struct cew_deployment *d, cew_found_fn *done, struct cew_error *err);
typedef void free_fn(const struct cew_found *found, struct cew_buf *out); /* says what is free */

struct lookup_row {
	const char *service, *code, *what;
	ask_fn *ask;
	free_fn *free; /* NULL: it does not show in the list */
};

static uint64_t ask_addresses(struct cew_deployment *d, cew_found_fn *done, struct cew_error *err)
{
	return d->account.addresses(d->account.self, done, d, err);
}

static uint64_t ask_vpcs(struct cew_deployment *d, cew_found_fn *done, struct cew_error *err)
{
	return d->account.vpcs(d->account.self, NULL, done, d, err);
}

static uint64_t ask_gateways(struct cew_deployment *d, cew_found_fn *done, struct cew_error *err)
{
	return d->account.internet_gateways(d->account.self, NULL, done, d, err);
}

static void free_addresses(const struct cew_found *found, struct cew_buf *out)
{
	size_t idle = 0;
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_address *a = &found->addresses[i];
		if (*a->association_id || *a->interface_id || *a->instance_id)
			continue;
		if (idle < NAMED)
			cew_buf_fmt(out, "%s %s (%s)", idle ? "," : "; not attached to anything:", a->public_ip, a->allocation_id);
		idle++;
	}
	if (idle > NAMED)
		cew_buf_fmt(out, " and %zu more", idle - NAMED);
	if (!idle)
		cew_buf_str(out, "; all of them are attached");
}

static void free_gateways(const struct cew_found *found, struct cew_buf *out)
{
	size_t idle = 0;
	for (size_t i = 0; i < found->count; i++)
		if (!found->internet_gateways[i].attachment_count && idle++ < NAMED)
			cew_buf_fmt(out, "%s %s", idle > 1 ? "," : "; not attached to a VPC:", found->internet_gateways[i].id);
}

static const struct lookup_row rows[] = {
	{"ec2", "L-0263D0A3", "Elastic IP addresses", ask_addresses, free_addresses},
	{"vpc", "L-F678F1CE", "VPCs", ask_vpcs, NULL},
	{"vpc", "L-A4707A72", "internet gateways", ask_gateways, free_gateways},
};

/* The remedy names the quota that is used up. */
static const struct lookup_row *row_for(const struct cew_root_cause *cause)
{
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (strstr(cause->remedy, rows[i].code))
			return &rows[i];
	return NULL;
}

/* ---- calls ---- */

static void over(struct cew_deployment *d)
{
	d->lookup.call = 0;
	d->lookup.ticket++;
}

static bool started(struct cew_deployment *d, uint64_t of, uint64_t call)
{
	if (call && d->lookup.ticket == of)
		d->lookup.call = call;
	return call != 0;
}

static void say(struct cew_deployment *d, const struct cew_found *found)
{
	const struct lookup *l = &d->lookup;
	struct cew_buf text;
	cew_buf_init(&text, 1 << 12);
	cew_buf_fmt(&text, "%s has %zu %s now", d->region, found->count, l->row->what);
	if (l->limit >= 0)
		cew_buf_fmt(&text, ", and %.0f are allowed", l->limit);
	if (l->row->free)
		l->row->free(found, &text);
	const char *kept = model_keep(&d->model, cew_buf_text(&text));
	cew_buf_finish(&text);
	/* Another cause may have come to light meanwhile. */
	if (!kept || d->model.cause_event != l->about)
		return;
	d->model.cause.figures = kept;
	deployment_changed(d);
}

/* Figures are an addition: what the caller may not read is left out. */
static void on_listed(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	over(d);
	if (err)
		cew_log(CEW_LOG_INFO, "deploy", "%s: how many %s there are: %s", d->stack_name, d->lookup.row->what, err->what);
	else
		say(d, found);
}

static void on_quota(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	struct cew_error failed;
	over(d);
	d->lookup.limit = !err && found->count ? found->quotas[0].value : -1;
	uint64_t of = ++d->lookup.ticket;
	if (!started(d, of, d->lookup.row->ask(d, on_listed, &failed)))
		cew_log(CEW_LOG_INFO, "deploy", "%s: %s", d->stack_name, failed.what);
}

void lookup_poll(struct cew_deployment *d)
{
	struct lookup *l = &d->lookup;
	struct cew_error err;
	const char *about = d->model.cause_event;
	if (!d->config.account || !about || about == l->about || l->call)
		return;
	l->about = about;
	l->row = row_for(&d->model.cause);
	if (!l->row)
		return;
	uint64_t of = ++l->ticket;
	if (!started(d, of, d->account.quota(d->account.self, NULL, l->row->service, l->row->code, on_quota, d, &err)))
		cew_log(CEW_LOG_INFO, "deploy", "%s: %s", d->stack_name, err.what);
}

void lookup_stop(struct cew_deployment *d)
{
	if (d->lookup.call)
		d->account.cancel(d->account.self, d->lookup.call);
	d->lookup.call = 0;
}
