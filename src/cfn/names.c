/* The names that a template gives to what AWS makes, held against AWS's limits in one table. */
#include "room.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOWER "a-z"
#define ALNUM "A-Za-z0-9"

enum {
	NO_EDGE_HYPHEN = 1, /* must neither begin nor end with a hyphen */
	BUCKET = 2,         /* the rules of S3 bucket names */
	STARTS_LETTER = 4,
	FIFO = 8,           /* may end in ".fifo" */
	NAMED_IAM = 16,     /* unique in the account whatever the case of its letters */
	DESCRIPTION = 32,   /* a text beside the name: not unique */
};

/* The quotas of each service, as its API Reference has them. `property` may lead through a list: "Policies.*.PolicyName". */
static const struct kind {
	const char *type, *property, *what;
	size_t min, max;
	const char *characters; /* a set as in a regular expression's brackets; NULL: any */
	unsigned flags;
	const char *not_prefix, *prefix;
} kinds[] = {
	{"AWS::IAM::Role", "RoleName", "IAM role name", 1, 64, ALNUM "_+=,.@-", NAMED_IAM, NULL, NULL},
	{"AWS::IAM::Role", "Policies.*.PolicyName", "IAM policy name", 1, 128, ALNUM "_+=,.@-", DESCRIPTION, NULL, NULL},
	{"AWS::IAM::Policy", "PolicyName", "IAM policy name", 1, 128, ALNUM "_+=,.@-", DESCRIPTION, NULL, NULL},
	{"AWS::IAM::ManagedPolicy", "ManagedPolicyName", "IAM policy name", 1, 128, ALNUM "_+=,.@-", NAMED_IAM, NULL, NULL},
	{"AWS::IAM::User", "UserName", "IAM user name", 1, 64, ALNUM "_+=,.@-", NAMED_IAM, NULL, NULL},
	{"AWS::IAM::Group", "GroupName", "IAM group name", 1, 128, ALNUM "_+=,.@-", NAMED_IAM, NULL, NULL},
	{"AWS::IAM::InstanceProfile", "InstanceProfileName", "instance profile name", 1, 128, ALNUM "_+=,.@-", NAMED_IAM, NULL,
	 NULL},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "Name", "target group name", 1, 32, ALNUM "-", NO_EDGE_HYPHEN, NULL, NULL},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Name", "load balancer name", 1, 32, ALNUM "-", NO_EDGE_HYPHEN,
	 "internal-", NULL},
	{"AWS::ElasticLoadBalancing::LoadBalancer", "LoadBalancerName", "load balancer name", 1, 32, ALNUM "-", NO_EDGE_HYPHEN,
	 NULL, NULL},
	{"AWS::S3::Bucket", "BucketName", "bucket name", 3, 63, LOWER "0-9.-", BUCKET, NULL, NULL},
	{"AWS::ECS::Cluster", "ClusterName", "ECS cluster name", 1, 255, ALNUM "_-", 0, NULL, NULL},
	{"AWS::ECS::Service", "ServiceName", "ECS service name", 1, 255, ALNUM "_-", 0, NULL, NULL},
	{"AWS::ECS::TaskDefinition", "Family", "task family name", 1, 255, ALNUM "_-", 0, NULL, NULL},
	{"AWS::ECS::TaskDefinition", "ContainerDefinitions.*.Name", "container name", 1, 255, ALNUM "_-", DESCRIPTION, NULL,
	 NULL},
	{"AWS::EC2::SecurityGroup", "GroupName", "security group name", 1, 255, ALNUM " ._:/()#,@[]+=&;{}!$*-", 0, "sg-", NULL},
	{"AWS::EC2::SecurityGroup", "GroupDescription", "security group description", 1, 255,
	 ALNUM " ._:/()#,@[]+=&;{}!$*-", DESCRIPTION, NULL, NULL},
	{"AWS::Lambda::Function", "FunctionName", "Lambda function name", 1, 64, ALNUM "_-", 0, NULL, NULL},
	{"AWS::Lambda::LayerVersion", "LayerName", "Lambda layer name", 1, 140, ALNUM "_-", DESCRIPTION, NULL, NULL},
	{"AWS::Events::Rule", "Name", "event rule name", 1, 64, ALNUM "._-", 0, NULL, NULL},
	{"AWS::Logs::LogGroup", "LogGroupName", "log group name", 1, 512, ALNUM "._/#-", 0, "aws/", NULL},
	{"AWS::SecretsManager::Secret", "Name", "secret name", 1, 512, ALNUM "/_+=.@-", 0, NULL, NULL},
	{"AWS::SNS::Topic", "TopicName", "topic name", 1, 256, ALNUM "_-", FIFO, NULL, NULL},
	{"AWS::SQS::Queue", "QueueName", "queue name", 1, 80, ALNUM "_-", FIFO, NULL, NULL},
	{"AWS::SSM::Parameter", "Name", "Systems Manager parameter name", 1, 1011, ALNUM "_./-", 0, NULL, NULL},
	{"AWS::DynamoDB::Table", "TableName", "table name", 3, 255, ALNUM "_.-", 0, NULL, NULL},
	{"AWS::RDS::DBInstance", "DBInstanceIdentifier", "database name", 1, 63, ALNUM "-", NO_EDGE_HYPHEN | STARTS_LETTER, NULL,
	 NULL},
	{"AWS::ECR::Repository", "RepositoryName", "repository name", 2, 256, LOWER "0-9._/-", 0, NULL, NULL},
	{"AWS::CloudWatch::Alarm", "AlarmName", "alarm name", 1, 255, NULL, 0, NULL, NULL},
	{"AWS::KMS::Alias", "AliasName", "key alias", 7, 256, ALNUM "/_-", 0, "alias/aws/", "alias/"},
	{"AWS::StepFunctions::StateMachine", "StateMachineName", "state machine name", 1, 80, ALNUM "_-", 0, NULL, NULL},
};

