/* Rules about names that the operator chooses. Limits: each service's API Reference, named beside the number. */
#include "rules.h"

#include <string.h>

static bool ends_in_hyphen(const char *text)
{
	size_t n = strlen(text);
	return n && text[n - 1] == '-';
}

void rule_stack_name(struct rule_call *c)
{
	if (!matches("[A-Za-z][-A-Za-z0-9]*", c->text))
		complain(c, CEW_ERROR, "Begin with a letter; go on with letters, digits and hyphens.", "\"%.*s\" is not a stack name.", cut(c->text, 60), c->text);
	else if (strlen(c->text) > CEW_CFN_STACK_NAME_MAX)
		complain(c, CEW_ERROR, "Shorten it.", "%zu characters are too many: CloudFormation takes %d.", strlen(c->text),
		         CEW_CFN_STACK_NAME_MAX);
}

void rule_env_name(struct rule_call *c)
{
	if (strchr(c->text, '/'))
		complain(c, CEW_ERROR, "Use letters, digits and hyphens.", "A slash is refused by the names of target group, load balancer, cluster "
		         "and functions that are made from this.");
	else if (!matches("[A-Za-z0-9-]*", c->text))
		complain(c, CEW_ERROR, "Use letters, digits and hyphens.", "\"%.*s\" holds a character that the names made from it cannot have.",
		         cut(c->text, 60), c->text);
	else if (ends_in_hyphen(c->text))
		complain(c, CEW_ERROR, "End with a letter or a digit.", "Target group and load balancer names must not end in a hyphen.");
}

void rule_vpc_name(struct rule_call *c)
{
	if (strlen(c->text) > 256) /* it becomes a Name tag */
		complain(c, CEW_ERROR, "Shorten it.", "A name tag holds 256 characters at most.");
	else if (!matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", c->text))
		complain(c, CEW_ERROR, "Use letters, digits, spaces and _ . : / = + - @.", "The name holds a character that AWS refuses in a tag.");
}

void rule_secret_name(struct rule_call *c)
{
	if (strncmp(c->text, "arn:", 4) == 0)
		complain(c, CEW_ERROR, "Give the name only: what stands between \"secret:\" and the last hyphen.", "This is an ARN, not a secret's name.");
	else if (!matches("[A-Za-z0-9/_+=.@-]{1,512}", c->text)) /* Secrets Manager */
		complain(c, CEW_ERROR, "Use letters, digits and / _ + = . @ -, at most 512.", "Secrets Manager has no secret of such a name.");
	else if (matches(".*-[A-Za-z0-9]{6}", c->text))
		complain(c, CEW_WARNING, "Check that it is the name and not the end of the ARN.",
		         "A hyphen and six characters at the end are what Secrets Manager adds in ARNs.");
}

/* Amazon S3's rules for general purpose buckets. */
void rule_bucket_name(struct rule_call *c)
{
	static const char *const remedy = "Give a name alone, such as our-templates-eu: 3 to 63 lower-case letters, digits, hyphens and dots.";
	if (strstr(c->text, "://") || strchr(c->text, '/'))
		complain(c, CEW_ERROR, remedy, "This is an address, not a bucket's name.");
	else if (!matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", c->text) || matches(".*([.][.]|[.]-|-[.]).*", c->text) ||
	         matches("[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+", c->text) || matches("(xn--|sthree-|amzn-s3-demo-).*", c->text))
		complain(c, CEW_ERROR, remedy, "S3 has no bucket of such a name.");
}
