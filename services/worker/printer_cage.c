#include "worker/printer_cage.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_BYTES ((rlim_t)1024 * 1024 * 1024)
#define DESCRIPTORS 64
#define REFUSED 126
#define EPERM_NUMBER 1

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "say which architecture the filter is for"
#endif

#define FIELD(name) ((uint32_t)offsetof(struct seccomp_data, name))
#define LOAD(name) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(name))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, (skip))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (uint32_t)(action))

static void limit(__rlimit_resource_t resource, rlim_t value)
{
	const struct rlimit both = { value, value };
	if (setrlimit(resource, &both) < 0)
		_exit(REFUSED);
}

/* Sockets are refused, and io_uring, which can make them unseen; so is every call of another architecture. */
static void refuse_network(void)
{
	struct sock_filter rules[] = {
		LOAD(arch),
		UNLESS(ARCHITECTURE, 3),
		LOAD(nr),
		UNLESS(SYS_socket, 2),
		ANSWER(SECCOMP_RET_ERRNO | EPERM_NUMBER),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		UNLESS(SYS_io_uring_setup, 1),
		ANSWER(SECCOMP_RET_ERRNO | EPERM_NUMBER),
#ifdef __x86_64__
		/* The x32 calls, which have numbers of their own. */
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
#endif
		ANSWER(SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { sizeof(rules) / sizeof(rules[0]), rules };
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) < 0)
		_exit(REFUSED);
}

void printer_cage_enter(int cpu_s)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		_exit(REFUSED);
	limit(RLIMIT_AS, MEMORY_BYTES);
	limit(RLIMIT_CPU, (rlim_t)cpu_s);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, DESCRIPTORS);
	refuse_network();
}
