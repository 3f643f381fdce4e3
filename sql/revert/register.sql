begin;
drop function core.area_of(text, text, text);
drop function core.my_scopes();
drop function core.check_staff(text, uuid);
drop table core.school_area, core.role, core.staff, core.guardian, core.person cascade;
drop function core.guardians(uuid);
drop function core.children();
drop function core.years(text, date);
commit;
