begin;
select municipality, id, kind, channel, state, attempts, next_at, leased_until from core.outbox where false;
select municipality, id, action, object, request_id from core.audit where false;
rollback;
