// Applications that several sign: the applicant, the other guardian, their e-ID, time, and everybody who has no business there.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { ANSWERS, apply, childNamed, composed, deployLocal, loggedIn, newFormId, publish, sql } from './applicant.mjs';
import { Client } from './client.mjs';
import { ask, messages, workerPasses, page, send, sign, signature, standing, timeIsOut, toEid } from './signer.mjs';

let anna, bertil, sam, klara;
before(async () => {
	[anna, bertil, sam, klara] = await Promise.all([loggedIn('anna'), loggedIn('bertil'), loggedIn('sam'), loggedIn('klara', 'staff')]);
});

const heading = (shown) => /<h1[^>]*>(.*?)<\/h1>/s.exec(shown.text)?.[1].replace(/<[^>]+>/g, '').trim();
const says = (shown, ...words) => words.forEach((one) => assert.ok(shown.words.includes(one), `"${one}" in ${shown.words.slice(0, 1500)}`));
const silentAbout = (shown, ...words) => words.forEach((one) => assert.ok(!shown.text.includes(one), `"${one}" is not for this reader`));
const post = (client, reference, more, form = {}) => client.post(`/underskrift/${reference}${more}`, form);
const ORIGINAL = { Anna: 'waiting', Bertil: 'waiting' };

describe('both guardians sign', () => {
	let reference;
	test('sending in leads to the page where it is signed, and nothing is received', async () => {
		reference = await send(anna);
		const shown = await page(anna, reference);
		assert.equal(heading(shown), 'Skriv under ansökan');
		says(shown, 'Ansökan är inte inskickad än', 'Bertil Åström', 'Skriv under senast', 'Hemliga gatan 7', 'Ta tillbaka ansökan');
		assert.deepEqual(standing(reference), { status: 'awaiting_signature', received: false, state: 'waiting', signed: 0, parties: ORIGINAL });
		assert.deepEqual(messages(reference), [], 'nobody hears of it before the applicant has signed');
	});
	test('what leads to a receipt leads there too, as long as it waits', async () => {
		assert.equal((await anna.get(`/kvittens/${reference}`)).location, `/underskrift/${reference}`);
		assert.ok((await anna.get('/mina')).links().includes(`/underskrift/${reference}`));
		assert.equal((await anna.get(`/mina/${reference}`)).status, 200);
	});
	test('before the applicant has signed, it is not there for the other guardian', async () => {
		assert.equal((await page(bertil, reference)).status, 404);
		assert.ok(!(await bertil.get('/mina')).text.includes(reference));
		assert.equal((await bertil.post('/eid/sign', { reference })).status, 404);
	});
	test('the e-ID shows what is signed: service, case, child, attachments and the digest of the page', async () => {
		const [, digest] = /([0-9a-f]{64})/.exec((await page(anna, reference)).text);
		const eid = await toEid(anna, reference);
		says(eid, 'Ansök om skolskjuts', reference, 'Alva Testsson', 'Bilagor: 0', `SHA-256: ${digest}`);
		assert.match(eid.words, /Skriv under som testperson/);
	});
	test('signing leads back to the case, which waits for the other one, who is asked', async () => {
		const shown = await sign(anna, reference, { who: 'anna' });
		assert.equal(shown.url.pathname, `/underskrift/${reference}`);
		assert.equal(heading(shown), 'Ansökan väntar på den andra vårdnadshavaren');
		says(shown, 'Underskrift med e-legitimation', 'Har inte svarat än. Ombedd', 'Svar senast', 'Nästa påminnelse', 'Ansökan avslutas');
		assert.deepEqual(messages(reference), ['receipt.signature Anna', 'sign.invited Bertil']);
	});
	test('the other guardian sees it first among my cases, and the listed answers only', async () => {
		const mine = await bertil.get('/mina');
		assert.match(mine.words, /Mina ärenden Väntar på dig Ansök om skolskjuts/);
		const shown = await page(bertil, reference);
		assert.equal(heading(shown), 'Du är ombedd att skriva under en ansökan');
		says(shown, 'Anna Testsson', 'Björkskolan', 'Växelvis på två adresser', 'Kontaktuppgifter och annat som bara rör den som ansöker visas inte');
		silentAbout(shown, 'Hemliga gatan', 'Björkvägen', 'anna@example.com', 'Ring mig på jobbet', 'E-postadress', 'andra adress?', '198501012382');
	});
	test('with the second signature it is received; a provider that gives no signature gives an approval, and is called so', async () => {
		const shown = await sign(bertil, reference, { who: 'bertil' }, 'citizen-approval');
		assert.equal(heading(shown), 'Ansökan är underskriven och inskickad');
		says(shown, 'Underskrift med e-legitimation', 'Godkännande med e-legitimation');
		assert.deepEqual(standing(reference), { status: 'received', received: true, state: 'complete', signed: 2, parties: { Anna: 'signed', Bertil: 'signed' } });
		assert.equal(signature(reference, 'Anna').mode, 'sign');
		assert.equal(signature(reference, 'Bertil').mode, 'approval');
		assert.equal((await anna.get(`/kvittens/${reference}`)).status, 200);
		assert.equal(heading(await page(anna, reference)), 'Ansökan är underskriven och inskickad');
	});
	test('the caseworker sees who signed, and in which way', async () => {
		const shown = await klara.get(`/handlaggare/arende/${reference}`);
		says(shown, 'Underskrifter', 'Anna Testsson Underskrift med e-legitimation', 'Bertil Åström Godkännande med e-legitimation');
	});
	test('the operator verifies both, with the keys that were kept', () => {
		const told = deployLocal('blankett', 'signature', 'show', reference);
		assert.equal(told.match(/^ok /gm).length, 2);
		assert.match(told, /signature by e-ID/);
		assert.match(told, /approval by e-ID/);
		assert.match(told, new RegExp(Buffer.from(signature(reference, 'Bertil').document.slice(2), 'hex').toString('hex')));
	});
	test('evidence says nothing to who has no key', () => {
		const { evidence } = signature(reference, 'Anna');
		assert.match(evidence, /^v4\.local\./);
		assert.ok(!Buffer.from(evidence, 'base64url').toString('latin1').includes('198501012382'));
	});
	test('what is changed afterwards is noticed', () => {
		const document = `(select case_id from core.cases where reference = '${reference}')`;
		const whole = sql(`select content from core.case_document where case_id = ${document}`);
		sql(`update core.case_document set content = replace(content, 'Björkskolan', 'Granskolan') where case_id = ${document}`);
		assert.throws(() => deployLocal('blankett', 'signature', 'show', reference), /Command failed/);
		sql(`update core.case_document set content = $x$${whole}$x$ where case_id = ${document}`);
		assert.match(deployLocal('blankett', 'signature', 'show', reference), /^ok /m);
	});
});

