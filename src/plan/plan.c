/* Making the plan: everything that CreateStack will carry, gathered once and immutable from then on. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the plan keeps alive. The plan itself is the first member, so that the public pointer is this one. */
struct owner {
	struct cew_plan plan;
	const struct cew_subject *subject;
	struct cew_evaluation *evaluation;
	struct cew_issues issues;
	struct cew_buf compact;
	struct cew_vec parameters;   /* struct cew_plan_parameter */
	struct cew_vec tags;         /* struct cew_plan_tag */
	struct cew_vec topics;       /* const char * */
	struct cew_vec capabilities; /* const char * */
	struct cew_vec counts;       /* struct cew_plan_count */
	struct cew_vec quotas;       /* struct cew_plan_quota */
	struct cew_vec strings;      /* char * */
	struct cew_vec secrets;      /* struct cew_secret * */
};

static const char *keep(struct owner *o, const char *text)
{
	char *copy = cew_strdup(text ? text : "");
	if (copy && cew_vec_push(&o->strings, &copy))
		return copy;
	free(copy);
	return NULL;
}

static const char *setting(const struct owner *o, const char *name)
{
	const struct cew_answers *a = o->subject->answers;
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(a), name);
	return f && cew_answers_field_shown(a, f) ? cew_answers_text(a, f->id) : "";
}

static const char *list_field(const struct owner *o, const char *name, size_t *count)
{
	const struct cew_answers *a = o->subject->answers;
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(a), name);
	*count = f && cew_answers_field_shown(a, f) ? cew_answers_list_count(a, f->id) : 0;
	return f ? f->id : "";
}

/* ---- parameters ---- */

static bool add_parameter(struct owner *o, const char *name, const char *value, bool is_secret)
{
	struct cew_plan_parameter p = {.name = keep(o, name), .text = is_secret ? "****" : keep(o, value)};
	if (is_secret) {
		struct cew_secret *s = cew_secret_create(value, strlen(value));
		if (!s || !cew_vec_push(&o->secrets, &s)) {
			cew_secret_destroy(s);
			return false;
		}
		p.secret = s;
	}
	return p.name && p.text && cew_vec_push(&o->parameters, &p);
}

/* All of the template's parameters are sent, so that the stack shows what it was made with; only a secret that was not
 * given is left to the template. */
static bool add_template_parameters(struct owner *o)
{
	const struct cew_cfn_template *t = o->subject->template;
	for (size_t i = 0; i < cew_cfn_parameter_count(t); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(t, i);
		const char *value = cew_answers_parameter(o->subject->answers, p->name);
		if (!value && p->no_echo && p->default_value)
			continue;
		if (!value)
			value = p->default_value ? p->default_value : "";
		/* A proxy's URL is no NoEcho parameter of the template, and yet may hold a password. */
		bool hidden = p->no_echo || cew_answers_hides(o->subject->answers, p->name);
		if (!add_parameter(o, p->name, value, hidden))
			return false;
	}
	return true;
}

/* Of a template that only CloudFormation can read, the forms' parameters are all that is known. */
static bool add_form_parameters(struct owner *o)
{
	const struct cew_answers *a = o->subject->answers;
	const struct cew_form_set *forms = cew_answers_forms(a);
	for (size_t p = 0; p < cew_form_page_count(forms); p++) {
		const struct cew_page *page = cew_form_page_at(forms, p);
		for (size_t i = 0; i < page->field_count; i++) {
			const struct cew_field *f = &page->fields[i];
			const char *value = f->parameter ? cew_answers_parameter(a, f->parameter) : NULL;
			const char *derived = f->derive ? cew_answers_parameter(a, f->derive) : NULL;
			bool is_secret = f->kind == CEW_FIELD_SECRET;
			if (value && !add_parameter(o, f->parameter, value, is_secret))
				return false;
			if (derived && !add_parameter(o, f->derive, derived, is_secret))
				return false;
		}
	}
	return true;
}

/* ---- settings ---- */

