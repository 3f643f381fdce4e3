-- Answers that are not sent in yet.

create or replace function api_citizen.draft_open(caller core.caller, form text, subject uuid, answers text) returns text language plpgsql
	as $$
#variable_conflict use_column
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	current record;
	opened record;
begin
	select f.version, f.drafts_kept as kept, f.subject as rule into current from core.form_version f
		where f.municipality = caller.municipality and f.form = draft_open.form and f.state = 'published'
		order by f.place desc limit 1;
	if not found then
		perform core.refuse('404', 'There is no such form.');
	end if;
	perform core.check_subject(caller, draft_open.subject, current.rule);
	delete from core.draft d where d.municipality = caller.municipality and d.person = me and d.form = draft_open.form
		and coalesce(d.subject, d.person) = coalesce(draft_open.subject, me) and d.reference is null and d.expires_at <= now();
	-- Updates the one that is there, so that both of two first tabs get the same.
	insert into core.draft as d (municipality, draft, person, form, version, subject, answers, expires_at)
		values (caller.municipality, core.uuid7(), me, draft_open.form, current.version, draft_open.subject, draft_open.answers,
			now() + coalesce(current.kept, 'P30D')::interval)
		on conflict (municipality, person, form, coalesce(subject, person)) where reference is null
			do update set person = excluded.person
		returning d.draft, d.xmax = 0 as created into opened;
	return json_build_object('draft', opened.draft, 'created', opened.created);
end
	$$;

create or replace function api_citizen.draft_read(caller core.caller, draft uuid) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	answer text;
begin
	select json_build_object('draft', d.draft, 'form', d.form, 'version', d.version, 'revision', d.revision, 'subject', d.subject,
			'subject_name', case when not p.protected then p.given_name || ' ' || p.family_name end,
			'answers', d.answers::json, 'updated_at', d.updated_at, 'expires_at', d.expires_at, 'reference', d.reference)
		into answer from core.draft d
		left join core.person p on p.municipality = d.municipality and p.person = d.subject
		where d.municipality = caller.municipality and d.draft = draft_read.draft and (d.expires_at > now() or d.reference is not null);
	if answer is null then
		perform core.refuse('404', 'There is no such draft.');
	end if;
	return answer;
end
	$$;

create or replace function api_citizen.draft_save(caller core.caller, draft uuid, revision bigint, answers text) returns text
	language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	saved bigint;
	there record;
begin
	update core.draft d set answers = draft_save.answers, revision = d.revision + 1, updated_at = now()
		where d.municipality = caller.municipality and d.draft = draft_save.draft and d.revision = draft_save.revision
			and d.reference is null and d.expires_at > now()
		returning d.revision into saved;
	if found then
		return json_build_object('revision', saved);
	end if;
	select d.reference, d.expires_at > now() as alive into there from core.draft d
		where d.municipality = caller.municipality and d.draft = draft_save.draft;
	if not found or (there.reference is null and not there.alive) then
		perform core.refuse('404', 'There is no such draft.');
	elsif there.reference is not null then
		perform core.refuse('409', 'The application is sent in already.');
	end if;
	perform core.refuse('412', 'The draft was changed in another window.');
end
	$$;

create or replace function api_citizen.draft_delete(caller core.caller, draft uuid) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
begin
	delete from core.draft d where d.municipality = caller.municipality and d.draft = draft_delete.draft and d.reference is null;
	return null;
end
	$$;
