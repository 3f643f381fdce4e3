-- :cases cases of one queue, received evenly over the last year, with everything a submit leaves behind. Nobody lives behind these
-- numbers: they are born in month 99.
\set QUIET on
set session_replication_role = replica; -- the foreign keys hold by construction
set synchronous_commit = off;

-- Time-ordered, like the real ones, and the same at every run.
create function pg_temp.id(kind int, n bigint) returns uuid language sql immutable
	as $$ select (lpad(to_hex(1735689600000 + kind * 10000000 + n), 12, '0') || '70008' || substr(md5(n::text), 1, 15))::uuid $$;

-- A child in two cases, a guardian in four.
insert into core.person (municipality, person, personal_number, given_name, family_name)
	select '0120', pg_temp.id(1, n), '201299' || lpad(n::text, 6, '0'), 'Barn', 'Nummer ' || n from generate_series(0, :cases / 2) n;
insert into core.person (municipality, person, personal_number, given_name, family_name)
	select '0120', pg_temp.id(2, n), '198099' || lpad(n::text, 6, '0'), 'Vuxen', 'Nummer ' || n from generate_series(0, :cases / 4) n;
insert into core.guardian (municipality, guardian, child)
	select '0120', pg_temp.id(2, n / 2), pg_temp.id(1, n) from generate_series(0, :cases / 2) n;

create temporary table made as
	select n, pg_temp.id(3, n) as case_id, 'BNK-2025-' || lpad(n::text, 7, '0') || '-0' as reference,
		pg_temp.id(2, (n % (:cases / 2)) / 2) as applicant, pg_temp.id(1, n % (:cases / 2)) as subject,
		(array['received', 'investigating', 'completion_requested', 'decided', 'closed', 'closed', 'closed', 'closed', 'closed',
			'closed'])[1 + n % 10] as status,
		now() - interval '365 days' * (:cases - n) / :cases as moment
	from generate_series(1, :cases) n;
insert into core.cases (municipality, case_id, reference, form, version, applicant, subject, queue, status, language, submitted_at,
		received_at, due_at, changed_at, closed_at)
	select '0120', m.case_id, m.reference, f.form, f.version, m.applicant, m.subject, 'skolskjuts', m.status, 'sv', m.moment,
		m.moment, m.moment + interval '70 days', m.moment, case when m.status = 'closed' then m.moment end
	from made m, core.form_version f where f.form = 'skolskjuts' order by m.n;
insert into core.case_document (municipality, case_id, content, sha256, contact_email)
	select '0120', case_id, d.content, sha256(convert_to(d.content, 'UTF8')), 'nobody@example.com' from (select m.n, m.case_id, core.frozen('0120',
		m.reference, f.form, f.version, f.sha256, :'answers', jsonb_build_array(jsonb_build_object('person', m.applicant, 'role', 'applicant')),
		m.moment) as content from made m, core.form_version f where f.form = 'skolskjuts') d order by d.n;
insert into core.case_event (municipality, case_id, number, at, event, status, person, audience)
	select '0120', case_id, 1, moment, 'submit', 'received', applicant, 'citizen' from made order by n;
insert into core.idempotency (municipality, person, key, request_hash, case_id, created_at)
	select '0120', applicant, gen_random_uuid(), '\x00', case_id, moment from made order by n;
insert into core.outbox (municipality, id, kind, case_id, next_at, state, done_at)
	select '0120', pg_temp.id(4, n), 'case.received', case_id, moment, 'done', moment from made order by n;
insert into core.audit (municipality, id, at, person, audience, action, object)
	select '0120', pg_temp.id(5, n), moment, applicant, 'citizen', 'case.submit', reference from made order by n;
