begin;
drop table core.role, core.staff, core.guardian, core.person cascade;
drop function core.children();
drop function core.years(text, date);
commit;
