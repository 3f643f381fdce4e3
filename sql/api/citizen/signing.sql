-- A case of somebody else that waits for, or was shown to, this guardian; and what its applicant can still do about it.

create or replace function api_citizen.shared_read(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	p core.party := core.signing_party(caller, reference);
	heading jsonb := core.signing_heading(caller, p.case_id);
	answer text;
begin
	-- The extract is read under row security of its own: an applicant has none here, nor has who is no guardian any more.
	select json_build_object('reference', reference, 'form', heading -> 'form', 'version', heading -> 'version', 'sha256', heading -> 'sha256',
			'titles', heading -> 'titles', 'subject', heading -> 'subject', 'subject_name', heading -> 'subject_name',
			'applicant_name', heading -> 'applicant_name', 'submitted_at', heading -> 'submitted_at', 'received_at', heading -> 'received_at',
			'withheld', heading -> 'withheld', 'document', encode(e.sha256, 'hex'),
			'answers', case when (heading ->> 'withheld')::boolean then '{}' else e.content::json -> 'answers' end,
			'status', s.state, 'signing', core.signing_facts(caller, p.case_id))
		into answer from core.case_extract e
		join core.signing s on s.municipality = e.municipality and s.case_id = e.case_id
		where e.municipality = caller.municipality and e.case_id = p.case_id;
	if answer is null then
		perform core.refuse('404', 'There is no such case.');
	end if;
	perform core.note(caller, 'case.read', reference);
	return answer;
end
	$$;

create or replace function api_citizen.sign_decline(caller core.caller, reference text, reason text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	return core.signing_decline(caller, reference, reason);
end
	$$;

create or replace function api_citizen.sign_withdraw(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	return core.signing_withdraw(caller, reference);
end
	$$;
