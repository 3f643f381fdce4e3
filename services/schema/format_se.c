#include <string.h>

#include "schema/ascii.h"
#include "schema/format.h"

#define TYPED_BYTES_MAX 32

static bool all_digits(str s)
{
	return ascii_digits(s, 0) == s.n;
}

static unsigned digit(str s, size_t at)
{
	return (unsigned)(s.p[at] - '0');
}

/* Luhn, which Bankgirot calls 10-modul: every second digit doubled, from the last but one. */
static bool is_luhn(str digits)
{
	static const uint8_t doubled[] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
	unsigned sum = 0;
	for (size_t i = 0; i < digits.n; i++)
		sum += (digits.n - i) % 2 ? digit(digits, i) : doubled[digit(digits, i)];
	return sum % 10 == 0;
}

bool format_personnummer(str s)
{
	if (s.n != 12 || !all_digits(s) || str_is(str_sub(s, 0, 4), "0000") || str_is(str_sub(s, 8, 3), "000"))
		return false;
	unsigned month = digit(s, 4) * 10 + digit(s, 5), day = digit(s, 6) * 10 + digit(s, 7);
	char date[10] = { s.p[0], s.p[1], s.p[2], s.p[3], '-', s.p[4], s.p[5], '-', s.p[6], s.p[7] };
	bool coordination = month <= 12 && day >= 60 && day <= 91;
	return (coordination || format_date((str){ date, sizeof(date) })) && is_luhn(str_sub(s, 2, 10));
}

bool format_orgnr(str s)
{
	char digits[10];
	if (s.n != 10 && !(s.n == 11 && s.p[6] == '-'))
		return false;
	memcpy(digits, s.p, 6);
	memcpy(digits + 6, s.p + s.n - 4, 4);
	str number = { digits, sizeof(digits) };
	return all_digits(number) && digits[0] != '0' && digits[0] != '4' && digits[2] >= '2' && is_luhn(number);
}

bool format_postnummer(str s)
{
	bool spaced = s.n == 6 && s.p[3] == ' ';
	return (spaced || s.n == 5) && s.p[0] != '0' && all_digits(str_sub(s, 0, 3)) && all_digits(str_sub(s, spaced ? 4 : 3, 2));
}

/* The digits of a number as it is typed, separators between them gone; absent when something else stands there, at an end too. */
static str digits_of(str s, const char *separators, char out[TYPED_BYTES_MAX])
{
	size_t n = 0;
	if (s.n == 0 || s.n > TYPED_BYTES_MAX || !ascii_is_digit(s.p[0]) || !ascii_is_digit(s.p[s.n - 1]))
		return STR_NONE;
	for (size_t i = 0; i < s.n; i++) {
		if (ascii_is_digit(s.p[i]))
			out[n++] = s.p[i];
		else if (str_find(str_of(separators), s.p[i]) == SIZE_MAX)
			return STR_NONE;
	}
	return (str){ out, n };
}

/* Behind the 0 or +46. */
static bool is_swedish_number(str digits)
{
	if (digits.n < 7 || digits.n > 9 || digits.p[0] == '0')
		return false;
	bool mobile = digits.p[0] == '7' && str_find(STR("02369"), digits.p[1]) != SIZE_MAX;
	return !mobile || digits.n == 9;
}

/* Cuts "(0)" out of "46 (0)70 ...": what stands before it is the country. */
static str without_trunk_zero(str s, char out[TYPED_BYTES_MAX])
{
	size_t at = str_find(s, '(');
	if (at == SIZE_MAX || at == 0 || at > 4 || s.n > TYPED_BYTES_MAX || !str_starts(str_sub(s, at, s.n), STR("(0)")))
		return s;
	memcpy(out, s.p, at);
	memcpy(out + at, s.p + at + 3, s.n - at - 3);
	return (str){ out, s.n - 3 };
}

