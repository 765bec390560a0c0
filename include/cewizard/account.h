/* aws, the account: what is in it and what may be made in it, for pickers and for checks before anything is created. A table
 * of functions like cew_cloud's, so that callers can be tried against fakes. Included by aws.h. */
#ifndef CEWIZARD_ACCOUNT_H
#define CEWIZARD_ACCOUNT_H

#include "cewizard/base.h"

struct cew_aws;            /* aws.h */
struct cew_create_request; /* likewise */

struct cew_name_value {
	const char *name, *value;
};

struct cew_stack_output {
	const char *key, *value, *description;
};

/* ---- what is found: texts are never NULL, "" where AWS says nothing; name: the Name tag, where there are tags ---- */

/* EC2 */
struct cew_region { const char *name, *endpoint, *opt_in; /* "opt-in-not-required", "opted-in", "not-opted-in" */ };
struct cew_zone { const char *name, *id, *state, *type, *region, *opt_in; /* type "availability-zone", "local-zone" … */ };
struct cew_vpc {
	const char *id, *cidr, *name, *state;
	bool is_default;
	const char *const *cidrs; /* all that are associated, the first one among them */
	size_t cidr_count;
};
struct cew_subnet {
	const char *id, *vpc_id, *cidr, *zone, *zone_id, *name, *state;
	int64_t free_addresses;
	bool gives_public_ip, default_for_zone;
};
struct cew_address { const char *public_ip, *allocation_id, *association_id, *interface_id, *instance_id, *name; };
struct cew_route {
	const char *to;  /* CIDR or prefix list */
	const char *via; /* "local", igw-…, nat-…, tgw-…, pcx-…, eni-…, vgw-…, … */
	const char *state; /* "active", "blackhole" */
};
struct cew_route_association { const char *subnet_id; bool is_main; /* of the VPC: for subnets without one of their own */ };
struct cew_route_table {
	const char *id, *vpc_id, *name;
	const struct cew_route *routes;
	size_t route_count;
	const struct cew_route_association *associations;
	size_t association_count;
};
struct cew_nat_address { const char *public_ip, *allocation_id; };
struct cew_nat_gateway {
	const char *id, *state, *subnet_id, *vpc_id, *connectivity, *failure_code, *failure_message, *name;
	const struct cew_nat_address *addresses;
	size_t address_count;
};
struct cew_attachment { const char *vpc_id, *state; };
struct cew_internet_gateway {
	const char *id, *name;
	const struct cew_attachment *attachments;
	size_t attachment_count;
};
struct cew_acl_entry {
	int64_t number; /* 32767: what happens to all else */
	const char *protocol, *action, *cidr; /* "-1": all, "6": TCP; "allow", "deny"; IPv4 or IPv6 */
	bool egress;
	int64_t from_port, to_port; /* both 0: all */
};
struct cew_network_acl {
	const char *id, *vpc_id, *name;
	bool is_default;
	const struct cew_acl_entry *entries;
	size_t entry_count;
	const char *const *subnet_ids;
	size_t subnet_count;
};
struct cew_permission {
	const char *protocol;       /* "tcp", "udp", "icmp", "-1": all, or a number */
	int64_t from_port, to_port; /* both 0 where the protocol has none, or all are meant */
	const char *const *cidrs, *const *cidrs6, *const *groups, *const *prefix_lists; /* any of them is let through */
	size_t cidr_count, cidr6_count, group_count, prefix_list_count;
};
struct cew_security_group {
	const char *id, *group, *description, *vpc_id, *name;
	const struct cew_permission *ingress, *egress;
	size_t ingress_count, egress_count;
};
struct cew_vpc_dns { bool support, hostnames; };

/* Elastic Load Balancing */
struct cew_target_group {
	const char *arn, *name, *protocol, *vpc_id, *type, *health_path; /* type "instance", "ip", "lambda", "alb" */
	int64_t port;
	const char *const *load_balancers; /* ARNs; none: not attached */
	size_t load_balancer_count;
};
struct cew_load_balancer {
	const char *arn, *name, *dns_name, *scheme, *vpc_id, *state, *state_reason, *type;
	const char *const *security_groups;
	size_t security_group_count;
};
struct cew_listener { const char *arn, *load_balancer, *protocol, *target_group; int64_t port; };

/* ECS */
struct cew_arn { const char *arn; };
struct cew_cluster { const char *arn, *name, *status; int64_t running_tasks, pending_tasks, services; };
struct cew_ecs_service { const char *arn, *name, *cluster, *status; int64_t desired, running, pending; };

