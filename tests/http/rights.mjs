// rights.mjs -- the table of who may come in where: a line for each door of each executable. access.test.mjs walks it.
import { ANSWERS, PAGES } from './applicant.mjs';
import {
	asked, child, definition, draft, form, keptOfAdmin, keptOfApplicant, keptOfCaseworker, member, proposal, published, queue, receipt, receiptKey, sent,
	session, signatureReceipt, unsigned, version,
} from './things.mjs';

// Of a line: names: the thing; lists: the door does not name it, but shows it among others; neither: no thing of anyone's. args, rest: its
// places in the path, and what else stands there; query, headers, sends: of the thing; sends are fields, or JSON. may: for whom it is
// there. knows: who learns that it is there, and can do nothing here. refused: what everyone else of the door's audience gets, where it is
// not 404; but: somebody gets something else. gives: what an open door answers, where it is not 200. moves: what the door changes, as a
// query, where that lies in a table of which standing() sees nothing. own: a status that the door says on a page of its own. untried: why
// the door is not tried.

export const EVERYONE = 'everyone', CITIZENS = 'every citizen';
const PARENTS = ['applicant', 'other guardian'];
// Each municipality has a queue of the name, and authors who may write a form of the name.
const QUEUES = ['caseworker', 'caseworker elsewhere'], AUTHORS = ['admin', 'admin elsewhere'];
const READERS = ['program', 'program that only reads'];
const open = { may: EVERYONE };
const hidden = { names: version, args: ({ id }) => [id], may: [] };
const every = (things, line) => things.map((names) => ({ names, ...line }));

// Cases. Nobody but the applicant hears of one before the applicant has signed, and no caseworker before it is received.
const CASES = [sent, unsigned, asked];
const own = every(CASES, { may: 'applicant' });
const waiting = (line) => every([unsigned, asked], { ...line, may: [] });
const stands = { applicant: 303 }; // the applicant is led to the page of the case
const listed = [
	{ lists: sent, may: PARENTS }, { lists: unsigned, may: 'applicant' }, { lists: asked, may: PARENTS }, { lists: draft, may: 'applicant' },
];
const attempts = (reference) => `select count(*) from core.login join core.cases using (municipality, case_id) where reference = '${reference}'`;

// What the API of staff says to a program without the scope, as but; as knows where it may read what it may not change.
const unscoped = { 'program without the scope': 403 }, readsOnly = { 'program that only reads': 403 };
// A queue shows what is received, and nothing that waits for signatures. seen: whoever else opens a queue of the name.
const inQueue = (may, seen) => {
	const line = { args: () => [form], refused: 404 };
	const opened = Object.fromEntries(may.map((name) => [name, 200]));
	return [{ lists: sent, may, ...line, but: seen }, ...[unsigned, asked].map((lists) => ({ lists, may: [], ...line, but: { ...seen, ...opened } }))];
};
const queuesSeen = { 'caseworker of another queue': 200, 'program of another queue': 200 };
const move = { sends: () => ({ event: 'start' }), headers: () => ({ 'if-match': '"1"' }) };

// Administrators.
const admin = { may: 'admin', refused: 403, but: { 'admin elsewhere': 404 } };
const adminLists = { ...admin, but: { 'admin elsewhere': 200 } };
const role = { role: 'caseworker', queue: form };
const roleField = (of) => `caseworker/${form}/${of}/`;

