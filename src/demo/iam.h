/* What the files of the IAM service share: roles and the policies that hold for them. */
#ifndef CEW_DEMO_IAM_H
#define CEW_DEMO_IAM_H

#include "query_page.h"

#define DEMO_ROLE "AWS::IAM::Role"
#define DEMO_ROLE_POLICY "AWS::IAM::RolePolicy"
#define DEMO_MANAGED_POLICY "AWS::IAM::ManagedPolicy"

/* A role by the request's RoleName. Errors: CEW_REFUSED (NoSuchEntity, ValidationError). */
enum cew_status demo_iam_role(struct demo_call *call, const struct demo_thing **out, struct cew_error *err);
/* A field that must be there. */
enum cew_status demo_iam_need(struct demo_call *call, const char *field, const char **out, struct cew_error *err);
/* The document as JSON, percent-encoded, as IAM hands it out. */
void demo_iam_write_document(struct demo_call *call, const char *element, const struct cew_node *document);

/* ---- iam_grants.c: the policies that hold for a role ---- */

struct demo_grant {
	const char *name, *arn;          /* arn NULL: an inline policy */
	const struct cew_node *document; /* NULL: AWS's own that is not known here; a text or a tree */
};
typedef bool demo_grant_fn(void *ctx, const struct demo_grant *g); /* false: stop */
/* Inline ones (in the role, added by calls or by resources of their own), then attached ones. */
void demo_role_grants(struct demo_view *v, const struct demo_thing *role, demo_grant_fn *fn, void *ctx);
/* The ARNs of what is attached, one after the other: NULL beyond the last. The caller's to free(). */
char *demo_role_attached(struct demo_view *v, const struct demo_thing *role);
/* What a managed policy says: the account's or AWS's own; NULL: there is none, or it is not known here. */
const struct cew_node *demo_managed_document(struct demo_view *v, const char *arn);
/* AWS's own: the ARN without its beginning ("AdministratorAccess", "service-role/…"), by number; NULL beyond the last. */
const char *demo_aws_policy_at(size_t i);
/* "arn:aws:iam::aws:policy/…" with one of these? */
bool demo_is_aws_policy(const char *arn);

extern demo_action_fn demo_simulate_principal_policy; /* iam_simulate.c */

/* ---- the actions of iam_policies.c ---- */

demo_action_fn demo_put_role_policy, demo_get_role_policy, demo_delete_role_policy, demo_list_role_policies,
        demo_attach_role_policy, demo_detach_role_policy, demo_list_attached_role_policies, demo_create_policy,
        demo_get_policy, demo_get_policy_version, demo_list_policies, demo_delete_policy;

#endif
