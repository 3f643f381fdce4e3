-- What time does to cases that wait for signatures.

create or replace function api_worker.signing_due(caller core.caller) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'worker');
	return core.signing_due(caller);
end
	$$;
