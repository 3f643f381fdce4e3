-- People as the population register gives them. Who is guardian of whom is asked of core.children alone: a real register's service
-- fills the same rows, or stands behind that one function.
begin;

create table core.person (
	municipality text not null references core.municipality,
	person uuid not null default core.uuid7(),
	personal_number text not null check (personal_number ~ '^[0-9]{12}$'),
	given_name text not null,
	family_name text not null,
	email text,
	protected boolean not null default false,
	address text, -- the register's id of the registered address, never its words
	birth_year int not null generated always as (substr(personal_number, 1, 4)::int) stored,
	changed_at timestamptz not null default now(),
	primary key (municipality, person),
	unique (municipality, personal_number)
);

create table core.guardian (
	municipality text not null,
	guardian uuid not null,
	child uuid not null,
	primary key (municipality, guardian, child),
	foreign key (municipality, guardian) references core.person,
	foreign key (municipality, child) references core.person
);
create index guardian_of_child on core.guardian (municipality, child);

create table core.staff (
	municipality text not null references core.municipality,
	person uuid not null default core.uuid7(),
	staff_id text not null,
	kind text not null default 'person' check (kind in ('person', 'service')), -- a service account has roles, and no login
	given_name text not null,
	family_name text not null,
	email text,
	disabled_at timestamptz, -- from then on nobody gets in as this person, whatever the roles say
	primary key (municipality, person),
	unique (municipality, staff_id)
);

-- What a member of staff may do: read at every call, never in the token. A caseworker's role is for the cases of one queue, the board
-- unit's; where they are not empty, for one service (form) and one school area of it alone. An administrator's has no scope.
create table core.role (
	municipality text not null,
	person uuid not null,
	role text not null check (role in ('caseworker', 'admin')),
	queue text not null default '',
	form text not null default '',
	area text not null default '',
	granted_at timestamptz not null default now(),
	proposal uuid, -- what two administrators agreed on; null: given by the command line
	primary key (municipality, person, role, queue, form, area),
	foreign key (municipality, person) references core.staff,
	constraint role_scope check (case role when 'caseworker' then queue <> '' and queue || form !~ '/' else queue || form || area = '' end)
);

-- Which area a school lies in. A school's name is kept without regard to capitals, for people write it by hand.
create table core.school_area (
	municipality text not null references core.municipality,
	school text not null check (school <> '' and school = lower(btrim(school))),
	area text not null check (area <> '' and area = btrim(area)),
	primary key (municipality, school)
);
create index school_area_name on core.school_area (municipality, lower(area));

alter table core.person owner to owner_core;
alter table core.guardian owner to owner_core;
alter table core.staff owner to owner_core;
alter table core.role owner to owner_core;
alter table core.school_area owner to owner_core;
alter table core.person enable row level security;
alter table core.person force row level security;
alter table core.guardian enable row level security;
alter table core.guardian force row level security;
alter table core.staff enable row level security;
alter table core.staff force row level security;
alter table core.role enable row level security;
alter table core.role force row level security;
alter table core.school_area enable row level security;
alter table core.school_area force row level security;

grant select on core.person, core.guardian to owner_citizen;
grant select on core.person, core.staff, core.role to owner_caseworker;
grant select on core.staff to owner_admin;
grant select on core.staff, core.role to owner_eid;
grant select, insert, update on core.person to owner_eid;
grant select, insert, update on core.person, core.staff to owner_operator;
grant select, insert on core.guardian to owner_operator;
grant select, insert, delete on core.role to owner_operator;
grant select, insert, update on core.school_area to owner_operator;
grant select on core.school_area to owner_citizen, owner_admin;
grant references on core.person to owner_core;

-- Whole years on a day, by the date in a personal number; where the number holds no whole date (samordningsnummer), by what it holds.
create function core.years(personal_number text, day date) returns int language sql immutable
	as $$
	select extract(year from day)::int - substr(personal_number, 1, 4)::int
		- ((extract(month from day)::int, extract(day from day)::int)
			< (substr(personal_number, 5, 2)::int, substr(personal_number, 7, 2)::int % 60))::int
	$$;
grant execute on function core.years(text, date) to owner_citizen;

-- The children of whoever is logged in. In plpgsql, which keeps its plan.
create function core.children() returns setof uuid language plpgsql stable rows 5
	as $$
begin
	return query select g.child from core.guardian g where g.municipality = core.municipality() and g.guardian = core.me();
end
	$$;
grant execute on function core.children() to owner_citizen;

-- The other way: who is guardian of a child. For those alone whose rows are not bound to one person.
create function core.guardians(child uuid) returns setof uuid language plpgsql stable rows 2
	as $$
begin
	return query select g.guardian from core.guardian g where g.municipality = core.municipality() and g.child = guardians.child;
end
	$$;

create policy mine on core.guardian to owner_citizen
	using (municipality = (select core.municipality()) and guardian = (select core.me()));
create policy mine_and_my_children on core.person to owner_citizen
	using (municipality = (select core.municipality()) and (person = (select core.me())
		or person in (select core.children())));
create policy colleagues on core.staff for select to owner_caseworker, owner_admin
	using (municipality = (select core.municipality()));
create policy my_roles on core.role for select to owner_caseworker
	using (municipality = (select core.municipality()) and person = (select core.me()));
create policy municipality on core.person to owner_eid, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.guardian to owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.staff to owner_eid, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.role to owner_eid, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.school_area to owner_citizen, owner_admin, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));

-- What the caller is a caseworker for: queue/form/area, empty for all. Read once a statement, whatever the number of its cases.
create function core.my_scopes() returns text[] language plpgsql stable
	as $$
begin
	return (select coalesce(array_agg(r.queue || '/' || r.form || '/' || r.area), '{}') from core.role r where r.role = 'caseworker');
end
	$$;
grant execute on function core.my_scopes() to owner_caseworker;

-- Ends a call by whoever has been disabled or has no role left. core.enter makes it of every session of staff.
create function core.check_staff(municipality text, person uuid) returns void language plpgsql
	as $$
begin
	if exists (select from core.staff s where s.municipality = check_staff.municipality and s.person = check_staff.person
			and s.disabled_at is not null)
		or not exists (select from core.role r where r.municipality = check_staff.municipality and r.person = check_staff.person) then
		perform core.refuse('401', 'Your access has ended.');
	end if;
end
	$$;
grant execute on function core.check_staff(text, uuid) to owner_caseworker, owner_admin, owner_eid;

-- The school area that an answer leads to: of the school that it names, or the area itself. Empty when it names neither, or when the
-- form asks for none. place: a JSON pointer (RFC 6901) into the answers.
create function core.area_of(municipality text, answers text, place text) returns text language plpgsql stable
	as $$
declare
	answer text;
begin
	if place is null then
		return '';
	end if;
	answer := lower(btrim(answers::json #>> (select array_agg(replace(replace(part, '~1', '/'), '~0', '~') order by n)
		from unnest(string_to_array(substr(place, 2), '/')) with ordinality as p(part, n))));
	return coalesce(
		(select s.area from core.school_area s where s.municipality = area_of.municipality and s.school = answer),
		(select s.area from core.school_area s where s.municipality = area_of.municipality and lower(s.area) = answer limit 1), '');
end
	$$;
grant execute on function core.area_of(text, text, text) to owner_citizen;

commit;
