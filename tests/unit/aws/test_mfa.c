/* Codes of MFA devices: who is asked, when, and what becomes of the calls meanwhile. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "aws_env.h"
#include "script.h"

enum { MINUTE = 60 * 1000 };

#define PROFILE \
	"[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/ann\n" \
	"[profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"
#define ASSUME(code) \
	"POST / Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=cewizard-1704164645" \
	"&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fann&TokenCode=" code " by BASE\n"

static struct asked {
	int times;
	uint64_t question;
	char serial[80], profile[20];
	const char *answer_at_once; /* NULL: later */
} asked;

static void ask(void *ctx, struct cew_aws *aws, uint64_t question, const char *serial, const char *profile)
{
	struct asked *a = ctx;

	a->times++;
	a->question = question;
	snprintf(a->serial, sizeof(a->serial), "%s", serial);
	snprintf(a->profile, sizeof(a->profile), "%s", profile);
	if (a->answer_at_once)
		cew_aws_answer_mfa(aws, question, a->answer_at_once);
}

static const struct script good = {
	.config = PROFILE, .profile = "dev",
	.replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED, IDENTIFIED,
	            OK_WITH(STS_KEYS("AssumeRole", "ASIA2", "2024-01-02T05:04:05Z")), IDENTIFIED},
};

static void open_asking(const struct script *s, struct fixture *f)
{
	asked = (struct asked){0};
	script_open(s, f);
	cew_aws_on_mfa(f->aws, ask, &asked);
}

static void the_code_is_asked_for_once(void **state)
{
	struct fixture f;

	(void)state;
	open_asking(&good, &f);
	script_ask(&f);
	script_ask(&f);
	fixture_turns(&f, 5);
	assert_int_equal(asked.times, 1);
	assert_string_equal(asked.serial, "arn:aws:iam::1:mfa/ann");
	assert_string_equal(asked.profile, "dev");
	assert_int_equal(f.calls_done, 0);
	assert_int_equal(server_requests(f.server), 0);
	cew_aws_answer_mfa(f.aws, asked.question + 1, "999999"); /* not what was asked */
	cew_aws_answer_mfa(f.aws, 0, "999999");
	cew_aws_answer_mfa(f.aws, asked.question, "123456");
	cew_aws_answer_mfa(f.aws, asked.question, "654321"); /* too late */
	fixture_run(&f, 2);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_string_equal(script_transcript(&f), ASSUME("123456") ASKED("ASIA1") ASKED("ASIA1"));
	assert_string_equal(cew_aws_credential_source(f.aws), "role arn:aws:iam::1:role/r (profile dev)");
	fixture_close(&f);
}

static void it_may_be_answered_at_once(void **state)
{
	struct fixture f;

	(void)state;
	open_asking(&good, &f);
	asked.answer_at_once = "123456";
	script_ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(script_transcript(&f), ASSUME("123456") ASKED("ASIA1"));
	fixture_close(&f);
}

