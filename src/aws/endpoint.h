/* endpoint: which host serves a service in a region, and under which names the service goes elsewhere. */
#ifndef AWS_ENDPOINT_H
#define AWS_ENDPOINT_H

#include "cewizard/base.h"

enum aws_service { AWS_CLOUDFORMATION, AWS_STS, AWS_SERVICE_COUNT };

struct aws_service_info {
	const char *title;        /* "CloudFormation" */
	const char *host_label;   /* first label of its hosts */
	const char *signing_name;
	const char *version;      /* of its Query API */
	const char *env_suffix;   /* AWS_ENDPOINT_URL_… */
	const char *config_key;   /* in a [services NAME] section */
	bool plain_is_fips_in_gov; /* GovCloud's ordinary host is the FIPS one */
};
const struct aws_service_info *aws_service_info(enum aws_service service);

struct aws_endpoint {
	char *url;  /* "https://host[:port]/path" */
	char *host; /* as in the Host header: with the port where it is not the scheme's own */
	char *path; /* "/" at least */
	bool loopback; /* never to be reached through a proxy */
	bool custom;   /* not AWS's own host by our table */
};

/* `override` is a configured endpoint URL, or NULL for AWS's own. Errors: CEW_INVALID for a URL that cannot serve,
 * CEW_NOT_FOUND where the partition has no such hosts, CEW_NO_MEMORY. On an error there is nothing to finish. */
enum cew_status aws_endpoint_find(enum aws_service service, const char *region, const char *override, bool fips,
                                  bool dual_stack, struct aws_endpoint *out, struct cew_error *err);
void aws_endpoint_finish(struct aws_endpoint *e);

/* 1 to 63 letters, digits and hyphens: what may become part of a host's name. */
bool aws_region_valid(const char *region);

#endif
