begin;
drop function core.form_found(core.caller, text, text, text);
drop function core.form_publish(core.caller, text, text, text);
drop function core.form_save(core.caller, text, text, text, text, text, text);
drop table core.form_version;
drop function core.words(jsonb, text);
drop function core.published_is_final();
commit;
