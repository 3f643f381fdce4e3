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

-- The definition is left out when the caller has it already (known: its SHA-256).
create or replace function api_citizen.form_get(caller core.caller, form text, version text, known text) returns text language plpgsql
	as $$
declare
	answer text;
begin
	perform core.bind(caller, 'citizen');
	select json_build_object('form', f.form, 'version', f.version, 'sha256', f.sha256,
			'definition', case when f.sha256 is distinct from known then f.definition::json end) into answer
		from core.form_version f
		where f.municipality = caller.municipality and f.form = form_get.form and f.state = 'published'
			and (form_get.version is null or f.version = form_get.version)
		order by f.place desc limit 1;
	if answer is null then
		perform core.refuse('404', 'There is no such form.');
	end if;
	return answer;
end
	$$;
