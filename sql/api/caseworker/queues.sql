-- Queues: what waits, and taking the next case. Roles are read at every call.

create or replace function api_caseworker.queues(caller core.caller) returns text language plpgsql
	as $$
declare
	me uuid := core.enter_scope(caller, 'caseworker', '{queues.read}');
begin
	if not exists (select from core.role r where r.municipality = caller.municipality and r.person = me and r.role = 'caseworker') then
		perform core.refuse('403', 'You have no queue.');
	end if;
	perform core.note(caller, 'queues.read', me::text);
	return json_build_object(
		'name', (select s.given_name || ' ' || s.family_name from core.staff s
			where s.municipality = caller.municipality and s.person = me),
		'queues', (select json_agg(json_build_object('queue', r.queue,
				'titles', coalesce((select f.titles from core.form_version f where f.municipality = caller.municipality
					and f.state = 'published' and f.queue = r.queue order by f.place desc limit 1), '{}'),
				-- Ordered, so that the index of the queue answers whatever the statistics say.
				'waiting', coalesce((select true from core.cases c where c.municipality = caller.municipality and c.queue = r.queue
					and c.status = 'received' order by c.due_at, c.case_id limit 1), false),
				'mine', (select coalesce(json_agg(json_build_object('reference', c.reference, 'status', c.status, 'due_at', c.due_at,
						'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end) order by c.due_at), '[]')
					from (select * from core.cases where municipality = caller.municipality and assignee = me and queue = r.queue
						and status not in ('closed', 'archived', 'purged') order by due_at limit 50) c
					left join core.person p on p.municipality = c.municipality and p.person = c.subject)) order by r.queue)
			-- Several roles may be for parts of one queue.
			from (select distinct x.queue from core.role x where x.municipality = caller.municipality and x.person = me
				and x.role = 'caseworker') r));
end
	$$;

create or replace function api_caseworker.queue_page(caller core.caller, queue text, status text, most int, cursor text) returns text
	language plpgsql
	as $$
declare
	me uuid := core.enter_scope(caller, 'caseworker', '{cases.read}');
	-- A variable: under row security PostgreSQL uses no index for a condition with coalesce() in it.
	wanted text := coalesce(queue_page.status, 'received');
	after_due timestamptz := '-infinity';
	after_case uuid := '00000000-0000-0000-0000-000000000000';
	answer text;
begin
	if not exists (select from core.role r where r.municipality = caller.municipality and r.person = me and r.role = 'caseworker'
			and r.queue = queue_page.queue) then
		perform core.refuse('404', 'There is no such queue.');
	end if;
	if cursor is not null then
		if cursor !~ '^[0-9]{1,17}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
			perform core.refuse('400', 'The cursor is not one of ours.');
		end if;
		after_due := timestamptz 'epoch' + split_part(cursor, '.', 1)::bigint * interval '1 microsecond';
		after_case := split_part(cursor, '.', 2)::uuid;
	end if;
	-- One row more than asked for tells whether there is a next page.
	with page as (
		select c.case_id, c.reference, c.form, c.status, c.received_at, c.due_at, c.revision, c.assignee, c.subject,
			row_number() over (order by c.due_at, c.case_id) as place
		from core.cases c
		where c.municipality = caller.municipality and c.queue = queue_page.queue
			and c.status = wanted and (c.due_at, c.case_id) > (after_due, after_case)
		order by c.due_at, c.case_id limit most + 1)
	select json_build_object(
		'cases', coalesce(json_agg(json_build_object('reference', c.reference, 'form', c.form, 'status', c.status,
			'received_at', c.received_at, 'due_at', c.due_at, 'version', c.revision,
			'assignee', s.given_name || ' ' || s.family_name, 'mine', coalesce(c.assignee = me, false),
			'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end)
			order by c.place) filter (where c.place <= most), '[]'),
		'next', case when count(*) > most then (array_agg((extract(epoch from c.due_at) * 1000000)::bigint || '.' || c.case_id
			order by c.place))[most] end)
		into answer from page c
		left join core.staff s on s.municipality = caller.municipality and s.person = c.assignee
		left join core.person p on p.municipality = caller.municipality and p.person = c.subject;
	perform core.note(caller, 'queue.read', queue);
	return answer;
end
	$$;

create or replace function api_caseworker.queue_claim(caller core.caller, queue text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter_scope(caller, 'caseworker', '{cases.move}');
	chosen uuid;
	taken record;
begin
	if not exists (select from core.role r where r.municipality = caller.municipality and r.person = me and r.role = 'caseworker'
			and r.queue = queue_claim.queue) then
		perform core.refuse('404', 'There is no such queue.');
	end if;
	-- Chosen by a statement of its own: joined to the update, a plan may ask for "the next" once for each row, and take them all.
	select n.case_id into chosen from core.cases n where n.municipality = caller.municipality and n.queue = queue_claim.queue
		and n.status = 'received' order by n.due_at, n.case_id limit 1 for update skip locked;
	if not found then
		return null;
	end if;
	update core.cases c set status = 'investigating', assignee = me, revision = c.revision + 1, changed_at = now()
		where c.municipality = caller.municipality and c.case_id = chosen
		returning c.case_id, c.reference, c.revision into taken;
	perform core.happened(caller, taken.case_id, 'start', 'investigating');
	perform core.note(caller, 'case.claim', taken.reference);
	return json_build_object('reference', taken.reference, 'version', taken.revision);
end
	$$;
