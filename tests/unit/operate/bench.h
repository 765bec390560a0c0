/* What this room's tests share: a loop whose clock costs no time, and a small account of one stack that answers as AWS does,
 * notes what it was asked to change, and fails where it is told to. */
#ifndef OPERATE_BENCH_H
#define OPERATE_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cewizard/operate.h"

#define STACK_ID "arn:aws:cloudformation:us-east-1:123456789012:stack/ce/0a1b2c3d"
#define START_MS 1767323045000 /* 2026-01-02T03:04:05Z */

enum call {
	CALL_DETAILS, CALL_RESOURCES, CALL_TEMPLATE, CALL_SERVICE, CALL_TASK_ARNS, CALL_TASKS, CALL_TARGETS, CALL_CREATE_CHANGES,
	CALL_CHANGES, CALL_DROP_CHANGES, CALL_EXECUTE, CALL_DESIRED, CALL_STOP_TASK, CALL_CANCEL_UPDATE, CALL_CONTINUE,
	CALL_ATTRIBUTES, CALL_SET_ATTRIBUTE, CALL_BALANCERS, CALL_VPCS, CALL_TOPIC, CALL_BACKUP, CALL_PROTECT,
	CALL_INTERFACES,
	CALL_OTHERS, /* lists that are empty */
	CALL_COUNT
};

struct bench {
	struct cew_clock clock;
	int64_t mono_ms;
	struct cew_loop *loop;
	struct cew_random random;
	uint32_t seed;
	struct cew_site site;
	char *state_home;
	struct cew_buf changes; /* "down stop:task-1 execute …": what was asked to change, in order */
	bool synchronous;       /* answers come before the starting function returns */
	uint64_t last_call;

	/* the account */
	const char *status;          /* the stack's */
	const char *template;        /* its template */
	const struct cew_stack_parameter *parameters;
	size_t parameter_count;
	const char *topics[1];       /* that it tells; NULL: none */
	bool protected, balancer_protected, has_service;
	int desired, running;        /* of the service */
	bool unhealthy;              /* a container */
	const char *image;           /* of the container core */
	const char *change_status, *change_reason, *execution;
	const struct cew_interface *interfaces; /* in the VPC */
	size_t interface_count;
	const struct cew_change *change_list;
	size_t change_count;
	const char *outcome;         /* the status that an executed update comes to rest in */
	const char *continued;       /* … and a continued rollback */
	char token[64];              /* of the execution */
	bool update_shown;
	enum cew_status fails[CALL_COUNT]; /* CEW_OK: it works */
	int fail_times[CALL_COUNT];  /* how often; 0: always */
};

void bench_open(struct bench *b);
void bench_close(struct bench *b);
int bench_setup(void **state); /* cmocka's: *state is a bench */
int bench_teardown(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
void bench_turn(struct bench *b); /* one turn; fails if nothing is under way any more */

#define TEMPLATE_OF(tag, more)                                                                                          \
	"Parameters:\n  PackageType: {Type: String}\n  JWTSECRET: {Type: String, NoEcho: true}\n  MAINTENANCEPASSWORD: " \
	"{Type: String, NoEcho: true}\n" more                                                                            \
	"Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n"        \
	"        - {Name: core, Image: 'registry.example.com:5000/netskope/core5:" tag "'}\n"                             \
	"        - {Name: ui, Image: 'registry.example.com/netskope/ui5'}\n"                                              \
	"  Files: {Type: AWS::EFS::FileSystem, DeletionPolicy: Retain}\n"                                                 \
	"  VPC: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 172.16.0.0/16}}\n"                                          \
	"  Service: {Type: AWS::ECS::Service, Properties: {DesiredCount: 1}}\n"

#endif
