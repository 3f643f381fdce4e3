// people.mjs -- who can log in at the test provider, and what it says about them (claims of the Swedish OpenID Connect profile).
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const CLAIM = 'https://id.oidc.se/claim/';
export const SCOPE = 'https://id.oidc.se/scope/';
export const level = (n) => `http://id.elegnamnden.se/loa/1.0/loa${n}`;

// The scope decides which claims of these are released.
export const claimsOfScopes = {
	openid: ['sub'],
	acr: null,
	amr: null,
	auth_time: null,
	[`${SCOPE}naturalPersonInfo`]: ['given_name', 'family_name', 'name'],
	[`${SCOPE}naturalPersonNumber`]: [`${CLAIM}personalIdentityNumber`, `${CLAIM}coordinationNumber`],
	[`${SCOPE}naturalPersonOrgId`]: ['name', `${CLAIM}orgAffiliation`],
};

// A samordningsnummer has 60 added to its day.
const numberClaim = (number) =>
	Number(number.slice(6, 8)) > 60 ? 'coordinationNumber' : 'personalIdentityNumber';

const claims = (person) => ({
	given_name: person.given_name,
	family_name: person.family_name,
	name: `${person.given_name} ${person.family_name}`,
	...(person.personal_number && { [CLAIM + numberClaim(person.personal_number)]: person.personal_number }),
	...(person.staff_id && { [`${CLAIM}orgAffiliation`]: person.staff_id }),
});

export class People {
	constructor(file) {
		const { people, staff } = JSON.parse(readFileSync(file, 'utf8'));
		this.citizen = people.filter((person) => person.login);
		this.staff = staff;
	}

	// The people a client may choose from.
	of(client) {
		return client === 'blankett-staff' ? this.staff : this.citizen;
	}

	find(login) {
		return [...this.citizen, ...this.staff].find((person) => person.login === login);
	}

	// For oidc-provider.
	account = (ctx, login) => {
		const person = this.find(login);
		return person && { accountId: login, claims: async () => ({ sub: login, ...claims(person) }) };
	};
}

// Each client sees another subject for the same person, and none can be turned back into the login.
export const pairwise = (ctx, login, client) =>
	createHmac('sha256', 'blankett-test-provider').update(`${client.clientId}\0${login}`).digest('base64url');
