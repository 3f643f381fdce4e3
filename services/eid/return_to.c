#include "eid/return_to.h"

#define MOST_BYTES 512

static bool letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool path_holds(str path)
{
	if (path.n == 0 || path.p[0] != '/')
		return false;
	for (size_t i = 0; i < path.n; i++) {
		bool slash = path.p[i] == '/';
		if (!slash && !letter_or_digit(path.p[i]) && path.p[i] != '_' && path.p[i] != '-')
			return false;
		if (slash && i > 0 && path.p[i - 1] == '/')
			return false;
	}
	return true;
}

static bool query_holds(str query)
{
	for (size_t i = 0; i < query.n; i++)
		if (!letter_or_digit(query.p[i]) && str_find(STR("_-.~=&%+"), query.p[i]) == SIZE_MAX)
			return false;
	return true;
}

bool return_to_holds(str to)
{
	str path, query;
	str_cut(to, '?', &path, &query);
	return to.n <= MOST_BYTES && path_holds(path) && query_holds(query);
}

str return_to_home(enum audience audience)
{
	return audience == AUD_STAFF ? STR("/handlaggare") : STR("/");
}
