// rights.mjs -- the table of who may come in where: a line for each door of each executable. access.test.mjs walks it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { withThirdGuardian } from './actors.mjs';
import { ANSWERS, PAGES, begin, childNamed, composed, newFormId, sql } from './applicant.mjs';
import { NOBODYS } from './doors.mjs';
import { rows } from './psql.mjs';

const series = 'PROV', written = composed();
export const form = newFormId(); // and the queue of its cases
export const ours = { ...written, id: form, version: '1.0.0', routing: { ...written.routing, queue: form, series } };

// What a door can name. make: a new one, by the actors. missing: one that there is not. args: its places in the path. mark: what gives it
// away in a page.
const thing = (name, missing, make, { args = (one) => [one], mark = (one) => one } = {}) => ({ name, missing, make, args, mark });

export const published = thing('the form', 'finns-inte', () => form);
const child = thing('a child', NOBODYS, ({ applicant }) => childNamed(applicant.client, 'Alva'), { args: () => [form] });
export const draft = thing('a draft', NOBODYS, ({ applicant }) =>
	withThirdGuardian(async () => {
		const path = await begin(applicant.client, 'Elias', form);
		const id = path.slice('/utkast/'.length);
		await rows(`update core.draft set answers = '${JSON.stringify(ANSWERS)}' where draft = '${id}'`);
		return id;
	}),
);
export const sent = thing('a case', sql(`select core.reference('${series}', 2099, 1)`), ({ applicant: { client } }) =>
	withThirdGuardian(async () => {
		const body = { subject: await childNamed(client, 'Alva'), answers: ANSWERS };
		const page = await client.api('POST', `/api/v1/forms/${form}/cases`, body, { 'idempotency-key': randomUUID() });
		assert.equal(page.status, 201, page.text);
		return page.json.reference;
	}),
);
const queue = thing('the queue', 'finns-inte', async (actors) => (await sent.make(actors)) && form);
// A version that nobody has published.
let versions = 0;
const version = thing(
	'a version of a form',
	{ id: 'finns-inte', version: '1.0.0', sha256: '0'.repeat(64) },
	async ({ admin: { client } }) => {
		const id = `${form}v${versions++}`;
		const page = await client.api('PUT', `/api/v1/admin/forms/${id}`, { ...written, id, version: '1.0.0' });
		assert.equal(page.status, 201, page.text);
		return { id, version: '1.0.0', sha256: page.json.sha256 };
	},
	{ args: ({ id, version }) => [id, version], mark: ({ id }) => id },
);

// Of a line: names: the thing; lists: the door names none, but shows it among others; neither: no thing of anyone's. rest: what else stands
// in the path; query, headers, sends: of the thing; sends are fields, or JSON. may: for whom it is there. refused: what everyone else of the
// door's audience gets, where it is not 404; but: somebody gets something else. gives: what an open door answers, where it is not 200.
// untried: why the door is not tried.

export const EVERYONE = 'everyone', CITIZENS = 'every citizen';
const PARENTS = ['applicant', 'other guardian'];
// Each municipality has a queue of the name, and authors who may write a form of the name.
const QUEUES = ['caseworker', 'caseworker elsewhere'], AUTHORS = ['admin', 'admin elsewhere'];
const admin = { may: 'admin', refused: 403, but: { 'admin elsewhere': 404 } };
const open = { may: EVERYONE };
const hidden = { names: version, args: ({ id }) => [id], may: [] };
const definition = ({ id }) => ({ ...written, id, version: '1.0.1' });

