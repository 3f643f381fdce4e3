// token.mjs -- signs session tokens with the stack's own key, as blankett-eid does: for what it would never sign.
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

// A secret of libsodium: 32 bytes of seed, then the public key.
function key() {
	const bytes = Buffer.from(readFileSync(`${process.env.BLANKETT_TEST_VAR}/keys/secret`, 'utf8').trim(), 'base64url');
	const [d, x] = [bytes.subarray(0, 32), bytes.subarray(32)].map((half) => half.toString('base64url'));
	return createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
}

const length = (n) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(BigInt(n));
	return bytes;
};
// Pre-authentication encoding of PASETO.
const encoded = (parts) => Buffer.concat([length(parts.length), ...parts.flatMap((part) => [length(part.length), part])]);

export const claims = (token) => JSON.parse(Buffer.from(token.split('.')[2], 'base64url').subarray(0, -64));

// The same token with other claims, correctly signed.
export function resigned(token, changes) {
	const footer = token.split('.')[3];
	const all = { ...claims(token), ...changes };
	const message = Buffer.from(JSON.stringify(all));
	const parts = ['v4.public.', message, Buffer.from(footer, 'base64url'), `blankett-session|local|${all.aud}`].map((part) => Buffer.from(part));
	const signature = sign(null, encoded(parts), key());
	return `v4.public.${Buffer.concat([message, signature]).toString('base64url')}.${footer}`;
}
