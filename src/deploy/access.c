/* How to reach the product once it runs: through a jump host, with a forwarded port (guide: access through a jump host). */
#include "cewizard/deploy.h"

#include <stdio.h>
#include <string.h>

#define LOCAL_PORT 8000

/* The load balancer's name stands in an output of the template; newer and older releases call it differently, so it is
 * recognised by what it is. */
static const char *balancer_host(const struct cew_deployment *d)
{
	for (size_t i = 0; i < cew_deploy_output_count(d); i++) {
		const char *value = cew_deploy_output_at(d, i)->value;
		if (strstr(value, ".elb.amazonaws.com") && !strstr(value, "://"))
			return value;
	}
	return NULL;
}

bool cew_deploy_access(const struct cew_deployment *d, struct cew_access *out)
{
	*out = (struct cew_access){.port = 80};
	const char *host = balancer_host(d);
	if (!host)
		return false;
	snprintf(out->host, sizeof(out->host), "%s", host);
	snprintf(out->command, sizeof(out->command), "ssh -i KEY ec2-user@JUMPHOST -L %d:%s:%d", LOCAL_PORT, out->host, out->port);
	snprintf(out->url, sizeof(out->url), "http://localhost:%d", LOCAL_PORT);
	return true;
}
