/* echo_service.c -- a service that only shows what http/ does: the same main, gate, sandbox and frame as the real ones, with doors
 * that repeat what came, take their time, or fall over.
 *
 *   echo                     serves, like any executable
 *   echo --session DIR AUD   makes a key in DIR and prints a session token signed with it
 *   echo --refuse ...        serves on a kernel that says it has no landlock
 *   echo --pretend ...       serves on a kernel that says landlock is entered, and does nothing */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json_edit.h"
#include "http/info.h"
#include "http/page.h"
#include "http/serve.h"

static bool show_request(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	struct json_edit *o = json_edit_object(q->arena);
	json_edit_put_str(o, "path", q->path);
	json_edit_put_str(o, "argument", q->args[0]);
	json_edit_put_str(o, "body", q->body);
	json_edit_put_str(o, "field", request_field(q, "field"));
	json_edit_put_str(o, "language", lang_tag(q->lang));
	json_edit_put_str(o, "request_id", q->request_id);
	json_edit_put_int(o, "pid", getpid());
	json_edit_put(o, "logged_in", json_edit_bool(q->arena, q->caller.token != NULL));
	if (q->caller.token)
		json_edit_put_str(o, "csrf", token_csrf(q->arena, q->caller.token));
	return response_json(r, 200, json_edit_text(o));
}

static bool take_time(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	int64_t ms = 0;
	if (!str_int(q->args[0], 0, 60000, &ms))
		return fail(why, P_NOT_FOUND, STR("No such time."));
	struct timespec left = { .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };
	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		continue;
	return show_request(app, q, r, why);
}

static bool fall_over(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)q, (void)r, (void)why;
	raise(SIGKILL);
	return false;
}

static bool say_nothing(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)q, (void)r, (void)why;
	return false;
}

static bool split_header(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	response_header(r, "X-Echo", pairs_get(&q->query, STR("value")));
	return show_request(app, q, r, why);
}

static bool be_busy(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)q, (void)r;
	why->retry_after_s = 7;
	return fail(why, P_UNAVAILABLE, STR("Busy."));
}

static bool see_page(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	return info_page(r, q, "cookies");
}

static int64_t error_of(int result)
{
	return result < 0 ? errno : 0;
}

/* What a handler gets when it tries what none of ours ever does: 0 or errno. */
static bool try_walls(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	struct json_edit *o = json_edit_object(q->arena);
	json_edit_put_int(o, "read", error_of(open("/etc/passwd", O_RDONLY | O_CLOEXEC)));
	json_edit_put_int(o, "create", error_of(open("/tmp/blankett-echo", O_CREAT | O_WRONLY | O_CLOEXEC, 0600)));
	json_edit_put_int(o, "execute", error_of(execl("/bin/true", "true", (char *)NULL)));
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr address = { .sa_family = AF_INET };
	json_edit_put_int(o, "listen", error_of(bind(fd, &address, sizeof(address))));
	close(fd);
	pid_t child = fork();
	json_edit_put_int(o, "fork", error_of(child));
	if (child == 0)
		_exit(0);
	if (child > 0)
		waitpid(child, NULL, 0);
	json_edit_put_int(o, "pid", getpid());
	return response_json(r, 200, json_edit_text(o));
}

