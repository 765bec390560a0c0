/* Service Quotas: what the account may have of what. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#define BAD "IllegalArgumentException"

static const struct cew_node *find_quota(struct cew_demo *demo, const char *service, const char *code)
{
	const struct cew_node *all = demo_account_section(demo, "quotas");
	for (size_t i = 0; code && i < cew_node_count(all); i++) {
		const struct cew_node *q = cew_node_at(all, i);
		if (strcmp(cew_node_get_text(q, "Code"), code) == 0 &&
		    (!service || strcmp(cew_node_get_text(q, "Service"), service) == 0))
			return q;
	}
	return NULL;
}

/* The scenario's value, the account's, or the default. */
static const char *quota_value(struct cew_demo *demo, const struct cew_node *q)
{
	const char *changed = cew_node_get_text(demo_scenario_section(demo->scenario, "quotas"), cew_node_get_text(q, "Code"));
	const char *own = cew_node_get_text(q, "Value");
	return changed ? changed : own ? own : cew_node_get_text(q, "Default");
}

long demo_quota(struct cew_demo *demo, const char *code)
{
	const struct cew_node *q = find_quota(demo, NULL, code);
	return q ? strtol(quota_value(demo, q), NULL, 10) : -1;
}

static void put_quota(struct demo_call *call, struct cew_node **n, const struct cew_node *q, const char *value)
{
	const char *service = cew_node_get_text(q, "Service"), *code = cew_node_get_text(q, "Code");
	char *arn = cew_fmt("arn:%s:servicequotas:%s:%s:%s/%s", cew_cfn_partition(call->region, NULL), call->region,
	                    call->demo->account, service, code);
	demo_json_text(call, n, "ServiceCode", service);
	demo_json_text(call, n, "QuotaArn", arn);
	demo_json_text(call, n, "QuotaCode", code);
	demo_json_text(call, n, "QuotaName", cew_node_get_text(q, "Name"));
	demo_json_int(call, n, "Value", strtol(value, NULL, 10));
	demo_json_text(call, n, "Unit", "None");
	demo_json_bool(call, n, "Adjustable", true);
	demo_json_bool(call, n, "GlobalQuota", cew_node_get_bool(q, "Global", false));
	free(arn);
}

static enum cew_status get_one(struct demo_call *call, bool by_default, struct cew_error *err)
{
	const char *service = cew_node_get_text(call->input, "ServiceCode"), *code = cew_node_get_text(call->input, "QuotaCode");
	if (!service || !code)
		return demo_refuse(err, BAD, "ServiceCode and QuotaCode must be given");
	const struct cew_node *q = find_quota(call->demo, service, code);
	/* What holds everywhere is kept in one region. */
	bool elsewhere = q && cew_node_get_bool(q, "Global", false) && strcmp(call->region, "us-east-1") != 0;
	bool changed = q && cew_node_get(demo_scenario_section(call->demo->scenario, "quotas"), code);
	bool unset = q && !by_default && cew_node_get_bool(q, "Unset", false) && !changed;
	if (!q || elsewhere || unset)
		return demo_refuse(err, "NoSuchResourceException", "The request failed because the specified service does not "
		                   "exist, or the quota is not available in this region.");
	struct cew_node *n = cew_doc_map(call->doc);
	put_quota(call, &n, q, by_default ? cew_node_get_text(q, "Default") : quota_value(call->demo, q));
	demo_json_node(call, &call->output, "Quota", n);
	return CEW_OK;
}

static enum cew_status get_quota(struct demo_call *call, struct cew_error *err)
{
	return get_one(call, false, err);
}

static enum cew_status get_default(struct demo_call *call, struct cew_error *err)
{
	return get_one(call, true, err);
}

static enum cew_status list_quotas(struct demo_call *call, struct cew_error *err)
{
	const char *service = cew_node_get_text(call->input, "ServiceCode");
	const struct cew_node *all = demo_account_section(call->demo, "quotas");
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page_named(call, "MaxResults", "NextToken", 100, 100, &page,
	                                              "InvalidPaginationTokenException", err);
	if (!status && !service)
		status = demo_refuse(err, BAD, "ServiceCode must be given");
	if (status)
		return status;
	for (size_t i = 0; i < cew_node_count(all); i++) {
		const struct cew_node *q = cew_node_at(all, i);
		if (strcmp(cew_node_get_text(q, "Service"), service) != 0 || !demo_page_takes(&page))
			continue;
		struct cew_node *n = cew_doc_map(call->doc);
		put_quota(call, &n, q, quota_value(call->demo, q));
		demo_json_add(call, &list, n);
	}
	demo_json_node(call, &call->output, "Quotas", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}

const struct demo_action demo_quotas_actions[] = {
	{"GetAWSDefaultServiceQuota", get_default, false, NULL},
	{"GetServiceQuota", get_quota, false, NULL},
	{"ListServiceQuotas", list_quotas, false, NULL},
	{NULL, NULL, false, NULL},
};
