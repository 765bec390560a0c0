/* aws, the operations: what is asked of stacks, services and the resources in them once they are there, and what changes
 * them. A table of functions like cew_account's, called and told in the same way (see account.h: ids, errors, pages,
 * cancelling, ownership). Included by aws.h. */
#ifndef CEWIZARD_OPERATIONS_H
#define CEWIZARD_OPERATIONS_H

#include "cewizard/account.h"

/* ---- what is found: texts are never NULL, "" where AWS says nothing; times are wall clock in ms, 0 where there is none ---- */

/* CloudFormation */
struct cew_stack_parameter { const char *name, *value, *resolved; }; /* value "****": NoEcho; resolved: of an SSM parameter */
struct cew_stack_detail {
	const char *id, *name, *status, *reason, *description;
	const char *role_arn;             /* that CloudFormation goes on using; "": the callers' own permissions */
	const char *parent_id, *root_id;  /* of a nested stack */
	const char *change_set_id;        /* that made it, or changed it last */
	int64_t created_ms, updated_ms, deleted_ms, timeout_minutes;
	bool termination_protection, rollback_disabled;
	const struct cew_stack_parameter *parameters;
	const struct cew_name_value *tags;
	const struct cew_stack_output *outputs;
	const char *const *capabilities, *const *notification_arns;
	size_t parameter_count, tag_count, output_count, capability_count, notification_count;
};
struct cew_stack_resource { const char *logical_id, *physical_id, *type, *status, *reason; int64_t time_ms; };
struct cew_template_text { const char *body; }; /* as it was sent, comments and all */

/* ECS */
struct cew_container {
	const char *name, *image, *last_status, *reason;
	const char *health;    /* "HEALTHY", "UNHEALTHY", "UNKNOWN": nobody checks it */
	const char *exit_code; /* a number; "" while it runs, or if it never did */
};
struct cew_task {
	const char *arn, *group, *definition; /* group "service:NAME" */
	const char *last_status, *desired_status, *health;
	const char *stop_code;      /* "TaskFailedToStart", "EssentialContainerExited", "UserInitiated", … */
	const char *stopped_reason; /* "ResourceInitializationError: …", "CannotPullContainerError: …" */
	const char *zone, *private_ip, *interface_id, *subnet_id;
	const char *launch_type, *cpu; /* "FARGATE", "EC2"; cpu in 1/1024, "" where the task has none of its own */
	int64_t created_ms, started_ms, stopped_ms;
	const struct cew_container *containers;
	size_t container_count;
};
struct cew_service_deployment {
	const char *id, *status;               /* "PRIMARY": the one that is wanted, "ACTIVE": one on its way out */
	const char *rollout, *rollout_reason;  /* "IN_PROGRESS", "COMPLETED", "FAILED" */
	const char *definition;
	int64_t desired, running, pending, failed, created_ms, updated_ms;
};
struct cew_service_event { const char *id, *message; int64_t time_ms; };
struct cew_service_target { const char *target_group, *container; int64_t port; };
struct cew_service_detail {
	const char *arn, *name, *cluster, *status; /* "ACTIVE", "DRAINING", "INACTIVE" */
	const char *definition, *public_ip;        /* public_ip "ENABLED", "DISABLED" */
	int64_t desired, running, pending, created_ms;
	const struct cew_service_deployment *deployments;
	const struct cew_service_event *events; /* newest first; AWS keeps 100 */
	const struct cew_service_target *targets;
	const char *const *subnets, *const *security_groups;
	size_t deployment_count, event_count, target_count, subnet_count, security_group_count;
};
struct cew_container_definition {
	const char *name, *image;
	const char *log_group, *log_region, *log_prefix; /* where its lines go: the stream is PREFIX/NAME/TASK-ID */
	bool essential;
};
struct cew_task_definition {
	const char *arn, *family, *status, *cpu, *memory, *task_role, *execution_role; /* cpu in 1/1024, memory in MiB */
	int64_t revision;
	const struct cew_container_definition *containers;
	const char *const *file_systems; /* EFS ids, "" for volumes of other kinds */
	size_t container_count, file_system_count;
};

/* CloudWatch Logs */
struct cew_log_stream { const char *name, *arn; int64_t created_ms, last_event_ms; };
struct cew_log_event { const char *message; int64_t time_ms; };

/* Elastic Load Balancing; state "initial", "healthy", "unhealthy", "unused", "draining", "unavailable" */
struct cew_target_health { const char *id, *zone, *state, *reason, *description; int64_t port; };

/* EC2 */
struct cew_flow_log {
	const char *id, *status, *resource_id, *traffic;  /* status "ACTIVE"; traffic "ACCEPT", "REJECT", "ALL" */
	const char *destination_type, *destination, *log_group, *role_arn;
	const char *deliver_status, *deliver_error;       /* "SUCCESS", "FAILED" and why: "Access error", … */
};
struct cew_interface {
	const char *id, *description, *status, *type, *vpc_id, *subnet_id, *zone, *name;
	const char *private_ip, *public_ip;
	const char *attachment_id, *instance_id;  /* "": attached to nothing, or to a service of AWS */
	const char *requester_id, *owner;
	bool requester_managed;                   /* a service of AWS made it, and takes it away */
	const char *const *security_groups;
	const struct cew_name_value *tags;
	size_t security_group_count, tag_count;
};

