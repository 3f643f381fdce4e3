#include "worker/mail.h"

#include "base/buf.h"
#include "base/clock.h"

#define MAIL_BYTES ((size_t)64 * 1024)
#define WORD_BYTES 45u /* of text in one encoded word: 75 characters with base64 and its frame */
#define ADDRESS_MAX 254 /* RFC 5321 4.5.3.1 */
#define LOCAL_MAX 64
#define LABEL_MAX 63

static bool letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool made_of(str s, str signs)
{
	for (size_t i = 0; i < s.n; i++)
		if (!letter_or_digit(s.p[i]) && str_find(signs, s.p[i]) == SIZE_MAX)
			return false;
	return s.n > 0;
}

/* RFC 1123 2.1: no dash at either end. */
static bool is_label(str s)
{
	return s.n <= LABEL_MAX && made_of(s, STR("-")) && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

static bool is_atom(str s)
{
	return made_of(s, STR("!#$%&'*+-/=?^_`{|}~"));
}

/* Parts between dots, none of them empty. */
static bool dotted(str s, bool (*is_part)(str))
{
	str part;
	bool more = true;
	while (more) {
		more = str_cut(s, '.', &part, &s);
		if (!is_part(part))
			return false;
	}
	return true;
}

bool mail_address(str address)
{
	str local, domain;
	return address.n <= ADDRESS_MAX && str_cut(address, '@', &local, &domain) && local.n <= LOCAL_MAX &&
	       dotted(local, is_atom) && dotted(domain, is_label);
}

static void put_base64(struct buf *b, str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < bytes.n; i += 3) {
		size_t left = bytes.n - i;
		uint32_t three = (uint32_t)(unsigned char)bytes.p[i] << 16;
		three |= left > 1 ? (uint32_t)(unsigned char)bytes.p[i + 1] << 8 : 0;
		three |= left > 2 ? (unsigned char)bytes.p[i + 2] : 0;
		buf_byte(b, digits[three >> 18 & 63]);
		buf_byte(b, digits[three >> 12 & 63]);
		buf_byte(b, left > 1 ? digits[three >> 6 & 63] : '=');
		buf_byte(b, left > 2 ? digits[three & 63] : '=');
	}
}

/* As many bytes as fit, never half a character. */
static size_t piece(str s, size_t most)
{
	size_t n = s.n < most ? s.n : most;
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	/* What is no UTF-8 is cut anywhere, so that it ends. */
	return n ? n : most;
}

/* Each encoded word on a line of its own (RFC 2047 2). */
static void put_words(struct buf *b, const char *name, str words)
{
	buf_printf(b, "%s:", name);
	while (words.n) {
		size_t n = piece(words, WORD_BYTES);
		buf_lit(b, "\r\n =?utf-8?B?");
		put_base64(b, str_sub(words, 0, n));
		buf_lit(b, "?=");
		words = str_sub(words, n, words.n);
	}
}

/* "Mon, 23 Nov 2026 21:00:00 +0000": 1970-01-01 was a Thursday. */
static str date_of(struct arena *arena, int64_t ms)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	str s = clock_rfc3339(arena, ms);
	int64_t month = 1;
	if (!str_int(str_sub(s, 5, 2), 1, 12, &month))
		month = 1;
	return arena_printf(arena, "%s, %.2s %s %.4s %.8s +0000", days[ms / 86400000 % 7], s.p + 8, months[month - 1], s.p, s.p + 11);
}

static void put_body(struct buf *b, struct arena *arena, str text)
{
	struct buf lines = buf_in(arena, MAIL_BYTES);
	while (text.n) {
		str line;
		str_cut(text, '\n', &line, &text);
		buf_add(&lines, line);
		buf_lit(&lines, "\r\n");
	}
	for (str left = buf_str(&lines); left.n; left = str_sub(left, 57, left.n)) {
		put_base64(b, str_sub(left, 0, 57));
		buf_lit(b, "\r\n");
	}
}

str mail_write(struct arena *arena, const struct mail *mail)
{
	struct buf b = buf_in(arena, MAIL_BYTES);
	put_words(&b, "From", mail->from_name);
	buf_printf(&b, "\r\n <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(mail->from), STR_ARG(mail->to));
	put_words(&b, "Subject", mail->subject);
	buf_printf(&b, "\r\nDate: %.*s\r\n", STR_ARG(date_of(arena, mail->now_ms)));
	buf_printf(&b, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(mail->id), STR_ARG(mail->domain));
	buf_lit(&b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	            "Content-Transfer-Encoding: base64\r\n\r\n");
	put_body(&b, arena, mail->text);
	return buf_str(&b);
}