bool format_telefon(str s)
{
	char joined[TYPED_BYTES_MAX], plain[TYPED_BYTES_MAX];
	bool plus = str_starts(s, STR("+")), abroad = plus || str_starts(s, STR("00"));
	if (s.n > TYPED_BYTES_MAX)
		return false;
	str digits = abroad ? str_sub(s, plus ? 1 : 2, s.n) : s;
	digits = digits_of(abroad ? without_trunk_zero(digits, joined) : digits, " -", plain);
	if (!digits.p)
		return false;
	if (!abroad)
		return digits.p[0] == '0' && is_swedish_number(str_sub(digits, 1, digits.n));
	if (str_starts(digits, STR("46")))
		return is_swedish_number(str_sub(digits, 2, digits.n));
	return digits.p[0] != '0' && digits.n >= 7 && digits.n <= 15;
}

/* What the check digit at the end of an account is counted over. Type 1 of Bankgirot's list: clearing number and account are one
 * number of 11 digits. Type 2: the account stands alone, and zeros in front of it may be left out. */
enum account_check {
	MOD11_SHORT, /* type 1, comment 1: without the first digit of the clearing number */
	MOD11_WHOLE, /* type 1, comment 2: with it */
	MOD11_ALONE, /* type 2, comment 2 */
	MOD10_ALONE, /* type 2, comments 1 and 3 */
};

struct clearing {
	uint16_t first, last;
	uint8_t check, least, most; /* digits of the account */
};

static const struct clearing clearings[] = {
	{ 1100, 2099, MOD11_SHORT, 7, 7 },  /* Nordea; Danske Bank 1200 to 1399 */
	{ 2300, 2399, MOD11_WHOLE, 7, 7 },  /* Ålandsbanken */
	{ 2400, 2499, MOD11_SHORT, 7, 7 },  /* Danske Bank */
	{ 3000, 3299, MOD11_SHORT, 7, 7 },  /* Nordea */
	{ 3300, 3300, MOD10_ALONE, 10, 10 }, /* Nordea, personkonto: the account is a personnummer */
	{ 3301, 3781, MOD11_SHORT, 7, 7 },  /* Nordea; Länsförsäkringar Bank 3400 to 3409 */
	{ 3782, 3782, MOD10_ALONE, 10, 10 }, /* Nordea, personkonto */
	{ 3783, 3999, MOD11_SHORT, 7, 7 },  /* Nordea */
	{ 4000, 4999, MOD11_WHOLE, 7, 7 },  /* Nordea */
	{ 5000, 5999, MOD11_SHORT, 7, 7 },  /* SEB */
	{ 6000, 6999, MOD11_ALONE, 7, 9 },  /* Handelsbanken */
	{ 7000, 7999, MOD11_SHORT, 7, 7 },  /* Swedbank */
	{ 8000, 8999, MOD10_ALONE, 5, 10 }, /* Swedbank and the savings banks */
	{ 9020, 9029, MOD11_WHOLE, 7, 7 },  /* Länsförsäkringar Bank */
	{ 9040, 9049, MOD11_WHOLE, 7, 7 },  /* Citibank */
	{ 9060, 9079, MOD11_SHORT, 7, 7 },  /* Länsförsäkringar Bank; Multitude Bank 9070 to 9079 */
	{ 9100, 9109, MOD11_WHOLE, 7, 7 },  /* Nordnet Bank */
	{ 9120, 9124, MOD11_SHORT, 7, 7 },  /* SEB */
	{ 9130, 9149, MOD11_SHORT, 7, 7 },  /* SEB */
	{ 9150, 9169, MOD11_WHOLE, 7, 7 },  /* Skandiabanken */
	{ 9170, 9179, MOD11_SHORT, 7, 7 },  /* Ikano Bank */
	{ 9180, 9189, MOD10_ALONE, 7, 10 }, /* Danske Bank */
	{ 9190, 9199, MOD11_WHOLE, 7, 7 },  /* DNB Bank */
	{ 9230, 9239, MOD11_SHORT, 7, 7 },  /* Marginalen Bank */
	{ 9250, 9259, MOD11_SHORT, 7, 7 },  /* SBAB */
	{ 9260, 9269, MOD11_WHOLE, 7, 7 },  /* DNB Bank */
	{ 9270, 9289, MOD11_SHORT, 7, 7 },  /* ICA Banken; Resurs Bank 9280 to 9289 */
	{ 9300, 9349, MOD10_ALONE, 7, 10 }, /* Swedbank */
	{ 9390, 9399, MOD11_WHOLE, 7, 7 },  /* Landshypotek */
	{ 9460, 9469, MOD11_SHORT, 7, 7 },  /* Santander Consumer Bank */
	{ 9470, 9479, MOD11_WHOLE, 7, 7 },  /* BNP Paribas */
	{ 9500, 9549, MOD10_ALONE, 2, 10 }, /* Plusgirot */
	{ 9550, 9569, MOD11_WHOLE, 7, 7 },  /* Avanza Bank */
	{ 9570, 9579, MOD10_ALONE, 5, 10 }, /* Sparbanken Syd */
	{ 9580, 9589, MOD11_SHORT, 7, 7 },  /* Aion Bank */
	{ 9590, 9599, MOD11_WHOLE, 7, 7 },  /* Erik Penser */
	{ 9630, 9639, MOD11_SHORT, 7, 7 },  /* Lån & Spar Bank */
	{ 9640, 9649, MOD11_WHOLE, 7, 7 },  /* NOBA Bank */
	{ 9660, 9679, MOD11_WHOLE, 7, 7 },  /* Svea Bank; JAK Medlemsbank 9670 to 9679 */
	{ 9680, 9689, MOD11_SHORT, 7, 7 },  /* Bluestep Finans */
	{ 9700, 9719, MOD11_WHOLE, 7, 7 },  /* Ekobanken; Lunar Bank 9710 to 9719 */
	{ 9750, 9759, MOD11_WHOLE, 7, 7 },  /* Northmill Bank */
	{ 9780, 9789, MOD11_WHOLE, 7, 7 },  /* Klarna Bank */
	{ 9880, 9889, MOD11_WHOLE, 7, 7 },  /* Riksgälden */
	{ 9890, 9899, MOD10_ALONE, 10, 10 }, /* Riksgälden */
	{ 9960, 9969, MOD10_ALONE, 2, 10 }, /* Plusgirot */
};

