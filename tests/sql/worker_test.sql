-- Outgoing messages and housekeeping. Time passes by moving the rows' times.
begin;
set local search_path = tap, public;
select no_plan();

-- Receipts have a test of their own: receipts_test.sql.
create function pg_temp.no_receipts() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger no_receipts before insert on core.outbox for each row when (new.kind ~ '^receipt') execute function pg_temp.no_receipts();
delete from core.outbox where kind ~ '^receipt';

create function pg_temp.claim(n int default 10) returns jsonb language sql as $$ select t.call('worker', 'outbox_claim', t.nobody(), n || ', 60') $$;

create temp table first_try as select pg_temp.claim() as got;
select is((got #> '{0}') - 'id', jsonb_build_object('kind', 'case.received', 'email', 'anna@example.com', 'language', 'sv', 'reference', t.reference(),
	'attempts', 1), 'a message says what it needs and nothing of the content') from first_try;
select is(pg_temp.claim(), '[]', 'what is leased is not given twice');
update core.outbox set leased_until = now() - interval '1 second';
select is(pg_temp.claim() #>> '{0,attempts}', '2', 'but again when the lease is over');
select is(t.call('worker', 'outbox_state', t.nobody('0121')), '{"dead": 0, "waiting": 0, "oldest_s": 0}', 'another municipality has none');

-- Failing.
create function pg_temp.fail(id text) returns jsonb language sql as $$ select t.call('worker', 'outbox_failed', t.nobody(), format('%L, %L', id, 'smtp-451')) $$;
create temp table tries (n int, state text, pause interval);
do $$
declare
	one uuid := (select (got #>> '{0,id}')::uuid from first_try);
begin
	for n in 2..8 loop
		insert into tries select n, pg_temp.fail(one::text) ->> 'state', null;
		update tries set pause = (select next_at - now() from core.outbox where id = one) where tries.n = (select max(x.n) from tries x);
		perform pg_temp.claim();
		update core.outbox set next_at = now() - interval '1 second' where id = one;
		perform pg_temp.claim();
	end loop;
end
$$;
select is((select array_agg(state order by n) from tries), array['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'dead'],
	'the eighth failure is the last');
select is_empty($$ select * from tries where pause not between 5 * 2 ^ (n - 1) * interval '1 second' and 5 * 2 ^ (n - 1) * interval '1.26 seconds' $$,
	'each pause is twice the one before, with some jitter');
select is(t.call('worker', 'outbox_state', t.nobody()) - 'oldest_s', '{"dead": 1, "waiting": 0}', 'a dead message shows');
select is(pg_temp.claim(), '[]', 'and is not tried any more');

-- Who gets none.
select lives_ok($$ select t.submit(t.caller('anna'), core.uuid7(), t.person('Elias'), null) $$, 'an applicant without an address');
select is(pg_temp.claim() #> '{0,email}', 'null', 'gets no message');
update core.person set protected = true where given_name = 'Bertil';
select lives_ok($$ select t.submit(t.caller('bertil'), core.uuid7(), t.person('Elias')) $$, 'one with protected identity');
select is(pg_temp.claim() #> '{0,email}', 'null', 'neither');
create temp table ok as select id from core.outbox where state = 'waiting' and channel = 'mail' order by id limit 1;
select is(t.state('worker', 'outbox_done', t.nobody(), quote_literal(id)), 'ok', 'a message is done') from ok;
select is((select state from core.outbox join ok using (id)), 'done', 'and stays so');
select is(t.call('worker', 'outbox_failed', t.nobody(), quote_literal(id) || ', ''late'''), null, 'whatever is said later') from ok;
select is(t.state('worker', 'outbox_done', t.nobody('0121'), quote_literal(id)), 'ok', 'a foreign one')
from core.outbox where state = 'waiting' and channel = 'mail' and municipality = '0120' limit 1;
select is((select count(*) from core.outbox where state = 'waiting' and channel = 'mail' and municipality = '0120'), 1::bigint, 'is not touched');

-- Housekeeping.
select lives_ok($$ select t.call('citizen', 'draft_open', t.caller('sam'), '''skolskjuts'', null, ''{}'''),
	t.call('citizen', 'draft_open', t.caller('elsa'), '''skolskjuts'', null, ''{}'''),
	t.call('eid', 'login_begin', t.nobody(), '''aa'', ''bb'', ''n'', ''v'', ''p'', ''citizen'', ''/''') $$, 'a world with things in it');
update core.draft set expires_at = now() - interval '1 second' where person = (t.caller('sam')).person;
update core.login set created_at = now() - interval '2 hours';
update core.session set expires_at = now() - interval '2 days' where id_hash in ((t.caller('karl')).session_hash, (t.caller('anna', '0121')).session_hash);
select is(t.call('worker', 'housekeeping', t.nobody()), '{"removed": 3}', 'what is past its time is removed');
select is((select count(*) from core.draft where person = (t.caller('elsa')).person), 1::bigint, 'what is not stays');
select is((select count(*) from core.session where id_hash = (t.caller('anna', '0121')).session_hash), 1::bigint, 'and what is another municipality''s');
select is(t.call('worker', 'housekeeping', t.nobody()), '{"removed": 0}', 'then nothing is left to do');

select * from finish();
rollback;
