begin;
select 1 / count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
	where n.nspname = 'core' and p.proname = 'signing_sign' and p.prosecdef and p.proowner = 'owner_signing'::regrole;
rollback;
