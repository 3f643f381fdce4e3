/* copy.h -- the printed copy of a receipt as an HTML document, in the language of the case. The receipt and its signature are attached
 * by their names; nothing else is referred to. Every text is escaped by base/html. */
#ifndef BLANKETT_WORKER_COPY_H
#define BLANKETT_WORKER_COPY_H

#include "base/texts.h"
#include "rules/form.h"

struct copy {
	const struct lang *lang;
	str origin;                     /* of the site: "https://..." */
	str municipality;               /* its name */
	str key_name;                   /* as minisign prints it */
	bool signature;                 /* of a signature; else of a submission */
	const struct json_node *receipt; /* of receipt_read */
	const struct form *form;        /* with `answers`, or NULL: the copy lists no answers */
	const struct json_node *answers;
};

/* Absent when the document would be too large. */
str copy_html(struct arena *arena, const struct copy *copy);

#endif
