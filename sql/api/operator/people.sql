-- What an operator does by the command line: no session, the database role itself is the right.

-- Adds and updates, removes nothing.
create or replace function api_operator.people_import(caller core.caller, register text) returns text language plpgsql
	as $$
declare
	source jsonb := register::jsonb;
	people int;
	guardians int;
	staff int;
begin
	perform core.bind(caller, 'operator');
	insert into core.municipality (municipality, name) values (caller.municipality, coalesce(source ->> 'municipality', caller.municipality))
		on conflict do nothing;
	insert into core.person as p (municipality, personal_number, given_name, family_name, email, protected)
		select caller.municipality, x.personal_number, x.given_name, x.family_name, x.email, coalesce(x.protected, false)
		from jsonb_to_recordset(source -> 'people')
			as x(personal_number text, given_name text, family_name text, email text, protected boolean)
		on conflict on constraint person_municipality_personal_number_key do update set given_name = excluded.given_name,
			family_name = excluded.family_name, email = excluded.email, protected = excluded.protected, changed_at = now();
	get diagnostics people = row_count;
	insert into core.guardian (municipality, guardian, child)
		select caller.municipality, g.person, c.person
		from jsonb_to_recordset(source -> 'guardians') as x(child text, guardian text)
		join core.person g on g.municipality = caller.municipality and g.personal_number = x.guardian
		join core.person c on c.municipality = caller.municipality and c.personal_number = x.child
		on conflict do nothing;
	get diagnostics guardians = row_count;
	insert into core.staff as s (municipality, staff_id, given_name, family_name, email)
		select caller.municipality, x.staff_id, x.given_name, x.family_name, x.email
		from jsonb_to_recordset(source -> 'staff') as x(staff_id text, given_name text, family_name text, email text)
		on conflict on constraint staff_municipality_staff_id_key do update set given_name = excluded.given_name,
			family_name = excluded.family_name, email = excluded.email;
	get diagnostics staff = row_count;
	insert into core.role (municipality, person, role, queue)
		select caller.municipality, s.person, r.role, coalesce(r.queue, '')
		from jsonb_to_recordset(source -> 'staff') as x(staff_id text, roles jsonb)
		cross join jsonb_to_recordset(x.roles) as r(role text, queue text)
		join core.staff s on s.municipality = caller.municipality and s.staff_id = x.staff_id
		on conflict do nothing;
	perform core.note(caller, 'people.import', caller.municipality);
	return json_build_object('people', people, 'guardians', guardians, 'staff', staff);
end
	$$;

create or replace function api_operator.role_grant(caller core.caller, staff_id text, role text, queue text) returns text
	language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	insert into core.role (municipality, person, role, queue)
		select caller.municipality, s.person, role_grant.role, coalesce(role_grant.queue, '') from core.staff s
		where s.municipality = caller.municipality and s.staff_id = role_grant.staff_id
		on conflict do nothing;
	if not exists (select from core.staff s where s.municipality = caller.municipality and s.staff_id = role_grant.staff_id) then
		perform core.refuse('404', 'There is no such member of staff.');
	end if;
	perform core.note(caller, 'role.grant', staff_id || ' ' || role || ' ' || coalesce(queue, ''));
	return null;
end
	$$;

create or replace function api_operator.role_revoke(caller core.caller, staff_id text, role text, queue text) returns text
	language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	delete from core.role r using core.staff s where s.municipality = caller.municipality and s.staff_id = role_revoke.staff_id
		and r.municipality = s.municipality and r.person = s.person and r.role = role_revoke.role
		and r.queue = coalesce(role_revoke.queue, '');
	if not found then
		perform core.refuse('404', 'There is no such role to take away.');
	end if;
	perform core.note(caller, 'role.revoke', staff_id || ' ' || role || ' ' || coalesce(queue, ''));
	return null;
end
	$$;

create or replace function api_operator.form_publish(caller core.caller, form text, version text, sha256 text, definition text)
	returns text language plpgsql
	as $$
declare
	answer text;
	there record;
begin
	perform core.bind(caller, 'operator');
	select f.state, f.sha256 into there from core.form_version f
		where f.municipality = caller.municipality and f.form = form_publish.form and f.version = form_publish.version;
	if there.state is distinct from 'published' then
		perform core.form_save(caller, form, version, sha256, definition, 'operator', there.sha256);
	end if;
	answer := core.form_publish(caller, form, version, sha256);
	perform core.note(caller, 'form.publish', form || ' ' || version);
	return answer;
end
	$$;

-- The version that citizens meet; null when none is published.
create or replace function api_operator.form_current(caller core.caller, form text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	return coalesce((select json_build_object('version', f.version, 'sha256', f.sha256, 'definition', f.definition) from core.form_version f
		where f.municipality = caller.municipality and f.form = form_current.form and f.state = 'published'
		order by f.place desc limit 1)::text, 'null');
end
	$$;
