-- Service accounts: programs that use the JSON API with a key of their own.

-- A key for a name that has none in force. The account is staff without a login: its roles are the queues given here, and 'admin' when a
-- scope is about forms.
create or replace function api_operator.account_issue(caller core.caller, name text, scopes text[], queues text[], id_hash text, key_id text,
	expires_s bigint, created_by text) returns text language plpgsql
	as $$
declare
	who uuid;
begin
	perform core.bind(caller, 'operator');
	if exists (select from core.service_account a where a.municipality = caller.municipality and a.name = account_issue.name
			and a.revoked_at is null and a.expires_at > now()) then
		perform core.refuse('409', 'There is a token for this name. Revoke it first.');
	end if;
	update core.service_account a set revoked_at = now() where a.municipality = caller.municipality and a.name = account_issue.name
		and a.revoked_at is null;
	insert into core.staff as s (municipality, staff_id, kind, given_name, family_name)
		values (caller.municipality, 'service:' || name, 'service', name, '(program)')
		on conflict on constraint staff_municipality_staff_id_key do update set given_name = excluded.given_name
		returning s.person into who;
	delete from core.role r where r.municipality = caller.municipality and r.person = who;
	insert into core.role (municipality, person, role, queue)
		select caller.municipality, who, 'caseworker', q from unnest(queues) q
		union select caller.municipality, who, 'admin', '' where scopes && array['forms.read', 'forms.write'];
	insert into core.service_account (municipality, id_hash, person, name, scopes, key_id, created_by, expires_at)
		values (caller.municipality, decode(account_issue.id_hash, 'hex'), who, account_issue.name, account_issue.scopes,
			account_issue.key_id, account_issue.created_by, to_timestamp(expires_s));
	perform core.note(caller, 'account.issue', name || ' ' || array_to_string(scopes, ' '));
	return json_build_object('person', who);
end
	$$;

create or replace function api_operator.accounts(caller core.caller) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	return (select coalesce(json_agg(json_build_object('name', a.name, 'scopes', a.scopes, 'key_id', a.key_id,
			'queues', (select coalesce(json_agg(r.queue order by r.queue), '[]') from core.role r
				where r.municipality = a.municipality and r.person = a.person and r.queue <> ''),
			'created_at', a.created_at, 'created_by', a.created_by, 'seen_at', a.seen_at, 'expires_at', a.expires_at,
			'revoked_at', a.revoked_at) order by a.name, a.created_at), '[]')
		from core.service_account a where a.municipality = caller.municipality);
end
	$$;

create or replace function api_operator.account_revoke(caller core.caller, name text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'operator');
	update core.service_account a set revoked_at = now() where a.municipality = caller.municipality and a.name = account_revoke.name
		and a.revoked_at is null;
	if not found then
		perform core.refuse('404', 'There is no token in force for this name.');
	end if;
	perform core.note(caller, 'account.revoke', name);
	return null;
end
	$$;
