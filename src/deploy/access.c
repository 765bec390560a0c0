/* How to reach the product once it runs: through a jump host, with a forwarded port (guide: access through a jump host). */
#include "cewizard/deploy.h"

#include <stdio.h>
#include <string.h>

#define LOCAL_PORT 8000

#define BALANCER ".elb.amazonaws.com" /* also the beginning of China's ".elb.amazonaws.com.cn" */

/* Letters, digits, hyphens and dots around the mark: a bare name, or the one inside a URL. */
static size_t host_in(const char *value, const char **start)
{
	static const char of_host[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
	const char *mark = strstr(value, BALANCER);
	if (!mark)
		return 0;
	for (*start = mark; *start > value && strchr(of_host, (*start)[-1]);)
		(*start)--;
	return *start == mark ? 0 : strspn(*start, of_host);
}

/* The load balancer's name stands in an output of the template; newer and older releases call it differently, so it is
 * recognised by what it is. */
static size_t balancer_host(const struct cew_deployment *d, const char **start)
{
	size_t len = 0;
	for (size_t i = 0; i < cew_deploy_output_count(d) && !len; i++)
		len = host_in(cew_deploy_output_at(d, i)->value, start);
	return len;
}

bool cew_deploy_access(const struct cew_deployment *d, struct cew_access *out)
{
	const char *host = NULL;
	size_t len = balancer_host(d, &host);
	*out = (struct cew_access){.port = 80};
	if (!len || len >= sizeof(out->host))
		return false;
	memcpy(out->host, host, len);
	snprintf(out->command, sizeof(out->command), "ssh -i KEY -L %d:%s:%d ec2-user@JUMPHOST", LOCAL_PORT, out->host, out->port);
	snprintf(out->url, sizeof(out->url), "http://localhost:%d", LOCAL_PORT);
	return true;
}
