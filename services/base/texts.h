/* texts.h -- the words of the interface, per language, as data (services/web/texts/<language>/<area>.json).
 *
 * Each file is one flat object of keys and strings. A language is a folder; adding one needs no code. Texts are read
 * before the sandbox closes and never change. A key that is missing in a language falls back to Swedish; one that is
 * missing there too shows as its key and is found by the lint (every key used in C exists in every language). */
#ifndef BLANKETT_BASE_TEXTS_H
#define BLANKETT_BASE_TEXTS_H

#include "base/pairs.h"

struct lang; /* one language */
struct texts;

/* Reads a directory of languages; dies (EX_CONFIG) with the file and position when a file is broken. */
struct texts *texts_load(const char *directory);
/* The language of a BCP 47 tag ("sv", "en-GB" -> en); NULL when there is none. */
const struct lang *texts_lang(const struct texts *texts, str tag);
/* The first language of an Accept-Language header that exists, else Swedish. */
const struct lang *texts_accept(const struct texts *texts, str accept_language);
/* Every language: call with i = 0, 1, ... until NULL. */
const struct lang *texts_each(const struct texts *texts, size_t i);
str lang_tag(const struct lang *lang);  /* "sv" */
str lang_name(const struct lang *lang); /* its own name: "Svenska" (key "language.name") */

/* The words of a key. `key` is a literal, so that the lint can find it. */
str text(const struct lang *lang, const char *key);
/* A key made at run time ("status." + status); same fall-backs. */
str text_of(const struct lang *lang, str key);
bool text_exists(const struct lang *lang, str key);
/* Whose service it is: the name of a municipality that has one among the words, else words for any. */
str text_municipality(struct arena *arena, const struct lang *lang, str code);
/* Replaces each {name} by the value of that name. */
str text_fill(struct arena *arena, str words, const struct pair *values, size_t n);

#endif
