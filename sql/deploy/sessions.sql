-- Who is logged in, what was kept for them, and which programs have a key. Only blankett-eid makes sessions; every other service finds its own by the hash of the token's id.
begin;

create table core.login (
	municipality text not null references core.municipality,
	handle_hash bytea not null,
	state_hash bytea not null,
	nonce text not null,
	verifier text not null,
	provider text not null,
	audience text not null check (audience in ('citizen', 'staff')),
	return_to text not null,
	created_at timestamptz not null default now(),
	primary key (municipality, handle_hash)
);
create index login_age on core.login (municipality, created_at);

create table core.session (
	municipality text not null references core.municipality,
	id_hash bytea not null,
	person uuid not null,
	audience text not null check (audience in ('citizen', 'staff')),
	provider text not null,
	subject text not null,
	level text not null,
	authenticated_at timestamptz not null,
	created_at timestamptz not null default now(),
	seen_at timestamptz not null default now(),
	expires_at timestamptz not null,
	revoked_at timestamptz,
	primary key (municipality, id_hash)
) with (fillfactor = 80);
create index session_age on core.session (municipality, expires_at);

-- A form that was sent under a session that had ended, or was too old for what was asked: kept for the same person for an hour.
create table core.parked (
	municipality text not null references core.municipality,
	person uuid not null,
	service text not null check (service in ('citizen', 'caseworker', 'admin')),
	path text not null,
	fields text not null check (octet_length(fields) <= 262144),
	created_at timestamptz not null default now(),
	primary key (municipality, person, service)
);
create index parked_age on core.parked (municipality, created_at);

-- The key of a program. What it may do stands here and in core.role, and is read at each call; a new key is a new row.
create table core.service_account (
	municipality text not null,
	id_hash bytea not null,
	person uuid not null,
	name text not null check (name ~ '^[a-z0-9-]{2,40}$'),
	scopes text[] not null check (scopes <> '{}' and scopes <@ array['queues.read', 'cases.read', 'cases.move', 'cases.decide', 'forms.read', 'forms.write']),
	key_id text not null,
	created_at timestamptz not null default now(),
	created_by text not null,
	seen_at timestamptz,
	expires_at timestamptz not null,
	revoked_at timestamptz,
	primary key (municipality, id_hash),
	foreign key (municipality, person) references core.staff
);
create unique index service_account_in_use on core.service_account (municipality, name) where revoked_at is null;

alter table core.login owner to owner_core;
alter table core.session owner to owner_core;
alter table core.parked owner to owner_core;
alter table core.service_account owner to owner_core;
alter table core.parked enable row level security;
alter table core.parked force row level security;
alter table core.service_account enable row level security;
alter table core.service_account force row level security;
alter table core.login enable row level security;
alter table core.login force row level security;
alter table core.session enable row level security;
alter table core.session force row level security;

grant select, insert, delete on core.login to owner_eid;
grant select, delete on core.login to owner_worker;
grant select, insert, update on core.session to owner_eid;
grant select, delete on core.session to owner_worker;
grant select (municipality, id_hash, person, audience, authenticated_at, created_at, seen_at, expires_at, revoked_at), update (seen_at)
	on core.session to owner_citizen, owner_caseworker, owner_admin;
grant select, insert, update, delete on core.parked to owner_citizen, owner_caseworker, owner_admin;
grant select, delete on core.parked to owner_worker;
grant select, update (seen_at) on core.service_account to owner_caseworker, owner_admin;
grant select, insert, update on core.service_account to owner_operator;

create policy municipality on core.login to owner_eid, owner_worker
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.session to owner_eid, owner_worker
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy mine on core.parked to owner_citizen, owner_caseworker, owner_admin
	using (municipality = (select core.municipality()) and person = (select core.me()))
	with check (municipality = (select core.municipality()) and person = (select core.me()));
create policy municipality on core.parked to owner_worker using (municipality = (select core.municipality()));
create policy this_account on core.service_account to owner_caseworker, owner_admin
	using (municipality = (select core.municipality()) and id_hash = (select core.session_hash()));
create policy municipality on core.service_account to owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy this_session on core.session to owner_citizen, owner_caseworker, owner_admin
	using (municipality = (select core.municipality()) and id_hash = (select core.session_hash()));

-- The first statement of every call: binds the transaction to the municipality and names the request in pg_stat_activity.
-- Here and in core.enter settings are made by assignments: `perform` runs a query for each.
create function core.bind(caller core.caller, service text) returns void language plpgsql
	as $$
declare
	made text;
begin
	if caller.municipality is null or caller.municipality !~ '^[0-9]{4}$' then
		perform core.refuse('400', 'No municipality was named.');
	end if;
	made := set_config('blankett.municipality', caller.municipality, true)
		|| set_config('blankett.person', '', true)
		|| set_config('blankett.session', coalesce(encode(caller.session_hash, 'hex'), ''), true)
		|| set_config('application_name', left(service || '/' || coalesce(caller.request_id, ''), 63), true);
end
	$$;

-- How long a session may rest and last, by where it is used. The login service's own pages go by whose they are.
create function core.session_limits(service text, audience text, out idle interval, out absolute interval) language sql immutable
	as $$
	select l.idle, l.absolute from (values
		('citizen', interval '30 minutes', interval '4 hours'),
		('caseworker', interval '30 minutes', interval '10 hours'),
		('admin', interval '15 minutes', interval '8 hours')) as l(desk, idle, absolute)
	where l.desk = case when service <> 'eid' then service when audience = 'staff' then 'caseworker' else 'citizen' end
	$$;

