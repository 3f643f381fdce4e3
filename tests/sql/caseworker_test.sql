-- Queues, taking, reading and moving a case.
begin;
set local search_path = tap, public;
select no_plan();

create function pg_temp.move(who core.caller, revision int, event text, from_status text, to_status text, own boolean default true,
	release boolean default false, notify boolean default false, outcome text default null, law text default null, reasons text default null)
	returns text language sql
	as $$ select t.state('caseworker', 'case_move', who, format('%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L', t.reference(), revision, event, from_status,
		to_status, own, release, notify, outcome, law, reasons)) $$;

select is(t.call('caseworker', 'queues', t.caller('klara')), '{"name": "Klara Handläggare", "queues": [{"mine": [], "queue": "skolskjuts",
	"titles": {"en": "School transport", "sv": "Skolskjuts"}, "waiting": true}]}', 'a caseworker sees the own queues');
select is(t.call('caseworker', 'queues', t.caller('kim')) #> '{queues,0,waiting}', 'false', 'and whether anything waits in them');
select is(t.call('caseworker', 'form_get', t.caller('klara'), '''skolskjuts'', ''1.0.0'', null') ->> 'sha256', repeat('a1', 32), 'and the form of a case');

-- Moves before anyone holds it.
select is(pg_temp.move(t.caller('klara'), 1, 'decide', 'investigating', 'decided', outcome => 'granted', law => 'l', reasons => 'r'), 'BK409',
	'a case that no one holds is not decided');
select is(pg_temp.move(t.caller('klara'), 1, 'decide', 'investigating', 'decided', own => false, outcome => 'granted', law => 'l', reasons => 'r'), 'BK409',
	'nor from a status it is not in');
select is(pg_temp.move(t.caller('klara'), 7, 'start', 'received', 'investigating', own => false), 'BK412', 'a version not seen is stale');

create temp table taken as select t.call('caseworker', 'queue_claim', t.caller('klara'), '''skolskjuts''') as it;
select is(it, jsonb_build_object('reference', t.reference(), 'version', 2), 'the next case is taken') from taken;
select is(t.call('caseworker', 'queue_claim', t.caller('karl'), '''skolskjuts'''), null, 'no other waits');
select is(t.call('caseworker', 'queues', t.caller('klara')) #>> '{queues,0,mine,0,reference}', t.reference(), 'it is now klara''s');
select is(t.call('caseworker', 'case_read', t.caller('karl'), quote_literal(t.reference())) - 'submitted_at' - 'received_at' - 'due_at' - 'events', jsonb_build_object(
	'reference', t.reference(), 'form', 'skolskjuts', 'version_of_form', '1.0.0', 'sha256', repeat('a1', 32), 'status', 'investigating', 'version', 2,
	'assignee', 'Klara Handläggare', 'mine', false, 'queue', 'skolskjuts', 'applicant', '{"name": "Anna Testsson", "email": "anna@example.com",
	"protected": false}'::jsonb, 'subject', '{"name": "Alva Testsson", "birth_year": 2015, "protected": false}'::jsonb,
	'answers', '{"kontakt": {"epost": "anna@example.com"}}'::jsonb, 'signing', null, 'decision', null, 'related', '[]'::jsonb), 'a colleague reads it all');
select is((select array_agg(e ->> 'by') from jsonb_array_elements(t.call('caseworker', 'case_read', t.caller('klara'), quote_literal(t.reference())) -> 'events') e),
	array['citizen', 'Klara Handläggare'], 'the history names staff, not citizens');
select is((select count(*) from core.audit where action = 'case.read' and object = t.reference() and audience = 'staff'), 2::bigint,
	'each reading is in the trail');

-- The guards of a move.
select is(pg_temp.move(t.caller('karl'), 2, 'decide', 'investigating', 'decided', outcome => 'granted', law => 'l', reasons => 'r'), 'BK409',
	'another''s case is not decided');
select is(pg_temp.move(t.caller('klara'), 1, 'decide', 'investigating', 'decided', outcome => 'granted', law => 'l', reasons => 'r'), 'BK412',
	'nor one that changed since it was seen');
select is(pg_temp.move(t.caller('klara'), 2, 'decide', 'investigating', 'decided', outcome => o, law => l, reasons => r), s, format('a decision of %L, %L, %L', o, l, r))
from (values (null, null, null, 'BK422'), ('granted', null, 'because', 'BK422'), ('granted', 'SL 10:32', null, 'BK422'), ('granted', 'SL 10:32', '  ', 'BK422'),
	('maybe', 'SL 10:32', 'because', '23514')) v(o, l, r, s);
select is((select array[status, revision::text] from core.cases where reference = t.reference() and municipality = '0120'), array['investigating', '2'],
	'nothing of it changed the case');
select is(pg_temp.move(t.caller('klara'), 2, 'release', 'investigating', 'received', release => true), 'ok', 'it can be given back');
select is(t.call('caseworker', 'queue_page', t.caller('karl'), '''skolskjuts'', null, 10, null') #> '{cases,0,assignee}', 'null', 'and waits again');
select is(t.call('caseworker', 'queue_claim', t.caller('karl'), '''skolskjuts''') ->> 'version', '4', 'for someone else');
select is(pg_temp.move(t.caller('karl'), 4, 'decide', 'investigating', 'decided', notify => true, outcome => 'refused', law => 'SL 10:32',
	reasons => 'Avståndet är för kort.'), 'ok', 'who decides');
select is((t.call('citizen', 'case_read', t.caller('anna'), quote_literal(t.reference())) -> 'decision') - 'decided_at', '{"law": "SL 10:32", "outcome": "refused",
	"reasons": "Avståndet är för kort.", "decided_by": "Karl Kollega"}', 'the applicant reads the decision');
select is(t.call('citizen', 'cases', t.caller('anna')) #> '{cases,0}' -> 'outcome', '"refused"', 'and sees the outcome in the list');
select is((select array_agg(kind order by o.kind) from core.outbox o join core.cases c using (municipality, case_id) where c.reference = t.reference()
	and c.municipality = '0120' and kind ~ '^case'), array['case.decided', 'case.received'], 'a message goes out');
select is((select array_agg(number || event || '>' || e.status order by number) from core.case_event e join core.cases c using (municipality, case_id)
	where c.reference = t.reference() and c.municipality = '0120'),
	array['1submit>received', '2start>investigating', '3release>received', '4start>investigating', '5decide>decided'], 'the history is whole');
select is(pg_temp.move(t.caller('karl'), 5, 'close', 'decided', 'closed'), 'ok', 'it is closed');
select isnt((select closed_at from core.cases where reference = t.reference() and municipality = '0120'), null, 'from when the time to keep it runs');
select is(pg_temp.move(t.caller('karl'), 6, 'appeal', 'closed', 'appealed', own => false), 'ok', 'an appeal opens it');
select is((select closed_at from core.cases where reference = t.reference() and municipality = '0120'), null, 'and stops that time');
select is(pg_temp.move(t.caller('karl'), 7, 'x', 'appealed', 'nonsense'), '23514', 'there are no other statuses');

-- Related cases, protected people.
select lives_ok($$ select t.submit(t.caller('bertil'), core.uuid7(), t.person('Alva')); select t.submit(t.caller('anna'), core.uuid7(), t.person('Hemlig')) $$,
	'two more come in');
select is(t.call('caseworker', 'case_read', t.caller('karl'), quote_literal(t.reference())) #>> '{related,0,status}', 'received',
	'the other guardian''s application for the same child is shown');
create temp table secret as select reference from core.cases where subject = t.person('Hemlig');
select is(t.call('caseworker', 'case_read', t.caller('karl'), quote_literal(reference)) -> 'subject', '{"name": null, "birth_year": 2014, "protected": true}',
	'a protected child has no name here') from secret;
select is(t.call('caseworker', 'queue_page', t.caller('karl'), '''skolskjuts'', null, 10, null')::text !~ 'Hemlig|Skyddad', true, 'nor in the queue');

select * from finish();
rollback;
