-- Login transactions and sessions.

create or replace function api_eid.login_begin(caller core.caller, handle_hash text, state_hash text, nonce text, verifier text,
	provider text, audience text, return_to text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'eid');
	insert into core.login (municipality, handle_hash, state_hash, nonce, verifier, provider, audience, return_to)
		values (caller.municipality, decode(login_begin.handle_hash, 'hex'), decode(login_begin.state_hash, 'hex'), login_begin.nonce,
			login_begin.verifier, login_begin.provider, login_begin.audience, login_begin.return_to);
	return null;
end
	$$;

-- Taken once: whoever comes second finds nothing.
create or replace function api_eid.login_take(caller core.caller, handle_hash text, state_hash text) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'eid');
	delete from core.login l where l.municipality = caller.municipality and l.handle_hash = decode(login_take.handle_hash, 'hex')
			and l.state_hash = decode(login_take.state_hash, 'hex') and l.created_at > now() - interval '10 minutes'
		returning json_build_object('nonce', l.nonce, 'verifier', l.verifier, 'provider', l.provider, 'audience', l.audience,
			'return_to', l.return_to, 'created_s', extract(epoch from l.created_at)::bigint,
			'sign', core.signing_login(caller, l.case_id, l.person, l.document)::jsonb
				|| jsonb_strip_nulls(jsonb_build_object('sign_request', l.sign_request, 'sign_message', l.sign_message))) into answer;
	return answer;
end
	$$;

-- old_hash: the session that this browser had until now; it ends with the new login. No session outlives the limit of its kind, whatever
-- expires_s says.
create or replace function api_eid.session_open(caller core.caller, audience text, personal_number text, provider text, subject text,
	staff_id text, id_hash text, level text, authenticated_s bigint, expires_s bigint, given_name text, family_name text, old_hash text)
	returns text
	language plpgsql
	as $$
declare
	who uuid;
	limits record := core.session_limits('eid', audience);
begin
	perform core.bind(caller, 'eid');
	perform api_eid.session_close(row(caller.municipality, decode(old_hash, 'hex'), null, null, caller.request_id)::core.caller);
	if audience = 'staff' then
		select s.person into who from core.staff s where s.municipality = caller.municipality and s.staff_id = session_open.staff_id
			and s.kind = 'person' and s.disabled_at is null
			and exists (select from core.role r where r.municipality = s.municipality and r.person = s.person);
		if not found then
			perform core.refuse('403', 'You have no role here. Ask your administrator.');
		end if;
	else
		-- Who has moved in is not in the extract yet; a name that changed is the register's business.
		insert into core.person as p (municipality, personal_number, given_name, family_name)
			values (caller.municipality, session_open.personal_number, session_open.given_name, session_open.family_name)
			on conflict on constraint person_municipality_personal_number_key do nothing;
		select p.person into strict who from core.person p
			where p.municipality = caller.municipality and p.personal_number = session_open.personal_number;
	end if;
	insert into core.session (municipality, id_hash, person, audience, provider, subject, level, authenticated_at, expires_at)
		values (caller.municipality, decode(session_open.id_hash, 'hex'), who, session_open.audience, session_open.provider,
			session_open.subject, session_open.level, to_timestamp(authenticated_s), least(to_timestamp(expires_s), now() + limits.absolute));
	perform core.note(row(caller.municipality, null, who, session_open.audience, caller.request_id)::core.caller, 'session.open', who::text);
	return json_build_object('person', who);
end
	$$;

create or replace function api_eid.session_close(caller core.caller) returns text language plpgsql
	as $$
declare
	ended record;
begin
	perform core.bind(caller, 'eid');
	update core.session s set revoked_at = now()
		where s.municipality = caller.municipality and s.id_hash = caller.session_hash and s.revoked_at is null
		returning s.person, s.audience into ended;
	if found then
		perform core.note(row(caller.municipality, null, ended.person, ended.audience, caller.request_id)::core.caller, 'session.close',
			ended.person::text);
	end if;
	return null;
end
	$$;

-- One's own sessions that are alive, the latest first.
create or replace function api_eid.sessions(caller core.caller) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'eid', caller.audience);
	limits record := core.session_limits('eid', caller.audience);
begin
	return (select json_build_object('sessions', coalesce(json_agg(json_build_object('id', encode(s.id_hash, 'hex'),
			'this', s.id_hash = caller.session_hash, 'begun_at', s.created_at, 'seen_at', s.seen_at, 'provider', s.provider,
			'level', s.level) order by s.id_hash = caller.session_hash desc, s.seen_at desc, s.created_at desc), '[]'))
		from core.session s where s.municipality = caller.municipality and s.person = me and s.audience = caller.audience
			and s.revoked_at is null and s.expires_at > now() and s.created_at > now() - limits.absolute
			and s.seen_at > now() - limits.idle);
end
	$$;

-- Ends one's own sessions: the one with this id, or ('others') all but the caller's, or ('all') every one. Answers how many.
create or replace function api_eid.sessions_end(caller core.caller, which text) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'eid', caller.audience);
	ended int;
begin
	update core.session s set revoked_at = now()
		where s.municipality = caller.municipality and s.person = me and s.audience = caller.audience and s.revoked_at is null
			and (which = 'all' or (which = 'others' and s.id_hash <> caller.session_hash) or which = encode(s.id_hash, 'hex'));
	get diagnostics ended = row_count;
	perform core.note(caller, 'session.end', me || ' ' || ended);
	return json_build_object('ended', ended);
end
	$$;
