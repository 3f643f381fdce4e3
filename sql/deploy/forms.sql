-- Form definitions. A version is a draft until it is published; from then on the row cannot change, by anyone.
begin;

create table core.form_version (
	municipality text not null references core.municipality,
	form text not null check (form ~ '^[a-z][a-z0-9-]{0,39}$'),
	version text not null check (version ~ '^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$'),
	place int[] not null generated always as (string_to_array(version, '.')::int[]) stored,
	state text not null default 'draft' check (state in ('draft', 'published')),
	sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
	definition text not null,
	queue text generated always as (definition::jsonb #>> '{routing,queue}') stored,
	area_answer text generated always as (definition::jsonb #>> '{routing,area}') stored,
	drafts_kept text generated always as (definition::jsonb #>> '{retention,drafts}') stored,
	titles jsonb not null,    -- {"sv": "Ansök om skolskjuts", ...}
	summaries jsonb not null,
	subject jsonb not null,   -- {"kind": "child", "ageMin": 6, "ageMax": 18}: whom it is about
	changed_at timestamptz not null default now(),
	changed_by text not null,
	published_at timestamptz,
	primary key (municipality, form, version)
);
-- The current version is the latest published one.
create index form_current on core.form_version (municipality, form, place desc) where state = 'published';

alter table core.form_version owner to owner_core;
alter table core.form_version enable row level security;
alter table core.form_version force row level security;

create function core.published_is_final() returns trigger language plpgsql
	as $$
begin
	if old.state = 'published' then
		raise exception using errcode = 'BK409', message = 'A published version never changes. Save a new version instead.';
	end if;
	return case tg_op when 'DELETE' then old else new end;
end
	$$;
create trigger published_is_final before update or delete on core.form_version
	for each row execute function core.published_is_final();

grant select on core.form_version to owner_citizen, owner_caseworker;
grant select, insert, update on core.form_version to owner_admin, owner_operator;
grant delete on core.form_version to owner_admin; -- a draft; what is published stays
grant execute on function core.published_is_final() to owner_admin, owner_operator, owner_core;

create policy published on core.form_version for select to owner_citizen, owner_caseworker
	using (municipality = (select core.municipality()) and state = 'published');
create policy municipality on core.form_version to owner_admin, owner_operator
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));

-- {"sv": ..., "en": ...}: one text of a definition in every language.
create function core.words(definition jsonb, name text) returns jsonb language sql immutable
	as $$ select coalesce(jsonb_object_agg(t.key, t.value -> name), '{}') from jsonb_each(definition -> 'texts') t $$;
grant execute on function core.words(jsonb, text) to owner_admin, owner_operator;

-- A draft is replaced by whoever saw what is in it (`seen`), so that two authors cannot overwrite each other unawares.
create function core.form_save(caller core.caller, form text, version text, sha256 text, definition text, who text, seen text)
	returns text language plpgsql
	as $$
declare
	created boolean;
	there record;
begin
	insert into core.form_version as f (municipality, form, version, sha256, definition, titles, summaries, subject, changed_by)
		values (caller.municipality, form_save.form, form_save.version, form_save.sha256, form_save.definition,
			core.words(form_save.definition::jsonb, 'title'), core.words(form_save.definition::jsonb, 'summary'),
			coalesce(form_save.definition::jsonb -> 'subject', '{}'), who)
		on conflict on constraint form_version_pkey do update set sha256 = excluded.sha256, definition = excluded.definition,
			titles = excluded.titles, summaries = excluded.summaries, subject = excluded.subject, changed_by = excluded.changed_by, changed_at = now()
			where f.state = 'draft' and f.sha256 in (seen, excluded.sha256)
		returning f.xmax = 0 into created;
	if not found then
		select f.state, f.changed_by into there from core.form_version f
			where f.municipality = caller.municipality and f.form = form_save.form and f.version = form_save.version;
		if there.state = 'published' then
			perform core.refuse('409', 'The version is published and can never change. Save a new version instead.');
		end if;
		perform core.refuse('412', format('There is a draft of this version with other content, saved by %s.', there.changed_by));
	end if;
	return json_build_object('form', form, 'version', version, 'sha256', sha256, 'created', created);
end
	$$;

-- The published version asked for, or the current one when none is. The definition is left out when the caller has it already (known: its
-- SHA-256).
create function core.form_found(caller core.caller, form text, version text, known text) returns text language plpgsql stable
	as $$
declare
	answer text;
begin
	select json_build_object('form', f.form, 'version', f.version, 'sha256', f.sha256,
			'definition', case when f.sha256 is distinct from known then f.definition::json end) into answer
		from core.form_version f
		where f.municipality = caller.municipality and f.form = form_found.form and f.state = 'published'
			and (form_found.version is null or f.version = form_found.version)
		order by f.place desc limit 1;
	if answer is null then
		perform core.refuse('404', 'There is no such form.');
	end if;
	return answer;
end
	$$;
grant execute on function core.form_found(core.caller, text, text, text) to owner_citizen, owner_caseworker, owner_worker;

-- Publishing the same content again is a repeat, not an error.
create function core.form_publish(caller core.caller, form text, version text, sha256 text) returns text language plpgsql
	as $$
declare
	there record;
	moment timestamptz := now();
begin
	select f.state, f.sha256, f.place, f.published_at into there from core.form_version f
		where f.municipality = caller.municipality and f.form = form_publish.form and f.version = form_publish.version for update;
	if not found then
		perform core.refuse('404', 'There is no such version.');
	elsif there.sha256 <> form_publish.sha256 then
		if there.state = 'published' then
			perform core.refuse('409', 'The version is published with other content. Save a new version instead.');
		end if;
		perform core.refuse('412', 'The definition has changed since you saw it.');
	elsif there.state = 'published' then
		return json_build_object('form', form, 'version', version, 'published_at', there.published_at, 'replayed', true);
	elsif exists (select from core.form_version f where f.municipality = caller.municipality and f.form = form_publish.form
			and f.state = 'published' and f.place > there.place) then
		perform core.refuse('409', 'A later version is published already.');
	end if;
	update core.form_version f set state = 'published', published_at = moment
		where f.municipality = caller.municipality and f.form = form_publish.form and f.version = form_publish.version;
	return json_build_object('form', form, 'version', version, 'published_at', moment, 'replayed', false);
end
	$$;
grant execute on function core.form_save(core.caller, text, text, text, text, text, text), core.form_publish(core.caller, text, text, text)
	to owner_admin, owner_operator;

commit;
