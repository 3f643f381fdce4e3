/* diff_parts.c -- what surrounds the questions: whom it is about, where it goes, how long it is kept, what decides it. */
#include "rules/diff_list.h"

static const struct both nothing = { { "", 0 }, { "", 0 } };

/* Single values, told with what they were and are. */
static const struct {
	const char *pointer, *en, *sv;
	enum step step;
} values[] = {
	{ "/validFrom", "Applies", "Gäller", STEP_PATCH },
	{ "/subject/kind", "Whom it is about", "Vem ansökan gäller", STEP_MAJOR },
	{ "/signing/sameAddress", "Guardians at the same address", "Vårdnadshavare på samma adress", STEP_MINOR },
	{ "/signing/expireDays", "Days to answer", "Dagar att svara", STEP_MINOR },
	{ "/signing/onExpiry", "When nobody answers in time", "När ingen svarar i tid", STEP_MINOR },
	{ "/signing/onDecline", "When the other guardian says no", "När den andra vårdnadshavaren säger nej", STEP_MINOR },
	{ "/routing/queue", "Queue", "Kö", STEP_MINOR },
	{ "/routing/due/workdays", "Working days to a decision", "Arbetsdagar till beslut", STEP_MINOR },
	{ "/routing/series", "Case references begin with", "Ärendenummer börjar med", STEP_MINOR },
	{ "/routing/area", "Question that names the school", "Fråga som anger skolan", STEP_MINOR },
	{ "/retention/class", "Class of the retention plan", "Klass i gallringsplanen", STEP_MINOR },
	{ "/retention/basis", "Kept or deleted", "Bevaras eller gallras", STEP_MINOR },
	{ "/retention/after", "Kept for", "Sparas i", STEP_MINOR },
	{ "/retention/from", "Kept from when the case is", "Sparas från det att ärendet är", STEP_MINOR },
	{ "/retention/drafts", "Drafts are kept for", "Utkast sparas i", STEP_MINOR },
};

/* Lists of words. */
static const struct {
	const char *pointer, *en, *sv;
} words[] = {
	{ "/languages", "Languages", "Språk" },
	{ "/signing/shows", "The other guardian sees", "Den andra vårdnadshavaren ser" },
	{ "/signing/reminderDays", "Days to a reminder", "Dagar till en påminnelse" },
	{ "/legalBasis/gdpr", "Articles of the GDPR", "Artiklar i dataskyddsförordningen" },
	{ "/legalBasis/law", "Sections that let you ask", "Paragrafer som ger rätt att fråga" },
	{ "/decision/outcomes", "Outcomes", "Utfall" },
};

/* Lists of things with an id; added and changed: the step when answers could be wrong by it. */
static const struct {
	const char *pointer, *id, *en, *sv;
	enum step added, changed;
} things[] = {
	{ "/decision/laws", "id", "Laws for decisions", "Lagrum för beslut", STEP_MINOR, STEP_MINOR },
	{ "/decision/reasons", "id", "Reasons for decisions", "Skäl för beslut", STEP_MINOR, STEP_MINOR },
	{ "/decision/otherAppeals", "kind", "Ways to appeal", "Sätt att överklaga", STEP_MINOR, STEP_MINOR },
	{ "/calc", "id", "Calculated answers", "Uträknade svar", STEP_MAJOR, STEP_MAJOR },
	{ "/checks", "id", "Rules across questions", "Kontroller mellan frågor", STEP_MAJOR, STEP_MAJOR },
};

/* Parts that are not carried out yet, told as a whole. */
static const struct {
	const char *pointer, *en, *sv;
} wholes[] = {
	{ "/decision/appeal", "How to appeal", "Hur man överklagar" },
	{ "/prefill", "Filled in beforehand", "Förifyllda svar" },
	{ "/attachments", "Uploads", "Bilagor" },
	{ "/roles", "Roles", "Roller" },
};

static void compare_values(struct diff_list *d)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const struct json_node *from = json_pointer(d->old->root, str_of(values[i].pointer));
		const struct json_node *to = json_pointer(d->new->root, str_of(values[i].pointer));
		if (!same_value(from, to))
			diff_add(d, D_PART, values[i].step, str_of(values[i].pointer), (struct both){ str_of(values[i].en), str_of(values[i].sv) },
			         both_change(d->arena, plain(d->arena, from), plain(d->arena, to)), nothing);
	}
}

static str policy_in(struct diff_list *d, const struct form *form, bool swedish)
{
	const struct json_node *policy = json_pointer(form->root, STR("/signing/policy"));
	if (!json_is(policy, JSON_OBJECT))
		return plain(d->arena, policy);
	struct both when = condition_name(d->arena, form, json_get(policy, STR("if")), true);
	str then = json_member(policy, STR("then")), otherwise = json_member(policy, STR("else"));
	return arena_printf(d->arena, "%.*s %.*s, %s %.*s", STR_ARG(then), STR_ARG(swedish ? when.sv : when.en), swedish ? "annars" : "else",
	                    STR_ARG(otherwise));
}

