#include "admin/done.h"

void done_html(struct html *h, const struct request *q, str words)
{
	html_markup(h, "<div class=\"govuk-notification-banner govuk-notification-banner--success\" role=\"alert\" "
	               "aria-labelledby=\"done\"><div class=\"govuk-notification-banner__header\">"
	               "<h2 class=\"govuk-notification-banner__title\" id=\"done\">");
	html_text(h, text(q->lang, "admin.done"));
	html_markup(h, "</h2></div><div class=\"govuk-notification-banner__content\"><p class=\"govuk-notification-banner__heading\">");
	html_text(h, words);
	html_markup(h, "</p></div></div>");
}
