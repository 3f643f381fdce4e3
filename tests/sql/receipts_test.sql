-- Receipts: what they are made of, that each is kept once, and who can fetch them.
begin;
set local search_path = tap, public;
select no_plan();

delete from core.outbox;
create temp table sent as select t.submit(t.caller('anna'), core.uuid7(), t.person('Elias')) ->> 'reference' as reference;
create temp table errand as select t.call('worker', 'receipt_claim', t.nobody(), '60') ->> 'id' as id;
grant select on sent, errand to public;

create function pg_temp.facts() returns jsonb language sql as $$ select t.call('worker', 'receipt_facts', t.nobody(), quote_literal(id)) from errand $$;
select is(pg_temp.facts() - 'signers' - 'submitted_at' - 'received_at' - 'issued_at' - 'document', jsonb_build_object('municipality', '0120',
	'kind', 'submission', 'case', reference, 'status', 'received',
	'form', jsonb_build_object('id', 'skolskjuts', 'version', '1.0.0', 'sha256', repeat('a1', 32))), 'the facts of a submission') from sent;
select is(pg_temp.facts() #>> '{document,sha256}', encode(d.sha256, 'hex'), 'name the digest of what was sent in')
from core.case_document d join core.cases c using (municipality, case_id) join sent on sent.reference = c.reference;
select is(pg_temp.facts() -> 'signers', jsonb_build_array(jsonb_build_object('role', 'applicant', 'name', 'Anna Testsson', 'mode', 'login',
	'level', 'loa3', 'at', pg_temp.facts() ->> 'submitted_at')), 'and who sent it, how and when');
select matches(pg_temp.facts() ->> k, '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$', k || ' is written as receipts write it')
from unnest(array['submitted_at', 'received_at', 'issued_at']) k;
select unalike(pg_temp.facts()::text, '%198501012382%', 'no personal number is among them');
select is(pg_temp.facts(), pg_temp.facts(), 'asked again, they are the same');

-- Later things do not change an older receipt.
update core.cases c set status = 'investigating' from sent where c.reference = sent.reference;
select is(pg_temp.facts() ->> 'status', 'received', 'what the case became later is not in it');
update core.person set protected = true where given_name = 'Anna' and municipality = '0120';
select is(pg_temp.facts() #> '{signers,0,name}', 'null', 'a protected identity has no name in it');
update core.person set protected = false where given_name = 'Anna' and municipality = '0120';

-- One that waits for signatures.
create temp table waiting as select t.submit(t.caller('bertil'), core.uuid7(), t.person('Elias')) ->> 'reference' as reference;
update core.cases c set status = 'awaiting_signature', received_at = null, due_at = null from waiting where c.reference = waiting.reference;
create temp table waiting_errand as select t.call('worker', 'receipt_claim', t.nobody(), '60') ->> 'id' as id;
grant select on waiting_errand to public;
select is(t.call('worker', 'receipt_facts', t.nobody(), quote_literal(id)) - 'signers' -> 'received_at', 'null', 'what waits for signatures is not received')
from waiting_errand;
select is(t.call('worker', 'receipt_facts', t.nobody(), quote_literal(id)) ->> 'status', 'awaiting_signature', 'and says so') from waiting_errand;

-- Claiming.
select is(t.call('worker', 'receipt_claim', t.nobody(), '60'), null, 'what is leased is not given twice');
update core.outbox set leased_until = now() - interval '1 second' where id = (select id::uuid from errand);
select is(t.call('worker', 'receipt_claim', t.nobody(), '60') ->> 'attempts', '2', 'but again when the lease is over');
select is(t.call('worker', 'receipt_claim', t.nobody('0121'), '60'), null, 'another municipality has none');
select is(t.state('worker', 'receipt_facts', t.nobody('0121'), quote_literal(id)), 'BK404', 'nor its facts') from errand;
select is(t.call('worker', 'outbox_claim', t.nobody(), '10, 60') @> '[{"kind":"receipt.submission"}]', false, 'no mail is made of it');

-- Before it is there.
select is(t.call('citizen', 'receipts', t.caller('anna'), quote_literal(reference)), '[]', 'no receipt yet') from sent;
select is(t.state('citizen', 'receipt_file', t.caller('anna'), format('%L, %L, %L', reference, 'submission', 'json')), 'BK404', 'and no file') from sent;

-- Keeping.
create function pg_temp.store(content text) returns jsonb language sql as $$
	select t.call('worker', 'receipt_store', t.nobody(), format('%L, %L, %L, %L, %L', id, content, 'minisig', repeat('ab', 64), 'A1B2C3D4E5F60718')) from errand $$;
select is(t.state('worker', 'receipt_store', t.nobody('0121'), format('%L, %L, %L, %L, %L', id, 'x', 'm', repeat('ab', 64), 'A1B2C3D4E5F60718')), 'ok',
	'a foreign errand') from errand;
select is((select count(*) from core.receipt), 0::bigint, 'is not done');
select is(pg_temp.store('{"first":1}'), '{"stored": true}', 'a receipt is kept');
select is(pg_temp.store('{"second":1}'), '{"stored": false}', 'once');
update core.outbox set state = 'waiting' where id = (select id::uuid from errand);
select is(pg_temp.store('{"third":1}'), '{"stored": false}', 'also when the errand comes again');
select is((select array_agg(content) from core.receipt), array['{"first":1}'], 'the first one stays');
select is((select array_agg(kind order by kind) from core.outbox where kind ~ 'pdf'), array['receipt.submission.pdf'], 'its copy is to be printed, once');
select is((select array_agg(action) from core.audit a join sent on a.object = reference where action = 'receipt.sign'), array['receipt.sign'], 'the trail says so');

-- Printing.
create temp table copy as select t.call('worker', 'print_claim', t.nobody(), '60') as row;
grant select on copy to public;
select is(row - 'id', jsonb_build_object('kind', 'submission', 'reference', reference, 'language', 'sv', 'form', 'skolskjuts', 'version', '1.0.0',
	'content', '{"first":1}', 'minisig', 'minisig', 'key_id', 'A1B2C3D4E5F60718', 'answers', '{"kontakt": {"epost": "anna@example.com"}}'::jsonb),
	'the applicant''s copy has the answers') from copy, sent;
select is(t.call('worker', 'print_claim', t.nobody(), '60'), null, 'it is leased');
select is(t.call('citizen', 'receipts', t.caller('anna'), quote_literal(reference)), '[{"pdf": false, "kind": "submission", "key_id": "A1B2C3D4E5F60718"}]',
	'the receipt is there before its copy') from sent;
select is(t.state('worker', 'receipt_pdf_store', t.nobody(), format('%L, %L', row ->> 'id', 'JVBERg==')), 'ok', 'the copy is kept') from copy;
select is(t.state('worker', 'receipt_pdf_store', t.nobody(), format('%L, %L', row ->> 'id', 'AAAA')), 'ok', 'once more') from copy;
select is((select array_agg(convert_from(content, 'UTF8')) from core.receipt_pdf), array['%PDF'], 'changes nothing');

-- A signature's copy is of the receipt alone.
insert into core.receipt (municipality, case_id, person, kind, reference, content, minisig, signature, key_id)
	select municipality, case_id, (t.caller('bertil')).person, 'signature', reference, '{"b":1}', 'm', decode(repeat('ab', 64), 'hex'), 'A1B2C3D4E5F60718'
	from core.receipt;
insert into core.outbox (municipality, kind, case_id, person) select municipality, 'receipt.signature.pdf', case_id, person from core.receipt where kind = 'signature';
select is(t.call('worker', 'print_claim', t.nobody(), '60') -> 'answers', 'null', 'the copy for a signature has no answers');

-- Fetching.
create function pg_temp.file(who core.caller, kind text, file text) returns text language sql as $$
	select t.ask('citizen', format('select api_citizen.receipt_file(%L::core.caller, %L, %L, %L)', who, reference, kind, file)) from sent $$;
select is(pg_temp.file(t.caller('anna'), 'submission', file), got, file || ' is the person''s own')
from (values ('json', '{"first":1}'), ('minisig', 'minisig'), ('pdf', 'JVBERg==')) v(file, got);
select is(length(pg_temp.file(t.caller('anna'), 'submission', 'sig')), 88, 'sig is 64 bytes');
select is(t.state('citizen', 'receipt_file', t.caller(who, m), format('%L, %L, %L', reference, kind, 'json')), 'BK404', format('%s of %s: not for %s', kind, m, who))
from sent, (values ('bertil', '0120', 'submission'), ('sam', '0120', 'submission'), ('anna', '0121', 'submission'), ('anna', '0120', 'signature'),
	('sam', '0120', 'signature')) v(who, m, kind);
select is(pg_temp.file(t.caller('bertil'), 'signature', 'json'), '{"b":1}', 'who signed has the own receipt, whosever the case is');
select is(t.call('citizen', 'receipts', t.caller('sam'), quote_literal(reference)), '[]', 'a stranger has none') from sent;
select is(t.state('citizen', 'receipt_file', t.caller('anna'), format('%L, %L, %L', reference, 'submission', 'exe')), 'BK404', 'there are no other files') from sent;
select is((select count(*) from core.audit a join sent on a.object = reference where action = 'receipt.read'), 5::bigint, 'every reading is in the trail');

select * from finish();
rollback;
