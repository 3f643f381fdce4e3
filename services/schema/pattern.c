#include "schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#define MATCH_LIMIT 200000u

struct pattern {
	pcre2_code *code;
	pcre2_match_context *limits;
};

static void release(void *what)
{
	struct pattern *pattern = what;
	pcre2_match_context_free(pattern->limits);
	pcre2_code_free(pattern->code);
}

struct pattern *pattern_compile(struct arena *arena, str text)
{
	int error;
	size_t offset;
	const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF |
	                         PCRE2_NEVER_BACKSLASH_C | PCRE2_ALLOW_EMPTY_CLASS;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.p, text.n, options, &error, &offset, NULL);
	if (!code)
		return NULL;
	struct pattern *pattern = ARENA_NEW(arena, struct pattern);
	*pattern = (struct pattern){ code, pcre2_match_context_create(NULL) };
	arena_defer(arena, release, pattern);
	if (!pattern->limits)
		return NULL;
	pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
	pcre2_set_heap_limit(pattern->limits, 1024);
	return pattern;
}

bool pattern_matches(const struct pattern *pattern, str value)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	if (!data)
		return false;
	int found = pcre2_match(pattern->code, (PCRE2_SPTR)(value.p ? value.p : ""), value.n, 0, PCRE2_NO_UTF_CHECK, data,
	                        pattern->limits);
	pcre2_match_data_free(data);
	return found >= 0;
}

bool pattern_is_plain(str text)
{
	static const char escapes[] = "\\.*+?()[]{}|^$-/nrtpP";
	if (text.n < 2 || text.p[0] != '^' || text.p[text.n - 1] != '$')
		return false;
	bool quantified = false;
	for (size_t i = 1; i + 1 < text.n; i++) {
		char c = text.p[i], next = text.p[i + 1];
		if (c == '\\') {
			if (i + 2 >= text.n || !strchr(escapes, next))
				return false;
			i++;
			quantified = false;
			continue;
		}
		if ((c == '?' || c == '+') && quantified)
			return false;
		if (c == '(' && next == '?')
			return false;
		quantified = c == '*' || c == '+' || c == '?' || c == '}';
	}
	return true;
}
