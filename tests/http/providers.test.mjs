// The four shapes of provider that municipalities meet, each as a row of data, through the real provider; and the page on which a
// person chooses between them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, describe, test } from 'node:test';
import { deployment } from './applicant.mjs';
import { Client, ORIGIN } from './client.mjs';
import { until } from './doors.mjs';

const VAR = process.env.BLANKETT_TEST_VAR;
const LOG = `${VAR}/log/eid.log`;
const session = (client) => client.cookies().get('__Host-sid');
const payloadOf = (token) => JSON.parse(Buffer.from(token.split('.')[2], 'base64url').subarray(0, -64));

const begin = (client, provider, audience = 'citizen') =>
	client.post('/eid/login', { audience, provider, return_to: audience === 'staff' ? '/handlaggare' : '/mina' }, { csrf: null });
const login = async (client, provider, answer, audience = 'citizen') =>
	client.choose(await client.follow(await begin(client, provider, audience)), answer);
const asked = async (provider, audience) => new URL((await begin(new Client(), provider, audience)).location).searchParams;

async function assertRefused(provider, answer, cause, audience) {
	const client = new Client();
	const known = readFileSync(LOG, 'utf8').length;
	const page = await login(client, provider, answer, audience);
	assert.equal(page.status, 403, page.words);
	assert.equal(session(client), undefined);
	assert.match(readFileSync(LOG, 'utf8').slice(known), cause);
}

// The same person, whichever way they came.
async function personBy(provider, who) {
	const client = new Client();
	const page = await login(client, provider, { who });
	assert.equal(page.status, 200, page.words);
	return payloadOf(session(client)).sub;
}

describe('the Swedish profile', () => {
	test('is asked for its levels as an essential claim, and shows our message', async () => {
		const query = await asked('citizen');
		assert.deepEqual(JSON.parse(query.get('claims')).id_token.acr, {
			essential: true,
			values: ['http://id.elegnamnden.se/loa/1.0/loa3', 'http://id.elegnamnden.se/loa/1.0/loa4'],
		});
		assert.equal(query.get('acr_values'), null);
		assert.equal(query.get('response_mode'), 'query');
		const message = JSON.parse(query.get('https://id.oidc.se/param/userMessage'));
		assert.equal(message.mime_type, 'text/plain');
		assert.equal(Buffer.from(message['message#sv'], 'base64').toString(), 'Logga in i kommunens e-tjänster');
	});
	test('is not told who the person is before they have said so', async () => {
		assert.equal((await asked('citizen')).get('login_hint'), null);
	});
	test('turns a person away whose e-ID is of a lower level', async () => {
		const lova = new Client();
		const page = await lova.choose(await lova.toProvider(), { who: 'lova' });
		assert.equal(page.status, 403);
		assert.match(page.title, /räcker inte/);
		assert.equal(session(lova), undefined);
	});
});

describe('a broker that tells the number by userinfo alone', () => {
	test('logs the same person in, at the level its e-ID stands for', async () => {
		assert.equal(await personBy('broker-nin', 'anna'), await personBy('citizen', 'anna'));
		const client = new Client();
		await login(client, 'broker-nin', { who: 'anna' });
		assert.equal(payloadOf(session(client)).acr, 'loa3');
	});
	test('is asked for its e-ID by acr_values, and never for an essential acr', async () => {
		const query = await asked('broker-nin');
		assert.equal(query.get('acr_values'), 'idp:sbid');
		assert.equal(query.get('claims'), null);
	});
	test('is not believed with a samordningsnummer where it gives personnummer', async () => {
		await assertRefused('broker-nin', { who: 'sam' }, /other kind/);
	});
});

describe('a broker that tells the number in the id_token, whichever kind it is', () => {
	test('logs in people with either kind', async () => {
		assert.equal(await personBy('broker-ssn', 'anna'), await personBy('citizen', 'anna'));
		assert.equal(await personBy('broker-ssn', 'sam'), await personBy('citizen', 'sam'));
	});
	test('is told which e-ID to use behind it', async () => {
		const query = await asked('broker-ssn');
		assert.equal(query.get('https://id.oidc.se/param/authnProvider'), 'https://frejaeid.example');
		assert.equal(query.get('acr_values'), 'urn:grn:authn:se:frejaid');
	});
});

describe('a municipality\'s own login', () => {
	test('lets in who is of the group', async () => {
		const klara = new Client();
		const page = await login(klara, 'staff-groups', { who: 'klara' }, 'staff');
		assert.equal(page.status, 200, page.words);
		assert.equal(payloadOf(session(klara)).aud, 'staff');
	});
	test('lets in nobody else, whatever roles they have', async () => {
		await assertRefused('staff-groups', { who: 'adam' }, /required claim/, 'staff');
	});
});

