-- Members of staff and their roles. One administrator proposes, another approves; taking away needs one.

-- The first hundred whose name or id holds the words; those whom a proposal or a disabled account sets apart are told apart by it.
create or replace function api_admin.staff(caller core.caller, search text) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, people => true);
	pattern text := '%' || replace(replace(replace(coalesce(search, ''), '\', '\\'), '%', '\%'), '_', '\_') || '%';
	most constant int := 100;
	answer text;
begin
	with found as (
		select s.person, row_number() over (order by lower(s.family_name), lower(s.given_name), s.staff_id) as place from core.staff s
		where s.municipality = caller.municipality and (s.given_name || ' ' || s.family_name || ' ' || s.staff_id) ilike pattern
		order by place limit most + 1)
	select json_build_object(
			'staff', coalesce(json_agg(core.staff_words(caller.municipality, f.person) order by f.place) filter (where f.place <= most), '[]'),
			'more', count(*) > most, 'waiting', core.proposals_waiting(caller.municipality, null, null))
		into answer from found f;
	perform core.note(caller, 'staff.list', caller.municipality);
	return answer;
end
	$$;

create or replace function api_admin.staff_read(caller core.caller, person uuid) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, people => true);
	answer text;
begin
	select core.staff_words(caller.municipality, s.person) || jsonb_build_object('me', s.person = core.me(),
			'waiting', core.proposals_waiting(caller.municipality, s.person, null),
			'history', (select coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'event', e.event,
					'grant', case when e.role is not null then core.role_words(s.municipality, e.role, e.queue, e.form, e.area) end,
					'by', a.given_name || ' ' || a.family_name) order by e.at desc), '[]')
				from (select h.at, h.event, h.role, h.queue, h.form, h.area, h.actor from core.role_event h
						where h.municipality = s.municipality and h.person = s.person
					union all
					-- Nothing happens when a proposal's time is up; from then on it is history.
					select p.expires_at, 'expired', p.role, p.queue, p.form, p.area, p.proposed_by from core.role_proposal p
						where p.municipality = s.municipality and p.person = s.person and p.state in ('waiting', 'expired')
							and p.expires_at <= now()
					order by 1 desc limit 200) e
				left join core.staff a on a.municipality = s.municipality and a.person = e.actor))
		into answer from core.staff s where s.municipality = caller.municipality and s.person = staff_read.person;
	if answer is null then
		perform core.refuse('404', 'There is no such member of staff.');
	end if;
	perform core.note(caller, 'staff.read', person::text);
	return answer;
end
	$$;

-- What a role can be for: every queue with its published services, and the school areas.
create or replace function api_admin.role_choices(caller core.caller) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, people => true);
begin
	return json_build_object(
		'queues', (select coalesce(json_agg(json_build_object('queue', q.queue, 'forms', q.forms) order by q.queue), '[]')
			from (select f.queue, json_agg(json_build_object('form', f.form, 'titles', f.titles) order by f.form) as forms
				from (select distinct on (v.form) v.form, v.queue, v.titles from core.form_version v
					where v.municipality = caller.municipality and v.state = 'published' order by v.form, v.place desc) f
				where f.queue is not null group by f.queue) q),
		'areas', (select coalesce(json_agg(a.area order by a.area), '[]') from (select distinct s.area from core.school_area s
			where s.municipality = caller.municipality) a));
end
	$$;

create or replace function api_admin.role_propose(caller core.caller, person uuid, role text, queue text, form text, area text)
	returns text language plpgsql
	as $$
declare
	me uuid := core.enter_roles(caller);
	receiver record;
	made uuid;
begin
	select s.disabled_at into receiver from core.staff s where s.municipality = caller.municipality and s.person = role_propose.person;
	if not found then
		perform core.refuse('404', 'There is no such member of staff.');
	elsif person = me then
		perform core.refuse('403', 'Nobody proposes a role for themselves.');
	elsif receiver.disabled_at is not null then
		perform core.refuse('409', 'The member of staff is disabled.');
	elsif core.role_makes_sense(caller.municipality, role, queue, form, area) is not true then
		perform core.refuse('422', 'There is no such role, queue, service or school area.');
	elsif exists (select from core.role r where r.municipality = caller.municipality and r.person = role_propose.person
			and r.role = role_propose.role and r.queue = role_propose.queue and r.form = role_propose.form
			and r.area = role_propose.area) then
		perform core.refuse('409', 'The member of staff has the role already.');
	end if;
	update core.role_proposal p set state = 'expired' where p.municipality = caller.municipality and p.person = role_propose.person
		and p.state = 'waiting' and p.expires_at <= now();
	if exists (select from core.role_proposal p where p.municipality = caller.municipality and p.person = role_propose.person
			and p.role = role_propose.role and p.queue = role_propose.queue and p.form = role_propose.form
			and p.area = role_propose.area and p.state = 'waiting') then
		perform core.refuse('409', 'The same proposal is waiting already.');
	end if;
	insert into core.role_proposal (municipality, person, role, queue, form, area, proposed_by)
		values (caller.municipality, role_propose.person, role_propose.role, role_propose.queue, role_propose.form, role_propose.area, me)
		returning proposal into made;
	perform core.role_happened(caller, 'proposed', person, role, queue, form, area);
	return json_build_object('proposal', made);
