-- Who may touch what: no role of a service has a right on anything but the functions of its own schema.
begin;
set local search_path = tap, public;
select no_plan();

select is((select array_agg(rolname::text order by rolname) from pg_roles where rolcanlogin and rolname <> 'postgres'),
	array['blankett_admin', 'blankett_caseworker', 'blankett_citizen', 'blankett_eid', 'blankett_operator', 'blankett_worker'],
	'the services and the operator can log in, nobody else');
select is_empty($$ select rolname from pg_roles where rolname ~ '^(blankett|owner)_' and (rolsuper or rolcreaterole or rolcreatedb
	or rolbypassrls or rolreplication) $$, 'no role of ours has a right over the cluster or past row security');
select is_empty($$ select m.member::regrole, m.roleid::regrole from pg_auth_members m where m.member::regrole::text ~ '^"?(blankett|owner)_'
	or m.roleid::regrole::text ~ '^"?(blankett|owner)_' $$, 'no role of ours is a member of another');

select is_empty($$ select r.rolname, c.oid::regclass from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
	where r.rolname ~ '^blankett_' and n.nspname in ('core', 'public') and c.relkind in ('r', 'p', 'v', 'm', 'f')
	and (has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')
		or has_any_column_privilege(r.oid, c.oid, 'select, insert, update, references')) $$,
	'no role of a service has a right on a table');
select is_empty($$ select r.rolname, c.oid::regclass from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
	where r.rolname ~ '^blankett_' and n.nspname in ('core', 'public') and c.relkind = 'S'
	and has_sequence_privilege(r.oid, c.oid, 'usage, select, update') $$, 'nor on a sequence');
select is_empty($$ select r.rolname, n.nspname from pg_roles r, pg_namespace n where r.rolname ~ '^(blankett|owner)_'
	and (n.nspname in ('core', 'public') or n.nspname ~ '^api_') and has_schema_privilege(r.oid, n.oid, 'create')
	and not (r.rolname = 'owner_core' and n.nspname = 'core') and 'owner_' || substr(n.nspname, 5) <> r.rolname $$,
	'nobody makes things in a schema of ours');
select is_empty($$ select r.rolname from pg_roles r where r.rolname ~ '^blankett_' and has_database_privilege(r.oid, current_database(),
	'create, temporary') $$, 'no service makes schemas or temporary tables');

-- The whole matrix of roles and functions.
select is_empty($$ select r.rolname, p.oid::regprocedure from pg_roles r, pg_proc p join pg_namespace n on n.oid = p.pronamespace
	where r.rolname ~ '^blankett_' and n.nspname ~ '^(core|api_)'
	and has_function_privilege(r.oid, p.oid, 'execute') <> (n.nspname = 'api_' || substr(r.rolname, 10)) $$,
	'every service may call every function of its own schema, and none of another');
select is_empty($$ select r.rolname, n.nspname from pg_roles r, pg_namespace n where r.rolname ~ '^blankett_' and n.nspname ~ '^api_'
	and has_schema_privilege(r.oid, n.oid, 'usage') <> (n.nspname = 'api_' || substr(r.rolname, 10)) $$,
	'every service sees its own schema only');
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname ~ '^api_'
	and not (p.prosecdef and p.proowner::regrole::text = 'owner_' || substr(n.nspname, 5)
		and p.proconfig @> array['search_path=pg_catalog, pg_temp'] and p.prorettype = 'text'::regtype
		and p.proargtypes[0] = 'core.caller'::regtype) $$,
	'every function takes its caller first, gives text, and runs as its owner with a fixed search path');
select is_empty($$ select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname ~ '^api_'
	group by n.nspname, proname having count(*) > 1 $$, 'no name stands for two functions');

-- Row security.
select is_empty($$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity) $$,
	'every table has row security, and its owner is not exempt');
select is_empty($$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relkind in ('r', 'p') and not exists (select from pg_attribute a
		where a.attrelid = c.oid and a.attname = 'municipality' and a.attnotnull) $$, 'every table has the municipality');
select is_empty($$ select i.indexrelid::regclass from pg_index i join pg_class c on c.oid = i.indrelid
	join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality'
	where n.nspname = 'core' and i.indkey[0] <> a.attnum $$, 'the municipality leads every key and index');
