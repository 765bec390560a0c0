/* aws_env: an environment without anything of AWS in it, and shared files to try. */
#ifndef TEST_AWS_ENV_H
#define TEST_AWS_ENV_H

/* Unsets all that the room reads; the shared files' names lead nowhere, and there is no instance to ask. */
void clean_env(void);
/* Writes both shared files into a new directory and has the environment name them; NULL leaves one out. */
void shared_files(const char *config, const char *credentials);
void remove_shared_files(void);
const char *shared_directory(void); /* of the last shared_files */
/* One file more in it ("a/b" makes a); text NULL: only says where it would be. Removed with the others. */
const char *other_file(const char *name, const char *text);
const char *config_path(void);
const char *credentials_path(void);

#endif
