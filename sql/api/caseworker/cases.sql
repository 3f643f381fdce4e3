-- One case: reading it and moving it.

create or replace function api_caseworker.case_read(caller core.caller, reference text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter_scope(caller, 'caseworker', '{cases.read,cases.move,cases.decide}');
	answer text;
begin
	select json_build_object('reference', c.reference, 'form', c.form, 'version_of_form', c.version, 'sha256', f.sha256,
			'status', c.status, 'version', c.revision, 'assignee', s.given_name || ' ' || s.family_name,
			'mine', coalesce(c.assignee = me, false), 'queue', c.queue, 'submitted_at', c.submitted_at, 'received_at', c.received_at, 'due_at', c.due_at,
			'applicant', (select json_build_object('name', case when not a.protected then a.given_name || ' ' || a.family_name end,
				'email', case when not a.protected then doc.contact_email end, 'protected', a.protected)
				from core.person a where a.municipality = c.municipality and a.person = c.applicant),
			'subject', (select json_build_object('name', case when not p.protected then p.given_name || ' ' || p.family_name end,
				'birth_year', p.birth_year, 'protected', p.protected)
				from core.person p where p.municipality = c.municipality and p.person = c.subject),
			'answers', doc.content::json -> 'answers',
			'events', (select json_agg(json_build_object('at', e.at, 'event', e.event, 'status', e.status,
					'by', coalesce(w.given_name || ' ' || w.family_name, e.audience)) order by e.number)
				from core.case_event e left join core.staff w on w.municipality = e.municipality and w.person = e.person
				where e.municipality = c.municipality and e.case_id = c.case_id),
			'signing', core.signing_facts(caller, c.case_id),
			'decision', (select json_build_object('outcome', d.outcome, 'law', d.law, 'reasons', d.reasons,
					'decided_at', d.decided_at, 'decided_by', d.decider)
				from core.decision d where d.municipality = c.municipality and d.case_id = c.case_id
				order by d.number desc limit 1),
			'related', (select coalesce(json_agg(json_build_object('reference', o.reference, 'status', o.status,
					'linked', exists (select from core.case_link l where l.municipality = c.municipality
						and ((l.case_id = c.case_id and l.other = o.case_id) or (l.case_id = o.case_id and l.other = c.case_id))))
					order by o.submitted_at desc), '[]')
				from (select * from core.cases x where x.municipality = c.municipality and x.subject = c.subject
					and x.case_id <> c.case_id order by x.submitted_at desc limit 20) o))
		into answer from core.cases c
		join core.form_version f on f.municipality = c.municipality and f.form = c.form and f.version = c.version
		join core.case_document doc on doc.municipality = c.municipality and doc.case_id = c.case_id
		left join core.staff s on s.municipality = c.municipality and s.person = c.assignee
		where c.municipality = caller.municipality and c.reference = case_read.reference;
	if answer is null then
		perform core.refuse('404', 'There is no such case.');
	end if;
	perform core.note(caller, 'case.read', reference);
	return answer;
end
	$$;

-- One guarded update. The row of the lifecycle (from, to, own case, release, notify) is the service's; the database checks that it
-- still fits.
create or replace function api_caseworker.case_move(caller core.caller, reference text, revision int, event text, from_status text,
	to_status text, own_case boolean, release boolean, notify boolean, outcome text, law text, reasons text) returns text
	language plpgsql
	as $$
declare
	me uuid := case when outcome is null then core.enter_scope(caller, 'caseworker', '{cases.move}')
		else core.enter_fresh(caller, 'caseworker', 'staff', '{cases.decide}') end;
	moved record;
	there record;
	number int;
begin
	-- A decision says what was decided, by which law and why (förvaltningslagen 31-32 §§), or it is none.
	if (to_status = 'decided') > (outcome is not null) or (outcome is not null and (law is null or reasons is null
			or btrim(law) = '' or btrim(reasons) = '')) then
		perform core.refuse('422', 'A decision needs an outcome, a law section and reasons.');
	end if;
	update core.cases c set status = to_status, revision = c.revision + 1, changed_at = now(),
			assignee = case when release then null else coalesce(c.assignee, me) end,
			closed_at = case when to_status = 'closed' then now() end
		where c.municipality = caller.municipality and c.reference = case_move.reference and c.revision = case_move.revision
			and c.status = from_status and (not own_case or c.assignee = me)
		returning c.case_id, c.revision into moved;
	if not found then
		select c.revision, c.assignee into there from core.cases c
			where c.municipality = caller.municipality and c.reference = case_move.reference;
		if not found then
			perform core.refuse('404', 'There is no such case.');
		elsif there.revision <> case_move.revision then
			perform core.refuse('412', 'The case has changed since you saw it.');
		elsif own_case and there.assignee is distinct from me then
			perform core.refuse('409', 'Someone else holds the case.');
		end if;
		perform core.refuse('409', 'The case cannot make this move from where it is.');
	end if;
	number := core.happened(caller, moved.case_id, event, to_status);
	if outcome is not null then
		insert into core.decision (municipality, case_id, number, outcome, law, reasons, decided_by, decider)
			select caller.municipality, moved.case_id, number, case_move.outcome, case_move.law, case_move.reasons, me,
				s.given_name || ' ' || s.family_name
			from core.staff s where s.municipality = caller.municipality and s.person = me;
	end if;
	if notify then
		insert into core.outbox (municipality, kind, case_id) values (caller.municipality, 'case.' || to_status, moved.case_id);
	end if;
	perform core.note(caller, 'case.' || event, reference);
	return json_build_object('status', to_status, 'version', moved.revision);
end
	$$;

create or replace function api_caseworker.form_get(caller core.caller, form text, version text, known text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter_scope(caller, 'caseworker', '{cases.read,cases.move,cases.decide}');
begin
	return core.form_found(caller, form, version, known);
end
	$$;