/* IAM */
struct cew_role {
	const char *name, *arn, *path, *description;
	const char *trust; /* the policy of who may assume it: JSON; see cew_trust_allows */
	int64_t max_session_s;
};
struct cew_decision {
	const char *action, *resource;
	const char *decision; /* "allowed", "explicitDeny", "implicitDeny" */
	const char *by_organization, *by_boundary; /* "true", "false", "" where neither was looked at */
	const char *const *missing_context; /* keys of conditions that were not told */
	size_t missing_context_count;
};
struct cew_figure { const char *name; int64_t value; }; /* "Roles", "RolesQuota", … */

/* SNS, Secrets Manager */
struct cew_topic { const char *arn; };
struct cew_subscription { const char *arn, *protocol, *endpoint, *owner; }; /* arn "PendingConfirmation": not yet agreed to */
struct cew_secret_entry { const char *arn, *name, *description; int64_t deleted_ms; /* 0: it is not being deleted */ };

/* S3 */
struct cew_bucket { const char *name, *region; int64_t created_ms; /* region "" in lists; created_ms 0 elsewhere */ };
struct cew_object { const char *etag, *version; int64_t size; /* size 0 after a put */ };

/* Service Quotas, ECR, Lambda, CloudWatch Logs */
struct cew_quota {
	const char *name, *code, *unit;
	double value;
	bool adjustable, is_default; /* is_default: the account's own value is not known, this is AWS's */
};
struct cew_image { const char *tag, *digest; };
struct cew_function { const char *name, *arn, *runtime, *state; };
struct cew_log_group { const char *name, *arn; int64_t retention_days, stored_bytes; };

/* CloudFormation */
struct cew_stack_entry { const char *id, *name, *status, *reason; int64_t created_ms; };
struct cew_change_detail {
	const char *attribute, *name;  /* "Properties" and which of them; "Tags", "Metadata" … */
	const char *recreation;        /* "Never", "Conditionally", "Always" */
	const char *evaluation;        /* "Static": it is so, "Dynamic": only the update itself shows it */
	const char *source, *cause;    /* "ParameterReference" and the parameter, "ResourceAttribute" and the resource, … */
};
struct cew_change {
	const char *action, *logical_id, *type; /* "Add", "Modify", "Remove", "Import", "Dynamic" */
	const char *replacement;                /* "True", "False", "Conditional"; "" where nothing could be replaced */
	const char *physical_id;                /* "" of what is added */
	const char *policy_action;              /* "Delete", "Retain", "Snapshot", "ReplaceAndDelete" …: what becomes of the old one */
	const char *const *scope;               /* which kinds of attribute change */
	const struct cew_change_detail *details;
	size_t scope_count, detail_count;
};
struct cew_change_set {
	const char *id, *name, *stack_id, *stack_name;
	const char *status;           /* "CREATE_COMPLETE", "FAILED" …; "" right after it was made */
	const char *reason;           /* of FAILED: "… didn't contain changes." where nothing would be done */
	const char *execution_status; /* "AVAILABLE": may be executed, "OBSOLETE" … */
	const struct cew_change *changes; /* of all pages */
	size_t change_count;
};
struct cew_template_parameter { const char *name, *type, *default_value, *description; bool no_echo; };
struct cew_template_summary {
	const char *description, *capabilities_reason;
	const char *const *capabilities, *const *resource_types, *const *transforms;
	size_t capability_count, resource_type_count, transform_count;
	const struct cew_template_parameter *parameters;
	size_t parameter_count;
};

/* ---- calls ---- */

