#include "http/request.h"

#include <string.h>

#include "base/buf.h"
#include "base/seal.h"
#include "http/multipart.h"

#define MOST_QUERY_PAIRS 64
#define MOST_FORM_PAIRS 1024
#define MOST_FORM_PARTS 16
#define MOST_COOKIES 32
#define MOST_COOKIE_BYTES 4096
#define MOST_PATH_BYTES 1024

static const struct texts *languages;

void request_load(const struct texts *texts)
{
	languages = texts;
}

const struct texts *request_languages(void)
{
	return languages;
}

str request_variable(char *const *variables, const char *name)
{
	size_t n = strlen(name);
	for (; variables && *variables; variables++)
		if (strncmp(*variables, name, n) == 0 && (*variables)[n] == '=')
			return str_of(*variables + n + 1);
	return STR_NONE;
}

static enum method method_of(str name)
{
	static const struct {
		const char *name;
		enum method method;
	} known[] = { { "GET", GET }, { "HEAD", HEAD }, { "POST", POST }, { "PUT", PUT }, { "DELETE", DELETE } };
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_is(name, known[i].name))
			return known[i].method;
	return (enum method)0;
}

static str lower(struct arena *arena, str s)
{
	str copy = arena_copy(arena, s);
	char *p = arena_alloc(arena, s.n + 1);
	for (size_t i = 0; i < copy.n; i++)
		p[i] = copy.p[i] >= 'A' && copy.p[i] <= 'Z' ? (char)(copy.p[i] - 'A' + 'a') : copy.p[i];
	return s.p ? (str){ p, s.n } : s;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One byte of a path, decoded once; false for a broken escape. */
static bool decode_byte(str raw, size_t *i, char *out)
{
	if (raw.p[*i] != '%') {
		*out = raw.p[(*i)++];
		return true;
	}
	int high = *i + 2 < raw.n ? hex_digit(raw.p[*i + 1]) : -1;
	int low = *i + 2 < raw.n ? hex_digit(raw.p[*i + 2]) : -1;
	if (high < 0 || low < 0)
		return false;
	*out = (char)(high * 16 + low);
	*i += 3;
	return true;
}

static bool path_read(struct request *q, str raw, struct problem *why)
{
	/* "//host" at the head of a link would lead to another site. */
	if (raw.n == 0 || raw.p[0] != '/' || str_starts(raw, STR("//")) || raw.n > MOST_PATH_BYTES)
		return fail(why, P_BAD_REQUEST, STR("The path cannot be read."));
	char *path = arena_alloc(q->arena, raw.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; n++) {
		/* Control bytes (NUL among them) name nothing of ours and could reach a header or a log. */
		if (!decode_byte(raw, &i, &path[n]) || (unsigned char)path[n] < 0x20 || path[n] == 0x7f)
			return fail(why, P_BAD_REQUEST, STR("The path cannot be read."));
	}
	if (!str_utf8((str){ path, n }))
		return fail(why, P_BAD_REQUEST, STR("The path is not UTF-8."));
	if (n > 1 && path[1] == '/')
		return fail(why, P_BAD_REQUEST, STR("The path cannot be read."));
	q->path = (str){ path, n };
	return true;
}

static bool target_read(struct request *q, str target, struct problem *why)
{
	str path, query;
	str_cut(target, '?', &path, &query);
	q->query_text = query;
	/* As it came, so that a program reads the refusal too when the rest of the path cannot be read. */
	q->api = str_starts(path, STR("/api/"));
	if (!path_read(q, path, why))
		return false;
	if (!pairs_parse(q->arena, query, MOST_QUERY_PAIRS, &q->query))
		return fail(why, P_BAD_REQUEST, STR("The query cannot be read."));
	return true;
}

/* RFC 6265 4.2.1; other systems of the same domain may fill the header with theirs. */
static bool cookies_read(struct request *q, str header, struct problem *why)
{
	struct pair *kept = ARENA_ARRAY(q->arena, struct pair, MOST_COOKIES);
	size_t n = 0, bytes = 0;
	for (str rest = header; rest.n > 0;) {
		str one, name, value;
		str_cut(rest, ';', &one, &rest);
		if (!str_cut(str_trim(one), '=', &name, &value) || !str_starts(name, STR("__Host-")))
			continue;
		bytes += name.n + value.n;
		if (n == MOST_COOKIES || bytes > MOST_COOKIE_BYTES)
			return fail(why, P_BAD_REQUEST, STR("There are too many cookies."));
		kept[n++] = (struct pair){ name, value };
	}
	q->cookies = (struct pairs){ kept, n };
	return true;
}

static void language_read(struct request *q)
{
	str wanted = pairs_get(&q->query, STR("lang"));
	q->lang = wanted.n > 0 ? texts_lang(languages, wanted) : NULL;
	q->lang_chosen = q->lang;
	str remembered = pairs_get(&q->cookies, STR(LANGUAGE_COOKIE));
	if (!q->lang && remembered.n > 0)
		q->lang = texts_lang(languages, remembered);
	if (!q->lang)
		q->lang = texts_accept(languages, q->accept_language);
}

static str request_id_of(struct arena *arena, str given)
{
	bool good = given.n == 32;
	for (size_t i = 0; good && i < given.n; i++)
		good = hex_digit(given.p[i]) >= 0;
	if (good)
		return lower(arena, given);
	uint8_t own[16];
	seal_random(own, sizeof(own));
	return seal_hex(arena, own, sizeof(own));
}

/* A UUID, in the quotes of a structured field (RFC 8941) or without. */
static str key_of(struct arena *arena, str given)
{
	str key = str_trim(given);
	if (key.n >= 2 && key.p[0] == '"' && key.p[key.n - 1] == '"')
		key = str_sub(key, 1, key.n - 2);
	return lower(arena, key);
}

static str media_type_of(struct arena *arena, str header)
{
	str type, parameters;
	str_cut(header, ';', &type, &parameters);
	return lower(arena, str_trim(type));
}

static void headers_read(struct request *q, char *const *variables)
{
	struct arena *a = q->arena;
	q->content_type = media_type_of(a, request_variable(variables, "CONTENT_TYPE"));
	q->boundary = multipart_boundary(a, request_variable(variables, "CONTENT_TYPE"));
	q->accept = arena_copy(a, request_variable(variables, "HTTP_ACCEPT"));
	q->accept_language = arena_copy(a, request_variable(variables, "HTTP_ACCEPT_LANGUAGE"));
	q->fetch_site = arena_copy(a, request_variable(variables, "HTTP_SEC_FETCH_SITE"));
	q->origin = arena_copy(a, request_variable(variables, "HTTP_ORIGIN"));
	q->csrf_header = arena_copy(a, request_variable(variables, "HTTP_X_CSRF_TOKEN"));
	q->idempotency_key = key_of(a, request_variable(variables, "HTTP_IDEMPOTENCY_KEY"));
	q->if_match = arena_copy(a, request_variable(variables, "HTTP_IF_MATCH"));
	q->request_id = request_id_of(a, request_variable(variables, "BLANKETT_REQUEST_ID"));
	q->internal = str_is(request_variable(variables, "BLANKETT_INTERNAL"), "1");
}

bool request_read(struct request *q, struct arena *arena, char *const *variables, struct problem *why)
{
	*q = (struct request){ .arena = arena, .path = STR("/"), .return_to = STR("/") };
	q->method = method_of(request_variable(variables, "REQUEST_METHOD"));
	headers_read(q, variables);
	bool good = cookies_read(q, arena_copy(arena, request_variable(variables, "HTTP_COOKIE")), why);
	good = target_read(q, arena_copy(arena, request_variable(variables, "REQUEST_URI")), why) && good;
	language_read(q);
	return good;
}

bool request_take_body(struct request *q, str body, struct problem *why)
{
	q->body = body;
	bool good = true;
	if (str_is(q->content_type, "application/x-www-form-urlencoded"))
		good = pairs_parse(q->arena, body, MOST_FORM_PAIRS, &q->form);
	else if (str_is(q->content_type, "multipart/form-data"))
		good = multipart_parse(q->arena, q->boundary, body, MOST_FORM_PARTS, &q->form);
	return good || fail(why, P_BAD_REQUEST, STR("The form cannot be read."));
}

const char *method_name(enum method method)
{
	switch (method) {
	case GET:
		return "GET";
	case HEAD:
		return "HEAD";
	case POST:
		return "POST";
	case PUT:
		return "PUT";
	case DELETE:
		return "DELETE";
	}
	return "other";
}

str request_seen(const struct request *q)
{
	str tag = str_starts(q->if_match, STR("W/")) ? str_sub(q->if_match, 2, q->if_match.n) : q->if_match;
	if (!tag.p)
		return STR_NONE;
	bool quoted = tag.n > 2 && tag.p[0] == '"' && tag.p[tag.n - 1] == '"';
	return quoted ? str_sub(tag, 1, tag.n - 2) : STR("");
}

str request_field(const struct request *q, const char *name)
{
	str value = str_trim(pairs_get(&q->form, str_of(name)));
	return value.p ? value : STR("");
}

str request_path_text(const struct request *q)
{
	struct buf text = buf_in(q->arena, 3 * MOST_PATH_BYTES);
	for (str rest = q->path; rest.n > 0;) {
		rest = str_sub(rest, 1, rest.n);
		size_t end = str_find(rest, '/');
		str segment = str_sub(rest, 0, end);
		buf_byte(&text, '/');
		buf_url(&text, segment);
		rest = str_sub(rest, segment.n, rest.n);
	}
	return buf_str(&text);
}
