// hostile.mjs -- an OpenID provider that lies on command, in the test's own process. It signs whatever it is told to, as only a
// provider can; a conforming one would refuse.
//
//   const hostile = await Hostile.start();
//   hostile.lie({ claims: { nonce: 'another' } });       of the next answers, until truth()
//   await anna.toProvider(...)                            there is no page: /auth sends the browser straight back
//
// A lie's members: claims, header (merged into the honest ones; undefined takes one out), payload (text instead of the claims),
// sign (text => signature), key (a private key to sign with), token (merged into the token response), endpoint (answers the
// token call itself), userinfo (merged into its claims), userinfoEndpoint (answers that call itself), back (URL => URL).
// Issuers are http://127.0.0.1:PORT/<name>: the rows of providers.json. Their key is one for all test files of a stack, for the
// services keep what they fetched; only that of "rotating" changes.
import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const PORT = Number(process.env.BLANKETT_TEST_PORT) + 4; // @AFTER@ of deploy/stack/services.sh
export const ORIGIN = `http://127.0.0.1:${PORT}`;
export const CLIENT = 'blankett-hostile';
export const LEVEL = 'http://id.elegnamnden.se/loa/1.0/loa3';
export const NUMBER = 'https://id.oidc.se/claim/personalIdentityNumber';
export const COORDINATION = 'https://id.oidc.se/claim/coordinationNumber';
const ANNA = '198501012382';

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const KEY_FILE = `${process.env.BLANKETT_TEST_VAR}/hostile-key.pem`;

function keptKey() {
	if (!existsSync(KEY_FILE)) writeFileSync(KEY_FILE, newKey().export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
	return createPrivateKey(readFileSync(KEY_FILE));
}
const publicJwk = (key, kid) => ({ ...createPublicKey(key).export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
const now = () => Math.floor(Date.now() / 1000);

export const rs256 = (key) => (text) => sign('sha256', Buffer.from(text), key);
export const ps256 = (key) => (text) =>
	sign('sha256', Buffer.from(text), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
export const halfHash = (text) => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

async function formOf(request) {
	let text = '';
	for await (const chunk of request) text += chunk;
	return new URLSearchParams(text);
}

const answer = (response, status, type, body, headers = {}) => response.writeHead(status, { 'content-type': type, ...headers }).end(body);
const answerJson = (response, value) => answer(response, 200, 'application/json', JSON.stringify(value));

export class Hostile {
	static async start() {
		const hostile = new Hostile();
		hostile.server.listen(PORT, '127.0.0.1');
		await once(hostile.server, 'listening');
		return hostile;
	}

	constructor() {
		this.truth();
		this.key = keptKey();
		this.rotate();
		this.nonces = new Map(); // code -> nonce
		this.keysAsked = 0;
		this.calls = []; // the forms of all token calls
		this.server = createServer((request, response) => this.serve(request, response));
	}

	async stop() {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	truth() {
		this.lies = {};
	}

	lie(lies) {
		this.lies = lies;
	}

	// Another key, under another id, at the issuer "rotating".
	rotate() {
		this.rotating = { key: newKey(), kid: `hostile-${randomBytes(4).toString('hex')}` };
	}

	signer(name) {
		return name === 'rotating' ? this.rotating : { key: this.key, kid: 'hostile' };
	}

	publicPem() {
		return createPublicKey(this.key).export({ type: 'spki', format: 'pem' });
	}

	metadata(name) {
		const issuer = `${ORIGIN}/${name}`;
		return {
			issuer: name === 'mixed' ? `${ORIGIN}/plain` : issuer,
			authorization_endpoint: `${issuer}/auth`,
			token_endpoint: `${issuer}/token`,
			userinfo_endpoint: `${issuer}/userinfo`,
			jwks_uri: `${issuer}/jwks`,
			code_challenge_methods_supported: ['S256'],
			token_endpoint_auth_methods_supported: ['private_key_jwt'],
			authorization_response_iss_parameter_supported: true,
		};
	}

	serve(request, response) {
		const url = new URL(request.url, ORIGIN);
		const [, name, ...rest] = url.pathname.split('/');
		const door = {
			'.well-known/openid-configuration': () => answerJson(response, this.metadata(name)),
			jwks: () => this.jwks(name, response),
			auth: () => this.authorize(name, url.searchParams, response),
			token: async () => this.token(name, await formOf(request), response),
			userinfo: () => this.userinfo(name, response),
		}[rest.join('/')];
		if (!door) return answer(response, 404, 'text/plain', 'no such door');
		return door();
	}

	jwks(name, response) {
		this.keysAsked++;
		const { key, kid } = this.signer(name);
		const keys = [publicJwk(key, kid)];
		answerJson(response, name === 'large' ? { keys, padding: 'x'.repeat(1024 * 1024) } : { keys });
	}

	authorize(name, asked, response) {
		const code = randomBytes(16).toString('base64url');
		this.nonces.set(code, asked.get('nonce'));
		const back = new URL(asked.get('redirect_uri'));
		for (const [key, value] of Object.entries({ code, state: asked.get('state'), iss: `${ORIGIN}/${name}` })) back.searchParams.set(key, value);
		const location = this.lies.back?.(back) ?? back;
		answer(response, 303, 'text/plain', '', { location: location.href });
	}

	jwt(name, claims, lies = this.lies) {
		const { key, kid } = this.signer(name);
		const header = base64url({ alg: 'RS256', kid, ...lies.header });
		const text = `${header}.${base64url(lies.payload?.(claims) ?? claims)}`;
		return `${text}.${(lies.sign ?? rs256(lies.key ?? key))(text).toString('base64url')}`;
	}

	token(name, form, response) {
		this.calls.push(form);
		if (this.lies.endpoint) return this.lies.endpoint(response);
		const claims = {
			iss: `${ORIGIN}/${name}`, sub: 'anna-at-hostile', aud: CLIENT, nonce: this.nonces.get(form.get('code')), acr: LEVEL,
			iat: now(), exp: now() + 300, auth_time: now(), ...(name === 'userinfo' ? {} : { [NUMBER]: ANNA }), ...this.lies.claims,
		};
		return answerJson(response, { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: this.jwt(name, claims), ...this.lies.token });
	}

	userinfo(name, response) {
		if (this.lies.userinfoEndpoint) return this.lies.userinfoEndpoint(response);
		const claims = { iss: `${ORIGIN}/${name}`, sub: 'anna-at-hostile', aud: CLIENT, [NUMBER]: ANNA, ...this.lies.userinfo };
		return answer(response, 200, 'application/jwt; charset=utf-8', this.jwt(name, claims, this.lies.userinfoJwt ?? {}));
	}
}