/* How many, and the member of the union that the call names. Valid during the callback only. */
struct cew_found {
	size_t count;
	bool cut; /* there is more than the client reads: 10,000 items or 200 pages */
	union {
		const void *items;
		const struct cew_region *regions;
		const struct cew_zone *zones;
		const struct cew_vpc *vpcs;
		const struct cew_subnet *subnets;
		const struct cew_address *addresses;
		const struct cew_route_table *route_tables;
		const struct cew_nat_gateway *nat_gateways;
		const struct cew_internet_gateway *internet_gateways;
		const struct cew_network_acl *network_acls;
		const struct cew_security_group *security_groups;
		const struct cew_vpc_dns *vpc_dns;
		const struct cew_target_group *target_groups;
		const struct cew_load_balancer *load_balancers;
		const struct cew_listener *listeners;
		const struct cew_arn *arns;
		const struct cew_cluster *clusters;
		const struct cew_ecs_service *services;
		const struct cew_role *roles;
		const struct cew_decision *decisions;
		const struct cew_figure *figures;
		const struct cew_topic *topics;
		const struct cew_subscription *subscriptions;
		const struct cew_secret_entry *secrets;
		const struct cew_bucket *buckets;
		const struct cew_object *objects;
		const struct cew_quota *quotas;
		const struct cew_image *images;
		const struct cew_function *functions;
		const struct cew_log_group *log_groups;
		const struct cew_stack_entry *stacks;
		const struct cew_change_set *change_sets;
		const struct cew_template_summary *summaries;
		/* those of operations.h */
		const struct cew_stack_detail *stack_details;
		const struct cew_stack_resource *stack_resources;
		const struct cew_template_text *templates;
		const struct cew_task *tasks;
		const struct cew_service_detail *service_details;
		const struct cew_task_definition *task_definitions;
		const struct cew_log_stream *log_streams;
		const struct cew_log_event *log_events;
		const struct cew_target_health *target_healths;
		const struct cew_name_value *attributes;
		const struct cew_flow_log *flow_logs;
		const struct cew_interface *interfaces;
		const struct cew_key *keys;
		const struct cew_key_alias *aliases;
		const struct cew_file_system *file_systems;
		const struct cew_backup_policy *backup_policies;
		const struct cew_bucket_contents *contents;
		const struct cew_bucket_encryption *encryptions;
		const struct cew_policy *policies;
		const struct cew_user *users;
	};
};

/* A finished call, as with cew_cloud: err is NULL on success, and then `found` is not. Lists are followed over all their
 * pages; one that fails on the way is told as failed. CEW_NOT_FOUND: what was asked for does not exist; CEW_REFUSED:
 * AWS said no, for want of permission in most cases; CEW_UNREACHABLE as there. Not called after cancel. */
typedef void cew_found_fn(void *arg, const struct cew_error *err, const struct cew_found *found);

#define CEW_TOLD_TO cew_found_fn *done, void *arg, struct cew_error *err

struct cew_simulation {
	const char *principal; /* ARN of a user, group or role (not of an assumed role's session) */
	const char *const *actions;
	size_t action_count; /* any number: the client asks for as many at once as AWS takes */
	const char *const *resources; /* none: "*" */
	size_t resource_count;
	const char *context_key, *context_value; /* what a condition asks for, "iam:PassedToService"; NULL: nothing is told */
};
struct cew_new_secret {
	const char *name, *description, *kms_key; /* NULL: none; AWS's own key */
	const struct cew_secret *value;
	const char *token; /* a UUID: makes a resend safe; needed */
};
struct cew_new_object {
	const char *bucket, *region, *owner; /* region NULL: the client's; owner: account that the bucket must be of; NULL: any */
	const char *key, *content_type;
	const char *data;
	size_t len; /* 4 MB at most */
};
struct cew_template_source { const char *body, *url; }; /* one of them */

/* Starts return as those of cew_cloud: a call id > 0, or 0 with err filled. NULL arguments: no such limit. What is handed in
 * is copied. The comment names the member of `found`. */
