begin;
select municipality, idx, id, xact, hashes from core.audit_log where false;
select municipality, size, note, at from core.audit_checkpoint where false;
rollback;
