/* ui: the wizard on the terminal, full screen (ncurses) or line by line (--linear). The only room that draws. */
#ifndef CEWIZARD_UI_H
#define CEWIZARD_UI_H

#include "cewizard/cli.h"

/* Runs the wizard from the first page to the outputs. Restores the terminal on every way out and saves a draft without
 * secrets. Returns the program's exit code. */
int cew_ui_wizard(struct cew_app *app);

#endif
