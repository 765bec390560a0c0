/* form: what may be asked. Pages and fields out of YAML form files, and the conditions under which they show.
 * Immutable once loaded. The built-in forms are compiled in; a directory may replace single files by name. */
#ifndef CEWIZARD_FORM_H
#define CEWIZARD_FORM_H

#include "cewizard/doc.h"

/* How a field is asked and shown. */
enum cew_field_kind {
	CEW_FIELD_TEXT,   /* one line */
	CEW_FIELD_SECRET, /* one line, masked, kept in a cew_secret */
	CEW_FIELD_CHOICE, /* one of `choices` */
	CEW_FIELD_FLAG,   /* on or off; the value is choices[0].value when on, choices[1].value when off */
	CEW_FIELD_LIST,   /* lines */
	CEW_FIELD_PAIRS,  /* key and value lines (tags) */
	CEW_FIELD_NOTE,   /* text to read, no answer */
	CEW_FIELD_KIND_COUNT
};

/* What a page shows beside its fields. The ordinary page shows nothing else. */
enum cew_page_view {
	CEW_VIEW_FIELDS,
	CEW_VIEW_NETWORK,     /* the picture of the VPC's address space */
	CEW_VIEW_REVIEW,      /* the issues and the plan */
	CEW_VIEW_ACKNOWLEDGE, /* the capabilities, and the resources that need them */
	CEW_VIEW_PREFLIGHT,   /* what the account says beforehand */
	CEW_VIEW_EVENTS,      /* the deployment itself */
	CEW_VIEW_ACCESS,      /* outputs, and how to reach the product */
	CEW_PAGE_VIEW_COUNT
};

/* Lists that a value may be picked from: of the account, or of this machine. What is not in them can be typed all the same. */
enum cew_pick {
	CEW_PICK_NONE,
	CEW_PICK_VPC,          /* a VPC's id; picking one also answers the field that picks a VPC's range */
	CEW_PICK_VPC_CIDR,     /* a range of the VPC that is answered to the field that picks one */
	CEW_PICK_SUBNET,       /* a subnet's id, of that VPC if there is one */
	CEW_PICK_TARGET_GROUP, /* its ARN: type ip, HTTP, of that VPC */
	CEW_PICK_CLUSTER,      /* an ECS cluster's name */
	CEW_PICK_ROLE,         /* a role's ARN: those that the service of `pick_for` may assume */
	CEW_PICK_TOPIC,        /* an SNS topic's ARN */
	CEW_PICK_SECRET,       /* the name of a secret in Secrets Manager */
	CEW_PICK_REGION,
	CEW_PICK_BUCKET,       /* an S3 bucket's name */
	CEW_PICK_PROFILE,      /* of the AWS CLI's files */
	CEW_PICK_COUNT
};

struct cew_choice {
	const char *value, *label; /* label: the value where the form gives none */
	const char *help;          /* NULL: none; one line, shown beside the choice (the package table) */
};

struct cew_condition; /* a parsed `show` expression */

struct cew_field {
	const char *id;        /* unique: the parameter's or setting's name */
	enum cew_field_kind kind;
	const char *parameter; /* template parameter that it feeds; NULL: none */
	const char *setting;   /* key of the answers file that it feeds ("region", "stackName", "tags" …); NULL: none */
	const char *derive;    /* a parameter that gets `parameter`'s value percent-encoded; NULL: none */
	const char *label;
	const char *help;      /* NULL: none; sentences, wrapped by whoever shows them */
	const char *placeholder; /* shown dimmed while empty ("optional"); NULL: none */
	const char *default_value; /* NULL: none. A list's items are separated by commas; pairs and secrets have none */
	const struct cew_choice *choices;
	size_t choice_count;
	const char *const *checks; /* names of rules in the check room's table */
	size_t check_count;
	const char *generate;  /* alphabet to generate a secret from; NULL: not offered */
	size_t generate_len;   /* characters */
	enum cew_pick pick;    /* of a text, or of a list's lines */
	const char *pick_for;  /* a role's service ("ecs-tasks.amazonaws.com"); NULL: any, and for other lists */
	bool required;
	bool url;              /* a secret that is a URL: only user information before an "@" in it is secret */
	const struct cew_condition *show; /* NULL: always */
	const char *where;     /* "network.yaml:12:3", for messages */
};

