/* Drafts: one file a session, the newest found, every answer back as it stood. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DRAFTS "state/cewizard/drafts"

static void save(struct desk *d, const char *page_id)
{
	if (cew_draft_save(d->a, page_id, &d->err))
		fail_msg("%s", d->err.what);
}

/* Another start of the program, which goes on with the newest draft; returns the page. */
static char *resume(struct desk *d)
{
	struct cew_draft draft;
	char *page;
	restart(d);
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_int_equal(cew_draft_load(d->a, draft.path, &page, &d->err), CEW_OK);
	cew_draft_finish(&draft);
	return page;
}

static bool exists(struct desk *d, const char *file)
{
	return access(path_in(d, file), F_OK) == 0;
}

static void test_everything_comes_back(void **state)
{
	struct desk *d = *state;
	type(d, "stackName", "ce");
	type(d, "EnvName", "other");
	type(d, "VpcCIDR", "10.0.0.0/"); /* half-typed */
	type(d, "timeoutMinutes", "12x");
	type(d, "PackageType", "Medium"); /* typed, though it is the default */
	type(d, "terminationProtection", "true");
	type(d, "profile", "dev");
	cew_answers_list_put(d->a, "notificationArns", 0, "arn:aws:sns:x", CEW_ORIGIN_TYPED, NULL);
	cew_answers_list_put(d->a, "notificationArns", 1, "", CEW_ORIGIN_TYPED, NULL);
	cew_answers_list_put(d->a, "notificationArns", 2, "a,b", CEW_ORIGIN_TYPED, NULL);
	cew_answers_pair_put(d->a, "tags", 0, "Owner", "one", CEW_ORIGIN_TYPED, NULL);
	cew_answers_pair_put(d->a, "tags", 1, "Owner", "two", CEW_ORIGIN_TYPED, NULL);
	cew_answers_pair_put(d->a, "tags", 2, "", "", CEW_ORIGIN_TYPED, NULL);
	save(d, "network");
	char *page = resume(d);
	assert_string_equal(page, "network");
	free(page);
	assert_answer(d, "stackName", "ce");
	assert_int_equal(cew_answers_origin(d->a, "stackName"), CEW_ORIGIN_DRAFT);
	assert_answer(d, "EnvName", "other");
	assert_answer(d, "VpcCIDR", "10.0.0.0/");
	assert_answer(d, "timeoutMinutes", "12x");
	assert_int_equal(cew_answers_origin(d->a, "PackageType"), CEW_ORIGIN_DRAFT);
	assert_answer(d, "terminationProtection", "true");
	assert_answer(d, "profile", "dev");
	assert_int_equal(cew_answers_list_count(d->a, "notificationArns"), 3);
	assert_string_equal(cew_answers_list_at(d->a, "notificationArns", 1), "");
	assert_string_equal(cew_answers_list_at(d->a, "notificationArns", 2), "a,b");
	assert_int_equal(cew_answers_list_count(d->a, "tags"), 3);
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 1)->value, "two");
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 2)->key, "");
	assert_int_equal(cew_answers_origin(d->a, "VPCName"), CEW_ORIGIN_DEFAULT);
}

static void test_any_text_comes_back(void **state)
{
	static const char *const texts[] = {
		"", " ", "  leading", "trailing  ", "null", "~", "true", "yes", "0123", "1e3", "0x10", "2026-01-02", "- a", "a: b", "#no",
		"a #b", "\"", "'", "\\", "%", "@x", "`x", "!tag", "&a", "*a", "{a", "[a]", "|", ">", "?", "é日本語🙂", "a\tb", "=", "<<",
		"\x7F", "\xC2\x85x", "\xE2\x80\xA8x", "e\xCC\x81", "line\nbreak",
	};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		restart(d);
		type(d, "EnvName", texts[i]);
		cew_answers_pair_put(d->a, "tags", 0, texts[i], texts[i], CEW_ORIGIN_TYPED, NULL);
		cew_answers_list_put(d->a, "notificationArns", 0, texts[i], CEW_ORIGIN_TYPED, NULL);
		save(d, texts[i]);
		char *page = resume(d);
		assert_string_equal(page, texts[i]);
		free(page);
		assert_answer(d, "EnvName", texts[i]);
		assert_string_equal(cew_answers_pair_at(d->a, "tags", 0)->key, texts[i]);
		assert_string_equal(cew_answers_list_at(d->a, "notificationArns", 0), texts[i]);
	}
}