describe('an e-ID that says something else', () => {
	let reference;
	before(async () => {
		reference = await send(anna);
	});
	const nothingHappened = () => assert.deepEqual(standing(reference), { status: 'awaiting_signature', received: false, state: 'waiting', signed: 0, parties: ORIGINAL });
	const CASES = [
		['cancelled', { cancel: 'yes' }, 200, 'Du avbröt underskriften'],
		["another person's", { who: 'bertil', fault: 'another-person' }, 403, 'Underskriften gick inte att ta emot'],
		['without the signature that was asked for', { who: 'anna', fault: 'no-signature' }, 403, 'Underskriften gick inte att ta emot'],
		['of another login', { who: 'anna', fault: 'wrong-nonce' }, 403, 'Underskriften gick inte att ta emot'],
		['too weak', { who: 'anna', fault: 'weak-level' }, 403, 'E-legitimationen räcker inte för att skriva under'],
		['down after the login', { who: 'anna', fault: 'unavailable' }, 503, 'Det går inte att skriva under just nu'],
	];
	for (const [name, answer, status, title] of CASES)
		test(`${name}: nothing is signed, and the way back is there`, async () => {
			const shown = await sign(anna, reference, answer);
			assert.equal(shown.status, status);
			assert.equal(heading(shown), title);
			assert.ok(shown.links().includes(`/underskrift/${reference}`));
			says(shown, 'Du har inte skrivit under');
			silentAbout(shown, 'state=', 'code=');
			nothingHappened();
			assert.equal((await anna.get('/mina')).status, 200, 'still logged in');
		});
	test('and it can be signed after all of that', async () => {
		assert.equal(heading(await sign(anna, reference, { who: 'anna' })), 'Ansökan väntar på den andra vårdnadshavaren');
	});
});

