/* format_se_test.c -- the Swedish formats. Numbers are computed here or are Skatteverket's test numbers, so that none is anybody's. */
#include <stdio.h>
#include <unistd.h>

#include "base/config.h"
#include "base/json.h"
#include "schema/format_test.h"

Suite *schema_format_se_suite(void);

static const struct format_case cases[] = {
	{ "x-se-personnummer",
	  { "189001019802" },
	  { "", "189001019803", "8900101980", "890101-9802", "18900101-9802", "189013019802", "18900101980", "1890010198020",
	    "18900101980a", " 89001019802", "-89001019802" } },
	{ "x-se-postnummer",
	  { "13440", "134 40", "10000" },
	  { "", "1344", "134400", "01344", "013 44", "1344 0", "134  40", "13 440", "134-40", "SE-13440", "134 4a", " 13440",
	    "1٣440" } },
	{ "x-se-telefon",
	  { "0701234567", "070-123 45 67", "070 123 45 67", "070 - 123 45 67", "08-12 34 56", "08-123 456 78", "0123-123 45",
	    "010-123 45 67", "0771-12 34 56", "+46701234567", "+46 70 123 45 67", "+46 (0)70-123 45 67", "+46(0)701234567",
	    "0046 70 123 45 67", "0046(0)8-123 456", "+4522334455", "+358 (0)40 123 4567", "+1 212 555 0123", "+6834567",
	    "004522334455", "+123456789012345" },
	  { "", "0", "+", "00", "112", "11414", "1177", "701234567", "46701234567", "070-123 45 6", "070-123 45 678", "07",
	    "0012", "000701234567", "08-12 34 5", "08-12 34 56 789", "+46070123456", "+46 0701234567", "+46 (0)0701234567",
	    "+46 70 123 45 6", "+46 70 123 45 678", "+46 (0)", "+460701234567", "+0701234567", "+123456", "+1234567890123456",
	    "++46701234567", "+ 46701234567", " 0701234567", "0701234567 ", "-0701234567", "0701234567-", "070/1234567",
	    "070.123.45.67", "(070)1234567", "(0)701234567", "070(0)1234567", "+46 (0)(0)701234567", "+46 (8)1234567",
	    "+46 (0 70 1234567", "+(0)46701234567", "+12345 (0)6789012", "070-123 45 67 ankn 2", "anna", "٠701234567",
	    "0701234567\n", "0 7 0 1 2 3 4 5 6 7               " } },
	{ "x-se-orgnr",
	  { "212000-0001", "2120000001", "857209-0606", "8020051952" },
	  { "", "-", "212000-000", "2120000001-", "-2120000001", "21200-00001", "212000 0001", "162120000001", "16212000-0001",
	    "SE2120000001" } },
};

START_TEST(a_swedish_format_takes_what_it_names_and_nothing_else)
{
	check_format(&cases[_i]);
}
END_TEST

/* Puts the check digit at the end of `number` that satisfies it; how many do is the answer. */
static size_t put_check_digit(format_check *check, char *number)
{
	size_t last = strlen(number) - 1, found = 0;
	char right = '0';
	for (char digit = '0'; digit <= '9'; digit++) {
		number[last] = digit;
		if (format_takes(check, str_of(number))) {
			found++;
			right = digit;
		}
	}
	number[last] = right;
	return found;
}

/* Skatteverket's test numbers: personnummer and samordningsnummer. */
static const char *const lists[] = { "allPins.json", "allCoords.json" };