static const struct cfn_rule duplicate = {
	CEW_CFN_ERROR, "duplicate-name", "Two resources of a kind need different names.",
};

struct namer {
	struct cfn_ctx *c;
	struct cew_cfn_eval *e;
	const struct cew_cfn_resource *r;
	const struct kind *kind;
	struct cfn_index *seen;
};

/* ---- what is wrong with a name ----------------------------------------------------------------------------------- */

/* The name as it will be, unknown parts filled with digits: none of the rules forbids a digit. */
struct sample {
	struct cew_buf text;
	size_t length, least; /* characters; least: without parts whose length is a guess */
	bool exact;
};

#define GUESS 8 /* characters for what may have any length */

static void sample_piece(struct sample *s, const struct cfn_piece *p)
{
	size_t width = p->fixed ? p->width : GUESS, at = 0;
	if (!p->unknown) {
		cew_buf_add(&s->text, p->text, p->len);
		for (width = 0; at < p->len && cew_utf8_next(p->text, p->len, &at);)
			width++;
	}
	for (size_t i = 0; p->unknown && i < width; i++)
		cew_buf_char(&s->text, '0');
	s->length += width;
	s->least += p->unknown && !p->fixed ? 0 : width;
	s->exact &= !p->unknown || p->fixed;
}

static bool in_set(const char *set, uint32_t ch)
{
	for (const char *s = set; *s; s++) {
		if (s[1] == '-' && s[2] && isalnum((unsigned char)*s) && isalnum((unsigned char)s[2])) {
			if (ch >= (unsigned char)s[0] && ch <= (unsigned char)s[2])
				return true;
			s += 2;
		} else if (ch == (unsigned char)*s) {
			return true;
		}
	}
	return false;
}

static const char *article(const char *what)
{
	return strncmp(what, "IAM", 3) == 0 || strncmp(what, "ECS", 3) == 0 || strchr("aeio", what[0]) ? "an" : "a";
}

