-- Sending in, and following what was sent in.

create or replace function api_citizen.case_submit(caller core.caller, key uuid, request_hash text, form text, version text,
	subject uuid, draft uuid, answers text, queue text, series text, due_workdays int, language text, policy text default 'none',
	same_address text default null, shared_answers text default null, reminder_days int[] default null, expire_days int default null,
	on_expiry text default null, on_decline text default null) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	moment timestamptz := clock_timestamp();
	year int := extract(year from moment at time zone 'Europe/Stockholm')::int;
	fresh uuid := core.uuid7();
	known record;
	definition record;
	due timestamptz;
	receipt text;
	frozen text;
	shared text;
	parties jsonb := jsonb_build_array(jsonb_build_object('person', me, 'role', 'applicant'));
	-- Somebody signs first: it is not received yet, and no time runs.
	waits boolean := coalesce(policy in ('other-consents-by-deadline', 'all-sign'), false);
	status text := case when waits then 'awaiting_signature' else 'received' end;
begin
	-- Updates also when the key is known: a repeat must wait for the same standby as the first one did before it is believed.
	insert into core.idempotency as i (municipality, person, key, request_hash, case_id)
		values (caller.municipality, me, case_submit.key, decode(case_submit.request_hash, 'hex'), fresh)
		on conflict on constraint idempotency_pkey do update set hits = i.hits + 1, seen_at = now()
		returning i.case_id, i.request_hash, i.hits into known;
	if known.request_hash <> decode(case_submit.request_hash, 'hex') then
		perform core.refuse('423', 'The key was used for other content.');
	end if;
	if known.hits > 0 then
		return (select json_build_object('reference', c.reference, 'status', c.status, 'submitted_at', c.submitted_at,
				'received_at', c.received_at, 'replayed', true)
			from core.cases c where c.municipality = caller.municipality and c.case_id = known.case_id);
	end if;
	select f.subject, f.sha256, f.area_answer into definition from core.form_version f where f.municipality = caller.municipality and f.form = case_submit.form
		and f.version = case_submit.version and f.state = 'published';
	if not found then
		perform core.refuse('404', 'There is no such form.');
	end if;
	perform core.check_subject(caller, subject, definition.subject);
	if policy <> 'none' then
		parties := core.signing_parties(caller, policy, subject, same_address);
	end if;
	if not waits then
		due := core.workdays_after(moment, due_workdays);
	end if;
	-- From here on, other submits of the series wait: its number must not have gaps.
	insert into core.reference_series as s (municipality, series, year, last) values (caller.municipality, case_submit.series, year, 1)
		on conflict on constraint reference_series_pkey do update set last = s.last + 1
		returning core.reference(s.series, s.year, s.last) into receipt;
	insert into core.cases (municipality, case_id, reference, form, version, applicant, subject, queue, area, status, language,
			submitted_at, received_at, due_at, changed_at)
		values (caller.municipality, fresh, receipt, case_submit.form, case_submit.version, me, case_submit.subject, case_submit.queue,
			core.area_of(caller.municipality, case_submit.answers, definition.area_answer), status, case_submit.language, moment,
			case when not waits then moment end, due, moment);
	frozen := core.frozen(caller.municipality, receipt, form, version, definition.sha256, answers, parties, moment);
	insert into core.case_document (municipality, case_id, content, sha256, contact_email)
		values (caller.municipality, fresh, frozen, sha256(convert_to(frozen, 'UTF8')), case_submit.answers::json #>> '{kontakt,epost}');
	insert into core.case_event (municipality, case_id, number, at, event, status, person, audience)
		values (caller.municipality, fresh, 1, moment, case when waits then 'request_signature' else 'submit' end, status, me, 'citizen');
	if policy <> 'none' then
		-- Where an identity is protected, what a school or a road is called could tell where to look.
		shared := core.frozen(caller.municipality, receipt, form, version, definition.sha256, case when exists (select from core.person p
				where p.municipality = caller.municipality and p.person in (me, case_submit.subject) and p.protected)
			then '{}' else shared_answers end, parties, moment);
		perform core.signing_begin(caller, fresh, policy, parties, shared, subject, due_workdays, reminder_days, expire_days, on_expiry,
			on_decline);
	end if;
	if subject is not null then
		perform core.signing_link(caller, fresh, form, subject);
	end if;
	if not waits then
		insert into core.outbox (municipality, kind, case_id) values (caller.municipality, 'case.received', fresh),
			(caller.municipality, 'receipt.submission', fresh);
	end if;
	perform core.note(caller, 'case.submit', receipt);
	if draft is not null then
		update core.draft d set reference = receipt where d.municipality = caller.municipality
			and d.draft = case_submit.draft and d.form = case_submit.form and d.version = case_submit.version
			and d.reference is null;
		if not found then
			perform core.refuse('409', 'The application is sent in already.');
		end if;
	end if;
	return json_build_object('reference', receipt, 'status', status, 'submitted_at', moment,
		'received_at', case when not waits then moment end, 'replayed', false);
end
	$$;

create or replace function api_citizen.cases(caller core.caller) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	perform core.note(caller, 'cases.list', me::text);
	return json_build_object(
		'cases', (select coalesce(json_agg(json_build_object('reference', c.reference, 'form', c.form, 'version', c.version,
				'titles', f.titles, 'subject', c.subject, 'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end,
				'status', c.status, 'outcome', (select d.outcome from core.decision d where d.municipality = c.municipality
					and d.case_id = c.case_id order by d.number desc limit 1),
				'submitted_at', c.submitted_at, 'received_at', c.received_at, 'changed_at', c.changed_at) order by c.submitted_at desc), '[]')
			from (select * from core.cases where municipality = caller.municipality and applicant = me
				order by submitted_at desc limit 100) c
			join core.form_version f on f.municipality = c.municipality and f.form = c.form and f.version = c.version
			left join core.person p on p.municipality = c.municipality and p.person = c.subject),
		'drafts', (select coalesce(json_agg(json_build_object('draft', d.draft, 'form', d.form, 'titles', f.titles,
				'subject', d.subject, 'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end,
				'updated_at', d.updated_at, 'expires_at', d.expires_at) order by d.updated_at desc), '[]')
			from (select * from core.draft where municipality = caller.municipality and person = me and reference is null
				and expires_at > now() order by updated_at desc limit 100) d
			join core.form_version f on f.municipality = d.municipality and f.form = d.form and f.version = d.version
			left join core.person p on p.municipality = d.municipality and p.person = d.subject),
		'shared', (select coalesce(json_agg(core.signing_heading(caller, x.case_id) - array['sha256', 'withheld', 'language']
					|| jsonb_build_object('state', x.signing, 'duty', x.duty, 'mine', x.state, 'deadline', x.deadline)
				order by (x.signing, x.state) = ('waiting', 'waiting') desc, x.invited_at desc), '[]')
			from (select p.case_id, p.duty, p.state, p.invited_at, s.state as signing, s.deadline from core.party p
				join core.signing s on s.municipality = p.municipality and s.case_id = p.case_id
				where p.municipality = caller.municipality and p.person = me
				order by (s.state, p.state) = ('waiting', 'waiting') desc, p.invited_at desc limit 100) x));
end
	$$;

create or replace function api_citizen.case_read(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	answer text;
begin
	select json_build_object('reference', c.reference, 'form', c.form, 'version', c.version, 'sha256', f.sha256, 'titles', f.titles,
			'subject', c.subject, 'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end,
			'status', c.status, 'submitted_at', c.submitted_at, 'received_at', c.received_at, 'due_at', c.due_at,
			'document', encode(doc.sha256, 'hex'), 'answers', doc.content::json -> 'answers',
			'events', (select json_agg(json_build_object('at', e.at, 'event', e.event, 'status', e.status) order by e.number)
				from core.case_event e where e.municipality = c.municipality and e.case_id = c.case_id),
			'signing', core.signing_facts(caller, c.case_id),
			'decision', (select json_build_object('outcome', d.outcome, 'law', d.law, 'reasons', d.reasons,
					'decided_at', d.decided_at, 'decided_by', d.decider)
				from core.decision d where d.municipality = c.municipality and d.case_id = c.case_id
				order by d.number desc limit 1))
		into answer from core.cases c
		join core.form_version f on f.municipality = c.municipality and f.form = c.form and f.version = c.version
		join core.case_document doc on doc.municipality = c.municipality and doc.case_id = c.case_id
		left join core.person p on p.municipality = c.municipality and p.person = c.subject
		where c.municipality = caller.municipality and c.reference = case_read.reference;
	if answer is null then
		perform core.refuse('404', 'There is no such case.');
	end if;
	perform core.note(caller, 'case.read', reference);
	return answer;
end
	$$;