static void the_config_may_name_who_is_asked(void **state)
{
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	asked = (struct asked){.answer_at_once = "123456"};
	script_prepare(&good, &f);
	script_config(&f, &config);
	config.profile = "dev";
	config.ask_mfa = ask;
	config.ask_mfa_ctx = &asked;
	fixture_client(&f, &config);
	script_ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

static void nobody_to_ask(void **state)
{
	struct fixture f;

	(void)state;
	script_open(&good, &f);
	script_ask(&f);
	assert_int_equal(f.calls_done, 1); /* told at once */
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_string_equal(f.err.what, "profile dev needs a code of the MFA device arn:aws:iam::1:mfa/ann, and nobody can be asked "
	                                "for it");
	assert_non_null(strstr(f.err.hint, "export-credentials"));
	fixture_close(&f);
}

/* Who follows a stack calls every few seconds: that must not ask every few seconds. */
static void who_gave_no_code_is_left_alone_for_a_while(void **state)
{
	struct fixture f;

	(void)state;
	open_asking(&good, &f);
	script_ask(&f);
	cew_aws_answer_mfa(f.aws, asked.question, NULL);
	fixture_run(&f, 1);
	assert_string_equal(f.err.what, "nobody gave the code of the MFA device arn:aws:iam::1:mfa/ann");
	assert_string_equal(f.err.where, "profile dev");
	script_ask(&f);
	fixture_run(&f, 2);
	assert_non_null(strstr(f.err.what, "nobody gave the code"));
	assert_int_equal(asked.times, 1);
	f.mono_ms += 5 * MINUTE;
	script_ask(&f);
	assert_int_equal(asked.times, 2);
	cew_aws_answer_mfa(f.aws, asked.question, "");
	fixture_run(&f, 3);
	/* Unless they ask to be asked. */
	cew_aws_renew(f.aws);
	assert_int_equal(asked.times, 3);
	cew_aws_answer_mfa(f.aws, asked.question, "123456");
	script_ask(&f);
	fixture_run(&f, 4);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

static void wrong_codes(void **state)
{
	static const struct script s = {
		.config = PROFILE, .profile = "dev",
		.replies = {{"403 Forbidden", NULL,
		             FAILURE("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code."), 0, KEEP},
		            OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED},
	};
	struct fixture f;

	(void)state;
	open_asking(&s, &f);
	script_ask(&f);
	cew_aws_answer_mfa(f.aws, asked.question, "12345x");
	fixture_run(&f, 1);
	assert_string_equal(f.err.what, "that is no code of an MFA device");
	assert_non_null(strstr(f.err.hint, "six digits"));
	script_ask(&f);
	cew_aws_answer_mfa(f.aws, asked.question, "111111");
	fixture_run(&f, 2);
	assert_int_equal(f.err.status, CEW_REFUSED);
	assert_non_null(strstr(f.err.what, "invalid MFA one time pass code"));
	assert_non_null(strstr(f.err.hint, "next code of the device arn:aws:iam::1:mfa/ann"));
	script_ask(&f);
	cew_aws_answer_mfa(f.aws, asked.question, "222222");
	fixture_run(&f, 3);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

/* The question comes a quarter of an hour early, and nothing waits for its answer until it must. */
static void it_is_asked_again_before_the_keys_end(void **state)
{
	struct fixture f;

	(void)state;
	open_asking(&good, &f);
	asked.answer_at_once = "123456";
	script_ask(&f);
	fixture_run(&f, 1);
	asked.answer_at_once = NULL;
	f.wall_ms += 46 * MINUTE;
	f.mono_ms += 46 * MINUTE;
	script_ask(&f);
	fixture_run(&f, 2);
	assert_int_equal(asked.times, 2);
	assert_string_equal(script_transcript(&f), ASSUME("123456") ASKED("ASIA1") ASKED("ASIA1"));
	cew_aws_answer_mfa(f.aws, asked.question, "234567");
	fixture_until_requests(&f, 4);
	fixture_turns(&f, 50);
	script_ask(&f);
	fixture_run(&f, 3);
	assert_non_null(strstr(script_transcript(&f), "TokenCode=234567 by BASE\n" ASKED("ASIA2")));
	assert_int_equal(asked.times, 2);
	fixture_close(&f);
}

static void a_client_can_go_with_a_question_open(void **state)
{
	struct fixture f;

	(void)state;
	open_asking(&good, &f);
	script_ask(&f);
	cew_aws_destroy(f.aws);
	f.aws = NULL;
	fixture_turns(&f, 5);
	assert_int_equal(f.calls_done, 0);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_code_is_asked_for_once),
		cmocka_unit_test(it_may_be_answered_at_once),
		cmocka_unit_test(the_config_may_name_who_is_asked),
		cmocka_unit_test(nobody_to_ask),
		cmocka_unit_test(who_gave_no_code_is_left_alone_for_a_while),
		cmocka_unit_test(wrong_codes),
		cmocka_unit_test(it_is_asked_again_before_the_keys_end),
		cmocka_unit_test(a_client_can_go_with_a_question_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
