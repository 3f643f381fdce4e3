begin;
drop policy of_seen_cases on core.person;
drop table core.idempotency, core.decision, core.case_event, core.case_document, core.cases, core.reference_series, core.draft;
drop function core.frozen(text, text, text, text, text, text, jsonb, timestamptz);
drop function core.check_subject(core.caller, uuid, jsonb);
drop function core.reference(text, int, int);
drop function core.workdays_after(timestamptz, int);
drop function core.holidays(int);
commit;