static bool add_tags(struct owner *o)
{
	size_t n;
	const char *id = list_field(o, "tags", &n);
	for (size_t i = 0; i < n; i++) {
		const struct cew_pair *pair = cew_answers_pair_at(o->subject->answers, id, i);
		struct cew_plan_tag tag = {keep(o, pair->key), keep(o, pair->value)};
		if (!tag.key || !tag.value || !cew_vec_push(&o->tags, &tag))
			return false;
	}
	return true;
}

static bool add_topics(struct owner *o)
{
	size_t n;
	const char *id = list_field(o, "notificationArns", &n);
	for (size_t i = 0; i < n; i++) {
		const char *arn = keep(o, cew_answers_list_at(o->subject->answers, id, i));
		if (!arn || !cew_vec_push(&o->topics, &arn))
			return false;
	}
	return true;
}

static bool add_capabilities(struct owner *o)
{
	/* An unread template may make named roles; the acknowledgement covers just that. */
	static const struct cew_cfn_capability unread = {.name = "CAPABILITY_NAMED_IAM"};
	size_t n = o->evaluation ? cew_cfn_capability_count(o->plan.eval) : 1;
	for (size_t i = 0; i < n; i++) {
		const struct cew_cfn_capability *c = o->evaluation ? cew_cfn_capability_at(o->plan.eval, i) : &unread;
		if (!cew_vec_push(&o->capabilities, &c->name))
			return false;
	}
	return true;
}

static bool is_true(const char *text)
{
	return strcmp(text, "true") == 0 || strcmp(text, "True") == 0;
}

static bool add_settings(struct owner *o)
{
	struct cew_plan *p = &o->plan;
	const char *role = setting(o, "roleArn"), *on_failure = setting(o, "onFailure");
	p->stack_name = keep(o, setting(o, "stackName"));
	p->region = keep(o, setting(o, "region"));
	p->role_arn = *role ? keep(o, role) : NULL;
	p->on_failure = keep(o, *on_failure ? on_failure : "ROLLBACK");
	cew_minutes_parse(setting(o, "timeoutMinutes"), &p->timeout_minutes);
	p->termination_protection = is_true(setting(o, "terminationProtection"));
	return p->stack_name && p->region && p->on_failure && (p->role_arn || !*role) && add_tags(o) && add_topics(o) &&
	       add_capabilities(o);
}

/* ---- the template ---- */

/* CloudFormation reads S3 objects by their https address only. Dots in a bucket's name do not go with the wildcard
 * certificate of virtual hosts. */
char *cew_plan_s3_address(const char *bucket, const char *key, const char *region)
{
	const char *suffix;
	cew_cfn_partition(region, &suffix);
	struct cew_buf b;
	cew_buf_init(&b, 4096);
	if (strchr(bucket, '.'))
		cew_buf_fmt(&b, "https://s3.%s.%s/%s/", region, suffix, bucket);
	else
		cew_buf_fmt(&b, "https://%s.s3.%s.%s/", bucket, region, suffix);
	cew_pct_encode(&b, key, strlen(key), "/");
	return cew_buf_take(&b);
}

void cew_plan_own_bucket(const struct cew_plan *plan, const char *account_id, char out[64])
{
	snprintf(out, 64, "cewizard-templates-%.12s-%.31s", account_id, plan->region);
}

static const char *s3_url(struct owner *o, const char *source)
{
	const char *bucket = source + strlen("s3://"), *slash = strchr(bucket, '/');
	if (!slash)
		return keep(o, source);
	char *name = strndup(bucket, (size_t)(slash - bucket));
	char *address = name ? cew_plan_s3_address(name, slash + 1, o->plan.region) : NULL;
	const char *url = address ? keep(o, address) : NULL;
	free(name);
	free(address);
	return url;
}

static bool use_url(struct owner *o, const char *source)
{
	struct cew_plan *p = &o->plan;
	p->delivery = CEW_DELIVERY_URL;
	p->template_source = keep(o, source);
	p->template_url = strncmp(source, "s3://", 5) == 0 ? s3_url(o, source) : p->template_source;
	if (p->template_url)
		cew_sha256_hex(p->template_url, strlen(p->template_url), p->template_hash);
	return p->template_source && p->template_url;
}

