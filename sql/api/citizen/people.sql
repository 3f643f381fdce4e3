-- The applicant and the children of the applicant. A child with protected identity has no name here.

create or replace function api_citizen.self(caller core.caller) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	return (select json_build_object('name', p.given_name || ' ' || p.family_name, 'email', p.email, 'protected', p.protected)
		from core.person p where p.municipality = caller.municipality and p.person = me);
end
	$$;

-- A pupil from 16 applies without a guardian (skollagen 29 kap. 12 §), and stands in the list too.
create or replace function api_citizen.children(caller core.caller) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	perform core.note(caller, 'children.read', me::text);
	return (select coalesce(json_agg(json_build_object('person', p.person,
			'name', case when not p.protected then p.given_name || ' ' || p.family_name end,
			'birth_year', p.birth_year, 'protected', p.protected) order by p.birth_year desc, p.given_name), '[]')
		from (select core.children() as person
			union select me) mine
		join core.person p on p.municipality = caller.municipality and p.person = mine.person
		where p.person <> me
			or core.years(p.personal_number, (now() at time zone 'Europe/Stockholm')::date) between 16 and 20);
end
	$$;
