/* frame.h -- what stands around main on every page: header with municipality and session, navigation, language switch, footer. */
#ifndef BLANKETT_HTTP_FRAME_H
#define BLANKETT_HTTP_FRAME_H

#include "http/page.h"

/* Skip link, header, navigation. `stage` is the name of an environment that is not production, or absent: it is shown as a banner. */
void frame_top(struct html *h, const struct page *p, str stage);
void frame_bottom(struct html *h, const struct page *p);
/* What the area is called: in the header, and after the title of every page. */
str frame_name(const struct page *p);

#endif