START_TEST(every_published_test_number_is_valid_and_no_neighbour_is)
{
	const char *folder = getenv("BLANKETT_VECTORS");
	struct arena *arena = arena_new((size_t)64 << 20);
	str path = arena_printf(arena, "%s/personnummer/%s", folder ? folder : "../shared/vectors", lists[_i]);
	if (access(path.p, R_OK) != 0) {
		fprintf(stderr, "SKIPPED, LOUDLY: no test numbers at %s\n", path.p);
		arena_free(arena);
		return;
	}
	struct json_iter it = json_begin(json_parse(arena, config_file(path.p, 4 << 20), &json_limits_document, NULL));
	size_t n = 0, unknown_day = 0, unknown_month = 0;
	for (; json_next(&it); n++) {
		char number[12];
		ck_assert_uint_eq(json_str(it.value).n, sizeof(number));
		memcpy(number, json_str(it.value).p, sizeof(number));
		const str whole = { number, sizeof(number) };
		if (!format_personnummer(whole))
			ck_abort_msg("%.12s", number);
		unknown_day += number[6] == '6' && number[7] == '0';
		unknown_month += number[4] == '0' && number[5] == '0';
		for (char d = '0'; d <= '9'; d++) {
			number[11] = d;
			if (format_personnummer(whole) != (d == json_str(it.value).p[11]))
				ck_abort_msg("%.12s", number);
		}
		number[11] = json_str(it.value).p[11];
		/* Luhn sees every single digit of the ten; the century it does not cover. */
		for (size_t i = 2; i < 12; i++) {
			number[i] = (char)('0' + (number[i] - '0' + 1) % 10);
			if (format_personnummer(whole))
				ck_abort_msg("%.12s", number);
			number[i] = json_str(it.value).p[i];
		}
	}
	ck_assert_uint_gt(n, 2000);
	if (_i == 1)
		ck_assert(unknown_day > 0 && unknown_month > 0);
	arena_free(arena);
}
END_TEST

/* The check digit of eleven digits, so that no number has to be written here that could be somebody's. */
static str with_check_digit(char number[12])
{
	for (number[11] = '0'; number[11] <= '9'; number[11]++) {
		unsigned sum = 0;
		for (size_t i = 2; i < 12; i++) {
			unsigned d = (unsigned)(number[i] - '0') << (i % 2 == 0);
			sum += d > 9 ? d - 9 : d;
		}
		if (sum % 10 == 0)
			break;
	}
	return (str){ number, 12 };
}

START_TEST(a_coordination_number_may_leave_the_date_open_and_a_personal_one_not)
{
	static const struct {
		const char *date;
		bool valid;
	} dates[] = {
		{ "18900160", true },  { "18900061", true },  { "18900060", true },  { "18900161", true }, { "18900191", true },
		{ "18900231", false }, { "18900100", false }, { "18900001", false }, { "18900131", true }, { "18900132", false },
		{ "18900192", false }, { "18901360", false }, { "18900288", true },  { "18900291", true },  { "18960289", true },
		{ "18900059", false }, { "00000161", false }, { "18900431", false }, { "18900229", false }, { "18960229", true },
	};
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		char number[12] = "........980";
		memcpy(number, dates[i].date, 8);
		ck_assert_msg(format_personnummer(with_check_digit(number)) == dates[i].valid, "%s", dates[i].date);
	}
}
END_TEST

START_TEST(the_individual_number_is_never_000)
{
	char number[12] = "18900101000";
	ck_assert(!format_personnummer(with_check_digit(number)));
}
END_TEST

START_TEST(a_year_0000_has_nobody_been_born_in)
{
	char number[12] = "00000101980";
	ck_assert(!format_personnummer(with_check_digit(number)));
}
END_TEST

START_TEST(an_organisation_has_a_group_a_third_digit_of_two_or_more_and_luhn)
{
	static const struct {
		const char *first_nine;
		bool exists;
	} numbers[] = {
		{ "112000000", true },  { "212000000", true },  { "312000000", true }, { "412000000", false },
		{ "512000000", true }, { "612000000", true },
		{ "712000000", true },  { "812000000", true },  { "912000000", true }, { "012000000", false },
		{ "551000000", false }, { "550000000", false },
		{ "559999999", true },  { "552000000", true },
	};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char plain[11] = "", hyphen[12] = "";
		memcpy(plain, numbers[i].first_nine, 9);
		plain[9] = '0';
		ck_assert_msg(put_check_digit(format_orgnr, plain) == (numbers[i].exists ? 1 : 0), "%s", plain);
		memcpy(hyphen, plain, 6);
		hyphen[6] = '-';
		memcpy(hyphen + 7, plain + 6, 4);
		ck_assert_msg(format_orgnr(str_of(hyphen)) == numbers[i].exists, "%s", hyphen);
	}
}
END_TEST

