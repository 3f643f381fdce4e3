-- Roles stay: they may own things in other databases of the cluster.
begin;
drop schema core cascade;
commit;
