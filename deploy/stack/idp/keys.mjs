// keys.mjs -- the keys of the test provider and of its clients, made once and kept in files that only their owner reads.
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

// What the provider signs id_tokens with: one key per algorithm.
function makeProviderKeys() {
	const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	return JSON.stringify({
		keys: [
			exported(rsa(), { alg: 'RS256', kid: 'test-rs256' }),
			exported(rsa(), { alg: 'PS256', kid: 'test-ps256' }),
			exported(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, { alg: 'ES256', kid: 'test-es256' }),
			exported(generateKeyPairSync('ed25519').privateKey, { alg: 'EdDSA', kid: 'test-eddsa' }),
		],
	});
}

export const providerKeys = (folder) => JSON.parse(kept(join(folder, 'test-provider-keys.json'), makeProviderKeys));

// The public half of a key of Blankett's as a key set, with the id that Blankett gives it (RFC 7638).
function publicSet(pem) {
	const { crv, kty, x, y } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
	const members = y ? { crv, kty, x, y } : { crv, kty, x };
	const kid = createHash('sha256').update(JSON.stringify(members)).digest('base64url');
	return { keys: [{ ...members, kid, alg: y ? 'ES256' : 'EdDSA', use: 'sig' }] };
}

// Blankett proves itself with these keys (private_key_jwt). The provider keeps the public halves only; that it makes the files
// at all is a convenience of the local stack: it starts first.
export function clientKeys(folder) {
	const set = (file, ...kind) => publicSet(kept(join(folder, file), () => generateKeyPairSync(...kind).privateKey.export({ type: 'pkcs8', format: 'pem' })));
	return { es256: set('client-key.pem', 'ec', { namedCurve: 'P-256' }), eddsa: set('client-key-ed25519.pem', 'ed25519') };
}
