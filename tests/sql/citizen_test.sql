-- Drafts, sending in, and following a case.
begin;
set local search_path = tap, public;
select no_plan();

-- What is on offer.
select is(t.call('citizen', 'services', t.nobody()), '[{"form": "skolskjuts", "texts": {"en": {"title": "School transport", "summary": "Rides"},
	"sv": {"title": "Skolskjuts", "summary": "Resor"}}, "version": "1.0.0"}]', 'the catalogue needs no login');
select is(t.call('citizen', 'form_get', t.nobody(), '''skolskjuts'', null, null') ->> 'version', '1.0.0', 'a form comes in its current version');
select is(t.call('citizen', 'form_get', t.nobody(), '''skolskjuts'', ''1.0.0'', ' || quote_literal(repeat('a1', 32))) -> 'definition', 'null',
	'a definition that the caller has already is left out');
select is(t.state('citizen', 'form_get', t.nobody(), args), 'BK404', 'no such form: ' || args)
from unnest(array['''nothing'', null, null', '''skolskjuts'', ''9.0.0'', null']) args;
select is(t.call('citizen', 'self', t.caller('anna')), '{"name": "Anna Testsson", "email": "anna@example.com", "protected": false}',
	'the caller is known by name');

-- Drafts.
create temp table d as select t.call('citizen', 'draft_open', t.caller('anna'), format('%L, %L, %L', 'skolskjuts', t.person('Alva'), '{"a":1}')) as opened;
alter table d add draft text;
update d set draft = opened ->> 'draft';
grant select on d to public;
select is(opened -> 'created', 'true', 'a draft begins') from d;
select is(t.call('citizen', 'draft_open', t.caller('anna'), format('%L, %L, %L', 'skolskjuts', t.person('Alva'), '{"b":2}')),
	jsonb_build_object('draft', draft, 'created', false), 'opening it again finds it') from d;
select isnt(t.call('citizen', 'draft_open', t.caller('bertil'), format('%L, %L, %L', 'skolskjuts', t.person('Alva'), '{}')) ->> 'draft',
	draft, 'the other guardian has an own one') from d;
select is(t.call('citizen', 'draft_read', t.caller('anna'), quote_literal(draft)) - 'updated_at' - 'expires_at', jsonb_build_object('draft', draft,
	'form', 'skolskjuts', 'version', '1.0.0', 'revision', 1, 'subject', t.person('Alva'),
	'subject_name', 'Alva Testsson', 'answers', '{"a": 1}'::jsonb, 'reference', null), 'it reads as it was written') from d;
select is(t.call('citizen', 'draft_save', t.caller('anna'), format('%L, 1, %L', draft, '{"a":2}')), '{"revision": 2}', 'saving counts up') from d;
select is(t.state('citizen', 'draft_save', t.caller('anna'), format('%L, 1, %L', draft, '{"a":3}')), 'BK412', 'a stale save is refused') from d;
select is(t.call('citizen', 'draft_read', t.caller('anna'), quote_literal(draft)) -> 'answers', '{"a": 2}', 'and changes nothing') from d;
select is(t.state('citizen', 'draft_open', t.caller('anna'), format('%L, null, %L', 'nothing', '{}')), 'BK404', 'no draft of an unknown form');
select is(jsonb_array_length(t.call('citizen', 'cases', t.caller('anna')) -> 'drafts'), 1, 'the draft stands in the list');

-- An open draft stays on its version when a new one is published.
select is(t.state('operator', 'form_publish', t.nobody(), format('%L, %L, %L, %L', 'skolskjuts', '1.1.0', repeat('b2', 32), t.definition('skolskjuts', 'Ny'))),
	'ok', 'version 1.1.0 is published');
select is(t.call('citizen', 'draft_read', t.caller('anna'), quote_literal(draft)) ->> 'version', '1.0.0', 'the draft stays on 1.0.0') from d;
select is(t.call('citizen', 'draft_open', t.caller('anna'), format('%L, %L, %L', 'skolskjuts', t.person('Alva'), '{}')) ->> 'draft', draft,
	'and is the one that is found') from d;
select is(t.call('citizen', 'services', t.nobody()) #>> '{0,version}', '1.1.0', 'new ones begin on 1.1.0');

-- Sending in.
create temp table sent as select t.call('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, %L, %L, %L, %L, 10, %L', draft,
	repeat('cd', 32), 'skolskjuts', '1.0.0', t.person('Alva'), draft, '{"kontakt":{"epost":"a@b.se"}}', 'skolskjuts', 'SKJ', 'en')) as receipt from d;
create temp table sent_again as select t.call('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, %L, %L, %L, %L, 10, %L', draft,
	repeat('cd', 32), 'skolskjuts', '1.0.0', t.person('Alva'), draft, '{"kontakt":{"epost":"a@b.se"}}', 'skolskjuts', 'SKJ', 'en')) as receipt from d;
select is(receipt -> 'replayed', 'false', 'an application on version 1.0.0 is sent in after 1.1.0 came') from sent;
select is(a.receipt - 'replayed', s.receipt - 'replayed', 'the same key gives the same receipt') from sent s, sent_again a;
select is(receipt -> 'replayed', 'true', 'and says that it is a repeat') from sent_again;
select is((select hits from core.idempotency where key::text = draft), 1, 'the repeat wrote, so it waits for a standby too') from d;
select is(t.state('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, %L, %L, %L, %L, 10, %L', draft, repeat('ee', 32),
	'skolskjuts', '1.0.0', t.person('Alva'), draft, '{}', 'skolskjuts', 'SKJ', 'sv')), 'BK423', 'the key with other content is refused') from d;
select is(t.state('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, %L, %L, %L, %L, 10, %L', core.uuid7(), repeat('cd', 32),
	'skolskjuts', '1.0.0', t.person('Alva'), draft, '{}', 'skolskjuts', 'SKJ', 'sv')), 'BK409', 'the draft under another key too') from d;
