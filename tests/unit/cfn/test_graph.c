/* The order of resources, what they depend on, rings, and resolving them when more is known. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char text[] =
        "Resources:\n"
        "  Service:\n"
        "    Type: T\n"
        "    DependsOn: [Listener, Roles]\n"
        "    Properties: {Cluster: !Ref Cluster, Load: !Sub '${Listener}-${Cluster.Arn}'}\n"
        "  Cluster: {Type: T}\n"
        "  Listener: {Type: T, Properties: {A: !Join ['', [!GetAtt Balancer.Arn]]}}\n"
        "  Balancer: {Type: T, Metadata: {M: !Ref Cluster}}\n"
        "  Roles: {Type: T}\n"
        "  Alone: {Type: T, DependsOn: Roles, DeletionPolicy: Retain}\n"
        "  Base: {Type: 'AWS::RDS::DBInstance'}\n"
        "  Member: {Type: 'AWS::RDS::DBInstance', Properties: {DBClusterIdentifier: x}}\n";

static const char *depends(const struct fixture *f, const char *id)
{
	static char line[256];
	const struct cew_cfn_resource *r = cew_cfn_resource_find(f->e, id);
	size_t used = 0;
	line[0] = '\0';
	for (size_t i = 0; i < r->depends_on_count; i++) {
		if (i > 0)
			assert_true(r->depends_on[i] > r->depends_on[i - 1]);
		used += (size_t)snprintf(line + used, sizeof line - used, "%s%s", i ? " " : "",
		                         cew_cfn_resource_at(f->e, r->depends_on[i])->logical_id);
	}
	return line;
}

static void test_order(void **state)
{
	(void)state;
	struct fixture f = {0};
	fixture_open(&f, text, "");
	assert_int_equal(cew_cfn_finding_count(f.e), 0);
	assert_string_equal(fixture_order(&f), "Cluster Balancer Listener Roles Service Alone Base Member");
	assert_string_equal(depends(&f, "Service"), "Cluster Listener Roles");
	assert_string_equal(depends(&f, "Listener"), "Balancer");
	assert_string_equal(depends(&f, "Balancer"), "Cluster");
	assert_string_equal(depends(&f, "Cluster"), "");
	assert_int_equal(cew_cfn_resource_find(f.e, "Service")->depth, 3);
	assert_int_equal(cew_cfn_resource_find(f.e, "Cluster")->depth, 0);
	assert_string_equal(cew_cfn_resource_find(f.e, "Service")->deletion_policy, "Delete");
	assert_string_equal(cew_cfn_resource_find(f.e, "Alone")->deletion_policy, "Retain");
	assert_string_equal(cew_cfn_resource_find(f.e, "Base")->deletion_policy, "Snapshot");
	assert_string_equal(cew_cfn_resource_find(f.e, "Member")->deletion_policy, "Delete");
	assert_string_equal(cew_cfn_resource_find(f.e, "Base")->type, "AWS::RDS::DBInstance");
	assert_string_equal(cew_node_get_text(cew_cfn_resource_find(f.e, "Base")->source, "Type"), "AWS::RDS::DBInstance");
	fixture_close(&f);
}

static void test_cycle(void **state)
{
	(void)state;
	static const char ring[] = "Resources:\n"
	                           "  A: {Type: T, Properties: {X: !Ref B}}\n"
	                           "  B: {Type: T, Properties: {X: !GetAtt C.Arn}}\n"
	                           "  C: {Type: T, DependsOn: A}\n"
	                           "  D: {Type: T, Properties: {X: !Sub '${D.Arn}'}}\n"
	                           "  E: {Type: T, DependsOn: Nothing}\n";
	struct fixture f = {0};
	fixture_open(&f, ring, "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "cycle:A:2 cycle:D:5 unresolved-reference:E:6");
	assert_string_equal(fixture_finding(&f, "cycle")->message, "these resources need each other: A needs B needs C needs A");
	assert_int_equal(cew_cfn_resource_count(f.e), 5);
	assert_int_equal(fixture_finding(&f, "cycle")->column, 3);
	fixture_close(&f);
}

static void test_long_chain(void **state)
{
	(void)state;
	struct cew_buf source;
	struct fixture f = {0};
	cew_buf_init(&source, 1 << 20);
	cew_buf_str(&source, "Resources:\n");
	for (int i = 0; i < 499; i++)
		cew_buf_fmt(&source, "  R%d: {Type: T, DependsOn: R%d}\n", i, i + 1);
	cew_buf_str(&source, "  R499: {Type: T}\n");
	fixture_open(&f, cew_buf_text(&source), "");
	assert_string_equal(cew_cfn_resource_at(f.e, 0)->logical_id, "R499");
	assert_int_equal(cew_cfn_resource_at(f.e, 499)->depth, 499);
	fixture_close(&f);
	cew_buf_finish(&source);
}

static const struct cew_node *attribute(void *ctx, struct cew_doc *doc, const char *id, const char *name)
{
	(void)ctx;
	if (strcmp(id, "Later") == 0)
		return NULL;
	char *text_value = cew_fmt("%s/%s", id, name ? name : "ref");
	const struct cew_node *n = cew_doc_string(doc, text_value);
	free(text_value);
	return n;
}

static void test_resolve(void **state)
{
	(void)state;
	static const char source[] =
	        "Resources:\n"
	        "  A: {Type: T, Properties: {X: !Sub '${B}:${B.Arn}', Y: !Ref Later, Z: !Select [1, !Split ['/', !Ref B]]}}\n"
	        "  B: {Type: T}\n"
	        "  Later: {Type: T}\n"
	        "  Bad: {Type: T, Properties: {X: !Select [2, !Split ['/', !Ref B]]}}\n"
	        "Outputs: {O: {Value: !GetAtt B.Arn}, P: {Value: !Ref 'AWS::StackName'}}\n";
	struct fixture f = {0};
	struct cew_error err = {0};
	const struct cew_node *n;
	fixture_open(&f, source, "");
	assert_true(cew_cfn_unknown(cew_cfn_resource_find(f.e, "A")->properties, NULL));
	fixture_close(&f);
	f.in.attribute = attribute;
	fixture_open(&f, source, "");
	struct cew_doc *doc = cew_doc_create("resolved");
	assert_int_equal(cew_cfn_resolve_resource(f.e, "A", doc, &n, &err), CEW_OK);
	assert_string_equal(cew_node_get_text(n, "X"), "B/ref:B/Arn");
	assert_string_equal(cew_node_get_text(n, "Z"), "ref");
	assert_true(cew_cfn_unknown(cew_node_get(n, "Y"), NULL));
	assert_int_equal(cew_cfn_resolve_outputs(f.e, doc, &n, &err), CEW_OK);
	assert_string_equal(cew_node_get_text(n, "O"), "B/Arn");
	assert_string_equal(cew_node_get_text(n, "P"), "demo");
	assert_int_equal(cew_cfn_resolve_resource(f.e, "Nothing", doc, &n, &err), CEW_NOT_FOUND);
	assert_int_equal(cew_cfn_resolve_resource(f.e, "Bad", doc, &n, &err), CEW_INVALID);
	assert_string_equal(err.what, "Fn::Select asks for item 2 of a list of 2");
	assert_int_equal(strncmp(err.where, "t.yaml:5:", 9), 0);
	assert_int_equal(cew_cfn_resolve_resource(f.e, "B", doc, &n, &err), CEW_OK);
	assert_int_equal(cew_node_count(n), 0);
	cew_doc_destroy(doc);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_cycle),
		cmocka_unit_test(test_long_chain),
		cmocka_unit_test(test_resolve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
