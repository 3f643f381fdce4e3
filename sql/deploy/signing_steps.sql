-- What happens to a case that people sign: sending in, seeing, answering, and what time does. The functions run as owner_signing. Whoever
-- calls one has asked core.enter or core.bind first.
begin;

-- Sending in.

-- Who is a party to an application by the caller: the caller, and where the caller is a guardian of whom it is about, the other
-- guardians. The same address is the same id in the register; one that is protected or not known is like no other.
create function core.signing_parties(caller core.caller, policy text, subject uuid, same_address text) returns jsonb
	language plpgsql stable
	as $$
declare
	mine text;
	others jsonb;
begin
	select p.address into mine from core.person p where p.municipality = caller.municipality and p.person = caller.person and not p.protected;
	select jsonb_agg(jsonb_build_object('person', g.person, 'role', 'guardian', 'duty', case
			when policy = 'notify-other' or (same_address = 'one' and not p.protected and p.address = mine) then 'know'
			when policy = 'all-sign' then 'sign' else 'consent' end) order by g.person)
		into others from core.guardians(subject) as g(person)
		join core.person p on p.municipality = caller.municipality and p.person = g.person
		where g.person <> caller.person and caller.person in (select core.guardians(subject));
	return jsonb_build_array(jsonb_build_object('person', caller.person, 'role', 'applicant', 'duty', 'sign')) || coalesce(others, '[]');
end
	$$;

-- The last second, in Stockholm, of the day so many days later.
create function core.signing_deadline(moment timestamptz, days int) returns timestamptz language sql immutable
	as $$
	select (((moment at time zone 'Europe/Stockholm')::date + days + 1)::timestamp at time zone 'Europe/Stockholm') - interval '1 second'
	$$;

-- Tells the guardians who are invited and still guardians, but for the one who made it happen.
create function core.signing_tell(caller core.caller, case_id uuid, kind text) returns void language plpgsql
	as $$
begin
	insert into core.outbox (municipality, kind, case_id, person)
		select p.municipality, signing_tell.kind, p.case_id, p.person from core.party p
		join core.signing s on s.municipality = p.municipality and s.case_id = p.case_id
		where p.municipality = caller.municipality and p.case_id = signing_tell.case_id and p.role = 'guardian'
			and p.invited_at is not null and p.person is distinct from caller.person and p.person in (select core.guardians(s.subject));
end
	$$;

-- Invites the guardians to answer, or lets them know.
create function core.signing_invite(caller core.caller, case_id uuid) returns void language plpgsql
	as $$
begin
	update core.party p set invited_at = now(), state = case p.duty when 'know' then 'informed' else 'waiting' end
		where p.municipality = caller.municipality and p.case_id = signing_invite.case_id and p.role = 'guardian';
	insert into core.outbox (municipality, kind, case_id, person)
		select p.municipality, case p.duty when 'know' then 'case.shared' else 'sign.invited' end, p.case_id, p.person from core.party p
		where p.municipality = caller.municipality and p.case_id = signing_invite.case_id and p.role = 'guardian';
end
	$$;

-- parties: as core.signing_parties said. shared: the frozen text with the shared answers, to which the digest of the whole is added.
create function core.signing_begin(caller core.caller, case_id uuid, policy text, parties jsonb, shared text, subject uuid, due_workdays int,
	reminder_days int[], expire_days int, on_expiry text, on_decline text) returns void language plpgsql
	as $$
declare
	asks boolean := policy <> 'notify-other';
	alone boolean := jsonb_array_length(parties) = 1;
	extract text;