select is(t.state('citizen', 'draft_save', t.caller('anna'), format('%L, 2, %L', draft, '{}')), 'BK409', 'a sent draft is not changed') from d;
select is(t.call('citizen', 'draft_read', t.caller('anna'), quote_literal(draft)) ->> 'reference', receipt ->> 'reference', 'but leads to its receipt')
from d, sent;
select is(t.state('citizen', 'draft_delete', t.caller('anna'), quote_literal(draft)), 'ok', 'deleting it is no error') from d;
select is(t.call('citizen', 'draft_read', t.caller('anna'), quote_literal(draft)) ->> 'reference', receipt ->> 'reference', 'and deletes nothing') from d, sent;
select is(t.submit(t.caller('bertil'), draft::uuid, t.person('Alva'), 'b@b.se', 'cd') -> 'replayed', 'false', 'a key belongs to its person') from d;

-- What one transaction wrote.
create temp view c as select k.* from core.cases k, sent where k.reference = receipt ->> 'reference';
select is((select array[form, version, queue, status, language, revision::text] from c),
	array['skolskjuts', '1.0.0', 'skolskjuts', 'received', 'en', '1'], 'the case is bound to its version and stands in its queue');
select is((select contact_email from core.case_document natural join c), 'a@b.se', 'the address for messages is taken from the answers');
select is((select content::jsonb - 'frozen_at' from core.case_document natural join c), (select jsonb_build_object('v', 1, 'municipality', '0120', 'case', reference,
	'form', jsonb_build_object('id', form, 'version', version, 'sha256', repeat('a1', 32)), 'answers', '{"kontakt": {"epost": "a@b.se"}}'::jsonb, 'attachments', '[]'::jsonb,
	'parties', jsonb_build_array(jsonb_build_object('person', applicant, 'role', 'applicant'))) from c), 'what was sent is frozen whole');
select is((select sha256 from core.case_document natural join c), (select sha256(convert_to(content, 'UTF8')) from core.case_document natural join c), 'under its digest');
select is((select array_agg(event || '>' || e.status) from core.case_event e join c using (case_id)), array['submit>received'], 'one event');
select is((select array_agg(kind || ' ' || state order by kind) from core.outbox o join c using (case_id)),
	array['case.received waiting', 'receipt.submission waiting'], 'one message and one receipt to make');
select is((select count(*) from core.audit a, c where a.object = c.reference and a.action = 'case.submit' and a.person = c.applicant
	and a.request_id = 'test-request'), 1::bigint, 'one row in the trail, with the request');
select is_empty($$ select i.* from core.idempotency i left join core.cases k using (municipality, case_id)
	left join core.case_event e on e.municipality = k.municipality and e.case_id = k.case_id and e.number = 1
	left join core.outbox o on o.municipality = k.municipality and o.case_id = k.case_id and o.kind = 'case.received'
	where k.case_id is null or e.case_id is null or o.id is null $$, 'no application is unaccounted for');
select is(t.state('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, null, null, %L, %L, %L, 10, %L', core.uuid7(), repeat('ab', 32),
	form, version, '{}', 'skolskjuts', 'SKJ', 'sv')), 'BK404', format('%s %s takes no applications', form, version))
from (values ('nothing', '1.0.0'), ('skolskjuts', '7.0.0')) v(form, version);

