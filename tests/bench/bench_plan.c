/* How long a plan takes, against the size of its template: from the template's bytes to the plan's JSON, in CPU time. */
#include "cewizard/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 15
#define BUDGET_MS 10.0 /* for the built-in template, which is the size of the vendor's */

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(enum cew_status status, const struct cew_error *err)
{
	if (status == CEW_OK)
		return;
	fprintf(stderr, "%s %s\n", err->where, err->what);
	exit(1);
}

/* ---- templates of a given size ----------------------------------------------------------------------------------- */

static void pad(struct cew_buf *out, size_t bytes)
{
	static const char words[] = "what an operator wrote into a description of some length ";
	for (size_t i = 0; i < bytes; i++)
		cew_buf_char(out, words[i % (sizeof words - 1)]);
}

/* Each of the resources refers to earlier ones, as those of real templates do: roles, functions, policies, topics. */
static void add_resource(struct cew_buf *out, size_t i, size_t padding)
{
	cew_buf_fmt(out, "  Item%zu:\n    Type: %s\n", i, i % 2 ? "AWS::SNS::Topic" : "AWS::IAM::Role");
	if (i % 3 == 0)
		cew_buf_str(out, "    Condition: Create\n");
	cew_buf_fmt(out, "    Properties:\n      %s: !Sub '${AWS::StackName}-${EnvName}-%zu'\n", i % 2 ? "TopicName" : "RoleName", i);
	if (i > 0)
		cew_buf_fmt(out, "      Uses: !If [Create, !GetAtt Item%zu.Arn, !Ref AWS::NoValue]\n", i - 1);
	if (i > 10)
		cew_buf_fmt(out, "      Joined: !Join [':', [!Ref Item%zu, !FindInMap [Sizes, Small, Cpu], !Sub 'x${Item%zu}y']]\n", i / 2,
		            i - 10);
	cew_buf_str(out, "      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - Effect: Allow\n"
	                 "            Action: ['sts:AssumeRole']\n            Resource: !Sub 'arn:${AWS::Partition}:s3:::${EnvName}/*'\n"
	                 "      Description: ");
	pad(out, padding);
	cew_buf_char(out, '\n');
}

static void make_template(struct cew_buf *out, size_t resources, size_t bytes)
{
	struct cew_buf one;
	cew_buf_init(&one, 1 << 20);
	add_resource(&one, 100, 0);
	size_t padding = bytes / resources > one.len ? bytes / resources - one.len : 0;
	cew_buf_finish(&one);
	cew_buf_init(out, CEW_CFN_TEMPLATE_MAX + 1);
	cew_buf_str(out, "Parameters:\n  EnvName: {Type: String, Default: netskope-ce}\n"
	                 "Mappings: {Sizes: {Small: {Cpu: '1024'}}}\n"
	                 "Conditions: {Create: !Equals [!Ref EnvName, netskope-ce]}\nResources:\n");
	for (size_t i = 0; i < resources; i++)
		add_resource(out, i, padding);
}

/* ---- measuring --------------------------------------------------------------------------------------------------- */

struct times {
	double load, plan, all;
};

static struct times once(const char *text, size_t len)
{
	struct cew_cfn_template *t;
	struct cew_form_set *forms;
	struct cew_plan *plan;
	struct cew_buf json;
	struct cew_error err;
	double start = cpu_ms();
	must(cew_cfn_load("template.yaml", text, len, &t, &err), &err);
	double loaded = cpu_ms();
	must(cew_plan_load_forms(NULL, t, &forms, &err), &err);
	struct cew_answers *answers = cew_answers_create(forms);
	must(cew_answers_set(answers, "region", "us-east-1", CEW_ORIGIN_TYPED, &err), &err);
	must(cew_answers_set(answers, "stackName", "ce", CEW_ORIGIN_TYPED, &err), &err);
	struct cew_subject subject = {.answers = answers, .template = t};
	double ready = cpu_ms();
	must(cew_plan_make(&subject, &plan, &err), &err);
	double planned = cpu_ms();
	cew_buf_init(&json, 64u << 20);
	must(cew_plan_write_json(plan, &json, &err), &err);
	cew_buf_finish(&json);
	cew_plan_destroy(plan);
	cew_answers_destroy(answers);
	cew_form_destroy(forms);
	cew_cfn_destroy(t);
	return (struct times){.load = loaded - start, .plan = planned - ready, .all = cpu_ms() - start};
}

/* The least of several rounds: what is above it is the machine's doing. */
static struct times measure(const char *text, size_t len)
{
	struct times best = once(text, len);
	for (int i = 1; i < ROUNDS; i++) {
		struct times t = once(text, len);
		best.load = t.load < best.load ? t.load : best.load;
		best.plan = t.plan < best.plan ? t.plan : best.plan;
		best.all = t.all < best.all ? t.all : best.all;
	}
	return best;
}

static void print_row(const char *what, size_t resources, size_t bytes, struct times t)
{
	printf("%-22s %5zu %9zu %9.2f %9.2f %9.2f %11.2f\n", what, resources, bytes, t.load, t.plan, t.all,
	       t.all * 1e6 / (double)bytes);
}

static void run_generated(const char *what, size_t resources, size_t bytes)
{
	struct cew_buf text;
	make_template(&text, resources, bytes);
	print_row(what, resources, text.len, measure(cew_buf_text(&text), text.len));
	cew_buf_finish(&text);
}

static bool run_built_in(void)
{
	struct cew_cfn_template *t;
	struct cew_error err;
	size_t len;
	must(cew_plan_open_template("", NULL, &t, &err), &err);
	const char *text = cew_cfn_source(t, &len);
	struct times best = measure(text, len);
	print_row("built-in", cew_node_count(cew_node_get(cew_cfn_root(t), "Resources")), len, best);
	cew_cfn_destroy(t);
	printf("\nA template of 60 KB: %.2f ms of %.0f ms CPU time%s\n", best.all, BUDGET_MS, best.all < BUDGET_MS ? "" : ": too slow");
	return best.all < BUDGET_MS;
}

int main(void)
{
	static const size_t counts[] = {10, 20, 50, 100, 200, 500};
	printf("%-22s %5s %9s %9s %9s %9s %11s\n", "template", "items", "bytes", "load ms", "plan ms", "all ms", "ns a byte");
	for (size_t i = 0; i < CEW_COUNT(counts); i++)
		run_generated("about 700 an item", counts[i], counts[i] * 700);
	for (size_t i = 0; i < CEW_COUNT(counts); i++)
		run_generated("about 2,000 an item", counts[i], counts[i] * 1980);
	run_generated("the largest", 500, 995000);
	return run_built_in() ? 0 : 1;
}
