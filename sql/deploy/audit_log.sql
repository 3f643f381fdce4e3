-- The trail as a Merkle tree (RFC 6962), one for each municipality: what is in it cannot be altered, removed, inserted or reordered
-- without a signed checkpoint saying so. The hashes are made by blankett-worker (services/rules/merkle.h).
begin;

-- Row idx is leaf idx. `hashes`: of the leaf, then of each subtree that this leaf completes, from small to large; so the node of level
-- l and index i stands in row (i + 1) * 2^l - 1.
create table core.audit_log (
	municipality text not null references core.municipality,
	idx bigint not null check (idx >= 0),
	id uuid not null,
	xact xid8 not null,
	hashes bytea not null check (length(hashes) > 0 and length(hashes) % 32 = 0),
	primary key (municipality, idx),
	unique (municipality, id),
	foreign key (municipality, id) references core.audit
);

-- As signed: a C2SP signed note. The same text lies outside the database, or it proves nothing against whoever runs the database.
create table core.audit_checkpoint (
	municipality text not null references core.municipality,
	size bigint not null check (size > 0),
	note text not null,
	at timestamptz not null default now(),
	primary key (municipality, size)
);

do $$
declare
	name text;
begin
	foreach name in array array['audit_log', 'audit_checkpoint'] loop
		execute format('alter table core.%I owner to owner_core', name);
		execute format('alter table core.%I enable row level security', name);
		execute format('alter table core.%I force row level security', name);
		execute format('create policy municipality on core.%I for select to owner_worker, owner_operator
			using (municipality = (select core.municipality()))', name);
		execute format('create policy append on core.%I for insert to owner_worker
			with check (municipality = (select core.municipality()))', name);
		execute format('grant select on core.%I to owner_worker, owner_operator', name);
		execute format('grant insert on core.%I to owner_worker', name);
	end loop;
end
$$;

grant select on core.audit to owner_worker, owner_operator, owner_citizen;
create policy municipality on core.audit for select to owner_worker, owner_operator
	using (municipality = (select core.municipality()));
-- Who sees a case sees who has read it; and the names of the staff who did.
create policy of_seen_cases on core.audit for select to owner_citizen
	using (municipality = (select core.municipality()) and exists (select from core.cases c
		where c.municipality = audit.municipality and c.reference = audit.object));
grant select (municipality, person, given_name, family_name) on core.staff to owner_citizen;
create policy of_seen_cases on core.staff for select to owner_citizen using (municipality = (select core.municipality()));

-- The event of a row, as it is hashed: RFC 8785 orders the members. Ids and words of ours, no personal number.
create function core.audit_event(a core.audit) returns json language sql stable
	as $$
	select json_build_object('action', a.action, 'at', to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
		'audience', a.audience, 'id', a.id, 'municipality', a.municipality, 'object', a.object, 'person', a.person,
		'request', a.request_id)
	$$;
-- The number of leaves.
create function core.audit_size() returns bigint language plpgsql stable
	as $$
begin
	return coalesce((select l.idx + 1 from core.audit_log l where l.municipality = core.municipality() order by l.idx desc limit 1), 0);
end
	$$;
-- The hash of a node, in hex.
create function core.audit_node(level int, number bigint) returns text language plpgsql stable
	as $$
declare
	-- A variable: under row security an index answers for plain values only.
	completed bigint := ((number + 1) << level) - 1;
begin
	return (select encode(substring(l.hashes from 32 * level + 1 for 32), 'hex') from core.audit_log l
		where l.municipality = core.municipality() and l.idx = completed);
end
	$$;
grant execute on function core.audit_event(core.audit), core.audit_size(), core.audit_node(int, bigint) to owner_worker, owner_operator;

commit;
