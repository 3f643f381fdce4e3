/* format.h -- the "format" keyword: one predicate per name (JSON Schema validation 7.3, and x-se-... for Sweden).
 *
 * All are pure, keep nothing and read nothing behind the value. Values are well-formed UTF-8 and may hold U+0000, which only regex and
 * the two kinds of json-pointer take. The cost grows with the length at most; where a format has a longest value, a longer one is
 * refused at once. */
#ifndef BLANKETT_SCHEMA_FORMAT_H
#define BLANKETT_SCHEMA_FORMAT_H

#include "base/str.h"

typedef bool format_check(str value);
/* NULL for a name nobody knows. */
format_check *format_find(str name);

/* RFC 3339 5.6: full-date, full-time, date-time, appendix A: duration. Years are 0000 to 9999, a second 60 only ends a day in UTC. */
bool format_date(str value);
bool format_time(str value);
bool format_date_time(str value);
bool format_duration(str value);

/* A Mailbox (RFC 5321 4.1.2) and, as idn-email, of RFC 6531 3.3: quoted local parts and addresses in brackets too, and a domain need
 * hold no dot. A local part has at most 64 bytes, the whole 254. It says what may be written, not what can be delivered. */
bool format_email(str value);
bool format_idn_email(str value);
/* See idna.h. */
bool format_hostname(str value);
bool format_idn_hostname(str value);
/* Dotted, no leading zeros (RFC 2673 3.2); RFC 4291 2.2, without zone and prefix length. */
bool format_ipv4(str value);
bool format_ipv6(str value);

/* RFC 3986 and, as IRI, RFC 3987: absolute (a fragment is welcome) or a reference. RFC 6570 up to level 4, reserved operators too. */
bool format_uri(str value);
bool format_uri_reference(str value);
bool format_iri(str value);
bool format_iri_reference(str value);
bool format_uri_template(str value);

/* Twelve digits YYYYMMDDNNNC: personnummer or samordningsnummer (day + 60), Luhn over the last ten, individual number not 000.
 * The date of a personnummer exists, but it may be a day near the birth, taken when the numbers of the day were used up
 * (folkbokföringslagen 18 §): no proof of a birthday. That of a samordningsnummer need not exist: month 00 and day 60 stand for
 * what is unknown, and Skatteverket gives out the 31st of any month. */
bool format_personnummer(str value);
/* Organisationsnummer: ten digits, with or without a hyphen before the last four; the first is the group (1 estates of the dead,
 * 2 public bodies, 3 foreign companies, 5 to 9 companies and associations), the third is 2 or more, Luhn. A sole trader's
 * personnummer is none, and neither is the twelve-digit form with 16 in front. */
bool format_orgnr(str value);
/* "134 40" or "13440"; the first digit is never 0. */
bool format_postnummer(str value);
/* A telephone number as people write it: digits with spaces and hyphens between them, from Sweden 0 or +46 or 0046, from elsewhere
 * + or 00 and the country; "(0)" may stand behind the country. A Swedish number has 7 to 9 digits behind the 0 (mobile: 9), any
 * other 7 to 15 with the country (E.164). At most 32 bytes. */
bool format_telefon(str value);
/* A Swedish bank account: clearing number and account number, digits with spaces, hyphens and commas between them, at most 32
 * bytes. Lengths and check digits as Bankgirot publishes them ("Bankernas kontonummer", 2023-11-07): see the table in format_se.c.
 * A clearing number nobody has published is taken with any account of 7 to 10 digits, unchecked. */
bool format_bankkonto(str value);

#endif
