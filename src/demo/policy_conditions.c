/* A statement's conditions: operators with their suffix IfExists and their prefixes ForAnyValue and ForAllValues. */
#include "policy_conditions.h"

#include "net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- comparing one value with one of the statement's ---- */

typedef bool compare_fn(const char *wanted, const char *value, const struct demo_ask *ask);

static bool equals(const char *wanted, const char *value, const struct demo_ask *ask)
{
	/* Variables count here too, wildcards do not. */
	return strcmp(wanted, value) == 0 || (strstr(wanted, "${") && demo_policy_like(wanted, value, ask));
}

static bool equals_any_case(const char *wanted, const char *value, const struct demo_ask *ask)
{
	(void)ask;
	return strcasecmp(wanted, value) == 0;
}

static bool like(const char *wanted, const char *value, const struct demo_ask *ask)
{
	return demo_policy_like(wanted, value, ask);
}

/* Each of an ARN's six parts by itself: a star does not go beyond its part. */
static bool arn_like(const char *wanted, const char *value, const struct demo_ask *ask)
{
	char one[512], other[512];
	for (int part = 0; part < 5; part++) {
		size_t len = strcspn(wanted, ":"), other_len = strcspn(value, ":");
		if (wanted[len] != ':' || value[other_len] != ':')
			return false;
		snprintf(one, sizeof(one), "%.*s", (int)len, wanted);
		snprintf(other, sizeof(other), "%.*s", (int)other_len, value);
		if (!demo_policy_like(one, other, ask))
			return false;
		wanted += len + 1;
		value += other_len + 1;
	}
	return demo_policy_like(wanted, value, ask);
}

#define NUMBERS(name, operator)                                                                                        \
	static bool number_##name(const char *wanted, const char *value, const struct demo_ask *ask)                       \
	{                                                                                                                  \
		(void)ask;                                                                                                     \
		return strtod(value, NULL) operator strtod(wanted, NULL);                                                      \
	}
NUMBERS(equals, ==)
NUMBERS(less, <)
NUMBERS(less_equals, <=)
NUMBERS(greater, >)
NUMBERS(greater_equals, >=)

/* ISO 8601 in UTC sorts as text does. */
static bool date_less(const char *wanted, const char *value, const struct demo_ask *ask)
{
	(void)ask;
	return strcmp(value, wanted) < 0;
}

static bool date_greater(const char *wanted, const char *value, const struct demo_ask *ask)
{
	(void)ask;
	return strcmp(value, wanted) > 0;
}

static bool in_range(const char *wanted, const char *value, const struct demo_ask *ask)
{
	char cidr[64], address[64];
	struct demo_range range, point;
	(void)ask;
	snprintf(cidr, sizeof(cidr), "%.40s%s", wanted, strchr(wanted, '/') ? "" : "/32");
	snprintf(address, sizeof(address), "%.40s/32", value);
	return demo_range_parse(cidr, &range) && demo_range_parse(address, &point) && point.first >= range.first &&
	       point.first <= range.last;
}

static const struct {
	const char *name;
	compare_fn *compare;
	bool negative;
} operators[] = {
	{"StringEquals", equals, false},
	{"StringNotEquals", equals, true},
	{"StringEqualsIgnoreCase", equals_any_case, false},
	{"StringNotEqualsIgnoreCase", equals_any_case, true},
	{"StringLike", like, false},
	{"StringNotLike", like, true},
	{"ArnEquals", arn_like, false},
	{"ArnLike", arn_like, false},
	{"ArnNotEquals", arn_like, true},
	{"ArnNotLike", arn_like, true},
	{"Bool", equals_any_case, false},
	{"NumericEquals", number_equals, false},
	{"NumericNotEquals", number_equals, true},
	{"NumericLessThan", number_less, false},
	{"NumericLessThanEquals", number_less_equals, false},
	{"NumericGreaterThan", number_greater, false},
	{"NumericGreaterThanEquals", number_greater_equals, false},
	{"DateLessThan", date_less, false},
	{"DateGreaterThan", date_greater, false},
	{"IpAddress", in_range, false},
	{"NotIpAddress", in_range, true},
};

/* ---- one operator ---- */

struct operation {
	compare_fn *compare;
	bool negative, if_exists, any_value, all_values, null;
};

static bool take_prefix(const char **name, const char *prefix)
{
	size_t len = strlen(prefix);
	if (strncmp(*name, prefix, len) != 0)
		return false;
	*name += len;
	return true;
}

static bool read_operation(const char *name, struct operation *out)
{
	*out = (struct operation){.any_value = take_prefix(&name, "ForAnyValue:")};
	out->all_values = take_prefix(&name, "ForAllValues:");
	out->null = strcmp(name, "Null") == 0;
	size_t len = strlen(name), tail = strlen("IfExists");
	out->if_exists = len > tail && strcmp(name + len - tail, "IfExists") == 0;
	if (out->if_exists)
		len -= tail;
	for (size_t i = 0; i < CEW_COUNT(operators); i++)
		if (strlen(operators[i].name) == len && strncmp(operators[i].name, name, len) == 0) {
			out->compare = operators[i].compare;
			out->negative = operators[i].negative;
		}
	return out->compare || out->null;
}

static bool is_any_of(const struct operation *o, const struct cew_node *wanted, const char *value,
                      const struct demo_ask *ask)
{
	if (cew_node_is(wanted, CEW_NODE_SCALAR))
		return o->compare(cew_node_text(wanted), value, ask);
	for (size_t i = 0; i < cew_node_count(wanted); i++)
		if (o->compare(cew_node_text(cew_node_at(wanted, i)), value, ask))
			return true;
	return false;
}

static bool one_holds(const struct operation *o, const char *key, const struct cew_node *wanted,
                      const struct demo_ask *ask)
{
	size_t present = 0, good = 0;
	for (size_t i = 0; i < ask->key_count; i++) {
		if (strcasecmp(ask->keys[i].name, key) != 0)
			continue;
		present++;
		good += !o->null && is_any_of(o, wanted, ask->keys[i].value, ask) != o->negative;
	}
	if (o->null)
		return (strcasecmp(cew_node_text(wanted), "true") == 0) == (present == 0);
	if (present == 0)
		return o->if_exists || o->all_values || (o->negative && !o->any_value);
	return o->any_value ? good > 0 : good == present;
}

bool demo_policy_conditions_hold(const struct cew_node *conditions, const struct demo_ask *ask)
{
	for (size_t i = 0; i < cew_node_count(conditions); i++) {
		const struct cew_node *keys = cew_node_at(conditions, i);
		struct operation o;
		if (!read_operation(cew_node_text(cew_node_key(conditions, i)), &o))
			return false;
		for (size_t k = 0; k < cew_node_count(keys); k++)
			if (!one_holds(&o, cew_node_text(cew_node_key(keys, k)), cew_node_at(keys, k), ask))
				return false;
	}
	return true;
}
