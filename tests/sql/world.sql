-- The people, forms and sessions that the tests share, and what they call. All of it goes through the services' own functions.
-- Personal numbers are from Skatteverket's published test numbers.

-- \set reads whole files: the words below are the register extracts of two municipalities.
\set varmdo '{"people":[{"personal_number":"198501012382","given_name":"Anna","family_name":"Testsson","email":"anna@example.com","protected":false},{"personal_number":"199001012385","given_name":"Bertil","family_name":"Åström"},{"personal_number":"201503132381","given_name":"Alva","family_name":"Testsson"},{"personal_number":"201302012396","given_name":"Elias","family_name":"Åström"},{"personal_number":"201401012396","given_name":"Hemlig","family_name":"Skyddad","protected":true},{"personal_number":"200902022383","given_name":"Elsa","family_name":"Testdotter"},{"personal_number":"198001732380","given_name":"Sam","family_name":"Samordning"}],"guardians":[{"child":"201503132381","guardian":"198501012382"},{"child":"201503132381","guardian":"199001012385"},{"child":"201302012396","guardian":"198501012382"},{"child":"201302012396","guardian":"199001012385"},{"child":"201401012396","guardian":"198501012382"}],"staff":[{"staff_id":"klara@x","given_name":"Klara","family_name":"Handläggare","roles":[{"role":"caseworker","queue":"skolskjuts"}]},{"staff_id":"karl@x","given_name":"Karl","family_name":"Kollega","roles":[{"role":"caseworker","queue":"skolskjuts"}]},{"staff_id":"kim@x","given_name":"Kim","family_name":"Annankö","roles":[{"role":"caseworker","queue":"modersmal"}]},{"staff_id":"adam@x","given_name":"Adam","family_name":"Admin","roles":[{"role":"admin"}]},{"staff_id":"nils@x","given_name":"Nils","family_name":"Ingenroll","roles":[]}]}'
\set other '{"people":[{"personal_number":"198501012382","given_name":"Anna","family_name":"Utbo"},{"personal_number":"201503132381","given_name":"Alva","family_name":"Utbo"}],"guardians":[{"child":"201503132381","guardian":"198501012382"}],"staff":[{"staff_id":"klara@x","given_name":"Klara","family_name":"Utbo","roles":[{"role":"caseworker","queue":"skolskjuts"}]},{"staff_id":"adam@x","given_name":"Adam","family_name":"Utbo","roles":[{"role":"admin"}]}]}'

create schema t;

-- Who is who: name@municipality.
create table t.who (name text, municipality text, person uuid, audience text, hash bytea, primary key (name, municipality));

create function t.caller(who text, municipality text default '0120') returns core.caller language sql stable
	as $$
	select row(w.municipality, w.hash, w.person, w.audience, 'test-request')::core.caller from t.who w
	where w.name = caller.who and w.municipality = caller.municipality
	$$;
create function t.nobody(municipality text default '0120') returns core.caller language sql
	as $$ select row(municipality, null, null, null, 'test-request')::core.caller $$;

-- What a service's role gets when it asks for one value.
create function t.ask(service text, query text) returns text language plpgsql
	as $$
declare
	answer text;
begin
	execute format('set local role blankett_%s', service);
	execute query into answer;
	reset role;
	return answer;
end
	$$;
-- A call: the function of a service by a person of the world, with the arguments as SQL text.
create function t.call(service text, function text, who core.caller, args text default '') returns jsonb language plpgsql
	as $$
begin
	return t.ask(service, format('select api_%s.%s(%L::core.caller%s)', service, function, who,
		case when args = '' then '' else ', ' || args end))::jsonb;
end
	$$;
-- The SQLSTATE a call ends in; 'ok' when it succeeds.
create function t.state(service text, function text, who core.caller, args text default '') returns text language plpgsql
	as $$
begin
	perform t.call(service, function, who, args);
	return 'ok';
exception when others then
	return sqlstate;
end
	$$;
create function t.submit(who core.caller, key uuid, child uuid, email text default 'anna@example.com', content text default 'ab',
	queue text default 'skolskjuts') returns jsonb language sql
	as $$
	select t.call('citizen', 'case_submit', who, format('%L, %L, %L, %L, %L, null, %L, %L, %L, 10, %L', key, repeat(content, 32),
		'skolskjuts', '1.0.0', child, json_build_object('kontakt', json_build_object('epost', email)), queue, 'SKJ', 'sv'))
	$$;
