-- The role stays: it may own things in other databases of the cluster.
begin;
do $$
declare
	f record;
begin
	for f in select c.oid::regclass as tab, p.polname as name from pg_policy p join pg_class c on c.oid = p.polrelid
		where p.polname in ('signing', 'signing_moves') loop
		execute format('drop policy %I on %s', f.name, f.tab);
	end loop;
end
$$;
alter table core.login drop column case_id, drop column person, drop column document, drop column sign_request, drop column sign_message;
drop table core.case_link, core.signature, core.case_extract, core.party, core.signing;
drop function core.evidence_is_final();
drop owned by owner_signing;
commit;
