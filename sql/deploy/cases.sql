-- Drafts and cases. The row that queues and moves touch is narrow; answers, events and decisions stand in tables of their own.
begin;

create table core.draft (
	municipality text not null,
	draft uuid not null,
	person uuid not null,
	form text not null,
	version text not null,
	subject uuid,
	revision bigint not null default 1,
	answers text not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	expires_at timestamptz not null,
	reference text,
	primary key (municipality, draft),
	foreign key (municipality, person) references core.person,
	foreign key (municipality, subject) references core.person,
	foreign key (municipality, form, version) references core.form_version
);
-- One open draft per form and child: a second tab finds the first one's.
create unique index draft_open on core.draft (municipality, person, form, coalesce(subject, person)) where reference is null;
create index draft_age on core.draft (municipality, expires_at) where reference is null;

-- The next number of a series and year. The row is locked until the case commits: references have no gaps.
create table core.reference_series (
	municipality text not null references core.municipality,
	series text not null check (series ~ '^[A-Z]{1,8}$'),
	year int not null,
	last int not null,
	primary key (municipality, series, year)
) with (fillfactor = 10);

create table core.cases (
	municipality text not null,
	case_id uuid not null,
	reference text not null,
	form text not null,
	version text not null,
	applicant uuid not null,
	subject uuid,
	queue text not null,
	area text not null default '', -- the school area, where the form asks for one
	status text not null check (status in ('awaiting_signature', 'received', 'completion_requested', 'investigating', 'communicated',
		'decided', 'executed', 'closed', 'archived', 'purged', 'withdrawn', 'appealed', 'suspended')),
	revision int not null default 1,
	assignee uuid,
	language text not null,
	submitted_at timestamptz not null,
	received_at timestamptz, -- when the last demanded signature came; the statutory clock runs from here
	due_at timestamptz,
	changed_at timestamptz not null,
	closed_at timestamptz, -- the time to keep it runs from here
	primary key (municipality, case_id),
	unique (municipality, reference),
	check ((received_at is null) = (due_at is null)),
	check (received_at is not null or status in ('awaiting_signature', 'withdrawn', 'closed', 'archived', 'purged')),
	foreign key (municipality, applicant) references core.person,
	foreign key (municipality, subject) references core.person,
	foreign key (municipality, assignee) references core.staff,
	foreign key (municipality, form, version) references core.form_version
) with (fillfactor = 85);
-- Serves the order of a queue page and of "take next".
create index case_queue on core.cases (municipality, queue, status, due_at, case_id);
create index case_applicant on core.cases (municipality, applicant, submitted_at desc);
create index case_subject on core.cases (municipality, subject, submitted_at desc) where subject is not null;
create index case_assignee on core.cases (municipality, assignee, due_at) where assignee is not null;

-- What was sent in, frozen: RFC 8785 text that is signed, shown and kept as it is, never made again from other rows.
create table core.case_document (
	municipality text not null,
	case_id uuid not null,
	content text not null,
	sha256 bytea not null check (length(sha256) = 32),
	contact_email text,
	primary key (municipality, case_id),
	foreign key (municipality, case_id) references core.cases
);

create table core.case_event (
	municipality text not null,
	case_id uuid not null,
	number int not null,
	at timestamptz not null default now(),
	event text not null,
	status text not null,
	person uuid,
	audience text not null check (audience in ('citizen', 'staff', 'service', 'system')),
	primary key (municipality, case_id, number),
	foreign key (municipality, case_id) references core.cases
);

create table core.decision (
	municipality text not null,
	case_id uuid not null,
	number int not null,
	outcome text not null check (outcome in ('granted', 'partly_granted', 'refused', 'dismissed', 'written_off')),
	law text not null check (law <> ''),
	reasons text not null check (reasons <> ''),
	decided_at timestamptz not null default now(),
	decided_by uuid not null,
	decider text not null,
	primary key (municipality, case_id, number),
	foreign key (municipality, case_id, number) references core.case_event
);