static enum cew_status use_template(struct owner *o, struct cew_error *err)
{
	struct cew_plan *p = &o->plan;
	const struct cew_cfn_template *t = o->subject->template;
	if (!t)
		return use_url(o, setting(o, "template")) ? CEW_OK : cew_fail_memory(err);
	const char *body = cew_cfn_source(t, &p->template_bytes);
	const char *chosen = setting(o, "template");
	p->template_source = keep(o, *chosen ? chosen : "built-in");
	p->sent_bytes = p->template_bytes;
	if (p->template_bytes > CEW_CFN_INLINE_MAX) {
		enum cew_status s = cew_cfn_compact(t, &o->compact, err);
		if (s)
			return s;
		body = cew_buf_text(&o->compact);
		p->sent_bytes = o->compact.len;
	}
	p->delivery = p->sent_bytes <= CEW_CFN_INLINE_MAX ? CEW_DELIVERY_INLINE : CEW_DELIVERY_S3;
	if (p->delivery == CEW_DELIVERY_INLINE) {
		p->template_body = body;
	} else {
		/* What S3 takes need not be small: the stack shows it as it was written. */
		const char *bucket = setting(o, "templateBucket");
		p->template_upload = body = cew_cfn_source(t, &p->sent_bytes);
		p->template_bucket = *bucket ? keep(o, bucket) : NULL;
		if (*bucket && !p->template_bucket)
			return cew_fail_memory(err);
	}
	cew_sha256_hex(body, p->sent_bytes, p->template_hash);
	return p->template_source ? CEW_OK : cew_fail_memory(err);
}

/* ---- counts ---- */

static struct cew_plan_count *count_of(struct owner *o, const char *type)
{
	struct cew_plan_count *all = o->counts.items;
	for (size_t i = 0; i < o->counts.len; i++)
		if (strcmp(all[i].type, type) == 0)
			return &all[i];
	struct cew_plan_count fresh = {type, 0};
	return cew_vec_push(&o->counts, &fresh);
}

static int compare_counts(const void *a, const void *b)
{
	const struct cew_plan_count *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->type, y->type);
}

static bool add_counts(struct owner *o)
{
	for (size_t i = 0; o->evaluation && i < cew_cfn_resource_count(o->plan.eval); i++) {
		struct cew_plan_count *c = count_of(o, cew_cfn_resource_at(o->plan.eval, i)->type);
		if (!c)
			return false;
		c->count++;
	}
	if (o->counts.len)
		qsort(o->counts.items, o->counts.len, sizeof(struct cew_plan_count), compare_counts);
	return true;
}

/* ---- limits ---- */

/* Said at Review, and before consent: going on makes the bucket where it is not there. */
static bool tell_of_upload(struct owner *o)
{
	const struct cew_plan *p = &o->plan;
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(o->subject->answers), "templateBucket");
	const char *field = f ? f->id : "";
	if (p->template_bucket)
		return !cew_issues_add(&o->issues, CEW_NOTE, field, "template-size", "Nothing needs to be done.",
		                       "The template has %zu bytes; a request holds at most %d. It is put into bucket %s before.", p->template_bytes,
		                       CEW_CFN_INLINE_MAX, p->template_bucket);
	char own[64];
	cew_plan_own_bucket(p, "ACCOUNT", own);
	return !cew_issues_add(&o->issues, CEW_NOTE, field, "template-size", "Name a bucket of your own if you want it elsewhere.",
	                       "The template has %zu bytes; a request holds at most %d. It is put into S3 bucket %s before, which is made if it is "
	                       "not there: encrypted, without public access, forgetting what is in it after seven days.", p->template_bytes,
	                       CEW_CFN_INLINE_MAX, own);
}

/* What the counts and the template's size alone tell; whatever stands in a template is told with the template's findings. */
static bool add_limits(struct owner *o)
{
	const struct cew_plan *p = &o->plan;
	if (p->delivery == CEW_DELIVERY_S3 && !tell_of_upload(o))
		return false;
	if (!o->evaluation)
		return true;
	return plan_quotas_count(o->plan.eval, &o->quotas) && plan_quotas_check(&o->quotas, &o->issues) == CEW_OK;
}

/* ---- the whole ---- */

