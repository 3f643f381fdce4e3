// values.mjs -- what schemas and documents are made of. Few of each, so that they meet.
import { Numeral } from './text.mjs';

export const NAMES = ['a', 'b', 'c', 'ab', 'foo', 'å', '~/x', ''];
export const STRINGS = ['', 'a', 'ab', 'abc', 'foo', 'å', 'åäö', '😀', '😀😀', 'A1', 'x y', '2026-03-02', '1', 'a\nb'];
export const PATTERNS = ['^a', 'b$', '^[a-z]*$', '^.{2}$', '\\d', '[åäö]', '^\\p{L}+$', 'a|b', '^(a|ab)+$', '\\w\\s\\w', '^$', '^[^a]', '(?=a)ab', '^😀{2}$', 'o{1,2}'];
export const NUMBERS = [0, 1, -1, 2, 3, 5, 10, 0.1, 0.3, 1.5, -2.25, 1e2, 0.01, 4.35, 100];
export const NUMERALS = ['1.0', '-0', '0e5', '1e2', '12345678901234567890', '12345678901234567891', '-98249283749234923498293171823948729348710298301928331', '0.1000000000000000000001',
	'1e400', '1E-400', '0.30', '9007199254740993', '1e-7', '100000000000000000000.5'].map((number) => new Numeral(number));
export const MULTIPLES = [1, 2, 3, 0.1, 0.01, 0.5, 1.5, 1e2, ...['1e-8', '0.3', '12345678901234567890'].map((number) => new Numeral(number))];
export const FORMATS = {
	date: ['2026-03-02', '2026-02-29', '2024-02-29', '2026-3-2', '2026-03-02 '], time: ['12:00:00Z', '23:59:60Z', '24:00:00Z', '12:00:00', '12:00:00.5+01:00', '12:00:60Z'],
	'date-time': ['2026-03-02T12:00:00Z', '2026-03-02 12:00:00Z', '2026-03-02t12:00:00z', '2026-03-02T25:00:00Z', '1998-12-31T23:59:60Z'],
	duration: ['P1Y', 'P1W', 'PT', 'P1Y2W', 'PT1H30M', 'P1YT1H', 'P'], email: ['a@b.se', 'a@b', 'a', '"a b"@b.se', 'a..b@c.se', '@b.se', 'a@[127.0.0.1]'],
	hostname: ['a.se', '-a.se', 'a-.se', 'xn--4ca.se', 'a..se', 'a_b.se', `${'a'.repeat(64)}.se`], 'idn-hostname': ['räksmörgås.se', 'a·b', 'l·l.se', '-å'],
	ipv4: ['1.2.3.4', '256.1.1.1', '01.2.3.4', '1.2.3'], ipv6: ['::1', '::', '1::2::3', '::ffff:1.2.3.4', '12345::', '1:2:3:4:5:6:7:8', 'fe80::1%eth0'],
	uri: ['http://a.se/b?c#d', 'a', 'urn:x:y', 'http://a b', 'http://[::1]/', '//a', 'http://a/%2', 'mailto:a@b.se'], 'uri-reference': ['a/b', '//a', '#x', '\\a', 'a:b', '%zz'],
	iri: ['http://ä.se/ö', 'ä', 'http://ä b'], 'iri-reference': ['ä/ö', '#å', '\\å'], 'uri-template': ['/a/{b}', '{', '{+a}', '{a,b*}', '{a:3}', '}'],
	uuid: ['01890a5d-ac96-774b-bcce-b302099a8057', '01890A5D-AC96-774B-BCCE-B302099A8057', '01890a5dac96774bbcceb302099a8057', 'x'],
	'json-pointer': ['', '/a', '/~0~1', '/~2', 'a', '/'], 'relative-json-pointer': ['0', '1/a', '0#', '01', '/a', '-1'], regex: ['^a$', '(', '[', 'a{2,1}', '\\p{L}', '(?<n>a)'],
};