begin
	if alone and not asks then
		return;
	end if;
	insert into core.signing (municipality, case_id, policy, subject, due_workdays, reminder_days, expire_days, on_expiry, on_decline,
			deadline, state)
		values (caller.municipality, signing_begin.case_id, signing_begin.policy, signing_begin.subject, signing_begin.due_workdays,
			case when asks then array(select distinct d from unnest(signing_begin.reminder_days) d order by d) end,
			case when asks then signing_begin.expire_days end, case when asks then signing_begin.on_expiry end,
			case when asks then signing_begin.on_decline end, case when asks then core.signing_deadline(now(), signing_begin.expire_days) end,
			case when asks then 'waiting' else 'complete' end);
	insert into core.party (municipality, case_id, person, role, duty)
		select caller.municipality, signing_begin.case_id, x.person, x.role, x.duty
		from jsonb_to_recordset(parties) as x(person uuid, role text, duty text) where asks or x.role = 'guardian';
	if not alone then
		select format('%s,"whole":"%s"}', left(shared, -1), encode(d.sha256, 'hex')) into strict extract from core.case_document d
			where d.municipality = caller.municipality and d.case_id = signing_begin.case_id;
		insert into core.case_extract (municipality, case_id, content, sha256)
			values (caller.municipality, signing_begin.case_id, extract, sha256(convert_to(extract, 'UTF8')));
	end if;
	if not asks then
		perform core.signing_invite(caller, case_id);
	end if;
end
	$$;

-- Links a fresh case to those that another guardian has running for the same child and form. Asked after the number of the series
-- was taken, so of two at the same moment the second finds the first. Asked by the other guardian's cases and not by the child's
-- (which "is not distinct from" keeps from being used as an index): mostly there are none, whatever the caller has sent in before.
create function core.signing_link(caller core.caller, case_id uuid, form text, subject uuid) returns void language plpgsql
	as $$
begin
	insert into core.case_link (municipality, case_id, other)
		select c.municipality, signing_link.case_id, c.case_id from core.guardians(signing_link.subject) as g(person)
		join core.cases c on c.municipality = caller.municipality and c.applicant = g.person
			and c.subject is not distinct from signing_link.subject and c.form = signing_link.form
			and c.status not in ('withdrawn', 'closed', 'archived', 'purged')
		where g.person <> caller.person and caller.person in (select core.guardians(signing_link.subject));
end
	$$;

-- Seeing.

-- The caller's place in a case, by its reference. An invitation is bound to the person and lasts as long as the guardianship.
create function core.signing_party(caller core.caller, reference text) returns core.party language plpgsql stable
	as $$
declare
	p core.party;
begin
	select x.* into p from core.cases c
		join core.signing s on s.municipality = c.municipality and s.case_id = c.case_id
		join core.party x on x.municipality = c.municipality and x.case_id = c.case_id and x.person = caller.person
		where c.municipality = caller.municipality and c.reference = signing_party.reference
			and (x.role = 'applicant' or x.invited_at is not null)
			and (s.subject is null or s.subject = caller.person or caller.person in (select core.guardians(s.subject)));
	if not found then
		perform core.refuse('404', 'There is no such case.');
	end if;
	return p;
end
	$$;

-- What a party may know of the case besides the extract. withheld: somebody's identity is protected, and then the answers, too, could
-- tell where to look.
create function core.signing_heading(caller core.caller, case_id uuid) returns jsonb language plpgsql stable
	as $$
begin
	return (select jsonb_build_object('reference', c.reference, 'form', c.form, 'version', c.version, 'sha256', f.sha256,
			'titles', f.titles, 'subject', c.subject, 'language', c.language, 'submitted_at', c.submitted_at, 'received_at', c.received_at,
			'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end,
			'applicant_name', case when not a.protected then a.given_name || ' ' || a.family_name end,
			'withheld', a.protected or coalesce(p.protected, false))
		from core.cases c
		join core.form_version f on f.municipality = c.municipality and f.form = c.form and f.version = c.version
		join core.person a on a.municipality = c.municipality and a.person = c.applicant
		left join core.person p on p.municipality = c.municipality and p.person = c.subject
		where c.municipality = caller.municipality and c.case_id = signing_heading.case_id);
end
	$$;

-- Who signs and where each stands. Why somebody said no is for the applicant, for whoever said it, and for the municipality.
create function core.signing_facts(caller core.caller, case_id uuid) returns json language plpgsql stable
	as $$