-- The same, and a session that is neither revoked nor past its limits, of the person and the audience that the token said. Staff have a
-- role, or no access. Answers the person.
create function core.enter(caller core.caller, service text, audience text) returns uuid language plpgsql
	as $$
declare
	made text := core.bind(caller, service);
	limits record := core.session_limits(service, audience);
	whose uuid;
	kind text;
	seen timestamptz;
begin
	if caller.audience = 'service' then
		perform core.refuse('403', 'No scope of a service account reaches this.');
	elsif caller.session_hash is null or caller.person is null or caller.audience is distinct from enter.audience then
		perform core.refuse('401', 'You need to log in.');
	end if;
	select session.person, session.audience, session.seen_at into whose, kind, seen from core.session
		where municipality = caller.municipality and id_hash = caller.session_hash
		and revoked_at is null and expires_at > now()
		and created_at > now() - limits.absolute and seen_at > now() - limits.idle;
	if not found or whose <> caller.person or kind <> enter.audience then
		perform core.refuse('401', 'The session has ended. Log in again.');
	end if;
	made := set_config('blankett.person', whose::text, true);
	if kind = 'staff' then
		perform core.check_staff(caller.municipality, whose);
	end if;
	-- Once a minute is enough to know who is idle, and spares a write at every request.
	if seen < now() - interval '1 minute' then
		update core.session set seen_at = now() where municipality = caller.municipality and id_hash = caller.session_hash;
	end if;
	return whose;
end
	$$;

-- For staff, and for a service account that has one of these scopes. Which queues it reaches is asked of core.role, as for people.
create function core.enter_scope(caller core.caller, service text, scopes text[]) returns uuid language plpgsql
	as $$
declare
	made text;
	account record;
begin
	if caller.audience is distinct from 'service' then
		return core.enter(caller, service, 'staff');
	end if;
	made := core.bind(caller, service);
	select a.person, a.scopes, a.seen_at into account from core.service_account a
		where a.municipality = caller.municipality and a.id_hash = caller.session_hash and a.person = caller.person
		and a.revoked_at is null and a.expires_at > now();
	if not found then
		perform core.refuse('401', 'The token of the service account is not in force.');
	elsif not account.scopes && enter_scope.scopes then
		perform core.refuse('403', 'The service account needs the scope ' || array_to_string(enter_scope.scopes, ' or ') || '.');
	end if;
	made := set_config('blankett.person', account.person::text, true);
	if account.seen_at is null or account.seen_at < now() - interval '1 minute' then
		update core.service_account set seen_at = now() where municipality = caller.municipality and id_hash = caller.session_hash;
	end if;
	return account.person;
end
	$$;

-- For what is not done on an old login: as core.enter, and the person was with the e-ID within the last 15 minutes. A service account
-- with one of the scopes has nobody to ask. Without scopes: people alone.
create function core.enter_fresh(caller core.caller, service text, audience text, scopes text[] default null) returns uuid language plpgsql
	as $$
declare
	whose uuid;
begin
	if caller.audience = 'service' and scopes is not null then
		return core.enter_scope(caller, service, scopes);
	end if;
	whose := core.enter(caller, service, audience);
	if not exists (select from core.session s where s.municipality = caller.municipality and s.id_hash = caller.session_hash
			and s.authenticated_at > now() - interval '15 minutes') then
		perform core.refuse('428', 'This needs a login that is not older than 15 minutes.');
	end if;
	return whose;
end
	$$;

-- Keeps a form for whoever's session it was sent under, whether that has run out or not; a revoked one says nothing about who asks.
create function core.park(caller core.caller, service text, path text, fields text) returns text language plpgsql
	as $$
declare
	made text := core.bind(caller, service);
begin
	if not exists (select from core.session s where s.municipality = caller.municipality and s.id_hash = caller.session_hash
			and s.person = caller.person and s.audience = caller.audience and s.revoked_at is null) then
		perform core.refuse('401', 'You need to log in.');
	end if;
	made := set_config('blankett.person', caller.person::text, true);
	insert into core.parked (municipality, person, service, path, fields)
		values (caller.municipality, caller.person, park.service, park.path, park.fields)
		on conflict on constraint parked_pkey do update set path = excluded.path, fields = excluded.fields, created_at = now();
	return null;
end
	$$;

-- What is kept for the caller; null when nothing is. `take`: and no longer.
create function core.parked(caller core.caller, service text, audience text, take boolean) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, service, audience);
	kept record;
begin
	select p.path, p.fields into kept from core.parked p where p.municipality = caller.municipality and p.person = me
		and p.service = parked.service and p.created_at > now() - interval '1 hour' for update;
	if not found then
		return null;
	end if;
	if take then
		delete from core.parked p where p.municipality = caller.municipality and p.person = me and p.service = parked.service;
	end if;
	return json_build_object('path', kept.path, 'fields', kept.fields::json);
end
	$$;

grant execute on function core.bind(core.caller, text) to owner_citizen, owner_caseworker, owner_admin, owner_eid, owner_worker,
	owner_operator;
grant execute on function core.session_limits(text, text), core.enter(core.caller, text, text) to owner_citizen, owner_caseworker, owner_admin,
	owner_eid;
grant execute on function core.enter_fresh(core.caller, text, text, text[]), core.park(core.caller, text, text, text),
	core.parked(core.caller, text, text, boolean) to owner_citizen, owner_caseworker, owner_admin;
grant execute on function core.enter_scope(core.caller, text, text[]) to owner_citizen, owner_caseworker, owner_admin;

commit;
