#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_fill(int file, str text)
{
	while (text.n > 0) {
		ssize_t n = write(file, text.p, text.n);
		if (n < 0 && errno != EINTR)
			return false;
		text = n < 0 ? text : str_sub(text, (size_t)n, text.n);
	}
	return fsync(file) == 0;
}

static bool close_ok(int file, bool ok)
{
	int cause = errno;
	if (file >= 0)
		ok = close(file) == 0 && ok;
	if (!ok && cause)
		errno = cause;
	return ok;
}

bool file_make(const char *path, mode_t mode, str text)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	bool made = file >= 0;
	bool ok = close_ok(file, made && fchmod(file, mode) == 0 && file_fill(file, text));
	if (made && !ok)
		(void)unlink(path);
	return ok;
}

static bool keep_owner(int folder, const char *name, int file)
{
	struct stat before;
	if (geteuid() != 0)
		return true;
	return (fstatat(folder, name, &before, AT_SYMLINK_NOFOLLOW) == 0 || fstat(folder, &before) == 0) &&
	       fchown(file, before.st_uid, before.st_gid) == 0;
}

bool file_replace(struct arena *arena, const char *directory, str name, mode_t mode, str text)
{
	str path = arena_printf(arena, "%s/%.*s", directory, STR_ARG(name));
	str beside = arena_join(arena, path, STR(".new"), STR(""));
	int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return false;
	(void)unlink(beside.p); /* of a command that died */
	int file = open(beside.p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	bool ok = close_ok(file, file >= 0 && keep_owner(folder, arena_z(arena, name), file) && fchmod(file, mode) == 0 &&
	                                 file_fill(file, text));
	ok = ok && rename(beside.p, path.p) == 0 && fsync(folder) == 0;
	return close_ok(folder, ok);
}
