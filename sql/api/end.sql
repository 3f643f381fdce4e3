-- What every function of a service has in common: it runs as its schema's owner, under row security, with a fixed search path, and
-- only its service may call it. A function that this deploy did not bring is gone.
do $$
declare
	f record;
	service text;
begin
	for f in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname ~ '^api_' and p.xmin <> pg_current_xact_id()::xid loop
		execute format('drop function %s', f.name);
	end loop;
	foreach service in array array['citizen', 'caseworker', 'admin', 'eid', 'worker', 'operator'] loop
		execute format('alter schema api_%s owner to owner_%s', service, service);
		execute format('grant usage on schema api_%s to blankett_%s', service, service);
		for f in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
			where n.nspname = 'api_' || service loop
			execute format('alter function %s security definer', f.name);
			execute format('alter function %s set search_path = pg_catalog, pg_temp', f.name);
			execute format('alter function %s owner to owner_%s', f.name, service);
			execute format('revoke all on function %s from public', f.name);
			execute format('grant execute on function %s to blankett_%s', f.name, service);
		end loop;
	end loop;
end
$$;
