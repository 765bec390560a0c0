/* check: is it right? One table of named rules turns answers into issues, each with a message and a remedy. Sees the
 * template through the cfn room; asks no network. */
#ifndef CEWIZARD_CHECK_H
#define CEWIZARD_CHECK_H

#include "cewizard/answers.h"
#include "cewizard/cfn.h"

enum cew_severity { CEW_ERROR, CEW_WARNING, CEW_NOTE, CEW_SEVERITY_COUNT };
const char *cew_severity_name(enum cew_severity severity); /* "error", "warning", "note" */

/* Owns its strings. `field` is a field's id ("" for the deployment as a whole). */
struct cew_issue {
	enum cew_severity severity;
	char *field, *rule, *message, *remedy; /* remedy may be "" */
	char *suggestion; /* a value for the field that would mend it ("172.16.2.0/24"); NULL: none */
};

struct cew_issues {
	struct cew_vec list; /* of struct cew_issue, errors before warnings before notes within a page, pages in order */
};
void cew_issues_init(struct cew_issues *issues);
void cew_issues_finish(struct cew_issues *issues);
void cew_issues_clear(struct cew_issues *issues);
const struct cew_issue *cew_issues_at(const struct cew_issues *issues, size_t i);
size_t cew_issues_count(const struct cew_issues *issues, enum cew_severity severity);
/* Copies its arguments; message may hold printf marks. */
enum cew_status cew_issues_add(struct cew_issues *issues, enum cew_severity severity, const char *field, const char *rule,
                               const char *remedy, const char *message, ...) CEW_PRINTF(6, 7);

/* What the rules look at. All pointers are the caller's; `template` may be NULL (none chosen or readable yet). */
struct cew_subject {
	const struct cew_answers *answers;
	const struct cew_cfn_template *template;
	const char *account_id; /* NULL: not known */
	bool typing;            /* only what is cheap: no evaluation of the template */
	int today;              /* 20261124; 0: not known. What AWS has stopped taking depends on it (cew_cfn_inputs) */
};

/* The names of all rules, NULL-terminated: what form files may name under `checks`. */
const char *const *cew_check_names(void);
/* One line a rule, for the manual; NULL for an unknown name. */
const char *cew_check_help(const char *name);

/* Issues of one field (its own checks, the template's constraints on its parameter, and unless `typing` the derived names
 * that its answer is to blame for), of all shown fields of one page, or of everything including what concerns no single
 * field. Each call evaluates the template once. Issues are appended. Errors: CEW_NO_MEMORY only. */
enum cew_status cew_check_field(const struct cew_subject *subject, const struct cew_field *field, struct cew_issues *out,
                                struct cew_error *err);
enum cew_status cew_check_page(const struct cew_subject *subject, const struct cew_page *page, struct cew_issues *out,
                               struct cew_error *err);
enum cew_status cew_check_all(const struct cew_subject *subject, struct cew_issues *out, struct cew_error *err);

/* The subject's template evaluated with its answers: region, stack name, and parameters as they would be sent. NoEcho
 * values are compared where conditions and rules ask for it, and stay unknown in the result: it holds no secret. */
struct cew_evaluation;
/* Keeps pointers into the subject's answers and template. Errors: cew_cfn_evaluate's; CEW_NOT_FOUND without a template. */
enum cew_status cew_subject_evaluate(const struct cew_subject *subject, struct cew_evaluation **out, struct cew_error *err);
void cew_evaluation_destroy(struct cew_evaluation *e);
const struct cew_cfn_eval *cew_evaluation_cfn(const struct cew_evaluation *e);

/* How long a name typed into this field may still become: the derived name with the least room left. */
struct cew_ruler {
	long left;          /* characters; negative: too many by that */
	size_t limit;
	char what[64];      /* "IAM role name" */
	char prefix[96];    /* "NetskopeCELB-…": the derived name with the field's part as "…" */
};
/* Returns false if no derived name holds this field's value. */
bool cew_check_ruler(const struct cew_subject *subject, const struct cew_field *field, struct cew_ruler *out);

/* Whole minutes, 1 to 43,200 (thirty days), as digits alone. False, and 0, for any other text. */
bool cew_minutes_parse(const char *text, int *minutes);

/* Strength of a secret as words to show: 0 weak, 1 fair, 2 strong. */
int cew_secret_strength(const char *text);
const char *cew_secret_strength_name(int strength);

/* ---- IPv4 address ranges: shared by the rules, the suggestions and the network picture ---- */

struct cew_cidr {
	uint32_t address; /* host order, as typed */
	int prefix;       /* 0 to 32 */
};
/* "172.16.1.0/24". CEW_INVALID with what is wrong with the text. Host bits are allowed here. */
enum cew_status cew_cidr_parse(const char *text, struct cew_cidr *out, struct cew_error *err);
void cew_cidr_format(const struct cew_cidr *c, char out[19]);
uint32_t cew_cidr_first(const struct cew_cidr *c);
uint32_t cew_cidr_last(const struct cew_cidr *c);
uint64_t cew_cidr_size(const struct cew_cidr *c); /* addresses */
bool cew_cidr_overlap(const struct cew_cidr *a, const struct cew_cidr *b);
bool cew_cidr_within(const struct cew_cidr *inner, const struct cew_cidr *outer);
/* The first free block of this prefix in `vpc` beside `taken`. False if there is none. */
bool cew_cidr_free(const struct cew_cidr *vpc, const struct cew_cidr *taken, size_t count, int prefix,
                   struct cew_cidr *out);

/* The VPC's address space, or a part of it, as a row of `cells` equal blocks. */
#define CEW_CELLS_MAX 64
struct cew_network_block {
	char mark;      /* '.' free, 'A' first private, 'B' second private, 'C' first public, 'D' second public, '#' overlap */
};
struct cew_network_picture {
	struct cew_cidr vpc; /* the range that the row shows: the VPC's own, or the part of it that was zoomed to */
	bool valid;     /* false: the VPC's range cannot be drawn */
	int block_prefix; /* prefix of one block, e.g. 20 */
	size_t cells;   /* at most CEW_CELLS_MAX */
	struct cew_network_block block[CEW_CELLS_MAX];
	uint64_t free_addresses; /* in the range shown */
};
void cew_network_draw(const struct cew_answers *answers, size_t max_cells, struct cew_network_picture *out);
/* The smallest range that holds all subnets of the VPC, in blocks as small as the smallest of them if that many cells are
 * there: four /24 at the start of a /16 are ".ABCD..." of a /21. False, and not valid, where cew_network_draw with as many
 * cells shows it as fine already, or no subnet lies in the VPC. */
bool cew_network_zoom(const struct cew_answers *answers, size_t max_cells, struct cew_network_picture *out);

#endif
