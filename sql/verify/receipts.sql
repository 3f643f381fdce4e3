begin;
select municipality, case_id, person, kind, reference, content, minisig, signature, key_id from core.receipt where false;
select municipality, case_id, person, kind, content from core.receipt_pdf where false;
rollback;
