-- Who signs a case or is told of it, what they sign, and the proof that they did. The people here are not the case's applicant only, so
-- there is a role of its own, owner_signing: the only one that writes these tables and that moves a case which waits for signatures.
begin;

do $$
begin
	if not exists (select from pg_roles where rolname = 'owner_signing') then
		create role owner_signing nologin;
	end if;
end
$$;

-- What the definition demanded when the case was sent in.
create table core.signing (
	municipality text not null,
	case_id uuid not null,
	policy text not null check (policy in ('notify-other', 'other-consents-by-deadline', 'all-sign')),
	subject uuid,
	due_workdays int not null,
	reminder_days int[], -- whole days, counted in Stockholm, after the applicant's signature
	expire_days int,
	on_expiry text check (on_expiry in ('receive', 'lapse')),
	on_decline text check (on_decline in ('receive', 'end')),
	deadline timestamptz, -- for the applicant's signature, then for the others'
	begun_at timestamptz, -- the applicant's signature
	reminded int not null default 0, -- how many of reminder_days are over
	state text not null check (state in ('waiting', 'complete', 'declined', 'lapsed', 'withdrawn')),
	primary key (municipality, case_id),
	foreign key (municipality, case_id) references core.cases,
	foreign key (municipality, subject) references core.person,
	constraint asked check (policy = 'notify-other' or num_nulls(reminder_days, expire_days, on_expiry, on_decline, deadline) = 0),
	constraint all_or_nothing check (policy <> 'all-sign' or (on_expiry = 'lapse' and on_decline = 'end'))
);
create index signing_waits on core.signing (municipality, deadline) where state = 'waiting';

-- What the other guardians see and sign: the answers that the definition shows them, and the digest of the whole. Frozen as
-- core.case_document is.
create table core.case_extract (
	municipality text not null,
	case_id uuid not null,
	content text not null,
	sha256 bytea not null check (length(sha256) = 32),
	primary key (municipality, case_id),
	foreign key (municipality, case_id) references core.signing
);

create table core.party (
	municipality text not null,
	case_id uuid not null,
	person uuid not null,
	role text not null check (role in ('applicant', 'guardian')),
	duty text not null check (duty in ('sign', 'consent', 'know')),
	state text not null default 'waiting' check (state in ('waiting', 'signed', 'declined', 'informed', 'lapsed')),
	mode text check (mode in ('sign', 'approval')),
	level text,
	provider text,
	answered_at timestamptz,
	reason text check (length(reason) between 1 and 1000),
	invited_at timestamptz, -- before that the case is not there for a guardian
	primary key (municipality, case_id, person),
	foreign key (municipality, case_id) references core.signing,
	foreign key (municipality, person) references core.person,
	constraint applicant_signs check (role = 'guardian' or duty = 'sign'),
	constraint answered check ((state in ('signed', 'declined')) = (answered_at is not null)),
	constraint signed check (num_nonnulls(mode, level, provider) = case state when 'signed' then 3 else 0 end),
	constraint declined check ((state = 'declined') = (reason is not null)),
	constraint informed check (state <> 'informed' or duty = 'know'),
	constraint only_told check (duty <> 'know' or state not in ('signed', 'declined'))
);
create index party_person on core.party (municipality, person) where role = 'guardian';

-- The proof: never changed, never taken away, by nobody.
create table core.signature (
	municipality text not null,
	case_id uuid not null,
	person uuid not null,
	document bytea not null check (length(document) = 32), -- SHA-256 of what was signed
	mode text not null check (mode in ('sign', 'approval')),
	provider text not null,
	issuer text not null,
	client_id text not null,
	level text not null,
	authenticated_at timestamptz not null,
	signed_at timestamptz not null default now(),
	evidence text not null check (evidence like 'v4.local.%'), -- sealed under a key that the database never has
	evidence_sha256 bytea not null check (length(evidence_sha256) = 32),
	request_id text,
	primary key (municipality, case_id, person),
	foreign key (municipality, case_id, person) references core.party
);
create function core.evidence_is_final() returns trigger language plpgsql
	as $$ begin raise exception using errcode = '42501', message = 'A signature is never changed or taken away.'; end $$;
create trigger evidence_is_final before update or delete or truncate on core.signature
	for each statement execute function core.evidence_is_final();

-- Two guardians applied for the same child and service, each for themselves. One row for both directions.
create table core.case_link (
	municipality text not null,
	case_id uuid not null,
	other uuid not null,
	primary key (municipality, case_id, other),
	foreign key (municipality, case_id) references core.cases,
	foreign key (municipality, other) references core.cases,
	check (case_id <> other)
);
create index case_link_other on core.case_link (municipality, other);

