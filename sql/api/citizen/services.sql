-- What is on offer. No login needed.

create or replace function api_citizen.services(caller core.caller) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'citizen');
	return (select coalesce(json_agg(json_build_object('form', f.form, 'version', f.version, 'texts',
			(select json_object_agg(t.key, json_build_object('title', t.value, 'summary', f.summaries -> t.key))
				from jsonb_each(f.titles) t)) order by f.form), '[]')
		from (select distinct on (form) form, version, titles, summaries from core.form_version
			where municipality = caller.municipality and state = 'published' order by form, place desc) f);
end
	$$;

create or replace function api_citizen.form_get(caller core.caller, form text, version text, known text) returns text language plpgsql
	as $$
begin
	perform core.bind(caller, 'citizen');
	return core.form_found(caller, form, version, known);
end
	$$;