export const TABLE = {
	citizen: {
		'GET /': open,
		'GET /tillganglighet': open,
		'GET /personuppgifter': open,
		'GET /om-kakor': open,
		'GET /tjanst/{}': [{ names: published, ...open }, hidden],
		'GET /tjanst/{}/barn': [{ names: published, may: CITIZENS }, { ...hidden, but: { 'applicant, logged out': 404 } }],
		'POST /tjanst/{}/barn': { names: child, may: PARENTS, refused: 422, but: { 'former guardian': 200 }, sends: (subject) => ({ subject }) },
		'GET /utkast/{}': { names: draft, may: 'applicant' },
		'GET /utkast/{}/{}': { names: draft, rest: ['lasar'], may: 'applicant' },
		'POST /utkast/{}/{}': { names: draft, rest: ['lasar'], may: 'applicant', sends: () => ({ revision: '1', ...PAGES.lasar }) },
		'POST /utkast/{}/skicka': { names: draft, may: 'applicant', sends: () => ({ revision: '1', '/forsakran': 'true' }) },
		'GET /utkast/{}/radera': { names: draft, may: 'applicant' },
		'POST /utkast/{}/radera': { names: draft, may: 'applicant', refused: 303 }, // as of a draft that is gone already
		'GET /kvittens/{}': { names: sent, may: 'applicant' },
		'GET /mina': [{ lists: sent, may: 'applicant' }, { lists: draft, may: 'applicant' }],
		'GET /mina/{}': { names: sent, may: 'applicant' },
		'GET /api/v1/openapi.json': open,
		'GET /api/v1/forms': [open, { lists: version, may: [] }],
		'GET /api/v1/forms/{}': [{ names: published, ...open }, { ...hidden, query: (one) => ({ version: one.version }) }],
		'GET /api/v1/forms/{}/schema': [{ names: published, ...open }, { ...hidden, query: (one) => ({ version: one.version }) }],
		'POST /api/v1/forms/{}/check': [{ names: published, ...open, sends: () => ({ answers: ANSWERS }) }, { ...hidden, sends: () => ({ answers: ANSWERS }) }],
		'POST /api/v1/forms/{}/cases': { names: child, may: PARENTS, refused: 403, sends: (subject) => ({ subject, answers: ANSWERS }) },
		'GET /api/v1/cases': [{ lists: sent, may: 'applicant' }, { lists: draft, may: 'applicant' }],
		'GET /api/v1/cases/{}': { names: sent, may: 'applicant' },
		'GET /api/v1/children': { lists: child, may: PARENTS },
	},
	caseworker: {
		'GET /handlaggare': { lists: queue, may: QUEUES, refused: 403, but: { 'caseworker of another queue': 200 } },
		'GET /handlaggare/ko/{}': { names: queue, may: QUEUES },
		'POST /handlaggare/ko/{}/ta': { names: queue, may: QUEUES },
		'GET /handlaggare/arende/{}': { names: sent, may: 'caseworker' },
		'GET /handlaggare/arende/{}/{}': { names: sent, rest: ['start'], may: 'caseworker' },
		'POST /handlaggare/arende/{}/{}': { names: sent, rest: ['start'], may: 'caseworker', sends: () => ({ version: '1' }) },
		'GET /api/v1/queues': { lists: queue, may: QUEUES, refused: 403, but: { 'caseworker of another queue': 200 } },
		'GET /api/v1/queues/{}/cases': { names: queue, may: QUEUES },
		'POST /api/v1/queues/{}/claim': { names: queue, may: QUEUES },
		'POST /api/v1/cases/{}/events': { names: sent, may: 'caseworker', sends: () => ({ event: 'start' }), headers: () => ({ 'if-match': '"1"' }) },
	},
	admin: {
		'GET /admin': { lists: version, ...admin, but: { 'admin elsewhere': 200 } },
		'GET /admin/formular/ny': { names: version, args: () => [], ...admin, query: ({ id, version }) => ({ form: id, version }) },
		'POST /admin/formular/ny': { names: version, args: () => [], ...admin, may: AUTHORS, sends: (one) => ({ definition: JSON.stringify(definition(one)) }) },
		'GET /admin/formular/{}/{}': { names: version, ...admin },
		'GET /admin/formular/{}/{}/definition': { names: version, ...admin },
		'GET /admin/formular/{}/{}/sida/{}': { names: version, rest: ['lasar'], ...admin },
		'POST /admin/formular/{}/{}/publicera': { names: version, ...admin, sends: ({ sha256 }) => ({ sha256 }) },
		'GET /admin/formular/{}/{}/radera': { names: version, ...admin },
		'POST /admin/formular/{}/{}/radera': { names: version, ...admin, but: { 'admin elsewhere': 303 }, sends: ({ sha256 }) => ({ sha256 }) },
		'GET /api/v1/admin/forms': { lists: version, ...admin, but: { 'admin elsewhere': 200 } },
		'PUT /api/v1/admin/forms/{}': { names: version, args: ({ id }) => [id], ...admin, may: AUTHORS, sends: definition },
		'POST /api/v1/admin/forms/{}/publish': { names: version, args: ({ id }) => [id], ...admin, sends: ({ version, sha256 }) => ({ version, sha256 }) },
	},
	eid: {
		'GET /eid/callback': { ...open, gives: 400 },
		'GET /eid/jwks.json': open,
		'GET /eid/klar': open,
		'POST /eid/login': { ...open, gives: 303, sends: () => ({ audience: 'citizen', return_to: '/mina' }) },
		'POST /eid/logout': { untried: 'it ends the session of whoever comes' },
	},
};
