begin;
select 1 / (count(*) = 13)::int from pg_roles where rolname in ('owner_core', 'owner_citizen', 'owner_caseworker', 'owner_admin',
	'owner_eid', 'owner_worker', 'owner_operator', 'blankett_citizen', 'blankett_caseworker', 'blankett_admin', 'blankett_eid',
	'blankett_worker', 'blankett_operator');
select core.uuid7();
rollback;
