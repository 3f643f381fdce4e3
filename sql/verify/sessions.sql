begin;
select municipality, handle_hash, state_hash, created_at from core.login where false;
select municipality, id_hash, person, audience, seen_at, expires_at, revoked_at from core.session where false;
select municipality, person, service, path, fields, created_at from core.parked where false;
select municipality, id_hash, person, name, scopes, key_id, expires_at, revoked_at from core.service_account where false;
rollback;
