/* What following costs on the wire and on the machine: a whole deployment by this program and by the AWS CLI, on the same
 * embedded AWS in the same run, and attaching to stacks with a long past. Requests and bytes are counted by a relay between
 * program and embedded AWS. Arguments: the program, a scratch directory. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINKS 32
#define SPEED "60"

static const char *program, *scratch;
static pid_t server, relay;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the relay: a process of its own, whose counts are shared ---- */

static struct counts {
	long requests, sent, received; /* bytes, by the one who is measured */
} *counts;

struct link {
	int near, far; /* -1: free */
};

/* A request's first line begins a piece that was sent: one call is one write or begins one, for both clients. */
static bool begins_request(const char *data, size_t len)
{
	return (len > 5 && memcmp(data, "POST ", 5) == 0) || (len > 4 && (memcmp(data, "GET ", 4) == 0 || memcmp(data, "PUT ", 4) == 0));
}

static void unlink_both(struct link *l)
{
	close(l->near);
	close(l->far);
	l->near = l->far = -1;
}

static void pass(struct link *l, int from, int to)
{
	static char chunk[1 << 16];
	ssize_t n = read(from, chunk, sizeof(chunk));
	if (n <= 0) {
		unlink_both(l);
		return;
	}
	if (from == l->near) {
		counts->requests += begins_request(chunk, (size_t)n);
		counts->sent += n;
	} else {
		counts->received += n;
	}
	for (ssize_t at = 0, put; at < n; at += put)
		if ((put = write(to, chunk + at, (size_t)(n - at))) <= 0) {
			unlink_both(l);
			return;
		}
}

static int connect_to(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		fail("the embedded AWS");
	return fd;
}

static void take_one(struct link *links, int listener, int port)
{
	int near = accept(listener, NULL, NULL);
	for (int i = 0; i < LINKS && near >= 0; i++)
		if (links[i].near < 0) {
			links[i] = (struct link){near, connect_to(port)};
			return;
		}
	close(near);
}

static void relay_for_ever(int listener, int port)
{
	struct link links[LINKS];
	for (int i = 0; i < LINKS; i++)
		links[i] = (struct link){-1, -1};
	for (;;) {
		struct pollfd fds[1 + 2 * LINKS] = {{listener, POLLIN, 0}};
		for (int i = 0; i < LINKS; i++) {
			fds[1 + 2 * i] = (struct pollfd){links[i].near, POLLIN, 0};
			fds[2 + 2 * i] = (struct pollfd){links[i].far, POLLIN, 0};
		}
		if (poll(fds, 1 + 2 * LINKS, -1) < 0)
			continue;
		for (int i = 0; i < LINKS; i++) {
			if (links[i].near >= 0 && fds[1 + 2 * i].revents)
				pass(&links[i], links[i].near, links[i].far);
			if (links[i].near >= 0 && fds[2 + 2 * i].revents)
				pass(&links[i], links[i].far, links[i].near);
		}
		if (fds[0].revents)
			take_one(links, listener, port);
	}
}

/* The relay's port. */
static int start_relay(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, len) < 0 || listen(listener, LINKS) < 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &len) < 0)
		fail("the relay");
	relay = fork();
	if (relay == 0)
		relay_for_ever(listener, port);
	close(listener);
	return ntohs(address.sin_port);
}

/* ---- the embedded AWS ---- */

static void write_scenario(const char *path)
{
	static const int pasts[] = {100, 1000, 10000};
	FILE *file = fopen(path, "w");
	if (!file)
		fail(path);
	fputs("stacks:\n", file);
	for (size_t i = 0; i < sizeof(pasts) / sizeof(pasts[0]); i++)
		fprintf(file, "  - name: past-%d\n    daysAgo: 300\n    events: %d\n    template: |\n      Parameters:\n"
		              "        Days: {Type: Number, Default: 7}\n      Resources:\n"
		              "        Log: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: !Ref Days}}\n"
		              "        Topic: {Type: 'AWS::SNS::Topic'}\n", pasts[i], pasts[i]);
	fclose(file);
}

