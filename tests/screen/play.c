/* play: screen_play [--update] PROGRAM SCRIPT DIRECTORY. Exit code 0: every step of the script went as it says. */
#include "play.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

int main(int argc, char **argv)
{
	bool update = argc > 1 && strcmp(argv[1], "--update") == 0;
	if (argc != 4 + update)
		die("usage: screen_play [--update] PROGRAM SCRIPT DIRECTORY");
	return script_play(argv[1 + update], argv[2 + update], argv[3 + update], update);
}