static void compare_policy(struct diff_list *d)
{
	static const struct both name = { { "Signing", 7 }, { "Underskrift", 11 } };
	str place = STR("/signing/policy");
	if (same_value(json_pointer(d->old->root, place), json_pointer(d->new->root, place)))
		return;
	struct both en = both_change(d->arena, policy_in(d, d->old, false), policy_in(d, d->new, false));
	struct both sv = both_change(d->arena, policy_in(d, d->old, true), policy_in(d, d->new, true));
	diff_add(d, D_PART, STEP_MINOR, place, name, (struct both){ en.en, sv.sv }, nothing);
}

static void compare_ages(struct diff_list *d)
{
	static const struct both name = { { "Ages", 4 }, { "Åldrar", sizeof("Åldrar") - 1 } };
	const struct form *old = d->old, *new = d->new;
	if (old->subject_age_min == new->subject_age_min && old->subject_age_max == new->subject_age_max)
		return;
	bool narrower = new->subject_age_min > old->subject_age_min || new->subject_age_max < old->subject_age_max;
	str from = arena_printf(d->arena, "%lld–%lld", (long long)old->subject_age_min, (long long)old->subject_age_max);
	str to = arena_printf(d->arena, "%lld–%lld", (long long)new->subject_age_min, (long long)new->subject_age_max);
	diff_add(d, D_PART, narrower ? STEP_MAJOR : STEP_MINOR, STR("/subject"), name, both_change(d->arena, from, to), nothing);
}

static bool has_word(const struct json_node *list, const struct json_node *word)
{
	for (struct json_iter it = json_begin(list); json_next(&it);)
		if (json_equal(it.value, word))
			return true;
	return false;
}

static void compare_words(struct diff_list *d)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct both name = { str_of(words[i].en), str_of(words[i].sv) };
		const struct json_node *from = json_pointer(d->old->root, str_of(words[i].pointer));
		const struct json_node *to = json_pointer(d->new->root, str_of(words[i].pointer));
		for (struct json_iter it = json_begin(to); json_next(&it);)
			if (!has_word(from, it.value))
				diff_add(d, D_ITEM_ADDED, STEP_MINOR, str_of(words[i].pointer), name, both_of(plain(d->arena, it.value)), nothing);
		for (struct json_iter it = json_begin(from); json_next(&it);)
			if (!has_word(to, it.value))
				diff_add(d, D_ITEM_REMOVED, STEP_MINOR, str_of(words[i].pointer), name, both_of(plain(d->arena, it.value)), nothing);
	}
}

static const struct json_node *with_id(const struct json_node *list, const char *member, str id)
{
	for (struct json_iter it = json_begin(list); json_next(&it);)
		if (str_eq(json_member(it.value, str_of(member)), id))
			return it.value;
	return NULL;
}

/* Do they differ in nothing but the member "text"? */
static bool only_words(const struct json_node *a, const struct json_node *b)
{
	const struct json_node *const sides[] = { a, b };
	for (int side = 0; side < 2; side++)
		for (struct json_iter it = json_begin(sides[side]); json_next(&it);)
			if (!str_is(json_str(it.key), "text") && !same_value(it.value, json_get(sides[1 - side], json_str(it.key))))
				return false;
	return true;
}

static void compare_things(struct diff_list *d)
{
	for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++) {
		const struct both name = { str_of(things[i].en), str_of(things[i].sv) };
		const struct json_node *old = json_pointer(d->old->root, str_of(things[i].pointer));
		const struct json_node *new = json_pointer(d->new->root, str_of(things[i].pointer));
		str place = str_of(things[i].pointer);
		for (struct json_iter it = json_begin(new); json_next(&it);) {
			str id = json_member(it.value, str_of(things[i].id));
			const struct json_node *before = with_id(old, things[i].id, id);
			if (!before)
				diff_add(d, D_ITEM_ADDED, things[i].added, place, name, both_of(id), nothing);
			else if (!json_equal(before, it.value))
				diff_add(d, D_ITEM_CHANGED, only_words(before, it.value) ? STEP_PATCH : things[i].changed, place, name, both_of(id),
				         nothing);
		}
		for (struct json_iter it = json_begin(old); json_next(&it);)
			if (!with_id(new, things[i].id, json_member(it.value, str_of(things[i].id))))
				diff_add(d, D_ITEM_REMOVED, STEP_MINOR, place, name, both_of(json_member(it.value, str_of(things[i].id))), nothing);
	}
}

static void compare_wholes(struct diff_list *d)
{
	static const struct both another = { { "another", 7 }, { "ändrat", sizeof("ändrat") - 1 } };
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++) {
		const struct json_node *from = json_pointer(d->old->root, str_of(wholes[i].pointer));
		const struct json_node *to = json_pointer(d->new->root, str_of(wholes[i].pointer));
		if (!same_value(from, to))
			diff_add(d, D_PART, from && to && only_words(from, to) ? STEP_PATCH : STEP_MINOR, str_of(wholes[i].pointer),
			         (struct both){ str_of(wholes[i].en), str_of(wholes[i].sv) }, another, nothing);
	}
}

void diff_parts(struct diff_list *list)
{
	compare_values(list);
	compare_policy(list);
	compare_ages(list);
	compare_words(list);
	compare_things(list);
	compare_wholes(list);
}
