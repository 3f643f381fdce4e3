-- What a session is worth, and until when: the rows' times are moved, never the clock.
begin;
set local search_path = tap, public;
select no_plan();

-- The session of a name, with its times moved back.
create function pg_temp.aged(who text, begun interval default '0', seen interval default '0', authenticated interval default '0') returns void
	language sql as $$
	update core.session set created_at = now() - begun, seen_at = now() - seen, authenticated_at = now() - authenticated,
		expires_at = greatest(expires_at, now() + interval '20 hours')
	where id_hash = (t.caller(who)).session_hash $$;
create function pg_temp.state_aged(desk text, who text, begun interval, seen interval) returns text language sql as $$
	select pg_temp.aged(who, begun, seen);
	select t.state(desk, case desk when 'citizen' then 'cases' when 'admin' then 'forms' else 'queues' end, t.caller(who)) $$;
insert into core.role (municipality, person, role, queue) select '0120', (t.caller('adam')).person, 'caseworker', 'skolskjuts';

select is(pg_temp.state_aged(desk, who, '0', idle - interval '1 second'), 'ok', format('%s: who rests for less than %s goes on', desk, idle))
from (values ('citizen', 'anna', interval '30 minutes'), ('caseworker', 'klara', '30 minutes'), ('admin', 'adam', '15 minutes')) v(desk, who, idle);
select is(pg_temp.state_aged(desk, who, '0', idle), 'BK401', format('%s: and who rests for %s is logged out', desk, idle))
from (values ('citizen', 'anna', interval '30 minutes'), ('caseworker', 'klara', '30 minutes'), ('admin', 'adam', '15 minutes')) v(desk, who, idle);
select is(pg_temp.state_aged(desk, who, absolute - interval '1 second', '0'), 'ok', format('%s: a session lives for nearly %s', desk, absolute))
from (values ('citizen', 'anna', interval '4 hours'), ('caseworker', 'klara', '10 hours'), ('admin', 'adam', '8 hours')) v(desk, who, absolute);
select is(pg_temp.state_aged(desk, who, absolute, '0'), 'BK401', format('%s: and no longer than %s, however busy', desk, absolute))
from (values ('citizen', 'anna', interval '4 hours'), ('caseworker', 'klara', '10 hours'), ('admin', 'adam', '8 hours')) v(desk, who, absolute);
select is(pg_temp.state_aged('caseworker', 'adam', '9 hours', '20 minutes'), 'ok',
	'a session too old for the administrators'' desk is good at the caseworkers''');
select is(pg_temp.state_aged('admin', 'adam', '9 hours', '0'), 'BK401', 'and stays too old at the other');

-- A login.
create function pg_temp.open(audience text, pnr text, staff_id text, hash text, seconds int default 36000, old text default null) returns text
	language sql as $$ select format('%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L', audience, pnr, 'p', 's', staff_id, hash, 'loa3',
		extract(epoch from now())::bigint, extract(epoch from now())::bigint + seconds, 'A', 'B', old) $$;
select t.call('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198501012382', null, 'c1'));
select t.call('eid', 'session_open', t.nobody(), pg_temp.open('staff', null, 'klara@x', 'c2', 99999));
select is((select array_agg(expires_at - now() order by id_hash) from core.session where id_hash in ('\xc1', '\xc2')),
	array[interval '4 hours', interval '10 hours'], 'whatever a login asks for, its session ends when those of its kind do');
select t.call('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198501012382', null, 'c3', old => 'c1'));
select is((select array_agg(revoked_at is null order by id_hash) from core.session where id_hash in ('\xc1', '\xc3')), array[false, true],
	'the session that the browser had ends with the new login');
select is((select count(*) from core.audit where action = 'session.close' and object = (t.caller('anna')).person::text), 1::bigint, 'and the trail knows');
select is(t.state('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198501012382', null, 'c4', old => 'ff')), 'ok',
	'one that is not there is no hindrance');
select is(t.state('eid', 'session_open', t.nobody('0121'), pg_temp.open('citizen', '198501012382', null, 'c5', old => 'c3')), 'ok', 'another municipality''s');
select is((select revoked_at from core.session where id_hash = '\xc3'), null, 'is left alone');

-- Staff whose access ends.
select pg_temp.aged(who) from unnest(array['anna', 'bertil', 'klara', 'karl', 'adam', 'sam']) who;
delete from core.role where person = (t.caller('karl')).person;
select is(t.state('caseworker', 'queues', t.caller('karl')), 'BK401', 'who has no role left is out at the next request');

-- A login of now.
create function pg_temp.decide(who text, version int) returns text language sql as $$
	select t.state('caseworker', 'case_move', t.caller(who), format('%L, %s, %L, %L, %L, true, false, true, %L, %L, %L', t.reference(), version,
		'decide', 'investigating', 'decided', 'granted', '10 kap. 32 § skollagen', 'Avståndet')) $$;
select pg_temp.aged('klara', '1 hour', '0', '1 hour');
select is(t.state('caseworker', 'case_move', t.caller('klara'), format('%L, 1, %L, %L, %L, false, false, false, null, null, null', t.reference(), 'start',
	'received', 'investigating')), 'ok', 'a move is made on an old login');