-- A login that is for signing knows what is signed, and by whom.
alter table core.login add case_id uuid, add person uuid, add document bytea check (length(document) = 32),
	add sign_request text, add sign_message text, -- as sent and as shown: evidence keeps them
	add constraint signing check (num_nonnulls(case_id, person, document) in (0, 3)),
	add constraint login_party foreign key (municipality, case_id, person) references core.party;

do $$
declare
	name text;
begin
	foreach name in array array['signing', 'case_extract', 'party', 'signature', 'case_link'] loop
		execute format('alter table core.%I owner to owner_core', name);
		execute format('alter table core.%I enable row level security', name);
		execute format('alter table core.%I force row level security', name);
	end loop;
end
$$;

grant usage on schema core to owner_signing;
grant execute on function core.municipality(), core.refuse(text, text), core.guardians(uuid), core.workdays_after(timestamptz, int),
	core.holidays(int), core.note(core.caller, text, text), core.happened(core.caller, uuid, text, text), core.uuid7() to owner_signing;
grant select on core.guardian to owner_signing;
grant select (municipality, person, personal_number, given_name, family_name, email, protected, address) on core.person to owner_signing;
grant select (municipality, form, version, titles, sha256) on core.form_version to owner_signing;
grant select, update (status, revision, received_at, due_at, changed_at, closed_at) on core.cases to owner_signing;
grant select (municipality, case_id, sha256, contact_email) on core.case_document to owner_signing;
grant select, insert on core.case_event to owner_signing;
grant insert on core.outbox, core.audit to owner_signing;
grant select, insert, update (deadline, begun_at, reminded, state) on core.signing to owner_signing;
grant select, insert, update (state, mode, level, provider, answered_at, reason, invited_at) on core.party to owner_signing;
grant select, insert on core.case_extract, core.signature, core.case_link to owner_signing;
grant select on core.signing, core.case_extract, core.party to owner_citizen;
grant select on core.case_link to owner_caseworker;
-- An operator's function makes the digests anew, of what is kept.
grant select (municipality, case_id, content) on core.case_document, core.case_extract to owner_operator;

-- A guardian sees what there is to answer while being guardian, from the invitation on, and nothing of the case itself.
create policy of_my_children on core.signing for select to owner_citizen
	using (municipality = (select core.municipality()) and subject in (select core.children()));
create policy mine on core.party for select to owner_citizen
	using (municipality = (select core.municipality()) and person = (select core.me()) and role = 'guardian' and invited_at is not null
		and exists (select from core.signing s where s.municipality = party.municipality and s.case_id = party.case_id));
create policy of_mine on core.case_extract for select to owner_citizen
	using (municipality = (select core.municipality()) and exists (select from core.party p
		where p.municipality = case_extract.municipality and p.case_id = case_extract.case_id));
create policy of_seen_cases on core.case_link for select to owner_caseworker
	using (municipality = (select core.municipality()) and exists (select from core.cases c
		where c.municipality = case_link.municipality and c.case_id = case_link.case_id));

create policy digest on core.case_document for select to owner_operator using (municipality = (select core.municipality()));
create policy digest on core.case_extract for select to owner_operator using (municipality = (select core.municipality()));
create policy signing on core.guardian for select to owner_signing using (municipality = (select core.municipality()));
create policy signing on core.person for select to owner_signing using (municipality = (select core.municipality()));
create policy signing on core.form_version for select to owner_signing using (municipality = (select core.municipality()));
create policy signing on core.cases for select to owner_signing using (municipality = (select core.municipality()));
create policy signing on core.case_document for select to owner_signing using (municipality = (select core.municipality()));
-- Its only moves are those out of waiting.
create policy signing_moves on core.cases for update to owner_signing
	using (municipality = (select core.municipality()) and status = 'awaiting_signature')
	with check (municipality = (select core.municipality()) and status in ('awaiting_signature', 'received', 'withdrawn'));
do $$
declare
	name text;
begin
	foreach name in array array['signing', 'case_extract', 'party', 'signature', 'case_link', 'case_event', 'outbox'] loop
		execute format('create policy signing on core.%I to owner_signing using (municipality = (select core.municipality()))
			with check (municipality = (select core.municipality()))', name);
	end loop;
end
$$;
create policy signing on core.audit for insert to owner_signing with check (municipality = (select core.municipality()));

commit;
