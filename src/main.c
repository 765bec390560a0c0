/* The program: the only place that knows every room. */
#include "cewizard/base.h"
#include "cewizard/cli.h"
#include "cewizard/ui.h"

int main(int argc, char **argv)
{
	cew_process_harden();
	return cew_cli_main(argc, argv, cew_ui_wizard);
}