describe('a login', () => {
	test('is for the audience of its provider alone', async () => {
		for (const [provider, audience] of [['staff', 'citizen'], ['citizen', 'staff'], ['unknown', 'citizen'], ['', 'king']]) {
			assert.equal((await begin(new Client(), provider, audience)).status, 400, `${provider} for ${audience}`);
		}
	});
	test('publishes every key we prove ourselves with, once', async () => {
		const { keys } = (await new Client().get('/eid/jwks.json')).json;
		assert.deepEqual(keys.map((key) => key.alg).sort(), ['ES256', 'EdDSA']);
		assert.equal(new Set(keys.map((key) => key.kid)).size, 2);
	});
});

describe('where there is a choice', () => {
	// The service anew, with what the file names offered or not.
	async function offer(names) {
		const rows = JSON.parse(readFileSync(process.env.MORE_PROVIDERS, 'utf8'));
		for (const row of rows) if (names.includes(row.id)) delete row.offered;
		const file = `${VAR}/more-providers.json`;
		writeFileSync(file, JSON.stringify(rows));
		const sockets = /host=(\S+)\/database/.exec(process.env.BLANKETT_TEST_DATABASE)[1];
		const pid = Number(readFileSync(`${sockets}/eid.pid`, 'utf8').split(' ')[0]);
		process.kill(pid, 'SIGTERM');
		await until('the end of the service', () => {
			try {
				return !process.kill(pid, 0);
			} catch {
				return true;
			}
		});
		await promisify(execFile)('deploy/local', ['up'], { env: { ...deployment(), MORE_PROVIDERS: file } });
	}
	before(() => offer(['broker-nin', 'broker-ssn']));
	after(() => offer([]));

	const toChoice = async (client) =>
		client.follow(await client.post('/eid/login', { audience: 'citizen', return_to: '/mina?x=1' }, { csrf: null }));

	test('the page of choice has a button for each that is offered, and works without a script', async () => {
		const anna = new Client();
		const page = await toChoice(anna);
		assert.equal(page.status, 200);
		assert.match(page.title, /^Hur vill du logga in\?/);
		const offered = [...page.text.matchAll(/name="provider" value="([^"]*)"/g)].map((found) => found[1]);
		assert.deepEqual(offered, ['citizen', 'broker-nin', 'broker-ssn']);
		for (const name of ['Test-eID', 'BankID hos mäklare', 'Freja+']) assert.ok(page.words.includes(name), name);
		assert.equal(page.field('return_to'), '/mina?x=1');
		assert.ok(!page.text.includes('<script'), 'no script');
	});
	test('one on trial is there for whoever names it, and for nobody else', async () => {
		const client = new Client();
		assert.ok((await client.get('/eid/val?audience=citizen&provider=hostile-plain')).words.includes('Prov plain'));
		assert.ok(!(await client.get('/eid/val?audience=citizen&provider=staff')).text.includes('value="staff"'));
		assert.ok(!(await toChoice(client)).words.includes('Prov'));
	});
	test('the choice leads to the one that was chosen, and back to where the person was going', async () => {
		const anna = new Client();
		const page = await toChoice(anna);
		const begun = await anna.post('/eid/login', { audience: 'citizen', provider: 'broker-ssn', return_to: page.field('return_to') }, { csrf: null });
		assert.equal(new URL(begun.location).searchParams.get('client_id'), 'blankett-broker-ssn');
		const back = await anna.choose(await anna.follow(begun), { who: 'anna' });
		assert.equal(`${back.url.pathname}${back.url.search}`, '/mina?x=1');
		assert.equal(back.status, 200);
	});
	test('the page speaks the language of the browser', async () => {
		const anna = new Client();
		anna.language = 'en';
		const page = await toChoice(anna);
		assert.match(page.title, /^How do you want to log in\?/);
		assert.ok(page.words.includes('BankID by a broker'));
	});
	test('staff, who have one provider, go straight to it', async () => {
		const begun = await new Client().post('/eid/login', { audience: 'staff', return_to: '/handlaggare' }, { csrf: null });
		assert.notEqual(new URL(begun.location, ORIGIN).origin, ORIGIN);
	});
	test('the page leads nowhere else and is for those who can log in', async () => {
		const client = new Client();
		for (const path of ['//evil.example', 'https://evil.example/', '/\\evil']) {
			const page = await client.get(`/eid/val?audience=citizen&return_to=${encodeURIComponent(path)}`);
			assert.equal(page.field('return_to'), '/', path);
		}
		assert.equal((await client.get('/eid/val?audience=king&return_to=/')).status, 400);
		assert.equal((await client.get('/eid/val')).status, 400);
	});
});
