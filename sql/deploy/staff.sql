-- Roles are given by two administrators together, and taken by one. The rules stand in the tables: a proposal cannot be decided by who
-- made it or would get it, and an administrator's functions can add no role that no proposal of this very moment agreed on.
begin;

create table core.role_proposal (
	municipality text not null,
	proposal uuid not null default core.uuid7(),
	person uuid not null, -- who would get the role
	role text not null check (role in ('caseworker', 'admin')),
	queue text not null,
	form text not null,
	area text not null,
	state text not null default 'waiting' check (state in ('waiting', 'approved', 'declined', 'withdrawn', 'expired')),
	proposed_by uuid not null,
	proposed_at timestamptz not null default now(),
	expires_at timestamptz not null default now() + interval '7 days',
	decided_by uuid,
	decided_at timestamptz,
	primary key (municipality, proposal),
	foreign key (municipality, person) references core.staff,
	foreign key (municipality, proposed_by) references core.staff,
	foreign key (municipality, decided_by) references core.staff,
	constraint proposal_scope check (case role when 'caseworker' then queue <> '' else queue || form || area = '' end),
	constraint proposal_for_another check (proposed_by <> person),
	constraint proposal_decided check ((state in ('approved', 'declined', 'withdrawn')) = (decided_by is not null)
		and (decided_by is null) = (decided_at is null)),
	constraint proposal_four_eyes check (case when state in ('approved', 'declined') then decided_by not in (proposed_by, person)
		when state = 'withdrawn' then decided_by = proposed_by else true end),
	constraint proposal_in_time check (state <> 'approved' or decided_at < expires_at)
);
create unique index role_proposal_waiting on core.role_proposal (municipality, person, role, queue, form, area) where state = 'waiting';
alter table core.role add constraint role_proposed foreign key (municipality, proposal) references core.role_proposal;

-- What has happened to somebody's roles. Only ever appended to.
create table core.role_event (
	municipality text not null,
	person uuid not null,
	id uuid not null default core.uuid7(),
	at timestamptz not null default clock_timestamp(),
	event text not null check (event in ('proposed', 'approved', 'declined', 'withdrawn', 'granted', 'taken', 'disabled',
		'enabled')),
	role text,
	queue text,
	form text,
	area text,
	actor uuid, -- null: the command line
	primary key (municipality, person, id),
	foreign key (municipality, person) references core.staff,
	foreign key (municipality, actor) references core.staff
);

alter table core.role_proposal owner to owner_core;
alter table core.role_event owner to owner_core;
alter table core.role_proposal enable row level security;
alter table core.role_proposal force row level security;
alter table core.role_event enable row level security;
alter table core.role_event force row level security;

grant select, insert, delete on core.role to owner_admin;
grant select, insert, update (state, decided_by, decided_at) on core.role_proposal to owner_admin;
grant select, insert on core.role_event to owner_admin;
grant insert on core.role_event to owner_operator;
grant select (municipality, person, audience, revoked_at), update (revoked_at) on core.session to owner_operator;

create policy proposed_by_me on core.role_proposal for insert to owner_admin
	with check (municipality = (select core.municipality()) and state = 'waiting' and proposed_by = (select core.me()));
create policy seen on core.role_proposal for select to owner_admin using (municipality = (select core.municipality()));
create policy decided_by_me on core.role_proposal for update to owner_admin
	using (municipality = (select core.municipality()) and state = 'waiting')
	with check (municipality = (select core.municipality())
		and ((state = 'expired' and expires_at <= now()) or (decided_by = (select core.me()) and decided_at = now())));
create policy municipality on core.role_event to owner_admin, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy seen on core.role for select to owner_admin using (municipality = (select core.municipality()));
create policy taken on core.role for delete to owner_admin using (municipality = (select core.municipality()));
create policy agreed_now on core.role for insert to owner_admin
	with check (municipality = (select core.municipality()) and exists (select from core.role_proposal p
		where p.municipality = role.municipality and p.proposal = role.proposal and p.state = 'approved' and p.decided_at = now()
		and p.person = role.person and p.role = role.role and p.queue = role.queue and p.form = role.form and p.area = role.area));
create policy ended_with_the_person on core.session to owner_operator
	using (municipality = (select core.municipality()) and audience = 'staff')
	with check (municipality = (select core.municipality()) and audience = 'staff');

-- One change of roles at a time in a municipality: whatever is read after this holds until the end of the transaction.
create function core.roles_alone(municipality text) returns void language plpgsql
	as $$
begin
	perform pg_advisory_xact_lock(hashtextextended('blankett.role ' || municipality, 0));
end
	$$;

create function core.is_admin(municipality text, person uuid) returns boolean language plpgsql stable
	as $$
begin
	return exists (select from core.role r join core.staff s on s.municipality = r.municipality and s.person = r.person
		where r.municipality = is_admin.municipality and r.person = is_admin.person and r.role = 'admin' and s.disabled_at is null);
end
	$$;

-- Who changes roles: an administrator, alone at it until the end of the transaction.
create function core.enter_roles(caller core.caller) returns uuid language plpgsql
	as $$
declare
	me uuid := core.enter_fresh(caller, 'admin', 'staff');
