/* What the files of this room share: how an answer is kept. */
#ifndef CEW_ANSWERS_ROOM_H
#define CEW_ANSWERS_ROOM_H

#include "cewizard/answers.h"

/* One answer. Text of a secret lives in `secret`, a list's items in `items` (char *, or struct cew_pair) with `text` being
 * them joined by commas, any other text in `text`. */
struct value {
	char *id;
	const struct cew_field *field; /* NULL: the forms of now do not ask it; kept for when they do */
	enum cew_field_kind kind;
	enum cew_origin origin;
	char *where; /* of a parameter in a file or an option: "ce.yaml:3:5", "--set"; else NULL */
	char *text;
	struct cew_secret *secret;
	struct cew_vec items;
	struct cew_secret *derived; /* percent-encoded text, for fields that derive a parameter; NULL: empty */
};

/* A parameter named in a file or an option that no form knows. It may turn out to be a secret. */
struct stray {
	char *parameter, *where;
	struct cew_secret *value;
	enum cew_origin origin;
	bool open; /* stood as plain text in a file that others may read */
};

struct cew_answers {
	const struct cew_form_set *forms;
	struct cew_vec values; /* struct value * */
	struct cew_vec strays; /* struct stray */
	bool (*has_parameter)(void *ctx, const char *name);
	void *template_ctx;
	const struct cew_clock *clock;
	char *account; /* that they are meant for; NULL: none was said */
	char *lock;    /* path of the file that keeps other sessions off the draft; NULL: there is none */
	int lock_fd;   /* meaningful with it */
	bool beside;   /* another session has the draft of this stack's name: this one's is kept under another */
	char *draft; /* path of this session's draft; NULL: it has none yet */
};

/* ---- lock.c ---- */
bool draft_lock(struct cew_answers *a, const char *draft); /* false: another session has it; the lock of before ends */
void draft_unlock(struct cew_answers *a);
bool draft_is_elsewhere(const char *draft); /* a session of another process has it */

/* ---- value.c ---- */
struct value *value_create(const char *id, const struct cew_field *field); /* with the form's default; NULL: no memory */
struct value *value_dormant(const char *id, enum cew_field_kind kind); /* empty, of no field; NULL: no memory */
struct value *value_copy(const struct value *v, const struct cew_field *field); /* as an answer to that field */
void value_destroy(struct value *v);
const char *value_text(const struct value *v);
/* Each leaves the value as it was when memory runs out. */
bool value_set_text(struct value *v, const char *text);
bool value_put_item(struct value *v, size_t i, const char *text);
bool value_put_pair(struct value *v, size_t i, const char *key, const char *text);
bool value_remove(struct value *v, size_t i);
bool value_is_list(const struct value *v); /* lists and pairs */
bool value_set_where(struct value *v, const char *where); /* NULL: nowhere; false: no memory */
/* Many items at once: added to a value of its own, joined, and taken over. */
bool value_add_item(struct value *v, const char *text);
bool value_add_pair(struct value *v, const char *key, const char *text);
bool value_join(struct value *v);
void value_take_items(struct value *v, struct value *from); /* which gets the old ones */
void value_redact(const struct value *v); /* from now on the log strikes it out if it is a secret */
/* Must this answer to it (NULL: not known) stay hidden? */
bool field_hides(const struct cew_field *field, const char *text);
/* May this origin replace what stands there? Typing and picking replace each other. */
bool value_yields(const struct value *v, enum cew_origin origin);

/* ---- answers.c ---- */
struct value *answers_value(const struct cew_answers *a, const char *id); /* of a field of the forms of now; NULL: none */
/* Any field's, also of one that the forms of now do not ask (made if missing, then of this kind); NULL: no memory. */
struct value *answers_any(struct cew_answers *a, const char *id, enum cew_field_kind kind);
/* Keeps a parameter that no form knows. Takes nothing over. */
bool answers_add_stray(struct cew_answers *a, const char *parameter, const char *value, const char *where,
                       enum cew_origin origin, bool open);

/* ---- state.c ---- */
enum { STATE_PATH_MAX = 4096 }; /* bytes */
/* Appends the directory for what is kept, which may be missing. */
enum cew_status state_path(const char *kind, struct cew_buf *out, struct cew_error *err);

/* ---- read.c ---- */
#define PARAMETERS_KEY "parameters"
enum {
	ANSWERS_FILE_MAX = 1000 * 1000, /* bytes */
	PARAMETERS_MAX = 200,           /* of a template (CloudFormation) */
};

struct reading {
	struct cew_answers *a;
	const struct cew_doc *doc;
	const char *dir; /* absolute, of the file; NULL: relative paths stay as they are */
	bool file, open; /* a file on disk; one that others may read */
	bool own;        /* the program's, not the operator's */
	enum cew_origin origin;
	const struct cew_random *random;
	cew_answers_problem_fn *problem;
	void *ctx;
	size_t errors; /* told so far */
};
/* Tells a problem at a node of the document (NULL: at the file as a whole). */
void reading_refuse(struct reading *r, const struct cew_node *at, const char *hint, const char *fmt, ...) CEW_PRINTF(4, 5);
void reading_warn(struct reading *r, const struct cew_node *at, const char *hint, const char *fmt, ...) CEW_PRINTF(4, 5);
bool reading_is_text(const struct cew_node *n); /* a scalar that is not null, has no tag and holds no NUL */
bool reading_is_open(const char *path);         /* a file that others than its owner may read */
char *reading_path(const struct reading *r, const char *path); /* absolute; NULL: no memory */
/* read_parameter.c */
void read_parameter(struct reading *r, const struct cew_node *name, const struct cew_node *value);
/* read_setting.c: `name` is what an answers file calls it, `key` where the file says it */
void read_setting(struct reading *r, const char *name, const struct cew_node *key, const struct cew_node *value);

/* ---- edit.c ---- */
bool value_is_default(const struct value *v); /* of a field of the forms of now */
/* Takes text if the origin may replace what stands there; otherwise leaves it, which is no error. */
enum cew_status answers_take_text(struct value *v, const char *text, enum cew_origin origin,
                                  struct cew_error *err);
void answers_changed(struct value *v, enum cew_origin origin); /* after each change */

#endif