/* Its export lines go into our environment; the endpoint is the relay's. */
static void start_server(void)
{
	int out[2], in[2], port = 0;
	char line[512], scenario[512], url[64];
	snprintf(scenario, sizeof(scenario), "%s/scenario.yaml", scratch);
	write_scenario(scenario);
	if (pipe(out) < 0 || pipe(in) < 0)
		fail("pipe");
	server = fork();
	if (server == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(in[1]);
		execl(program, program, "demo-aws", "--port", "0", "--demo-speed", SPEED, "--demo-scenario", scenario, (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	FILE *lines = fdopen(out[0], "r");
	while (lines && fgets(line, sizeof(line), lines)) {
		char name[64], value[256];
		if (sscanf(line, "export %63[^=]=%255[^\n]", name, value) != 2)
			continue;
		setenv(name, value, 1);
		sscanf(value, "http://127.0.0.1:%d", &port);
		if (strcmp(name, "AWS_DEFAULT_REGION") == 0)
			break;
	}
	if (!port)
		fail("the embedded AWS did not start");
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", start_relay(port));
	setenv("AWS_ENDPOINT_URL", url, 1);
}

/* ---- measuring ---- */

static void exec_quietly(char *const *argv)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/out", scratch);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

/* When the stack's own last event was, by AWS's clock; 0: not told. */
static double ended_s(const char *stack)
{
	char command[600], text[64] = "", *end;
	snprintf(command, sizeof(command), "'%s' watch %s --output json 2>/dev/null | grep AWS::CloudFormation::Stack | tail -n 1 | "
	                                   "sed 's/.*\"time\":\"\\([^\"]*\\)\".*/\\1/' | xargs -I@ date -d @ +%%s.%%N", program, stack);
	FILE *pipe_ = popen(command, "r");
	if (!pipe_ || !fgets(text, sizeof(text), pipe_))
		text[0] = '\0';
	if (pipe_)
		pclose(pipe_);
	return strtod(text, &end);
}

static void measure(const char *title, const char *created, char *const *argv)
{
	struct rusage usage;
	int ended;
	*counts = (struct counts){0};
	double begun = now_s();
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		exec_quietly(argv);
	if (wait4(pid, &ended, 0, &usage) < 0)
		fail("wait4");
	double over = now_s();
	struct counts c = *counts;
	double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
	             (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
	printf("%-44s %4d %8ld %9ld %9ld %8.0f %8.1f %7.1f", title, WIFEXITED(ended) ? WEXITSTATUS(ended) : -1, c.requests, c.sent / 1024,
	       c.received / 1024, cpu, (double)usage.ru_maxrss / 1024, over - begun);
	double last = created ? ended_s(created) : 0;
	if (last > 0)
		printf(" %8.1f", over - last);
	putchar('\n');
	fflush(stdout);
}

#define RUN(title, created, ...) measure(title, created, (char *const[]){__VA_ARGS__, NULL})

static char *text_of(const char *format, const char *a)
{
	static char texts[8][600];
	static int at;
	char *text = texts[at++ % 8];
	snprintf(text, sizeof(texts[0]), format, a);
	return text;
}

static void measure_all(char *cli)
{
	char *self = text_of("%s", program), *template = text_of("%s/template.json", scratch), *answers = text_of("%s/answers.yaml", scratch);
	char ep[] = "--endpoint-url", *url = getenv("AWS_ENDPOINT_URL"); /* older ones do not know the variable */
	char w[] = "watch", o[] = "--output", j[] = "json", all[] = "--all", dep[] = "deploy", del[] = "delete", a[] = "--answers", yes[] = "--yes", cf[] = "cloudformation",
	     tf[] = "--template-file", sn[] = "--stack-name", cap[] = "--capabilities", iam[] = "CAPABILITY_NAMED_IAM", po[] = "--parameter-overrides",
	     p1[] = "JWTSECRET=abcdefghijklmnop", p2[] = "MAINTENANCEPASSWORD=Tr0ub4dor33", p3[] = "MAINTENANCEPASSWORDESCAPED=Tr0ub4dor33",
	     p0[] = "EnvName=by-aws", p4[] = "ExistingECSTaskRole=", p5[] = "ExistingSGandNACLLambdaRole=", p6[] = "CACertSecretName=", de[] = "describe-stack-events",
	     ours[] = "by-cewizard", theirs[] = "by-aws", s1[] = "past-100", s2[] = "past-1000", s3[] = "past-10000";
	printf("%-44s %4s %8s %9s %9s %8s %8s %7s %8s\n", "", "exit", "requests", "KiB sent", "KiB recv", "CPU ms", "RSS MiB", "s", "noticed");
	RUN("deploy: cewizard", ours, self, dep, a, answers, yes, o, j);
	/* Two of these stacks need more Elastic IP addresses than an account has. */
	RUN("delete: cewizard", NULL, self, del, ours, yes, o, j);
	if (cli)
		RUN("deploy: aws cloudformation deploy", theirs, cli, ep, url, cf, dep, tf, template, sn, theirs, cap, iam, po, p0, p1, p2, p3, p4, p5, p6);
	RUN("attach to 100 past events", NULL, self, w, s1, o, j);
	RUN("attach to 1,000 past events", NULL, self, w, s2, o, j);
	RUN("attach to 10,000 past events", NULL, self, w, s3, o, j);
	RUN("the same, --all", NULL, self, w, s3, o, j, all);
	if (cli)
		RUN("aws cloudformation describe-stack-events", NULL, cli, ep, url, cf, de, sn, s3);
}

static void write_inputs(void)
{
	char command[1200];
	snprintf(command, sizeof(command),
	         "'%s' template --compact >'%s/template.json' && printf 'stackName: by-cewizard\\nregion: us-east-1\\nparameters:\\n"
	         "  JWTSECRET: {generate: 48}\\n  MAINTENANCEPASSWORD: {generate: 24}\\n' >'%s/answers.yaml'", program, scratch, scratch);
	if (system(command) != 0)
		fail("the template");
}

/* A shim that finds no CLI is none. */
static char *find_cli(void)
{
	static char names[][32] = {"/usr/bin/aws", "/usr/local/bin/aws", "aws"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char command[256];
		snprintf(command, sizeof(command), "%s --version >/dev/null 2>&1", names[i]);
		if (system(command) == 0)
			return names[i];
	}
	puts("no AWS CLI on this machine: nothing to compare with");
	return NULL;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: bench_watch PROGRAM SCRATCH-DIRECTORY\n");
		return 2;
	}
	program = argv[1];
	scratch = argv[2];
	signal(SIGPIPE, SIG_IGN);
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (counts == MAP_FAILED)
		fail("mmap");
	setenv("HOME", scratch, 1);
	setenv("XDG_STATE_HOME", scratch, 1);
	setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
	setenv("AWS_PAGER", "", 1);
	setenv("NO_PROXY", "127.0.0.1", 1);
	write_inputs();
	start_server();
	measure_all(find_cli());
	kill(relay, SIGTERM);
	kill(server, SIGTERM);
	return 0;
}
