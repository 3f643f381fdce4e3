begin;
drop function core.enter(core.caller, text, text);
drop function core.bind(core.caller, text);
drop table core.session, core.login;
commit;