struct cew_page {
	const char *id;      /* the file's name without ".yaml" */
	const char *title;   /* on the page */
	const char *step;    /* in the sidebar, at most 15 columns */
	const char *const *guide; /* the deployment guide's steps: "1.2.9", "2.2.9" */
	size_t guide_count;
	const char *intro;   /* NULL: none */
	int order;           /* pages are sorted by it */
	enum cew_page_view view;
	const struct cew_condition *show; /* NULL: always */
	const struct cew_field *fields;
	size_t field_count;
};

/* A field that no form file asks for, made from a template's parameter. Texts are copied. */
struct cew_form_extra {
	const char *parameter, *label, *help, *group, *default_value;
	const char *const *choices;
	size_t choice_count;
	bool secret, required, list;
};

struct cew_form_set;

/* Loads the built-in forms, `dir` (NULL: none) replacing those of the same file name and adding others. A parameter in
 * `extras` that no field feeds becomes a field on a page of its group. A broken file is refused: CEW_INVALID with
 * where = file:line:column and the key in question. `known_checks` (NULL-terminated; NULL: any) are the names that
 * `checks` may use. */
enum cew_status cew_form_load(const char *dir, const struct cew_form_extra *extras, size_t extra_count,
                              const char *const *known_checks, struct cew_form_set **out, struct cew_error *err);
void cew_form_destroy(struct cew_form_set *set);

size_t cew_form_page_count(const struct cew_form_set *set);
const struct cew_page *cew_form_page_at(const struct cew_form_set *set, size_t i);
const struct cew_page *cew_form_page_find(const struct cew_form_set *set, const char *id);
const struct cew_field *cew_form_field_find(const struct cew_form_set *set, const char *id);
const struct cew_field *cew_form_field_for_parameter(const struct cew_form_set *set, const char *parameter);
const struct cew_field *cew_form_field_for_setting(const struct cew_form_set *set, const char *setting);
/* The field from which this parameter is made by percent-encoding (`derive`); NULL: none. */
const struct cew_field *cew_form_field_deriving(const struct cew_form_set *set, const char *parameter);
const struct cew_page *cew_form_page_of(const struct cew_form_set *set, const struct cew_field *field);

/* ---- settings: the keys of an answers file beside its parameters ---- */

enum cew_setting_shape { CEW_SHAPE_TEXT, CEW_SHAPE_INT, CEW_SHAPE_BOOL, CEW_SHAPE_LIST, CEW_SHAPE_MAP };

struct cew_setting {
	const char *name;
	enum cew_setting_shape shape; /* in an answers file */
	unsigned kinds;               /* of the field that asks for it: bits 1 << enum cew_field_kind */
	bool local;                   /* belongs to this machine ("profile"): kept in drafts, not in answers files */
};
extern const struct cew_setting cew_settings[]; /* in the order in which files are written; ends with a NULL name */
const struct cew_setting *cew_setting_find(const char *name); /* NULL if there is none */
void cew_setting_names(struct cew_buf *out, bool local); /* appends "stackName, region, …"; local: also those of this machine */

/* What the files and the enums call them: "text", "secret" … and "fields", "network" … */
const char *cew_field_kind_name(enum cew_field_kind kind);
const char *cew_page_view_name(enum cew_page_view view);
const char *cew_pick_name(enum cew_pick pick); /* "vpc", "target-group" …; "" for none */

/* `show` expressions: names of fields, "text", ==, !=, !, &&, ||, parentheses, in this order of binding: !A == "b" is
 * !(A == "b"). A bare name is true if not empty; parameter(Name) is true if the template has that parameter. `lookup` gives a
 * field's text (never NULL), whether that field is shown or not. */
struct cew_form_scope {
	const char *(*lookup)(void *ctx, const char *field_id);
	bool (*has_parameter)(void *ctx, const char *name);
	void *ctx;
};
bool cew_condition_holds(const struct cew_condition *c, const struct cew_form_scope *scope); /* true for NULL */

#endif