START_TEST(a_personal_number_is_no_organisation)
{
	ck_assert(format_personnummer(STR("189001019802")));
	ck_assert(!format_orgnr(STR("9001019802")));
	ck_assert(!format_orgnr(STR("900101-9802")));
}
END_TEST

/* Bankgirot's 11-modul and 10-modul as its own words have them: weights from the right, sum of products, or of their digits. */
static unsigned weighed(const char *digits, size_t n, bool eleven)
{
	static const unsigned weights11[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1 };
	unsigned sum = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned product = (unsigned)(digits[n - 1 - i] - '0') * (eleven ? weights11[i] : i % 2 ? 2 : 1);
		sum += eleven ? product : product / 10 + product % 10;
	}
	return sum % (eleven ? 11 : 10);
}

/* What the check digit covers: how many digits from the right. */
static const struct {
	unsigned clearing;
	size_t account, covered;
	bool eleven;
} banks[] = {
	{ 1100, 7, 10, true }, { 1199, 7, 10, true }, { 1200, 7, 10, true }, { 1399, 7, 10, true }, { 1400, 7, 10, true },
	{ 2099, 7, 10, true },
	{ 2300, 7, 11, true }, { 2399, 7, 11, true }, { 2400, 7, 10, true }, { 2499, 7, 10, true }, { 3000, 7, 10, true },
	{ 3299, 7, 10, true },
	{ 3300, 10, 10, false }, { 3301, 7, 10, true }, { 3400, 7, 10, true }, { 3409, 7, 10, true }, { 3781, 7, 10, true },
	{ 3782, 10, 10, false },
	{ 3783, 7, 10, true }, { 3999, 7, 10, true }, { 4000, 7, 11, true }, { 4999, 7, 11, true }, { 5000, 7, 10, true },
	{ 5999, 7, 10, true },
	{ 6000, 9, 9, true }, { 6999, 8, 8, true }, { 6789, 7, 7, true }, { 7000, 7, 10, true }, { 7999, 7, 10, true },
	{ 9020, 7, 11, true },
	{ 9040, 7, 11, true }, { 9060, 7, 10, true }, { 9079, 7, 10, true }, { 9100, 7, 11, true }, { 9120, 7, 10, true },
	{ 9124, 7, 10, true },
	{ 9130, 7, 10, true }, { 9149, 7, 10, true }, { 9150, 7, 11, true }, { 9169, 7, 11, true }, { 9170, 7, 10, true },
	{ 9180, 10, 10, false },
	{ 9189, 7, 7, false }, { 9190, 7, 11, true }, { 9230, 7, 10, true }, { 9250, 7, 10, true }, { 9260, 7, 11, true },
	{ 9270, 7, 10, true },
	{ 9289, 7, 10, true }, { 9300, 10, 10, false }, { 9349, 8, 8, false }, { 9390, 7, 11, true }, { 9460, 7, 10, true },
	{ 9470, 7, 11, true },
	{ 9500, 2, 2, false }, { 9549, 8, 8, false }, { 9550, 7, 11, true }, { 9569, 7, 11, true }, { 9570, 10, 10, false },
	{ 9570, 5, 5, false },
	{ 9580, 7, 10, true }, { 9590, 7, 11, true }, { 9630, 7, 10, true }, { 9640, 7, 11, true }, { 9660, 7, 11, true },
	{ 9679, 7, 11, true },
	{ 9680, 7, 10, true }, { 9700, 7, 11, true }, { 9719, 7, 11, true }, { 9750, 7, 11, true }, { 9780, 7, 11, true },
	{ 9880, 7, 11, true },
	{ 9890, 10, 10, false }, { 9960, 10, 10, false }, { 9969, 3, 3, false },
};

