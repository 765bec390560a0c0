/* plan: answers and template become what will be sent and what will be made. Local: no network. */
#ifndef CEWIZARD_PLAN_H
#define CEWIZARD_PLAN_H

#include "cewizard/check.h"

/* ---- templates as users name them ---- */

enum cew_template_delivery { CEW_DELIVERY_INLINE, CEW_DELIVERY_S3, CEW_DELIVERY_URL };

/* Opens what --template, the answers or the form names: "" is the built-in template, else a file's path (`base_dir`, or
 * NULL, is what relative paths are relative to). An https:// or s3:// URL is CEW_NOT_FOUND here: only AWS reads it. */
enum cew_status cew_plan_open_template(const char *source, const char *base_dir, struct cew_cfn_template **out,
                                       struct cew_error *err);
/* The same, with every problem of the template's shape: see cew_cfn_load_listing. */
enum cew_status cew_plan_list_template(const char *source, const char *base_dir, struct cew_vec *problems,
                                       struct cew_cfn_template **out, struct cew_error *err);
/* The forms, with fields of their own for those parameters of the template (may be NULL) that no form file asks for. */
enum cew_status cew_plan_load_forms(const char *dir, const struct cew_cfn_template *t, struct cew_form_set **out,
                                    struct cew_error *err);

/* ---- the plan ---- */

struct cew_plan_parameter {
	const char *name;
	const struct cew_secret *secret; /* set for NoEcho parameters, then text is "****" */
	const char *text;
};
struct cew_plan_tag {
	const char *key, *value;
};
struct cew_plan_count {
	const char *type;
	size_t count;
};

/* What the stack needs of one of AWS's quotas. */
struct cew_plan_quota {
	const char *what;     /* "Elastic IP addresses", "NAT gateways in one zone" */
	const char *service, *code; /* of Service Quotas: "vpc", "L-F678F1CE" */
	size_t needs;
	size_t standard;      /* what AWS allows if nobody asked for more; 0: it differs from account to account */
};

/* Everything that CreateStack carries and what will come of it. Owned by the plan, immutable. */
struct cew_plan {
	const char *stack_name, *region;
	const struct cew_cfn_template *template; /* the subject's; NULL: only CloudFormation reads it */
	const char *template_source; /* "built-in", or what the user named */
	size_t template_bytes, sent_bytes;
	enum cew_template_delivery delivery;
	const char *template_body;   /* what is sent inline: the source if it fits, else its compact form; NULL if not inline */
	const char *template_url;    /* NULL unless delivery is URL */
	const char *template_upload; /* what is put into S3, sent_bytes of it: the source; NULL unless delivery is S3 */
	const char *template_bucket; /* that the operator named for it; NULL: none, then one is made for the purpose */
	char template_hash[65];      /* SHA-256 of what is sent */
	const struct cew_plan_parameter *parameters;
	size_t parameter_count;
	const struct cew_plan_tag *tags;
	size_t tag_count;
	const char *role_arn;        /* NULL: none */
	const char *const *notification_arns;
	size_t notification_count;
	const char *on_failure;      /* "ROLLBACK", "DELETE" or "DO_NOTHING" */
	int timeout_minutes;         /* 0: none */
	bool termination_protection;
	const char *const *capabilities;
	size_t capability_count;
	const struct cew_cfn_eval *eval;
	const struct cew_plan_count *counts; /* by type, descending count then type */
	size_t count_count;
	const struct cew_plan_quota *quotas; /* those of which the stack needs something, in the order of the counts' table */
	size_t quota_count;
	const struct cew_issues *issues;     /* of everything, also "quota" and "template-size" */
	void *owner;                         /* the plan's own */
};

/* Makes the plan. It is made even when there are issues of severity error (then it must not be sent: cew_plan_sendable).
 * The subject's pointers must outlive it. */
enum cew_status cew_plan_make(const struct cew_subject *subject, struct cew_plan **out, struct cew_error *err);
void cew_plan_destroy(struct cew_plan *plan);
/* The name of the bucket that is made for large templates: "cewizard-templates-123456789012-us-east-1". */
void cew_plan_own_bucket(const struct cew_plan *plan, const char *account_id, char out[64]);
/* "https://BUCKET.s3.REGION.amazonaws.com/KEY": an object's address as CloudFormation takes it; NULL: no memory. */
char *cew_plan_s3_address(const char *bucket, const char *key, const char *region);
/* CEW_INVALID with the number of errors while one stands. */
enum cew_status cew_plan_sendable(const struct cew_plan *plan, struct cew_error *err);

/* One "issue" line each, then one "plan" line: the manual's JSON LINES. */
enum cew_status cew_plan_write_json(const struct cew_plan *plan, struct cew_buf *out, struct cew_error *err);
enum cew_status cew_issue_write_json(const struct cew_issue *issue, struct cew_buf *out, struct cew_error *err);
/* For people: what will be made, grouped as the guide's table, with counts and sizes, the quotas it takes, the names and
 * the room they have left, the network's picture, and the issues. ASCII but for what the answers and the template hold.
 * `columns` is the width to keep to, 40 at the least; no blank ends a line. */
enum cew_status cew_plan_write_text(const struct cew_plan *plan, const struct cew_answers *answers, int columns,
                                    struct cew_buf *out, struct cew_error *err);

#endif