/* Typed while another way was chosen, it is there when the way changes back. */
static void test_hidden_answers(void **state)
{
	struct desk *d = *state;
	type(d, "CreateResources", "False");
	type(d, "ExistingVPCId", "vpc-1");
	type(d, "CreateResources", "True");
	type(d, "ExistingECSCluster", "typed while hidden");
	save(d, "basic");
	free(resume(d));
	assert_parameter(d, "ExistingVPCId", NULL);
	assert_answer(d, "ExistingVPCId", "vpc-1");
	assert_int_equal(cew_answers_origin(d->a, "ExistingVPCId"), CEW_ORIGIN_DRAFT);
	assert_answer(d, "ExistingECSCluster", "typed while hidden");
}

/* A field of another template's waits in the draft until that template is chosen again. */
static void test_answers_to_another_template(void **state)
{
	const struct cew_form_extra extras[] = {{.parameter = "Disk", .group = "G"}, {.parameter = "Zones", .group = "G", .list = true}};
	struct desk *d = *state;
	use_extras(d, extras, 2);
	type(d, "Disk", "20");
	type(d, "Zones", "a,b");
	use_extras(d, NULL, 0);
	save(d, "template");
	free(resume(d));
	save(d, "template");
	free(resume(d));
	assert_answer(d, "Disk", "");
	use_extras(d, extras, 2);
	assert_answer(d, "Disk", "20");
	assert_int_equal(cew_answers_list_count(d->a, "Zones"), 2);
}

/* A form of somebody's own may ask what feeds nothing and only steers what is shown. */
static void test_fields_that_feed_nothing(void **state)
{
	struct desk *d = *state;
	use_page(d, "  - {id: mode, kind: choice, label: M, choices: [easy, hard]}\n");
	set(d, "mode", "hard", CEW_ORIGIN_PICKED);
	save(d, "probe");
	free(resume(d));
	assert_answer(d, "mode", "hard");
}

static void test_acknowledgement_is_asked_anew(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	set(d, "acknowledge", "true", CEW_ORIGIN_PICKED);
	save(d, "acknowledge");
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_NOT_FOUND);
	type(d, "stackName", "ce");
	save(d, "acknowledge");
	char *text = content_of(path_in(d, DRAFTS "/ce.yaml"));
	assert_null(strstr(text, "acknowledge:"));
	free(text);
	free(resume(d));
	assert_answer(d, "acknowledge", "false");
	/* nor is one taken that somebody wrote into it */
	put(d, DRAFTS "/ce.yaml", "saved: 2026-01-02T03:04:05Z\nanswers: {acknowledge: \"true\", JWTSECRET: abc, EnvName: x}\n", 0600);
	free(resume(d));
	assert_answer(d, "EnvName", "x");
	assert_answer(d, "acknowledge", "false");
	assert_answer(d, "JWTSECRET", "");
}

static void test_who_wins(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	char *page;
	type(d, "stackName", "draft");
	type(d, "EnvName", "draft");
	type(d, "VPCName", "draft");
	type(d, "PackageType", "Large");
	save(d, "basic");
	restart(d);
	set(d, "stackName", "file", CEW_ORIGIN_FILE);
	set(d, "EnvName", "environment", CEW_ORIGIN_ENVIRONMENT);
	set(d, "VPCName", "option", CEW_ORIGIN_OPTION);
	set(d, "PackageType", "Small", CEW_ORIGIN_TYPED);
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_int_equal(cew_draft_load(d->a, draft.path, &page, NULL), CEW_OK);
	free(page);
	cew_draft_finish(&draft);
	assert_answer(d, "stackName", "draft");
	assert_answer(d, "EnvName", "draft");
	assert_answer(d, "VPCName", "option");
	assert_answer(d, "PackageType", "Small");
}

