begin;
select municipality, form, version, place, state, sha256, definition, titles, summaries, published_at from core.form_version where false;
select 1 / count(*) from pg_trigger where tgname = 'published_is_final';
rollback;
