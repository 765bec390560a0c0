/* The files of the evidence bundle. */
#ifndef CEW_EVIDENCE_REPORT_H
#define CEW_EVIDENCE_REPORT_H

#include "cewizard/evidence.h"

/* What a bundle is made of. */
struct bundle {
	const struct cew_deployment *d;
	const struct cew_answers *answers; /* NULL: not known */
	int64_t now_ms;                    /* wall clock */
};
/* report.md, which begins the bundle and names the others. */
enum cew_status report_write(const struct bundle *b, struct cew_buf *out, struct cew_error *err);

/* One file of the bundle. */
struct bundle_file {
	const char *name, *about;
	bool needs_plan;
	enum cew_status (*write)(const struct bundle *b, struct cew_buf *out, struct cew_error *err);
};
extern const struct bundle_file bundle_files[];
extern const size_t bundle_file_count;

#endif
