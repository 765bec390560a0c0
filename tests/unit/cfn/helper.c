/* What the tests of this room share. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char line[65536];

static const char *parameter(void *ctx, const char *name)
{
	struct fixture *f = ctx;
	size_t len = strlen(name);
	for (const char *at = f->parameters; at && *at;) {
		size_t whole = strcspn(at, ";");
		if (strncmp(at, name, len) == 0 && at[len] == '=') {
			char *value = f->values[f->used++ % 16];
			snprintf(value, sizeof f->values[0], "%.*s", (int)(whole - len - 1), at + len + 1);
			return value;
		}
		at += whole + (at[whole] == ';');
	}
	return NULL;
}

void fixture_evaluate(struct fixture *f, const char *parameters)
{
	struct cew_error err = {0};
	cew_cfn_eval_destroy(f->e);
	f->e = NULL;
	f->parameters = parameters;
	f->in.parameter = parameter;
	f->in.ctx = f;
	if (!f->in.region)
		f->in.region = "us-east-1";
	if (!f->in.stack_name)
		f->in.stack_name = "demo";
	if (cew_cfn_evaluate(f->t, &f->in, &f->e, &err) != CEW_OK)
		fail_msg("evaluate: %s (%s)", err.what, err.where);
}

void fixture_open(struct fixture *f, const char *text, const char *parameters)
{
	struct cew_error err = {0};
	if (cew_cfn_load("t.yaml", text, strlen(text), &f->t, &err) != CEW_OK)
		fail_msg("load: %s (%s)", err.what, err.where);
	fixture_evaluate(f, parameters);
}

void fixture_close(struct fixture *f)
{
	cew_cfn_eval_destroy(f->e);
	cew_cfn_destroy(f->t);
	f->e = NULL;
	f->t = NULL;
}

const char *fixture_output(struct fixture *f, const char *name)
{
	struct cew_buf out;
	for (size_t i = 0; i < cew_cfn_output_count(f->e); i++) {
		const struct cew_cfn_output *o = cew_cfn_output_at(f->e, i);
		if (strcmp(o->name, name) != 0)
			continue;
		cew_buf_init(&out, sizeof line - 1);
		assert_int_equal(cew_cfn_display(o->value, &out), CEW_OK);
		snprintf(line, sizeof line, "%s", cew_buf_text(&out));
		cew_buf_finish(&out);
		return line;
	}
	return "(none)";
}

const char *fixture_findings(struct fixture *f, enum cew_cfn_severity severity)
{
	size_t used = 0;
	line[0] = '\0';
	for (size_t i = 0; i < cew_cfn_finding_count(f->e); i++) {
		const struct cew_cfn_finding *n = cew_cfn_finding_at(f->e, i);
		assert_non_null(n->message);
		assert_non_null(n->remedy);
		if (n->severity == severity)
			used += (size_t)snprintf(line + used, sizeof line - used, "%s%s:%s:%d", used ? " " : "", n->rule,
			                         n->subject ? n->subject : "-", n->line);
	}
	return line;
}

const struct cew_cfn_finding *fixture_finding(struct fixture *f, const char *rule)
{
	for (size_t i = 0; i < cew_cfn_finding_count(f->e); i++)
		if (strcmp(cew_cfn_finding_at(f->e, i)->rule, rule) == 0)
			return cew_cfn_finding_at(f->e, i);
	return NULL;
}

const char *fixture_order(struct fixture *f)
{
	size_t used = 0;
	line[0] = '\0';
	for (size_t i = 0; i < cew_cfn_resource_count(f->e); i++)
		used += (size_t)snprintf(line + used, sizeof line - used, "%s%s", i ? " " : "",
		                         cew_cfn_resource_at(f->e, i)->logical_id);
	return line;
}

const struct cew_cfn_resource_name *fixture_name(struct fixture *f, const char *logical_id, const char *property)
{
	for (size_t i = 0; i < cew_cfn_name_count(f->e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(f->e, i);
		if (strcmp(n->logical_id, logical_id) == 0 && strcmp(n->property, property) == 0)
			return n;
	}
	return NULL;
}

static const char frame[] = "Parameters:\n"
                            "  Env: {Type: String, Default: prod}\n"
                            "  Count: {Type: Number, Default: 3}\n"
                            "  Items: {Type: CommaDelimitedList, Default: 'a, b ,c'}\n"
                            "  Secret: {Type: String, NoEcho: true, Default: s3cret}\n"
                            "  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /ami}\n"
                            "  Yes: {Type: String, Default: 'true'}\n"
                            "Mappings:\n"
                            "  Regions:\n"
                            "    us-east-1: {Account: '0123', Zones: [x, y]}\n"
                            "    eu-west-1: {Account: 4567}\n"
                            "Conditions:\n"
                            "  IsProd: !Equals [!Ref Env, prod]\n"
                            "  IsOff: !Equals [!Ref Env, off]\n"
                            "Resources:\n"
                            "  VPC: {Type: 'AWS::EC2::VPC'}\n"
                            "  Role: {Type: 'AWS::IAM::Role'}\n"
                            "  Off: {Type: 'AWS::SNS::Topic', Condition: IsOff}\n"
                            "Outputs:\n"
                            "  X:\n"
                            "    Value: ";

const char *fixture_expression(struct fixture *f, const char *expression, const char *parameters)
{
	char *text = cew_fmt("%s%s\n", frame, expression);
	assert_non_null(text);
	fixture_open(f, text, parameters);
	free(text);
	return fixture_output(f, "X");
}