begin
	perform core.roles_alone(caller.municipality);
	if not core.is_admin(caller.municipality, me) then
		perform core.refuse('403', 'Only administrators may do this.');
	end if;
	return me;
end
	$$;

-- Whom the command line changes: alone at it, too. Answers the person.
create function core.operate_on(caller core.caller, staff_id text) returns uuid language plpgsql
	as $$
declare
	who uuid;
begin
	perform core.bind(caller, 'operator');
	perform core.roles_alone(caller.municipality);
	select s.person into who from core.staff s where s.municipality = caller.municipality and s.staff_id = operate_on.staff_id;
	if not found then
		perform core.refuse('404', 'There is no such member of staff.');
	end if;
	return who;
end
	$$;

-- What happened, in the history and in the trail.
create function core.role_happened(caller core.caller, event text, person uuid, role text default null, queue text default null,
	form text default null, area text default null) returns void language plpgsql
	as $$
begin
	insert into core.role_event (municipality, person, event, role, queue, form, area, actor)
		values (caller.municipality, person, event, role, queue, form, area, caller.person);
	perform core.note(caller, 'role.' || event, concat_ws(' ', person, role, nullif(queue, ''), nullif(form, ''), nullif(area, '')));
end
	$$;

-- Is there such a role, for a queue, service and school area that there are?
create function core.role_makes_sense(municipality text, role text, queue text, form text, area text) returns boolean
	language plpgsql stable
	as $$
begin
	return case role
		when 'admin' then queue || form || area = ''
		when 'caseworker' then exists (select from core.form_version f where f.municipality = role_makes_sense.municipality
				and f.state = 'published' and f.queue = role_makes_sense.queue and role_makes_sense.form in ('', f.form))
			and (area = '' or exists (select from core.school_area s where s.municipality = role_makes_sense.municipality
				and s.area = role_makes_sense.area))
		else false end;
end
	$$;

-- The titles of a form as citizens meet it now.
create function core.form_titles(municipality text, form text) returns jsonb language plpgsql stable
	as $$
begin
	return (select f.titles from core.form_version f where f.municipality = form_titles.municipality and f.form = form_titles.form
		and f.state = 'published' order by f.place desc limit 1);
end
	$$;

create function core.role_words(municipality text, role text, queue text, form text, area text) returns jsonb language plpgsql stable
	as $$
begin
	return jsonb_build_object('role', role, 'queue', queue, 'form', form, 'titles', core.form_titles(municipality, form), 'area', area);
end
	$$;

-- A member of staff with the roles of now.
create function core.staff_words(municipality text, person uuid) returns jsonb language plpgsql stable
	as $$
begin
	return (select jsonb_build_object('person', s.person, 'name', s.given_name || ' ' || s.family_name, 'staff_id', s.staff_id,
			'disabled_at', s.disabled_at, 'roles', (select coalesce(jsonb_agg(
				core.role_words(r.municipality, r.role, r.queue, r.form, r.area) order by r.role, r.queue, r.form, r.area), '[]')
				from core.role r where r.municipality = s.municipality and r.person = s.person))
		from core.staff s where s.municipality = staff_words.municipality and s.person = staff_words.person);
end
	$$;

-- Proposals that wait, the oldest first; of one person, or one alone, where they are named. may: what the caller can do with it;
-- lapsed: nobody can approve it any more, for who made it is no administrator now or who would get it is disabled.
create function core.proposals_waiting(municipality text, person uuid, proposal uuid) returns jsonb language plpgsql stable
	as $$
declare
	me uuid := core.me();
begin
	return (select coalesce(jsonb_agg(jsonb_build_object('proposal', p.proposal, 'person', p.person,
			'name', s.given_name || ' ' || s.family_name, 'staff_id', s.staff_id,
			'grant', core.role_words(p.municipality, p.role, p.queue, p.form, p.area),
			'proposed_by', b.given_name || ' ' || b.family_name, 'proposed_at', p.proposed_at, 'expires_at', p.expires_at,
			'may', case me when p.proposed_by then 'withdraw' when p.person then 'nothing' else 'decide' end,
			'lapsed', s.disabled_at is not null or not core.is_admin(p.municipality, p.proposed_by)) order by p.proposed_at), '[]')
		from core.role_proposal p
		join core.staff s on s.municipality = p.municipality and s.person = p.person
		join core.staff b on b.municipality = p.municipality and b.person = p.proposed_by
		where p.municipality = proposals_waiting.municipality and p.state = 'waiting' and p.expires_at > now()
			and (proposals_waiting.person is null or p.person = proposals_waiting.person)
			and (proposals_waiting.proposal is null or p.proposal = proposals_waiting.proposal));
end
	$$;

grant execute on function core.roles_alone(text) to owner_admin, owner_operator;
grant execute on function core.operate_on(core.caller, text) to owner_operator;
grant execute on function core.role_happened(core.caller, text, uuid, text, text, text, text) to owner_admin, owner_operator;
grant execute on function core.is_admin(text, uuid), core.enter_roles(core.caller), core.form_titles(text, text),
	core.role_makes_sense(text, text, text, text, text),
	core.role_words(text, text, text, text, text), core.staff_words(text, uuid), core.proposals_waiting(text, uuid, uuid) to owner_admin;

commit;
