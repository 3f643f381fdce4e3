-- Roles belong to the whole cluster, so each is made only when it is missing. Passwords are set by whoever runs the system.
begin;

do $$
declare
	service text;
begin
	if not exists (select from pg_roles where rolname = 'owner_core') then
		create role owner_core nologin;
	end if;
	foreach service in array array['citizen', 'caseworker', 'admin', 'eid', 'worker', 'operator'] loop
		if not exists (select from pg_roles where rolname = 'owner_' || service) then
			execute format('create role owner_%s nologin', service);
		end if;
		if not exists (select from pg_roles where rolname = 'blankett_' || service) then
			execute format('create role blankett_%s login noinherit', service);
		end if;
		-- A parameterised keyset query is otherwise planned anew at every call. The limits are below the request's deadline.
		execute format('alter role blankett_%s set plan_cache_mode = force_generic_plan', service);
		execute format('alter role blankett_%s set statement_timeout = ''5s''', service);
		execute format('alter role blankett_%s set lock_timeout = ''2s''', service);
		execute format('alter role blankett_%s set idle_in_transaction_session_timeout = ''10s''', service);
		execute format('alter role blankett_%s set synchronous_commit = on', service);
		execute format('alter role blankett_%s set timezone = ''UTC''', service);
		execute format('alter role blankett_%s set search_path = pg_catalog, pg_temp', service);
	end loop;
end
$$;

-- PostgreSQL lets everyone connect, create temporary tables and call functions; here only who is named may.
do $$
begin
	execute format('revoke all on database %I from public', current_database());
	execute format('grant connect on database %I to blankett_citizen, blankett_caseworker, blankett_admin, blankett_eid, blankett_worker, blankett_operator', current_database());
end
$$;
revoke all on schema public from public;
alter default privileges revoke execute on functions from public;

create schema core authorization owner_core;
grant usage on schema core to owner_citizen, owner_caseworker, owner_admin, owner_eid, owner_worker, owner_operator,
	blankett_citizen, blankett_caseworker, blankett_admin, blankett_eid, blankett_worker, blankett_operator;

-- Whom a call is made for, as the service says it. Nothing here is believed before core.enter has found the session.
create type core.caller as (
	municipality text,
	session_hash bytea,
	person uuid,
	audience text,
	request_id text
);

-- What row security binds to. Set for one transaction by core.enter.
create function core.municipality() returns text language sql stable
	as $$ select current_setting('blankett.municipality', true) $$;
create function core.me() returns uuid language sql stable
	as $$ select nullif(current_setting('blankett.person', true), '')::uuid $$;
create function core.session_hash() returns bytea language sql stable
	as $$ select decode(nullif(current_setting('blankett.session', true), ''), 'hex') $$;

-- UUIDv7 (RFC 9562): time-ordered, so that new rows lie together. Never a capability.
create function core.uuid7() returns uuid language sql volatile
	as $$
	select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
		placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
		52, 1), 53, 1), 'hex')::uuid
	$$;

-- Refusals have codes of their own (BK and the HTTP status); the words are for the person who asked.
create function core.refuse(code text, words text) returns void language plpgsql
	as $$ begin raise exception using errcode = 'BK' || code, message = words; end $$;

create table core.municipality (
	municipality text primary key check (municipality ~ '^[0-9]{4}$'),
	name text not null
);
alter table core.municipality owner to owner_core;
alter table core.municipality enable row level security;
alter table core.municipality force row level security;
create policy municipality on core.municipality to owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));

grant execute on function core.municipality(), core.me(), core.session_hash(), core.uuid7(), core.refuse(text, text)
	to owner_core, owner_citizen, owner_caseworker, owner_admin, owner_eid, owner_worker, owner_operator;
grant select, insert on core.municipality to owner_operator;

commit;
