-- Another person's, another queue's and another municipality's rows do not exist for the caller.
begin;
set local search_path = tap, public;
select no_plan();

create temp table made on commit drop as select
	(t.call('citizen', 'draft_open', t.caller('anna'), format('%L, %L, %L', 'skolskjuts', t.person('Elias'), '{"a":1}')) ->> 'draft') as draft;
grant select on made to public;

-- By every function that takes an object, by everyone whose it is not.
select is(t.state('citizen', 'case_read', t.caller(who, m), quote_literal(t.reference())), 'BK404',
	format('the case of another is not there for %s of %s', who, m))
from (values ('bertil', '0120'), ('sam', '0120'), ('elsa', '0120'), ('anna', '0121')) v(who, m);
select is(t.state('citizen', f, t.caller(who, m), quote_literal(draft) || rest), 'BK404', format('%s: not for %s of %s', f, who, m))
from made, (values ('draft_read', ''), ('draft_save', ', 1, ''{}''')) a(f, rest),
	(values ('bertil', '0120'), ('sam', '0120'), ('anna', '0121')) v(who, m);
select is(t.state('citizen', 'draft_delete', t.caller('bertil'), quote_literal(draft)), 'ok', 'deleting another''s draft says nothing') from made;
select is(t.state('citizen', 'draft_read', t.caller('anna'), quote_literal(draft)), 'ok', 'and does nothing') from made;
select is(t.state('citizen', 'case_submit', t.caller('bertil'), format('%L, %L, %L, %L, %L, %L, %L, %L, %L, 10, %L', core.uuid7(),
	repeat('ab', 32), 'skolskjuts', '1.0.0', t.person('Elias'), draft, '{}', 'skolskjuts', 'SKJ', 'sv')), 'BK409',
	'another''s draft cannot be sent in') from made;

select is(t.call('citizen', 'cases', t.caller('bertil')) -> 'cases', '[]', 'the other guardian''s list does not show the case');
select is(t.call('citizen', 'cases', t.caller('anna', '0121')) -> 'cases', '[]', 'nor does the same person''s elsewhere');
select is((select array_agg(c ->> 'name' order by c ->> 'name') from jsonb_array_elements(t.call('citizen', 'children', t.caller('bertil'))) c),
	array['Alva Testsson', 'Elias Åström'], 'a guardian sees the own children');
select is(t.call('citizen', 'children', t.caller('sam')), '[]', 'who has none sees none');
select is((select array_agg(c ->> 'name') from jsonb_array_elements(t.call('citizen', 'children', t.caller('anna', '0121'))) c),
	array['Alva Utbo'], 'and those of this municipality only');
select is((select jsonb_agg(c - 'person') from jsonb_array_elements(t.call('citizen', 'children', t.caller('elsa'))) c),
	'[{"name": "Elsa Testdotter", "birth_year": 2009, "protected": false}]', 'a pupil of 17 applies for herself');
select is((select array_agg(c -> 'name' = 'null') from jsonb_array_elements(t.call('citizen', 'children', t.caller('anna'))) c
	where (c ->> 'protected')::boolean), array[true], 'a protected child is there without a name');
select is(t.state('citizen', 'draft_open', t.caller(who, m), format('%L, %L, %L', 'skolskjuts', t.person('Alva', c), '{}')), 'BK403',
	format('%s of %s cannot apply for a child of %s that is not the own', who, m, c))
from (values ('sam', '0120', '0120'), ('elsa', '0120', '0120'), ('anna', '0120', '0121')) v(who, m, c);
select is(t.state('citizen', 'case_submit', t.caller('sam'), format('%L, %L, %L, %L, %L, null, %L, %L, %L, 10, %L', core.uuid7(), repeat('ab', 32),
	'skolskjuts', '1.0.0', t.person('Alva'), '{}', 'skolskjuts', 'SKJ', 'sv')), 'BK403', 'nor by sending it in at once');

-- Staff: the queue of the role, in the municipality of the session.
select is(t.state('caseworker', 'case_read', t.caller(who, m), quote_literal(t.reference())), 'BK404', format('the case is not there for %s of %s', who, m))
from (values ('kim', '0120'), ('adam', '0120'), ('klara', '0121')) v(who, m);
select is(t.state('caseworker', 'case_move', t.caller('kim'), format('%L, 1, %L, %L, %L, false, false, false, null, null, null',
	t.reference(), 'start', 'received', 'investigating')), 'BK404', 'and cannot be moved from another queue');
