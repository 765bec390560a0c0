/* policies: the IAM permissions that a deployment needs, worked out from the template's resource types, the names and roles
 * that come of the answers, and what this program itself asks of AWS. Local: no network. */
#ifndef CEWIZARD_POLICIES_H
#define CEWIZARD_POLICIES_H

#include "cewizard/check.h"

/* IAM's quotas, in characters without white space (IAM User Guide, IAM and AWS STS quotas). */
#define CEW_POLICY_MANAGED_MAX 6144    /* of a managed policy */
#define CEW_POLICY_ROLE_INLINE_MAX 10240 /* of all inline policies of a role together */
#define CEW_POLICY_TRUST_MAX 2048      /* of a role's trust policy */
#define CEW_POLICY_ATTACHED_MAX 10     /* managed policies that a user or role can have */

/* For whom. */
enum cew_policies_for {
	CEW_POLICIES_USER,         /* who deploys with permissions of their own */
	CEW_POLICIES_SERVICE_ROLE, /* the role that is passed to CloudFormation, and who passes it */
	CEW_POLICIES_ROLES,        /* roles made beforehand, so that the stack makes none: for the task, and for the functions */
	CEW_POLICIES_FOR_COUNT
};
const char *cew_policies_for_name(enum cew_policies_for who); /* "user", "service-role", "roles" */
bool cew_policies_for_parse(const char *name, enum cew_policies_for *out);

struct cew_policies_request {
	/* Template and answers; a template is needed. The account's id makes the ARNs narrower where it is known. */
	const struct cew_subject *subject;
	enum cew_policies_for who;
	bool all;         /* whatever the template can make, not only what these answers lead to */
	bool without_iam; /* leave out what makes, changes and removes roles */
};

enum cew_policy_kind { CEW_POLICY_PERMISSIONS, CEW_POLICY_TRUST };

/* One document, ready to paste. */
struct cew_policy_document {
	const char *name;  /* "netskope-ce-user-1": a policy's name, and a file's without ".json" */
	const char *title; /* "What the deploying user may do, 1 of 3" */
	const char *owner; /* "user", "service-role", "caller", "ecs-tasks-role", "lambda-role" */
	enum cew_policy_kind kind;
	const char *text;   /* JSON without white space */
	size_t size, limit; /* characters */
};

struct cew_policies; /* immutable once made */
/* Errors: CEW_NOT_FOUND without a template, CEW_NO_MEMORY, those of cew_cfn_evaluate. What makes the documents incomplete or
 * wider than they need be is among the issues: "policy-type" (error: a type that the tables do not know), "policy-size",
 * "policy-iam", "policy-role", "policy-linked-role". */
enum cew_status cew_policies_make(const struct cew_policies_request *request, struct cew_policies **out,
                                  struct cew_error *err);
void cew_policies_destroy(struct cew_policies *p);
size_t cew_policies_count(const struct cew_policies *p);
const struct cew_policy_document *cew_policies_at(const struct cew_policies *p, size_t i);
const struct cew_issues *cew_policies_issues(const struct cew_policies *p);

/* The actions that the documents allow, one for each resource: what iam:SimulatePrincipalPolicy can be asked. */
struct cew_policy_action {
	const char *action, *resource; /* "ec2:CreateVpc", "*" or an ARN, in which * stands for what is not known */
	const char *service;           /* that a role is passed to (iam:PassedToService); "" for other actions */
};
size_t cew_policies_action_count(const struct cew_policies *p);
const struct cew_policy_action *cew_policies_action_at(const struct cew_policies *p, size_t i);

/* The text over several lines, as people read it. */
enum cew_status cew_policy_write(const struct cew_policy_document *document, struct cew_buf *out, struct cew_error *err);

#endif
