/* Does a value satisfy what the template demands of its parameter? */
#include "room.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Types whose values AWS looks up: the shape at least can be told here. */
static const struct {
	const char *type, *pattern, *what;
} shapes[] = {
	{"AWS::EC2::Image::Id", "ami-[0-9a-f]+", "an image id such as ami-0123456789abcdef0"},
	{"AWS::EC2::Instance::Id", "i-[0-9a-f]+", "an instance id such as i-0123456789abcdef0"},
	{"AWS::EC2::SecurityGroup::Id", "sg-[0-9a-f]+", "a security group id such as sg-0123456789abcdef0"},
	{"AWS::EC2::Subnet::Id", "subnet-[0-9a-f]+", "a subnet id such as subnet-0123456789abcdef0"},
	{"AWS::EC2::Volume::Id", "vol-[0-9a-f]+", "a volume id such as vol-0123456789abcdef0"},
	{"AWS::EC2::VPC::Id", "vpc-[0-9a-f]+", "a VPC id such as vpc-0123456789abcdef0"},
	{"AWS::EC2::AvailabilityZone::Name", "[a-z]{2,}(-[a-z]+)+-\\d+[a-z-0-9]*", "a zone name such as us-east-1a"},
	{"AWS::EC2::KeyPair::KeyName", ".+", "the name of a key pair"},
	{"AWS::EC2::SecurityGroup::GroupName", ".+", "the name of a security group"},
	{"AWS::Route53::HostedZone::Id", "Z[0-9A-Z]+", "a hosted zone id such as Z23YXV4OVPL04A"},
	{"AWS::SSM::Parameter::Name", "[A-Za-z0-9_./:-]+", "the name of a Systems Manager parameter"},
};

struct check {
	const struct cew_cfn_parameter *p;
	struct cew_error *err;
};

static enum cew_status refuse(const struct check *c, const char *fmt, ...) CEW_PRINTF(2, 3);

/* The template's own words where it has some: they know what the value is for. */
static enum cew_status refuse(const struct check *c, const char *fmt, ...)
{
	char own[256];
	va_list args;
	va_start(args, fmt);
	vsnprintf(own, sizeof own, fmt, args);
	va_end(args);
	cew_fail(c->err, CEW_INVALID, "%s", c->p->constraint && *c->p->constraint ? c->p->constraint : own);
	cew_error_where(c->err, "%s", c->p->name);
	return CEW_INVALID;
}

static size_t characters(const char *text, size_t len)
{
	size_t count = 0, at = 0;
	while (at < len && cew_utf8_next(text, len, &at))
		count++;
	return count;
}

static enum cew_status check_length(const struct check *c, const char *value)
{
	const struct cew_cfn_parameter *p = c->p;
	size_t length = characters(value, strlen(value));
	if (p->has_min_length && length < p->min_length)
		return refuse(c, "must have at least %zu character%s", p->min_length, p->min_length == 1 ? "" : "s");
	if (p->has_max_length && length > p->max_length)
		return refuse(c, "must have at most %zu character%s, %zu fewer than now", p->max_length,
		              p->max_length == 1 ? "" : "s", length - p->max_length);
	return CEW_OK;
}

static enum cew_status check_number(const struct check *c, const char *value)
{
	const struct cew_cfn_parameter *p = c->p;
	char *end;
	bool plain = *value && strspn(value, "+-0123456789.eE") == strlen(value);
	double number = strtod(value, &end);
	if (!plain || *end || !isfinite(number))
		return refuse(c, "must be a number");
	if (p->has_min_value && number < p->min_value)
		return refuse(c, "must be at least %.15g", p->min_value);
	if (p->has_max_value && number > p->max_value)
		return refuse(c, "must be at most %.15g", p->max_value);
	return CEW_OK;
}

static enum cew_status check_allowed(const struct check *c, const char *value)
{
	char list[200];
	size_t used = 0;
	list[0] = '\0';
	for (size_t i = 0; i < c->p->allowed_count; i++) {
		if (strcmp(c->p->allowed[i], value) == 0)
			return CEW_OK;
		size_t room = sizeof list - used;
		int n = snprintf(list + used, room, "%s%s", i ? ", " : "", *c->p->allowed[i] ? c->p->allowed[i] : "(empty)");
		used = n < 0 || (size_t)n >= room ? sizeof list - 1 : used + (size_t)n;
	}
	return c->p->allowed_count ? refuse(c, "must be one of: %s", list) : CEW_OK;
}

static enum cew_status check_pattern(const struct check *c, const char *value)
{
	bool matches;
	if (!c->p->pattern)
		return CEW_OK;
	struct cew_error broken;
	/* A pattern that only Java understands cannot be held against the value here; AWS will. */
	if (cew_pattern_matches(c->p->pattern, value, &matches, &broken) != CEW_OK || matches)
		return CEW_OK;
	return refuse(c, "must match the pattern %s", c->p->pattern);
}

static enum cew_status check_shape(const struct check *c, const char *type, const char *value)
{
	for (size_t i = 0; i < CEW_COUNT(shapes); i++) {
		bool matches = true;
		if (strcmp(shapes[i].type, type) != 0)
			continue;
		enum cew_status status = cew_pattern_matches(shapes[i].pattern, value, &matches, c->err);
		if (status != CEW_OK)
			return status;
		return matches ? CEW_OK : refuse(c, "must be %s", shapes[i].what);
	}
	return CEW_OK;
}

static enum cew_status check_member(const struct check *c, const char *type, const char *value)
{
	enum cew_status status = strcmp(type, "Number") == 0 ? check_number(c, value) : check_shape(c, type, value);
	if (status == CEW_OK)
		status = check_allowed(c, value);
	return status == CEW_OK ? check_pattern(c, value) : status;
}

/* Each member by itself, white space around it cut as AWS does. */
static enum cew_status check_list(const struct check *c, const char *type, const char *value)
{
	char *copy = cew_strdup(value);
	if (!copy)
		return cew_fail_memory(c->err);
	enum cew_status status = CEW_OK;
	for (char *at = copy; at && status == CEW_OK;) {
		char *next = strchr(at, ',');
		if (next)
			*next++ = '\0';
		at += strspn(at, " \t\n");
		for (size_t len = strlen(at); len > 0 && strchr(" \t\n", at[len - 1]); len--)
			at[len - 1] = '\0';
		status = check_member(c, type, at);
		at = next;
	}
	cew_wipe(copy, strlen(value));
	free(copy);
	return status;
}

/* "Number" of "List<Number>". */
static void member_type(const char *type, char *out, size_t size)
{
	const char *from = strncmp(type, "List<", 5) == 0 ? type + 5 : "String";
	snprintf(out, size, "%.*s", (int)strcspn(from, ">"), from);
}

enum cew_status cew_cfn_parameter_check(const struct cew_cfn_parameter *p, const char *value, struct cew_error *err)
{
	struct check c = {.p = p, .err = err};
	char member[64];
	if (strlen(value) > CEW_CFN_VALUE_MAX) {
		cew_fail(err, CEW_INVALID, "must have at most 4,096 bytes, %zu fewer than now",
		         strlen(value) - CEW_CFN_VALUE_MAX);
		cew_error_where(err, "%s", p->name);
		return CEW_INVALID;
	}
	enum cew_status status = check_length(&c, value);
	if (status != CEW_OK)
		return status;
	if (!cfn_type_is_list(p->type))
		return check_member(&c, cfn_type_is_ssm(p->type) ? "AWS::SSM::Parameter::Name" : p->type, value);
	member_type(p->type, member, sizeof member);
	return check_list(&c, member, value);
}