static void test_what_was_not_typed(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	/* nothing by hand: nothing to keep */
	set(d, "EnvName", "file", CEW_ORIGIN_FILE);
	set(d, "region", "us-east-1", CEW_ORIGIN_ENVIRONMENT);
	set(d, "profile", "dev", CEW_ORIGIN_ENVIRONMENT);
	set(d, "VPCName", "option", CEW_ORIGIN_OPTION);
	set(d, "PackageType", "Large", CEW_ORIGIN_DRAFT);
	save(d, "basic");
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_NOT_FOUND);
	/* with something by hand, all that was said goes along */
	type(d, "stackName", "ce");
	save(d, "basic");
	free(resume(d));
	assert_answer(d, "EnvName", "file");
	assert_answer(d, "region", "us-east-1"); /* the stack's place must not change silently */
	assert_answer(d, "VPCName", "option");
	assert_answer(d, "PackageType", "Large");
	assert_answer(d, "profile", ""); /* kept, it would stand before keys in the environment */
}

/* ---- files ---- */

static void test_modes(void **state)
{
	struct desk *d = *state;
	mode_t before = umask(0);
	type(d, "stackName", "ce");
	save(d, "basic");
	umask(before);
	assert_int_equal(mode_of(path_in(d, DRAFTS "/ce.yaml")), 0600);
	assert_int_equal(mode_of(path_in(d, DRAFTS)), 0700);
	assert_int_equal(mode_of(path_in(d, "state/cewizard")), 0700);
	assert_int_equal(mode_of(path_in(d, "state")), 0700);
	/* directories that were open are closed; what is not ours stays as it is */
	chmod(path_in(d, DRAFTS), 0755);
	chmod(path_in(d, "state/cewizard"), 0777);
	chmod(path_in(d, "state"), 0755);
	chmod(path_in(d, DRAFTS "/ce.yaml"), 0644);
	save(d, "basic");
	assert_int_equal(mode_of(path_in(d, DRAFTS "/ce.yaml")), 0600);
	assert_int_equal(mode_of(path_in(d, DRAFTS)), 0700);
	assert_int_equal(mode_of(path_in(d, "state/cewizard")), 0700);
	assert_int_equal(mode_of(path_in(d, "state")), 0755);
}

static void test_names(void **state)
{
	static const struct {
		const char *stack, *file;
	} rows[] = {
		{"netskope-ce", DRAFTS "/netskope-ce.yaml"},
		{"../../../etc/passwd", DRAFTS "/_________etc_passwd.yaml"},
		{".hidden", DRAFTS "/_hidden.yaml"},
		{"a b.c", DRAFTS "/a_b_c.yaml"},
		{"", DRAFTS "/_unnamed.yaml"},
	};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		restart(d);
		type(d, "EnvName", "x");
		type(d, "stackName", rows[i].stack);
		save(d, "basic");
		if (!exists(d, rows[i].file))
			fail_msg("%s is not kept in %s", rows[i].stack, rows[i].file);
	}
	char longest[4000];
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	type(d, "stackName", longest);
	save(d, "basic"); /* file names have a limit, too */
}

static void test_one_draft_a_session(void **state)
{
	struct desk *d = *state;
	type(d, "EnvName", "x");
	save(d, "basic");
	assert_true(exists(d, DRAFTS "/_unnamed.yaml"));
	type(d, "stackName", "one");
	save(d, "basic");
	assert_true(exists(d, DRAFTS "/one.yaml"));
	assert_false(exists(d, DRAFTS "/_unnamed.yaml"));
	/* another session for another stack leaves it alone; the first one's is of long ago, not of the same millisecond */
	put(d, DRAFTS "/one.yaml", "saved: 2001-01-02T03:04:05.678Z\nstackName: one\nanswers: {}\n", 0600);
	restart(d);
	type(d, "stackName", "two");
	save(d, "basic");
	assert_true(exists(d, DRAFTS "/one.yaml") && exists(d, DRAFTS "/two.yaml"));
	/* one that goes on with a draft takes it along */
	free(resume(d));
	type(d, "stackName", "three");
	save(d, "network");
	assert_true(exists(d, DRAFTS "/one.yaml") && exists(d, DRAFTS "/three.yaml"));
	assert_false(exists(d, DRAFTS "/two.yaml"));
}

