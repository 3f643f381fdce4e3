-- Form definitions by administrators and by the operator.
begin;
set local search_path = tap, public;
select no_plan();

create function pg_temp.save(version text, sha text default 'c3', title text default 'Ny', form text default 'skolskjuts', seen text default null)
	returns jsonb language sql
	as $$ select t.call('admin', 'form_save', t.caller('adam'), format('%L, %L, %L, %L, %L', form, version, repeat(sha, 32),
		t.definition('skolskjuts', title), repeat(seen, 32))) $$;
create function pg_temp.discard(version text, sha text) returns text language sql
	as $$ select t.state('admin', 'form_delete', t.caller('adam'), format('%L, %L, %L', 'skolskjuts', version, repeat(sha, 32))) $$;
create function pg_temp.publish(version text, sha text default 'c3', form text default 'skolskjuts') returns text language sql
	as $$ select t.state('admin', 'form_publish', t.caller('adam'), format('%L, %L, %L', form, version, repeat(sha, 32))) $$;

select is(pg_temp.save('2.0.0') -> 'created', 'true', 'a draft version is saved');
select is(pg_temp.save('2.0.0') -> 'created', 'false', 'and saved again with the same content');
select throws_ok($$ select pg_temp.save('2.0.0', 'd4') $$, 'BK412', 'There is a draft of this version with other content, saved by Adam Admin.',
	'not with other content, unseen');