create table core.idempotency (
	municipality text not null,
	person uuid not null,
	key uuid not null,
	request_hash bytea not null,
	case_id uuid not null,
	hits int not null default 0,
	created_at timestamptz not null default now(),
	seen_at timestamptz not null default now(),
	primary key (municipality, person, key)
) with (fillfactor = 90);

do $$
declare
	name text;
begin
	foreach name in array array['draft', 'reference_series', 'cases', 'case_document', 'case_event', 'decision', 'idempotency'] loop
		execute format('alter table core.%I owner to owner_core', name);
		execute format('alter table core.%I enable row level security', name);
		execute format('alter table core.%I force row level security', name);
	end loop;
end
$$;

grant select, insert, update, delete on core.draft to owner_citizen;
grant select, delete on core.draft to owner_worker;
grant select, insert, update on core.reference_series, core.idempotency to owner_citizen;
grant select, insert on core.cases, core.case_document, core.case_event to owner_citizen;
grant select on core.decision to owner_citizen;
grant select, update (status, revision, assignee, changed_at, closed_at) on core.cases to owner_caseworker;
grant select on core.case_document to owner_caseworker;
grant select, insert on core.case_event, core.decision to owner_caseworker;

create policy mine on core.draft to owner_citizen
	using (municipality = (select core.municipality()) and person = (select core.me()))
	with check (municipality = (select core.municipality()) and person = (select core.me()));
create policy municipality on core.draft to owner_worker using (municipality = (select core.municipality()));
create policy municipality on core.reference_series to owner_citizen
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy mine on core.idempotency to owner_citizen
	using (municipality = (select core.municipality()) and person = (select core.me()))
	with check (municipality = (select core.municipality()) and person = (select core.me()));
create policy mine on core.cases to owner_citizen
	using (municipality = (select core.municipality()) and applicant = (select core.me()))
	with check (municipality = (select core.municipality()) and applicant = (select core.me()));
-- What still waits for signatures has not been sent to anyone yet.
create policy my_queues on core.cases to owner_caseworker
	using (municipality = (select core.municipality()) and received_at is not null and array[queue || '//', queue || '/' || form || '/',
		queue || '//' || area, queue || '/' || form || '/' || area] && (select core.my_scopes()));

-- What hangs on a case is seen by who sees the case.
create policy of_seen_cases on core.case_document to owner_citizen, owner_caseworker
	using (municipality = (select core.municipality()) and exists (select from core.cases c
		where c.municipality = case_document.municipality and c.case_id = case_document.case_id));
create policy of_seen_cases on core.case_event to owner_citizen, owner_caseworker
	using (municipality = (select core.municipality()) and exists (select from core.cases c
		where c.municipality = case_event.municipality and c.case_id = case_event.case_id));
create policy of_seen_cases on core.decision to owner_citizen, owner_caseworker
	using (municipality = (select core.municipality()) and exists (select from core.cases c
		where c.municipality = decision.municipality and c.case_id = decision.case_id));
-- A caseworker sees the people of the cases in the own queues, and nobody else. Ordered as the indexes are, so that they answer
-- whatever the statistics say.
create policy of_seen_cases on core.person for select to owner_caseworker
	using (municipality = (select core.municipality())
		and coalesce((select true from core.cases c where c.municipality = person.municipality and c.subject = person.person
				order by c.submitted_at desc limit 1),
			(select true from core.cases c where c.municipality = person.municipality and c.applicant = person.person
				order by c.submitted_at desc limit 1), false));

-- Swedish public holidays of a year (lagen 1989:253 om allmänna helgdagar), and the eves on which authorities are closed.
create function core.holidays(year int) returns date[] language plpgsql immutable
	as $$