/* KMS; state "Enabled", "Disabled", "PendingDeletion" …; manager "AWS", "CUSTOMER" */
struct cew_key { const char *id, *arn, *state, *manager, *description; bool enabled; };
struct cew_key_alias { const char *name, *arn, *key_id; }; /* "alias/…" */

/* EFS */
struct cew_file_system {
	const char *id, *arn, *name, *state, *kms_key; /* state "available" … */
	bool encrypted;
	int64_t bytes, mount_targets, created_ms;
	const struct cew_name_value *tags;
	size_t tag_count;
};
struct cew_backup_policy { const char *status; }; /* "ENABLED", "ENABLING", "DISABLED", "DISABLING" */

/* S3 */
struct cew_bucket_contents { const char *first_key; }; /* of any version, or of a marker; "": the bucket may be deleted */
struct cew_bucket_encryption { const char *algorithm, *kms_key; }; /* "AES256", "aws:kms"; "" the account's AWS key */

/* IAM */
struct cew_policy { const char *name, *arn; };
struct cew_user { const char *name, *arn, *path, *id; };

/* ---- what is asked ---- */

/* One parameter of an update. use_previous: the value that the stack has, which is the only way to keep a NoEcho one; value
 * is not looked at then. A parameter that is left out goes back to the template's default. */
struct cew_update_parameter { const char *name, *value; bool use_previous; };
struct cew_update_request {
	const char *stack;                          /* name or id */
	const char *template_body, *template_url;   /* one of them, or use_previous_template */
	bool use_previous_template;
	const struct cew_update_parameter *parameters;
	size_t parameter_count;
	const struct cew_name_value *tags;          /* none: they stay as they are */
	size_t tag_count;
	const char *const *notification_arns;       /* likewise */
	size_t notification_count;
	const char *const *capabilities;
	size_t capability_count;
	const char *role_arn;                       /* NULL: that of the operation before */
	bool disable_rollback;                      /* of update_stack; a change set is told when it is executed */
	const char *token;                          /* makes a resend safe; needed */
};
struct cew_change_set_execution { const char *id, *token; bool disable_rollback; };
struct cew_rollback_request {
	const char *stack, *role_arn, *token; /* role_arn NULL: that of the operation before */
	const char *const *skip;              /* logical ids, "NestedStack.LogicalId"; only those in UPDATE_FAILED */
	size_t skip_count;
};
struct cew_delete_request {
	const char *stack, *role_arn, *token;
	const char *const *retain; /* logical ids to leave behind; only for a stack in DELETE_FAILED */
	size_t retain_count;
};
struct cew_new_flow_log {
	const char *vpc_id, *traffic;  /* "ALL", "ACCEPT", "REJECT" */
	const char *log_group, *role_arn; /* to CloudWatch Logs, with the role that writes there */
	const char *bucket_arn;           /* to S3 in their place; NULL: to the log group */
	const char *token;                /* makes a resend safe; needed */
};
struct cew_new_role { const char *name, *path, *description, *trust; }; /* trust: JSON; path, description NULL: none */

/* ---- calls ---- */

