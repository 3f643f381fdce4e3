// A second real provider, Debian's glewlwyd: what Blankett asks and believes is OpenID Connect, and not the habits of one library.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, ORIGIN } from './client.mjs';
import { ORIGIN as ISSUER, missing, passed, start } from './glewlwyd.mjs';

const skip = missing();
if (skip) console.error(skip);
// Their address of e-mail is what the row takes for a staff id.
const KLARA = { username: 'klara', password: 'a password of klara', name: 'Klara Handläggare', email: 'klara@2120000035' };

describe('glewlwyd, for staff', { skip }, () => {
	let glewlwyd;
	before(async () => {
		const { keys } = (await new Client().get('/eid/jwks.json')).json;
		glewlwyd = await start(KLARA, `${ORIGIN}/eid/callback`, { keys: keys.filter((key) => key.alg === 'ES256') });
	});
	after(() => glewlwyd?.kill());

	const begin = (client) => client.post('/eid/login', { audience: 'staff', provider: 'glewlwyd', return_to: '/handlaggare' }, { csrf: null });

	test('logs a caseworker in, with her own number, its issuer below a path, and no iss, auth_time or acr', async () => {
		const klara = new Client();
		const begun = await begin(klara);
		assert.equal(begun.status, 303, begun.words);
		assert.ok(begun.location.startsWith(`${ISSUER}/api/oidc/auth?`));
		const back = new URL((await passed(klara, begun.location, KLARA)).location);
		assert.equal(back.searchParams.get('iss'), null, 'it does not say that it names itself, and does not');
		const page = await klara.follow(await klara.get(back.pathname + back.search));
		assert.equal(page.status, 200, page.words);
		assert.equal((await klara.get('/handlaggare')).status, 200);
	});
	test('takes a code once', async () => {
		const klara = new Client();
		const back = new URL((await passed(klara, (await begin(klara)).location, KLARA)).location);
		const second = new Client();
		const other = new URL((await passed(second, (await begin(second)).location, KLARA)).location);
		assert.equal((await klara.get(back.pathname + back.search)).status, 303);
		other.searchParams.set('code', back.searchParams.get('code'));
		assert.equal((await second.get(other.pathname + other.search)).status, 403);
	});
});
