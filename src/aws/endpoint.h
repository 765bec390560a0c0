/* endpoint: which host serves a service in a region, and under which names the service goes elsewhere. */
#ifndef AWS_ENDPOINT_H
#define AWS_ENDPOINT_H

#include "cewizard/base.h"

enum aws_service {
	AWS_CLOUDFORMATION,
	AWS_STS,
	AWS_EC2,
	AWS_ELB, /* version 2: application load balancers and target groups */
	AWS_ECS,
	AWS_IAM,
	AWS_SNS,
	AWS_SECRETS,
	AWS_S3,
	AWS_QUOTAS,
	AWS_ECR,
	AWS_LAMBDA,
	AWS_LOGS,
	AWS_KMS,
	AWS_EFS,
	AWS_SSO,      /* the portal that hands out a signed-in person's keys */
	AWS_SSO_OIDC, /* what renews a sign-in */
	AWS_SERVICE_COUNT
};

enum aws_protocol {
	AWS_QUERY,     /* a form goes out; <ActionResponse><ActionResult> comes back */
	AWS_EC2_QUERY, /* the same with flat lists, and no <ActionResult> */
	AWS_JSON,      /* JSON both ways, the operation in a header */
	AWS_REST_JSON, /* the operation in method and path, JSON back */
	AWS_REST_XML   /* S3 */
};

/* How a service differs from SERVICE.REGION.SUFFIX. */
enum aws_hosting {
	AWS_HOST_REGIONAL,
	AWS_HOST_OLD_DUAL, /* its dual_label holds in the older partitions only */
	AWS_HOST_NO_DUAL, /* no dual-stack hosts of its own in the older partitions */
	AWS_HOST_GLOBAL,  /* one a partition: IAM */
	AWS_HOST_S3
};

struct aws_service_info {
	const char *title;        /* "CloudFormation" */
	const char *host_label;   /* first label of its hosts */
	const char *signing_name;
	const char *version;      /* of its Query API; of AWS_JSON services: what stands before the operation in X-Amz-Target */
	const char *env_suffix;   /* AWS_ENDPOINT_URL_… */
	const char *config_key;   /* in a [services NAME] section */
	bool plain_is_fips_in_gov; /* GovCloud's ordinary host is the FIPS one */
	enum aws_protocol protocol;
	enum aws_hosting hosting;
	const char *dual_label; /* of its dual-stack hosts; NULL: host_label */
};
const struct aws_service_info *aws_service_info(enum aws_service service);

struct aws_partition {
	const char *region_prefix;
	const char *suffix;
	const char *dual_suffix; /* NULL: none */
	bool fips;
	bool gov;
	bool newer; /* than those three that everybody knows */
	const char *arn; /* "aws": as ARNs name it */
	const char *global_region; /* what its global services are signed for */
	const char *iam, *iam_dual, *iam_fips, *iam_dual_fips; /* hosts */
};
/* Every region has one: those that are not known belong to "aws", as AWS's own tools see it. */
const struct aws_partition *aws_partition_of(const char *region);

struct aws_endpoint {
	char *url;  /* "https://host[:port]/path" */
	char *host; /* as in the Host header: with the port where it is not the scheme's own */
	char *path; /* "/" at least */
	const char *region; /* to sign for; NULL: that of the call */
	bool loopback; /* never to be reached through a proxy */
	bool custom;   /* not AWS's own host by our table */
};

/* `override` is a configured endpoint URL, or NULL for AWS's own. Errors: CEW_INVALID for a URL that cannot serve,
 * CEW_NOT_FOUND where the partition has no such hosts, CEW_NO_MEMORY. On an error there is nothing to finish. */
enum cew_status aws_endpoint_find(enum aws_service service, const char *region, const char *override, bool fips,
                                  bool dual_stack, struct aws_endpoint *out, struct cew_error *err);
void aws_endpoint_finish(struct aws_endpoint *e);
/* Makes an endpoint of S3 that of one bucket: in the host's name where that can be, else (names with dots, addresses,
 * `path_style`) as the path's first part. */
enum cew_status aws_endpoint_bucket(struct aws_endpoint *e, const char *bucket, bool path_style, struct cew_error *err);

/* 1 to 63 letters, digits and hyphens: what may become part of a host's name. */
bool aws_region_valid(const char *region);

#endif
