/* write.h -- the page where a definition is written, shown again with what is wrong. */
#ifndef BLANKETT_ADMIN_WRITE_H
#define BLANKETT_ADMIN_WRITE_H

#include "admin/inspect.h"

/* 422: the text with its findings. seen: the content of the draft that its author began from, or absent. */
bool write_page(struct request *q, struct response *r, str definition, str seen, const struct findings *findings);

#endif