select is_empty($$ select k.conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace
	join pg_attribute a on a.attrelid = k.conrelid and a.attname = 'municipality'
	where n.nspname = 'core' and k.contype = 'f' and k.conkey[1] <> a.attnum $$, 'and every foreign key');
select is_empty($$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relpersistence <> 'p' $$, 'nothing is unlogged: all of it survives a failover');
select is_empty($$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relkind = 'S' $$, 'nothing comes from a global sequence');

-- Least privilege of the owners behind the functions.
select is_empty($$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relname in ('cases', 'case_document', 'case_event', 'decision', 'draft', 'person', 'idempotency')
	and has_any_column_privilege('owner_admin', c.oid, 'select') $$, 'an administrator''s functions can read no case and nobody''s data');
select is_empty($$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relname in ('cases', 'case_document', 'case_event', 'decision', 'draft', 'signing', 'party', 'case_extract', 'signature', 'case_link')
	and has_any_column_privilege('owner_eid', c.oid, 'select') $$, 'the login service''s can read no case, and no signature');
select is_empty($$ select r.rolname from pg_roles r where r.rolname ~ '^owner_' and r.rolname not in ('owner_eid', 'owner_core')
	and has_table_privilege(r.oid, 'core.session', 'insert') $$, 'nobody but the login service''s can make a session');
select is_empty($$ select r.rolname, t.t from pg_roles r, unnest(array['core.audit', 'core.audit_log', 'core.audit_checkpoint']) as t(t)
	where r.rolname ~ '^(owner|blankett)_' and r.rolname <> 'owner_core' and (has_table_privilege(r.oid, t.t, 'update, delete, truncate')
		or has_any_column_privilege(r.oid, t.t, 'update')) $$, 'the trail, its log and the checkpoints are only ever appended to');
select is_empty($$ select p.polname from pg_policy p where p.polrelid in ('core.audit'::regclass, 'core.audit_log'::regclass,
	'core.audit_checkpoint'::regclass) and p.polcmd not in ('r', 'a') $$, 'by row security too');
select is_empty($$ select r.rolname, t.t from pg_roles r, unnest(array['core.audit_log', 'core.audit_checkpoint']) as t(t)
	where r.rolname ~ '^owner_' and r.rolname not in ('owner_core', 'owner_worker') and has_table_privilege(r.oid, t.t, 'insert') $$,
	'only the worker makes leaves and checkpoints');
select is((select array_agg(r.rolname::text order by r.rolname) from pg_roles r where r.rolname ~ '^owner_' and r.rolname <> 'owner_core'
	and has_any_column_privilege(r.oid, 'core.audit', 'select')), array['owner_citizen', 'owner_operator', 'owner_worker'],
	'the trail is read by its log, its verifier and the applicant');
select is((select array_agg(a.attname::text order by a.attname) from pg_attribute a where a.attrelid = 'core.staff'::regclass and a.attnum > 0
	and has_column_privilege('owner_citizen', a.attrelid, a.attnum, 'select')), array['family_name', 'given_name', 'municipality', 'person'],
	'of staff an applicant''s functions read the name');
select is_empty($$ select r.rolname, t.t from pg_roles r, unnest(array['core.receipt', 'core.receipt_pdf']) as t(t)
	where r.rolname ~ '^owner_' and r.rolname <> 'owner_core' and (has_table_privilege(r.oid, t.t, 'update, delete')
		or has_any_column_privilege(r.oid, t.t, 'update') or (r.rolname <> 'owner_worker' and has_table_privilege(r.oid, t.t, 'insert'))) $$,
	'receipts are made by the worker''s functions alone, and never changed');
select is_empty($$ select r.rolname, t.t from pg_roles r, unnest(array['core.case_event', 'core.decision', 'core.case_document',
		'core.case_extract', 'core.signature', 'core.case_link']) as t(t)
	where r.rolname ~ '^owner_' and r.rolname <> 'owner_core' and (has_table_privilege(r.oid, t.t, 'update, delete')
		or has_any_column_privilege(r.oid, t.t, 'update')) $$, 'what happened, was decided, answered, shown and signed is never changed');

