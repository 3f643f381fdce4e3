-- A person's own receipts: row security shows nobody else's.

-- Which there are of a case, and whether the printed copy is there yet.
create or replace function api_citizen.receipts(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	return (select coalesce(json_agg(json_build_object('kind', r.kind, 'key_id', r.key_id, 'pdf', exists (select from core.receipt_pdf f
			where f.municipality = r.municipality and f.case_id = r.case_id and f.person = r.person and f.kind = r.kind))
			order by r.kind desc), '[]')
		from core.receipt r where r.municipality = caller.municipality and r.reference = receipts.reference and r.person = me);
end
	$$;

-- One file of a receipt: json and minisig as they are, sig and pdf in base64. A text and no JSON: a copy can be large.
create or replace function api_citizen.receipt_file(caller core.caller, reference text, kind text, file text) returns text
	language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	answer text;
begin
	select case receipt_file.file
			when 'json' then r.content
			when 'minisig' then r.minisig
			when 'sig' then translate(encode(r.signature, 'base64'), E'\n', '')
			when 'pdf' then (select translate(encode(f.content, 'base64'), E'\n', '') from core.receipt_pdf f
				where f.municipality = r.municipality and f.case_id = r.case_id and f.person = r.person and f.kind = r.kind)
		end into answer
		from core.receipt r where r.municipality = caller.municipality and r.reference = receipt_file.reference
			and r.person = me and r.kind = receipt_file.kind;
	if answer is null then
		perform core.refuse('404', 'There is no such receipt, or it is not there yet.');
	end if;
	perform core.note(caller, 'receipt.read', reference);
	return answer;
end
	$$;