declare
	-- Easter by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
	a int := year % 19;
	b int := year / 100;
	c int := year % 100;
	h int := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	l int := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	m int := (a + 11 * h + 22 * l) / 451;
	easter date := make_date(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
	-- Midsummer eve is the Friday between 19 and 25 June.
	june date := make_date(year, 6, 19);
begin
	return array[make_date(year, 1, 1), make_date(year, 1, 6), easter - 2, easter + 1, make_date(year, 5, 1), easter + 39,
		make_date(year, 6, 6), june + ((12 - extract(isodow from june)::int) % 7), make_date(year, 12, 24),
		make_date(year, 12, 25), make_date(year, 12, 26), make_date(year, 12, 31)];
end
	$$;

-- The last second, in Stockholm, of the n-th working day after a moment.
create function core.workdays_after(start timestamptz, n int) returns timestamptz language plpgsql stable
	as $$
declare
	day date := (start at time zone 'Europe/Stockholm')::date;
	off date[] := core.holidays(extract(year from day)::int);
	left_over int := n;
begin
	while left_over > 0 loop
		day := day + 1;
		if extract(doy from day) = 1 then
			off := core.holidays(extract(year from day)::int);
		end if;
		if extract(isodow from day) < 6 and day <> all (off) then
			left_over := left_over - 1;
		end if;
	end loop;
	return ((day + 1)::timestamp at time zone 'Europe/Stockholm') - interval '1 second';
end
	$$;

-- Luhn's check digit over year and number (ISO/IEC 7812-1), as rules/reference.c has it.
create function core.reference(series text, year int, number int) returns text language plpgsql immutable
	as $$
declare
	digits text := lpad(year::text, 4, '0') || lpad(number::text, greatest(6, length(number::text)), '0');
	total int := 0;
	d int;
begin
	for i in 1..length(digits) loop
		d := substr(digits, length(digits) + 1 - i, 1)::int * (1 + i % 2);
		total := total + d / 10 + d % 10;
	end loop;
	return series || '-' || substr(digits, 1, 4) || '-' || substr(digits, 5) || '-' || (10 - total % 10) % 10;
end
	$$;

-- The frozen text of an application. Canonical (RFC 8785) by construction: members in order, every value but the answers, which come
-- canonical, plain ASCII. parties: person and role, the applicant first.
create function core.frozen(municipality text, reference text, form text, version text, sha256 text, answers text, parties jsonb,
	moment timestamptz) returns text language sql immutable
	as $$
	select format('{"answers":%s,"attachments":[],"case":"%s","form":{"id":"%s","sha256":"%s","version":"%s"},"frozen_at":"%s",'
		'"municipality":"%s","parties":[%s],"v":1}', answers, reference, form, sha256, version,
		to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), municipality,
		(select string_agg(format('{"person":"%s","role":"%s"}', p.value ->> 'person', p.value ->> 'role'), ',' order by p.ordinality)
			from jsonb_array_elements(parties) with ordinality p))
	$$;

-- May this person be what an application by the caller is about? Row security shows the caller and the caller's children only.
create function core.check_subject(caller core.caller, subject uuid, rule jsonb) returns void language plpgsql
	as $$
declare
	age int;
	years int;
begin
	if subject is null and (rule ->> 'kind') = 'child' then
		perform core.refuse('422', 'Say which child the application is about.');
	elsif subject is not null and (rule ->> 'kind') = 'none' then
		perform core.refuse('422', 'The application is about nobody else.');
	elsif subject is null then
		return;
	end if;
	select extract(year from now() at time zone 'Europe/Stockholm')::int - p.birth_year,
			core.years(p.personal_number, (now() at time zone 'Europe/Stockholm')::date)
		into age, years from core.person p where p.municipality = caller.municipality and p.person = subject;
	if not found then
		perform core.refuse('403', 'You can only apply for your own children.');
	end if;
	-- Skollagen 29 kap. 12 §.
	if subject = core.me() and years < 16 then
		perform core.refuse('403', 'You can apply for yourself from the day you are 16.');
	end if;
	if age < coalesce((rule ->> 'ageMin')::int, 0) or age > coalesce((rule ->> 'ageMax')::int, 200) then
		perform core.refuse('422', 'The service is not for children of this age.');
	end if;
end
	$$;

grant execute on function core.check_subject(core.caller, uuid, jsonb) to owner_citizen;
grant execute on function core.frozen(text, text, text, text, text, text, jsonb, timestamptz) to owner_citizen;
grant execute on function core.holidays(int), core.workdays_after(timestamptz, int), core.reference(text, int, int) to owner_citizen;

commit;
