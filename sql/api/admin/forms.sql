-- Form definitions. Administrators see no cases: their functions' owner has no right on them.

-- Who asks, by name. fresh: to change something, which takes a login of now. people: no program.
create or replace function api_admin.enter(caller core.caller, fresh boolean default false, people boolean default false) returns text
	language plpgsql
	as $$
declare
	me uuid := case when people then core.enter(caller, 'admin', 'staff')
		when fresh then core.enter_fresh(caller, 'admin', 'staff', '{forms.write}')
		else core.enter_scope(caller, 'admin', '{forms.read,forms.write}') end;
begin
	if not exists (select from core.role r where r.municipality = caller.municipality and r.person = me and r.role = 'admin') then
		perform core.refuse('403', 'Only administrators may do this.');
	end if;
	return (select s.given_name || ' ' || s.family_name from core.staff s where s.municipality = caller.municipality and s.person = me);
end
	$$;

create or replace function api_admin.forms(caller core.caller) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller);
begin
	return (select coalesce(json_agg(json_build_object('form', g.form, 'titles', g.titles, 'current', g.current, 'versions', g.versions)
			order by g.form), '[]')
		from (select f.form, (array_agg(f.titles order by f.place desc))[1] as titles,
				(array_agg(f.version order by f.place desc) filter (where f.state = 'published'))[1] as current,
				json_agg(json_build_object('version', f.version, 'state', case when f.state = 'published' and f.place < f.latest
						then 'retired' else f.state end, 'sha256', f.sha256, 'changed_at', f.changed_at,
					'changed_by', f.changed_by, 'published_at', f.published_at) order by f.place desc) as versions
			from (select v.*, max(v.place) filter (where v.state = 'published') over (partition by v.form) as latest
				from core.form_version v where v.municipality = caller.municipality) f
			group by f.form) g);
end
	$$;

create or replace function api_admin.form_read(caller core.caller, form text, version text) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller);
	answer text;
begin
	select json_build_object('form', f.form, 'version', f.version, 'state', case when f.state = 'published' and exists (
				select from core.form_version later where later.municipality = caller.municipality and later.form = f.form
				and later.state = 'published' and later.place > f.place) then 'retired' else f.state end, 'sha256', f.sha256,
			'definition', f.definition, 'changed_at', f.changed_at, 'changed_by', f.changed_by, 'published_at', f.published_at)
		into answer from core.form_version f
		where f.municipality = caller.municipality and f.form = form_read.form and f.version = form_read.version;
	if answer is null then
		perform core.refuse('404', 'There is no such version.');
	end if;
	return answer;
end
	$$;

-- seen: the content that the author began from, when the draft was there already.
create or replace function api_admin.form_save(caller core.caller, form text, version text, sha256 text, definition text, seen text)
	returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, fresh => true);
begin
	perform core.note(caller, 'form.save', form || ' ' || version);
	return core.form_save(caller, form, version, sha256, definition, name, seen);
end
	$$;

create or replace function api_admin.form_delete(caller core.caller, form text, version text, seen text) returns text language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, fresh => true);
begin
	delete from core.form_version f where f.municipality = caller.municipality and f.form = form_delete.form
		and f.version = form_delete.version and f.sha256 = seen;
	if found then
		perform core.note(caller, 'form.delete', form || ' ' || version);
	elsif exists (select from core.form_version f where f.municipality = caller.municipality and f.form = form_delete.form
			and f.version = form_delete.version) then
		perform core.refuse('412', 'The definition has changed since you saw it.');
	end if;
	return null;
end
	$$;

create or replace function api_admin.form_publish(caller core.caller, form text, version text, sha256 text) returns text
	language plpgsql
	as $$
declare
	name text := api_admin.enter(caller, fresh => true);
begin
	perform core.note(caller, 'form.publish', form || ' ' || version);
	return core.form_publish(caller, form, version, sha256);
end
	$$;
