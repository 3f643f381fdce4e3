-- Who may do what: scopes of a role, two administrators for every role, and people who are disabled.
begin;
set local search_path = tap, public;
select no_plan();

-- Three more administrators and two areas; a form that asks for the school.
select t.call('operator', 'people_import', t.nobody(), quote_literal('{"staff":[{"staff_id":"alma@x","given_name":"Alma","family_name":"Admin","roles":[{"role":"admin"}]},
	{"staff_id":"axel@x","given_name":"Axel","family_name":"Admin","roles":[{"role":"admin"}]}],
	"schools":[{"school":" Ösby Skola","area":"Norra"},{"school":"Viks skola","area":"Södra"}]}'));
-- A login of a member of staff, who is known by that name from then on.
create function pg_temp.login(who text) returns text language sql
	as $$ select t.state('eid', 'session_open', t.nobody(), format('%L, null, %L, %L, %L, %L, %L, %L, %L, %L, %L, null', 'staff', 'p', 's', who,
		encode(sha256(clock_timestamp()::text::bytea), 'hex'), 'loa3', extract(epoch from now())::bigint, extract(epoch from now())::bigint + 3600, 'X', 'Y')) $$;
create function pg_temp.staff(name text, who text) returns text language plpgsql
	as $$
declare
	state text := pg_temp.login(who);
begin
	delete from t.who w where w.name = staff.name;
	insert into t.who select staff.name, '0120', s.person, 'staff', s.id_hash from core.session s join core.staff x using (municipality, person)
		where x.municipality = '0120' and x.staff_id = who and s.revoked_at is null order by s.xmin::text::bigint desc, s.ctid desc limit 1;
	return state;
end
	$$;
select is(pg_temp.staff(who, who || '@x'), 'ok', who || ' logs in') from unnest(array['alma', 'axel']) who;
create function pg_temp.id(who text) returns uuid language sql as $$ select person from core.staff where municipality = '0120' and staff_id = who || '@x' $$;
select t.call('operator', 'form_publish', t.nobody(), format('%L, %L, %L, %L', 'reseersattning', '1.0.0', repeat('b2', 32),
	jsonb_set(t.definition('skolskjuts', 'Reseersättning')::jsonb, '{routing,area}', '"/plats/skola"')));

---- Areas

select is(core.area_of('0120', answers, place), area, format('%s at %s lies in %L', answers, place, area))
from (values ('{"plats":{"skola":"Ösby skola"}}', '/plats/skola', 'Norra'), ('{"plats":{"skola":"  ÖSBY SKOLA "}}', '/plats/skola', 'Norra'),
	('{"plats":{"skola":"södra"}}', '/plats/skola', 'Södra'), ('{"plats":{"skola":"Okänd skola"}}', '/plats/skola', ''), ('{}', '/plats/skola', ''),
	('{"plats":["Viks skola"]}', '/plats/0', 'Södra'), ('{"a/b~c":"Norra"}', '/a~1b~0c', 'Norra'), ('{"a":{"b":"Norra"}}', '/a', ''),
	('{"a":7}', '/a', ''), ('{"a":null}', '/a', ''), ('{"a":"Norra"}', null, '')) v(answers, place, area);
select throws_ok($$ insert into core.school_area values ('0120', 'Stor', 'Norra') $$, '23514', null, 'a school is kept in small letters');
select lives_ok($$ select t.call('operator', 'people_import', t.nobody(), quote_literal('{"schools":[{"school":"Viks skola","area":"Östra"}]}')) $$, 'a school can change its area');
select is(core.area_of('0120', '{"a":"viks skola"}', '/a'), 'Östra', 'and then has the new one');
select is(core.area_of('0121', '{"a":"viks skola"}', '/a'), '', 'in this municipality only');
select lives_ok($$ select t.call('operator', 'people_import', t.nobody(), quote_literal('{"schools":[{"school":"Viks skola","area":"Södra"}]}')) $$, 'and can change it back');

-- Four cases: of each form, of either area and of none.
create function pg_temp.apply(form text, school text) returns text language sql
	as $$ select t.call('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, null, %L, %L, %L, 10, %L', core.uuid7(), repeat('ab', 32), form, '1.0.0',
		t.person('Elias'), json_build_object('plats', json_build_object('skola', school)), 'skolskjuts', 'SKJ', 'sv')) ->> 'reference' $$;
