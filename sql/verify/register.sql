begin;
select municipality, person, personal_number, given_name, family_name, email, protected, birth_year from core.person where false;
select municipality, guardian, child from core.guardian where false;
select municipality, person, staff_id from core.staff where false;
select municipality, person, role, queue from core.role where false;
rollback;
