/* cewizard hardening: the guide's best practices against what the account has; cewizard notes: where data and secrets are. */
#include "room.h"

int command_hardening(struct cew_app *app)
{
	struct cew_error err;
	struct cew_survey *survey = survey_of(app, CEW_SURVEY_HARDENING, NULL, &err);
	if (!survey)
		return end_with_error(app, NULL, &err);
	int code = app->options->mend ? survey_mend(app, survey, app->options->mend) : CEW_EXIT_DONE;
	if (code == CEW_EXIT_DONE)
		survey_write(app, survey, CEW_SURVEY_HARDENING, NULL);
	cew_survey_destroy(survey);
	return code;
}

int command_notes(struct cew_app *app)
{
	struct cew_error err;
	struct cew_survey *survey = survey_of(app, CEW_SURVEY_NOTES, NULL, &err);
	if (!survey)
		return end_with_error(app, NULL, &err);
	survey_write(app, survey, CEW_SURVEY_NOTES, NULL);
	cew_survey_destroy(survey);
	return CEW_EXIT_DONE;
}
