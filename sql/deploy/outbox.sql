-- Outgoing work that commits with its cause, and the trail of who read or changed what.
begin;

create table core.outbox (
	municipality text not null references core.municipality,
	id uuid not null default core.uuid7(),
	kind text not null,
	-- Whose work it is: mails and receipts wait in lines of their own.
	channel text not null generated always as (case when kind ~ '^receipt\..*\.pdf$' then 'print' when kind ~ '^receipt\.' then 'receipt' else 'mail' end) stored,
	case_id uuid not null,
	person uuid, -- whom it is for; absent: the applicant
	attempts int not null default 0,
	next_at timestamptz not null default now(),
	leased_until timestamptz,
	state text not null default 'waiting' check (state in ('waiting', 'done', 'dead')),
	cause text,
	created_at timestamptz not null default now(),
	done_at timestamptz,
	primary key (municipality, id),
	foreign key (municipality, case_id) references core.cases,
	foreign key (municipality, person) references core.person
) with (fillfactor = 80);
create index outbox_due on core.outbox (municipality, channel, next_at) where state = 'waiting';
create index outbox_dead on core.outbox (municipality) where state = 'dead';

create table core.audit (
	municipality text not null references core.municipality,
	id uuid not null default core.uuid7(),
	at timestamptz not null default clock_timestamp(),
	person uuid,
	audience text not null,
	action text not null,
	object text not null,
	request_id text,
	xact xid8 not null default pg_current_xact_id(), -- the order in which the log takes rows: see audit_log.sql
	primary key (municipality, id)
);
create index audit_object on core.audit (municipality, object, at);
create index audit_order on core.audit (municipality, xact, id);

alter table core.outbox owner to owner_core;
alter table core.audit owner to owner_core;
alter table core.outbox enable row level security;
alter table core.outbox force row level security;
alter table core.audit enable row level security;
alter table core.audit force row level security;

grant insert on core.outbox to owner_citizen, owner_caseworker;
grant select, update on core.outbox to owner_worker;
grant select (municipality, case_id, reference, language, applicant, subject) on core.cases to owner_worker;
grant select (municipality, case_id, contact_email) on core.case_document to owner_worker;
grant select (municipality, person, protected, email) on core.person to owner_worker;
grant insert on core.audit to owner_citizen, owner_caseworker, owner_admin, owner_eid, owner_worker, owner_operator;

create policy municipality on core.outbox to owner_citizen, owner_caseworker, owner_worker
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy append on core.audit for insert to owner_citizen, owner_caseworker, owner_admin, owner_eid, owner_worker, owner_operator
	with check (municipality = (select core.municipality()));
create policy of_messages on core.cases for select to owner_worker using (municipality = (select core.municipality()));
create policy of_messages on core.case_document for select to owner_worker using (municipality = (select core.municipality()));
create policy of_messages on core.person for select to owner_worker using (municipality = (select core.municipality()));

-- In plpgsql, which keeps its plan.
create function core.note(caller core.caller, action text, object text) returns void language plpgsql
	as $$
begin
	insert into core.audit (municipality, person, audience, action, object, request_id)
	values (caller.municipality, caller.person, coalesce(caller.audience, 'system'), action, object, left(caller.request_id, 64));
end
	$$;
grant execute on function core.note(core.caller, text, text) to owner_citizen, owner_caseworker, owner_admin, owner_eid,
	owner_worker, owner_operator;

-- The next errands of a channel, leased and not locked: whoever does them has no transaction open meanwhile. Chosen apart from the update:
-- joined to it, a plan may ask for "the next" once for each row, and lease them all.
create function core.outbox_lease(caller core.caller, channel text, most int, lease_s int) returns setof core.outbox language plpgsql
	as $$
begin
	return query with next as materialized (
			select w.id from core.outbox w where w.municipality = caller.municipality and w.state = 'waiting'
				and w.channel = outbox_lease.channel and w.next_at <= now() and (w.leased_until is null or w.leased_until < now())
				order by w.next_at limit most for update skip locked)
		update core.outbox o set leased_until = now() + lease_s * interval '1 second', attempts = o.attempts + 1
		from next where o.municipality = caller.municipality and o.id = next.id
		returning o.*;
end
	$$;
grant execute on function core.outbox_lease(core.caller, text, int, int) to owner_worker;

-- Appends an event to a case and answers its number. The caller holds the case's row.
create function core.happened(caller core.caller, case_id uuid, event text, status text) returns int language plpgsql
	as $$
declare
	added int;
begin
	insert into core.case_event (municipality, case_id, number, event, status, person, audience)
	select caller.municipality, happened.case_id, max(e.number) + 1, happened.event, happened.status, caller.person, caller.audience
	from core.case_event e where e.municipality = caller.municipality and e.case_id = happened.case_id
		returning number into added;
	return added;
end
	$$;
grant execute on function core.happened(core.caller, uuid, text, text) to owner_caseworker;

commit;
