begin;
select municipality, person, personal_number, given_name, family_name, email, protected, address, birth_year from core.person where false;
select municipality, guardian, child from core.guardian where false;
select municipality, person, staff_id, disabled_at from core.staff where false;
select municipality, person, role, queue, form, area, proposal from core.role where false;
select municipality, school, area from core.school_area where false;
rollback;
