/* step.c -- how far a version number must be raised. */
#include "rules/diff.h"
#include "rules/findings.h"

#define FIGURES 3

const char *step_word(enum step step)
{
	static const char *const words[] = { "patch", "minor", "major" };
	return words[step];
}

/* The meta-schema holds each figure to five digits. */
static void figures(str version, int64_t out[FIGURES])
{
	for (int i = 0; i < FIGURES; i++) {
		str figure;
		str_cut(version, '.', &figure, &version);
		if (!str_int(figure, 0, INT32_MAX, &out[i]))
			out[i] = 0;
	}
}

static int compare(str a, str b)
{
	int64_t x[FIGURES], y[FIGURES];
	figures(a, x);
	figures(b, y);
	for (int i = 0; i < FIGURES; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

str step_lowest(struct arena *arena, str version, enum step step)
{
	int64_t n[FIGURES];
	figures(version, n);
	int raised = step == STEP_MAJOR ? 0 : step == STEP_MINOR ? 1 : 2;
	n[raised]++;
	for (int i = raised + 1; i < FIGURES; i++)
		n[i] = 0;
	return arena_printf(arena, "%lld.%lld.%lld", (long long)n[0], (long long)n[1], (long long)n[2]);
}

bool step_allowed(const struct form *old, const struct form *new, const struct diff *diff, struct arena *arena, struct findings *findings)
{
	struct finding_list list = finding_list_in(arena, new->text, new->root);
	str lowest = step_lowest(arena, old->version, diff->step);
	bool follows = compare(new->version, old->version) > 0;
	if (follows && compare(new->version, lowest) < 0)
		finding_add(&list, diff->step == STEP_MAJOR ? F_STEP_MAJOR : F_STEP_MINOR, STR("/version"), lowest, old->version);
	*findings = finding_list_result(&list);
	return list.n == 0;
}
