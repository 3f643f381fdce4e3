-- Who signs, what the other guardians see, and how a case that waits comes in or to nothing. Anna applies; Bertil is the other guardian
-- of Alva and Elias; Sam becomes one where a third is needed. Time passes by moving the rows' times.
begin;
set local search_path = tap, public;
select no_plan();

-- What happened with a case, in few words.
create function pg_temp.case_of(reference text) returns core.cases language sql stable
	as $$ select c from core.cases c where c.reference = case_of.reference and c.municipality = '0120' $$;
create function pg_temp.parties(reference text) returns text language sql stable
	as $$ select string_agg(initcap(w.name) || ' ' || p.duty || ' ' || p.state, ', ' order by w.name) from core.party p
	join t.who w on w.person = p.person and w.municipality = p.municipality where p.case_id = (pg_temp.case_of(reference)).case_id $$;
create function pg_temp.mails(reference text) returns text language sql stable
	as $$ select string_agg(kind || coalesce(' ' || w.name, ''), ', ' order by kind, w.name) from core.outbox o
	left join t.who w on w.person = o.person and w.municipality = o.municipality where o.case_id = (pg_temp.case_of(reference)).case_id $$;
create function pg_temp.events(reference text) returns text language sql stable
	as $$ select string_agg(event || '>' || status, ', ' order by number) from core.case_event where case_id = (pg_temp.case_of(reference)).case_id $$;
create function pg_temp.signing(reference text) returns text language sql stable
	as $$ select state from core.signing where case_id = (pg_temp.case_of(reference)).case_id $$;
create function pg_temp.sign_state(who text, reference text) returns text language plpgsql
	as $$ begin perform t.sign(t.caller(who), reference); return 'ok'; exception when others then return sqlstate; end $$;
create function pg_temp.decline(who text, reference text, reason text default 'Nej tack.') returns text language sql
	as $$ select t.state('citizen', 'sign_decline', t.caller(who), format('%L, %L', reference, reason)) $$;
create function pg_temp.withdraw(who text, reference text) returns text language sql
	as $$ select t.state('citizen', 'sign_withdraw', t.caller(who), quote_literal(reference)) $$;
create function pg_temp.shared(who text, reference text) returns jsonb language sql
	as $$ select t.call('citizen', 'shared_read', t.caller(who), quote_literal(reference)) $$;
create function pg_temp.shared_state(who text, reference text) returns text language sql
	as $$ select t.state('citizen', 'shared_read', t.caller(who), quote_literal(reference)) $$;
create function pg_temp.due() returns jsonb language sql as $$ select t.call('worker', 'signing_due', t.nobody()) $$;
create function pg_temp.later(reference text, days int) returns void language sql
	as $$ update core.signing set begun_at = begun_at - days * interval '1 day', deadline = deadline - days * interval '1 day'
	where case_id = (pg_temp.case_of(reference)).case_id $$;
-- A name of its own for each case of the file.
create temp table k (name text primary key, reference text);
create function pg_temp.r(name text) returns text language sql stable as $$ select reference from k where k.name = r.name $$;
grant select on k to public;

-- Which policy makes whom a party.
insert into k values ('all', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign')),
	('consents', t.apply(t.caller('anna'), t.person('Elias'), 'other-consents-by-deadline', on_expiry => 'receive', on_decline => 'receive')),
	('told', t.apply(t.caller('anna'), t.person('Alva'), 'notify-other')),
	('none', t.apply(t.caller('anna'), t.person('Alva'), 'none')),
	('sole', t.apply(t.caller('anna'), t.person('Hemlig'), 'all-sign')),
	('sole told', t.apply(t.caller('anna'), t.person('Hemlig'), 'notify-other')),
	('pupil', t.apply(t.caller('elsa'), (t.caller('elsa')).person, 'all-sign')),
	('nobody', t.apply(t.caller('sam'), null, 'all-sign'));
select is(pg_temp.parties(pg_temp.r(name)), who, name || ': the parties') from (values ('all', 'Anna sign waiting, Bertil sign waiting'),
	('consents', 'Anna sign waiting, Bertil consent waiting'), ('told', 'Bertil know informed'), ('none', null), ('sole', 'Anna sign waiting'),
	('sole told', null), ('pupil', 'Elsa sign waiting'), ('nobody', 'Sam sign waiting')) v(name, who);
select is((pg_temp.case_of(pg_temp.r(name))).status, status, name || ': the status')
from (values ('all', 'awaiting_signature'), ('consents', 'awaiting_signature'), ('sole', 'awaiting_signature'), ('pupil', 'awaiting_signature'),
	('told', 'received'), ('none', 'received'), ('sole told', 'received')) v(name, status);
select is(pg_temp.mails(pg_temp.r(name)), mails, name || ': the messages') from (values ('all', null), ('consents', null),
	('told', 'case.received, case.shared bertil, receipt.submission'), ('none', 'case.received, receipt.submission'),
	('sole told', 'case.received, receipt.submission')) v(name, mails);
select is((select count(*) from core.signing where case_id in ((pg_temp.case_of(pg_temp.r('none'))).case_id, (pg_temp.case_of(pg_temp.r('sole told'))).case_id)),
	0::bigint, 'nothing is kept where nobody signs or is told');
select is(row((c).received_at, (c).due_at)::text, '(,)', 'no time runs for the authority') from (select pg_temp.case_of(pg_temp.r('all')) as c) x;
select is(pg_temp.events(pg_temp.r('all')), 'request_signature>awaiting_signature', 'the history begins with the question');
select isnt(t.state('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, null, %L, %L, %L, 10, %L, %s', core.uuid7(), repeat('ab', 32),
	'skolskjuts', '1.0.0', t.person('Alva'), '{}', 'skolskjuts', 'SKJ', 'sv', args)), 'ok', 'no such rules: ' || args)
