-- Receipts as they were signed, and their printed copies. Never changed, never made again.
begin;

create table core.receipt (
	municipality text not null,
	case_id uuid not null,
	person uuid not null, -- whom it is for
	kind text not null check (kind in ('submission', 'signature')),
	reference text not null,
	content text not null, -- RFC 8785 text: the bytes that are signed
	minisig text not null,
	signature bytea not null check (length(signature) = 64),
	key_id text not null check (key_id ~ '^[0-9A-F]{16}$'),
	created_at timestamptz not null default now(),
	primary key (municipality, case_id, person, kind),
	foreign key (municipality, case_id) references core.cases,
	foreign key (municipality, person) references core.person
);
create index receipt_of on core.receipt (municipality, reference, person);

create table core.receipt_pdf (
	municipality text not null,
	case_id uuid not null,
	person uuid not null,
	kind text not null,
	content bytea not null,
	created_at timestamptz not null default now(),
	primary key (municipality, case_id, person, kind),
	foreign key (municipality, case_id, person, kind) references core.receipt
);

alter table core.receipt owner to owner_core;
alter table core.receipt_pdf owner to owner_core;
alter table core.receipt enable row level security;
alter table core.receipt force row level security;
alter table core.receipt_pdf enable row level security;
alter table core.receipt_pdf force row level security;

grant select, insert on core.receipt, core.receipt_pdf to owner_worker;
grant select on core.receipt, core.receipt_pdf to owner_citizen;
grant insert on core.outbox to owner_worker;
grant select (form, version, status, submitted_at, received_at) on core.cases to owner_worker;
grant select (content, sha256) on core.case_document to owner_worker;
grant select (given_name, family_name) on core.person to owner_worker;
grant select on core.form_version, core.party to owner_worker;
grant select (municipality, case_id, person, document) on core.signature to owner_worker;

create policy municipality on core.receipt to owner_worker
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy municipality on core.receipt_pdf to owner_worker
	using (municipality = (select core.municipality())) with check (municipality = (select core.municipality()));
create policy mine on core.receipt for select to owner_citizen
	using (municipality = (select core.municipality()) and person = (select core.me()));
create policy mine on core.receipt_pdf for select to owner_citizen
	using (municipality = (select core.municipality()) and person = (select core.me()));
create policy of_receipts on core.party for select to owner_worker using (municipality = (select core.municipality()));
create policy of_receipts on core.signature for select to owner_worker using (municipality = (select core.municipality()));
create policy of_receipts on core.form_version for select to owner_worker
	using (municipality = (select core.municipality()) and state = 'published');

-- A moment as receipts write it.
create function core.moment(at timestamptz) returns text language sql immutable
	as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
grant execute on function core.moment(timestamptz) to owner_worker;

-- Who stands behind a case, how and when: those who have signed; for an application that nobody has to sign, the login it was sent in by,
-- whose level the session knows as long as it is there.
create function core.case_signers(municipality text, case_id uuid) returns table (person uuid, role text, mode text, level text,
	at timestamptz) language plpgsql stable rows 2
	as $$
begin
	return query select p.person, p.role, p.mode, p.level, p.answered_at from core.party p
		where p.municipality = case_signers.municipality and p.case_id = case_signers.case_id and p.state = 'signed'
	union all select c.applicant, 'applicant', 'login', (select s.level from core.session s
			where s.municipality = c.municipality and s.person = c.applicant and s.audience = 'citizen' and s.created_at <= c.submitted_at
			order by s.created_at desc limit 1), c.submitted_at
		from core.cases c where c.municipality = case_signers.municipality and c.case_id = case_signers.case_id
			and not exists (select from core.party p where p.municipality = c.municipality and p.case_id = c.case_id
				and p.role = 'applicant' and p.duty = 'sign');
end
	$$;
grant execute on function core.case_signers(text, uuid) to owner_worker;

commit;
