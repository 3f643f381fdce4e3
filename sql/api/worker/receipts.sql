-- Receipts: facts out, signed bytes in. The same facts give the same bytes, so a worker that dies in between does no harm.

-- The next receipt to sign, leased: {"id","attempts"}; null when there is none.
create or replace function api_worker.receipt_claim(caller core.caller, lease_s int) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'worker');
	select json_build_object('id', t.id, 'attempts', t.attempts) into answer from core.outbox_lease(caller, 'receipt', 1, lease_s) t;
	return answer;
end
	$$;

-- What a receipt says, as it was when its cause committed. Members of rules/receipt.h, and more that it passes over.
create or replace function api_worker.receipt_facts(caller core.caller, id uuid) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'worker');
	-- at: the moment of the cause. A transaction's now() is older than what it read off the clock.
	with due as (
			select o.case_id, o.person, split_part(o.kind, '.', 2) as kind, greatest(o.created_at, c.submitted_at) as at, c.reference, c.form,
				c.version, c.submitted_at, c.received_at
			from core.outbox o join core.cases c on c.municipality = o.municipality and c.case_id = o.case_id
			where o.municipality = caller.municipality and o.id = receipt_facts.id
				and o.channel = 'receipt')
		select json_build_object('municipality', caller.municipality, 'kind', due.kind, 'case', due.reference,
				'form', json_build_object('id', due.form, 'version', due.version, 'sha256', f.sha256),
				-- What the person signed: for another guardian that is the extract.
				'document', json_build_object('sha256', encode(coalesce((select s.document from core.signature s where due.kind = 'signature'
					and s.municipality = caller.municipality and s.case_id = due.case_id and s.person = due.person), d.sha256), 'hex')),
				'status', case when due.received_at <= due.at then 'received' else 'awaiting_signature' end,
				'submitted_at', core.moment(due.submitted_at),
				'received_at', case when due.received_at <= due.at then core.moment(due.received_at) end,
				'signers', (select json_agg(json_build_object('role', s.role,
						'name', case when not p.protected then p.given_name || ' ' || p.family_name end,
						'mode', s.mode, 'level', s.level, 'at', core.moment(s.at)) order by s.at, s.role, s.person)
					from core.case_signers(caller.municipality, due.case_id) s
					join core.person p on p.municipality = caller.municipality and p.person = s.person
					where s.at <= due.at),
				'issued_at', core.moment(due.at)) into answer
		from due
		join core.form_version f on f.municipality = caller.municipality and f.form = due.form and f.version = due.version
		join core.case_document d on d.municipality = caller.municipality and d.case_id = due.case_id;
	if answer is null then
		perform core.refuse('404', 'There is no such receipt to make.');
	end if;
	return answer;
end
	$$;

-- Keeps a receipt, asks for its printed copy and ends the errand, or does nothing when that is done already.
create or replace function api_worker.receipt_store(caller core.caller, id uuid, content text, minisig text, signature text, key_id text)
	returns text language plpgsql
	as $$
declare
	errand record;
	n bigint;
begin
	perform core.bind(caller, 'worker');
	update core.outbox o set state = 'done', done_at = now(), leased_until = null, cause = null
		from core.cases c
		where o.municipality = caller.municipality and o.id = receipt_store.id and o.state = 'waiting'
			and o.channel = 'receipt'
			and c.municipality = o.municipality and c.case_id = o.case_id
		returning o.case_id, coalesce(o.person, c.applicant) as person, split_part(o.kind, '.', 2) as kind, c.reference into errand;
	if not found then
		return '{"stored":false}';
	end if;
	insert into core.receipt (municipality, case_id, person, kind, reference, content, minisig, signature, key_id)
		values (caller.municipality, errand.case_id, errand.person, errand.kind, errand.reference, receipt_store.content,
			receipt_store.minisig, decode(receipt_store.signature, 'hex'), receipt_store.key_id)
		on conflict do nothing;
	get diagnostics n = row_count;
	if n = 1 then
		insert into core.outbox (municipality, kind, case_id, person)
			values (caller.municipality, 'receipt.' || errand.kind || '.pdf', errand.case_id, errand.person);
		perform core.note(caller, 'receipt.sign', errand.reference);
	end if;
	return json_build_object('stored', n = 1);
end
	$$;

-- The next copy to print, leased; null when there is none. The answers go to the applicant's own copy alone.
create or replace function api_worker.print_claim(caller core.caller, lease_s int) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'worker');
	select json_build_object('id', t.id, 'kind', t.kind, 'reference', r.reference, 'language', c.language, 'form', c.form,
				'version', c.version, 'content', r.content, 'minisig', r.minisig, 'key_id', r.key_id,
				'answers', case when t.kind = 'submission' and t.person = c.applicant then d.content::json -> 'answers' end) into answer
		from (select o.id, o.case_id, o.person, split_part(o.kind, '.', 2) as kind
			from core.outbox_lease(caller, 'print', 1, lease_s) o) t
		join core.receipt r on r.municipality = caller.municipality and r.case_id = t.case_id and r.person = t.person and r.kind = t.kind
		join core.cases c on c.municipality = caller.municipality and c.case_id = t.case_id
		join core.case_document d on d.municipality = caller.municipality and d.case_id = t.case_id;
	return answer;
end
	$$;

-- Keeps a copy (base64) and ends its errand.
create or replace function api_worker.receipt_pdf_store(caller core.caller, id uuid, pdf text) returns text language plpgsql
	as $$
declare
	errand record;
begin
	perform core.bind(caller, 'worker');
	update core.outbox o set state = 'done', done_at = now(), leased_until = null, cause = null
		where o.municipality = caller.municipality and o.id = receipt_pdf_store.id and o.state = 'waiting'
			and o.channel = 'print'
		returning o.case_id, o.person, split_part(o.kind, '.', 2) as kind into errand;
	if found then
		insert into core.receipt_pdf (municipality, case_id, person, kind, content)
			values (caller.municipality, errand.case_id, errand.person, errand.kind, decode(receipt_pdf_store.pdf, 'base64'))
			on conflict do nothing;
	end if;
	return null;
end
	$$;

-- The definition a copy takes its questions from.
create or replace function api_worker.form_get(caller core.caller, form text, version text, known text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'worker');
	return core.form_found(caller, form, version, known);
end
	$$;