create temp table sent as select 'norra' as what, pg_temp.apply('reseersattning', 'Ösby skola') as reference
	union all select 'sodra', pg_temp.apply('reseersattning', 'Viks skola') union all select 'nowhere', pg_temp.apply('reseersattning', 'Hemma')
	union all select 'other form', t.reference();
grant select on sent to public;
select is((select jsonb_object_agg(what, area) from sent join core.cases using (reference) where municipality = '0120'),
	'{"norra": "Norra", "sodra": "Södra", "nowhere": "", "other form": ""}', 'a case has the area of the school that its answers name');

---- What a scope shows

create function pg_temp.only(roles text[]) returns void language plpgsql
	as $$
begin
	delete from core.role where person = pg_temp.id('klara');
	insert into core.role (municipality, person, role, queue, form, area)
		select '0120', pg_temp.id('klara'), 'caseworker', split_part(r, '/', 1), split_part(r, '/', 2), split_part(r, '/', 3) from unnest(roles) r;
end
	$$;
-- By reading each one, by the page of the queue, and by what hangs on a case.
create function pg_temp.sees() returns text language sql
	as $$ select coalesce(string_agg(what, ', ' order by what) filter (where t.state('caseworker', 'case_read', t.caller('klara'), quote_literal(reference)) = 'ok'), '') from sent $$;
