// people.mjs -- who can log in at the test provider, and what it says about them.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inIdToken, isForStaff } from './clients.mjs';

export const CLAIM = 'https://id.oidc.se/claim/';
export const SCOPE = 'https://id.oidc.se/scope/';
export const level = (n) => `http://id.elegnamnden.se/loa/1.0/loa${n}`;

// The scope decides which claims of these are released.
export const claimsOfScopes = {
	openid: ['sub', 'idp'],
	acr: null,
	amr: null,
	auth_time: null,
	profile: ['given_name', 'family_name', 'name'],
	nin: ['nin', 'nin_type', 'nin_issuing_country'],
	ssn: ['ssn'],
	groups: ['groups', 'upn'],
	[`${SCOPE}naturalPersonInfo`]: ['given_name', 'family_name', 'name'],
	[`${SCOPE}naturalPersonNumber`]: [`${CLAIM}personalIdentityNumber`, `${CLAIM}coordinationNumber`],
	[`${SCOPE}naturalPersonOrgId`]: ['name', `${CLAIM}orgAffiliation`],
	[`${SCOPE}sign`]: [`${CLAIM}userSignature`, `${CLAIM}authnEvidence`, `${CLAIM}authnProvider`],
	[`${SCOPE}signApproval`]: [`${CLAIM}authnProvider`],
};

// A samordningsnummer has 60 added to its day.
const numberClaim = (number) =>
	Number(number.slice(6, 8)) >= 60 ? 'coordinationNumber' : 'personalIdentityNumber';

const numbers = (number) => ({
	[CLAIM + numberClaim(number)]: number,
	nin: number,
	nin_type: 'PERSON',
	nin_issuing_country: 'SE',
	ssn: number,
	idp: 'sbid',
});

const claims = (person) => ({
	given_name: person.given_name,
	family_name: person.family_name,
	name: `${person.given_name} ${person.family_name}`,
	...(person.personal_number && numbers(person.personal_number)),
	...(person.staff_id && { [`${CLAIM}orgAffiliation`]: person.staff_id, upn: person.staff_id, groups: person.groups ?? [] }),
});

export class People {
	constructor(file) {
		const { people, staff } = JSON.parse(readFileSync(file, 'utf8'));
		this.citizen = people.filter((person) => person.login);
		this.staff = staff;
		this.signatures = new Map(); // nonce of a login -> what the person signed, as claims
	}

	// The people a client may choose from.
	of(client) {
		return isForStaff(client) ? this.staff : this.citizen;
	}

	find(login) {
		return [...this.citizen, ...this.staff].find((person) => person.login === login);
	}

	// For oidc-provider.
	account = (ctx, login) => {
		const person = this.find(login);
		const told = (use) => {
			const all = { sub: login, ...claims(person), ...this.signatures.get(ctx.oidc.entities.AuthorizationCode?.nonce) };
			const names = use === 'id_token' && inIdToken[ctx.oidc.client.clientId];
			return names ? Object.fromEntries(names.map((name) => [name, all[name]])) : all;
		};
		return person && { accountId: login, claims: async (use) => told(use) };
	};
}

// Each client sees another subject for the same person, and none can be turned back into the login.
export const pairwise = (ctx, login, client) =>
	createHmac('sha256', 'blankett-test-provider').update(`${client.clientId}\0${login}`).digest('base64url');