describe('stepping over', () => {
	let reference;
	before(async () => {
		reference = await ask(anna, 'anna');
	});
	const start = (client, form) => client.post('/eid/sign', form);
	test("a stranger's, a withdrawn or an invented reference is not found, and looks the same", async () => {
		const refusals = [];
		for (const [client, one] of [[sam, reference], [sam, 'SKJ-2026-999999-9'], [bertil, await send(anna, 'Elias')], [sam, "'; drop table"]]) {
			const refused = await start(client, { reference: one });
			assert.equal(refused.status, 404);
			refusals.push(refused.words.replace(/[0-9a-f]{32}/g, ''));
		}
		assert.equal(new Set(refusals).size, 1);
		for (const more of ['', '/nej', '/aterkalla', '/papper']) assert.equal((await page(sam, reference, more)).status, 404, more);
		for (const more of ['/nej', '/aterkalla']) assert.equal((await post(sam, reference, more, { skal: 'Nej' })).status, 404, more);
	});
	test('nobody signs without a session, from another site or without the token of the form', async () => {
		assert.equal((await start(new Client(), { reference })).status, 401);
		assert.equal((await anna.post('/eid/sign', { reference }, { csrf: null })).status, 403);
		assert.equal((await anna.post('/eid/sign', { reference }, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } })).status, 403);
		assert.equal((await klara.post('/eid/sign', { reference })).status, 401, 'staff sign nothing');
	});
	test('a case that waits for nobody, or not for me, is shown as it stands', async () => {
		assert.equal((await start(anna, { reference: await apply(anna) })).status, 404, 'nobody signs it by e-ID');
		assert.equal((await start(anna, { reference })).location, `/underskrift/${reference}`, 'signed in another window already');
	});
	test('an unknown provider, or one for staff, is refused', async () => {
		for (const provider of ['staff', 'nobody', '../x']) assert.equal((await start(bertil, { reference, provider })).status, 400);
	});
	test('the document, the person and the case come from the database, whatever the form says', async () => {
		const eid = await bertil.follow(await start(bertil, { reference, document: 'ab'.repeat(32), person: randomUUID(), case_id: randomUUID(), return_to: 'https://evil.example' }));
		assert.ok(!eid.text.includes('ab'.repeat(32)));
		const [back] = sql(`select return_to from core.login where case_id = (select case_id from core.cases where reference = '${reference}') order by created_at desc limit 1`).split('\n');
		assert.equal(back, `/underskrift/${reference}`);
	});
	test('only the applicant takes it back, only another says no, and only with a reason', async () => {
		assert.equal((await post(anna, reference, '/nej', { skal: 'Nej' })).location, `/underskrift/${reference}`);
		assert.equal((await post(bertil, reference, '/aterkalla')).location, `/underskrift/${reference}`);
		const empty = await post(bertil, reference, '/nej', { skal: '  ' });
		assert.equal(empty.status, 422);
		assert.deepEqual(empty.errors, [{ id: 'skal', text: 'Skriv varför du säger nej' }]);
		const long = await post(bertil, reference, '/nej', { skal: 'å'.repeat(1001) });
		assert.equal(long.errors[0].text, 'Skriv skälet med högst 1 000 tecken');
		assert.equal(standing(reference).status, 'awaiting_signature');
	});
});

