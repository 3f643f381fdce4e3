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
	primary key (municipality, person),
	unique (municipality, staff_id)
);

create table core.role (
	municipality text not null,
	person uuid not null,
	role text not null check (role in ('caseworker', 'admin')),
	queue text not null default '' check ((role = 'caseworker') = (queue <> '')),
	primary key (municipality, person, role, queue),
	foreign key (municipality, person) references core.staff
);

alter table core.person owner to owner_core;
alter table core.guardian owner to owner_core;
alter table core.staff owner to owner_core;
alter table core.role owner to owner_core;
alter table core.person enable row level security;
alter table core.person force row level security;
alter table core.guardian enable row level security;
alter table core.guardian force row level security;
alter table core.staff enable row level security;
alter table core.staff force row level security;
alter table core.role enable row level security;
alter table core.role force row level security;

grant select on core.person, core.guardian to owner_citizen;
grant select on core.person, core.staff, core.role to owner_caseworker;
grant select on core.staff, core.role to owner_admin;
grant select on core.staff, core.role to owner_eid;
grant select, insert, update on core.person to owner_eid;
grant select, insert, update on core.person, core.staff to owner_operator;
grant select, insert on core.guardian to owner_operator;
grant select, insert, delete on core.role to owner_operator;
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

create policy mine on core.guardian to owner_citizen
	using (municipality = (select core.municipality()) and guardian = (select core.me()));
create policy mine_and_my_children on core.person to owner_citizen
	using (municipality = (select core.municipality()) and (person = (select core.me())
		or person in (select core.children())));
create policy colleagues on core.staff for select to owner_caseworker, owner_admin
	using (municipality = (select core.municipality()));
create policy my_roles on core.role for select to owner_caseworker, owner_admin
	using (municipality = (select core.municipality()) and person = (select core.me()));
create policy municipality on core.person to owner_eid, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.guardian to owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.staff to owner_eid, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.role to owner_eid, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));

commit;
