// glewlwyd.mjs -- Debian's glewlwyd as a staff login: another implementation of OpenID Connect, by other people, in C. Made anew for
// each run in a folder of the stack: a database file, one client (Blankett) and one user.
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Client } from './client.mjs';
import { until } from './doors.mjs';

const PORT = Number(process.env.BLANKETT_TEST_PORT) + 5; // @LAST@ of deploy/stack/services.sh
const FOLDER = `${process.env.BLANKETT_TEST_VAR}/glewlwyd`;
const SHARE = '/usr/share';
export const ORIGIN = `http://127.0.0.1:${PORT}`;
export const CLIENT = 'blankett-glewlwyd';

export function missing() {
	try {
		execFileSync('dpkg-query', ['-W', 'glewlwyd', 'sqlite3'], { stdio: 'ignore' });
		return false;
	} catch {
		return 'SKIPPED: Debian\'s glewlwyd and sqlite3 are not installed (deploy/install-deps)';
	}
}

function configure() {
	mkdirSync(FOLDER, { recursive: true });
	const database = `${FOLDER}/glewlwyd.db`;
	execFileSync('sqlite3', [database], { input: readFileSync(`${SHARE}/dbconfig-common/data/glewlwyd/install/sqlite3`) });
	const set = {
		port: `${PORT}\nbind_address="127.0.0.1"`, external_url: `"${ORIGIN}"`, log_mode: '"file"', log_file: `"${FOLDER}/glewlwyd.log"`,
	};
	let text = readFileSync(`${SHARE}/glewlwyd/templates/glewlwyd-debian.conf.properties`, 'utf8');
	for (const [name, value] of Object.entries(set)) text = text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`);
	text = text.replace(/^@include.*$/m, `database = { type = "sqlite3" path = "${database}" };`);
	writeFileSync(`${FOLDER}/glewlwyd.conf`, text);
}

// Authorisation code with PKCE and nothing else. Every switch of the module wants a value; private_key_jwt goes with the request
// parameter, which Blankett does not use.
function plugin() {
	const encoding = { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } };
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding });
	const off = ['client', 'implicit', 'password', 'refresh', 'token', 'id-token', 'none', 'device'].map((type) => [`auth-type-${type}-enabled`, false]);
	return {
		iss: `${ORIGIN}/api/oidc`, 'jwt-type': 'rsa', 'jwt-key-size': '256', key: privateKey, cert: publicKey, ...Object.fromEntries(off),
		'auth-type-code-enabled': true, 'pkce-allowed': true, 'pkce-required': true, 'pkce-method-plain-allowed': false, 'pkce-scopes': [],
		'access-token-duration': 300, 'refresh-token-duration': 300, 'code-duration': 60, 'refresh-token-rolling': true,
		'allow-non-oidc': false, 'subject-type': 'pairwise', scope: [], claims: [], 'additional-parameters': [],
		'email-claim': 'mandatory', 'name-claim': 'mandatory', 'scope-claim': 'no', 'address-claim': { type: 'no' },
		'jwks-show': true, 'jwks-x5c': [], 'request-parameter-allow': true, 'client-jwks-parameter': 'jwks', 'client-pubkey-parameter': 'pubkey',
		'client-jwks_uri-parameter': 'jwks_uri', 'oauth-dpop-allowed': false, 'restrict-scope-client-property': '', 'secret-type': 'pairwise',
		'session-management-allowed': false, 'introspection-revocation-allowed': false, 'register-client-allowed': false,
	};
}

const json = (browser, method, path, body) =>
	browser.request(method, ORIGIN + path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

async function demand(page, path) {
	if ((await page).status !== 200) throw new Error(`glewlwyd: ${path}: ${(await page).status} ${(await page).text}`);
}

// With a user of a name, a password and an address of e-mail, which is their staff id here.
export async function start(user, redirectUri, jwks) {
	configure();
	const process = spawn('glewlwyd', [`--config-file=${FOLDER}/glewlwyd.conf`], { stdio: 'ignore' });
	const admin = new Client();
	await until('glewlwyd', () => admin.request('GET', `${ORIGIN}/config`).then((page) => page.status < 500, () => false));
	const make = (path, body) => demand(json(admin, 'POST', path, body), path);
	await make('/api/auth/', { username: 'admin', password: 'password' });
	await make('/api/mod/plugin/', { module: 'oidc', name: 'oidc', display_name: 'OIDC', parameters: plugin() });
	await make('/api/client/', {
		client_id: CLIENT, name: 'Blankett', enabled: true, confidential: true, redirect_uri: [redirectUri], authorization_type: ['code'],
		token_endpoint_auth_method: ['private_key_jwt'], scope: ['openid'], jwks,
	});
	await make('/api/user/', { ...user, enabled: true, scope: ['openid'] });
	return process;
}

// What its own page does by script: logs the user in, lets Blankett know of it, and goes on to where the browser is sent back.
export async function passed(browser, address, user) {
	const page = await browser.request('GET', address);
	if (page.status !== 302) throw new Error(`glewlwyd: ${page.status} ${page.text}`);
	await demand(json(browser, 'POST', '/api/auth/', { username: user.username, password: user.password }), 'login');
	await demand(json(browser, 'PUT', `/api/auth/grant/${CLIENT}`, { scope: 'openid' }), 'grant');
	return browser.request('GET', `${address}&g_continue`);
}
