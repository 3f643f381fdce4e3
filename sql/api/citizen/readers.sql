-- Who has read or changed a case: for its applicant.

-- Newest first. Of other citizens (the other guardian) only that they are; of staff the name, which is public of whoever exercises
-- public authority.
create or replace function api_citizen.case_readers(caller core.caller, reference text, cursor text, most int) returns text language plpgsql
	as $$
declare
	me uuid := core.enter(caller, 'citizen', 'citizen');
	before_at timestamptz := 'infinity';
	before_id uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
	called jsonb;
	answer text;
begin
	select f.titles into called from core.cases c
		join core.form_version f on f.municipality = c.municipality and f.form = c.form and f.version = c.version
		where c.municipality = caller.municipality and c.reference = case_readers.reference;
	if not found then
		perform core.refuse('404', 'There is no such case.');
	end if;
	if cursor is not null then
		if cursor !~ '^[0-9]{1,17}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
			perform core.refuse('400', 'The cursor is not one of ours.');
		end if;
		before_at := timestamptz 'epoch' + split_part(cursor, '.', 1)::bigint * interval '1 microsecond';
		before_id := split_part(cursor, '.', 2)::uuid;
	end if;
	-- One row more than asked for tells whether there is a next page.
	with page as (
		select a.at, a.id, a.action, a.person, a.audience, row_number() over (order by a.at desc, a.id desc) as place
		from core.audit a
		where a.municipality = caller.municipality and a.object = case_readers.reference and (a.at, a.id) < (before_at, before_id)
		order by a.at desc, a.id desc limit most + 1)
	select json_build_object('titles', called,
		'readers', coalesce(json_agg(json_build_object('at', r.at, 'who', case when r.audience = 'staff' then 'staff'
				when r.audience <> 'citizen' then 'system' when r.person = me then 'self' else 'other' end,
			'name', s.given_name || ' ' || s.family_name, 'action', r.action) order by r.place) filter (where r.place <= most), '[]'),
		'next', case when count(*) > most then (array_agg((extract(epoch from r.at) * 1000000)::bigint || '.' || r.id
			order by r.place))[most] end)
		into answer from page r
		left join core.staff s on r.audience = 'staff' and s.municipality = caller.municipality and s.person = r.person;
	perform core.note(caller, 'case.readers', reference);
	return answer;
end
	$$;