START_TEST(an_account_has_the_length_and_the_check_digit_of_its_bank)
{
	char number[24];
	for (unsigned seed = 1; seed < 40; seed++) {
		size_t n = 4 + banks[_i].account;
		ck_assert_int_eq(snprintf(number, sizeof(number), "%04u", banks[_i].clearing), 4);
		for (size_t i = 4; i < n; i++)
			number[i] = (char)('0' + (seed * 7 + i * i * seed) % 10);
		for (char digit = '0'; digit <= '9'; digit++) {
			number[n - 1] = digit;
			bool right = weighed(number + n - banks[_i].covered, banks[_i].covered, banks[_i].eleven) == 0;
			ck_assert_msg(format_takes(format_bankkonto, (str){ number, n }) == right, "%.*s", (int)n, number);
		}
	}
	memset(number + 4, '0', sizeof(number) - 4);
	ck_assert(!format_bankkonto((str){ number, 5 }));
	ck_assert(!format_bankkonto((str){ number, 4 + 11 }));
}
END_TEST

START_TEST(swedbank_may_carry_the_check_digit_of_its_clearing_number_and_lose_zeros)
{
	/* 8000 and its check digit 2; the account 123456789 and its check digit 7, by Luhn. */
	static const char *const good[] = { "80002" "1234567897", "8000-2, 123 456 789-7", "8000" "1234567897", "8000-1234567897",
	"80002" "0000012344" };
	static const char *const bad[] = { "80003" "1234567897", "80002" "1234567898", "8000" "1234567898", "80002" "12344567897",
	"80002" "1230", "8000" "1" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(format_takes(format_bankkonto, str_of(good[i])), "%s", good[i]);
	ck_assert(format_takes(format_bankkonto, STR("80002" "12344")));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!format_takes(format_bankkonto, str_of(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(a_personal_account_of_nordea_ends_in_a_personal_number)
{
	ck_assert(format_bankkonto(STR("3300 900101-9802")));
	ck_assert(!format_bankkonto(STR("3300 900101-9803")));
	ck_assert(!format_bankkonto(STR("3300 19900101-9802")));
}
END_TEST

START_TEST(an_account_of_a_bank_that_nobody_has_published_is_taken_by_its_length)
{
	static const char *const good[] = { "1000 1234567", "2100 1234567", "9999 1234567890", "9400-123 456 7" };
	static const char *const bad[] = { "1000 123456", "1000 12345678901", "0999 1234567", "1000", "", "-1000 1234567",
	"1000 1234567 ",
		                               "1000.1234567", "1000 12345a7", "SE1000 1234567", "1000\t1234567",
		                               "1000 1 2 3 4 5 6 7                 8" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(format_takes(format_bankkonto, str_of(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!format_takes(format_bankkonto, str_of(bad[i])), "%s", bad[i]);
}
END_TEST

Suite *schema_format_se_suite(void)
{
	Suite *suite = suite_create("schema/format_se");
	TCase *t = tcase_create("format_se");
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_swedish_format_takes_what_it_names_and_nothing_else, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(t, every_published_test_number_is_valid_and_no_neighbour_is, 0, 2);
	tcase_add_test(t, a_coordination_number_may_leave_the_date_open_and_a_personal_one_not);
	tcase_add_test(t, the_individual_number_is_never_000);
	tcase_add_test(t, a_year_0000_has_nobody_been_born_in);
	tcase_add_test(t, an_organisation_has_a_group_a_third_digit_of_two_or_more_and_luhn);
	tcase_add_test(t, a_personal_number_is_no_organisation);
	tcase_add_loop_test(t, an_account_has_the_length_and_the_check_digit_of_its_bank, 0, sizeof(banks) / sizeof(banks[0]));
	tcase_add_test(t, swedbank_may_carry_the_check_digit_of_its_clearing_number_and_lose_zeros);
	tcase_add_test(t, a_personal_account_of_nordea_ends_in_a_personal_number);
	tcase_add_test(t, an_account_of_a_bank_that_nobody_has_published_is_taken_by_its_length);
	suite_add_tcase(suite, t);
	return suite;
}
