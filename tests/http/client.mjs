// client.mjs -- a browser without a screen: cookies, forms, redirects step by step. For tests through the whole stack.
//
//   const anna = new Client();            of BLANKETT_TEST_ORIGIN
//   await anna.login('anna');             through the real provider; staff: login('klara', 'staff')
//   const page = await anna.get('/mina');
//   page.status, page.text, page.title, page.headers, page.field('csrf'), page.json
//   await anna.post('/utkast/...', { '/lasar': '2026-2027' });     csrf is added from the last page that had one
//   await anna.api('POST', '/api/v1/forms/skolskjuts/cases', body, { 'idempotency-key': key });

import { exchange } from './wire.mjs';

export const ORIGIN = process.env.BLANKETT_TEST_ORIGIN ?? 'http://localhost:8080';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
export const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name) => ENTITIES[name]);

const attribute = (tag, name) => {
	const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
	return found ? unescape(found[1]) : undefined;
};

export class Page {
	constructor({ status, headers, text }, url) {
		Object.assign(this, { status, headers, text, url });
	}

	get json() {
		return JSON.parse(this.text);
	}

	get title() {
		return unescape(/<title>([^<]*)<\/title>/.exec(this.text)?.[1] ?? '').trim();
	}

	get location() {
		return this.headers.get('location');
	}

	// The value of the first input of a name.
	field(name) {
		const tag = this.text.match(/<input\b[^>]*>/g)?.find((input) => attribute(input, 'name') === name);
		return tag && attribute(tag, 'value');
	}

	// [{id, text}] of the error summary.
	get errors() {
		const summary = /<ul class="[^"]*error-summary__list[^"]*">(.*?)<\/ul>/s.exec(this.text)?.[1] ?? '';
		return [...summary.matchAll(/<a href="#([^"]*)">([^<]*)<\/a>/g)].map(([, id, text]) => ({ id: unescape(id), text: unescape(text) }));
	}

	// Visible words only.
	get words() {
		return unescape(this.text.replace(/<(script|style)\b.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ').trim();
	}

	links() {
		return (this.text.match(/<a\b[^>]*>/g) ?? []).map((tag) => attribute(tag, 'href')).filter(Boolean);
	}
}

const encode = (form) => {
	const pairs = new URLSearchParams();
	for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) pairs.append(name, one);
	return pairs.toString();
};

export class Client {
	constructor(origin = ORIGIN) {
		this.origin = origin;
		this.jars = new Map(); // origin -> Map of cookies
		this.csrf = undefined;
		this.language = 'sv';
	}

	cookies(origin = this.origin) {
		if (!this.jars.has(origin)) this.jars.set(origin, new Map());
		return this.jars.get(origin);
	}

	keep(origin, response) {
		for (const line of response.headers.getSetCookie()) {
			const [pair, ...attributes] = line.split(';').map((part) => part.trim());
			const name = pair.slice(0, pair.indexOf('='));
			const gone = attributes.some((one) => /^max-age=(0|-.*)$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
			if (gone) this.cookies(origin).delete(name);
			else this.cookies(origin).set(name, pair.slice(name.length + 1));
		}
	}

	// The way to the other side: { status, headers, text }.
	send(url, options) {
		return exchange(url, options);
	}

	// One request, no redirect followed.
	async request(method, path, { body, headers = {} } = {}) {
		const url = new URL(path, this.origin);
		const cookie = [...this.cookies(url.origin)].map(([name, value]) => `${name}=${value}`).join('; ');
		const response = await this.send(url, {
			method,
			body,
			headers: { 'accept-language': this.language, ...(cookie ? { cookie } : {}), ...headers },
		});
		this.keep(url.origin, response);
		const page = new Page(response, url);
		if (url.origin === this.origin) this.csrf = page.field('csrf') ?? this.csrf;
		return page;
	}

	get(path, headers) {
		return this.request('GET', path, { headers });
	}

	// As a browser sends a form of our own page. csrf: undefined takes the last one seen, null sends none.
	post(path, form = {}, { csrf = this.csrf, headers = {} } = {}) {
		const url = new URL(path, this.origin);
		const fields = csrf === null || csrf === undefined ? form : { ...form, csrf };
		return this.request('POST', path, {
			body: encode(fields),
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				origin: url.origin,
				'sec-fetch-site': 'same-origin',
				...headers,
			},
		});
	}

	// A program in the page: JSON with the cookie, the origin and the token of the session.
	async api(method, path, body, headers = {}) {
		if (method !== 'GET' && this.csrf === undefined) await this.get('/mina');
		return this.request(method, path, {
			body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
			headers: {
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(method === 'GET' ? {} : { origin: this.origin, 'sec-fetch-site': 'same-origin', 'x-csrf-token': this.csrf ?? '' }),
				...headers,
			},
		});
	}

	// Follows redirects with GET until a page that is none.
	async follow(page) {
		for (let steps = 0; steps < 20 && page.status >= 300 && page.status < 400; steps++) {
			page = await this.request('GET', new URL(page.location, page.url).href);
		}
		return page;
	}

	// Up to the provider's own page, where a person is chosen.
	async toProvider(audience = 'citizen', returnTo = audience === 'staff' ? '/handlaggare' : '/mina') {
		return this.follow(await this.post('/eid/login', { audience, return_to: returnTo }, { csrf: null }));
	}

	// What the person does there: { who, fault } or { cancel: 'yes' }. Follows back to our page.
	async choose(page, answer) {
		return this.follow(
			await this.request('POST', page.url.href, {
				body: encode(answer),
				headers: { 'content-type': 'application/x-www-form-urlencoded', origin: page.url.origin },
			}),
		);
	}

	async login(who, audience = 'citizen', returnTo = undefined) {
		const page = await this.choose(await this.toProvider(audience, returnTo), { who });
		if (page.status !== 200) throw new Error(`login of ${who}: ${page.status} ${page.words.slice(0, 300)}`);
		return page;
	}
}