-- An application that others sign or hear of; its reference.
create function t.apply(who core.caller, child uuid, policy text, same text default 'all', on_expiry text default 'lapse',
	on_decline text default 'end', shared text default '{"skola":"Testskolan"}', key uuid default core.uuid7(),
	reminders text default '{3,7}', days int default 14) returns text language sql
	as $$
	select t.call('citizen', 'case_submit', who, format('%L, %L, %L, %L, %L, null, %L, %L, %L, 10, %L, %L, %L, %L, %L, %s, %L, %L', key,
		repeat('ab', 32), 'skolskjuts', '1.0.0', child, '{"hemligt":"bara vi","kontakt":{"epost":"anna@example.com"},"skola":"Testskolan"}',
		'skolskjuts', 'SKJ', 'sv', policy, same, shared, reminders, days, on_expiry, on_decline)) ->> 'reference'
	$$;
-- What api_eid.sign_finish is told of a signature. evidence: any text of its own for each.
create function t.signed(case_id text, person text, document text, evidence text, mode text default 'sign') returns text language sql
	as $$ select format('%L, %L, %L, %L, %L, %L, %L, %L, %s, %L, %L', case_id, person, document, mode, 'p', 'https://issuer', 'client', 'loa3',
		extract(epoch from now())::bigint, 'v4.local.' || evidence, encode(sha256(evidence::bytea), 'hex')) $$;
-- The whole way: asks what there is to sign, and signs it.
create function t.sign(who core.caller, reference text, mode text default 'sign', evidence text default null) returns jsonb
	language sql
	as $$
	select t.call('eid', 'sign_finish', t.nobody(who.municipality), t.signed(r ->> 'case_id', who.person::text, r ->> 'document',
		coalesce(evidence, reference || who.person), mode))
	from (select t.call('eid', 'sign_read', who, quote_literal(reference)) as r) x
	$$;
create function t.person(given text, municipality text default '0120') returns uuid language sql
	as $$ select p.person from core.person p where p.given_name = given and p.municipality = person.municipality $$;

select t.call('operator', 'people_import', t.nobody(), quote_literal(:'varmdo'));
select t.call('operator', 'people_import', t.nobody('0121'), quote_literal(:'other'));

create function t.definition(queue text default 'skolskjuts', title text default 'Skolskjuts') returns text language sql
	as $$
	select json_build_object('texts', json_build_object('sv', json_build_object('title', title, 'summary', 'Resor'),
		'en', json_build_object('title', 'School transport', 'summary', 'Rides')), 'routing', json_build_object('queue', queue),
		'retention', json_build_object('drafts', 'P30D'))::text
	$$;
select t.call('operator', 'form_publish', t.nobody(m), format('%L, %L, %L, %L', 'skolskjuts', '1.0.0', repeat('a1', 32), t.definition()))
from unnest(array['0120', '0121']) m;

-- Everyone who can log in has.
insert into t.who
	select name, m, (t.call('eid', 'session_open', t.nobody(m), format('%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, null', audience, pnr, 'p',
		name, staff_id, hash, 'loa3', extract(epoch from now())::bigint, extract(epoch from now())::bigint + 3600, 'X', 'Y')) ->> 'person')::uuid,
		audience, decode(hash, 'hex')
	from (values ('anna', '0120', 'citizen', '198501012382', null), ('bertil', '0120', 'citizen', '199001012385', null),
			('elsa', '0120', 'citizen', '200902022383', null), ('sam', '0120', 'citizen', '198001732380', null),
			('klara', '0120', 'staff', null, 'klara@x'), ('karl', '0120', 'staff', null, 'karl@x'), ('kim', '0120', 'staff', null, 'kim@x'),
			('adam', '0120', 'staff', null, 'adam@x'), ('anna', '0121', 'citizen', '198501012382', null),
			('klara', '0121', 'staff', null, 'klara@x'), ('adam', '0121', 'staff', null, 'adam@x'))
		as v(name, m, audience, pnr, staff_id),
		lateral (select encode(sha256((name || m)::bytea), 'hex')) as h(hash);

-- One case that is there in every test: anna's for Alva.
create table t.known as
	select t.submit(t.caller('anna'), '01890000-0000-7000-8000-000000000001', t.person('Alva')) ->> 'reference' as reference;
create function t.reference() returns text language sql stable as $$ select reference from t.known $$;

grant usage on schema t, tap to public;
