// wire.mjs -- one HTTP exchange, on a connection of its own. The fetch of older Node versions (Debian 12 has 18) shows no cookies.
import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

// Of headers that came: get(name) joins what came several times; getSetCookie() keeps cookies apart.
function headersOf(response) {
	return {
		get: (name) => {
			const value = response.headers[name.toLowerCase()];
			return Array.isArray(value) ? value.join(', ') : (value ?? null);
		},
		getSetCookie: () => response.headers['set-cookie'] ?? [],
	};
}

// A form with a file in it, as a browser encodes it.
async function encoded(body, headers) {
	if (!(body instanceof FormData)) return { body, headers };
	const form = new Response(body);
	return { body: Buffer.from(await form.arrayBuffer()), headers: { ...headers, 'content-type': form.headers.get('content-type') } };
}

// { status, headers, text }; no redirect is followed.
export async function exchange(url, { method = 'GET', body, headers = {} } = {}) {
	const sent = await encoded(body, headers);
	const call = request(url, { method, agent: false, headers: { 'accept-encoding': 'gzip', ...sent.headers } });
	call.end(sent.body);
	const [response] = await once(call, 'response');
	const bytes = await buffer(response);
	const text = (response.headers['content-encoding'] === 'gzip' && bytes.length ? gunzipSync(bytes) : bytes).toString();
	return { status: response.statusCode, headers: headersOf(response), text };
}