from unnest(array['''everybody''', '''all-sign''', '''all-sign'', ''all'', ''{}'', ''{3}'', 14, ''receive'', ''end''',
	'''all-sign'', ''all'', ''{}'', ''{3}'', 14, ''lapse'', ''receive''', '''other-consents-by-deadline'', ''all'', ''{}'', ''{3}'', 14, ''wait'', ''end''']) args;
select is(t.call('citizen', 'case_submit', t.caller('anna'), format('%L, %L, %L, %L, %L, null, %L, %L, %L, 10, %L', key, repeat('ab', 32), 'skolskjuts',
	'1.0.0', t.person('Alva'), '{}', 'skolskjuts', 'SKJ', 'sv')) - 'submitted_at', jsonb_build_object('reference', pg_temp.r('all'),
	'status', 'awaiting_signature', 'received_at', null, 'replayed', true), 'a repeat says where it stands')
from core.idempotency where case_id = (pg_temp.case_of(pg_temp.r('all'))).case_id;

-- What is frozen.
create temp view whole as select d.*, x.content as extract, x.sha256 as extract_sha256 from core.case_document d
	join core.case_extract x using (municipality, case_id) where d.case_id = (pg_temp.case_of(pg_temp.r('all'))).case_id;
select is(content::jsonb -> 'parties', jsonb_build_array(jsonb_build_object('person', (t.caller('anna')).person, 'role', 'applicant'),
	jsonb_build_object('person', (t.caller('bertil')).person, 'role', 'guardian')), 'the whole names its parties') from whole;
select is(extract::jsonb - 'answers' - 'whole', content::jsonb - 'answers', 'the extract is of the same case and moment') from whole;
select is(extract::jsonb -> 'answers', '{"skola": "Testskolan"}', 'with the answers that are shown, and no other') from whole;
select is(extract::jsonb ->> 'whole', encode(sha256, 'hex'), 'and commits to the whole') from whole;
select is(extract_sha256, sha256(convert_to(extract, 'UTF8')), 'under its digest') from whole;
select is((select count(*) from core.case_extract where case_id = (pg_temp.case_of(pg_temp.r('sole'))).case_id), 0::bigint, 'nothing is cut out for nobody');

-- Before the applicant has signed, there is nothing for anybody else.
select is(pg_temp.shared_state('bertil', pg_temp.r('all')), 'BK404', 'the other guardian sees nothing yet');
select is(pg_temp.sign_state('bertil', pg_temp.r('all')), 'BK404', 'signs nothing');
select is(pg_temp.decline('bertil', pg_temp.r('all')), 'BK404', 'declines nothing');
select is((select array_agg(s ->> 'reference') from jsonb_array_elements(t.call('citizen', 'cases', t.caller('bertil')) -> 'shared') s),
	array[pg_temp.r('told')], 'and has one line, about what was only to be told');