select throws_ok($$ select pg_temp.save('2.0.0', 'd4', seen => 'ee') $$, 'BK412', null, 'nor after somebody else changed it');
select is(pg_temp.save('2.0.0', 'd4', seen => 'c3') -> 'created', 'false', 'but by whoever saw what is in it');
select is(pg_temp.save('2.1.0') -> 'created', 'true', 'another draft');
select is(pg_temp.discard('2.1.0', 'ee'), 'BK412', 'is not thrown away unseen');
select is(pg_temp.discard('2.1.0', 'c3'), 'ok', 'but by whoever saw it');
select is(pg_temp.discard('2.1.0', 'c3'), 'ok', 'twice without harm');
select is(t.state('admin', 'form_read', t.caller('adam'), '''skolskjuts'', ''2.1.0'''), 'BK404', 'and is gone');
select is(t.call('admin', 'form_read', t.caller('adam'), '''skolskjuts'', ''2.0.0''') ->> 'sha256', repeat('d4', 32), 'the last content stands');
select is(t.state('citizen', 'form_get', t.nobody(), '''skolskjuts'', ''2.0.0'', null'), 'BK404', 'citizens do not see a draft');
select is(pg_temp.publish('2.0.0'), 'BK412', 'what is published is what was seen');
select is(pg_temp.publish('2.0.0', 'd4'), 'ok', 'then it is published');
select is(pg_temp.publish('2.0.0', 'd4'), 'ok', 'again: a repeat');
select is(t.call('admin', 'form_publish', t.caller('adam'), format('%L, %L, %L', 'skolskjuts', '2.0.0', repeat('d4', 32))) -> 'replayed', 'true', 'that says so');
select is(t.call('citizen', 'form_get', t.nobody(), '''skolskjuts'', null, null') ->> 'version', '2.0.0', 'and it is current');
select throws_ok($$ select pg_temp.save('2.0.0', 'e5', seen => 'd4') $$, 'BK409', null, 'a published version is not saved over');
select is(pg_temp.discard('2.0.0', 'd4'), 'BK409', 'nor thrown away');
select is(pg_temp.publish('2.0.0', 'e5'), 'BK409', 'nor published with other content');
select is(pg_temp.publish('9.9.9'), 'BK404', 'what is not there is not published');
select is(pg_temp.save('1.9.0') -> 'created', 'true', 'an earlier version may be drafted');
select is(pg_temp.publish('1.9.0'), 'BK409', 'but not published after a later one');
select is(pg_temp.save('10.0.0') -> 'created', 'true', '10 comes');
select is(pg_temp.publish('10.0.0'), 'ok', 'after 2, as numbers do');
select is((select array_agg(v ->> 'version' || ' ' || (v ->> 'state')) from jsonb_array_elements(t.call('admin', 'forms', t.caller('adam')) #> '{0,versions}') v),
	array['10.0.0 published', '2.0.0 retired', '1.9.0 draft', '1.0.0 retired'], 'the list shows every version, newest first');
select is(t.call('admin', 'forms', t.caller('adam')) #>> '{0,current}', '10.0.0', 'and which is current');
select is(t.call('admin', 'forms', t.caller('adam')) #>> '{0,versions,2,changed_by}', 'Adam Admin', 'and who changed it');
select is(jsonb_array_length(t.call('admin', 'forms', t.caller('adam', '0121')) #> '{0,versions}'), 1, 'another municipality has its own');
select throws_ok(format('select pg_temp.save(%L)', v), '23514', null, 'no version: ' || v) from unnest(array['1', '1.0', '01.0.0', '1.0.0.0', '']) v;
select throws_ok(format('select pg_temp.save(%L, form => %L)', '1.0.0', f), '23514', null, 'no form id: ' || f) from unnest(array['', 'Å', '../x', '1x']) f;

-- Not by anyone, not even past the functions.
select throws_ok($$ update core.form_version set definition = '{}' where version = '2.0.0' $$, 'BK409', null, 'a published row cannot be changed');
select throws_ok($$ update core.form_version set state = 'draft' where version = '2.0.0' $$, 'BK409', null, 'nor made a draft again');
select throws_ok($$ delete from core.form_version where version = '2.0.0' $$, 'BK409', null, 'nor deleted');

-- The operator.
create function pg_temp.operate(version text, sha text) returns text language sql
	as $$ select t.state('operator', 'form_publish', t.nobody(), format('%L, %L, %L, %L', 'skolskjuts', version, repeat(sha, 32), t.definition())) $$;
select is(pg_temp.operate('10.0.0', 'c3'), 'ok', 'publishing the same is a repeat');
select is(pg_temp.operate('10.0.0', 'ff'), 'BK409', 'with other content it is refused');
select is(pg_temp.operate('10.1.0', 'ff'), 'ok', 'a new version is published in one step');
select is(t.state('operator', 'role_grant', t.nobody(), '''nils@x'', ''caseworker'', ''skolskjuts'', null, null'), 'ok', 'a role is given');
select is(t.state('operator', 'role_grant', t.nobody(), '''nils@x'', ''caseworker'', ''skolskjuts'', null, null'), 'ok', 'twice without harm');
select is(t.state('operator', 'role_grant', t.nobody(), '''nobody@x'', ''admin'', null, null, null'), 'BK404', 'to someone who exists');
select is(t.state('operator', 'role_grant', t.nobody(), args), '23514', 'and that exists: ' || args)
from unnest(array['''nils@x'', ''king'', null, null, null', '''nils@x'', ''admin'', ''skolskjuts'', null, null',
	'''nils@x'', ''admin'', null, null, ''Norra''', '''nils@x'', ''caseworker'', null, null, null', '''nils@x'', ''caseworker'', null, ''skolskjuts'', null']) args;
select is(t.state('operator', 'role_revoke', t.nobody(), '''nils@x'', ''caseworker'', ''skolskjuts'', null, null'), 'ok', 'and taken');
select is(t.state('operator', 'role_revoke', t.nobody(), '''nils@x'', ''caseworker'', ''skolskjuts'', null, null'), 'BK404', 'once');
select is(t.call('operator', 'people_import', t.nobody(), '''{"people":[{"personal_number":"198501012382","given_name":"Anna","family_name":"Nygift"}]}'''),
	'{"people": 1, "guardians": 0, "staff": 0, "roles": 0, "schools": 0}', 'an extract updates');
select is(t.call('operator', 'people_import', t.nobody(), '''{"people":[{"personal_number":"198501012382","given_name":"Anna","family_name":"Nygift"}]}''') ->> 'people', '0',
	'and leaves alone who is as before');
select is(t.call('citizen', 'self', t.caller('anna')) ->> 'name', 'Anna Nygift', 'the name');
select is(jsonb_array_length(t.call('citizen', 'children', t.caller('anna'))), 3, 'and removes nothing');

select * from finish();
rollback;
