/* script: environments, files and scripted answers that credentials are got from, and what was asked for them. */
#ifndef TEST_AWS_SCRIPT_H
#define TEST_AWS_SCRIPT_H

#include "fixture.h"

enum { SCRIPT_REPLIES = 8, SCRIPT_VARIABLES = 6, SCRIPT_FILES = 2 };

/* In every text {url} is the server's, {dir} the directory of the shared files. NULL: none. */
struct script {
	const char *name;
	const char *variables[SCRIPT_VARIABLES]; /* "NAME=VALUE" */
	const char *config, *credentials;
	struct {
		const char *name, *text;
	} files[SCRIPT_FILES];
	const char *profile; /* asked for by name */
	struct reply replies[SCRIPT_REPLIES]; /* up to the first without status and `then` */
	size_t reply_count;
};

/* Opens a fixture whose server follows the script, and a client without keys of its own: STS, single sign-on and instance
 * metadata are on the server. */
void script_open(const struct script *s, struct fixture *f);
/* The server, environment and files as script_open; the client is left to the test. */
void script_prepare(const struct script *s, struct fixture *f);
void script_config(struct fixture *f, struct cew_aws_config *out);
/* A call of GetCallerIdentity. */
void script_ask(struct fixture *f);

/* One line a request: method, path, body without the version, and who it came from:
 * "POST / Action=AssumeRole&… by AKID", "GET /x imds=TOKEN", "GET /y bearer=TOKEN", "GET /z auth=TEXT". */
const char *script_transcript(const struct fixture *f);

/* Answers. */
#define LATER "2024-01-02T04:04:05Z" /* an hour after TEST_WALL_MS */
#define STS_KEYS(action, key, end) \
	"<" action "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" action "Result><Credentials><AccessKeyId>" key \
	"</AccessKeyId><SecretAccessKey>s-" key "</SecretAccessKey><SessionToken>t-" key "</SessionToken><Expiration>" end \
	"</Expiration></Credentials></" action "Result></" action "Response>"
#define JSON_KEYS(key, token, end) \
	"{\"Code\":\"Success\",\"Version\":1,\"AccessKeyId\":\"" key "\",\"SecretAccessKey\":\"s-" key "\",\"" token "\":\"t-" key \
	"\",\"Expiration\":\"" end "\"}"
#define SSO_KEYS(key) \
	"{\"roleCredentials\":{\"accessKeyId\":\"" key "\",\"secretAccessKey\":\"s-" key "\",\"sessionToken\":\"t-" key \
	"\",\"expiration\":1704168245000}}"
#define OK_WITH(text) {"200 OK", NULL, text, 0, KEEP}
#define IDENTIFIED OK_WITH(IDENTITY)
#define ASKED(key) "POST / Action=GetCallerIdentity by " key "\n"

#endif
