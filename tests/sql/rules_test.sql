-- What the database computes itself: references, working days, identifiers.
begin;
set local search_path = tap, public;
select no_plan();

-- Check digits by hand: ISO/IEC 7812-1 over year and number.
select is(core.reference('SKJ', 2026, 1), 'SKJ-2026-000001-1', 'the first of 2026');
select is(core.reference('SKJ', 2026, 123), 'SKJ-2026-000123-3', 'the 123rd');
select is(core.reference('SKJ', 2026, 1234567) ~ '^SKJ-2026-1234567-[0-9]$', true, 'numbers beyond six digits');
select is((select count(distinct right(core.reference('X', 2026, n), 1)) from generate_series(1, 100) n), 10::bigint, 'every digit occurs');

-- Due on the last second of a day; the table names the midnight after it.
select is(core.workdays_after(moment::timestamptz, n) at time zone 'Europe/Stockholm' + interval '1 second', due::timestamp, what)
from (values ('2026-11-23 12:00+01', 1, '2026-11-25 00:00', 'one working day after a Monday ends with Tuesday'),
	('2026-11-27 12:00+01', 1, '2026-12-01 00:00', 'a weekend does not count'),
	('2026-12-22 12:00+01', 2, '2026-12-29 00:00', 'Christmas eve, Christmas day and Boxing day do not count'),
	('2026-12-30 12:00+01', 2, '2027-01-06 00:00', 'nor New Year''s eve and day'),
	('2026-04-01 12:00+02', 2, '2026-04-08 00:00', 'nor Good Friday and Easter Monday'),
	('2026-05-13 12:00+02', 1, '2026-05-16 00:00', 'nor Ascension day'),
	('2026-06-18 12:00+02', 1, '2026-06-23 00:00', 'nor Midsummer eve'),
	('2026-06-18 23:30+02', 0, '2026-06-19 00:00', 'the day itself is over at midnight in Stockholm'),
	('2026-03-27 12:00+01', 1, '2026-03-31 00:00', 'also across the change to summer time'),
	('2026-11-23 23:30+00', 1, '2026-11-26 00:00', 'what comes after midnight in Stockholm came the next day')) v(moment, n, due, what);
select is(core.holidays(y) @> array[d::date], true, 'a holiday: ' || d)
from (values (2024, '2024-03-29'), (2024, '2024-04-01'), (2024, '2024-05-09'), (2024, '2024-06-21'), (2025, '2025-04-18'), (2025, '2025-05-29'),
	(2025, '2025-06-20'), (2027, '2027-03-26'), (2027, '2027-06-25'), (2038, '2038-04-26')) v(y, d);

select is(core.years(number, day::date), years, what)
from (values ('201011242381', '2026-11-23', 15, 'the day before a birthday'), ('201011242381', '2026-11-24', 16, 'the birthday'),
	('201002292382', '2026-02-28', 15, 'a leap day, the day before'), ('198001732380', '2026-01-12', 45, 'a samordningsnummer, the day before'),
	('198001732380', '2026-01-13', 46, 'a samordningsnummer'), ('201000602383', '2026-01-01', 16, 'a number without month and day')) v(number, day, years, what);

select is((select bool_and(u::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$') from (select core.uuid7() u
	from generate_series(1, 200)) x), true, 'identifiers are of version 7');
select is((select count(distinct core.uuid7()) from generate_series(1, 1000)), 1000::bigint, 'all different');
select cmp_ok((select abs(extract(epoch from clock_timestamp()) * 1000 - ('x' || replace(left(core.uuid7()::text, 13), '-', ''))::bit(48)::bigint)), '<', 1000::numeric,
	'and carry the time');

select is(current_setting('application_name') <> '', true, 'a connection has a name');
create temp table named as select t.ask('citizen', format('select api_citizen.services(%L::core.caller)', t.nobody())) is not null as ok;
select is(current_setting('application_name'), 'citizen/test-request', 'during a call it names the service and the request');

select * from finish();
rollback;
