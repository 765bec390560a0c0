/* Fields for those parameters of a template that no form file asks for: what the template says of a parameter, as people
 * need it. The parameter's own constraints are checked by the rule "template-parameter". */
#include "room.h"

#include <stdio.h>
#include <string.h>

/* What a value is, for the types a template may declare; in `many` for lists of them (CloudFormation User
 * Guide, parameters). */
static const struct {
	const char *type, *one, *many;
} kinds[] = {
	{"String", NULL, "One text a line."},
	{"Number", "A number.", "Numbers, one a line."},
	{"CommaDelimitedList", "One text a line.", "One text a line."},
	{"AWS::EC2::AvailabilityZone::Name", "The name of an availability zone, such as us-east-1a.",
	 "Names of availability zones, one a line."},
	{"AWS::EC2::Image::Id", "The id of an image (ami-...).", "Ids of images (ami-...), one a line."},
	{"AWS::EC2::Instance::Id", "The id of an instance (i-...).", "Ids of instances (i-...), one a line."},
	{"AWS::EC2::KeyPair::KeyName", "The name of a key pair.", NULL},
	{"AWS::EC2::SecurityGroup::GroupName", "The name of a security group.", "Names of security groups, one a line."},
	{"AWS::EC2::SecurityGroup::Id", "The id of a security group (sg-...).", "Ids of security groups (sg-...), one a line."},
	{"AWS::EC2::Subnet::Id", "The id of a subnet (subnet-...).", "Ids of subnets (subnet-...), one a line."},
	{"AWS::EC2::Volume::Id", "The id of a volume (vol-...).", "Ids of volumes (vol-...), one a line."},
	{"AWS::EC2::VPC::Id", "The id of a VPC (vpc-...).", "Ids of VPCs (vpc-...), one a line."},
	{"AWS::Route53::HostedZone::Id", "The id of a hosted zone.", "Ids of hosted zones, one a line."},
	{"AWS::SSM::Parameter::Name", "The name of a Systems Manager parameter.", NULL},
};

#define SSM_VALUE "AWS::SSM::Parameter::Value<"

static bool is_list(const struct cew_cfn_parameter *p)
{
	return strncmp(p->type, "List<", 5) == 0 || strcmp(p->type, "CommaDelimitedList") == 0;
}

static void sentence(struct cew_buf *out, const char *text)
{
	if (text && *text)
		cew_buf_fmt(out, "%s%s", out->len ? " " : "", text);
}

static void add_type(const struct cew_cfn_parameter *p, struct cew_buf *out)
{
	bool list = strncmp(p->type, "List<", 5) == 0;
	const char *inner = list ? p->type + 5 : p->type;
	size_t len = strcspn(inner, ">");
	if (strncmp(p->type, SSM_VALUE, strlen(SSM_VALUE)) == 0) {
		sentence(out, "The name of a Systems Manager parameter; the stack gets its value.");
		return;
	}
	for (size_t i = 0; i < CEW_COUNT(kinds); i++)
		if (strlen(kinds[i].type) == len && strncmp(kinds[i].type, inner, len) == 0)
			sentence(out, list ? kinds[i].many : kinds[i].one);
}

static void add_lengths(const struct cew_cfn_parameter *p, struct cew_buf *out)
{
	char text[96];
	if (p->has_min_length && p->has_max_length && p->min_length == p->max_length)
		snprintf(text, sizeof text, "Exactly %zu characters.", p->min_length);
	else if (p->has_min_length && p->has_max_length)
		snprintf(text, sizeof text, "%zu to %zu characters.", p->min_length, p->max_length);
	else if (p->has_min_length)
		snprintf(text, sizeof text, "At least %zu characters.", p->min_length);
	else if (p->has_max_length)
		snprintf(text, sizeof text, "At most %zu characters.", p->max_length);
	else
		return;
	sentence(out, text);
}

static void add_range(const struct cew_cfn_parameter *p, struct cew_buf *out)
{
	char text[96];
	if (p->has_min_value && p->has_max_value)
		snprintf(text, sizeof text, "From %.15g to %.15g.", p->min_value, p->max_value);
	else if (p->has_min_value)
		snprintf(text, sizeof text, "%.15g or more.", p->min_value);
	else if (p->has_max_value)
		snprintf(text, sizeof text, "At most %.15g.", p->max_value);
	else
		return;
	sentence(out, text);
}

/* A choice field shows its choices itself; a list cannot. */
static void add_choices(const struct cew_cfn_parameter *p, struct cew_buf *out)
{
	for (size_t i = 0; is_list(p) && i < p->allowed_count; i++)
		cew_buf_fmt(out, "%s%s%s", i ? ", " : out->len ? " Each one of: " : "Each one of: ", p->allowed[i],
		            i + 1 < p->allowed_count ? "" : ".");
}

/* The template's own words for its pattern are better than the pattern. */
static void add_pattern(const struct cew_cfn_parameter *p, struct cew_buf *out)
{
	bool explained = p->constraint && *p->constraint;
	if (p->pattern && !explained)
		cew_buf_fmt(out, "%sMust match %s", out->len ? " " : "", p->pattern);
	sentence(out, p->constraint);
}

void plan_field_help(const struct cew_cfn_parameter *p, struct cew_buf *out)
{
	sentence(out, p->description);
	add_type(p, out);
	add_lengths(p, out);
	add_range(p, out);
	add_choices(p, out);
	add_pattern(p, out);
}

struct cew_form_extra plan_field_of(const struct cew_cfn_parameter *p, const char *help)
{
	return (struct cew_form_extra){
		.parameter = p->name,
		.label = p->label ? p->label : p->name,
		.help = help,
		.group = p->group, /* NULL: the form room has a page for what stands in no group */
		.default_value = p->no_echo ? NULL : p->default_value,
		.choices = p->allowed,
		.choice_count = p->allowed_count,
		.secret = p->no_echo,
		/* without a default something must be sent, and nothing at all may not be enough */
		.required = !p->default_value && cew_cfn_parameter_check(p, "", NULL) != CEW_OK,
		.list = is_list(p),
	};
}
