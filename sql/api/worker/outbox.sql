-- Outgoing work, at least once. A row is leased, never locked while a mail server thinks.

-- Mails only; what else goes out has a channel, and a claim, of its own. The address is the person's own, or for the applicant the one
-- given with the answers. Where anybody of the case has a protected identity there is none: that a mail came says something, too.
create or replace function api_worker.outbox_claim(caller core.caller, most int, lease_s int) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'worker');
	select coalesce(json_agg(json_build_object('id', t.id, 'kind', t.kind,
				'email', case when a.protected or coalesce(s.protected, false) or coalesce(p.protected, false) then null
					when t.person is null then d.contact_email else p.email end,
				'language', c.language, 'reference', c.reference, 'attempts', t.attempts) order by t.id), '[]')
			into answer from core.outbox_lease(caller, 'mail', most, lease_s) t
			join core.cases c on c.municipality = caller.municipality and c.case_id = t.case_id
			join core.case_document d on d.municipality = caller.municipality and d.case_id = t.case_id
			join core.person a on a.municipality = caller.municipality and a.person = c.applicant
			left join core.person s on s.municipality = caller.municipality and s.person = c.subject
			left join core.person p on p.municipality = caller.municipality and p.person = t.person;
	perform core.note(caller, 'case.message', m ->> 'reference') from json_array_elements(answer::json) m;
	return answer;
end
	$$;

create or replace function api_worker.outbox_done(caller core.caller, id uuid) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'worker');
	update core.outbox o set state = 'done', done_at = now(), leased_until = null, cause = null
		where o.municipality = caller.municipality and o.id = outbox_done.id and o.state = 'waiting';
	return null;
end
	$$;

-- The next try comes after 5 seconds, 10, 20 ... with up to a quarter more, so that many do not come at once. The eighth failure
-- is the last.
create or replace function api_worker.outbox_failed(caller core.caller, id uuid, cause text) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'worker');
	update core.outbox o set state = case when o.attempts >= 8 then 'dead' else 'waiting' end, leased_until = null,
			cause = left(outbox_failed.cause, 64),
			next_at = now() + 2 ^ least(o.attempts - 1, 12) * interval '5 seconds' * (1 + random() / 4)
		where o.municipality = caller.municipality and o.id = outbox_failed.id and o.state = 'waiting'
		returning json_build_object('state', o.state) into answer;
	return answer;
end
	$$;

create or replace function api_worker.outbox_state(caller core.caller) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'worker');
	return (select json_build_object(
		'waiting', count(*) filter (where o.state = 'waiting'), 'dead', count(*) filter (where o.state = 'dead'),
		'oldest_s', coalesce(extract(epoch from now() - min(o.created_at) filter (where o.state = 'waiting'))::bigint, 0))
		from core.outbox o where o.municipality = caller.municipality and o.state in ('waiting', 'dead'));
end
	$$;

create or replace function api_worker.housekeeping(caller core.caller) returns text language plpgsql
	as $$
declare
	removed bigint := 0;
	n bigint;
begin
	perform core.bind(caller, 'worker');
	delete from core.login l where l.municipality = caller.municipality and l.created_at < now() - interval '1 hour';
	get diagnostics n = row_count;
	removed := removed + n;
	delete from core.session s where s.municipality = caller.municipality and s.expires_at < now() - interval '1 day';
	get diagnostics n = row_count;
	removed := removed + n;
	delete from core.parked p where p.municipality = caller.municipality and p.created_at < now() - interval '1 hour';
	get diagnostics n = row_count;
	removed := removed + n;
	delete from core.draft d where d.municipality = caller.municipality and d.reference is null and d.expires_at < now();
	get diagnostics n = row_count;
	return json_build_object('removed', removed + n);
end
	$$;