static const struct clearing *clearing_of(unsigned number)
{
	for (size_t i = 0; i < sizeof(clearings) / sizeof(clearings[0]); i++)
		if (number >= clearings[i].first && number <= clearings[i].last)
			return &clearings[i];
	return NULL;
}

/* Bankgirot's 11-modul: weights 1, 2 ... 10 and 1 again, from the last digit. */
static bool is_mod11(str digits)
{
	unsigned sum = 0;
	for (size_t i = 0; i < digits.n; i++)
		sum += digit(digits, i) * (unsigned)((digits.n - i - 1) % 10 + 1);
	return sum % 11 == 0;
}

static bool is_account(const struct clearing *bank, str clearing_and_account, size_t clearing_digits)
{
	str account = str_sub(clearing_and_account, clearing_digits, clearing_and_account.n);
	if (account.n < bank->least || account.n > bank->most)
		return false;
	switch ((enum account_check)bank->check) {
	case MOD11_SHORT:
		return is_mod11(str_sub(clearing_and_account, 1, clearing_and_account.n));
	case MOD11_WHOLE:
		return is_mod11(clearing_and_account);
	case MOD11_ALONE:
		return is_mod11(account);
	case MOD10_ALONE:
		break;
	}
	return is_luhn(account);
}

bool format_bankkonto(str s)
{
	char plain[TYPED_BYTES_MAX];
	str digits = digits_of(s, " -,", plain);
	if (!digits.p || digits.n < 5 || digits.p[0] == '0')
		return false;
	const struct clearing *bank = clearing_of(digit(digits, 0) * 1000 + digit(digits, 1) * 100 + digit(digits, 2) * 10 + digit(digits, 3));
	if (!bank)
		return digits.n >= 4 + 7 && digits.n <= 4 + 10;
	/* Swedbank prints a fifth digit behind 8xxx, the check digit of the four; banks that pay there leave it out. */
	bool five = digits.p[0] == '8' && is_luhn(str_sub(digits, 0, 5));
	return (five && is_account(bank, digits, 5)) || is_account(bank, digits, 4);
}
