-- A form that was kept when its session had ended: core.park and core.parked say how.

create or replace function api_caseworker.park(caller core.caller, path text, fields text) returns text language plpgsql
	as $$ begin return core.park(caller, 'caseworker', path, fields); end $$;

create or replace function api_caseworker.parked(caller core.caller, take boolean) returns text language plpgsql
	as $$ begin return core.parked(caller, 'caseworker', 'staff', take); end $$;
