/* The list of issues. */
#include "cewizard/check.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const severity_names[] = {
	[CEW_ERROR] = "error",
	[CEW_WARNING] = "warning",
	[CEW_NOTE] = "note",
};
static_assert(CEW_COUNT(severity_names) == CEW_SEVERITY_COUNT, "a name for every severity");

const char *cew_severity_name(enum cew_severity severity)
{
	return severity_names[severity];
}

void cew_issues_init(struct cew_issues *issues)
{
	cew_vec_init(&issues->list, sizeof(struct cew_issue));
}

static void issue_finish(struct cew_issue *i)
{
	free(i->field);
	free(i->rule);
	free(i->message);
	free(i->remedy);
	free(i->suggestion);
}

void cew_issues_clear(struct cew_issues *issues)
{
	struct cew_issue *all = issues->list.items;
	for (size_t i = 0; i < issues->list.len; i++)
		issue_finish(&all[i]);
	issues->list.len = 0;
}

void cew_issues_finish(struct cew_issues *issues)
{
	cew_issues_clear(issues);
	cew_vec_finish(&issues->list);
}

const struct cew_issue *cew_issues_at(const struct cew_issues *issues, size_t i)
{
	return cew_vec_at(&issues->list, i);
}

size_t cew_issues_count(const struct cew_issues *issues, enum cew_severity severity)
{
	size_t n = 0;
	for (size_t i = 0; i < issues->list.len; i++)
		n += cew_issues_at(issues, i)->severity == severity;
	return n;
}

enum cew_status cew_issues_add(struct cew_issues *issues, enum cew_severity severity, const char *field, const char *rule,
                               const char *remedy, const char *message, ...)
{
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	va_list args;
	va_start(args, message);
	cew_buf_vfmt(&text, message, args);
	va_end(args);
	struct cew_issue issue = {
		.severity = severity,
		.field = cew_strdup(field),
		.rule = cew_strdup(rule),
		.remedy = cew_strdup(remedy ? remedy : ""),
		.message = cew_strdup(cew_buf_text(&text)),
	};
	cew_buf_finish(&text);
	bool whole = issue.field && issue.rule && issue.remedy && issue.message;
	if (whole && cew_vec_push(&issues->list, &issue))
		return CEW_OK;
	issue_finish(&issue);
	return CEW_NO_MEMORY;
}
