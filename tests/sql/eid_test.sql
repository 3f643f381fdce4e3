-- Login transactions and sessions.
begin;
set local search_path = tap, public;
select no_plan();

select is(t.state('eid', 'login_begin', t.nobody(m), '''aa11'', ''bb22'', ''nonce'', ''verifier'', ''e-id'', ''citizen'', ''/mina'''), 'ok', 'a login begins in ' || m)
from unnest(array['0120', '0121']) m;
select is(t.call('eid', 'login_take', t.nobody(), '''aa11'', ''bb33'''), null, 'another state takes nothing');
select is(t.call('eid', 'login_take', t.nobody(), '''aa12'', ''bb22'''), null, 'another browser takes nothing');
select is(t.call('eid', 'login_take', t.nobody(), '''aa11'', ''bb22''') - 'created_s', '{"nonce": "nonce", "verifier": "verifier", "provider": "e-id",
	"audience": "citizen", "return_to": "/mina", "sign": null}', 'the right one takes it');
select is(t.call('eid', 'login_take', t.nobody(), '''aa11'', ''bb22'''), null, 'once');
update core.login set created_at = now() - interval '10 minutes 1 second';
select is(t.call('eid', 'login_take', t.nobody('0121'), '''aa11'', ''bb22'''), null, 'and not after ten minutes');

create function pg_temp.open(audience text, pnr text, staff_id text, hash text, given text default 'Ny', family text default 'Person') returns text language sql
	as $$ select format('%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, null', audience, pnr, 'p', 's', staff_id, hash, 'loa3', extract(epoch from now())::bigint,
		extract(epoch from now())::bigint + 3600, given, family) $$;
select is(t.call('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198501012382', null, 'c0ffee01')) ->> 'person', (t.caller('anna')).person::text,
	'who is in the register is the same person at each login');
select is((select given_name from core.person where person = (t.caller('anna')).person), 'Anna', 'whose name the register knows best');
select is(t.state('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198201012385', null, 'c0ffee02')), 'ok', 'who is not is added');
select is((select array[given_name, family_name] from core.person where personal_number = '198201012385' and municipality = '0120'), array['Ny', 'Person'],
	'with the name of the e-ID');
select isnt(t.state('eid', 'session_open', t.nobody(), pg_temp.open('citizen', bad, null, 'c0ffee03')), 'ok', 'no personal number: ' || bad)
from unnest(array['', '19820101238', 'x98201012385']) bad;
select is(t.state('eid', 'session_open', t.nobody(), pg_temp.open('citizen', '198501012382', null, 'c0ffee01')), '23505', 'no session id is used twice');
select is(t.state('eid', 'session_open', t.nobody(), pg_temp.open('staff', null, who, 'c0ffee04')), 'BK403', 'no session for staff without a role: ' || who)
from unnest(array['nils@x', 'nobody@x', '']) who;
select is(t.state('eid', 'session_open', t.nobody(), pg_temp.open('staff', '198501012382', null, 'c0ffee05')), 'BK403', 'a citizen is no staff');
select is(t.state('eid', 'session_open', t.nobody(), pg_temp.open('robot', '198501012382', null, 'c0ffee06')), '23514', 'there are two audiences');

select is(t.state('eid', 'session_close', t.caller('anna')), 'ok', 'a session is closed');
select is(t.state('citizen', 'self', t.caller('anna')), 'BK401', 'and over');
select is(t.state('eid', 'session_close', t.caller('anna')), 'ok', 'closing it again is no error');
select is(t.state('citizen', 'self', row('0120', '\xc0ffee01', (t.caller('anna')).person, 'citizen', 'r')::core.caller), 'ok', 'another session of hers goes on');

select * from finish();
rollback;