describe('a callback', () => {
	// Up to the moment when the provider sends the browser back; gives the address.
	async function callbackOf(client, reference, who) {
		const eid = await toEid(client, reference);
		let next = await client.request('POST', eid.url.href, {
			body: new URLSearchParams({ who }).toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded', origin: eid.url.origin },
		});
		while (new URL(next.location, next.url).pathname !== '/eid/callback') next = await client.get(new URL(next.location, next.url).href);
		return new URL(next.location, next.url).href;
	}
	test('replayed signs nothing again and harms nothing', async () => {
		const reference = await send(anna);
		const address = await callbackOf(anna, reference, 'anna');
		const handle = anna.cookies().get('__Host-tx');
		assert.equal((await anna.get(address)).status, 303);
		anna.cookies().set('__Host-tx', handle);
		const again = await anna.get(address);
		assert.equal(again.status, 400);
		assert.equal(standing(reference).signed, 1);
		anna.cookies().delete('__Host-tx');
	});
	test('in a browser without its cookie signs nothing', async () => {
		const reference = await send(anna);
		const address = await callbackOf(anna, reference, 'anna');
		assert.equal((await bertil.get(address)).status, 400);
		assert.equal(standing(reference).signed, 0);
	});
	test('in a browser where another person is logged in by now signs for whom it was begun, and for nobody else', async () => {
		const reference = await ask(anna, 'anna');
		const shared = await loggedIn('bertil');
		const address = await callbackOf(shared, reference, 'bertil');
		shared.cookies().set('__Host-sid', (await loggedIn('sam')).cookies().get('__Host-sid'));
		const done = await shared.follow(await shared.get(address));
		assert.equal(heading(done), 'Ansökan är underskriven och inskickad', 'and the session is of who just proved to be Bertil');
		assert.equal(standing(reference).parties.Bertil, 'signed');
		says(await shared.get('/mina'), 'Alva Testsson');
	});
	test('that comes too late, after the application was taken back, signs nothing and says so', async () => {
		const reference = await ask(anna, 'anna');
		const address = await callbackOf(bertil, reference, 'bertil');
		await page(anna, reference);
		assert.equal((await post(anna, reference, '/aterkalla')).status, 303);
		const late = await bertil.get(address);
		assert.equal(late.status, 409);
		assert.equal(heading(late), 'Det finns inget kvar att skriva under');
		assert.deepEqual(standing(reference), { status: 'withdrawn', received: false, state: 'withdrawn', signed: 1, parties: { Anna: 'signed', Bertil: 'lapsed' } });
	});
	test('from two windows at once signs once', async () => {
		const reference = await send(anna);
		const other = await loggedIn('anna');
		const both = [await callbackOf(anna, reference, 'anna'), await callbackOf(other, reference, 'anna')];
		const shown = await Promise.all([anna.get(both[0]), other.get(both[1])]);
		assert.deepEqual(shown.map((one) => one.status).sort(), [303, 409]);
		assert.equal(standing(reference).signed, 1);
		anna = await loggedIn('anna');
	});
	test('when guardianship ended meanwhile signs nothing', async () => {
		const reference = await ask(anna, 'anna', 'Elias');
		const address = await callbackOf(bertil, reference, 'bertil');
		const child = await childNamed(anna, 'Elias');
		const row = `where child = '${child}' and guardian = (select person from core.person where given_name = 'Bertil')`;
		const [municipality, guardian] = sql(`delete from core.guardian ${row} returning municipality, guardian`).split('|');
		try {
			assert.equal((await bertil.get(address)).status, 409);
			assert.equal((await page(bertil, reference)).status, 404, 'a former guardian sees nothing');
			assert.ok(!(await bertil.get('/mina')).text.includes(reference));
		} finally {
			sql(`insert into core.guardian (municipality, guardian, child) values ('${municipality}', '${guardian}', '${child}')`);
		}
		assert.equal(standing(reference).signed, 1);
	});
});

describe('saying no', () => {
	test('is asked about, needs a reason, ends the application and is told to the applicant', async () => {
		const reference = await ask(anna, 'anna');
		const asked = await page(bertil, reference, '/nej');
		assert.equal(heading(asked), 'Vill du säga nej till ansökan?');
		says(asked, 'Om du säger nej avslutas ansökan', 'Den som gjorde ansökan och kommunens handläggare kan läsa det du skriver');
		const done = await bertil.follow(await post(bertil, reference, '/nej', { skal: 'Barnet bor <b>inte</b> hos Anna.' }));
		assert.equal(heading(done), 'Du har sagt nej till ansökan');
		const told = await page(anna, reference);
		assert.equal(heading(told), 'Den andra vårdnadshavaren sa nej');
		says(told, 'Skäl: Barnet bor <b>inte</b> hos Anna.', 'Gör en ny ansökan');
		assert.deepEqual(standing(reference), { status: 'withdrawn', received: false, state: 'declined', signed: 1, parties: { Anna: 'signed', Bertil: 'declined' } });
		assert.equal((await bertil.post('/eid/sign', { reference })).location, `/underskrift/${reference}`, 'and cannot be undone by signing');
		assert.ok(messages(reference).includes('sign.declined'));
	});
});

