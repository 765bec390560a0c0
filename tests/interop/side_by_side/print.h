/* print: what a call found as one line of JSON: a list of lists of texts, numbers and lists, in the order of compare.py's queries. */
#ifndef SIDE_BY_SIDE_PRINT_H
#define SIDE_BY_SIDE_PRINT_H

#include "cewizard/aws.h"

extern struct cew_buf print_out;

void begin(void); /* a list, and its end */
void end(void);
void t(const char *text);
void n(int64_t number);
void real(double number);
void b(bool flag);
void when(int64_t ms); /* as AWS writes it; "" for never */
void list(const char *const *texts, size_t count);
void pairs(const struct cew_name_value *p, size_t count);

/* One inner list for each that was found. */
#define EACH(name, type, member, fields) \
	void print_##name(const struct cew_found *found) \
	{ \
		for (size_t i = 0; i < found->count; i++) { \
			const struct type *x = &found->member[i]; \
\
			begin(); \
			fields \
			end(); \
		} \
	}

typedef void print_fn(const struct cew_found *found);
#define PRINTS(X) \
	X(regions) X(zones) X(vpcs) X(dns) X(subnets) X(addresses) X(route_tables) X(nat_gateways) X(internet_gateways) \
	X(network_acls) X(security_groups) X(target_groups) X(load_balancers) X(listeners) X(arns) X(clusters) X(services) X(roles) \
	X(decisions) X(figures) X(topics) X(secrets) X(buckets) X(objects) X(quotas) X(images) X(functions) X(log_groups) X(stacks) \
	X(change_sets) X(summaries) X(stack_details) X(stack_resources) X(templates) X(tasks) X(service_details) X(task_definitions) \
	X(log_streams) X(log_events) X(target_healths) X(attributes) X(flow_logs) X(interfaces) X(subscriptions) X(keys) X(aliases) \
	X(file_systems) X(backup_policies) X(contents) X(encryptions) X(policies) X(users)
#define DECLARE(name) print_fn print_##name;
PRINTS(DECLARE)

#endif
