-- A login that is for signing: bound to the case, the person and what is signed.

create or replace function api_eid.sign_read(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'eid', 'citizen');
begin
	return core.signing_read(caller, reference);
end
	$$;

create or replace function api_eid.sign_begin(caller core.caller, reference text, document text, handle_hash text, state_hash text,
	nonce text, verifier text, provider text, return_to text, sign_request text, sign_message text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'eid', 'citizen');
	what jsonb := core.signing_read(caller, reference);
begin
	if what ->> 'document' is distinct from document then
		perform core.refuse('409', 'What was asked to be signed is not what was sent in.');
	end if;
	insert into core.login (municipality, handle_hash, state_hash, nonce, verifier, provider, audience, return_to, case_id, person, document,
			sign_request, sign_message)
		values (caller.municipality, decode(sign_begin.handle_hash, 'hex'), decode(sign_begin.state_hash, 'hex'), sign_begin.nonce,
			sign_begin.verifier, sign_begin.provider, 'citizen', sign_begin.return_to, (what ->> 'case_id')::uuid, me,
			decode(sign_begin.document, 'hex'), sign_begin.sign_request, sign_begin.sign_message);
	return null;
end
	$$;

create or replace function api_eid.sign_finish(caller core.caller, case_id uuid, person uuid, document text, mode text, provider text,
	issuer text, client_id text, level text, authenticated_s bigint, evidence text, evidence_sha256 text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'eid');
	return core.signing_sign(caller, case_id, person, decode(document, 'hex'), mode, provider, issuer, client_id, level,
		to_timestamp(authenticated_s), evidence, decode(evidence_sha256, 'hex'));
end
	$$;