// What is kept for whom comes back: nothing is kept for the others, who are led to where they begin.
const keptPaths = (home, thing, may) => {
	const line = { names: thing, may, refused: 303, sends: () => ({}), moves: () => 'select count(*) from core.parked' };
	return {
		[`GET ${home}/fortsatt`]: { lists: thing, may, refused: 303 },
		[`POST ${home}/fortsatt`]: line,
		[`POST ${home}/fortsatt/kasta`]: line,
	};
};
// A door of both kinds of session asks itself who is there.
const PROGRAMS = [...READERS, 'program of another queue', 'program without the scope', 'program, revoked'];
const LOGGED_OUT = ['nobody', 'applicant, logged out', 'caseworker, logged out', 'admin, logged out', 'caseworker no more'];
const loggedIn = Object.fromEntries([...LOGGED_OUT.map((name) => [name, 401]), ...PROGRAMS.map((name) => [name, 403])]);

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
		'GET /kvittens/{}': [{ names: sent, may: 'applicant' }, ...waiting({ knows: stands })],
		'GET /kvittens/{}/{}': [
			{ names: receipt, rest: ['kvitto.json'], may: 'applicant' }, { names: signatureReceipt, rest: ['underskrift.json'], may: 'applicant' },
		],
		'GET /verifiera': open,
		'POST /verifiera': { ...open, gives: 422, sends: () => ({ kvitto: 'x', signatur: 'x' }) },
		'GET /.well-known/kvitto-nyckel.pub': open,
		'GET /.well-known/kvitto-nyckel.pem': open,
		'GET /.well-known/kvitto-nyckel/{}': { names: receiptKey, ...open },
		'GET /underskrift/{}': [
			{ names: unsigned, may: 'applicant' }, { names: asked, may: PARENTS }, { names: sent, may: 'other guardian', knows: stands },
		],
		'GET /underskrift/{}/nej': [{ names: unsigned, may: [], knows: stands }, { names: asked, may: 'other guardian', knows: stands }],
		'POST /underskrift/{}/nej': [
			{ names: unsigned, may: [], knows: stands, sends: () => ({ skal: 'Nej' }) },
			{ names: asked, may: 'other guardian', knows: stands, sends: () => ({ skal: 'Nej' }) },
		],
		'GET /underskrift/{}/aterkalla': [
			{ names: unsigned, may: 'applicant' }, { names: asked, may: 'applicant', knows: { 'other guardian': 303 } },
		],
		'POST /underskrift/{}/aterkalla': [
			{ names: unsigned, may: 'applicant' }, { names: asked, may: 'applicant', knows: { 'other guardian': 303 } },
		],
		'GET /underskrift/{}/papper': [{ names: unsigned, may: [], knows: stands }, { names: asked, may: 'other guardian', knows: stands }],
		'GET /mina': listed,
		'GET /mina/{}': own,
		'GET /mina/{}/lasare': own,
		...keptPaths('', keptOfApplicant, 'applicant'),
		'GET /api/v1/openapi.json': open,
		'GET /api/v1/forms': [open, { lists: version, may: [] }],
		'GET /api/v1/forms/{}': [{ names: published, ...open }, { ...hidden, query: (one) => ({ version: one.version }) }],
		'GET /api/v1/forms/{}/schema': [{ names: published, ...open }, { ...hidden, query: (one) => ({ version: one.version }) }],
		'POST /api/v1/forms/{}/check': [{ names: published, ...open, sends: () => ({ answers: ANSWERS }) }, { ...hidden, sends: () => ({ answers: ANSWERS }) }],
		'POST /api/v1/forms/{}/cases': { names: child, may: PARENTS, refused: 403, sends: (subject) => ({ subject, answers: ANSWERS }) },
		'GET /api/v1/cases': listed,
		'GET /api/v1/cases/{}': own,
		'GET /api/v1/cases/{}/readers': own,
		'GET /api/v1/children': { lists: child, may: PARENTS },
	},
	caseworker: {
		'GET /handlaggare': { lists: queue, may: QUEUES, refused: 403, but: { 'caseworker of another queue': 200 } },
		'GET /handlaggare/ko/{}': [{ names: queue, may: QUEUES }, ...inQueue(['caseworker'], { 'caseworker elsewhere': 200 })],
		'POST /handlaggare/ko/{}/ta': { names: queue, may: QUEUES },
		'GET /handlaggare/arende/{}': [{ names: sent, may: 'caseworker' }, ...waiting()],
		'GET /handlaggare/arende/{}/{}': [{ names: sent, rest: ['start'], may: 'caseworker' }, ...waiting({ rest: ['start'] })],
		'POST /handlaggare/arende/{}/{}': [
			{ names: sent, rest: ['start'], may: 'caseworker', sends: () => ({ version: '1' }) },
			...waiting({ rest: ['start'], sends: () => ({ version: '1' }) }),
		],
		...keptPaths('/handlaggare', keptOfCaseworker, 'caseworker'),
		'GET /api/v1/queues': { lists: queue, may: [...QUEUES, ...READERS], refused: 403, but: queuesSeen },
		'GET /api/v1/queues/{}/cases': [
			{ names: queue, may: [...QUEUES, ...READERS], but: unscoped },
			...inQueue(['caseworker', ...READERS], { 'caseworker elsewhere': 200, ...unscoped }),
		],
		'POST /api/v1/queues/{}/claim': { names: queue, may: [...QUEUES, 'program'], but: { ...unscoped, ...readsOnly } },
		'POST /api/v1/cases/{}/events': [
			{ names: sent, may: ['caseworker', 'program'], knows: { ...unscoped, ...readsOnly }, ...move }, ...waiting(move),
		],
	},
	admin: {
		'GET /admin': { lists: version, ...adminLists },
		'GET /admin/formular/ny': { names: version, args: () => [], ...admin, query: ({ id, version }) => ({ form: id, version }) },
		'POST /admin/formular/ny': { names: version, args: () => [], ...admin, may: AUTHORS, sends: (one) => ({ definition: JSON.stringify(definition(one)) }) },
		'GET /admin/formular/{}/{}': { names: version, ...admin },
		'GET /admin/formular/{}/{}/definition': { names: version, ...admin },
		'GET /admin/formular/{}/{}/sida/{}': { names: version, rest: ['lasar'], ...admin },
		'POST /admin/formular/{}/{}/publicera': { names: version, ...admin, sends: ({ sha256 }) => ({ sha256 }) },
		'GET /admin/formular/{}/{}/radera': { names: version, ...admin },
		'POST /admin/formular/{}/{}/radera': { names: version, ...admin, but: { 'admin elsewhere': 303 }, sends: ({ sha256 }) => ({ sha256 }) },
		...keptPaths('/admin', keptOfAdmin, 'admin'),
		'GET /admin/personal': { lists: member, ...adminLists },
		'GET /admin/personal/{}': { names: member, ...admin },
		'GET /admin/personal/{}/roll': { names: member, ...admin },
		'POST /admin/personal/{}/roll': { names: member, ...admin, sends: () => ({ roll: roleField(form), omrade: '' }) },
		'GET /admin/personal/{}/ta-bort': { names: member, ...admin, query: () => ({ roll: roleField('') }) },
		'POST /admin/personal/{}/ta-bort': { names: member, ...admin, sends: () => ({ roll: roleField('') }) },
		'GET /admin/personal/forslag/{}/{}': { names: proposal, rest: ['avsla'], ...admin, own: 404 },
		'POST /admin/personal/forslag/{}/{}': { names: proposal, rest: ['avsla'], ...admin },
		'GET /api/v1/admin/forms': { lists: version, ...adminLists, may: ['admin', ...READERS] },
		'PUT /api/v1/admin/forms/{}': { names: version, args: ({ id }) => [id], ...admin, may: [...AUTHORS, 'program'], sends: definition },
		'POST /api/v1/admin/forms/{}/publish': {
			names: version, args: ({ id }) => [id], ...admin, may: ['admin', 'program'], knows: readsOnly, sends: ({ version, sha256 }) => ({ version, sha256 }),
		},
		'GET /api/v1/admin/staff': { lists: member, ...adminLists },
		'GET /api/v1/admin/staff/{}': { names: member, ...admin },
		'POST /api/v1/admin/staff/{}/proposals': { names: member, ...admin, sends: () => ({ ...role, form }) },
		'POST /api/v1/admin/staff/{}/take': { names: member, ...admin, sends: () => role },
		'POST /api/v1/admin/proposals/{}': { names: proposal, ...admin, sends: () => ({ decision: 'declined' }) },
	},
	eid: {
		'GET /eid/callback': { ...open, gives: 400 },
		'GET /eid/jwks.json': open,
		'GET /eid/klar': open,
		'GET /eid/utloggad': open,
		'GET /eid/val': { ...open, query: () => ({ audience: 'citizen' }) },
		'GET /eid/sessioner': { lists: session, may: 'applicant', but: loggedIn },
		'POST /eid/sessioner': {
			names: session, may: 'applicant', refused: 303, but: loggedIn, sends: (avsluta) => ({ avsluta }),
			moves: (id) => `select revoked_at from core.session where id_hash = decode('${id}', 'hex')`,
		},
		'POST /eid/login': { ...open, gives: 303, sends: () => ({ audience: 'citizen', return_to: '/mina' }) },
		'POST /eid/sign': [
			{ names: unsigned, args: () => [], may: 'applicant', sends: (reference) => ({ reference }), moves: attempts },
			{ names: asked, args: () => [], may: 'other guardian', knows: stands, sends: (reference) => ({ reference }), moves: attempts },
		],
		'POST /eid/logout': { untried: 'it ends the session of whoever comes' },
	},
};
