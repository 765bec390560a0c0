/* answers: what was said. A value a field and where it came from; answers files, parameter files and drafts.
 * Keeps the answer of a field that is not shown, and of one that only another template asks. */
#ifndef CEWIZARD_ANSWERS_H
#define CEWIZARD_ANSWERS_H

#include "cewizard/form.h"

/* Where a value came from; a later one in this list wins over an earlier one. */
enum cew_origin {
	CEW_ORIGIN_NONE, /* nothing was said, and the form has no default */
	CEW_ORIGIN_DEFAULT,
	CEW_ORIGIN_ENVIRONMENT, /* AWS_REGION, AWS_PROFILE: said of all work on this machine, not of this deployment */
	CEW_ORIGIN_FILE,
	CEW_ORIGIN_DRAFT, /* one that the operator chose to go on with */
	CEW_ORIGIN_OPTION, /* --set, --region, --stack-name … */
	CEW_ORIGIN_TYPED,
	CEW_ORIGIN_PICKED, /* from a list, or generated */
	CEW_ORIGIN_COUNT
};

struct cew_answers;
struct cew_pair {
	char *key, *value;
};

/* The form set and the scope's template stay the caller's. */
struct cew_answers *cew_answers_create(const struct cew_form_set *forms); /* with the forms' defaults; NULL: no memory */
void cew_answers_destroy(struct cew_answers *a);
/* Goes on with another form set (another template was chosen): answers are kept by field id, strays that the new forms ask
 * for find their fields. Texts read before are no longer valid. CEW_INVALID, with nothing changed, for a stray that turns out
 * to be derived, or a secret in a file that others may read. */
enum cew_status cew_answers_rebind(struct cew_answers *a, const struct cew_form_set *forms, struct cew_error *err);
const struct cew_form_set *cew_answers_forms(const struct cew_answers *a);
/* Which parameters the chosen template has (default: all). Fields that feed a missing one are not shown. */
void cew_answers_set_template(struct cew_answers *a, bool (*has_parameter)(void *ctx, const char *name), void *ctx);

/* Values. Text of an unknown or empty field is "", never NULL; the pointer is valid until that field is set again. A
 * list's text is its items with commas between them. A secret's text is the secret itself: only for sending and checking. */
const char *cew_answers_text(const struct cew_answers *a, const char *id);
enum cew_origin cew_answers_origin(const struct cew_answers *a, const char *id);
bool cew_answers_is_default(const struct cew_answers *a, const char *id); /* has exactly the form's default */
/* Changing does nothing, and is no error, where an answer of a later origin stands; what is typed and what is picked replace
 * each other. A choice or flag takes the spelling of the form ("true" is "True" there). CEW_NOT_FOUND: no such field;
 * CEW_INVALID: pairs from a text, or a field of another kind. */
enum cew_status cew_answers_set(struct cew_answers *a, const char *id, const char *text, enum cew_origin origin,
                                struct cew_error *err);
size_t cew_answers_list_count(const struct cew_answers *a, const char *id); /* lists and pairs */
const char *cew_answers_list_at(const struct cew_answers *a, const char *id, size_t i);
const struct cew_pair *cew_answers_pair_at(const struct cew_answers *a, const char *id, size_t i);
enum cew_status cew_answers_list_put(struct cew_answers *a, const char *id, size_t i, const char *text,
                                     enum cew_origin origin, struct cew_error *err); /* i >= count: append */
enum cew_status cew_answers_pair_put(struct cew_answers *a, const char *id, size_t i, const char *key, const char *value,
                                     enum cew_origin origin, struct cew_error *err);
void cew_answers_list_remove(struct cew_answers *a, const char *id, size_t i);

bool cew_answers_page_shown(const struct cew_answers *a, const struct cew_page *page);
bool cew_answers_field_shown(const struct cew_answers *a, const struct cew_field *field); /* and its page */
/* What is sent for a template parameter: the shown field's text, the derived percent-encoding, or NULL if no field feeds it,
 * the field does not apply, or nothing was said to a field that may be left out (then the template's default holds, or ""
 * where it has none: the plan decides). A required field is never NULL: a template's well-known password must not slip in. */
const char *cew_answers_parameter(const struct cew_answers *a, const char *parameter);
/* Must what is sent for this parameter not be shown? A secret's must not, nor what is derived from it; of a URL (a proxy's)
 * only one with user information. Templates do not mark all of these NoEcho: the vendor's leaves out the proxies. */
