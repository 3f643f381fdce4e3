/* load.c -- a form with its identity, from a definition that is new or published: the part of form.h that hashes and finds fault. */
#include <string.h>

#include "base/seal.h"
#include "rules/definition.h"
#include "rules/lint.h"
#include "rules/trial.h"

static bool identify(struct form *form, struct arena *arena)
{
	uint8_t digest[SEAL_HASH_BYTES];
	str canonical = json_canonical(arena, form->root);
	if (!canonical.p)
		return false;
	seal_sha256(digest, canonical);
	str hex = seal_hex(arena, digest, sizeof(digest));
	memcpy(form->sha256, hex.p, sizeof(form->sha256) - 1);
	return true;
}

/* Everything that is wrong with what stands in list->text, but for the tests. NULL when it is no JSON object. */
static struct form *examine(struct finding_list *list, bool *tests_stand)
{
	if (!definition_read(list))
		return NULL;
	struct form *form = form_of(list->arena, list->text, list->root);
	*tests_stand = json_count(json_get(list->root, STR("tests"))) > 0 && form->page_count > 0 && lint_has_questions(form) &&
	               !finding_list_below(list, STR("/tests")) && !finding_list_below(list, STR("/pages"));
	lint_form(form, list);
	form->data = definition_compile(list);
	if (form->data)
		lint_logic(form, list);
	if (!identify(form, list->arena))
		finding_add(list, F_PART_VALUE, STR(""), STR("definition"), STR("number"));
	return form;
}

struct form *form_load(struct arena *arena, str definition, struct findings *findings)
{
	struct finding_list list = finding_list_in(arena, arena_copy(arena, definition), NULL);
	bool tests_stand;
	struct form *form = examine(&list, &tests_stand);
	*findings = finding_list_result(&list);
	return list.n == 0 ? form : NULL;
}

struct form *form_examine(struct arena *arena, str definition, struct form_trial *out)
{
	struct finding_list list = finding_list_in(arena, arena_copy(arena, definition), NULL);
	bool tests_stand;
	struct form *form = examine(&list, &tests_stand);
	*out = (struct form_trial){ 0 };
	if (form && form->data && form->calcs && form->checks && tests_stand)
		trial_run(form, &list, out);
	out->findings = finding_list_result(&list);
	return list.n == 0 ? form : NULL;
}

struct form *form_load_published(struct arena *arena, str definition)
{
	struct form *form = form_open(arena, definition);
	return form && identify(form, arena) ? form : NULL;
}
