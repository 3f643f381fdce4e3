-- Roles stay: they may own things in other databases of the cluster.
begin;
drop schema if exists api_citizen, api_caseworker, api_admin, api_eid, api_worker, api_operator cascade;
drop schema core cascade;
commit;
