-- The audit log: what it takes in, what it refuses, what a verifier gets, and who may see who has read a case. The rows that the world
-- was made with are its events; what this transaction writes is not over yet, and waits.
begin;
set local search_path = tap, public;
select no_plan();

create function pg_temp.pending(most int default 100, m text default '0120') returns jsonb language sql
	as $$ select t.call('worker', 'audit_pending', t.nobody(m), most::text) $$;
-- Hashes whose bytes tell the leaf and the level.
create function pg_temp.leaves(pending jsonb) returns text language sql as $$
	select jsonb_agg(jsonb_build_object('id', e ->> 'id', 'hashes', (select string_agg(repeat(lpad(to_hex((n - 1) * 8 + level), 2, '0'), 32), '' order by level)
		from generate_series(0, 8) level where level = 0 or n % (1 << level)::bigint = 0)) order by n)::text
	from jsonb_array_elements(pending -> 'events') with ordinality x(e, n) $$;
create function pg_temp.append(size bigint, leaves text, m text default '0120') returns text language sql
	as $$ select t.state('worker', 'audit_append', t.nobody(m), format('%s, %L', size, leaves)) $$;

create temp table first_ten as select pg_temp.pending(10) as got;
select is((select (got ->> 'size')::int + (got ->> 'covered')::int + jsonb_array_length(got -> 'subtrees') from first_ten), 0, 'an empty log is empty');
select is((select jsonb_array_length(got -> 'events') from first_ten), 10, 'events come in pages');
select is((select array_agg(k order by k) from first_ten, jsonb_object_keys(got #> '{events,0}') k),
	array['action', 'at', 'audience', 'id', 'municipality', 'object', 'person', 'request'], 'an event has these members and no other');
select matches((select got #>> '{events,0,at}' from first_ten), '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$', 'its time is UTC, to the microsecond');
select is_empty($$ select e from first_ten, jsonb_array_elements(got -> 'events') e join core.person p on e::text like '%' || p.personal_number || '%' $$,
	'and no personal number');
select is((select count(*) from core.audit a where a.municipality = '0120' and a.xact < pg_snapshot_xmin(pg_current_snapshot())),
	jsonb_array_length(pg_temp.pending(100000) -> 'events')::bigint, 'every row of a transaction that is over waits');
select lives_ok($$ select t.call('citizen', 'cases', t.caller('anna')) $$, 'a row of one that is not');
select is_empty($$ select e from jsonb_array_elements(pg_temp.pending(100000) -> 'events') e where e ->> 'action' = 'cases.list' $$, 'is not there yet');

select is(pg_temp.append(1, pg_temp.leaves(got)), 'BK409', 'leaves for a tree of another size are refused') from first_ten;
select is(pg_temp.append(0, jsonb_build_array(jsonb_build_object('id', core.uuid7(), 'hashes', repeat('00', 32)))::text), 'BK409', 'so is a leaf without its row');
select is(pg_temp.append(0, jsonb_build_array(jsonb_build_object('id', got #>> '{events,0,id}', 'hashes', 'abcd'))::text), '23514', 'and half a hash') from first_ten;
select is(pg_temp.append(0, pg_temp.leaves(got), '0121'), 'BK409', 'and a row of another municipality') from first_ten;
select is(pg_temp.append(0, pg_temp.leaves(got)), 'ok', 'ten leaves are taken in') from first_ten;
select is(pg_temp.append(0, pg_temp.leaves(got)), 'BK409', 'once') from first_ten;
select is(pg_temp.append(10, pg_temp.leaves(got)), '23505', 'and not again at the end') from first_ten;

-- 10 = 8 + 2: the nodes of level 3 and 1, made by leaves 7 and 9.
create temp table second as select pg_temp.pending(1) as got;
select is(got -> 'size', '10', 'the log has grown') from second;
select is(got -> 'subtrees', jsonb_build_array(repeat(to_hex(7 * 8 + 3), 32), repeat(to_hex(9 * 8 + 1), 32)), 'and stands by its complete subtrees') from second;
select isnt(s.got #> '{events,0,id}', f.got #> '{events,9,id}', 'what comes next is what was not taken in') from second s, first_ten f;
select is(pg_temp.pending(1, '0121') -> 'size', '0', 'another municipality''s log is another log');
update core.audit_log set xact = '9000000000000' where idx = 9;
select is(t.state('worker', 'audit_pending', t.nobody(), '1'), 'BK409', 'a cluster that counts its transactions anew is noticed');
update core.audit_log set xact = (select a.xact from core.audit a where a.id = audit_log.id) where idx = 9;

-- Checkpoints.
create function pg_temp.checkpoint(size bigint, note text) returns text language sql
	as $$ select t.state('worker', 'audit_checkpoint', t.nobody(), format('%s, %L', size, note)) $$;
select is(pg_temp.checkpoint(11, 'early'), 'BK409', 'no checkpoint is larger than the log');
select is(pg_temp.checkpoint(10, 'first'), 'ok', 'a checkpoint is stored');
select is(pg_temp.checkpoint(10, 'second'), 'ok', 'again, as by another worker');
select is(t.call('operator', 'audit_checkpoints', t.nobody(), '0, 10'), '[{"size": 10, "note": "first"}]', 'and stays as it was');
select is(t.call('operator', 'audit_checkpoints', t.nobody(), '10, 10'), '[]', 'none is above it');
select is(t.call('operator', 'audit_checkpoints', t.nobody('0121'), '0, 10'), '[]', 'nor another municipality''s');
select is(pg_temp.pending(1) - 'events' - 'subtrees', '{"size": 10, "covered": 10, "covered_age_s": 0}', 'what it covers is known');

-- A verifier.
create function pg_temp.page(start int, most int) returns jsonb language sql as $$ select t.call('operator', 'audit_page', t.nobody(), start || ', ' || most) $$;
select is((select array_agg((l ->> 'index')::int) from jsonb_array_elements(pg_temp.page(3, 4) -> 'leaves') l), array[3, 4, 5, 6], 'a page of leaves');
select is(jsonb_path_query_array(pg_temp.page(0, 10), '$.leaves[*].event'), got -> 'events', 'with the events that were taken in') from first_ten;
select is(pg_temp.page(0, 10) -> 'unlogged', 'null', 'and nothing between them');
select is(pg_temp.page(10, 10), '{"leaves": [], "unlogged": null}', 'beyond the end there is nothing');
create function pg_temp.event(id text) returns jsonb language sql as $$ select t.call('operator', 'audit_event', t.nobody(), quote_literal(id)) $$;
select is(pg_temp.event(got #>> '{events,4,id}'), jsonb_build_object('index', 4, 'event', got #> '{events,4}', 'checkpoint', 'first'),
	'one event, its place and the checkpoint that covers it') from first_ten;
select is(t.state('operator', 'audit_event', t.nobody('0121'), quote_literal(got #>> '{events,4,id}')), 'BK404', 'not for another municipality') from first_ten;
select is(t.state('operator', 'audit_event', t.nobody(), quote_literal(got #>> '{events,0,id}')), 'BK404', 'nor one that is not taken in yet') from second;
select is(t.call('operator', 'audit_nodes', t.nobody(), '''[[0,7],[3,0],[1,4],[1,0]]'''), jsonb_build_array(repeat(to_hex(56), 32), repeat(to_hex(59), 32),
	repeat(to_hex(73), 32), repeat('09', 32)), 'nodes are found where they were completed');

-- What a superuser does shows.
set local session_replication_role = replica;
savepoint whole;
delete from core.audit a using first_ten where a.id = (got #>> '{events,4,id}')::uuid;
select is(pg_temp.page(4, 1) #> '{leaves,0,event}', 'null', 'a row that is gone');
rollback to whole;
update core.audit a set person = core.uuid7() from first_ten where a.id = (got #>> '{events,4,id}')::uuid;
select isnt(pg_temp.page(4, 1) #> '{leaves,0,event}', got #> '{events,4}', 'one that was altered') from first_ten;
rollback to whole;
insert into core.audit (municipality, id, audience, action, object, xact)
	select municipality, '00000000-0000-7000-8000-000000000bad', 'staff', 'case.read', 'x', xact from core.audit_log where idx = 5;
select is((select array_agg(p) from (select pg_temp.page(n, 2) ->> 'unlogged' as p from unnest(array[0, 2, 4, 6, 8]) n) x where p is not null),
	array['00000000-0000-7000-8000-000000000bad'], 'one that was inserted, in one page only');
rollback to whole;
delete from core.audit_log where idx = 5;
select is(jsonb_path_query_array(pg_temp.page(4, 3), '$.leaves[*].index'), '[4, 6, 7]', 'a leaf that is gone');
select isnt(pg_temp.page(4, 3) -> 'unlogged', 'null', 'leaves its row behind');
rollback to whole;
set local session_replication_role = origin;

-- Who has read a case.
create function pg_temp.readers(who core.caller, cursor text default null, most int default 50) returns jsonb language sql
	as $$ select t.call('citizen', 'case_readers', who, format('%L, %L, %s', t.reference(), cursor, most)) $$;
select lives_ok($$ select t.call('caseworker', 'case_read', t.caller('klara'), quote_literal(t.reference())) $$, 'a caseworker reads the case');
select lives_ok($$ select t.call('citizen', 'case_read', t.caller('anna'), quote_literal(t.reference())) $$, 'and the applicant does');
select lives_ok($$ select t.call('worker', 'outbox_claim', t.nobody(), '10, 60') $$, 'and the worker, for a message');
select is((select array_agg(concat_ws(' ', r ->> 'who', r ->> 'name', r ->> 'action') order by n)
	from jsonb_array_elements(pg_temp.readers(t.caller('anna')) -> 'readers') with ordinality x(r, n)),
	array['system case.message', 'self case.read', 'staff Klara Handläggare case.read', 'self case.submit'], 'all of it is told, newest first');
select is(pg_temp.readers(t.caller('anna')) #>> '{readers,0,action}', 'case.readers', 'reading this is told too');
select is(pg_temp.readers(t.caller('anna'), null, 2) #> '{readers,2}', null, 'a page has its end');
select is(pg_temp.readers(t.caller('anna'), pg_temp.readers(t.caller('anna'), null, 3) ->> 'next', 1) #>> '{readers,0,action}', 'case.message',
	'and the next begins where it ended');
select is(pg_temp.readers(t.caller('anna')) -> 'next', 'null', 'the last has none');
select is(t.state('citizen', 'case_readers', t.caller(who, m), format('%L, null, 50', t.reference())), 'BK404', format('not for %s of %s', who, m))
from (values ('bertil', '0120'), ('sam', '0120'), ('anna', '0121')) v(who, m);
select is(t.state('citizen', 'case_readers', t.caller('anna'), format('%L, %L, 50', t.reference(), c)), 'BK400', 'a cursor of somebody else''s making: ' || c)
from unnest(array['1', '1.x', '1.00000000-0000-0000-0000-000000000000'' or true']) c;

-- Lists and names are noted where they are read.
select lives_ok($$ select t.call('caseworker', 'queue_page', t.caller('klara'), '''skolskjuts'', null, 10, null') $$, 'a page of a queue');
select is((select count(*) from core.audit where action = 'queue.read' and object = 'skolskjuts' and person = (t.caller('klara')).person), 1::bigint, 'is noted');
select lives_ok($$ select t.call('caseworker', 'queues', t.caller('klara')) $$, 'the list of the own cases');
select is((select count(*) from core.audit where action = 'queues.read' and person = (t.caller('klara')).person), 1::bigint, 'is noted');

select * from finish();
rollback;
