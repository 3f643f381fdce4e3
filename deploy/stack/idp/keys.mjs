// keys.mjs -- the keys of the test provider and of its two clients, made once and kept in files that only their owner reads.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// The content of a file; made and written (mode 0600) when it is not there yet.
function kept(path, make) {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (error.code !== 'ENOENT') throw error;
		const content = make();
		writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
		return content;
	}
}

const exported = (key, more) => ({ ...key.export({ format: 'jwk' }), use: 'sig', ...more });

// What the provider signs id_tokens with: one key per algorithm of the Swedish profile.
function makeProviderKeys() {
	const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	return JSON.stringify({
		keys: [
			exported(rsa(), { alg: 'RS256', kid: 'test-rs256' }),
			exported(rsa(), { alg: 'PS256', kid: 'test-ps256' }),
			exported(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, { alg: 'ES256', kid: 'test-es256' }),
		],
	});
}

export const providerKeys = (folder) => JSON.parse(kept(join(folder, 'provider-keys.json'), makeProviderKeys));

// Blankett proves itself with this key (private_key_jwt). The provider keeps the public half only; that it makes the file at
// all is a convenience of the local stack: it starts first.
export function clientKeys(folder) {
	const pem = kept(join(folder, 'client-key.pem'), () =>
		generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
	const { crv, kty, x, y } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
	const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url'); // RFC 7638
	return { keys: [{ crv, kty, x, y, kid, alg: 'ES256', use: 'sig' }] };
}
