#include "base/texts.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/json.h"
#include "base/problem.h"

#define LANGUAGES_MAX 32
#define WORDS_MAX 8192u /* a power of two, at least twice the number of keys */
#define FILE_BYTES (256u << 10)

struct word {
	uint32_t hash;
	str key, value;
};

struct lang {
	str tag;
	const struct lang *fallback;
	struct word words[WORDS_MAX];
	size_t n;
};

struct texts {
	struct arena *arena;
	struct lang *languages[LANGUAGES_MAX];
	size_t n;
};

static struct word *slot_of(struct lang *lang, str key, uint32_t hash)
{
	size_t i = hash & (WORDS_MAX - 1);
	while (lang->words[i].key.p && !(lang->words[i].hash == hash && str_eq(lang->words[i].key, key)))
		i = (i + 1) & (WORDS_MAX - 1);
	return &lang->words[i];
}

static const struct word *find(const struct lang *lang, str key)
{
	uint32_t hash = json_hash(key);
	for (size_t i = hash & (WORDS_MAX - 1); lang->words[i].key.p; i = (i + 1) & (WORDS_MAX - 1))
		if (lang->words[i].hash == hash && str_eq(lang->words[i].key, key))
			return &lang->words[i];
	return NULL;
}

static _Noreturn void broken(struct arena *arena, str path, const char *reason, unsigned line, unsigned column)
{
	die(EX_CONFIG, "texts.broken", arena_printf(arena, "%s:%u:%u: %s", path.p, line, column, reason));
}

static void load_file(struct texts *texts, struct lang *lang, str path)
{
	struct json_error error = { NULL, 0 };
	unsigned line = 1, column = 1;
	str source = config_file(path.p, FILE_BYTES);
	const struct json_node *root = json_parse(texts->arena, source, &json_limits_document, &error);
	if (!root)
		json_position(source, error.offset, &line, &column);
	if (!json_is(root, JSON_OBJECT))
		broken(texts->arena, path, root ? "not an object" : error.reason, line, column);
	struct json_iter it = json_begin(root);
	while (json_next(&it)) {
		str key = json_str(it.key), value = json_str(it.value);
		json_position(source, it.key->offset, &line, &column);
		if (!value.p)
			broken(texts->arena, path, "not a string", line, column);
		struct word *slot = slot_of(lang, key, it.key->hash);
		if (slot->key.p)
			broken(texts->arena, path, "a key of another file", line, column);
		if (++lang->n > WORDS_MAX / 2)
			broken(texts->arena, path, "too many words", line, column);
		*slot = (struct word){ it.key->hash, arena_copy(texts->arena, key), arena_copy(texts->arena, value) };
	}
}

static bool visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void load_language(struct texts *texts, const char *directory, const char *tag)
{
	str path = arena_printf(texts->arena, "%s/%s", directory, tag);
	DIR *dir = opendir(path.p);
	struct lang *lang = calloc(1, sizeof(*lang));
	if (!dir || !lang || texts->n == LANGUAGES_MAX)
		die(EX_CONFIG, "texts.language", path);
	lang->tag = arena_copy(texts->arena, str_of(tag));
	for (struct dirent *entry; (entry = readdir(dir));)
		if (str_ends(str_of(entry->d_name), STR(".json")))
			load_file(texts, lang, arena_printf(texts->arena, "%s/%s", path.p, entry->d_name));
	closedir(dir);
	texts->languages[texts->n++] = lang;
}

static int by_tag(const void *a, const void *b)
{
	/* Swedish first: it is the language of the law and of whoever says nothing. */
	const struct lang *x = *(const struct lang *const *)a, *y = *(const struct lang *const *)b;
	int first = str_is(y->tag, "sv") - str_is(x->tag, "sv");
	return first ? first : str_cmp(x->tag, y->tag);
}