create function pg_temp.page() returns text language sql
	as $$ select coalesce(string_agg(what, ', ' order by what), '') from jsonb_array_elements(t.call('caseworker', 'queue_page', t.caller('klara'), '''skolskjuts'', null, 50, null') -> 'cases') c
		join sent on reference = c ->> 'reference' $$;
create temp table expected (roles text[], seen text);
insert into expected values
	('{skolskjuts//}', 'norra, nowhere, other form, sodra'), ('{skolskjuts/reseersattning/}', 'norra, nowhere, sodra'),
	('{skolskjuts/skolskjuts/}', 'other form'), ('{skolskjuts//Norra}', 'norra'), ('{skolskjuts/reseersattning/Södra}', 'sodra'),
	('{skolskjuts/skolskjuts/Norra}', ''), ('{skolskjuts//Norra,skolskjuts/skolskjuts/}', 'norra, other form'),
	('{skolskjuts//Norra,skolskjuts//Södra}', 'norra, sodra'), ('{skolskjuts/finnsinte/}', '');
create temp table got (roles text[], seen text, paged text);
do $$
declare
	e record;
begin
	for e in select * from expected loop
		perform pg_temp.only(e.roles);
		insert into got values (e.roles, pg_temp.sees(), pg_temp.page());
	end loop;
end
$$;
select is(g.seen, e.seen, format('%s reads: %s', roles, e.seen)) from expected e join got g using (roles);
select is(g.paged, e.seen, format('%s is shown in the queue: %s', roles, e.seen)) from expected e join got g using (roles);

select pg_temp.only('{modersmal//Norra}');
select is(pg_temp.sees(), '', 'an area of another queue shows nothing');
select is(t.state('caseworker', 'queue_page', t.caller('klara'), '''skolskjuts'', null, 50, null'), 'BK404', 'nor is the queue there');
select pg_temp.only('{skolskjuts//Norra}');
select is(t.state('caseworker', 'case_move', t.caller('klara'), format('%L, 1, %L, %L, %L, false, false, false, null, null, null', reference, 'start', 'received',
	'investigating')), 'BK404', 'a case of another area cannot be moved') from sent where what = 'sodra';
select is(t.call('caseworker', 'queue_claim', t.caller('klara'), '''skolskjuts''') ->> 'reference', (select reference from sent where what = 'norra'),
	'"take next" takes the next of the own area');
select is(t.call('caseworker', 'queue_claim', t.caller('klara'), '''skolskjuts'''), null, 'and nothing when there is none, whatever waits elsewhere');
select is(t.call('caseworker', 'queues', t.caller('klara')) #> '{queues,0,waiting}', 'false', 'which the list of queues says, too');
select pg_temp.only('{skolskjuts//Norra,skolskjuts//Södra,modersmal//}');
select is(jsonb_path_query_array(t.call('caseworker', 'queues', t.caller('klara')), '$.queues[*].queue'), '["modersmal", "skolskjuts"]', 'a queue is listed once, however many roles are for it');
select pg_temp.only('{skolskjuts//Norra}');
select is(pg_temp.sees(), 'norra', 'a scope that was changed counts at the next call');
select is(t.call('caseworker', 'case_read', t.caller('klara'), quote_literal((select reference from sent where what = 'norra'))) -> 'related', '[]',
	'related cases of another area are not shown');
select pg_temp.only('{skolskjuts//}');

---- Giving a role: two administrators

create function pg_temp.propose(who text, receiver text, role text default 'caseworker', queue text default 'skolskjuts', form text default '', area text default '')
	returns text language sql
	as $$ select t.state('admin', 'role_propose', t.caller(who), format('%L, %L, %L, %L, %L', pg_temp.id(receiver), role, queue, form, area)) $$;
create function pg_temp.decide(who text, decision text, receiver text default 'nils') returns text language sql
	as $$ select t.state('admin', 'proposal_decide', t.caller(who), format('%L, %L',
		(select proposal from core.role_proposal where person = pg_temp.id(receiver) order by (state = 'waiting') desc, proposed_at desc, proposal desc limit 1), decision)) $$;
create function pg_temp.roles(who text) returns text language sql
	as $$ select coalesce(string_agg(concat_ws('/', role, nullif(queue, ''), nullif(form, ''), nullif(area, '')), ' ' order by role, queue, form, area), '') from core.role where person = pg_temp.id(who) $$;

select is(t.state('admin', f, t.caller('klara'), args), 'BK403', f || ': not for a caseworker')
from (values ('staff', 'null'), ('staff_read', quote_literal(pg_temp.id('nils'))), ('role_choices', ''), ('proposal_read', quote_literal(core.uuid7())),
	('role_propose', format('%L, ''admin'', '''', '''', ''''', pg_temp.id('nils'))), ('proposal_decide', format('%L, ''approved''', core.uuid7())),
	('role_take', format('%L, ''admin'', '''', '''', ''''', pg_temp.id('adam')))) v(f, args0), lateral (select rtrim(args0) as args) a;
select is(pg_temp.propose('adam', 'adam', 'caseworker'), 'BK403', 'nobody proposes a role for themselves');
select is(t.state('admin', 'role_propose', t.caller('adam'), format('%L, %L, %L, %L, %L', core.uuid7(), 'admin', '', '', '')), 'BK404', 'nor for somebody who is not there');
select is(pg_temp.propose('adam', 'nils', r, q, f, a), 'BK422', format('no such role: %s %s %s %s', r, q, f, a))
from (values ('king', '', '', ''), ('admin', 'skolskjuts', '', ''), ('admin', '', '', 'Norra'), ('caseworker', '', '', ''), ('caseworker', 'finnsinte', '', ''),
	('caseworker', 'skolskjuts', 'finnsinte', ''), ('caseworker', 'skolskjuts', '', 'Västra'), (null, 'skolskjuts', '', ''), ('caseworker', 'skolskjuts', null, '')) v(r, q, f, a);
select is(pg_temp.propose('adam', 'klara'), 'BK409', 'nor a role that is there already');

select is(pg_temp.propose('adam', 'nils', 'caseworker', 'skolskjuts', 'reseersattning', 'Norra'), 'ok', 'an administrator proposes a role');
select is(pg_temp.propose('alma', 'nils', 'caseworker', 'skolskjuts', 'reseersattning', 'Norra'), 'BK409', 'once');
select is(pg_temp.roles('nils'), '', 'which gives nobody anything');
create function pg_temp.waiting(who text) returns jsonb language sql as $$ select t.call('admin', 'staff', t.caller(who), 'null') #> '{waiting,0}' $$;
select is(pg_temp.waiting('alma') - 'proposal' - 'proposed_at' - 'expires_at', jsonb_build_object('person', pg_temp.id('nils'), 'name', 'Nils Ingenroll',
	'staff_id', 'nils@x', 'proposed_by', 'Adam Admin', 'may', 'decide', 'lapsed', false, 'grant', '{"role": "caseworker", "queue": "skolskjuts",
	"form": "reseersattning", "titles": {"sv": "Reseersättning", "en": "School transport"}, "area": "Norra"}'::jsonb), 'it waits for another administrator');
select is(pg_temp.waiting('adam') ->> 'may', 'withdraw', 'who made it can withdraw it');
select is(pg_temp.decide('adam', 'approved'), 'BK403', 'but not approve it');
select is(pg_temp.decide('adam', 'declined'), 'BK403', 'nor decline it');
select is(pg_temp.staff('adam again', 'adam@x'), 'ok', 'nor when he logs in');
select is(pg_temp.decide('adam again', 'approved'), 'BK403', 'by another browser');
select is(pg_temp.decide('klara', 'approved'), 'BK403', 'a caseworker decides nothing');
select is(pg_temp.decide('alma', 'withdrawn'), 'BK403', 'and only who made it withdraws it');
select is(pg_temp.decide('alma', d), 'BK422', format('there is no decision %L', d)) from unnest(array['', 'waiting', 'expired', 'x', null]) d;
select is(t.state('admin', 'proposal_decide', t.caller('adam', '0121'), format('%L, %L', pg_temp.waiting('alma') ->> 'proposal', 'approved')), 'BK404', 'another municipality''s is not there');
select is(pg_temp.decide('alma', 'approved'), 'ok', 'another administrator approves it');
select is(pg_temp.roles('nils'), 'caseworker/skolskjuts/reseersattning/Norra', 'and it counts');
select is(pg_temp.decide('alma', 'approved'), 'ok', 'approving again is a repeat');
select is(pg_temp.decide('axel', 'approved'), 'BK409', 'by another it is too late');
select is(pg_temp.decide('alma', 'declined'), 'BK409', 'and it is not declined afterwards');
select is(pg_temp.decide('adam', 'withdrawn'), 'BK409', 'nor withdrawn');
select is(t.state('admin', 'proposal_read', t.caller('alma'), quote_literal((select proposal from core.role_proposal where person = pg_temp.id('nils')))), 'BK404', 'it waits no more');
select is((select array_agg(event || ' ' || (select given_name from core.staff s where s.person = e.actor) order by at) from core.role_event e where person = pg_temp.id('nils')),
	array['proposed Adam', 'approved Alma'], 'the history says who proposed and who approved');
select is((select array_agg(action order by id) from core.audit where object like pg_temp.id('nils') || ' caseworker skolskjuts reseersattning Norra'),
	array['role.proposed', 'role.approved'], 'so does the trail');

-- Admin roles too: the one who would get it has no say.
select is(pg_temp.propose('adam', 'nils', 'admin', ''), 'ok', 'the role of an administrator is proposed');
select is(pg_temp.decide('axel', 'declined'), 'ok', 'and declined');
select is(pg_temp.roles('nils'), 'caseworker/skolskjuts/reseersattning/Norra', 'which changes nothing');
select is(pg_temp.propose('axel', 'nils', 'admin', ''), 'ok', 'it can be proposed again');
select is(pg_temp.decide('axel', 'withdrawn'), 'ok', 'and withdrawn');
select is(pg_temp.propose('adam', 'alma'), 'ok', 'a role is proposed for an administrator');
select is(pg_temp.decide('alma', d, 'alma'), 'BK403', format('who would get it has not %s', d)) from unnest(array['approved', 'declined']) d;
select is(pg_temp.decide('axel', 'declined', 'alma'), 'ok', 'a third one has');

-- Time, and what a proposal rests on.
select is(pg_temp.propose('adam', 'nils', 'admin', ''), 'ok', 'a proposal');
select is((select expires_at - proposed_at from core.role_proposal where state = 'waiting'), interval '7 days', 'waits for seven days');
update core.role_proposal set proposed_at = now() - interval '7 days 1 second', expires_at = now() - interval '1 second' where state = 'waiting';
select is(pg_temp.decide('alma', d), 'BK409', d || ' after seven days: too late') from unnest(array['approved', 'declined']) d;
select is(t.call('admin', 'staff', t.caller('alma'), 'null') -> 'waiting', '[]', 'it waits for nobody then');
select is(t.call('admin', 'staff_read', t.caller('alma'), quote_literal(pg_temp.id('nils'))) @> '{"history": [{"event": "expired", "by": "Adam Admin"}]}', true, 'but is in the history');
select is(pg_temp.propose('alma', 'nils', 'admin', ''), 'ok', 'and can be proposed anew');
select is((select array_agg(state order by proposed_at) from core.role_proposal where person = pg_temp.id('nils') and role = 'admin' and state in ('waiting', 'expired')),
	array['expired', 'waiting'], 'beside the old one');
delete from core.role where person = pg_temp.id('alma');
select is(pg_temp.decide('adam', 'approved'), 'BK409', 'whoever proposed must still be an administrator');
select is(t.call('admin', 'staff', t.caller('adam'), 'null') #> '{waiting,0,lapsed}', 'true', 'which the list says');
insert into core.role (municipality, person, role) values ('0120', pg_temp.id('alma'), 'admin');
select is(t.state('operator', 'staff_disable', t.nobody(), '''alma@x'''), 'ok', 'who proposed is disabled');
select is(pg_temp.decide('adam', 'approved'), 'BK409', 'that counts too');
select is(t.state('operator', 'staff_enable', t.nobody(), '''alma@x'''), 'ok', 'she is enabled again');
select is(pg_temp.staff('alma', 'alma@x'), 'ok', 'and logs in');
select is(t.state('operator', 'staff_disable', t.nobody(), '''nils@x'''), 'ok', 'who would get it is disabled');
select is(pg_temp.decide('adam', 'approved'), 'BK409', 'and gets nothing');
select is(pg_temp.propose('adam', 'nils', 'caseworker'), 'BK409', 'nor is anything proposed');
select is(pg_temp.decide('adam', 'declined'), 'ok', 'declining is always possible');
select is(t.state('operator', 'staff_enable', t.nobody(), '''nils@x'''), 'ok', 'he is enabled again');

-- Past the functions, with the right of their owner: the tables refuse.
create function pg_temp.as_admin(me text, statement text) returns text language plpgsql
	as $$
begin
	perform set_config('blankett.municipality', '0120', true), set_config('blankett.person', pg_temp.id(me)::text, true);
	set local role owner_admin;
	execute statement;
	reset role;
	return 'ok';
exception when others then
	return sqlstate;
end
	$$;
select is(pg_temp.propose('adam', 'nils', 'admin', ''), 'ok', 'a proposal waits');
create temp table p as select proposal, person from core.role_proposal where state = 'waiting';
grant select on p to public;
select is(pg_temp.as_admin('alma', format('insert into core.role (municipality, person, role) values (''0120'', %L, ''admin'')', person)), '42501', 'no role without a proposal') from p;
select is(pg_temp.as_admin('alma', format('insert into core.role (municipality, person, role, proposal) values (''0120'', %L, ''admin'', %L)', person, proposal)), '42501',
	'nor on one that waits') from p;
select is(pg_temp.as_admin('adam', format('update core.role_proposal set state = ''approved'', decided_by = %L, decided_at = now() where proposal = %L', pg_temp.id('adam'), proposal)),
	'23514', 'no approval by who proposed') from p;
select is(pg_temp.as_admin('adam', format('update core.role_proposal set state = ''approved'', decided_by = %L, decided_at = now() where proposal = %L', pg_temp.id('alma'), proposal)),
	'42501', 'nor in another''s name') from p;
select is(pg_temp.as_admin('nils', format('update core.role_proposal set state = ''approved'', decided_by = %L, decided_at = now() where proposal = %L', pg_temp.id('nils'), proposal)),
	'23514', 'nor by who would get it') from p;
select is(pg_temp.as_admin('adam', format('insert into core.role_proposal (municipality, person, role, queue, form, area, proposed_by) values (''0120'', %L, ''admin'', '''', '''', '''', %L)',
	pg_temp.id('klara'), pg_temp.id('alma'))), '42501', 'no proposal in another''s name');
select is(pg_temp.as_admin('adam', format('insert into core.role_proposal (municipality, person, role, queue, form, area, proposed_by) values (''0120'', %1$L, ''admin'', '''', '''', '''', %1$L)',
	pg_temp.id('adam'))), '23514', 'nor for oneself');
select is(pg_temp.as_admin('alma', format('update core.role_proposal set person = %L where proposal = %L', pg_temp.id('klara'), proposal)), '42501', 'what was proposed is not changed') from p;
select is(pg_temp.as_admin('alma', format('update core.role_proposal set state = ''approved'', decided_by = %L, decided_at = now() where proposal = %L', pg_temp.id('alma'), proposal)),
	'ok', 'an approval by another') from p;
select is(pg_temp.as_admin('alma', format('insert into core.role (municipality, person, role, proposal) values (''0120'', %L, ''admin'', %L)', pg_temp.id('klara'), proposal)), '42501',
	'is for nobody else') from p;
update core.role_proposal set decided_at = now() - interval '1 minute' where state = 'approved';
select is(pg_temp.as_admin('alma', format('insert into core.role (municipality, person, role, proposal) values (''0120'', %L, ''admin'', %L)', person, proposal)), '42501',
	'and for this moment: it gives nothing back that was taken since') from p;
select is(pg_temp.as_admin('alma', 'update core.role_event set event = ''granted'''), '42501', 'history is not rewritten');
select is(pg_temp.as_admin('alma', 'delete from core.role_event'), '42501', 'nor shortened');
select is(pg_temp.as_admin('alma', 'delete from core.role_proposal'), '42501', 'nor are proposals');
select is(pg_temp.as_admin('alma', 'update core.role set role = ''admin'''), '42501', 'a role is given or taken, never changed');

---- Taking a role away: one administrator, at once

create function pg_temp.take(who text, from_whom text, role text default 'admin', queue text default '', form text default '', area text default '') returns text language sql
	as $$ select t.state('admin', 'role_take', t.caller(who), format('%L, %L, %L, %L, %L', pg_temp.id(from_whom), role, queue, form, area)) $$;
select is(pg_temp.take('alma', 'nils', 'caseworker', 'skolskjuts', 'reseersattning', 'Norra'), 'ok', 'a role is taken away by one');
select is(pg_temp.roles('nils'), '', 'at once');
select is(t.call('admin', 'role_take', t.caller('alma'), format('%L, ''caseworker'', ''skolskjuts'', ''reseersattning'', ''Norra''', pg_temp.id('nils'))), '{"taken": false}',
	'taking what is gone is a repeat');
select is((select count(*) from core.role_event where person = pg_temp.id('nils') and event = 'taken'), 1::bigint, 'that is no second event');
select is((t.call('admin', 'staff_read', t.caller('alma'), quote_literal(pg_temp.id('nils'))) -> 'history' -> 0) - 'at', '{"event": "taken", "by": "Alma Admin",
	"grant": {"role": "caseworker", "queue": "skolskjuts", "form": "reseersattning", "titles": {"sv": "Reseersättning", "en": "School transport"}, "area": "Norra"}}',
	'the history says who did');
select is(t.state('admin', 'role_take', t.caller('alma'), format('%L, ''admin'', '''', '''', ''''', core.uuid7())), 'BK404', 'from somebody who is there');
select is(pg_temp.take('alma', 'axel'), 'ok', 'the role of another administrator can be taken');
select is(t.state('admin', 'staff', t.caller('axel'), 'null'), 'BK401', 'who is none at the next call');
select is(t.state('admin', 'forms', t.caller('axel')), 'BK401', 'anywhere');
select is(pg_temp.take('alma', 'alma'), 'ok', 'so can one''s own, while another administrator remains');
select is(pg_temp.take('adam', 'adam'), 'BK409', 'but not the last one''s');
select is(pg_temp.roles('adam'), 'admin', 'which stays');
insert into core.role (municipality, person, role) values ('0120', pg_temp.id('alma'), 'admin');
select is(t.state('operator', 'staff_disable', t.nobody(), '''alma@x'''), 'ok', 'another administrator');
select is(pg_temp.take('adam', 'adam'), 'BK409', 'who is disabled does not count');
select is(t.state('operator', 'staff_enable', t.nobody(), '''alma@x'''), 'ok', 'enabled');
select is(pg_temp.take('adam', 'adam'), 'ok', 'she does');
select is(t.call('operator', 'staff_list', t.nobody()) @> '[{"staff_id": "klara@x", "name": "Klara Handläggare", "disabled_at": null,
	"roles": [{"role": "caseworker", "queue": "skolskjuts", "form": "", "area": ""}]}]', true, 'the operator lists staff with their roles');
select is(t.state('operator', 'role_grant', t.nobody(), '''adam@x'', ''admin'', null, null, null'), 'ok', 'the command line gives a role by itself');
select is((select array_agg(event order by at desc) from core.role_event where person = pg_temp.id('adam') and actor is null), array['granted', 'granted'],
	'which is in the history as its own, like what came with the register');

---- Who is disabled

select is(t.state('caseworker', 'queues', t.caller('klara')), 'ok', 'klara is at work');
select is(t.state('operator', 'staff_disable', t.nobody(), '''klara@x'''), 'ok', 'she is disabled');
select is(t.state('operator', 'staff_disable', t.nobody(), '''klara@x'''), 'ok', 'twice without harm');
select is(t.state('operator', f, t.nobody(), '''nobody@x'''), 'BK404', f || ': somebody who is there') from unnest(array['staff_disable', 'staff_enable']) f;
select is(t.state('caseworker', f, t.caller('klara'), args), 'BK401', f || ': her session is over')
from (values ('queues', ''), ('queue_claim', '''skolskjuts'''), ('case_read', quote_literal(t.reference()))) v(f, args);
select is(t.state('admin', 'forms', t.caller('klara')), 'BK401', 'in every service');
select is(pg_temp.login('klara@x'), 'BK403', 'and no other begins');
-- A session that began at the very moment she was disabled, which no row of hers that ended tells.
update core.session set revoked_at = null where person = pg_temp.id('klara');
select is(t.state('caseworker', 'queues', t.caller('klara')), 'BK401', 'nor is one of use that slipped through');
update core.session set revoked_at = now() where person = pg_temp.id('klara');
select is(t.call('admin', 'staff_read', t.caller('adam'), quote_literal(pg_temp.id('klara'))) ->> 'disabled_at' is not null, true, 'administrators see that she is');
select is(t.state('operator', 'staff_enable', t.nobody(), '''klara@x'''), 'ok', 'she is enabled');
select is(t.state('caseworker', 'queues', t.caller('klara')), 'BK401', 'the old session stays over');
select is(pg_temp.login('klara@x'), 'ok', 'she can log in again');
select is(pg_temp.roles('klara'), 'caseworker/skolskjuts', 'with the roles she had');
select is((select array_agg(event order by at) from core.role_event where person = pg_temp.id('klara') and event in ('disabled', 'enabled')), array['disabled', 'enabled'],
	'both are history');
select is(t.state('citizen', 'self', t.caller('anna')), 'ok', 'citizens are not touched');

---- Finding people

create function pg_temp.found(search text) returns text language sql
	as $$ select coalesce(string_agg(s ->> 'staff_id', ' '), '') from jsonb_array_elements(t.call('admin', 'staff', t.caller('adam'), quote_nullable(search)) -> 'staff') s $$;
select is(pg_temp.found(search), expected, format('searching %L', search))
from (values (null, 'adam@x alma@x axel@x kim@x klara@x nils@x karl@x'), ('', 'adam@x alma@x axel@x kim@x klara@x nils@x karl@x'), ('KL', 'klara@x'), ('handläggare', 'klara@x'),
	('nils@', 'nils@x'), ('Klara Hand', 'klara@x'), ('%', ''), ('_', ''), ('\', ''), ('finns inte', '')) v(search, expected);
insert into core.staff (municipality, staff_id, given_name, family_name) select '0120', 'zz' || n || '@x', 'Zeta', 'Z' || n from generate_series(1, 101) n;
select is(jsonb_array_length(t.call('admin', 'staff', t.caller('adam'), '''zeta''') -> 'staff'), 100, 'a list has at most a hundred');
select is(t.call('admin', 'staff', t.caller('adam'), '''zeta''') -> 'more', 'true', 'and says that there are more');
select is(t.call('admin', 'staff', t.caller('adam'), '''zz7@''') -> 'more', 'false', 'when there are');
select is(jsonb_array_length(t.call('admin', 'staff', t.caller('adam', '0121'), 'null') -> 'staff'), 2, 'another municipality has its own');
select is(t.state('admin', 'staff_read', t.caller('adam', '0121'), quote_literal(pg_temp.id('nils'))), 'BK404', 'whom nobody else reads');
select is(t.call('admin', 'role_choices', t.caller('adam')), '{"queues": [{"queue": "skolskjuts", "forms": [{"form": "reseersattning", "titles": {"sv": "Reseersättning",
	"en": "School transport"}}, {"form": "skolskjuts", "titles": {"sv": "Skolskjuts", "en": "School transport"}}]}], "areas": ["Norra", "Södra"]}', 'what a role can be for');

select * from finish();
rollback;