struct cew_account {
	void *self;
	/* EC2 */
	uint64_t (*regions)(void *self, CEW_TOLD_TO);                         /* regions: those that the account may use */
	uint64_t (*zones)(void *self, CEW_TOLD_TO);                           /* zones */
	uint64_t (*vpcs)(void *self, const char *vpc_id, CEW_TOLD_TO);        /* vpcs */
	uint64_t (*vpc_dns)(void *self, const char *vpc_id, CEW_TOLD_TO);     /* vpc_dns, one */
	uint64_t (*subnets)(void *self, const char *vpc_id, CEW_TOLD_TO);     /* subnets */
	uint64_t (*addresses)(void *self, CEW_TOLD_TO);                       /* addresses: Elastic IPs */
	uint64_t (*route_tables)(void *self, const char *vpc_id, CEW_TOLD_TO);
	uint64_t (*nat_gateways)(void *self, const char *vpc_id, CEW_TOLD_TO);
	uint64_t (*internet_gateways)(void *self, const char *vpc_id, CEW_TOLD_TO);
	uint64_t (*network_acls)(void *self, const char *vpc_id, CEW_TOLD_TO);
	uint64_t (*security_groups)(void *self, const char *vpc_id, CEW_TOLD_TO);
	/* Elastic Load Balancing; a name or ARN that is not there is CEW_NOT_FOUND */
	uint64_t (*target_groups)(void *self, const char *name_or_arn, CEW_TOLD_TO);
	uint64_t (*load_balancers)(void *self, const char *name_or_arn, CEW_TOLD_TO);
	uint64_t (*listeners)(void *self, const char *load_balancer_arn, CEW_TOLD_TO);
	/* ECS; what is not there is left out of what is found */
	uint64_t (*cluster_arns)(void *self, CEW_TOLD_TO);                    /* arns */
	uint64_t (*clusters)(void *self, const char *const *names, size_t count, CEW_TOLD_TO); /* names or ARNs, any number */
	uint64_t (*services)(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO);
	/* IAM */
	uint64_t (*roles)(void *self, CEW_TOLD_TO);
	uint64_t (*role)(void *self, const char *name, CEW_TOLD_TO);          /* roles, one */
	uint64_t (*simulate)(void *self, const struct cew_simulation *what, CEW_TOLD_TO); /* decisions */
	uint64_t (*account_summary)(void *self, CEW_TOLD_TO);                 /* figures */
	/* SNS */
	uint64_t (*topics)(void *self, CEW_TOLD_TO);
	uint64_t (*create_topic)(void *self, const char *name, const char *kms_key, CEW_TOLD_TO); /* topics, one */
	uint64_t (*subscribe)(void *self, const char *topic_arn, const char *protocol, const char *endpoint, CEW_TOLD_TO);
	uint64_t (*set_topic_attribute)(void *self, const char *topic_arn, const char *name, const char *value, CEW_TOLD_TO);
	/* Secrets Manager */
	uint64_t (*secrets)(void *self, CEW_TOLD_TO);
	uint64_t (*secret)(void *self, const char *name_or_arn, CEW_TOLD_TO); /* secrets, one */
	uint64_t (*create_secret)(void *self, const struct cew_new_secret *what, CEW_TOLD_TO);
	/* S3. owner: as above. A bucket in another region than said is found there, for all but create_bucket. */
	uint64_t (*buckets)(void *self, CEW_TOLD_TO);
	/* buckets, one, with its region; CEW_NOT_FOUND: the name is free; CEW_REFUSED with code "AccessDenied": it is another
	 * account's, or ours without the permission. */
	uint64_t (*bucket)(void *self, const char *bucket, const char *owner, CEW_TOLD_TO);
	uint64_t (*create_bucket)(void *self, const char *bucket, const char *region, CEW_TOLD_TO); /* region NULL: the client's */
	uint64_t (*block_public_access)(void *self, const char *bucket, const char *owner, CEW_TOLD_TO);
	uint64_t (*encrypt_bucket)(void *self, const char *bucket, const char *owner, const char *kms_key, CEW_TOLD_TO);
	uint64_t (*expire_objects)(void *self, const char *bucket, const char *owner, const char *prefix, int days, CEW_TOLD_TO);
	uint64_t (*put_object)(void *self, const struct cew_new_object *what, CEW_TOLD_TO); /* objects, one */
	uint64_t (*object)(void *self, const char *bucket, const char *owner, const char *key, CEW_TOLD_TO); /* objects, one */
	/* Others. region NULL: the client's */
	uint64_t (*quota)(void *self, const char *region, const char *service_code, const char *quota_code, CEW_TOLD_TO);
	/* images, none where the repository has no such tag; CEW_REFUSED or CEW_NOT_FOUND: no access to the repository */
	uint64_t (*image)(void *self, const char *region, const char *registry, const char *repository, const char *tag, CEW_TOLD_TO);
	uint64_t (*function)(void *self, const char *name, CEW_TOLD_TO);       /* functions, one */
	uint64_t (*log_groups)(void *self, const char *name_prefix, CEW_TOLD_TO);
	/* CloudFormation */
	uint64_t (*stacks)(void *self, CEW_TOLD_TO);                          /* stacks: all but deleted ones */
	/* change_sets, one, with its ids: for a stack that does not exist, which it makes a stub of (REVIEW_IN_PROGRESS) */
	uint64_t (*create_change_set)(void *self, const struct cew_create_request *request, const char *name, CEW_TOLD_TO);
	uint64_t (*change_set)(void *self, const char *id, CEW_TOLD_TO);      /* change_sets, one, with all its changes */
	uint64_t (*delete_change_set)(void *self, const char *id, CEW_TOLD_TO);
	uint64_t (*template_summary)(void *self, const struct cew_template_source *what, CEW_TOLD_TO); /* summaries, one */
	void (*cancel)(void *self, uint64_t call);
};

struct cew_account cew_aws_account(struct cew_aws *aws); /* valid as long as the client */

/* Does the policy let this service ("ecs-tasks.amazonaws.com") assume the role, by an Allow without a Deny? Conditions are
 * not looked at. False for what cannot be read. */
bool cew_trust_allows(const char *policy_json, const char *service);

#endif