select is(pg_temp.decide('klara', 2), 'BK428', 'a decision is not');
select pg_temp.aged('klara', '1 hour', '0', '15 minutes');
select is(pg_temp.decide('klara', 2), 'BK428', 'nor a quarter of an hour after it');
select pg_temp.aged('klara', '1 hour', '0', '14 minutes 59 seconds');
select is(pg_temp.decide('klara', 2), 'ok', 'but until then');
select pg_temp.aged('adam', '1 hour', '0', '16 minutes');
select is(t.state('admin', 'forms', t.caller('adam')), 'ok', 'an administrator reads on an old login');
select is(t.state('admin', f, t.caller('adam'), args), 'BK428', 'and changes nothing: ' || f)
from (values ('form_save', format('''x'', ''1.0.0'', repeat(''a'', 64), %L, null', t.definition())), ('form_delete', '''x'', ''1.0.0'', repeat(''a'', 64)'),
	('form_publish', '''x'', ''1.0.0'', repeat(''a'', 64)'), ('enter', 'true')) v(f, args);

-- What was being sent when the session had ended.
select is(t.call('citizen', 'parked', t.caller('anna'), 'false'), null, 'nothing is kept to begin with');
select pg_temp.aged('anna', '5 hours', '2 hours');
select is(t.state('citizen', 'park', t.caller('anna'), '''/utkast/x/y'', ''[["/lasar","2026-2027"]]'''), 'ok',
	'a form is kept for whose session ran out');
select is(t.state('citizen', 'parked', t.caller('anna'), 'false'), 'BK401', 'and shown to nobody without a session');
select pg_temp.aged('anna');
select is(t.call('citizen', 'parked', t.caller('anna'), 'false'), '{"path": "/utkast/x/y", "fields": [["/lasar", "2026-2027"]]}', 'then to the same person');
select is(t.call('citizen', 'parked', t.caller('bertil'), 'false'), null, 'not to another');
select is(t.call('citizen', 'parked', t.caller('anna', '0121'), 'false'), null, 'nor in another municipality');
select t.call('citizen', 'park', t.caller('anna'), '''/utkast/x/z'', ''[]''');
select is(t.call('citizen', 'parked', t.caller('anna'), 'false') ->> 'path', '/utkast/x/z', 'the latest takes the place of the one before');
update core.parked set created_at = now() - interval '59 minutes';
select isnt(t.call('citizen', 'parked', t.caller('anna'), 'false'), null, 'it is there for an hour');
update core.parked set created_at = now() - interval '1 hour';
select is(t.call('citizen', 'parked', t.caller('anna'), 'false'), null, 'and no longer');
select t.call('citizen', 'park', t.caller('anna'), '''/utkast/x/z'', ''[]''');
select isnt(t.call('citizen', 'parked', t.caller('anna'), 'true'), null, 'it is taken');
select is(t.call('citizen', 'parked', t.caller('anna'), 'true'), null, 'once');
select is(t.state('citizen', 'park', t.caller('anna'), format('''/x'', %L', repeat('x', 262145))), '23514', 'more than 256 KiB is not kept');
select t.call('caseworker', 'park', t.caller('adam'), '''/handlaggare/x'', ''[]''');
select is(t.call('admin', 'parked', t.caller('adam'), 'false'), null, 'each desk keeps its own');
update core.session set revoked_at = now() where id_hash = (t.caller('bertil')).session_hash;
select is(t.state('citizen', 'park', t.caller('bertil'), '''/x'', ''[]'''), 'BK401', 'a session that was ended keeps nothing');
select is(t.state('citizen', 'park', who, '''/x'', ''[]'''), 'BK401', 'nor does ' || what)
from (values (t.nobody(), 'nobody'), (row('0120', (t.caller('anna')).session_hash, (t.caller('sam')).person, 'citizen', 'r')::core.caller, 'another person'),
	(row('0120', (t.caller('anna')).session_hash, (t.caller('anna')).person, 'staff', 'r')::core.caller, 'another audience')) v(who, what);
update core.parked set created_at = now() - interval '61 minutes';
select t.call('worker', 'housekeeping', t.nobody());
select is((select count(*) from core.parked where municipality = '0120'), 0::bigint, 'what nobody came back for is removed');

-- One's own sessions.
select pg_temp.aged('sam');
select t.call('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198001732380', null, hash)) from unnest(array['d1', 'd2', 'd3', 'd4']) hash;
update core.session set seen_at = now() - interval '31 minutes' where id_hash = '\xd4';
select is((select array_agg(s ->> 'id' order by s ->> 'id') from jsonb_array_elements(t.call('eid', 'sessions', t.caller('sam')) -> 'sessions') s
	where s ->> 'this' = 'false'), array['d1', 'd2', 'd3'], 'one sees the own sessions that are alive');
select is(t.call('eid', 'sessions', t.caller('sam')) #>> '{sessions,0,id}', encode((t.caller('sam')).session_hash, 'hex'), 'this one first');
select is(t.call('eid', 'sessions_end', t.caller('sam'), '''d1'''), '{"ended": 1}', 'one is ended');
select is(t.call('eid', 'sessions_end', t.caller('sam'), format('%L', encode((t.caller('elsa')).session_hash, 'hex'))), '{"ended": 0}', 'another person''s is not');
select is(t.state('citizen', 'cases', t.caller('elsa')), 'ok', 'and goes on');
select is(t.call('eid', 'sessions_end', t.caller('sam'), '''others'''), '{"ended": 3}', 'all others are ended');
select is(t.state('citizen', 'cases', t.caller('sam')), 'ok', 'but this one');
select is(t.call('eid', 'sessions_end', t.caller('sam'), '''all'''), '{"ended": 1}', 'and then all');
select is(t.state(s, f, t.caller('sam'), a), 'BK401', 'which is over in ' || s) from (values ('citizen', 'cases', ''), ('eid', 'sessions', ''),
	('eid', 'sessions_end', '''all''')) v(s, f, a);

select * from finish();
rollback;
