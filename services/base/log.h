/* log.h -- one event, one JSON line, one write(2), on stderr. No personal data: fields are typed and there is no field
 * for a citizen's text. The audit trail is a table, not this log. */
#ifndef BLANKETT_BASE_LOG_H
#define BLANKETT_BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
enum log_kind { LOG_KIND_NUMBER, LOG_KIND_WORD };

struct log_field {
	const char *name;
	enum log_kind kind;
	int64_t number;
	str word;
};

#define LOG_INT(field, value) ((struct log_field){ (field), LOG_KIND_NUMBER, (int64_t)(value), { 0 } })
/* A word from our own vocabulary: an id, a slug, a path template, a cause from the system. Cut at 256 bytes. */
#define LOG_WORD(field, value) ((struct log_field){ (field), LOG_KIND_WORD, 0, (value) })

/* log_event(LOG_INFO, "case.decided", LOG_WORD("reference", r), LOG_INT("version", 3)); adds time, level, service, pid and
 * the current request id. */
#define log_event(level, event, ...) \
	log_write((level), (event), (const struct log_field[]){ __VA_ARGS__ }, \
	          sizeof((const struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))
void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t n);
/* An event without fields. */
void log_plain(enum log_level level, const char *event);

void log_service(const char *name);  /* once, at start */
void log_request(str request_id);    /* absent: no request is being served */
void log_threshold(enum log_level level);
/* The same by the word of BLANKETT_LOG; dies with EX_CONFIG when it is none. */
void log_threshold_word(str word);

#endif