bool cew_answers_hides(const struct cew_answers *a, const char *parameter);
/* Tells the log every secret there is now, and what is derived from it. Secrets from files, environment, options and
 * generators are told as they come; typed ones when they are whole: by this, before anything is sent, and by saving a draft. */
void cew_answers_redact(const struct cew_answers *a);

/* ---- files (the manual's ANSWERS FILE) ---- */

/* Reads an answers file (YAML or JSON), the AWS CLI's parameters file or CloudFormation's template configuration file:
 * recognised by shape; "-" is standard input. {env: NAME}, {file: PATH} and {generate: N} are resolved here. Paths, also
 * that of `template`, are relative to the file and absolute from here on. Every problem is passed to `problem` (so that all
 * are told, not the first), with where = file:line:column; what is right is taken nevertheless. The result is CEW_INVALID if
 * there was any that is an error (`warning` ones do not count), or the status of a file that cannot be read at all. */
typedef void cew_answers_problem_fn(void *ctx, bool warning, const struct cew_error *err);
enum cew_status cew_answers_load(struct cew_answers *a, const char *path, const struct cew_random *random,
                                 cew_answers_problem_fn *problem, void *ctx);
/* The same from memory (the demo's built-in answers); no mode check, relative paths stay relative, and what the template
 * does not ask is no stray. */
enum cew_status cew_answers_load_text(struct cew_answers *a, const char *name, const char *data, size_t len,
                                      enum cew_origin origin, const struct cew_random *random,
                                      cew_answers_problem_fn *problem, void *ctx);
/* Parameters named in files or options that no form knows (yet: their template may be loaded later), and those that forms
 * know but the template of cew_answers_set_template lacks. All are kept for when they are asked. */
size_t cew_answers_stray_count(const struct cew_answers *a);
const char *cew_answers_stray_at(const struct cew_answers *a, size_t i, const char **where);
/* --set NAME=VALUE: one parameter. CEW_USAGE without "=", CEW_INVALID for a derived one. Unknown names become stray. */
enum cew_status cew_answers_set_option(struct cew_answers *a, const char *assignment, struct cew_error *err);

/* ---- drafts: $XDG_STATE_HOME/cewizard/drafts, else ~/.local/state/cewizard/drafts ---- */

/* Keeps the drafts of this process apart from others: "demo" has a directory of its own, "" (as at the start) is the common
 * one. The text stays the caller's. */
void cew_draft_use(const char *kind);
/* The account that the answers are meant for; kept in drafts, as it is no secret. "" if none was said. */
const char *cew_answers_account(const struct cew_answers *a);
void cew_answers_set_account(struct cew_answers *a, const char *account_id); /* without memory it stays as it was */
/* Whose time is written into drafts; at first the system's. */
void cew_answers_set_clock(struct cew_answers *a, const struct cew_clock *clock);

struct cew_draft {
	char *path;
	int64_t saved_ms; /* wall clock */
	char *stack_name; /* "" if none was given yet */
};
/* Keeps what was said, but secrets and the acknowledgement, in the file of the stack's name; answers that do not apply, and
 * half-typed ones, too. A session has one draft: named differently, it moves. Nothing typed or picked: none. */
enum cew_status cew_draft_save(struct cew_answers *a, const char *page_id, struct cew_error *err);
/* Does another session, which is at work now, have the file of this stack's name? Then the last save went beside it. */
bool cew_draft_is_beside(const struct cew_answers *a);
/* The newest draft that can be read, and that no other process is at work on; CEW_NOT_FOUND if there is none. */
enum cew_status cew_draft_newest(struct cew_draft *out, struct cew_error *err);
/* Takes the draft's answers as CEW_ORIGIN_DRAFT; *page_id is the caller's to free(). CEW_INVALID: it cannot be read. */
enum cew_status cew_draft_load(struct cew_answers *a, const char *path, char **page_id, struct cew_error *err);
void cew_draft_finish(struct cew_draft *d);
enum cew_status cew_draft_remove(const char *path, struct cew_error *err);
/* Removes the draft that these answers were saved to or loaded from, if there is one. */
enum cew_status cew_draft_discard(struct cew_answers *a, struct cew_error *err);
/* The directory for what is kept ("drafts", "journal"): mode 0700, made if missing. */
enum cew_status cew_state_dir(const char *kind, struct cew_buf *out, struct cew_error *err);

#endif
