/* Lookups against a script. */
#include "looked.h"

#include "aws_env.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

looked_print *looked_printer;

void looked_open(struct fixture *f, const struct reply *replies, size_t count)
{
	struct cew_aws_config config;

	fixture_open(f, replies, count);
	fixture_config(f, &config);
	config.region = "eu-west-1";
	fixture_client(f, &config);
}

void looked_found(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct fixture *f = arg;

	f->calls_done++;
	f->text[0] = '\0';
	f->err = err ? *err : (struct cew_error){.status = CEW_OK};
	assert_true(!err == !!found);
	if (found && looked_printer)
		looked_printer(f, found);
	if (found && found->cut)
		fixture_add(f, "cut\n");
}

static const char *requests(const struct fixture *f)
{
	static char text[16384];
	char *to = text;

	*to = '\0';
	for (size_t i = 0; i < server_requests(f->server); i++) {
		const char *head = server_head(f->server, i), *body = server_body(f->server, i), *version = strstr(body, "&Version=");

		to += sprintf(to, "%.*s", (int)(strcspn(head, "\r") - strlen(" HTTP/1.1")), head);
		if (*server_header(f->server, i, "x-amz-target"))
			to += sprintf(to, " %s", server_header(f->server, i, "x-amz-target"));
		if (*body)
			to += sprintf(to, " %.*s%s", version ? (int)(version - body) : (int)strlen(body), body,
			              version ? version + strlen("&Version=2011-06-15") : "");
		to += sprintf(to, "\n");
	}
	return text;
}

static void check(const struct looked *row)
{
	struct fixture f;
	struct cew_error err = {0};
	size_t count = 0;

	while (count < LOOKED_REPLIES && row->replies[count].status)
		count++;
	looked_open(&f, row->replies, count);
	looked_printer = row->print;
	if (!row->start(&f.account, looked_found, &f, &err))
		fail_msg("%s: %s", row->name, err.what);
	fixture_run(&f, 1);
	if (f.err.status != row->status)
		fail_msg("%s: status %d, %s", row->name, f.err.status, f.err.what);
	if (row->requests && strcmp(requests(&f), row->requests) != 0)
		fail_msg("%s asked\n%snot\n%s", row->name, requests(&f), row->requests);
	if (row->text && strcmp(f.text, row->text) != 0)
		fail_msg("%s found\n%snot\n%s", row->name, f.text, row->text);
	if ((row->what && !strstr(f.err.what, row->what)) || (row->hint && !strstr(f.err.hint, row->hint)))
		fail_msg("%s: %s / %s", row->name, f.err.what, f.err.hint);
	for (size_t i = 0; row->service && i < server_requests(f.server); i++)
		assert_true(server_signature_right(f.server, i, "AKIDEXAMPLE", FIXTURE_SECRET, "eu-west-1", row->service));
	fixture_close(&f);
}

void looked_check(const struct looked *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&rows[i]);
}
