-- The audit log for whoever verifies it.

-- Leaves from `start` on, each with the event its row holds now (null: the row is gone), and the first event of the trail that lies
-- between them and is in no leaf.
create or replace function api_operator.audit_page(caller core.caller, start bigint, most int) returns text language plpgsql
	set jit = off -- a page is read in less time than its plan is compiled
	as $$
declare
	before record;
	last record;
begin
	perform core.bind(caller, 'operator');
	select l.xact, l.id into before from core.audit_log l where l.municipality = caller.municipality and l.idx < start
		order by l.idx desc limit 1;
	if not found then
		select '0'::xid8 as xact, '00000000-0000-0000-0000-000000000000'::uuid as id into before;
	end if;
	select l.xact, l.id into last from core.audit_log l where l.municipality = caller.municipality and l.idx < start + most
		order by l.idx desc limit 1;
	-- Row by row, by the indexes, whatever the statistics say.
	return (select json_build_object(
		'leaves', (select coalesce(json_agg(json_build_object('index', l.idx, 'id', l.id, 'hashes', encode(l.hashes, 'hex'),
				'event', a.event) order by l.idx), '[]')
			from (select * from core.audit_log where municipality = caller.municipality and idx >= start order by idx limit most) l
			left join lateral (select core.audit_event(r) as event from core.audit r
				where r.municipality = caller.municipality and r.id = l.id limit 1) a on true),
		-- The first that is in no leaf has at most this page's leaves before it. Not "up to the last of them": within a transaction of
		-- many rows an index would be read to that transaction's end.
		'unlogged', (select a.id from (select * from core.audit r where r.municipality = caller.municipality
				and (r.xact, r.id) > (before.xact, before.id) order by r.xact, r.id limit most + 1) a
			where (a.xact, a.id) < (last.xact, last.id)
			and (select true from core.audit_log l where l.municipality = caller.municipality and l.id = a.id limit 1) is null
			order by a.xact, a.id limit 1)));
end
	$$;

-- An event, its place, and the first checkpoint that covers it (null: none does yet).
create or replace function api_operator.audit_event(caller core.caller, id uuid) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'operator');
	select json_build_object('index', l.idx, 'event', core.audit_event(a), 'checkpoint', (select c.note from core.audit_checkpoint c
			where c.municipality = l.municipality and c.size > l.idx order by c.size limit 1))
		into answer from core.audit_log l
		join core.audit a on a.municipality = l.municipality and a.id = l.id
		where l.municipality = caller.municipality and l.id = audit_event.id;
	if answer is null then
		perform core.refuse('404', 'There is no such event in the log.');
	end if;
	return answer;
end
	$$;

-- The hashes of complete subtrees: nodes is [[level, index], ...].
create or replace function api_operator.audit_nodes(caller core.caller, nodes text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	return (select coalesce(json_agg(core.audit_node((x.node ->> 0)::int, (x.node ->> 1)::bigint) order by x.place), '[]')
		from json_array_elements(nodes::json) with ordinality as x(node, place));
end
	$$;

-- What the database holds of checkpoints above a size, in order.
create or replace function api_operator.audit_checkpoints(caller core.caller, above bigint, most int) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	return (select coalesce(json_agg(json_build_object('size', c.size, 'note', c.note) order by c.size), '[]')
		from (select * from core.audit_checkpoint where municipality = caller.municipality and size > above
			order by size limit most) c);
end
	$$;