describe('time', () => {
	test('that is out ends it for both, and before the worker has been there', async () => {
		const reference = await ask(anna, 'anna');
		timeIsOut(reference);
		assert.equal(heading(await page(anna, reference)), 'Tiden att skriva under har gått ut');
		const shown = await page(bertil, reference);
		assert.equal(heading(shown), 'Ansökan är avslutad');
		assert.ok(!shown.text.includes('/eid/sign'));
		assert.equal((await bertil.post('/eid/sign', { reference })).location, `/underskrift/${reference}`);
		assert.equal((await post(bertil, reference, '/nej', { skal: 'Sent' })).location, `/underskrift/${reference}`);
		workerPasses();
		assert.deepEqual(standing(reference), { status: 'withdrawn', received: false, state: 'lapsed', signed: 1, parties: { Anna: 'signed', Bertil: 'lapsed' } });
		assert.deepEqual(messages(reference).filter((kind) => kind.startsWith('sign.expired')), ['sign.expired', 'sign.expired Bertil']);
		assert.equal(heading(await page(anna, reference)), 'Tiden att skriva under har gått ut', 'and says the same after it');
	});
	test('that is out before the applicant signed is nobody else\'s affair', async () => {
		const reference = await send(anna);
		timeIsOut(reference);
		says(await page(anna, reference), 'Du skrev inte under i tid');
		assert.equal((await page(bertil, reference)).status, 404);
		workerPasses();
		assert.deepEqual(messages(reference), ['sign.expired']);
	});
});

describe('taking it back', () => {
	test('is asked about, ends it, and the other guardian sees that nothing is to do', async () => {
		const reference = await ask(anna, 'anna');
		assert.equal(heading(await page(anna, reference, '/aterkalla')), 'Vill du ta tillbaka ansökan?');
		const done = await anna.follow(await post(anna, reference, '/aterkalla'));
		assert.equal(heading(done), 'Du har tagit tillbaka ansökan');
		assert.equal(heading(await page(bertil, reference)), 'Ansökan är återkallad');
		for (const more of ['/nej', '/papper']) assert.equal((await page(bertil, reference, more)).location, `/underskrift/${reference}`);
		assert.equal((await post(anna, reference, '/aterkalla')).location, `/underskrift/${reference}`, 'pressed twice');
		assert.ok(messages(reference).includes('sign.withdrawn Bertil'));
	});
});

describe('on paper', () => {
	test('a page to print has the case, the answers, the digest and lines to fill in', async () => {
		const reference = await ask(anna, 'anna');
		const shown = await page(bertil, reference, '/papper');
		assert.equal(heading(shown), 'Skriv under på papper');
		const { document } = JSON.parse(sql(`select json_build_object('document', encode(e.sha256, 'hex')) from core.case_extract e join core.cases c using (municipality, case_id) where c.reference = '${reference}'`));
		says(shown, reference, document, 'Björkskolan', 'Ort och datum', 'Underskrift', 'Personnummer');
		silentAbout(shown, 'Hemliga gatan', 'anna@example.com');
	});
});