static void test_the_page_of_a_draft_gone_on_with(void **state)
{
	struct desk *d = *state;
	type(d, "stackName", "ce");
	save(d, "basic");
	free(resume(d));
	save(d, "tags"); /* nothing was typed, but the page is another */
	char *page = resume(d);
	assert_string_equal(page, "tags");
	free(page);
	save(d, NULL);
	page = resume(d);
	assert_string_equal(page, "");
	free(page);
}

static void test_the_newest(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	assert_int_equal(cew_draft_newest(&draft, &d->err), CEW_NOT_FOUND);
	assert_null(draft.path);
	assert_false(exists(d, "state")); /* looking makes nothing */
	type(d, "stackName", "any");
	save(d, "basic");
	put(d, DRAFTS "/any.yaml", "saved: 2026-01-02T03:04:05.678Z\nstackName: old\nanswers: {}\n", 0600);
	put(d, DRAFTS "/b.yaml", "saved: 2026-01-02T03:04:07.678Z\nstackName: new\nanswers: {}\n", 0600);
	put(d, DRAFTS "/c.yaml", "saved: 2026-01-02T03:04:06.678Z\nanswers: {}\n", 0600);
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_string_equal(draft.stack_name, "new");
	assert_string_equal(strrchr(draft.path, '/'), "/b.yaml");
	assert_int_equal(draft.saved_ms, 1767323047678);
	assert_int_equal(cew_draft_remove(draft.path, NULL), CEW_OK);
	assert_int_equal(cew_draft_remove(draft.path, NULL), CEW_OK); /* gone is gone */
	cew_draft_finish(&draft);
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_string_equal(draft.stack_name, "");
	assert_string_equal(strrchr(draft.path, '/'), "/c.yaml");
	cew_draft_finish(&draft);
	assert_null(draft.path);
}

static int64_t noon(void *ctx)
{
	(void)ctx;
	return 1767355200000;
}

static void test_whose_time(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	const struct cew_clock clock = {.wall_ms = noon, .mono_ms = noon};
	cew_answers_set_clock(d->a, &clock);
	type(d, "stackName", "ce");
	save(d, "basic");
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_int_equal(draft.saved_ms, 1767355200000);
	cew_draft_finish(&draft);
}

static void test_kinds_are_apart(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	type(d, "stackName", "ce");
	save(d, "basic");
	restart(d);
	cew_draft_use("demo");
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_NOT_FOUND);
	type(d, "stackName", "pretended");
	save(d, "basic");
	assert_true(exists(d, DRAFTS "/demo/pretended.yaml"));
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_string_equal(draft.stack_name, "pretended");
	cew_draft_finish(&draft);
	cew_draft_use("");
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_string_equal(draft.stack_name, "ce");
	cew_draft_finish(&draft);
}

/* The session's own draft, not the newest that there is. */
static void test_discard(void **state)
{
	struct desk *d = *state;
	assert_int_equal(cew_draft_discard(d->a, NULL), CEW_OK); /* none yet */
	type(d, "stackName", "ce");
	save(d, "basic");
	put(d, DRAFTS "/other.yaml", "saved: 2100-01-02T03:04:05.678Z\nstackName: other\nanswers: {}\n", 0600);
	assert_int_equal(cew_draft_discard(d->a, NULL), CEW_OK);
	assert_false(exists(d, DRAFTS "/ce.yaml"));
	assert_true(exists(d, DRAFTS "/other.yaml"));
	assert_int_equal(cew_draft_discard(d->a, NULL), CEW_OK);
}

