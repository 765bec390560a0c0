/* The settings: what an answers file says beside the template's parameters. */
#include <string.h>

#include "room.h"

const struct cew_setting cew_settings[] = {
	{"stackName", CEW_SHAPE_TEXT, KIND(TEXT), false},
	{"profile", CEW_SHAPE_TEXT, KIND(TEXT) | KIND(CHOICE), true},
	{"region", CEW_SHAPE_TEXT, KIND(TEXT) | KIND(CHOICE), false},
	{"template", CEW_SHAPE_TEXT, KIND(TEXT) | KIND(CHOICE), false},
	{"templateBucket", CEW_SHAPE_TEXT, KIND(TEXT), false},
	{"tags", CEW_SHAPE_MAP, KIND(PAIRS), false},
	{"roleArn", CEW_SHAPE_TEXT, KIND(TEXT), false},
	{"notificationArns", CEW_SHAPE_LIST, KIND(LIST), false},
	{"onFailure", CEW_SHAPE_TEXT, KIND(CHOICE), false},
	{"terminationProtection", CEW_SHAPE_BOOL, KIND(FLAG), false},
	{"timeoutMinutes", CEW_SHAPE_INT, KIND(TEXT), false},
	{NULL, CEW_SHAPE_TEXT, 0, false},
};

void cew_setting_names(struct cew_buf *out, bool local)
{
	const char *comma = "";
	for (const struct cew_setting *s = cew_settings; s->name; s++) {
		if (s->local && !local)
			continue;
		cew_buf_fmt(out, "%s%s", comma, s->name);
		comma = ", ";
	}
}

const struct cew_setting *cew_setting_find(const char *name)
{
	for (const struct cew_setting *s = cew_settings; s->name; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}
