#include "base/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/problem.h"

extern char **environ;

static bool known(str name)
{
#define X(field, variable, type, otherwise, what) \
	if (str_is(name, variable)) \
		return true;
	CONFIG_TABLE(X)
#undef X
	return false;
}

static void refuse_unknown(void)
{
	for (char **e = environ; *e; e++) {
		str name, value;
		str_cut(str_of(*e), '=', &name, &value);
		if (str_starts(name, STR("BLANKETT_")) && !known(name))
			die(EX_CONFIG, "config.unknown", name);
	}
}

static void read_word(str *field, const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);
	*field = str_of(value ? value : otherwise);
	if (!str_utf8(*field))
		die(EX_CONFIG, "config.not_utf8", str_of(variable));
}

static void read_number(int64_t *field, const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);
	if (!str_int(str_of(value ? value : otherwise), 1, 1000000, field))
		die(EX_CONFIG, "config.not_a_number", str_of(variable));
}

const struct config *config_read(void)
{
	static struct config config;
	refuse_unknown();
#define X(field, variable, type, otherwise, what) read_##type(&config.field, variable, otherwise);
	CONFIG_TABLE(X)
#undef X
	int64_t code;
	if (config.municipality.n != 4 || config.municipality.p[0] == '-' || !str_int(config.municipality, 0, 9999, &code))
		die(EX_CONFIG, "config.municipality", STR("BLANKETT_MUNICIPALITY must be four digits"));
	return &config;
}

void config_need(str value, const char *variable)
{
	if (value.n == 0)
		die(EX_CONFIG, "config.missing", str_of(variable));
}

str config_file(const char *path, size_t limit_bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	if (fd < 0 || fstat(fd, &about) < 0)
		die(EX_CONFIG, "config.file", str_of(path));
	if (!S_ISREG(about.st_mode) || (size_t)about.st_size > limit_bytes)
		die(EX_CONFIG, "config.file_size", str_of(path));
	size_t size = (size_t)about.st_size, n = 0;
	char *text = malloc(size + 1);
	if (!text)
		die(EX_OSERR, "config.memory", str_of(path));
	while (n < size) {
		ssize_t got = read(fd, text + n, size - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			die(EX_IOERR, "config.file", str_of(path));
		n += (size_t)got;
	}
	close(fd);
	text[n] = '\0';
	return (str){ text, n };
}

void config_print(void)
{
#define X(field, variable, type, otherwise, what) printf("%-30s %-32s %s\n", variable, otherwise, what);
	CONFIG_TABLE(X)
#undef X
}
