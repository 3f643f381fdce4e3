-- The appender of the audit log. Rows come in the order of their transactions, and only those of transactions that no running one can
-- precede: a row that commits late is never passed over.

-- The tree as it stands (its size, and the complete subtrees it consists of, from large to small), what the last checkpoint covers, and
-- the next events.
create or replace function api_worker.audit_pending(caller core.caller, most int) returns text language plpgsql
	set jit = off -- a page is read in less time than its plan is compiled
	as $$
declare
	-- Every transaction below has ended, and all that it wrote is seen.
	horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
	last_xact xid8 := '0';
	last_id uuid := '00000000-0000-0000-0000-000000000000';
	leaves bigint := 0;
	covered record;
begin
	perform core.bind(caller, 'worker');
	select l.idx + 1, l.xact, l.id into leaves, last_xact, last_id from core.audit_log l where l.municipality = caller.municipality
		order by l.idx desc limit 1;
	if not found then
		leaves := 0;
		last_xact := '0';
		last_id := '00000000-0000-0000-0000-000000000000';
	elsif last_xact >= horizon then
		-- A restored copy in a cluster whose transactions are counted anew: new rows would lie before what is logged.
		perform core.refuse('409', 'The transactions of this cluster are counted from below those of the audit log.');
	end if;
	select c.size, extract(epoch from now() - c.at)::bigint as age_s into covered from core.audit_checkpoint c
		where c.municipality = caller.municipality order by c.size desc limit 1;
	return (select json_build_object('size', leaves, 'covered', coalesce(covered.size, 0), 'covered_age_s', covered.age_s,
		'subtrees', (select coalesce(json_agg(core.audit_node(b, (leaves >> b) - 1) order by b desc), '[]')
			from generate_series(0, 62) b where (leaves >> b) & 1 = 1),
		'events', (select coalesce(json_agg(core.audit_event(n) order by n.xact, n.id), '[]')
			from (select a.* from core.audit a where a.municipality = caller.municipality and (a.xact, a.id) > (last_xact, last_id)
				and a.xact < horizon order by a.xact, a.id limit most) n)));
end
	$$;

-- leaves: [{"id","hashes" in hex}] in order, made for a tree of this size; refused when another appender was first.
create or replace function api_worker.audit_append(caller core.caller, size bigint, leaves text) returns text language plpgsql
	as $$
declare
	added bigint;
begin
	perform core.bind(caller, 'worker');
	perform pg_advisory_xact_lock(hashtextextended('blankett audit log ' || caller.municipality, 0));
	if core.audit_size() <> audit_append.size then
		perform core.refuse('409', 'The log has grown meanwhile.');
	end if;
	insert into core.audit_log (municipality, idx, id, xact, hashes)
		select caller.municipality, audit_append.size + x.place - 1, x.id, a.xact, decode(x.hashes, 'hex')
		from (select (e.leaf ->> 'id')::uuid as id, e.leaf ->> 'hashes' as hashes, e.place
			from json_array_elements(leaves::json) with ordinality as e(leaf, place)) x
		-- One by one, by the index, whatever the statistics say.
		cross join lateral (select r.xact from core.audit r where r.municipality = caller.municipality and r.id = x.id limit 1) a;
	get diagnostics added = row_count;
	if added <> json_array_length(leaves::json) then
		perform core.refuse('409', 'An event of the log is not in the trail.');
	end if;
	return null;
end
	$$;

create or replace function api_worker.audit_checkpoint(caller core.caller, size bigint, note text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'worker');
	if audit_checkpoint.size > core.audit_size() then
		perform core.refuse('409', 'The log is smaller than the checkpoint.');
	end if;
	insert into core.audit_checkpoint (municipality, size, note) values (caller.municipality, audit_checkpoint.size, audit_checkpoint.note)
		on conflict do nothing;
	return null;
end
	$$;