static struct owner *owner_create(const struct cew_subject *subject)
{
	struct owner *o = calloc(1, sizeof(*o));
	if (!o)
		return NULL;
	o->subject = subject;
	o->plan.owner = o;
	o->plan.issues = &o->issues;
	o->plan.template = subject->template;
	cew_issues_init(&o->issues);
	cew_buf_init(&o->compact, CEW_CFN_TEMPLATE_MAX * 2);
	cew_vec_init(&o->parameters, sizeof(struct cew_plan_parameter));
	cew_vec_init(&o->tags, sizeof(struct cew_plan_tag));
	cew_vec_init(&o->topics, sizeof(const char *));
	cew_vec_init(&o->capabilities, sizeof(const char *));
	cew_vec_init(&o->counts, sizeof(struct cew_plan_count));
	cew_vec_init(&o->quotas, sizeof(struct cew_plan_quota));
	cew_vec_init(&o->strings, sizeof(char *));
	cew_vec_init(&o->secrets, sizeof(struct cew_secret *));
	return o;
}

void cew_plan_destroy(struct cew_plan *plan)
{
	struct owner *o = plan ? plan->owner : NULL;
	if (!o)
		return;
	for (size_t i = 0; i < o->strings.len; i++)
		free(((char **)o->strings.items)[i]);
	for (size_t i = 0; i < o->secrets.len; i++)
		cew_secret_destroy(((struct cew_secret **)o->secrets.items)[i]);
	struct cew_vec *all[] = {&o->parameters, &o->tags,   &o->topics,  &o->capabilities,
	                         &o->counts,     &o->quotas, &o->strings, &o->secrets};
	for (size_t i = 0; i < CEW_COUNT(all); i++)
		cew_vec_finish(all[i]);
	cew_buf_finish(&o->compact);
	cew_issues_finish(&o->issues);
	cew_evaluation_destroy(o->evaluation);
	free(o);
}

static enum cew_status fill(struct owner *o, struct cew_error *err)
{
	enum cew_status s = cew_check_all(o->subject, &o->issues, err);
	/* What cannot be evaluated is an issue already; the plan shows what is known without. */
	if (!s && o->subject->template && cew_subject_evaluate(o->subject, &o->evaluation, err) == CEW_OK)
		o->plan.eval = cew_evaluation_cfn(o->evaluation);
	if (!s && !add_settings(o))
		s = cew_fail_memory(err);
	if (!s)
		s = use_template(o, err);
	if (!s && !(o->subject->template ? add_template_parameters(o) : add_form_parameters(o)))
		s = cew_fail_memory(err);
	if (!s && (!add_counts(o) || !add_limits(o)))
		s = cew_fail_memory(err);
	return s;
}

static void publish(struct owner *o)
{
	struct cew_plan *p = &o->plan;
	p->parameters = o->parameters.items;
	p->parameter_count = o->parameters.len;
	p->tags = o->tags.items;
	p->tag_count = o->tags.len;
	p->notification_arns = o->topics.items;
	p->notification_count = o->topics.len;
	p->capabilities = o->capabilities.items;
	p->capability_count = o->capabilities.len;
	p->counts = o->counts.items;
	p->count_count = o->counts.len;
	p->quotas = o->quotas.items;
	p->quota_count = o->quotas.len;
}

enum cew_status cew_plan_make(const struct cew_subject *subject, struct cew_plan **out, struct cew_error *err)
{
	struct owner *o = owner_create(subject);
	if (!o)
		return cew_fail_memory(err);
	cew_answers_redact(subject->answers); /* what is planned may be sent, and the log sees what is sent */
	enum cew_status s = fill(o, err);
	if (s) {
		cew_plan_destroy(&o->plan);
		return s;
	}
	publish(o);
	*out = &o->plan;
	return CEW_OK;
}

enum cew_status cew_plan_sendable(const struct cew_plan *plan, struct cew_error *err)
{
	size_t errors = cew_issues_count(plan->issues, CEW_ERROR);
	if (errors) {
		cew_fail(err, CEW_INVALID, errors == 1 ? "%zu answer has an error" : "%zu answers have errors", errors);
		return cew_error_hint(err, "mend what is listed; nothing was sent");
	}
	return CEW_OK;
}
