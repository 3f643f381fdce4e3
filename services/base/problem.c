#include "base/problem.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/log.h"

static const struct {
	int status;
	const char *slug, *title;
} kinds[] = {
	[P_NONE] = { 200, "none", "No problem" },
#define X(name, status, slug, title) [name] = { status, slug, title },
	PROBLEM_KINDS(X)
#undef X
};

bool fail(struct problem *why, enum problem_kind kind, str detail)
{
	if (why->kind == P_NONE) {
		why->kind = kind;
		why->detail = detail;
		if (kind == P_UNAVAILABLE && why->retry_after_s == 0)
			why->retry_after_s = 30;
	}
	return false;
}

int problem_status(enum problem_kind kind)
{
	return kinds[kind].status;
}

const char *problem_slug(enum problem_kind kind)
{
	return kinds[kind].slug;
}

const char *problem_title(enum problem_kind kind)
{
	return kinds[kind].title;
}

str problem_json(struct arena *arena, const struct problem *why, str request_id)
{
	struct buf b = buf_in(arena, 1024 * 1024);
	buf_printf(&b, "{\"type\":\"/problem/%s\",\"title\":", problem_slug(why->kind));
	buf_json(&b, str_of(problem_title(why->kind)));
	buf_printf(&b, ",\"status\":%d", problem_status(why->kind));
	if (why->detail.p) {
		buf_lit(&b, ",\"detail\":");
		buf_json(&b, why->detail);
	}
	buf_lit(&b, ",\"request_id\":");
	buf_json(&b, request_id);
	if (why->field_count) {
		buf_lit(&b, ",\"errors\":[");
		for (size_t i = 0; i < why->field_count; i++) {
			const struct problem_field *f = &why->fields[i];
			buf_add(&b, i ? STR(",{\"pointer\":") : STR("{\"pointer\":"));
			buf_json(&b, f->pointer);
			buf_lit(&b, ",\"keyword\":");
			buf_json(&b, f->keyword);
			buf_lit(&b, ",\"text\":");
			buf_json(&b, f->text);
			buf_byte(&b, '}');
		}
		buf_byte(&b, ']');
	}
	buf_byte(&b, '}');
	if (!buf_ok(&b) && why->field_count) {
		/* Too many to list: the answer stays whole. */
		struct problem alone = *why;
		alone.field_count = 0;
		return problem_json(arena, &alone, request_id);
	}
	return buf_str(&b);
}

void die(int exit_code, const char *event, str what)
{
	log_event(LOG_ERROR, event, LOG_WORD("cause", what), LOG_INT("exit_code", exit_code));
	exit(exit_code);
}
