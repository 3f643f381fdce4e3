begin;
drop function core.happened(core.caller, uuid, text, text);
drop function core.outbox_lease(core.caller, text, int, int);
drop function core.note(core.caller, text, text);
drop policy of_messages on core.person;
drop policy of_messages on core.case_document;
drop policy of_messages on core.cases;
drop table core.audit, core.outbox;
commit;