end
	$$;

create or replace function api_admin.proposal_read(caller core.caller, proposal uuid) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, people => true);
	answer text := core.proposals_waiting(caller.municipality, null, proposal) -> 0;
begin
	if proposal is null or answer is null then
		perform core.refuse('404', 'There is no such proposal.');
	end if;
	return answer;
end
	$$;

-- decision: approved, declined or, by who made it, withdrawn. The same by the same once more is a repeat.
create or replace function api_admin.proposal_decide(caller core.caller, proposal uuid, decision text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter_roles(caller);
	p core.role_proposal;
begin
	select * into p from core.role_proposal x where x.municipality = caller.municipality and x.proposal = proposal_decide.proposal;
	if not found then
		perform core.refuse('404', 'There is no such proposal.');
	elsif decision is null or decision not in ('approved', 'declined', 'withdrawn') then
		perform core.refuse('422', 'A proposal is approved, declined or withdrawn.');
	elsif decision = 'withdrawn' and me <> p.proposed_by then
		perform core.refuse('403', 'Only who made a proposal withdraws it.');
	elsif decision <> 'withdrawn' and me in (p.proposed_by, p.person) then
		perform core.refuse('403', 'A proposal is decided by neither who made it nor who would get the role.');
	elsif p.state = decision and p.decided_by = me then
		return json_build_object('person', p.person, 'state', p.state);
	elsif p.state <> 'waiting' then
		perform core.refuse('409', 'The proposal is decided already.');
	elsif p.expires_at <= now() then
		perform core.refuse('409', 'The time to decide the proposal is over.');
	elsif decision = 'approved' and not core.is_admin(caller.municipality, p.proposed_by) then
		perform core.refuse('409', 'Who made the proposal is no administrator any more.');
	elsif decision = 'approved' and exists (select from core.staff s where s.municipality = caller.municipality and s.person = p.person
			and s.disabled_at is not null) then
		perform core.refuse('409', 'The member of staff is disabled.');
	end if;
	update core.role_proposal x set state = decision, decided_by = me, decided_at = now()
		where x.municipality = caller.municipality and x.proposal = p.proposal;
	if decision = 'approved' then
		insert into core.role (municipality, person, role, queue, form, area, proposal)
			values (caller.municipality, p.person, p.role, p.queue, p.form, p.area, p.proposal) on conflict do nothing;
	end if;
	perform core.role_happened(caller, decision, p.person, p.role, p.queue, p.form, p.area);
	return json_build_object('person', p.person, 'state', decision);
end
	$$;

-- At once and by one: less right is the safe direction. Taking away what is gone already is a repeat.
create or replace function api_admin.role_take(caller core.caller, person uuid, role text, queue text, form text, area text)
	returns text language plpgsql
	as $$
declare
	me uuid := core.enter_roles(caller);
begin
	if role = 'admin' and person = me and not exists (select from core.role r
			join core.staff s on s.municipality = r.municipality and s.person = r.person and s.disabled_at is null and s.kind = 'person'
			where r.municipality = caller.municipality and r.role = 'admin' and r.person <> me) then
		perform core.refuse('409', 'You are the last administrator.');
	elsif not exists (select from core.staff s where s.municipality = caller.municipality and s.person = role_take.person) then
		perform core.refuse('404', 'There is no such member of staff.');
	end if;
	delete from core.role r where r.municipality = caller.municipality and r.person = role_take.person and r.role = role_take.role
		and r.queue = role_take.queue and r.form = role_take.form and r.area = role_take.area;
	if found then
		perform core.role_happened(caller, 'taken', person, role, queue, form, area);
		return json_build_object('taken', true);
	end if;
	return json_build_object('taken', false);
end
	$$;