begin
	return (select json_build_object('policy', s.policy, 'state', s.state, 'deadline', s.deadline, 'on_expiry', s.on_expiry,
			'on_decline', s.on_decline, 'reminder_days', s.reminder_days, 'begun_at', s.begun_at,
			'parties', (select json_agg(json_build_object('role', x.role, 'duty', x.duty, 'state', x.state, 'mode', x.mode,
					'level', x.level, 'answered_at', x.answered_at, 'invited_at', x.invited_at,
					'reason', case when caller.audience = 'staff' or caller.person in (c.applicant, x.person) then x.reason end,
					'name', case when not p.protected then p.given_name || ' ' || p.family_name end,
					'mine', x.person = caller.person,
					'reachable', not (a.protected or p.protected or coalesce(child.protected, false))
						and case x.role when 'applicant' then d.contact_email else p.email end is not null)
					order by x.role, x.person)
				from core.party x join core.person p on p.municipality = x.municipality and p.person = x.person
				where x.municipality = s.municipality and x.case_id = s.case_id))
		from core.signing s
		join core.cases c on c.municipality = s.municipality and c.case_id = s.case_id
		join core.case_document d on d.municipality = s.municipality and d.case_id = s.case_id
		join core.person a on a.municipality = s.municipality and a.person = c.applicant
		left join core.person child on child.municipality = s.municipality and child.person = s.subject
		where s.municipality = caller.municipality and s.case_id = signing_facts.case_id);
end
	$$;

-- What this party signs: the applicant the whole, a guardian the extract.
create function core.signing_document(p core.party) returns bytea language plpgsql stable
	as $$
begin
	if p.role = 'applicant' then
		return (select d.sha256 from core.case_document d where d.municipality = p.municipality and d.case_id = p.case_id);
	end if;
	return (select e.sha256 from core.case_extract e where e.municipality = p.municipality and e.case_id = p.case_id);
end
	$$;

-- Refuses unless the party can answer now.
create function core.signing_check(p core.party) returns void language plpgsql stable
	as $$
begin
	if not exists (select from core.signing s where s.municipality = p.municipality and s.case_id = p.case_id and s.state = 'waiting'
			and s.deadline > now()) then
		perform core.refuse('409', 'The application does not wait for signatures any more.');
	elsif p.state <> 'waiting' or p.duty = 'know' then
		perform core.refuse('409', 'You have answered already.');
	end if;
end
	$$;

create function core.signing_read(caller core.caller, reference text) returns jsonb language plpgsql stable
	as $$
declare
	p core.party := core.signing_party(caller, reference);
	heading jsonb := core.signing_heading(caller, p.case_id);
begin
	perform core.signing_check(p);
	return jsonb_build_object('case_id', p.case_id, 'reference', reference, 'document', encode(core.signing_document(p), 'hex'),
		'role', p.role, 'personal_number', (select x.personal_number from core.person x where x.municipality = p.municipality
			and x.person = p.person), 'titles', heading -> 'titles', 'subject_name', heading -> 'subject_name', 'attachments', 0,
		'language', heading -> 'language');
end
	$$;

-- What a login for signing was for.
create function core.signing_login(caller core.caller, case_id uuid, person uuid, document bytea) returns json language plpgsql stable
	as $$
begin
	return (select json_build_object('case_id', c.case_id, 'reference', c.reference, 'person', p.person,
			'personal_number', p.personal_number, 'document', encode(signing_login.document, 'hex'))
		from core.cases c join core.person p on p.municipality = c.municipality and p.person = signing_login.person
		where c.municipality = caller.municipality and c.case_id = signing_login.case_id);
end
	$$;

-- Every signature of a case with what it was made of, for an operator who verifies it.
create function core.signing_evidence(caller core.caller, reference text) returns json language plpgsql stable
	as $$
begin
	return (select coalesce(json_agg(json_build_object('case_id', s.case_id, 'person', s.person, 'role', x.role,
			'personal_number', p.personal_number, 'document', encode(s.document, 'hex'),
			'mode', s.mode, 'issuer', s.issuer, 'client_id', s.client_id, 'level', s.level, 'authenticated_at', s.authenticated_at,
			'signed_at', s.signed_at, 'evidence', s.evidence, 'evidence_sha256', encode(s.evidence_sha256, 'hex')) order by s.signed_at, x.role, s.person), '[]')
		from core.cases c
		join core.signature s on s.municipality = c.municipality and s.case_id = c.case_id
		join core.party x on x.municipality = s.municipality and x.case_id = s.case_id and x.person = s.person
		join core.person p on p.municipality = s.municipality and p.person = s.person
		where c.municipality = caller.municipality and c.reference = signing_evidence.reference);