static void test_corrupt_drafts_are_skipped(void **state)
{
	static const char *const broken[] = {
		"", "saved: [\n", "just text\n", "saved: 2099-01-01T00:00:00Z\n", "saved: yesterday\nanswers: {}\n",
		"answers: {}\n", "saved: 2099-01-01T00:00:00Z\nanswers: [a]\n", "saved: 2099-01-01T00:00:00Z\nanswers: ~\n",
		"saved: 2099-01-01T00:00:00Z\nanswers: {a: \"\xFF\"}\n",
	};
	struct desk *d = *state;
	struct cew_draft draft;
	char *page;
	type(d, "stackName", "good");
	save(d, "basic");
	mkdir(path_in(d, DRAFTS "/folder.yaml"), 0700);
	assert_int_equal(mkfifo(path_in(d, DRAFTS "/pipe.yaml"), 0600), 0);
	put(d, DRAFTS "/newer.yaml.AbCdEf", "saved: 2099-01-01T00:00:00Z\nanswers: {}\n", 0600); /* a write that was cut off */
	for (size_t i = 0; i < CEW_COUNT(broken); i++) {
		put(d, DRAFTS "/bad.yaml", broken[i], 0600);
		assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
		assert_string_equal(draft.stack_name, "good");
		cew_draft_finish(&draft);
		assert_int_equal(cew_draft_load(d->a, path_in(d, DRAFTS "/bad.yaml"), &page, &d->err), CEW_INVALID);
		assert_null(page);
		assert_string_equal(d->err.where, path_in(d, DRAFTS "/bad.yaml"));
		assert_int_equal(cew_draft_load(d->a, path_in(d, DRAFTS "/bad.yaml"), &page, NULL), CEW_INVALID);
	}
}

/* What no longer fits is left out; the rest is taken. */
static void test_forms_that_changed(void **state)
{
	struct desk *d = *state;
	type(d, "stackName", "ce");
	save(d, "basic");
	put(d, DRAFTS "/ce.yaml", "saved: 2026-01-02T03:04:05Z\nanswers:\n  EnvName: [a, b]\n  tags: text\n  notificationArns: {a: b}\n"
	                          "  VPCName: mine\n  JWTSECRET: [a]\n  nobody: x\n", 0600);
	free(resume(d));
	assert_answer(d, "VPCName", "mine");
	assert_answer(d, "EnvName", "netskope-ce");
	assert_int_equal(cew_answers_list_count(d->a, "tags"), 0);
	assert_int_equal(cew_answers_list_count(d->a, "notificationArns"), 0);
	assert_answer(d, "JWTSECRET", "");
}

static void test_a_failed_save_leaves_the_draft(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	type(d, "stackName", "one");
	save(d, "basic");
	/* a directory stands where the file would go */
	mkdir(path_in(d, DRAFTS "/two.yaml"), 0700);
	type(d, "stackName", "two");
	assert_int_equal(cew_draft_save(d->a, "basic", &d->err), CEW_IO);
	assert_non_null(strstr(d->err.what, "two.yaml"));
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	assert_string_equal(draft.stack_name, "one");
	cew_draft_finish(&draft);
}

/* ---- where ---- */

static void test_state_dir(void **state)
{
	struct desk *d = *state;
	struct cew_buf path;
	cew_buf_init(&path, 4096);
	assert_int_equal(cew_state_dir("journal", &path, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&path), path_in(d, "state/cewizard/journal"));
	assert_int_equal(mode_of(cew_buf_text(&path)), 0700);
	cew_buf_clear(&path);
	assert_int_equal(cew_state_dir("journal", &path, NULL), CEW_OK);
	cew_buf_finish(&path);
}

