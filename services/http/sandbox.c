#include "http/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "base/problem.h"

/* The kernel's landlock interface. Spelled out, because the headers a distribution ships are older than the kernels it runs on. */
struct landlock_ruleset {
	uint64_t file_rights, network_rights, scopes;
};
struct landlock_path {
	uint64_t rights;
	int32_t directory;
} __attribute__((packed));

#define LANDLOCK_ASK_VERSION 1U
#define LANDLOCK_RULE_PATH 1
#define FILE_RUN (UINT64_C(1) << 0)
#define FILE_WRITE (UINT64_C(1) << 1)
#define FILE_READ (UINT64_C(1) << 2)
#define FILE_LIST (UINT64_C(1) << 3)
#define FILE_MAKE (UINT64_C(1) << 8) /* a regular file; removing and renaming are other rights */
#define NETWORK_TCP UINT64_C(3) /* bind and connect */
#define SCOPE_ALL UINT64_C(3)   /* abstract unix sockets and signals of others */

/* What the resolver and TLS read when a worker may speak to the network: names, certificates, and the modules of the C library
 * that look names up. No directory of accounts or of our own files. */
static const char *const network_paths[] = {
	"/etc/resolv.conf", "/etc/hosts",    "/etc/nsswitch.conf",         "/etc/gai.conf", "/etc/host.conf",    "/etc/services",
	"/etc/ssl",         "/etc/ld.so.cache", "/usr/share/ca-certificates", "/usr/lib/ssl",  "/usr/lib",          "/lib",
	"/run/systemd/resolve", "/run/resolvconf",
};

static _Noreturn void refuse(const char *what)
{
	die(EX_OSERR, "sandbox.refused", str_of(what));
}

static int abi_of_kernel(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_ASK_VERSION);
	return abi < 0 ? 0 : (int)abi;
}

/* Every right the kernel knows is handled, hence refused unless a rule gives it. Version 1 knew the first 13. */
static struct landlock_ruleset ruleset_of(int abi, bool network)
{
	unsigned rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
	return (struct landlock_ruleset){
		.file_rights = (UINT64_C(1) << rights) - 1,
		.network_rights = abi >= 4 && !network ? NETWORK_TCP : 0,
		.scopes = abi >= 6 ? SCOPE_ALL : 0,
	};
}

/* The structure grew with the versions; the kernel refuses a size it does not know only when the new part is not zero. */
static size_t size_of(int abi)
{
	return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
}

/* What stays open of the file system: programs below `paths` to read and run, and one directory to make files in (-1: none). */
struct allowed {
	const char *const *paths;
	size_t n;
	int directory;
};

static void let(int ruleset, uint64_t rights, int fd)
{
	struct landlock_path rule = { .rights = rights, .directory = fd };
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH, &rule, 0U) < 0)
		refuse("landlock: a rule");
}

/* rights: of files; a directory can be listed as well. A path that is not there needs no rule. */
static void let_path(int ruleset, const char *path, uint64_t rights)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	int listing = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	let(ruleset, listing < 0 ? rights : rights | FILE_LIST, fd);
	if (listing >= 0)
		close(listing);
	close(fd);
}

/* With network, what network_paths names can be read, too. */
static void close_file_system(bool network, const struct allowed *allowed)
{
	int abi = abi_of_kernel();
	if (abi < 1)
		refuse("landlock is not in this kernel; BLANKETT_SANDBOX=off does without");
	struct landlock_ruleset rules = ruleset_of(abi, network);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size_of(abi), 0U);
	if (ruleset < 0)
		refuse("landlock: the rules");
	for (size_t i = 0; network && i < sizeof(network_paths) / sizeof(network_paths[0]); i++)
		let_path(ruleset, network_paths[i], FILE_READ);
	for (size_t i = 0; i < allowed->n; i++)
		let_path(ruleset, allowed->paths[i], FILE_READ | FILE_RUN);
	if (allowed->directory >= 0)
		let(ruleset, FILE_READ | FILE_WRITE | FILE_MAKE, allowed->directory);
	if (syscall(SYS_landlock_restrict_self, ruleset, 0U) < 0)
		refuse("landlock: entering");
	close(ruleset);
}

/* Trust is good, looking is better: a seccomp filter around us could have answered "done" to all of the above. */
static void look(void)
{
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	if (fd >= 0 || errno != EACCES)
		refuse("landlock is entered, but a file can still be opened");
}

static void limit(__rlimit_resource_t resource)
{
	struct rlimit none = { 0 };
	if (setrlimit(resource, &none) < 0)
		refuse("setrlimit");
}

static void enter(str setting, bool network, bool processes, const struct allowed *allowed)
{
	bool on = str_is(setting, "on"), with_tcp = str_is(setting, "network");
	if (!on && !with_tcp && !str_is(setting, "off"))
		die(EX_CONFIG, "sandbox.setting", STR("BLANKETT_SANDBOX must be on, network or off"));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		refuse("no_new_privs");
	limit(RLIMIT_CORE);
	if (!processes && !with_tcp)
		limit(RLIMIT_NPROC);
	if (!on && !with_tcp) {
		log_plain(LOG_WARNING, "sandbox.off");
		return;
	}
	close_file_system(network || with_tcp, allowed);
	look();
}

void sandbox_enter(str setting, bool network)
{
	sandbox_enter_with(setting, network, -1);
}

void sandbox_enter_with(str setting, bool network, int directory)
{
	/* The resolver of libcurl is a thread, and threads count as processes. */
	enter(setting, network, network, &(struct allowed){ .directory = directory });
}

void sandbox_enter_to_run(str setting, const char *const *paths, size_t n)
{
	enter(setting, false, true, &(struct allowed){ paths, n, -1 });
}
