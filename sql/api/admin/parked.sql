-- A form that was kept when its session had ended: core.park and core.parked say how.

create or replace function api_admin.park(caller core.caller, path text, fields text) returns text language plpgsql
	as $$ begin return core.park(caller, 'admin', path, fields); end $$;

create or replace function api_admin.parked(caller core.caller, take boolean) returns text language plpgsql
	as $$ begin return core.parked(caller, 'admin', 'staff', take); end $$;
