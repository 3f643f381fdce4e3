begin;
drop table core.role, core.staff, core.guardian, core.person;
commit;
