-- The functions of the services are replaced as one set, in one transaction; services that run meanwhile see the old set or the new.
create schema if not exists api_citizen;
create schema if not exists api_caseworker;
create schema if not exists api_admin;
create schema if not exists api_eid;
create schema if not exists api_worker;
create schema if not exists api_operator;
