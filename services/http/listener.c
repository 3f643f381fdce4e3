#include "http/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/problem.h"

/* A full queue makes nginx answer 502 at once, without waiting. */
#define BACKLOG 511

static bool handed_over(int fd)
{
	int listening = 0;
	socklen_t size = sizeof(listening);
	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening;
}

static int take(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		die(EX_OSERR, "listener.descriptor", str_of(strerror(errno)));
	return fd;
}

static struct sockaddr_un address_of(str path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (path.n == 0)
		die(EX_CONFIG, "listener.none", STR("BLANKETT_SOCKET is empty and descriptor 0 is no listener"));
	if (path.n >= sizeof(address.sun_path) || path.p[0] != '/' || memchr(path.p, '\0', path.n))
		die(EX_CONFIG, "listener.path", STR("BLANKETT_SOCKET must be an absolute path of at most 107 bytes"));
	memcpy(address.sun_path, path.p, path.n);
	return address;
}

static void remove_stale(const char *path)
{
	struct stat there;
	if (lstat(path, &there) < 0) {
		if (errno != ENOENT)
			die(EX_OSERR, "listener.stat", str_of(strerror(errno)));
		return;
	}
	if (!S_ISSOCK(there.st_mode))
		die(EX_CONFIG, "listener.not_a_socket", str_of(path));
	if (unlink(path) < 0 && errno != ENOENT)
		die(EX_OSERR, "listener.unlink", str_of(strerror(errno)));
}

int listener_open(str path)
{
	if (handed_over(STDIN_FILENO))
		return take(STDIN_FILENO);

	struct sockaddr_un address = address_of(path);
	remove_stale(address.sun_path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die(EX_OSERR, "listener.socket", str_of(strerror(errno)));
	/* The mode is right from the first moment: a chmod afterwards would leave a gap. */
	mode_t before = umask(0117);
	int bound = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	int cause = errno;
	umask(before);
	if (bound < 0)
		die(EX_OSERR, "listener.bind", str_of(strerror(cause)));
	if (listen(fd, BACKLOG) < 0)
		die(EX_OSERR, "listener.listen", str_of(strerror(errno)));
	return fd;
}
