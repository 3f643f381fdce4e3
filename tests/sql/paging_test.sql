-- A queue is paged by an index: every case once, in order, whatever happens meanwhile, at the same cost however long it is.
begin;
set local search_path = tap, public;
select no_plan();

-- As many people as a municipality has applicants; their numbers are no one's.
insert into core.person (municipality, personal_number, given_name, family_name)
	select '0120', '190001' || lpad(n::text, 6, '0'), 'Person', n::text from generate_series(1, 2000) n;
create temp table crowd as select person, row_number() over (order by personal_number) - 1 as place from core.person where given_name = 'Person';
create function pg_temp.someone(n int) returns uuid language sql as $$ select person from crowd where place = n % 2000 $$;
insert into core.cases (municipality, case_id, reference, form, version, applicant, subject, queue, status, language, submitted_at, received_at, due_at, changed_at)
	select '0120', core.uuid7(), core.reference('SKJ', 2025, n), 'skolskjuts', '1.0.0', pg_temp.someone(n), pg_temp.someone(n + 7),
		case when n % 5 = 0 then 'modersmal' else 'skolskjuts' end, case when n % 7 = 0 then 'investigating' else 'received' end, 'sv', now(), now(),
		-- Many are due at the same moment.
		timestamptz '2026-12-01' + (n % 40) * interval '1 day', now()
	from generate_series(1, 4000) n;
insert into core.case_event (municipality, case_id, number, event, status, audience)
	select municipality, case_id, 1, 'submit', 'received', 'citizen' from core.cases where reference like 'SKJ-2025-%';
insert into core.case_document (municipality, case_id, content, sha256) select municipality, case_id, '{}', sha256('{}') from core.cases where reference like 'SKJ-2025-%';
analyze core.cases, core.person;

create function pg_temp.walk(most int, status text default null) returns text[] language plpgsql
	as $$
declare
	page jsonb;
	cursor text;
	seen text[] := '{}';
begin
	loop
		page := t.call('caseworker', 'queue_page', t.caller('klara'), format('%L, %L, %L, %L', 'skolskjuts', status, most, cursor));
		seen := seen || array(select c ->> 'reference' from jsonb_array_elements(page -> 'cases') c);
		cursor := page ->> 'next';
		exit when cursor is null;
	end loop;
	return seen;
end
	$$;

select is(pg_temp.walk(100), (select array_agg(reference order by due_at, case_id) from core.cases
	where municipality = '0120' and queue = 'skolskjuts' and status = 'received'), 'pages of 100 show every case once, in order');
select is(pg_temp.walk(37, 'investigating'), (select array_agg(reference order by due_at, case_id) from core.cases
	where municipality = '0120' and queue = 'skolskjuts' and status = 'investigating'), 'pages of 37 of another status too');
select is(jsonb_array_length(t.call('caseworker', 'queue_page', t.caller('klara'), '''skolskjuts'', null, 25, null') -> 'cases'), 25,
	'a page has as many as asked for');
select is(t.call('caseworker', 'queue_page', t.caller('klara'), '''skolskjuts'', ''appealed'', 25, null'), '{"cases": [], "next": null}', 'an empty page is a page');
select is(t.state('caseworker', 'queue_page', t.caller('klara'), format('%L, null, 10, %L', 'skolskjuts', c)), 'BK400', 'a foreign cursor: ' || c)
from unnest(array['', 'x', '1', '1.2', '-1.00000000-0000-0000-0000-000000000000', '999999999999999999.00000000-0000-0000-0000-000000000000',
	'1.00000000-0000-0000-0000-000000000000'' or true']) c;

-- Costs. Counters of this transaction: whole-table reads, and rows fetched by index.
create function pg_temp.cost(query text) returns bigint language plpgsql
	as $$
declare
	scans bigint := (select seq_scan from pg_stat_xact_user_tables where relid = 'core.cases'::regclass);
	rows bigint := (select coalesce(sum(pg_stat_get_xact_tuples_fetched(indexrelid) + pg_stat_get_xact_tuples_returned(indexrelid)), 0)
		from pg_index where indrelid = 'core.cases'::regclass);
begin
	-- As the services' roles have it.
	set local plan_cache_mode = force_generic_plan;
	perform t.ask('caseworker', query);
	if (select seq_scan from pg_stat_xact_user_tables where relid = 'core.cases'::regclass) > scans then
		return 1000000;
	end if;
	return (select sum(pg_stat_get_xact_tuples_fetched(indexrelid) + pg_stat_get_xact_tuples_returned(indexrelid))
		from pg_index where indrelid = 'core.cases'::regclass) - rows;
end
	$$;
create temp table middle as select reference, (extract(epoch from due_at) * 1000000)::bigint || '.' || case_id as cursor from core.cases
	where municipality = '0120' and queue = 'skolskjuts' and status = 'received' order by due_at, case_id offset 2000 limit 1;

select cmp_ok(pg_temp.cost(format('select api_caseworker.queue_page(%L::core.caller, %L, null, 25, null)', t.caller('klara'), 'skolskjuts')), '<', 300::bigint,
	'the first page reads about a page');
select cmp_ok(pg_temp.cost(format('select api_caseworker.queue_page(%L::core.caller, %L, null, 25, %L)', t.caller('klara'), 'skolskjuts', cursor)), '<', 300::bigint,
	'so does one far into the queue') from middle;
select cmp_ok(pg_temp.cost(format('select api_caseworker.queue_claim(%L::core.caller, %L)', t.caller('klara'), 'skolskjuts')), '<', 300::bigint,
	'taking the next does not read the queue');
select cmp_ok(pg_temp.cost(format('select api_caseworker.case_read(%L::core.caller, %L)', t.caller('klara'), reference)), '<', 1000::bigint,
	'a case is found by its reference') from middle;
select cmp_ok(pg_temp.cost(format('select api_caseworker.queues(%L::core.caller)', t.caller('karl'))), '<', 300::bigint, 'the list of queues counts nothing');


-- A role for one school area of a queue that is shared by twenty: about twenty pages are looked at for one, by the index.
update core.cases set area = 'Område ' || abs(hashtext(case_id::text)) % 20 where municipality = '0120';
analyze core.cases;
update core.role set area = 'Område 3' where municipality = '0120' and person = (t.caller('klara')).person;
select is(pg_temp.walk(10), (select array_agg(reference order by due_at, case_id) from core.cases
	where municipality = '0120' and queue = 'skolskjuts' and status = 'received' and area = 'Område 3'), 'pages show every case of the own area, once, in order');
select cmp_ok(pg_temp.cost(format('select api_caseworker.queue_page(%L::core.caller, %L, null, 10, null)', t.caller('klara'), 'skolskjuts')), '<', 2000::bigint,
	'a page of one area reads by the index');
select cmp_ok(pg_temp.cost(format('select api_caseworker.queue_claim(%L::core.caller, %L)', t.caller('klara'), 'skolskjuts')), '<', 500::bigint,
	'taking the next of one area does not read the queue');
select cmp_ok(pg_temp.cost(format('select api_caseworker.queues(%L::core.caller)', t.caller('klara'))), '<', 1000::bigint, 'nor does the list of queues');

select * from finish();
rollback;
