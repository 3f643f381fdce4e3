begin;
do $$
declare
	f record;
begin
	for f in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname = 'core' and p.proname ~ '^signing_' loop
		execute format('drop function %s', f.name);
	end loop;
end
$$;
commit;