select is((select count(*) from jsonb_array_elements(t.call('citizen', 'case_read', t.caller('anna'), quote_literal(pg_temp.r('all'))) #> '{signing,parties}') p
	where p ->> 'invited_at' is null), 2::bigint, 'the applicant sees that nobody is asked yet');

-- Telling only.
select is(pg_temp.shared('bertil', pg_temp.r('told')) - 'submitted_at' - 'received_at' - 'titles' - 'signing' - 'document', jsonb_build_object('reference', pg_temp.r('told'),
	'form', 'skolskjuts', 'version', '1.0.0', 'sha256', repeat('a1', 32), 'subject', t.person('Alva'), 'subject_name', 'Alva Testsson',
	'applicant_name', 'Anna Testsson', 'withheld', false, 'answers', '{"skola": "Testskolan"}'::jsonb, 'status', 'complete'), 'who is told reads what is shown');
select is(pg_temp.sign_state('bertil', pg_temp.r('told')), 'BK409', 'and has nothing to sign');
select is(pg_temp.decline('bertil', pg_temp.r('told')), 'BK409', 'nor to decline');
select is((select count(*) from core.audit where action = 'case.read' and object = pg_temp.r('told') and person = (t.caller('bertil')).person), 1::bigint,
	'reading is in the trail');

-- The applicant signs.
select is(t.call('eid', 'sign_read', t.caller('anna'), quote_literal(pg_temp.r('all'))), (select jsonb_build_object('case_id', case_id, 'reference', pg_temp.r('all'),
	'document', encode(sha256, 'hex'), 'role', 'applicant', 'personal_number', '198501012382', 'titles', '{"en": "School transport", "sv": "Skolskjuts"}'::jsonb,
	'subject_name', 'Alva Testsson', 'attachments', 0, 'language', 'sv') from whole), 'the applicant would sign the whole');
select is(t.sign(t.caller('anna'), pg_temp.r('all'), 'approval'), jsonb_build_object('reference', pg_temp.r('all'), 'status', 'awaiting_signature',
	'complete', false), 'signs, and the case still waits');
select is(pg_temp.parties(pg_temp.r('all')), 'Anna sign signed, Bertil sign waiting', 'for the other');
select is(pg_temp.mails(pg_temp.r('all')), 'receipt.signature anna, sign.invited bertil', 'who is invited');
select is(deadline, ((now() at time zone 'Europe/Stockholm')::date + 15)::timestamp at time zone 'Europe/Stockholm' - interval '1 second',
	'to answer before the end of the fourteenth day') from core.signing where case_id = (pg_temp.case_of(pg_temp.r('all'))).case_id;
select is(pg_temp.events(pg_temp.r('all')), 'request_signature>awaiting_signature, sign>awaiting_signature', 'the history says so');
select is((pg_temp.case_of(pg_temp.r('all'))).revision, 2, 'the case has changed');
select is(t.call('caseworker', 'queue_page', t.caller('klara'), '''skolskjuts'', ''awaiting_signature'', 10, null') -> 'cases', '[]', 'and no caseworker sees it');
select is(t.state('caseworker', 'case_read', t.caller('klara'), quote_literal(pg_temp.r('all'))), 'BK404', 'by its reference either');

-- The invited guardian reads, and only what is shown.
select is(pg_temp.shared('bertil', pg_temp.r('all')) -> 'answers', '{"skola": "Testskolan"}', 'the other guardian sees the extract');
select is(pg_temp.shared('bertil', pg_temp.r('all'))::text !~ 'hemligt|bara vi|example|reason": "', true, 'no other answer, no address');
select is(t.state('citizen', 'case_read', t.caller('bertil'), quote_literal(pg_temp.r('all'))), 'BK404', 'and not the case');
select is(pg_temp.shared('bertil', pg_temp.r('all')) #> '{signing,parties}', (select jsonb_build_array(
	jsonb_build_object('role', 'applicant', 'duty', 'sign', 'state', 'signed', 'mode', 'approval', 'level', 'loa3', 'answered_at', now(), 'invited_at', null,
		'reason', null, 'name', 'Anna Testsson', 'mine', false, 'reachable', true),
	jsonb_build_object('role', 'guardian', 'duty', 'sign', 'state', 'waiting', 'mode', null, 'level', null, 'answered_at', null, 'invited_at', now(),
		'reason', null, 'name', 'Bertil Åström', 'mine', true, 'reachable', false))), 'who signs and where each stands');
select is((t.call('citizen', 'cases', t.caller('bertil')) #> '{shared,0}') - 'deadline' - 'submitted_at' - 'titles', jsonb_build_object('reference', pg_temp.r('all'),
	'form', 'skolskjuts', 'version', '1.0.0', 'subject', t.person('Alva'), 'subject_name', 'Alva Testsson', 'applicant_name', 'Anna Testsson', 'state', 'waiting',
	'duty', 'sign', 'mine', 'waiting', 'received_at', null), 'what waits stands first in the list');
select is(pg_temp.shared_state(who, pg_temp.r('all')), 'BK404', 'not there for ' || who) from unnest(array['sam', 'elsa', 'anna']) who;
select is(t.state('citizen', 'shared_read', t.caller('anna', '0121'), quote_literal(pg_temp.r('all'))), 'BK404', 'nor in another municipality');
select is(pg_temp.sign_state('sam', pg_temp.r('all')), 'BK404', 'a stranger signs nothing');
select is(pg_temp.sign_state('anna', pg_temp.r('all')), 'BK409', 'nobody signs twice');
select is(t.call('eid', 'sign_read', t.caller('bertil'), quote_literal(pg_temp.r('all'))) ->> 'document', encode(extract_sha256, 'hex'),
	'the other guardian would sign the extract') from whole;

-- A login for signing is bound to case, person and document.
create function pg_temp.begin(who text, reference text, document text, handle text) returns text language sql
	as $$ select t.state('eid', 'sign_begin', t.caller(who), format('%L, %L, %L, %L, ''n'', ''v'', ''p'', ''/mina'', null, ''m''', reference, document, handle, 'bb')) $$;
select is(pg_temp.begin('bertil', pg_temp.r('all'), encode(extract_sha256, 'hex'), 'aa01'), 'ok', 'a login for signing begins') from whole;
select is(pg_temp.begin('bertil', pg_temp.r('all'), encode(sha256, 'hex'), 'aa02'), 'BK409', 'not for another document') from whole;
select is(pg_temp.begin('sam', pg_temp.r('all'), encode(extract_sha256, 'hex'), 'aa03'), 'BK404', 'nor by another person') from whole;
select is(t.call('eid', 'login_take', t.nobody(), '''aa01'', ''bb''') -> 'sign', (select jsonb_build_object('case_id', case_id, 'reference', pg_temp.r('all'),
	'person', (t.caller('bertil')).person, 'personal_number', '199001012385', 'document', encode(extract_sha256, 'hex'), 'sign_message', 'm') from whole), 'and is taken with all of it');
select is(t.call('eid', 'login_take', t.nobody(), '''aa01'', ''bb'''), null, 'once');

-- Only what was frozen, by whom it waits for.
create function pg_temp.finish(who text, document bytea, evidence text, mode text default 'sign') returns text language sql
	as $$ select t.state('eid', 'sign_finish', t.nobody(), t.signed(case_id::text, (t.caller(who)).person::text, encode(document, 'hex'), evidence, mode)) from whole $$;
select is(pg_temp.finish('bertil', sha256, 'e1'), 'BK409', 'the whole is not what the other guardian signs') from whole;
select is(pg_temp.finish('bertil', sha256('x'), 'e1'), 'BK409', 'nor anything else') from whole;
select is(pg_temp.finish('sam', extract_sha256, 'e1'), 'BK409', 'a stranger''s signature is not taken') from whole;
select is(pg_temp.finish('bertil', extract_sha256, 'e1', 'scribble'), '23514', 'there are two kinds of signature') from whole;
select is(t.state('eid', 'sign_finish', t.nobody('0121'), t.signed(case_id::text, (t.caller('bertil')).person::text, encode(extract_sha256, 'hex'), 'e1')), 'BK409',
	'in another municipality there is no such case') from whole;
select is((select count(*) from core.signature where case_id = whole.case_id), 1::bigint, 'none of it left a signature') from whole;

-- The last signature brings the case in.
select is(t.sign(t.caller('bertil'), pg_temp.r('all'), evidence => 'last'), jsonb_build_object('reference', pg_temp.r('all'), 'status', 'received', 'complete', true),
	'the last signature brings it in');
select is(row((c).received_at, (c).due_at, (c).closed_at)::text, row(now(), core.workdays_after(now(), 10), null::timestamptz)::text, 'now the authority''s time runs')
from (select pg_temp.case_of(pg_temp.r('all')) as c) x;
select is(pg_temp.signing(pg_temp.r('all')), 'complete', 'the signing is complete');
select is(pg_temp.mails(pg_temp.r('all')), 'case.received, receipt.signature anna, receipt.signature bertil, receipt.submission, sign.invited bertil',
	'the applicant hears of it, and each signature gets its receipt');
select is(pg_temp.events(pg_temp.r('all')), 'request_signature>awaiting_signature, sign>awaiting_signature, sign>received', 'the history is whole');
select is((select array_agg(w.name || ' ' || s.mode || ' ' || (s.document = case w.name when 'anna' then whole.sha256 else whole.extract_sha256 end) order by w.name)
	from core.signature s join t.who w on w.person = s.person and w.municipality = s.municipality where s.case_id = whole.case_id),
	array['anna approval true', 'bertil sign true'], 'the proofs are kept') from whole;
select is((select count(*) from core.audit where action = 'case.sign' and object = pg_temp.r('all')), 2::bigint, 'and are in the trail');
select is((select jsonb_agg(jsonb_build_array(s -> 'role', s -> 'personal_number', s ->> 'document' = s ->> 'kept', s ? 'evidence'))
	from jsonb_array_elements(t.call('operator', 'signatures', t.nobody(), quote_literal(pg_temp.r('all')))) s),
	'[["applicant", "198501012382", true, true], ["guardian", "199001012385", true, true]]', 'an operator verifies them, by what is kept now');
select is(t.call('operator', 'signatures', t.nobody('0121'), quote_literal(pg_temp.r('all'))), '[]', 'in the own municipality only');
select is(pg_temp.finish('bertil', extract_sha256, 'last'), 'ok', 'the same proof again gets its answer again') from whole;
select is(pg_temp.finish('bertil', extract_sha256, 'other'), 'BK409', 'another one does not') from whole;
select is((select count(*) from core.signature where case_id = whole.case_id), 2::bigint, 'and nothing is kept twice') from whole;
select is(pg_temp.decline('bertil', pg_temp.r('all')), 'BK409', 'too late to decline');
select is(pg_temp.withdraw('anna', pg_temp.r('all')), 'BK409', 'too late to take it back here');
select is(t.call('caseworker', 'case_read', t.caller('klara'), quote_literal(pg_temp.r('all'))) #> '{signing,state}', '"complete"', 'the caseworker sees who signed');
select is((select array_agg(p ->> 'mode' order by p ->> 'role') from jsonb_array_elements(t.call('caseworker', 'case_read', t.caller('klara'),
	quote_literal(pg_temp.r('all'))) #> '{signing,parties}') p), array['approval', 'sign'], 'and how');

-- Who signs alone.
select is(t.sign(t.caller(who), pg_temp.r(name)) -> 'complete', 'true', name || ': one signature is enough')
from (values ('sole', 'anna'), ('pupil', 'elsa'), ('nobody', 'sam')) v(name, who);

-- No, where it is received all the same.
select is(pg_temp.sign_state('anna', pg_temp.r('consents')), 'ok', 'the applicant signs');
select is(pg_temp.decline('bertil', pg_temp.r('consents'), reason), 'BK422', 'a no needs a reason that can be read: ' || left(quote_literal(reason), 12))
from unnest(array['', E' \n\t ', repeat('x', 1001)]) reason;
select is(t.state('citizen', 'sign_decline', t.caller('bertil'), quote_literal(pg_temp.r('consents')) || ', null'), 'BK422', 'and one at all');
select is(pg_temp.decline('anna', pg_temp.r('consents')), 'BK409', 'the applicant declines nothing');
select is(pg_temp.decline('sam', pg_temp.r('consents')), 'BK404', 'nor does a stranger');
select is(t.call('citizen', 'sign_decline', t.caller('bertil'), format('%L, %L', pg_temp.r('consents'), E'  Jag vill inte.\n')),
	jsonb_build_object('reference', pg_temp.r('consents'), 'status', 'received', 'complete', true), 'the other guardian says no');
select is(pg_temp.parties(pg_temp.r('consents')), 'Anna sign signed, Bertil consent declined', 'which is kept');
select is(pg_temp.mails(pg_temp.r('consents')), 'case.received, receipt.signature anna, receipt.submission, sign.declined, sign.invited bertil', 'the applicant is told');
select is(pg_temp.events(pg_temp.r('consents')), 'request_signature>awaiting_signature, sign>awaiting_signature, decline>received', 'and the case comes in');
select is(pg_temp.decline('bertil', pg_temp.r('consents')), 'BK409', 'once');
select is(pg_temp.sign_state('bertil', pg_temp.r('consents')), 'BK409', 'and no yes after that');
select is((t.call('citizen', 'case_read', t.caller('anna'), quote_literal(pg_temp.r('consents'))) #>> '{signing,parties,1,reason}'), 'Jag vill inte.', 'the applicant reads why');
select is((t.call('caseworker', 'case_read', t.caller('klara'), quote_literal(pg_temp.r('consents'))) #>> '{signing,parties,1,reason}'), 'Jag vill inte.', 'the caseworker too');

-- Three guardians; one no ends it for all.
insert into core.guardian select '0120', (t.caller('sam')).person, t.person(c) from unnest(array['Alva', 'Elias']) c;
insert into k values ('three', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign')), ('three yes', t.apply(t.caller('anna'), t.person('Elias'), 'all-sign'));
select is(pg_temp.sign_state(who, pg_temp.r('three')), 'ok', who || ' signs') from unnest(array['anna', 'bertil']) who;
select is((pg_temp.case_of(pg_temp.r('three'))).status, 'awaiting_signature', 'two of three are not enough');
select is(pg_temp.decline('sam', pg_temp.r('three')), 'ok', 'the third says no');
select is((pg_temp.case_of(pg_temp.r('three'))).status, 'withdrawn', 'and the case comes to nothing');
select isnt((pg_temp.case_of(pg_temp.r('three'))).closed_at, null, 'from when the time to keep it runs');
select is(pg_temp.signing(pg_temp.r('three')), 'declined', 'because of a no');
select is(pg_temp.events(pg_temp.r('three')) ~ 'decline>withdrawn$', true, 'as the history says');
select is(pg_temp.mails(pg_temp.r('three')), 'receipt.signature anna, receipt.signature bertil, sign.declined bertil, sign.declined, sign.invited bertil, sign.invited sam',
	'both who signed hear of it, who said no does not, and no receipt says that it came in');
select is(pg_temp.shared('bertil', pg_temp.r('three'))::text !~ 'Nej tack', true, 'why is not for the third');
select is(pg_temp.shared('sam', pg_temp.r('three'))::text ~ 'Nej tack', true, 'but for who said it');
select is(pg_temp.sign_state(who, pg_temp.r('three yes')), 'ok', who || ' signs the other one') from unnest(array['anna', 'sam', 'bertil']) who;
select is((pg_temp.case_of(pg_temp.r('three yes'))).status, 'received', 'in any order, the third brings it in');

-- A guardian who is none any more.
insert into k values ('former', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign')), ('former told', t.apply(t.caller('anna'), t.person('Alva'), 'notify-other'));
select is(pg_temp.sign_state('anna', pg_temp.r('former')), 'ok', 'the applicant signs');
select is(pg_temp.begin('sam', pg_temp.r('former'), t.call('eid', 'sign_read', t.caller('sam'), quote_literal(pg_temp.r('former'))) ->> 'document', 'aa04'), 'ok',
	'a login for signing is on its way');
delete from core.guardian where guardian = (t.caller('sam')).person;
select is(f.state, 'BK404', f.what) from (values (pg_temp.shared_state('sam', pg_temp.r('former')), 'a former guardian sees nothing'),
	(pg_temp.shared_state('sam', pg_temp.r('former told')), 'nor what was to be told'),
	(t.state('eid', 'sign_read', t.caller('sam'), quote_literal(pg_temp.r('former'))), 'has nothing to sign'), (pg_temp.decline('sam', pg_temp.r('former')), 'or to decline')) f(state, what);
select is(t.call('citizen', 'cases', t.caller('sam')) -> 'shared', '[]', 'the list is empty');
select is(t.state('eid', 'sign_finish', t.nobody(), t.signed(s ->> 'case_id', s ->> 'person', s ->> 'document', 'former')), 'BK409', 'and the login comes to nothing')
from (select t.call('eid', 'login_take', t.nobody(), '''aa04'', ''bb''') -> 'sign' as s) x;
select is(pg_temp.sign_state('bertil', pg_temp.r('former')), 'ok', 'the other signs');
select is((pg_temp.case_of(pg_temp.r('former'))).status, 'awaiting_signature', 'who was asked is fixed: the case waits');
select is(pg_temp.withdraw('anna', pg_temp.r('former')), 'ok', 'until it is taken back');
select is(pg_temp.mails(pg_temp.r('former')) ~ 'sign.withdrawn bertil$', true, 'which the former guardian does not hear');
insert into k values ('lost', t.apply(t.caller('bertil'), t.person('Elias'), 'all-sign'));
delete from core.guardian where guardian = (t.caller('bertil')).person and child = t.person('Elias');
select is(pg_temp.sign_state('bertil', pg_temp.r('lost')), 'BK404', 'an applicant who is no guardian any more does not sign either');
select is(t.state('citizen', 'case_read', t.caller('bertil'), quote_literal(pg_temp.r('lost'))), 'ok', 'but sees the own application');
select is(pg_temp.withdraw('bertil', pg_temp.r('lost')), 'ok', 'and takes it back');
insert into core.guardian values ('0120', (t.caller('bertil')).person, t.person('Elias'));

-- Taking it back.
insert into k values ('back', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign')), ('back early', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign'));
select is(pg_temp.sign_state('anna', pg_temp.r('back')), 'ok', 'the applicant signs');
select is(pg_temp.withdraw('bertil', pg_temp.r('back')), 'BK404', 'the other guardian takes nothing back');
select is(t.call('citizen', 'sign_withdraw', t.caller('anna'), quote_literal(r)), jsonb_build_object('reference', r, 'status', 'withdrawn', 'complete', true),
	'the applicant does') from (select pg_temp.r('back') as r) x;
select is(pg_temp.parties(pg_temp.r('back')), 'Anna sign signed, Bertil sign lapsed', 'and nobody is waited for');
select is(pg_temp.mails(pg_temp.r('back')), 'receipt.signature anna, sign.invited bertil, sign.withdrawn bertil', 'who was invited is told');
select is(pg_temp.events(pg_temp.r('back')) ~ 'withdraw>withdrawn$', true, 'the history says so');
select is(pg_temp.sign_state('bertil', pg_temp.r('back')), 'BK409', 'it is not signed any more');
select is(pg_temp.withdraw('anna', pg_temp.r('back')), 'BK409', 'nor taken back again');
select is(pg_temp.shared('bertil', pg_temp.r('back')) ->> 'status', 'withdrawn', 'the other guardian sees how it ended');
select is(pg_temp.withdraw('anna', pg_temp.r('back early')), 'ok', 'what was never signed is taken back');
select is(pg_temp.mails(pg_temp.r('back early')), null, 'and nobody hears of it');
select is(pg_temp.shared_state('bertil', pg_temp.r('back early')), 'BK404', 'or of that it was');

-- The same address: the register's id, nothing else.
create function pg_temp.live(who text, place text) returns void language sql
	as $$ update core.person set address = place where person = (t.caller(who)).person $$;
create function pg_temp.duty(mine text, others text, same text default 'one', policy text default 'all-sign') returns text language plpgsql
	as $$
declare
	reference text;
begin
	perform pg_temp.live('anna', mine), pg_temp.live('bertil', others);
	reference := t.apply(t.caller('anna'), t.person('Alva'), policy, same);
	return (select duty from core.party where case_id = (pg_temp.case_of(reference)).case_id and role = 'guardian');
end
	$$;
select is(pg_temp.duty(a, b, same, policy), duty, what) from (values ('id-1', 'id-1', 'one', 'all-sign', 'know', 'who lives at the same address is told'),
	('id-1', 'id-1', 'one', 'other-consents-by-deadline', 'know', 'under either policy'), ('id-1', 'id-1', 'all', 'all-sign', 'sign', 'unless all are asked'),
	('id-1', 'id-2', 'one', 'all-sign', 'sign', 'another address is another'), ('id-1', 'ID-1', 'one', 'all-sign', 'sign', 'the same words in another form are another address'),
	('id-1', 'id-1 ', 'one', 'all-sign', 'sign', 'to the last byte'), (null, null, 'one', 'all-sign', 'sign', 'two unknown addresses are not the same'),
	('id-1', null, 'one', 'all-sign', 'sign', 'nor is one'), (null, 'id-1', 'one', 'other-consents-by-deadline', 'consent', 'whichever')) v(a, b, same, policy, duty, what);
update core.person set protected = true where person = (t.caller('bertil')).person;
select is(pg_temp.duty('id-1', 'id-1'), 'sign', 'a protected address is like no other: the rule tells nobody who lives where');
update core.person set protected = person = (t.caller('anna')).person where person in ((t.caller('anna')).person, (t.caller('bertil')).person);
select is(pg_temp.duty('id-1', 'id-1'), 'sign', 'on either side');
update core.person set protected = false where person = (t.caller('anna')).person;
select pg_temp.live('anna', 'id-1'), pg_temp.live('bertil', 'id-1');
insert into k values ('home', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign', 'one'));
select is(pg_temp.shared_state('bertil', pg_temp.r('home')), 'BK404', 'who is only told hears nothing before the applicant has signed');
select is(t.sign(t.caller('anna'), pg_temp.r('home')) -> 'complete', 'true', 'one signature is enough for one household');
select is(pg_temp.mails(pg_temp.r('home')), 'case.received, case.shared bertil, receipt.signature anna, receipt.submission', 'the other is told then');
select is(pg_temp.parties(pg_temp.r('home')), 'Anna sign signed, Bertil know informed', 'and was');
select pg_temp.live('bertil', 'id-2');
select is(t.call('operator', 'people_import', t.nobody(), quote_literal('{"people":[{"personal_number":"199001012385","given_name":"Bertil","family_name":"Åström","email":"bertil@example.com","address":"id-9"}]}')) ->> 'people',
	'1', 'the register knows addresses');
select is((select address || ' ' || email from core.person where person = (t.caller('bertil')).person), 'id-9 bertil@example.com', 'by id');

-- Reminders, on their days, once.
insert into k values ('slow', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign', reminders => '{7,3,3}')),
	('late', t.apply(t.caller('anna'), t.person('Elias'), 'other-consents-by-deadline', on_expiry => 'receive')),
	('unsigned', t.apply(t.caller('anna'), t.person('Alva'), 'other-consents-by-deadline', on_expiry => 'receive'));
create function pg_temp.reminders() returns bigint language sql stable as $$ select count(*) from core.outbox where kind = 'sign.reminder' $$;
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'nobody is reminded of what the applicant has not signed');
select is(pg_temp.sign_state('anna', pg_temp.r(name)), 'ok', 'the applicant signs') from unnest(array['slow', 'late']) name;
select is((select reminder_days from core.signing where case_id = (pg_temp.case_of(pg_temp.r('slow'))).case_id), array[3, 7], 'days are in order, each once');
select pg_temp.later(pg_temp.r('slow'), 2);
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'the second day is not the third');
select pg_temp.later(pg_temp.r('slow'), 1);
select is(pg_temp.due(), '{"expired": 0, "reminded": 1}', 'on the third day a reminder goes out');
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'once');
select pg_temp.later(pg_temp.r('slow'), 3);
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'not on the sixth');
select pg_temp.later(pg_temp.r('slow'), 2);
select is(pg_temp.due(), '{"expired": 0, "reminded": 1}', 'but when the seventh has come');
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'once');
select is(pg_temp.mails(pg_temp.r('slow')), 'receipt.signature anna, sign.invited bertil, sign.reminder bertil, sign.reminder bertil', 'to the one who has not answered');
insert into k values ('asleep', t.apply(t.caller('anna'), t.person('Alva'), 'all-sign'));
select is(pg_temp.sign_state('anna', pg_temp.r('asleep')), 'ok', 'a worker that slept');
select pg_temp.later(pg_temp.r('asleep'), 9);
select is(pg_temp.due(), '{"expired": 0, "reminded": 1}', 'makes up for no day');
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'afterwards');
select is(t.call('worker', 'signing_due', t.nobody('0121')), '{"expired": 0, "reminded": 0}', 'another municipality has its own');
select is(pg_temp.withdraw('anna', pg_temp.r('asleep')), 'ok', 'it is taken back');

-- Time is up.
select pg_temp.later(pg_temp.r('slow'), 6);
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'the fourteenth day is not over');
select pg_temp.later(pg_temp.r(name), 30) from unnest(array['slow', 'late', 'unsigned']) name;
select is(pg_temp.sign_state('bertil', pg_temp.r('slow')), 'BK409', 'after the deadline nobody signs, whether the worker has come or not');
select is(pg_temp.decline('bertil', pg_temp.r('slow')), 'BK409', 'nor declines');
select is(pg_temp.sign_state('anna', pg_temp.r('unsigned')), 'BK409', 'the applicant''s own time is over too');
select is(pg_temp.due(), '{"expired": 3, "reminded": 0}', 'three end');
select is(pg_temp.due(), '{"expired": 0, "reminded": 0}', 'once');
select is((pg_temp.case_of(pg_temp.r(name))).status, status, name || ': what becomes of it')
from (values ('slow', 'withdrawn'), ('late', 'received'), ('unsigned', 'withdrawn')) v(name, status);
select is(pg_temp.signing(pg_temp.r(name)), 'lapsed', name || ': time was up') from unnest(array['slow', 'late', 'unsigned']) name;
select is(pg_temp.parties(pg_temp.r(name)), who, name || ': the silent one has lapsed')
from (values ('slow', 'Anna sign signed, Bertil sign lapsed'), ('late', 'Anna sign signed, Bertil consent lapsed'),
	('unsigned', 'Anna sign lapsed, Bertil consent lapsed')) v(name, who);
select is(regexp_replace(pg_temp.mails(pg_temp.r(name)), ', sign.reminder bertil', '', 'g'), mails, name || ': the messages')
from (values ('slow', 'receipt.signature anna, sign.expired bertil, sign.expired, sign.invited bertil'),
	('late', 'case.received, receipt.signature anna, receipt.submission, sign.invited bertil'), ('unsigned', 'sign.expired')) v(name, mails);
select is(pg_temp.events(pg_temp.r(name)) ~ (last || '$'), true, name || ': the history says so')
from (values ('slow', 'expire>withdrawn'), ('late', 'expire>received'), ('unsigned', 'expire>withdrawn')) v(name, last);
select is((select array_agg(audience) from core.case_event where case_id = (pg_temp.case_of(pg_temp.r('late'))).case_id and event = 'expire'), array['system'], 'time did it');
select is((pg_temp.case_of(pg_temp.r('late'))).received_at, now(), 'received when the time was up');

-- Protected identity, on each of the three sides: no name, no answer that could lead there, no mail.
create function pg_temp.protect(given text) returns void language sql
	as $$ update core.person set protected = person.given_name = protect.given where given_name in ('Anna', 'Bertil', 'Alva') $$;
create function pg_temp.apply_protected(given text) returns text language plpgsql
	as $$
declare
	reference text;
begin
	perform pg_temp.protect(given);
	reference := t.apply(t.caller('anna'), t.person('Alva'), 'other-consents-by-deadline', on_decline => 'receive');
	perform t.sign(t.caller('anna'), reference);
	return reference;
end
	$$;
create temp table p as select given, family, pg_temp.apply_protected(given) as reference from (values ('Anna', 'Testsson'), ('Bertil', 'Åström'), ('Alva', 'Testsson')) v(given, family);
grant select on p to public;
create function pg_temp.read_by_all(given text, reference text) returns text language plpgsql
	as $$
begin
	perform pg_temp.protect(given);
	return pg_temp.shared('bertil', reference)::text || t.call('citizen', 'cases', t.caller('bertil'))::text || t.call('citizen', 'cases', t.caller('anna'))::text
		|| t.call('citizen', 'case_read', t.caller('anna'), quote_literal(reference))::text || t.call('eid', 'sign_read', t.caller('bertil'), quote_literal(reference))::text;
end
	$$;
select is(pg_temp.read_by_all(given, reference) !~ (given || ' ' || family), true, given || ' is protected and named nowhere') from p;
create function pg_temp.answers(given text, reference text) returns jsonb language plpgsql
	as $$ begin perform pg_temp.protect(given); return pg_temp.shared('bertil', reference) -> 'answers'; end $$;
select is(pg_temp.answers(given, reference), case given when 'Bertil' then '{"skola": "Testskolan"}' else '{}' end::jsonb,
	given || ': no answers where they could tell where to look') from p;
select is(pg_temp.answers('Alva', reference), '{}', 'nor where the protection came later') from p where given = 'Bertil';
select is((select x.content::jsonb -> 'answers' from core.case_extract x where x.case_id = (pg_temp.case_of(reference)).case_id),
	case given when 'Bertil' then '{"skola": "Testskolan"}' else '{}' end::jsonb, given || ': nor is anything else signed') from p;
create function pg_temp.mailed(given text, reference text) returns text language plpgsql
	as $$
declare
	got jsonb;
begin
	perform pg_temp.protect(given);
	update core.outbox set state = 'done' where channel = 'mail' and case_id <> (pg_temp.case_of(reference)).case_id;
	insert into core.outbox (municipality, kind, case_id) values ('0120', 'sign.declined', (pg_temp.case_of(reference)).case_id);
	update core.outbox set state = 'waiting', leased_until = null where case_id = (pg_temp.case_of(reference)).case_id;
	got := t.call('worker', 'outbox_claim', t.nobody(), '50, 60');
	return (select string_agg(distinct m ->> 'kind' || ' ' || coalesce(m ->> 'email', 'nobody'), ', ') from jsonb_array_elements(got) m);
end
	$$;
select is(pg_temp.mailed(given, reference), case given when 'Bertil' then 'sign.declined anna@example.com' else 'sign.declined nobody' end || ', sign.invited nobody',
	given || ': no mail to who is protected, none at all about a protected child or applicant') from p;
select is(pg_temp.mailed('', reference), 'sign.declined anna@example.com, sign.invited bertil@example.com', 'without protection each has the own address, and receipts are no mails')
from p where given = 'Anna';
update core.person set protected = given_name = 'Bertil' where given_name in ('Anna', 'Bertil', 'Alva');
select is(t.call('citizen', 'case_read', t.caller('anna'), quote_literal(reference)) #> '{signing,parties,1,reachable}', 'false', 'who is protected is not reached by mail') from p where given = 'Bertil';
select is(pg_temp.decline('bertil', reference), 'ok', 'and can answer') from p where given = 'Bertil';
select is(t.call('caseworker', 'case_read', t.caller('klara'), quote_literal(reference)) #> '{signing,parties,1,name}', 'null', 'no name for the caseworker') from p where given = 'Bertil';
update core.person set protected = false where given_name in ('Anna', 'Bertil', 'Alva');

-- Two guardians apply, each for themselves.
insert into core.person (municipality, personal_number, given_name, family_name) values ('0120', '201611052380', 'Ella', 'Testsson');
insert into core.guardian select '0120', (t.caller(who)).person, t.person('Ella') from unnest(array['anna', 'bertil']) who;
insert into k values ('hers', t.apply(t.caller('anna'), t.person('Ella'), 'none'));
insert into k values ('his', t.apply(t.caller('bertil'), t.person('Ella'), 'none'));
insert into k values ('hers again', t.apply(t.caller('anna'), t.person('Ella'), 'none'));
create function pg_temp.linked(name text) returns text language sql
	as $$ select string_agg(k.name, ', ' order by k.name) from jsonb_array_elements(t.call('caseworker', 'case_read', t.caller('klara'),
	quote_literal(pg_temp.r(linked.name))) -> 'related') x join k on k.reference = x ->> 'reference' where (x ->> 'linked')::boolean $$;
select is(pg_temp.linked(name), others, name || ': linked to the other guardian''s') from (values ('hers', 'his'), ('his', 'hers, hers again'), ('hers again', 'his')) v(name, others);
update core.cases set status = 'closed', closed_at = now() where reference in (pg_temp.r('hers'), pg_temp.r('hers again'));
insert into k values ('his next', t.apply(t.caller('bertil'), t.person('Ella'), 'none'));
select is(pg_temp.linked('his next'), null, 'not to one that has ended');
delete from core.guardian where guardian = (t.caller('bertil')).person and child = t.person('Ella');
insert into k values ('hers last', t.apply(t.caller('anna'), t.person('Ella'), 'none'));
select is(pg_temp.linked('hers last'), null, 'nor to a former guardian''s');
select is(t.call('citizen', 'case_read', t.caller('anna'), quote_literal(pg_temp.r('hers')))::text !~ 'linked|his', true, 'the guardians are not told of each other''s');

-- What was true at any time in this file.
select is_empty($$ select c.reference from core.cases c left join core.signing s using (municipality, case_id)
	where (c.status = 'awaiting_signature') <> (coalesce(s.state, '') = 'waiting') $$, 'a case waits exactly while its signing does');
select is_empty($$ select * from core.party p join core.signing s using (municipality, case_id) where s.state <> 'waiting' and p.state = 'waiting' $$,
	'nobody is waited for by what does not wait');
select is_empty($$ select p.case_id from core.party p left join core.signature s using (municipality, case_id, person)
	where (p.state = 'signed') <> (s.case_id is not null) or p.mode <> s.mode $$, 'who has signed has a proof, and nobody else');
select is_empty($$ select s.case_id from core.signature s join core.party p using (municipality, case_id, person) join core.case_document d using (municipality, case_id)
	left join core.case_extract x using (municipality, case_id) where s.document <> case p.role when 'applicant' then d.sha256 else x.sha256 end $$,
	'of what is frozen');
select is_empty($$ select c.reference from core.cases c where (c.received_at is not null) <> ((select count(*) from core.outbox o where o.municipality = c.municipality
	and o.case_id = c.case_id and o.kind = 'case.received') = 1) or (c.received_at is not null) <> ((select count(*) from core.outbox o
	where o.municipality = c.municipality and o.case_id = c.case_id and o.kind = 'receipt.submission') = 1) $$, 'what came in is said once, with one receipt');

-- Nobody changes or takes away a proof, the one who owns the database either.
select throws_ok(statement, '42501', null, statement) from unnest(array['update core.signature set mode = ''sign''', 'delete from core.signature',
	'truncate core.signature']) statement;

select * from finish();
rollback;