select is(t.state('caseworker', f, t.caller(who), '''skolskjuts''' || rest), 'BK404', format('%s: the queue is not there for %s', f, who))
from (values ('queue_page', ', null, 10, null'), ('queue_claim', '')) a(f, rest), unnest(array['kim', 'adam']) who;
select is(t.call('caseworker', 'queue_page', t.caller('klara', '0121'), '''skolskjuts'', null, 10, null') -> 'cases', '[]',
	'the same queue of another municipality is another queue');
select is(t.state('caseworker', 'queues', t.caller('adam')), 'BK403', 'who has no queue is told so');
select is(t.state('admin', 'forms', t.caller('klara')), 'BK403', 'a caseworker is no administrator');
select is(t.state('admin', f, t.caller('klara'), args), 'BK403', f || ': not for a caseworker')
from (values ('form_read', '''skolskjuts'', ''1.0.0'''), ('form_save', '''x'', ''1.0.0'', repeat(''a'', 64), ''{}'', null'),
	('form_delete', '''skolskjuts'', ''1.0.0'', repeat(''a'', 64)'),
	('form_publish', '''skolskjuts'', ''1.0.0'', repeat(''a'', 64)')) v(f, args);

-- A session that is not there, not of this audience, municipality, person; or over.
select is(t.state(s, f, who, args), 'BK401', format('%s.%s: %s', s, f, what))
from (values ('citizen', 'cases', ''), ('citizen', 'self', ''), ('citizen', 'children', ''), ('citizen', 'case_read', '''SKJ-2026-000001-1'''),
		('citizen', 'draft_open', '''skolskjuts'', null, ''{}'''), ('citizen', 'draft_read', 'core.uuid7()'),
		('citizen', 'draft_save', 'core.uuid7(), 1, ''{}'''), ('citizen', 'draft_delete', 'core.uuid7()'),
		('citizen', 'shared_read', '''SKJ-2026-000001-1'''), ('citizen', 'sign_decline', '''SKJ-2026-000001-1'', ''no'''),
		('citizen', 'sign_withdraw', '''SKJ-2026-000001-1'''),
		('caseworker', 'queues', ''), ('caseworker', 'queue_page', '''skolskjuts'', null, 1, null'), ('caseworker', 'queue_claim', '''skolskjuts'''),
		('caseworker', 'case_read', '''SKJ-2026-000001-1'''), ('caseworker', 'form_get', '''skolskjuts'', null, null'), ('admin', 'forms', ''),
		('admin', 'form_read', '''x'', ''1.0.0''')) c(s, f, args0),
	lateral (select replace(args0, 'core.uuid7()', quote_literal(core.uuid7())) as args) a,
	lateral (values (t.nobody(), 'nobody'),
		(t.caller(case s when 'citizen' then 'klara' else 'anna' end), 'the other audience'),
		(row('0121', (t.caller(case s when 'citizen' then 'anna' else 'klara' end)).session_hash,
			(t.caller(case s when 'citizen' then 'anna' else 'klara' end)).person, case s when 'citizen' then 'citizen' else 'staff' end, 'r')::core.caller,
			'a session of another municipality'),
		(row('0120', (t.caller(case s when 'citizen' then 'anna' else 'klara' end)).session_hash,
			(t.caller(case s when 'citizen' then 'sam' else 'karl' end)).person, case s when 'citizen' then 'citizen' else 'staff' end, 'r')::core.caller,
			'another person''s session')) w(who, what);

select is(t.state('eid', f, who, args), 'BK401', format('eid.%s: %s', f, what))
from (values ('sign_read', quote_literal(t.reference())), ('sign_begin', format('%L, %L, %L, %L, %L, %L, %L, %L, null, null', t.reference(), 'aa', 'aa', 'bb', 'n', 'v', 'p', '/'))) c(f, args),
	(values (t.nobody(), 'nobody'), (t.caller('klara'), 'staff'), (row('0121', (t.caller('anna')).session_hash, (t.caller('anna')).person, 'citizen', 'r')::core.caller,
		'a session of another municipality'), (row('0120', (t.caller('anna')).session_hash, (t.caller('sam')).person, 'citizen', 'r')::core.caller, 'another person''s session'))
	w(who, what);

-- What waits for a guardian, by row security alone: as the functions' owner, with the caller set.
create temp table waits on commit drop as select t.apply(t.caller('anna'), t.person('Alva'), 'all-sign') as reference;
create function pg_temp.rows(who text, what text) returns bigint language plpgsql
	as $$
declare
	n bigint;
begin
	perform set_config('blankett.municipality', '0120', true), set_config('blankett.person', (t.caller(who)).person::text, true);
	set local role owner_citizen;
	execute format('select count(*) from core.%I', what) into n;
	reset role;
	return n;
end
	$$;
select is(pg_temp.rows('bertil', what), 0::bigint, 'before the invitation no row of ' || what) from unnest(array['party', 'case_extract']) what;
select lives_ok($$ select t.sign(t.caller('anna'), reference) from waits $$, 'the applicant signs');
select is(pg_temp.rows('bertil', what), n::bigint, format('an invited guardian sees %s of %s', n, what))
from (values ('signing', 1), ('party', 1), ('case_extract', 1), ('cases', 0), ('case_document', 0), ('case_event', 0)) v(what, n);
select is(pg_temp.rows(who, what), 0::bigint, format('%s sees none of %s', who, what))
from unnest(array['sam', 'elsa']) who, unnest(array['signing', 'party', 'case_extract']) what;
select is(pg_temp.rows('anna', what), 0::bigint, 'the applicant has no rows there: ' || what) from unnest(array['party', 'case_extract']) what;
delete from core.guardian where guardian = (t.caller('bertil')).person and child = t.person('Alva');
select is(pg_temp.rows('bertil', what), 0::bigint, 'a former guardian sees none of ' || what) from unnest(array['signing', 'party', 'case_extract']) what;
select throws_ok(format('set local role owner_citizen; select count(*) from core.%I', what), '42501', null, 'no citizen''s function reads ' || what)
from unnest(array['signature', 'case_link']) what;
reset role;

update core.session set revoked_at = now() where id_hash = (t.caller('bertil')).session_hash;
select is(t.state('citizen', 'cases', t.caller('bertil')), 'BK401', 'a revoked session has ended');
update core.session set expires_at = now() - interval '1 second' where id_hash = (t.caller('elsa')).session_hash;
select is(t.state('citizen', 'cases', t.caller('elsa')), 'BK401', 'so has one that is past its time');
update core.session set seen_at = now() - interval '31 minutes' where id_hash in ((t.caller('anna')).session_hash, (t.caller('klara')).session_hash);
select is(t.state('citizen', 'cases', t.caller('anna')), 'BK401', 'and one that was idle for half an hour');
select is(t.state('caseworker', 'queues', t.caller('klara')), 'BK401', 'of a caseworker too');
update core.session set seen_at = now() - interval '16 minutes' where id_hash = (t.caller('adam')).session_hash;
select is(t.state('admin', 'forms', t.caller('adam')), 'BK401', 'of an administrator after a quarter');
update core.session set seen_at = now() - interval '29 minutes' where id_hash = (t.caller('sam')).session_hash;
select is(t.state('citizen', 'cases', t.caller('sam')), 'ok', 'who was here 29 minutes ago goes on');
select is((select seen_at from core.session where id_hash = (t.caller('sam')).session_hash), now(), 'and was seen now');
select is(t.state('citizen', 'services', row('12', null, null, null, 'r')::core.caller), 'BK400', 'a call names its municipality');

-- Roles are read at each call.
update core.role set queue = 'modersmal' where person = (t.caller('karl')).person;
select is(t.state('caseworker', 'case_read', t.caller('karl'), quote_literal(t.reference())), 'BK404', 'a role taken away counts at once');
delete from core.role where person = (t.caller('karl')).person;
select is(t.state('caseworker', 'case_read', t.caller('karl'), quote_literal(t.reference())), 'BK401', 'and with the last one the session');

select * from finish();
rollback;