static const struct route routes[] = {
	{ GET, "/echo", show_request, AUD_NOBODY, 0, 0 },
	{ GET, "/echo/{}", show_request, AUD_NOBODY, 0, 0 },
	{ POST, "/echo", show_request, AUD_NOBODY, KIB(64), CHECK_ORIGIN },
	{ POST, "/open", show_request, AUD_NOBODY, KIB(1024), 0 },
	{ GET, "/slow/{}", take_time, AUD_NOBODY, 0, 0 },
	{ POST, "/slow/{}", take_time, AUD_NOBODY, KIB(64), 0 },
	{ GET, "/die", fall_over, AUD_NOBODY, 0, 0 },
	{ GET, "/unexplained", say_nothing, AUD_NOBODY, 0, 0 },
	{ GET, "/header", split_header, AUD_NOBODY, 0, 0 },
	{ GET, "/busy", be_busy, AUD_NOBODY, 0, 0 },
	{ GET, "/page", see_page, AUD_NOBODY, 0, 0 },
	{ GET, "/walls", try_walls, AUD_NOBODY, 0, 0 },
	{ GET, "/mine", show_request, AUD_CITIZEN, 0, 0 },
	{ POST, "/mine", show_request, AUD_CITIZEN, KIB(64), CHECK_CSRF | CHECK_FORM },
	{ GET, "/handlaggare", show_request, AUD_STAFF, 0, 0 },
	{ POST, "/api/v1/check", show_request, AUD_NOBODY, KIB(64), CHECK_JSON },
	{ GET, "/api/v1/mine", show_request, AUD_CITIZEN, 0, 0 },
	{ POST, "/api/v1/mine", show_request, AUD_CITIZEN, KIB(64), CHECK_CSRF | CHECK_JSON | CHECK_KEY },
};

/* Answers the two calls of landlock in the kernel's place: `version` for the question which there is, `enter` for the rest. */
static int without_landlock(unsigned version, unsigned enter)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_restrict_self, 2, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, version),
		BPF_STMT(BPF_RET | BPF_K, enter),
	};
	struct sock_fprog program = { .len = sizeof(filter) / sizeof(filter[0]), .filter = filter };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return -1;
	return 0;
}

static bool write_key(const char *directory, const uint8_t key[SEAL_PUBLIC_BYTES])
{
	struct arena *arena = arena_new(KIB(64));
	str id = seal_key_id(arena, key);
	str text = seal_base64url(arena, key, SEAL_PUBLIC_BYTES);
	FILE *file = fopen(arena_printf(arena, "%s/%.*s.pub", directory, STR_ARG(id)).p, "w");
	bool good = file && fwrite(text.p, 1, text.n, file) == text.n;
	good = file && fclose(file) == 0 && good;
	arena_free(arena);
	return good;
}

static int make_session(const char *directory, const char *audience)
{
	uint8_t key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];
	struct arena *arena = arena_new(KIB(64));
	seal_init();
	seal_keypair(key, secret);
	int64_t now_s = clock_now_ms() / 1000;
	struct token token = {
		.audience = strcmp(audience, "staff") == 0 ? AUD_STAFF : AUD_CITIZEN,
		.municipality = "0120",
		.person = "01890000-0000-7000-8000-000000000001",
		.level = "test",
		.authenticated_s = now_s,
		.issued_s = now_s,
		.expires_s = now_s + 3600,
	};
	seal_random(token.id, sizeof(token.id));
	str text = token_issue(arena, secret, STR("test"), &token);
	bool good = write_key(directory, key) && printf("%.*s\n", STR_ARG(text)) > 0;
	arena_free(arena);
	return good ? EX_OK : EX_CANTCREAT;
}

int main(int argc, char **argv)
{
	static const struct service service = {
		.name = "echo",
		.routes = routes,
		.route_count = sizeof(routes) / sizeof(routes[0]),
		.arena_bytes = KIB(8 * 1024),
	};
	if (argc == 4 && strcmp(argv[1], "--session") == 0)
		return make_session(argv[2], argv[3]);
	bool refuse = argc == 2 && strcmp(argv[1], "--refuse") == 0;
	bool pretend = argc == 2 && strcmp(argv[1], "--pretend") == 0;
	if (refuse && without_landlock(SECCOMP_RET_ERRNO | EOPNOTSUPP, SECCOMP_RET_ERRNO | EOPNOTSUPP) < 0)
		return EX_OSERR;
	if (pretend && without_landlock(SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | 0) < 0)
		return EX_OSERR;
	/* Ends with the test that started it, however that ends. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0)
		return EX_OSERR;
	return serve_main(&service, refuse || pretend ? 1 : argc, argv);
}
