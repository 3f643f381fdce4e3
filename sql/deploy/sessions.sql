-- Who is logged in. Only blankett-eid makes sessions; every other service finds its own by the hash of the token's id.
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

alter table core.login owner to owner_core;
alter table core.session owner to owner_core;
alter table core.login enable row level security;
alter table core.login force row level security;
alter table core.session enable row level security;
alter table core.session force row level security;

grant select, insert, delete on core.login to owner_eid;
grant select, delete on core.login to owner_worker;
grant select, insert, update on core.session to owner_eid;
grant select, delete on core.session to owner_worker;
grant select (municipality, id_hash, person, audience, seen_at, expires_at, revoked_at), update (seen_at) on core.session
	to owner_citizen, owner_caseworker, owner_admin;

create policy municipality on core.login to owner_eid, owner_worker
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.session to owner_eid, owner_worker
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

-- The same, and a session that is neither revoked nor expired nor idle (30 minutes, administrators 15), of the person and the
-- audience that the token said. Answers the person.
create function core.enter(caller core.caller, service text, audience text) returns uuid language plpgsql
	as $$
declare
	made text := core.bind(caller, service);
	whose uuid;
	kind text;
	seen timestamptz;
begin
	if caller.session_hash is null or caller.person is null or caller.audience is distinct from enter.audience then
		perform core.refuse('401', 'You need to log in.');
	end if;
	select session.person, session.audience, session.seen_at into whose, kind, seen from core.session
		where municipality = caller.municipality and id_hash = caller.session_hash
		and revoked_at is null and expires_at > now()
		and seen_at > now() - case service when 'admin' then interval '15 minutes' else interval '30 minutes' end;
	if not found or whose <> caller.person or kind <> enter.audience then
		perform core.refuse('401', 'The session has ended. Log in again.');
	end if;
	-- Once a minute is enough to know who is idle, and spares a write at every request.
	if seen < now() - interval '1 minute' then
		update core.session set seen_at = now() where municipality = caller.municipality and id_hash = caller.session_hash;
	end if;
	made := set_config('blankett.person', whose::text, true);
	return whose;
end
	$$;

grant execute on function core.bind(core.caller, text) to owner_citizen, owner_caseworker, owner_admin, owner_eid, owner_worker,
	owner_operator;
grant execute on function core.enter(core.caller, text, text) to owner_citizen, owner_caseworker, owner_admin, owner_eid;

commit;