static void test_state_dir_elsewhere(void **state)
{
	struct desk *d = *state;
	struct cew_buf path;
	char *home = cew_strdup(getenv("HOME")), *old = cew_strdup(getenv("XDG_STATE_HOME"));
	cew_buf_init(&path, 4096);
	setenv("HOME", d->dir, 1);
	setenv("XDG_STATE_HOME", "relative", 1); /* counts as unset */
	assert_int_equal(cew_state_dir("drafts", &path, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&path), path_in(d, ".local/state/cewizard/drafts"));
	cew_buf_clear(&path);
	unsetenv("XDG_STATE_HOME");
	assert_int_equal(cew_state_dir("drafts", &path, NULL), CEW_OK);
	cew_buf_clear(&path);

	unsetenv("HOME");
	assert_int_equal(cew_state_dir("drafts", &path, &d->err), CEW_IO);
	assert_string_equal(d->err.hint, "set HOME");
	cew_buf_clear(&path);
	put(d, "file", "", 0600);
	setenv("XDG_STATE_HOME", path_in(d, "file"), 1);
	assert_int_equal(cew_state_dir("drafts", &path, &d->err), CEW_IO);
	assert_non_null(strstr(d->err.what, "file"));
	assert_non_null(strstr(d->err.hint, "XDG_STATE_HOME"));
	cew_buf_finish(&path);
	if (home)
		setenv("HOME", home, 1);
	setenv("XDG_STATE_HOME", old, 1);
	free(home);
	free(old);
}

/* The other session is another set of answers here: locks belong to who opened the file. */
static void test_two_sessions_on_one_name(void **state)
{
	struct desk *d = *state;
	struct cew_draft draft;
	char *page = NULL;
	type(d, "stackName", "ce");
	type(d, "EnvName", "first");
	save(d, "basic");
	assert_false(cew_draft_is_beside(d->a));
	struct cew_answers *first = d->a;
	d->a = cew_answers_create(d->forms);
	type(d, "stackName", "ce");
	type(d, "EnvName", "second");
	save(d, "basic");
	assert_true(cew_draft_is_beside(d->a));
	assert_true(exists(d, DRAFTS "/ce.2.yaml"));
	char *text = content_of(path_in(d, DRAFTS "/ce.yaml"));
	assert_non_null(strstr(text, "first"));
	free(text);
	/* Gone on with from outside while its session is still at work: the two part ways. */
	assert_int_equal(cew_draft_load(d->a, path_in(d, DRAFTS "/ce.yaml"), &page, &d->err), CEW_OK);
	free(page);
	save(d, "basic");
	assert_true(cew_draft_is_beside(d->a));
	cew_answers_destroy(first);
	assert_false(exists(d, DRAFTS "/ce.yaml.lock"));
	assert_int_equal(cew_draft_newest(&draft, NULL), CEW_OK);
	cew_draft_finish(&draft);
}

static void test_the_account_that_was_meant(void **state)
{
	struct desk *d = *state;
	type(d, "stackName", "ce");
	assert_string_equal(cew_answers_account(d->a), "");
	cew_answers_set_account(d->a, "123456789012");
	save(d, "basic");
	free(resume(d));
	assert_string_equal(cew_answers_account(d->a), "123456789012");
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_everything_comes_back),
		with_desk(test_any_text_comes_back),
		with_desk(test_hidden_answers),
		with_desk(test_answers_to_another_template),
		with_desk(test_fields_that_feed_nothing),
		with_desk(test_acknowledgement_is_asked_anew),
		with_desk(test_who_wins),
		with_desk(test_what_was_not_typed),
		with_desk(test_modes),
		with_desk(test_names),
		with_desk(test_one_draft_a_session),
		with_desk(test_the_page_of_a_draft_gone_on_with),
		with_desk(test_the_newest),
		with_desk(test_whose_time),
		with_desk(test_kinds_are_apart),
		with_desk(test_discard),
		with_desk(test_two_sessions_on_one_name),
		with_desk(test_the_account_that_was_meant),
		with_desk(test_corrupt_drafts_are_skipped),
		with_desk(test_forms_that_changed),
		with_desk(test_a_failed_save_leaves_the_draft),
		with_desk(test_state_dir),
		with_desk(test_state_dir_elsewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