-- A refused submit leaves nothing behind, not even a number.
create temp table before as select last from core.reference_series where municipality = '0120' and series = 'SKJ';
select is(t.state('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, null, %L, %L, %L, %L, 10, %L', core.uuid7(), repeat('ab', 32),
	'skolskjuts', '1.0.0', core.uuid7(), '{}', 'skolskjuts', 'SKJ', 'sv')), 'BK409', 'a draft that is not there is refused');
select is(r.last, b.last, 'and its number is given to the next one') from core.reference_series r, before b where r.municipality = '0120' and r.series = 'SKJ';
select is(right(t.submit(t.caller('anna'), core.uuid7(), t.person('Elias')) ->> 'reference', 8),
	right(core.reference('SKJ', extract(year from now() at time zone 'Europe/Stockholm')::int, last + 1), 8), 'numbers have no gaps') from before;
select is(t.submit(t.caller('anna', '0121'), core.uuid7(), t.person('Alva', '0121')) ->> 'reference' ~ '-000001-.$', true,
	'every municipality counts for itself');

-- Following it.
select is(t.call('citizen', 'case_read', t.caller('anna'), quote_literal(t.reference())) - 'submitted_at' - 'received_at' - 'due_at' - 'events' - 'titles' - 'document',
	jsonb_build_object('reference', t.reference(), 'form', 'skolskjuts', 'version', '1.0.0', 'sha256', repeat('a1', 32),
		'subject', t.person('Alva'), 'subject_name', 'Alva Testsson', 'status', 'received', 'answers', '{"kontakt": {"epost": "anna@example.com"}}'::jsonb, 'signing', null, 'decision', null),
	'the applicant reads the case');
select is((select count(*) from core.audit where action = 'case.read' and object = t.reference() and person = (t.caller('anna')).person), 1::bigint,
	'and the reading is in the trail');
select is(t.submit(t.caller('anna'), core.uuid7(), t.person('Hemlig')) -> 'replayed', 'false', 'one can apply for a protected child');
select is(t.call('citizen', 'cases', t.caller('anna')) #> '{cases,0,subject_name}', 'null', 'whose name shows nowhere');
select is(t.call('citizen', 'cases', t.caller('anna')) #>> '{cases,0,subject}', t.person('Hemlig')::text, 'but that there is somebody');

-- Drafts end.
-- Elsa is 17; the day before she is 16 she cannot apply for herself, nor is she on her own list.
update core.person set personal_number = to_char(now() at time zone 'Europe/Stockholm' - interval '16 years' + interval '1 day', 'YYYYMMDD') || '2383'
	where person = (t.caller('elsa')).person;
select is(t.state('citizen', 'draft_open', t.caller('elsa'), format('%L, %L, %L', 'skolskjuts', (t.caller('elsa')).person, '{}')), 'BK403', 'not at 15');
select is(t.call('citizen', 'children', t.caller('elsa')), '[]', 'nobody to apply for');
update core.person set personal_number = to_char(now() at time zone 'Europe/Stockholm' - interval '16 years', 'YYYYMMDD') || '2383'
	where person = (t.caller('elsa')).person;
select is(t.state('citizen', 'draft_open', t.caller('elsa'), format('%L, %L, %L', 'skolskjuts', (t.caller('elsa')).person, '{}')), 'ok', 'but on the day of being 16');
select is(jsonb_array_length(t.call('citizen', 'children', t.caller('elsa'))), 1, 'herself');
delete from core.draft where person = (t.caller('elsa')).person;
select is(t.state('citizen', 'draft_open', t.caller('elsa'), format('%L, null, %L', 'skolskjuts', '{"old":true}')), 'ok', 'elsa begins');
update core.draft set expires_at = now() - interval '1 second' where person = (t.caller('elsa')).person;
select is(jsonb_array_length(t.call('citizen', 'cases', t.caller('elsa')) -> 'drafts'), 0, 'an expired draft is not listed');
select is(t.state('citizen', 'draft_read', t.caller('elsa'), quote_literal((select draft from core.draft where person = (t.caller('elsa')).person))), 'BK404',
	'nor read');
select is(t.call('citizen', 'draft_open', t.caller('elsa'), format('%L, null, %L', 'skolskjuts', '{}')) -> 'created', 'true', 'and a new one can begin');
select is(t.state('citizen', 'draft_delete', t.caller('elsa'), quote_literal((select draft from core.draft where person = (t.caller('elsa')).person))), 'ok',
	'which she deletes');
select is((select count(*) from core.draft where person = (t.caller('elsa')).person), 0::bigint, 'and it is gone');

select * from finish();
rollback;
