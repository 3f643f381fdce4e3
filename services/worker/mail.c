#include "worker/mail.h"

#include "base/buf.h"
#include "base/clock.h"

#define MAIL_BYTES ((size_t)64 * 1024)
#define WORD_BYTES 45u /* of text in one encoded word: 75 characters with base64 and its frame */

bool mail_address(str address)
{
	if (address.n < 3 || address.n > 254 || str_find(address, '@') == SIZE_MAX || address.p[0] == '-')
		return false;
	for (size_t i = 0; i < address.n; i++) {
		unsigned char c = (unsigned char)address.p[i];
		if (c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == ',' || c == ';' || c == '"' || c == '\\' || c == '(' || c == ')')
			return false;
	}
	return true;
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
	return n;
}

static void put_subject(struct buf *b, str subject)
{
	buf_lit(b, "Subject:");
	while (subject.n) {
		size_t n = piece(subject, WORD_BYTES);
		buf_lit(b, " =?utf-8?B?");
		put_base64(b, str_sub(subject, 0, n));
		buf_lit(b, "?=\r\n");
		subject = str_sub(subject, n, subject.n);
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
	buf_printf(&b, "From: <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(mail->from), STR_ARG(mail->to));
	put_subject(&b, mail->subject);
	buf_printf(&b, "Date: %.*s\r\n", STR_ARG(date_of(arena, mail->now_ms)));
	buf_printf(&b, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(mail->id), STR_ARG(mail->domain));
	buf_lit(&b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	            "Content-Transfer-Encoding: base64\r\n\r\n");
	put_body(&b, arena, mail->text);
	return buf_str(&b);
}
