begin;
select municipality, draft, revision, answers from core.draft where false;
select municipality, case_id, reference, status, revision, assignee, due_at from core.cases where false;
select municipality, case_id, content, sha256 from core.case_document where false;
select municipality, case_id, number, event from core.case_event where false;
select municipality, case_id, outcome, law, reasons from core.decision where false;
select municipality, person, key, request_hash from core.idempotency where false;
select 1 / (core.reference('SKJ', 2026, 1) = 'SKJ-2026-000001-1')::int;
rollback;