struct texts *texts_load(const char *directory)
{
	struct texts *texts = calloc(1, sizeof(*texts));
	DIR *dir = opendir(directory);
	if (!texts || !dir)
		die(EX_CONFIG, "texts.directory", str_of(directory));
	texts->arena = arena_new(16u << 20);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (visible(entry))
			load_language(texts, directory, entry->d_name);
	closedir(dir);
	qsort(texts->languages, texts->n, sizeof(struct lang *), by_tag);
	if (texts->n == 0 || !str_is(texts->languages[0]->tag, "sv"))
		die(EX_CONFIG, "texts.no_swedish", str_of(directory));
	for (size_t i = 1; i < texts->n; i++)
		texts->languages[i]->fallback = texts->languages[0];
	return texts;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_tag(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

const struct lang *texts_lang(const struct texts *texts, str tag)
{
	str primary, region;
	str_cut(tag, '-', &primary, &region);
	for (size_t i = 0; i < texts->n; i++)
		if (same_tag(texts->languages[i]->tag, tag))
			return texts->languages[i];
	for (size_t i = 0; i < texts->n; i++)
		if (same_tag(texts->languages[i]->tag, primary))
			return texts->languages[i];
	return NULL;
}

/* "0.8" in thousandths; 1000 when there is none, 0 when it is broken. */
static int quality_of(str parameters)
{
	str name, value;
	int quality = 0, scale = 100;
	if (parameters.n == 0)
		return 1000;
	if (!str_cut(str_trim(parameters), '=', &name, &value) || !str_is(name, "q") || value.n == 0)
		return 0;
	quality = value.p[0] == '1' ? 1000 : 0;
	for (size_t i = 2; i < value.n && quality < 1000 && scale; i++, scale /= 10)
		quality += value.p[i] >= '0' && value.p[i] <= '9' ? (value.p[i] - '0') * scale : 0;
	return quality;
}

const struct lang *texts_accept(const struct texts *texts, str accept_language)
{
	const struct lang *best = texts->languages[0];
	int best_quality = 0;
	str one, rest = str_sub(accept_language, 0, 1000);
	while (rest.n) {
		str tag, parameters;
		str_cut(rest, ',', &one, &rest);
		str_cut(str_trim(one), ';', &tag, &parameters);
		const struct lang *lang = texts_lang(texts, str_trim(tag));
		int quality = quality_of(parameters);
		if (lang && quality > best_quality) {
			best = lang;
			best_quality = quality;
		}
	}
	return best;
}

const struct lang *texts_each(const struct texts *texts, size_t i)
{
	return i < texts->n ? texts->languages[i] : NULL;
}

str lang_tag(const struct lang *lang)
{
	return lang->tag;
}

str lang_name(const struct lang *lang)
{
	return text(lang, "language.name");
}

bool text_exists(const struct lang *lang, str key)
{
	return find(lang, key) || (lang->fallback && find(lang->fallback, key));
}

str text_of(const struct lang *lang, str key)
{
	const struct word *word = find(lang, key);
	if (!word && lang->fallback)
		word = find(lang->fallback, key);
	return word ? word->value : key;
}

str text(const struct lang *lang, const char *key)
{
	return text_of(lang, str_of(key));
}

str text_municipality(struct arena *arena, const struct lang *lang, str code)
{
	str key = arena_join(arena, STR("common.municipality."), code, STR(""));
	return text_exists(lang, key) ? text_of(lang, key) : text(lang, "common.municipality");
}

str text_fill(struct arena *arena, str words, const struct pair *values, size_t n)
{
	struct buf b = buf_in(arena, 64u << 10);
	const struct pairs known = { values, n };
	while (words.n) {
		str before, name, after;
		bool open = str_cut(words, '{', &before, &after);
		buf_add(&b, before);
		if (!open)
			break;
		if (str_cut(after, '}', &name, &words) && pairs_get(&known, name).p) {
			buf_add(&b, pairs_get(&known, name));
		} else {
			buf_byte(&b, '{');
			words = after;
		}
	}
	return buf_str(&b);
}
