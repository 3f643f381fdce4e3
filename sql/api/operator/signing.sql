-- What stands behind the signatures of a case: `blankett signature show`.

create or replace function api_operator.signatures(caller core.caller, reference text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	perform core.note(caller, 'signatures.read', reference);
	-- kept: the digest of the text as it stands now, which must be the one that was signed.
	return (select coalesce(jsonb_agg(x.value || jsonb_build_object('kept', encode(sha256(convert_to(
				case x.value ->> 'role' when 'applicant' then d.content else e.content end, 'UTF8')), 'hex')) order by x.ordinality), '[]')
		from jsonb_array_elements(core.signing_evidence(caller, reference)::jsonb) with ordinality x
		join core.case_document d on d.municipality = caller.municipality and d.case_id = (x.value ->> 'case_id')::uuid
		left join core.case_extract e on e.municipality = d.municipality and e.case_id = d.case_id);
end
	$$;