/* The comment names the member of cew_found; "nothing": the call succeeds or fails. */
struct cew_operations {
	void *self;
	/* CloudFormation. NULL: all stacks of the region but deleted ones, else one (its id finds a deleted one) */
	uint64_t (*stack_details)(void *self, const char *name_or_id, CEW_TOLD_TO);
	uint64_t (*stack_resources)(void *self, const char *name_or_id, CEW_TOLD_TO);
	uint64_t (*stack_template)(void *self, const char *name_or_id, CEW_TOLD_TO);      /* templates, one */
	/* change_sets, one, with its ids; ask change_set of cew_account until its status is CREATE_COMPLETE or FAILED */
	uint64_t (*create_update_change_set)(void *self, const struct cew_update_request *what, const char *name, CEW_TOLD_TO);
	uint64_t (*execute_change_set)(void *self, const struct cew_change_set_execution *what, CEW_TOLD_TO); /* nothing */
	uint64_t (*update_stack)(void *self, const struct cew_update_request *what, CEW_TOLD_TO); /* arns, one: the stack's id */
	uint64_t (*cancel_update)(void *self, const char *name_or_id, const char *token, CEW_TOLD_TO); /* nothing */
	uint64_t (*continue_rollback)(void *self, const struct cew_rollback_request *what, CEW_TOLD_TO); /* nothing */
	uint64_t (*set_termination_protection)(void *self, const char *name_or_id, bool on, CEW_TOLD_TO); /* nothing */
	uint64_t (*delete_stack)(void *self, const struct cew_delete_request *what, CEW_TOLD_TO); /* nothing */
	/* ECS. What is not there is left out of what is found */
	uint64_t (*service_arns)(void *self, const char *cluster, CEW_TOLD_TO);               /* arns */
	/* by names or ARNs, any number */
	uint64_t (*service_details)(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO);
	/* arns. service NULL: all of the cluster; desired_status "RUNNING" or "STOPPED" (an hour long), NULL: running */
	uint64_t (*task_arns)(void *self, const char *cluster, const char *service, const char *desired_status, CEW_TOLD_TO);
	uint64_t (*tasks)(void *self, const char *cluster, const char *const *arns, size_t count, CEW_TOLD_TO);
	uint64_t (*task_definition)(void *self, const char *arn_or_family, CEW_TOLD_TO);      /* task_definitions, one */
	uint64_t (*set_desired_count)(void *self, const char *cluster, const char *service, int count, CEW_TOLD_TO); /* service_details, one */
	uint64_t (*stop_task)(void *self, const char *cluster, const char *task, const char *reason, CEW_TOLD_TO); /* tasks, one */
	/* CloudWatch Logs: the newest of them, one page. limit: 1 to 50 streams, 1 to 10,000 lines */
	uint64_t (*log_streams)(void *self, const char *group, int limit, CEW_TOLD_TO);       /* newest first */
	uint64_t (*log_events)(void *self, const char *group, const char *stream, int limit, CEW_TOLD_TO); /* oldest of them first */
	/* Elastic Load Balancing */
	uint64_t (*target_health)(void *self, const char *target_group_arn, CEW_TOLD_TO);     /* target_healths */
	uint64_t (*load_balancer_attributes)(void *self, const char *arn, CEW_TOLD_TO);       /* attributes */
	uint64_t (*set_load_balancer_attribute)(void *self, const char *arn, const char *name, const char *value, CEW_TOLD_TO);
	/* EC2; security_groups of cew_account tell their rules */
	uint64_t (*flow_logs)(void *self, const char *vpc_id, CEW_TOLD_TO);
	uint64_t (*create_flow_logs)(void *self, const struct cew_new_flow_log *what, CEW_TOLD_TO); /* arns: ids */
	uint64_t (*network_interfaces)(void *self, const char *vpc_id, CEW_TOLD_TO);          /* interfaces */
	/* name: "EnableDnsSupport" or "EnableDnsHostnames"; nothing */
	uint64_t (*set_vpc_attribute)(void *self, const char *vpc_id, const char *name, bool on, CEW_TOLD_TO);
	/* SNS */
	uint64_t (*topic_attributes)(void *self, const char *topic_arn, CEW_TOLD_TO);         /* attributes */
	uint64_t (*subscriptions)(void *self, const char *topic_arn, CEW_TOLD_TO);
	/* KMS. create_key makes one each time it is called, and is not sent again where it is not known whether it did */
	uint64_t (*create_key)(void *self, const char *description, const char *policy_json, CEW_TOLD_TO); /* keys, one */
	uint64_t (*create_alias)(void *self, const char *alias, const char *key_id, CEW_TOLD_TO); /* nothing; "alias/…" */
	uint64_t (*describe_key)(void *self, const char *id_arn_or_alias, CEW_TOLD_TO);       /* keys, one */
	uint64_t (*aliases)(void *self, const char *key_id, CEW_TOLD_TO);                     /* NULL: all of the region */
	/* EFS. backup_policy: CEW_NOT_FOUND: the file system has none */
	uint64_t (*file_systems)(void *self, const char *id, CEW_TOLD_TO);                    /* NULL: all of the region */
	uint64_t (*backup_policy)(void *self, const char *id, CEW_TOLD_TO);                   /* backup_policies, one */
	uint64_t (*set_backup_policy)(void *self, const char *id, bool on, CEW_TOLD_TO);      /* backup_policies, one */
	/* S3; owner as in cew_account. bucket_contents needs s3:ListBucketVersions */
	uint64_t (*bucket_contents)(void *self, const char *bucket, const char *owner, CEW_TOLD_TO); /* contents, one */
	uint64_t (*bucket_encryption)(void *self, const char *bucket, const char *owner, CEW_TOLD_TO); /* encryptions, one */
	/* IAM. create_role: CEW_REFUSED with code "EntityAlreadyExists": there is a role of this name */
	uint64_t (*create_role)(void *self, const struct cew_new_role *what, CEW_TOLD_TO);    /* roles, one */
	uint64_t (*put_role_policy)(void *self, const char *role, const char *name, const char *policy_json, CEW_TOLD_TO);
	uint64_t (*attach_role_policy)(void *self, const char *role, const char *policy_arn, CEW_TOLD_TO);
	uint64_t (*attached_policies)(void *self, const char *role, CEW_TOLD_TO);             /* policies */
	uint64_t (*user)(void *self, const char *name, CEW_TOLD_TO);                          /* users, one; NULL: the caller's */
	void (*cancel)(void *self, uint64_t call);
};

struct cew_operations cew_aws_operations(struct cew_aws *aws); /* valid as long as the client */

#endif
