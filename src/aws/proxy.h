/* proxy: through whom a host is reached, as the environment says it. Looked up here and told to libcurl, so that an error
 * can name the one that was used and the variable that named it. */
#ifndef AWS_PROXY_H
#define AWS_PROXY_H

#include "cewizard/base.h"

enum { AWS_PROXY_SHOWN = 280 };

struct aws_proxy {
	const char *setting; /* "HTTPS_PROXY"; NULL: no proxy */
	const char *value;   /* the environment's, with the password that it may hold; "" without a proxy */
	char shown[AWS_PROXY_SHOWN]; /* scheme, host and port as given, without name and password */
};

/* For a URL whose host is given apart, with its port where it has one ("[::1]:8080"). Errors: CEW_UNREACHABLE, where = the
 * variable, for a value that names no proxy. */
enum cew_status aws_proxy_find(const char *url, const char *host, struct aws_proxy *out, struct cew_error *err);

/* Does a list as in NO_PROXY name the host? Entries: names with all below them, a dot before or not, addresses, networks as
 * 10.0.0.0/8, "*", each with a port or without. */
bool aws_proxy_excepted(const char *list, const char *host);

#endif