end
	$$;

-- Moving. Everything that moves a waiting case holds its row first: of two at once, the second sees what the first did.

create function core.signing_hold(caller core.caller, case_id uuid) returns boolean language plpgsql
	as $$
begin
	perform from core.cases c where c.municipality = caller.municipality and c.case_id = signing_hold.case_id
		and c.status = 'awaiting_signature' for no key update;
	return found;
end
	$$;

-- The case comes in. Whoever has not answered is not waited for any more.
create function core.signing_receive(caller core.caller, case_id uuid, event text, state text) returns void language plpgsql
	as $$
begin
	update core.cases c set status = 'received', revision = c.revision + 1, received_at = now(), changed_at = now(),
			due_at = core.workdays_after(now(), s.due_workdays)
		from core.signing s where c.municipality = caller.municipality and c.case_id = signing_receive.case_id
			and s.municipality = c.municipality and s.case_id = c.case_id;
	perform core.signing_close(caller, case_id, state);
	perform core.happened(caller, case_id, event, 'received');
	insert into core.outbox (municipality, kind, case_id) values (caller.municipality, 'case.received', signing_receive.case_id),
		(caller.municipality, 'receipt.submission', signing_receive.case_id);
end
	$$;

-- The case comes to nothing.
create function core.signing_end(caller core.caller, case_id uuid, event text, state text) returns void language plpgsql
	as $$
begin
	update core.cases c set status = 'withdrawn', revision = c.revision + 1, changed_at = now(), closed_at = now()
		where c.municipality = caller.municipality and c.case_id = signing_end.case_id;
	perform core.signing_close(caller, case_id, state);
	perform core.happened(caller, case_id, event, 'withdrawn');
end
	$$;

create function core.signing_close(caller core.caller, case_id uuid, state text) returns void language plpgsql
	as $$
begin
	update core.signing s set state = signing_close.state
		where s.municipality = caller.municipality and s.case_id = signing_close.case_id;
	update core.party p set state = 'lapsed'
		where p.municipality = caller.municipality and p.case_id = signing_close.case_id and p.state = 'waiting';
end
	$$;

create function core.signing_answer(caller core.caller, case_id uuid) returns text language plpgsql stable
	as $$
begin
	return (select json_build_object('reference', c.reference, 'status', c.status, 'complete', c.status <> 'awaiting_signature')
		from core.cases c where c.municipality = caller.municipality and c.case_id = signing_answer.case_id);
end
	$$;

-- The same evidence once more is the answer that was lost.
create function core.signing_sign(caller core.caller, case_id uuid, person uuid, document bytea, mode text, provider text, issuer text,
	client_id text, level text, authenticated_at timestamptz, evidence text, evidence_sha256 bytea) returns text language plpgsql
	as $$
declare
	me core.caller := row(caller.municipality, null, person, 'citizen', caller.request_id);
	held boolean := core.signing_hold(caller, case_id);
	receipt text;
	p core.party;