static bool starts(const char *text, const char *prefix)
{
	return prefix && strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool ends(const char *text, const char *suffix)
{
	size_t len = strlen(text), want = strlen(suffix);
	return len >= want && strcmp(text + len - want, suffix) == 0;
}

static void check_length(const struct kind *k, const struct sample *s, struct cew_buf *problem)
{
	if (s->least > k->max)
		cew_buf_fmt(problem, "%zu character%s too long for %s %s (%zu)", s->length - k->max,
		            s->length - k->max == 1 ? "" : "s", article(k->what), k->what, k->max);
	else if (s->length == 0 && s->exact)
		cew_buf_fmt(problem, "empty, which %s %s must not be", article(k->what), k->what);
	else if (s->exact && s->length < k->min)
		cew_buf_fmt(problem, "too short for %s %s (at least %zu)", article(k->what), k->what, k->min);
}

static void check_characters(const struct kind *k, const struct sample *s, struct cew_buf *problem)
{
	const char *text = cew_buf_text(&s->text);
	size_t at = 0, len = s->text.len;
	if ((k->flags & FIFO) && ends(text, ".fifo"))
		len -= 5;
	while (k->characters && at < len && !problem->len) {
		size_t from = at;
		uint32_t ch = cew_utf8_next(text, len, &at);
		if (in_set(k->characters, ch))
			continue;
		if (ch >= 'A' && ch <= 'Z')
			cew_buf_fmt(problem, "holds the upper-case letter %c, which %s %s does not take", (int)ch, article(k->what),
			            k->what);
		else if (ch == ' ')
			cew_buf_fmt(problem, "holds a space, which %s %s does not take", article(k->what), k->what);
		else if (ch < ' ' || ch == 0x7f)
			cew_buf_fmt(problem, "holds a control character, which %s %s does not take", article(k->what), k->what);
		else
			cew_buf_fmt(problem, "holds \"%.*s\", which %s %s does not take", (int)(at - from), text + from,
			            article(k->what), k->what);
	}
}

static void check_bucket(const char *text, struct cew_buf *problem)
{
	static const char *const prefixes[] = {"xn--", "sthree-", "amzn-s3-demo-"};
	static const char *const suffixes[] = {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"};
	size_t len = strlen(text);
	if (len == 0)
		return;
	if (!isalnum((unsigned char)text[0]) || !isalnum((unsigned char)text[len - 1]))
		cew_buf_str(problem, "must begin and end with a letter or digit, as bucket names do");
	else if (strstr(text, "..") || strstr(text, ".-") || strstr(text, "-."))
		cew_buf_str(problem, "holds a dot beside a dot or hyphen, which a bucket name does not take");
	for (size_t i = 0; i < CEW_COUNT(prefixes) && !problem->len; i++)
		if (starts(text, prefixes[i]))
			cew_buf_fmt(problem, "begins with \"%s\", which AWS keeps for itself", prefixes[i]);
	for (size_t i = 0; i < CEW_COUNT(suffixes) && !problem->len; i++)
		if (ends(text, suffixes[i]))
			cew_buf_fmt(problem, "ends in \"%s\", which AWS keeps for itself", suffixes[i]);
	int dots = 0;
	for (const char *t = text; *t; t++)
		dots += *t == '.';
	if (!problem->len && dots == 3 && strspn(text, "0123456789.") == len)
		cew_buf_str(problem, "looks like an IP address, which a bucket name must not");
}

static void check_edges(const struct kind *k, const struct sample *s, struct cew_buf *problem)
{
	const char *text = cew_buf_text(&s->text);
	size_t len = s->text.len;
	if ((k->flags & NO_EDGE_HYPHEN) && len > 0 && text[len - 1] == '-')
		cew_buf_fmt(problem, "ends in a hyphen, which %s %s must not", article(k->what), k->what);
	else if ((k->flags & NO_EDGE_HYPHEN) && text[0] == '-')
		cew_buf_fmt(problem, "begins with a hyphen, which %s %s must not", article(k->what), k->what);
	else if ((k->flags & STARTS_LETTER) && len > 0 && !isalpha((unsigned char)text[0]))
		cew_buf_fmt(problem, "must begin with a letter, as %s %s does", article(k->what), k->what);
	else if (starts(text, k->not_prefix))
		cew_buf_fmt(problem, "begins with \"%s\", which AWS keeps for itself", k->not_prefix);
	else if (k->prefix && !starts(text, k->prefix))
		cew_buf_fmt(problem, "must begin with \"%s\", as %s %s does", k->prefix, article(k->what), k->what);
	else if (k->flags & BUCKET)
		check_bucket(text, problem);
}

/* ---- collecting -------------------------------------------------------------------------------------------------- */

/* Long names are refused for their length already. */
static void check_unique(struct namer *n, const struct cew_node *value, const struct sample *s)
{
	struct cew_buf key;
	if (!s->exact || cew_cfn_unknown(value, NULL) || (n->kind->flags & DESCRIPTION))
		return;
	cew_buf_init(&key, 2048);
	cew_buf_fmt(&key, "%s %s", n->kind->type, cew_buf_text(&s->text));
	for (size_t i = 0; (n->kind->flags & NAMED_IAM) && i < key.len; i++)
		key.data[i] = (char)tolower((unsigned char)key.data[i]);
	const char *text = cfn_buf_ok(n->c, &key) && !key.failed ? cfn_stable(n->c, cew_buf_text(&key)) : NULL;
	size_t at = text ? cfn_index_get(n->seen, text) : CFN_NONE;
	const struct cew_cfn_resource_name *other = at == CFN_NONE ? NULL : cew_vec_at(&n->e->names, at);
	if (other)
		cfn_finding(n->c, cfn_source(n->r, n->kind->property), &duplicate, "%s has the same %s as %s",
		            n->r->logical_id, n->kind->what, other->logical_id);
	else if (text && !cfn_index_put(n->seen, text, n->e->names.len))
		cfn_made(n->c, NULL);
	cew_buf_finish(&key);
}

static void check(const struct kind *kind, const struct sample *s, struct cew_buf *problem)
{
	check_length(kind, s, problem);
	if (!problem->len)
		check_characters(kind, s, problem);
	if (!problem->len)
		check_edges(kind, s, problem);
}

static void add_row(struct namer *n, const char *property, const struct sample *s, const struct cew_buf *shown,
                    const struct cew_buf *problem)
{
	struct cew_cfn_resource_name row = {
		.logical_id = n->r->logical_id,
		.type = n->r->type,
		.property = cfn_stable(n->c, property),
		.what = n->kind->what,
		.value = cfn_stable(n->c, cew_buf_text(shown)),
		.length = s->length,
		.limit = n->kind->max,
		.exact = s->exact,
		.ok = problem->len == 0,
		.problem = problem->len ? cfn_stable(n->c, cew_buf_text(problem)) : NULL,
	};
	if (n->c->status == CEW_OK && !cew_vec_push(&n->e->names, &row))
		cfn_made(n->c, NULL);
}

static void add_name(struct namer *n, const char *property, const struct cew_node *value)
{
	struct cfn_piece single;
	size_t count;
	const struct cfn_piece *pieces = cfn_pieces(&n->e->texts, value, &single, &count);
	struct cew_buf problem, shown;
	struct sample s = {.exact = true};
	if (!pieces)
		return;
	cew_buf_init(&s.text, CEW_CFN_TEMPLATE_MAX);
	cew_buf_init(&problem, 512);
	cew_buf_init(&shown, CEW_CFN_TEMPLATE_MAX);
	for (size_t i = 0; i < count; i++)
		sample_piece(&s, &pieces[i]);
	check(n->kind, &s, &problem);
	if (cew_cfn_display(value, &shown) == CEW_NO_MEMORY)
		cfn_made(n->c, NULL);
	if (cfn_buf_ok(n->c, &s.text) && cfn_buf_ok(n->c, &problem)) {
		check_unique(n, value, &s);
		add_row(n, property, &s, &shown, &problem);
	}
	cew_buf_finish(&s.text);
	cew_buf_finish(&problem);
	cew_buf_finish(&shown);
}

/* "A.*.B": B of every item of A; anything else is a property of its own. */
static void collect_kind(struct namer *n)
{
	const char *star = strstr(n->kind->property, ".*."), *property = n->kind->property;
	char name[64];
	if (!star) {
		const struct cew_node *value = cew_node_get(n->r->properties, property);
		if (value)
			add_name(n, property, value);
		return;
	}
	snprintf(name, sizeof name, "%.*s", (int)(star - property), property);
	const struct cew_node *list = cew_node_get(n->r->properties, name);
	for (size_t i = 0; cew_node_is(list, CEW_NODE_SEQ) && i < cew_node_count(list); i++) {
		const struct cew_node *value = cew_node_get(cew_node_at(list, i), star + 3);
		snprintf(name, sizeof name, "%.*s.%zu.%s", (int)(star - property), property, i, star + 3);
		if (value)
			add_name(n, name, value);
	}
}

enum cew_status cfn_names_collect(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	struct cfn_index seen = {0};
	struct namer n = {.c = c, .e = e, .seen = &seen};
	for (size_t i = 0; i < e->resources.len; i++) {
		n.r = cew_vec_at(&e->resources, i);
		c->subject = n.r->logical_id;
		for (size_t k = 0; k < CEW_COUNT(kinds); k++) {
			n.kind = &kinds[k];
			if (strcmp(n.kind->type, n.r->type) == 0)
				collect_kind(&n);
		}
	}
	cfn_index_finish(&seen);
	c->subject = NULL;
	return c->status;
}
