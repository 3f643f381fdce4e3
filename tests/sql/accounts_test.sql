-- Service accounts: what a program's key opens, and until when.
begin;
set local search_path = tap, public;
select no_plan();

create function pg_temp.issue(name text, scopes text, queues text, hash text, days int default 30) returns text language sql as $$
	select format('%L, %L, %L, %L, %L, %L, %L', name, scopes, queues, hash, 'k4.pid.x', extract(epoch from now())::bigint + days * 86400, 'olle') $$;
create function pg_temp.program(hash text) returns core.caller language sql as $$
	select row('0120', decode(hash, 'hex'), a.person, 'service', 'r')::core.caller from core.service_account a where a.id_hash = decode(hash, 'hex') $$;

select is(t.state('operator', 'account_issue', t.nobody(), pg_temp.issue('arkiv', '{cases.read,queues.read}', '{skolskjuts}', 'a1')), 'ok', 'a key is issued');
select is(t.state('operator', 'account_issue', t.nobody(), pg_temp.issue('arkiv', '{cases.read}', '{}', 'a2')), 'BK409', 'one for a name');
select is(t.state('operator', 'account_issue', t.nobody(), pg_temp.issue(name, scopes, '{}', 'a3')), '23514', 'not for ' || name || ' ' || scopes)
from (values ('annat', '{everything}'), ('annat', '{}'), ('Stor Bokstav', '{cases.read}')) v(name, scopes);

select is(t.state('caseworker', f, pg_temp.program('a1'), args), wanted, format('with cases.read and queues.read: %s %s', f, wanted))
from (values ('queues', '', 'ok'), ('queue_page', '''skolskjuts'', null, 5, null', 'ok'), ('queue_page', '''modersmal'', null, 5, null', 'BK404'),
	('case_read', quote_literal(t.reference()), 'ok'), ('queue_claim', '''skolskjuts''', 'BK403'),
	('case_move', format('%L, 1, %L, %L, %L, false, false, false, null, null, null', t.reference(), 'start', 'received', 'investigating'), 'BK403'))
	v(f, args, wanted);
select is(t.state('admin', 'forms', pg_temp.program('a1')), 'BK403', 'it reads no form');
select is(t.state('citizen', f, pg_temp.program('a1'), args), 'BK403', 'no function of citizens takes it: ' || f)
from (values ('cases', ''), ('self', ''), ('children', ''), ('parked', 'true')) v(f, args);
select is(t.state('eid', 'sessions', pg_temp.program('a1')), 'BK403', 'it has no sessions');
select is(t.state('caseworker', 'parked', pg_temp.program('a1'), 'true'), 'BK403', 'and no pages');
select is((select seen_at from core.service_account where id_hash = '\xa1'), now(), 'when it was used last is known');
select is((select count(*) from core.audit where person = (pg_temp.program('a1')).person and audience = 'service' and action = 'case.read'), 1::bigint,
	'and the trail names it');

select t.call('operator', 'account_issue', t.nobody(), pg_temp.issue('robot', '{cases.move}', '{skolskjuts}', 'b1'));
select is(t.state('caseworker', 'case_move', pg_temp.program('b1'), format('%L, 1, %L, %L, %L, false, false, false, null, null, null', t.reference(), 'start',
	'received', 'investigating')), 'ok', 'with cases.move it moves a case');
select is((select array_agg(e.audience order by e.number) from core.case_event e join core.cases c using (municipality, case_id)
	where c.reference = t.reference()), array['citizen', 'service'], 'which the case remembers');
create function pg_temp.decide(hash text) returns text language sql as $$
	select t.state('caseworker', 'case_move', pg_temp.program(hash), format('%L, 2, %L, %L, %L, true, false, true, %L, %L, %L', t.reference(),
		'decide', 'investigating', 'decided', 'granted', '10 kap. 32 § skollagen', 'Avståndet')) $$;
select is(pg_temp.decide('b1'), 'BK403', 'a decision needs cases.decide');
update core.service_account set scopes = '{cases.move,cases.decide}' where id_hash = '\xb1';
select is(pg_temp.decide('b1'), 'ok', 'and no fresh login, for there is nobody to ask');

select t.call('operator', 'account_issue', t.nobody(), pg_temp.issue('former', '{forms.read}', '{}', 'c1'));
select is(t.state('admin', 'forms', pg_temp.program('c1')), 'ok', 'with forms.read it reads forms');
select is(t.state('admin', 'enter', pg_temp.program('c1'), 'true'), 'BK403', 'and changes none');
update core.service_account set scopes = '{forms.write}' where id_hash = '\xc1';
select is(t.state('admin', 'form_save', pg_temp.program('c1'), format('%L, %L, %L, %L, null', 'prov', '1.0.0', repeat('a1', 32), t.definition())), 'ok',
	'which needs forms.write');
select is(t.state('caseworker', 'queues', pg_temp.program('c1')), 'BK403', 'and opens no case');

-- Its end.
select is(t.state('caseworker', 'queues', row('0120', '\xa1', (pg_temp.program('b1')).person, 'service', 'r')::core.caller), 'BK401', 'a key is for its account alone');
select is(t.state('caseworker', 'queues', row('0121', '\xa1', (pg_temp.program('a1')).person, 'service', 'r')::core.caller), 'BK401', 'in its municipality');
select is(t.state('caseworker', 'queues', row('0120', '\xa1', (pg_temp.program('a1')).person, 'staff', 'r')::core.caller), 'BK401', 'and is no session');
select is(t.state('caseworker', 'queues', row('0120', (t.caller('klara')).session_hash, (t.caller('klara')).person, 'service', 'r')::core.caller), 'BK401',
	'nor is a session a key');
update core.service_account set expires_at = now() where id_hash = '\xa1';
select is(t.state('caseworker', 'queues', pg_temp.program('a1')), 'BK401', 'it ends on its day');
select is(t.state('operator', 'account_issue', t.nobody(), pg_temp.issue('arkiv', '{queues.read}', '{skolskjuts}', 'a9')), 'ok', 'and the name is free for the next');
select is(t.state('caseworker', 'queues', pg_temp.program('a9')), 'ok', 'which opens');
select is(t.state('operator', 'account_revoke', t.nobody(), '''arkiv'''), 'ok', 'until it is revoked');
select is(t.state('caseworker', 'queues', pg_temp.program('a9')), 'BK401', 'at once');
select is(t.state('operator', 'account_revoke', t.nobody(), '''arkiv'''), 'BK404', 'once');
select is((select array_agg(a ->> 'name' || case when a ->> 'revoked_at' is null then '' else ' revoked' end)
	from jsonb_array_elements(t.call('operator', 'accounts', t.nobody())) a), array['arkiv revoked', 'arkiv revoked', 'former', 'robot'], 'all are listed');
select is(t.state('eid', 'session_open', t.nobody(), format('%L, null, %L, %L, %L, %L, %L, 1, 9999999999, %L, %L, null', 'staff', 'p', 's', 'service:robot', 'ff',
	'loa3', 'A', 'B')), 'BK403', 'a program does not log in');

select * from finish();
rollback;