-- owner_signing: the people of a case that is not their own.
select is_empty($$ select r.rolname, t.t from pg_roles r, unnest(array['core.signing', 'core.party', 'core.signature', 'core.case_extract', 'core.case_link']) as t(t)
	where r.rolname ~ '^owner_' and r.rolname not in ('owner_signing', 'owner_core') and (has_table_privilege(r.oid, t.t, 'insert, update, delete, truncate')
		or has_any_column_privilege(r.oid, t.t, 'insert, update')) $$, 'nobody else writes who signs, or what was signed');
select is_empty($$ select r.rolname, t.t from pg_roles r, unnest(array['core.signing', 'core.party', 'core.signature']) as t(t)
	where r.rolname ~ '^owner_' and r.rolname <> 'owner_core' and has_table_privilege(r.oid, t.t, 'delete, truncate') $$, 'nobody takes any of it away');
select is((select array_agg(relname::text order by relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
	where n.nspname = 'core' and c.relkind = 'r' and has_any_column_privilege('owner_signing', c.oid, 'select, insert, update, references')),
	array['audit', 'case_document', 'case_event', 'case_extract', 'case_link', 'cases', 'form_version', 'guardian', 'outbox', 'party', 'person', 'signature', 'signing'],
	'it touches what it needs');
select is_empty($$ select a.attname from pg_attribute a where a.attrelid = 'core.case_document'::regclass and a.attnum > 0
	and has_column_privilege('owner_signing', a.attrelid, a.attnum, 'select') and a.attname not in ('municipality', 'case_id', 'sha256', 'contact_email') $$,
	'and reads no answers');
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'core' and p.prosecdef
	and not (p.proowner::regrole::text = 'owner_signing' and p.proname ~ '^signing_' and p.proconfig @> array['search_path=pg_catalog, pg_temp']) $$,
	'what runs as another inside is owner_signing''s, with a fixed search path');
select is((select array_agg(p.proname || ' ' || substr(r.rolname, 7) order by p.proname, r.rolname) from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r
	where n.nspname = 'core' and p.proowner = 'owner_signing'::regrole and r.rolname ~ '^owner_' and r.rolname <> 'owner_signing'
		and has_function_privilege(r.oid, p.oid, 'execute')),
	array['signing_begin citizen', 'signing_decline citizen', 'signing_due worker', 'signing_evidence operator', 'signing_facts caseworker', 'signing_facts citizen', 'signing_heading citizen',
		'signing_link citizen', 'signing_login eid', 'signing_parties citizen', 'signing_party citizen', 'signing_read eid', 'signing_sign eid',
		'signing_withdraw citizen'], 'each by the service whose business it is');
select is_empty($$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r where n.nspname = 'core'
	and p.proowner = 'owner_signing'::regrole and r.rolname ~ '^owner_' and r.rolname <> 'owner_signing' and not p.prosecdef
	and has_function_privilege(r.oid, p.oid, 'execute') $$, 'and nobody runs its inner ones');
select is_empty($$ select r.rolname from pg_roles r where r.rolname ~ '^blankett_' and not (r.rolname = any (
	select s.setrole::regrole::text from pg_db_role_setting s where s.setconfig @> array['synchronous_commit=on',
		'plan_cache_mode=force_generic_plan', 'statement_timeout=5s', 'lock_timeout=2s'])) $$,
	'every service commits durably, with a plan kept and an end to every wait');

select throws_ok(format('select t.ask(%L, %L)', s, 'select count(*) from core.cases'), '42501', null, s || ' cannot read cases')
from unnest(array['citizen', 'caseworker', 'admin', 'eid', 'worker', 'operator']) s;
select throws_ok(format('select t.ask(%L, %L)', r.s, c.q), '42501', null, r.s || ' cannot: ' || c.q)
from unnest(array['citizen', 'caseworker', 'admin', 'eid', 'worker', 'operator']) as r(s),
	(values ('update core.audit set action = action'), ('delete from core.audit'), ('update core.audit_log set idx = idx'),
		('delete from core.audit_log'), ('delete from core.audit_checkpoint')) as c(q);
select throws_ok($$ select t.ask('citizen', 'select core.uuid7()') $$, '42501', null, 'nor call what is inside');

select * from finish();
rollback;