describe('other families', () => {
	test('a guardian at the same address is told, need not sign, and the application is received by one signature', async () => {
		const cecilia = await loggedIn('cecilia'), david = await loggedIn('david');
		const reference = await send(cecilia, 'Ella');
		says(await page(cecilia, reference), 'Behöver inte skriva under');
		const done = await sign(cecilia, reference, { who: 'cecilia' });
		assert.equal(heading(done), 'Ansökan är underskriven och inskickad');
		const shown = await page(david, reference);
		assert.equal(heading(shown), 'En ansökan för ditt barn');
		assert.ok(!shown.text.includes('/eid/sign'));
		says(await david.get('/mina'), 'För kännedom');
	});
	test('where an identity is protected no name and no answer is shown, no mail is sent, and paper is offered', async () => {
		const greta = await loggedIn('greta'), filip = await loggedIn('filip');
		const reference = await send(greta, 'Hugo');
		await sign(greta, reference, { who: 'greta' });
		const shown = await page(filip, reference);
		says(shown, 'Den andra vårdnadshavaren', 'Någon i ärendet har skyddade personuppgifter', 'Skriv under på papper i stället');
		silentAbout(shown, 'Greta', 'Björkskolan', 'Björkvägen', 'Hemliga gatan');
		silentAbout(await filip.get('/mina'), 'Greta');
		says(await page(greta, reference), 'Vi kan inte skicka mejl till den andra vårdnadshavaren');
		const eid = await toEid(filip, reference);
		silentAbout(eid, 'Björkskolan');
		assert.equal(heading(await sign(filip, reference, { who: 'filip' })), 'Ansökan är underskriven och inskickad');
	});
	test('one who lives in one home applies as before, and the other guardian is told', async () => {
		const reference = await apply(anna);
		assert.equal(standing(reference).status, 'received');
		says(await anna.get(`/mina/${reference}`), 'Behöver inte skriva under');
		assert.equal((await page(anna, reference)).location, `/mina/${reference}`);
		assert.equal(heading(await page(bertil, reference)), 'En ansökan för ditt barn');
	});
	test('two who apply each for themselves are linked for the caseworker', async () => {
		const first = await apply(anna, 'Elias'), second = await apply(bertil, 'Elias');
		const shown = await klara.get(`/handlaggare/arende/${second}`);
		assert.match(shown.words, new RegExp(`${first} Inkommen – den andra vårdnadshavaren har ansökt om samma sak`));
	});
});

describe('a form that takes silence for an answer', () => {
	const form = newFormId();
	const apply = async () => {
		const subject = await childNamed(anna, 'Alva');
		const answers = { ...ANSWERS, boende: 'vaxelvis', adress2: ANSWERS.adress, udda_veckor: 'adress1', jamna_veckor: 'adress2' };
		const sent = await anna.api('POST', `/api/v1/forms/${form}/cases`, { subject, answers }, { 'idempotency-key': randomUUID() });
		assert.equal(sent.status, 201, sent.text);
		assert.equal(sent.json.received_at, null);
		assert.equal(sent.json.sign, `/underskrift/${sent.json.reference}`);
		return sent.json.reference;
	};
	before(() => {
		const definition = { ...composed(), id: form, version: '1.0.0' };
		definition.routing = { ...definition.routing, queue: form, series: 'TYST' };
		definition.signing = { ...definition.signing, policy: 'other-consents-by-deadline', onExpiry: 'receive', onDecline: 'receive' };
		for (const one of definition.tests) delete one.expect.signing;
		publish(definition);
		deployLocal('blankett', 'person', 'grant', 'klara@2120000035', 'caseworker', form);
	});
	after(() => deployLocal('blankett', 'person', 'revoke', 'klara@2120000035', 'caseworker', form));
	test('is received with the no, which the caseworker reads', async () => {
		const reference = await apply();
		await sign(anna, reference, { who: 'anna' });
		assert.equal(heading(await page(anna, reference)), 'Ansökan väntar på den andra vårdnadshavaren');
		assert.equal(heading(await page(bertil, reference)), 'Du är ombedd att svara på en ansökan');
		await bertil.follow(await post(bertil, reference, '/nej', { skal: 'Skolan ligger för långt bort.' }));
		assert.equal(heading(await page(bertil, reference)), 'Du har sagt nej till ansökan');
		says(await page(anna, reference), 'Vi har ändå tagit emot ansökan');
		assert.equal(standing(reference).status, 'received');
		says(await klara.get(`/handlaggare/arende/${reference}`), 'Sa nej', 'Skolan ligger för långt bort.');
	});
	test('is received when time is out, and says that the answer is missing', async () => {
		const reference = await apply();
		await sign(anna, reference, { who: 'anna' });
		timeIsOut(reference);
		workerPasses();
		assert.deepEqual(standing(reference), { status: 'received', received: true, state: 'lapsed', signed: 1, parties: { Anna: 'signed', Bertil: 'lapsed' } });
		says(await page(anna, reference), 'Vi har tagit emot ansökan utan den andra vårdnadshavarens svar');
	});
});
