// provider.mjs -- the e-ID and the staff login of the local stack and of the tests: oidc-provider with test people.
// Loopback only, never for production.
//
//   PORT     the port of the issuer http://127.0.0.1:PORT
//   ORIGIN   the origin of Blankett; the only address a login may lead back to is ORIGIN/eid/callback
//   PEOPLE   the file of test people (default ../people.json)
//   SECRETS  the folder of keys; provider-keys.json and client-key.pem are made there when missing
//
// Its clients stand in clients.mjs, all by private_key_jwt, code flow with PKCE. A test drives the login page by posting "who" (a
// login of PEOPLE), or "cancel", and optionally "fault" (page.mjs).
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import Provider from 'oidc-provider';
import { makeClients, scopes } from './clients.mjs';
import { clientKeys, providerKeys } from './keys.mjs';
import { FAULTS, errorPage, loginPage } from './page.mjs';
import { CLAIM, People, claimsOfScopes, level, pairwise } from './people.mjs';
import { SIGN_REQUEST, checkSignRequest, messageOf, requestOf, signatureOf } from './signing.mjs';

const PORT = Number(process.env.PORT ?? 8082);
const ORIGIN = process.env.ORIGIN ?? `http://localhost:${PORT - 2}`;
const SECRETS = process.env.SECRETS ?? '.';
const ISSUER = `http://127.0.0.1:${PORT}`;
const people = new People(process.env.PEOPLE ?? fileURLToPath(new URL('../people.json', import.meta.url)));
const brokenNonces = new Set(); // logins whose token call is to fail

// There is no consent page: using the e-ID is the consent, so what was asked for is what is granted.
async function grantWhatWasAsked(ctx) {
	const { client, session, requestParamScopes, requestParamClaims } = ctx.oidc;
	const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
	grant.addOIDCScope([...requestParamScopes].join(' '));
	grant.addOIDCClaims([...requestParamClaims]);
	await grant.save();
	return grant;
}

const provider = new Provider(ISSUER, {
	jwks: providerKeys(SECRETS),
	clients: makeClients(ORIGIN, clientKeys(SECRETS)),
	acrValues: [2, 3, 4].map(level),
	scopes,
	claims: claimsOfScopes,
	conformIdTokenClaims: false, // the profile wants the numbers in the id_token
	subjectTypes: ['pairwise'],
	pairwiseIdentifier: pairwise,
	clientAuthMethods: ['private_key_jwt'],
	responseTypes: ['code'],
	pkce: { methods: ['S256'], required: () => true },
	ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 600, IdToken: 300, Interaction: 600, Session: 600 },
	cookies: { keys: [providerKeys(SECRETS).keys[0].d] },
	features: {
		claimsParameter: { enabled: true },
		devInteractions: { enabled: false },
		jwtUserinfo: { enabled: true },
		rpInitiatedLogout: { enabled: true },
	},
	discovery: { 'https://id.oidc.se/disco/userMessageSupported': true },
	extraParams: {
		'https://id.oidc.se/param/userMessage': null,
		'https://id.oidc.se/param/authnProvider': null,
		[SIGN_REQUEST]: checkSignRequest,
	},
	interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
	loadExistingGrant: grantWhatWasAsked,
	findAccount: people.account,
	renderError(ctx, { error, error_description: description }) {
		ctx.type = 'html';
		ctx.body = errorPage(error, description);
	},
});

// Why a client was turned away; the client itself is told less.
for (const event of ['authorization.error', 'grant.error', 'server_error']) {
	provider.on(event, (ctx, error) => console.error(`${event}: ${error.message} ${error.error_detail ?? error.error_description ?? ''}`));
}

provider.use(async (ctx, next) => {
	await next();
	if (ctx.oidc?.route === 'token' && brokenNonces.delete(ctx.oidc.entities.AuthorizationCode?.nonce)) {
		ctx.status = 503;
		ctx.body = 'unavailable';
	}
});

async function formOf(request) {
	let text = '';
	for await (const chunk of request) {
		text += chunk;
		if (text.length > 4096) throw new Error('form too large');
	}
	return new URLSearchParams(text);
}

function sendPage(response, status, page) {
	response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
}

// The person that an essential claim binds the login to; undefined: whoever it is.
function expectedNumber(params) {
	const { id_token: inToken = {}, userinfo = {} } = JSON.parse(params.claims ?? '{}');
	const names = [`${CLAIM}personalIdentityNumber`, `${CLAIM}coordinationNumber`, 'nin', 'ssn'];
	return names.map((name) => (inToken[name] ?? userinfo[name])?.value).find(Boolean);
}

// What is said of the level: what was wished for, or the person's own.
const levelOf = (person, params) => params.acr_values?.split(' ')[0] ?? level(person.level ?? 3);

function meetsLevel(person, params, fault) {
	const wanted = JSON.parse(params.claims ?? '{}').id_token?.acr?.values;
	return fault !== 'weak-level' && (!wanted || wanted.includes(levelOf(person, params)));
}

// What the person chose, as oidc-provider wants to hear it.
async function outcome(form, interaction) {
	const { params } = interaction;
	const person = people.of(params.client_id).find((candidate) => candidate.login === form.get('who'));
	const fault = form.get('fault') ?? 'none';
	if (form.has('cancel')) return { error: 'access_denied', error_description: 'the person cancelled' };
	if (!person || !(fault in FAULTS)) return null;
	if (!meetsLevel(person, params, fault)) return { error: 'unmet_authentication_requirements', error_description: 'level too low' };
	if (fault === 'failed') return { error: 'server_error', error_description: 'asked to fail' };
	const expected = expectedNumber(params);
	if (expected && expected !== person.personal_number && fault !== 'another-person') {
		return { error: 'access_denied', error_description: 'another person was asked for' };
	}
	if (fault === 'unavailable') brokenNonces.add(params.nonce);
	const request = requestOf(params);
	if (request && fault !== 'no-signature') people.signatures.set(params.nonce, signatureOf(person, request));
	if (fault === 'wrong-nonce') {
		interaction.params.nonce = 'of-another-login';
		await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
	}
	return { login: { accountId: person.login, acr: levelOf(person, params), amr: ['test'], remember: false }, consent: {} };
}

async function interact(request, response) {
	const interaction = await provider.interactionDetails(request, response);
	if (request.method !== 'POST') return sendPage(response, 200, loginPage(people.of(interaction.params.client_id), messageOf(requestOf(interaction.params))));
	const result = await outcome(await formOf(request), interaction);
	if (!result) return sendPage(response, 400, errorPage('no such test person'));
	return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const protocol = provider.callback();
const server = http.createServer((request, response) => {
	if (!request.url.startsWith('/interaction/')) return protocol(request, response);
	return interact(request, response).catch((error) => sendPage(response, 400, errorPage(error.message)));
});
server.listen(PORT, '127.0.0.1', () => console.log(`test provider ready: ${ISSUER}`));

for (const signal of ['SIGTERM', 'SIGINT']) {
	process.on(signal, () => {
		server.close(() => process.exit(0));
		server.closeAllConnections();
	});
}
