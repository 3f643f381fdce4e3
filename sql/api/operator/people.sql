-- What an operator does by the command line: no session, the database role itself is the right.

-- Adds and updates, removes nothing. Who is in it as before is neither touched nor counted.
create or replace function api_operator.people_import(caller core.caller, register text) returns text language plpgsql
	as $$
declare
	source jsonb := register::jsonb;
	people int;
	guardians int;
	staff int;
	roles int;
	schools int;
begin
	perform core.bind(caller, 'operator');
	insert into core.municipality (municipality, name) values (caller.municipality, coalesce(source ->> 'municipality', caller.municipality))
		on conflict do nothing;
	insert into core.person as p (municipality, personal_number, given_name, family_name, email, protected, address)
		select caller.municipality, x.personal_number, x.given_name, x.family_name, x.email, coalesce(x.protected, false), x.address
		from jsonb_to_recordset(source -> 'people')
			as x(personal_number text, given_name text, family_name text, email text, protected boolean, address text)
		on conflict on constraint person_municipality_personal_number_key do update set given_name = excluded.given_name,
			family_name = excluded.family_name, email = excluded.email, protected = excluded.protected,
			address = excluded.address, changed_at = now()
			where (p.given_name, p.family_name, p.email, p.protected, p.address) is distinct from
				(excluded.given_name, excluded.family_name, excluded.email, excluded.protected, excluded.address);
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
	perform core.roles_alone(caller.municipality);
	with given as (
		insert into core.role as r (municipality, person, role, queue, form, area)
			select caller.municipality, s.person, y.role, coalesce(y.queue, ''), coalesce(y.form, ''), coalesce(y.area, '')
			from jsonb_to_recordset(source -> 'staff') as x(staff_id text, roles jsonb)
			cross join jsonb_to_recordset(x.roles) as y(role text, queue text, form text, area text)
			join core.staff s on s.municipality = caller.municipality and s.staff_id = x.staff_id
			on conflict do nothing returning r.*)
	select count(core.role_happened(caller, 'granted', g.person, g.role, g.queue, g.form, g.area)) into roles from given g;
	insert into core.school_area as a (municipality, school, area)
		select caller.municipality, lower(btrim(x.school)), btrim(x.area)
		from jsonb_to_recordset(source -> 'schools') as x(school text, area text)
		on conflict on constraint school_area_pkey do update set area = excluded.area;
	get diagnostics schools = row_count;
	perform core.note(caller, 'people.import', caller.municipality);
	return json_build_object('people', people, 'guardians', guardians, 'staff', staff, 'roles', roles, 'schools', schools);
end
	$$;

create or replace function api_operator.role_grant(caller core.caller, staff_id text, role text, queue text, form text, area text)
	returns text language plpgsql
	as $$
declare
	who uuid := core.operate_on(caller, staff_id);
begin
	insert into core.role (municipality, person, role, queue, form, area)
		values (caller.municipality, who, role_grant.role, coalesce(role_grant.queue, ''), coalesce(role_grant.form, ''),
			coalesce(role_grant.area, '')) on conflict do nothing;
	if found then
		perform core.role_happened(caller, 'granted', who, role, queue, form, area);
	end if;
	return null;
end
	$$;

create or replace function api_operator.role_revoke(caller core.caller, staff_id text, role text, queue text, form text, area text)
	returns text language plpgsql
	as $$
declare
	who uuid := core.operate_on(caller, staff_id);
begin
	delete from core.role r where r.municipality = caller.municipality and r.person = who and r.role = role_revoke.role
		and r.queue = coalesce(role_revoke.queue, '') and r.form = coalesce(role_revoke.form, '')
		and r.area = coalesce(role_revoke.area, '');
	if not found then
		perform core.refuse('404', 'There is no such role to take away.');
	end if;
	perform core.role_happened(caller, 'taken', who, role, queue, form, area);
	return null;
end
	$$;

-- Disabled: every session ends, none begins. Enabled again: the roles are as they were, the sessions are not.
create or replace function api_operator.staff_disable(caller core.caller, staff_id text) returns text language plpgsql
	as $$
declare
	who uuid := core.operate_on(caller, staff_id);
begin
	update core.staff s set disabled_at = now() where s.municipality = caller.municipality and s.person = who and s.disabled_at is null;
	if found then
		perform core.role_happened(caller, 'disabled', who);
	end if;
	update core.session s set revoked_at = now() where s.municipality = caller.municipality and s.audience = 'staff' and s.person = who
		and s.revoked_at is null;
	return null;
end
	$$;

create or replace function api_operator.staff_enable(caller core.caller, staff_id text) returns text language plpgsql
	as $$
declare
	who uuid := core.operate_on(caller, staff_id);
begin
	update core.staff s set disabled_at = null where s.municipality = caller.municipality and s.person = who and s.disabled_at is not null;
	if found then
		perform core.role_happened(caller, 'enabled', who);
	end if;
	return null;
end
	$$;

create or replace function api_operator.staff_list(caller core.caller) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	return (select coalesce(json_agg(json_build_object('staff_id', s.staff_id, 'name', s.given_name || ' ' || s.family_name,
			'disabled_at', s.disabled_at, 'roles', (select coalesce(json_agg(json_build_object('role', r.role, 'queue', r.queue,
					'form', r.form, 'area', r.area) order by r.role, r.queue, r.form, r.area), '[]')
				from core.role r where r.municipality = s.municipality and r.person = s.person)) order by s.staff_id), '[]')
		from core.staff s where s.municipality = caller.municipality);
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