begin
	select c.reference into receipt from core.cases c where c.municipality = caller.municipality and c.case_id = signing_sign.case_id;
	if exists (select from core.signature s where s.municipality = caller.municipality and s.case_id = signing_sign.case_id
			and s.person = signing_sign.person and s.evidence_sha256 = signing_sign.evidence_sha256) then
		perform core.note(me, 'case.sign', receipt);
		return core.signing_answer(caller, case_id);
	elsif not held then
		perform core.refuse('409', 'The application does not wait for signatures any more.');
	end if;
	begin
		p := core.signing_party(me, receipt);
	exception when sqlstate 'BK404' then
		perform core.refuse('409', 'The application does not wait for your signature.');
	end;
	perform core.signing_check(p);
	if document is distinct from core.signing_document(p) then
		perform core.refuse('409', 'What was signed is not what was sent in.');
	end if;
	update core.party x set state = 'signed', mode = signing_sign.mode, level = signing_sign.level, provider = signing_sign.provider,
			answered_at = now()
		where x.municipality = p.municipality and x.case_id = p.case_id and x.person = p.person;
	insert into core.signature (municipality, case_id, person, document, mode, provider, issuer, client_id, level, authenticated_at,
			evidence, evidence_sha256, request_id)
		values (p.municipality, p.case_id, p.person, signing_sign.document, signing_sign.mode, signing_sign.provider, signing_sign.issuer,
			signing_sign.client_id, signing_sign.level, signing_sign.authenticated_at, signing_sign.evidence, signing_sign.evidence_sha256,
			left(caller.request_id, 64));
	insert into core.outbox (municipality, kind, case_id, person) values (p.municipality, 'receipt.signature', p.case_id, p.person);
	perform core.note(me, 'case.sign', receipt);
	if p.role = 'applicant' then
		update core.signing s set begun_at = now(), deadline = core.signing_deadline(now(), s.expire_days)
			where s.municipality = p.municipality and s.case_id = p.case_id;
		perform core.signing_invite(me, case_id);
	end if;
	if exists (select from core.party x where x.municipality = p.municipality and x.case_id = p.case_id and x.state = 'waiting') then
		update core.cases c set revision = c.revision + 1, changed_at = now() where c.municipality = p.municipality and c.case_id = p.case_id;
		perform core.happened(me, case_id, 'sign', 'awaiting_signature');
	else
		perform core.signing_receive(me, case_id, 'sign', 'complete');
	end if;
	return core.signing_answer(caller, case_id);
end
	$$;

create function core.signing_decline(caller core.caller, reference text, reason text) returns text language plpgsql
	as $$
declare
	p core.party := core.signing_party(caller, reference);
	held boolean := core.signing_hold(caller, p.case_id);
	ends boolean;
begin
	p := core.signing_party(caller, reference); -- again, now that nobody else can answer
	perform core.signing_check(p);
	if not held then
		perform core.refuse('409', 'The application does not wait for signatures any more.');
	elsif p.role = 'applicant' then
		perform core.refuse('409', 'Your own application you take back.');
	elsif coalesce(length(btrim(reason, E' \t\r\n')), 0) not between 1 and 1000 then
		perform core.refuse('422', 'Say why, in at most 1000 characters.');
	end if;
	update core.party x set state = 'declined', reason = btrim(signing_decline.reason, E' \t\r\n'), answered_at = now()
		where x.municipality = p.municipality and x.case_id = p.case_id and x.person = p.person;
	perform core.note(caller, 'case.decline', reference);
	insert into core.outbox (municipality, kind, case_id) values (p.municipality, 'sign.declined', p.case_id);
	select s.on_decline = 'end' into ends from core.signing s where s.municipality = p.municipality and s.case_id = p.case_id;
	if ends then
		perform core.signing_end(caller, p.case_id, 'decline', 'declined');
		perform core.signing_tell(caller, p.case_id, 'sign.declined');
	else
		perform core.signing_receive(caller, p.case_id, 'decline', 'declined');
	end if;
	return core.signing_answer(caller, p.case_id);
end
	$$;

