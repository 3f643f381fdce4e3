-- What stands behind the signatures of a case: `blankett signature show`.

create or replace function api_operator.signatures(caller core.caller, reference text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	perform core.note(caller, 'signatures.read', reference);
	return core.signing_evidence(caller, reference);
end
	$$;
