/* info.h -- a page that is words alone: accessibility, personal data, cookies.
 *
 * The words are "common.<name>.title", ".intro" and, for n = 1, 2, ..., ".<n>.title" and ".<n>.text". A new section is two lines in
 * each language's file. */
#ifndef BLANKETT_HTTP_INFO_H
#define BLANKETT_HTTP_INFO_H

#include "http/response.h"

bool info_page(struct response *r, const struct request *q, const char *name);

#endif