create function core.signing_withdraw(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	mine uuid;
begin
	select c.case_id into mine from core.cases c where c.municipality = caller.municipality and c.reference = signing_withdraw.reference
		and c.applicant = caller.person;
	if not found then
		perform core.refuse('404', 'There is no such case.');
	elsif not core.signing_hold(caller, mine) then
		perform core.refuse('409', 'The application does not wait for signatures any more.');
	end if;
	perform core.signing_end(caller, mine, 'withdraw', 'withdrawn');
	perform core.note(caller, 'case.withdraw', reference);
	perform core.signing_tell(caller, mine, 'sign.withdrawn');
	return core.signing_answer(caller, mine);
end
	$$;

-- What time does.

-- Time is up. What the applicant never signed was never sent to anybody.
create function core.signing_expire(caller core.caller, s core.signing) returns void language plpgsql
	as $$
begin
	perform core.note(caller, 'case.expire', c.reference) from core.cases c where c.municipality = s.municipality and c.case_id = s.case_id;
	if s.begun_at is not null and s.on_expiry = 'receive' then
		perform core.signing_receive(caller, s.case_id, 'expire', 'lapsed');
		return;
	end if;
	perform core.signing_end(caller, s.case_id, 'expire', 'lapsed');
	insert into core.outbox (municipality, kind, case_id) values (s.municipality, 'sign.expired', s.case_id);
	perform core.signing_tell(caller, s.case_id, 'sign.expired');
end
	$$;

-- How many of the days to remind on have come, the day of the applicant's signature being day 0.
create function core.signing_reminders(s core.signing) returns int language sql stable
	as $$
	select count(*)::int from unnest(s.reminder_days) d
	where (s.begun_at at time zone 'Europe/Stockholm')::date + d <= (now() at time zone 'Europe/Stockholm')::date
	$$;

-- Reminds those who have not answered; how many messages that makes. Days that were missed are not made up for.
create function core.signing_remind(caller core.caller, s core.signing) returns int language plpgsql
	as $$
declare
	sent int;
begin
	update core.signing x set reminded = core.signing_reminders(s) where x.municipality = s.municipality and x.case_id = s.case_id;
	insert into core.outbox (municipality, kind, case_id, person)
		select p.municipality, 'sign.reminder', p.case_id, p.person from core.party p
		where p.municipality = s.municipality and p.case_id = s.case_id and p.role = 'guardian' and p.state = 'waiting'
			and p.person in (select core.guardians(s.subject));
	get diagnostics sent = row_count;
	return sent;
end
	$$;

-- The first few hundred cases for which time has done something; the next call takes the next ones. A case that somebody holds is
-- looked at again later.
create function core.signing_due(caller core.caller) returns text language plpgsql
	as $$
declare
	me core.caller := row(caller.municipality, null, null, 'system', caller.request_id);
	s core.signing;
	reminded int := 0;
	expired int := 0;
begin
	for s in select x.* from core.signing x where x.municipality = caller.municipality and x.state = 'waiting'
			and (x.deadline <= now() or (x.begun_at is not null and x.reminded < core.signing_reminders(x)))
			order by x.deadline limit 200 loop
		perform from core.cases c where c.municipality = s.municipality and c.case_id = s.case_id and c.status = 'awaiting_signature'
			for no key update skip locked;
		continue when not found;
		select x.* into s from core.signing x where x.municipality = s.municipality and x.case_id = s.case_id;
		if s.deadline <= now() then
			perform core.signing_expire(me, s);
			expired := expired + 1;
		elsif s.reminded < core.signing_reminders(s) then
			reminded := reminded + core.signing_remind(me, s);
		end if;
	end loop;
	return json_build_object('reminded', reminded, 'expired', expired);
end
	$$;

do $$
declare
	f record;
begin
	for f in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname = 'core' and p.proname ~ '^signing_' loop
		execute format('alter function %s owner to owner_signing', f.name);
	end loop;
	-- Those that a service's functions may call run as owner_signing; the others are its own.
	for f in select * from (values ('signing_parties', 'citizen'), ('signing_begin', 'citizen'), ('signing_link', 'citizen'),
			('signing_party', 'citizen'), ('signing_heading', 'citizen'), ('signing_facts', 'citizen'), ('signing_facts', 'caseworker'),
			('signing_decline', 'citizen'), ('signing_withdraw', 'citizen'), ('signing_read', 'eid'), ('signing_login', 'eid'),
			('signing_sign', 'eid'), ('signing_due', 'worker'), ('signing_evidence', 'operator')) as v(name, service) loop
		execute format('alter function core.%s security definer', f.name);
		execute format('alter function core.%s set search_path = pg_catalog, pg_temp', f.name);
		execute format('grant execute on function core.%s to owner_%s', f.name, f.service);
	end loop;
end
$$;

commit;
