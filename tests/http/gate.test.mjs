// The gate in front of every door, and the form in which a refusal leaves: who may enter, from where, with what.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ORIGIN, launch, session, start, until, workspace } from "./echo.mjs";

const own = { "sec-fetch-site": "same-origin" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const json = { "content-type": "application/json" };
const key = { "idempotency-key": "01890000-0000-7000-8000-000000000002" };

let echo, cookie, csrf;
before(async () => {
	echo = await start();
	cookie = { cookie: `__Host-sid=${echo.token}` };
	csrf = (await echo.request({ target: "/mine", headers: cookie })).json().csrf;
});
after(() => echo.stop());
const post = (target, body, headers) => echo.request({ method: "POST", target, body, headers });

describe("a session", () => {
	test("opens the doors of its audience", async () => assert.equal((await echo.request({ target: "/mine", headers: cookie })).status, 200));
	test("of a citizen opens no door of the staff", async () =>
		assert.equal((await echo.request({ target: "/handlaggare", headers: cookie })).status, 401));
	test("is asked for where it is needed, with a button that leads back", async () => {
		const answer = await echo.request({ target: "/mine?a=1&b=%22" });
		assert.equal(answer.status, 401);
		assert.match(answer.headers["www-authenticate"], /^Bearer/);
		assert.match(answer.body, /<form method="post"[^>]* action="\/eid\/login"/);
		assert.match(answer.body, /name="audience" value="citizen"/);
		assert.match(answer.body, /name="return_to" value="\/mine\?a=1&amp;b=%22"/);
	});
	test("is asked of staff with their own login", async () =>
		assert.match((await echo.request({ target: "/handlaggare" })).body, /name="audience" value="staff"/));
	test("that is missing at a POST leads back to the page with the form", async () => {
		const answer = await post("/mine", "field=1", { ...own, ...form });
		assert.equal(answer.status, 401);
		assert.match(answer.body, /name="return_to" value="\/mine"/);
	});
	test("that is missing at a POST says that what was sent is not saved", async () => {
		const lost = /Det du just skickade är inte sparat/;
		assert.match((await post("/mine", "field=1", { ...own, ...form })).body, lost);
		assert.doesNotMatch((await echo.request({ target: "/mine" })).body, lost);
	});
	test("that is missing at a POST gives back what was written by hand, to our own page alone", async () => {
		const written = "csrf=abc&choice=en_adress&text=Det+är+långt%0Atill+<b>skolan</b>".replaceAll("ä", "%C3%A4").replaceAll("å", "%C3%A5");
		const page = await post("/mine", written, { ...own, ...form });
		assert.match(page.body, /<textarea[^>]* readonly>\nDet är långt\ntill &lt;b&gt;skolan&lt;\/b&gt;<\/textarea>/);
		assert.doesNotMatch(page.body, /en_adress/);
		const foreign = await post("/mine", written, { ...form, "sec-fetch-site": "cross-site", origin: "https://evil.example" });
		assert.doesNotMatch(foreign.body, /skolan/);
	});
	test("signed by a key that is not ours is none", async () => {
		const other = session(workspace());
		assert.equal((await echo.request({ target: "/mine", headers: { cookie: `__Host-sid=${other}` } })).status, 401);
	});
	test("with one changed byte is none", async () => {
		const bent = echo.token.replace(/.{20}$/, (tail) => (tail[0] === "A" ? "B" : "A") + tail.slice(1));
		assert.equal((await echo.request({ target: "/mine", headers: { cookie: `__Host-sid=${bent}` } })).status, 401);
	});
	test("given twice is none", async () => {
		const twice = { cookie: `__Host-sid=${echo.token}; __Host-sid=${echo.token}` };
		assert.equal((await echo.request({ target: "/mine", headers: twice })).status, 401);
	});
	test("is found among other systems' cookies", async () => {
		const crowd = { cookie: `${"x=y; ".repeat(50)}__Host-sid=${echo.token}; _ga=1` };
		assert.equal((await echo.request({ target: "/mine", headers: crowd })).status, 200);
	});
	test("of another environment or municipality is none", async () => {
		for (const env of [{ BLANKETT_ENV: "production" }, { BLANKETT_MUNICIPALITY: "0180" }]) {
			const folder = workspace(), token = session(folder), other = launch(folder, { env });
			await until("an answer", async () => (await other.request({ target: "/echo" })).status === 200);
			assert.equal((await other.request({ target: "/mine", headers: { cookie: `__Host-sid=${token}` } })).status, 401);
			await other.stop();
		}
	});
	test("is never taken from a header a proxy could set", async () => {
		const extra = { REMOTE_USER: "anna", SSL_CLIENT_VERIFY: "SUCCESS" };
		assert.equal((await echo.request({ target: "/mine", headers: { "x-remote-user": "anna" }, extra })).status, 401);
	});
});

describe("a bearer token", () => {
	const bearer = () => ({ authorization: `Bearer ${echo.token}` });
	test("needs neither origin nor CSRF token", async () =>
		assert.equal((await post("/api/v1/mine", "{}", { ...bearer(), ...json, ...key })).status, 200));
	test("that is bad is not helped by a good cookie", async () =>
		assert.equal((await echo.request({ target: "/mine", headers: { ...cookie, authorization: "Bearer x" } })).status, 401));
	test("is the only scheme", async () =>
		assert.equal((await echo.request({ target: "/mine", headers: { ...cookie, authorization: "Basic YTpi" } })).status, 401));
});

describe("a POST with a session", () => {
	const good = () => `field=hej&csrf=${csrf}`;
	test("from our page with its token is taken", async () => {
		const answer = await post("/mine", good(), { ...cookie, ...own, ...form });
		assert.equal(answer.status, 200);
		assert.equal(answer.json().field, "hej");
	});
	for (const [what, headers] of [
		["another site", { "sec-fetch-site": "cross-site" }],
		["a sister site", { "sec-fetch-site": "same-site" }],
		["nowhere", { "sec-fetch-site": "none" }],
		["another origin", { origin: "https://evil.example" }],
		["no origin at all", {}],
		["an opaque origin", { origin: "null" }],
		["another site that claims our origin", { "sec-fetch-site": "cross-site", origin: ORIGIN }],
	])
		test(`from ${what} is refused`, async () => {
			const answer = await post("/mine", good(), { ...cookie, ...form, ...headers });
			assert.equal(answer.status, 403);
			assert.match(answer.body, /Vi kunde inte ta emot det du skickade/);
		});
	test("from an older browser that sends our origin is taken", async () =>
		assert.equal((await post("/mine", good(), { ...cookie, ...form, origin: ORIGIN })).status, 200));
	test("without token, with an empty or another's token is refused", async () => {
		for (const body of ["field=hej", "csrf=", "csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
			assert.equal((await post("/mine", body, { ...cookie, ...own, ...form })).status, 403);
	});
	test("to the API carries its token in a header", async () => {
		const headers = { ...cookie, ...own, ...json, ...key };
		assert.equal((await post("/api/v1/mine", "{}", headers)).status, 403);
		assert.equal((await post("/api/v1/mine", "{}", { ...headers, "x-csrf-token": csrf })).status, 200);
	});
	test("to the API without an idempotency key is refused", async () => {
		const headers = { ...cookie, ...own, ...json, "x-csrf-token": csrf };
		assert.equal((await post("/api/v1/mine", "{}", headers)).status, 400);
		assert.equal((await post("/api/v1/mine", "{}", { ...headers, "idempotency-key": "7" })).status, 400);
	});
	test("of the wrong media type is refused", async () => {
		assert.equal((await post("/mine", good(), { ...cookie, ...own, "content-type": "text/plain" })).status, 415);
		assert.equal((await post("/api/v1/check", "{}", form)).status, 415);
		assert.equal((await post("/api/v1/check", "{}", { "content-type": "Application/JSON; charset=utf-8" })).status, 200);
	});
});

describe("a path", () => {
	test("nobody has is 404, and the method nobody takes 405 with those it takes", async () => {
		assert.equal((await echo.request({ target: "/nothing" })).status, 404);
		const answer = await echo.request({ method: "DELETE", target: "/mine" });
		assert.equal(answer.status, 405);
		assert.equal(answer.headers.allow, "GET, HEAD, POST");
		assert.equal((await echo.request({ method: "BREW", target: "/echo" })).status, 405);
	});
	test("of the inner doors does not exist outside", async () => {
		for (const target of ["/healthz", "/readyz", "/metrics"]) {
			assert.equal((await echo.request({ target })).status, 404);
			assert.equal((await echo.request({ target, method: "POST", body: "" })).status, 404);
			assert.equal((await echo.request({ target, internal: true })).status, 200);
			assert.equal((await echo.request({ target, headers: { "blankett-internal": "1" } })).status, 404);
		}
	});
	test("is decoded once, and its holes take one segment that is not empty", async () => {
		assert.equal((await echo.request({ target: "/echo/%C3%A5%2520" })).json().argument, "å%20");
		assert.equal((await echo.request({ target: "/echo/" })).status, 404);
		assert.equal((await echo.request({ target: "/echo/a/b" })).status, 404);
	});
	for (const target of ["", "echo", "*", "//evil.example/", "/%2Fevil.example", "/echo/%00", "/echo/%0d%0aX:1", "/echo/%ff", "/echo/%4", "/echo/%zz", `/${"a".repeat(2000)}`, "/echo?a=%ff"])
		test(`"${target.slice(0, 20)}" is refused as a bad request`, async () => assert.equal((await echo.request({ target })).status, 400));
	test("never becomes a link to another site", async () => {
		const { body } = await echo.request({ target: "/%5Cevil.example/<script>\"?a=<script>" });
		assert.match(body, /href="\/%5Cevil.example\/%3Cscript%3E%22\?a=%3Cscript%3E&amp;lang=en"/);
		assert.doesNotMatch(body, /<script/);
	});
});

describe("an answer", () => {
	test("carries the headers that protect it", async () => {
		const { headers } = await echo.request({ target: "/echo" });
		assert.match(headers["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'; form-action 'self'$/);
		assert.equal(headers["x-content-type-options"], "nosniff");
		assert.equal(headers["referrer-policy"], "same-origin");
		assert.equal(headers["cache-control"], "no-store");
		assert.equal(headers["content-type"], "application/json");
	});
	test("lets a form lead to the login provider that is configured", async () => {
		const folder = workspace();
		session(folder);
		const other = launch(folder, { env: { BLANKETT_FORM_ACTION: "https://idp.example http://127.0.0.1:18102" } });
		await until("an answer", async () => (await other.request({ target: "/echo" })).status === 200);
		const { headers } = await other.request({ target: "/echo" });
		assert.match(headers["content-security-policy"], /form-action 'self' https:\/\/idp\.example http:\/\/127\.0\.0\.1:18102$/);
		await other.stop();
	});
	test("to HEAD has the length but not the bytes", async () => {
		const [get, head] = [await echo.request({ target: "/page" }), await echo.request({ method: "HEAD", target: "/page" })];
		assert.equal(head.status, 200);
		assert.equal(head.body, "");
		assert.equal(head.headers["content-length"], get.headers["content-length"]);
		assert.equal(Number(get.headers["content-length"]), Buffer.byteLength(get.body));
	});
	test("names the request by nginx's id, or by one of its own", async () => {
		const id = "00112233445566778899aabbccddeeff";
		assert.equal((await echo.request({ target: "/echo", extra: { BLANKETT_REQUEST_ID: id } })).headers["x-request-id"], id);
		const made = (await echo.request({ target: "/echo", extra: { BLANKETT_REQUEST_ID: "no\r\nid" } })).headers["x-request-id"];
		assert.match(made, /^[0-9a-f]{32}$/);
	});
	test("whose header would be split becomes a 500", async () => {
		const answer = await echo.request({ target: "/header?value=a%0d%0aSet-Cookie:%20x=1" });
		assert.equal(answer.status, 500);
		assert.deepEqual(answer.cookies, []);
		assert.equal((await echo.request({ target: "/header?value=fine" })).headers["x-echo"], "fine");
	});
	test("of a handler that refuses without a reason is a 500 that says nothing", async () => {
		const answer = await echo.request({ target: "/unexplained" });
		assert.equal(answer.status, 500);
		assert.match(answer.body, new RegExp(answer.headers["x-request-id"]));
	});
	test("says when to come back", async () => {
		const answer = await echo.request({ target: "/busy" });
		assert.deepEqual([answer.status, answer.headers["retry-after"]], [503, "7"]);
	});
	test("that refuses is JSON for programs and a page for people", async () => {
		const api = await echo.request({ target: "/api/v1/nothing" });
		assert.equal(api.headers["content-type"], "application/problem+json");
		const problem = api.json();
		assert.equal(problem.status, 404);
		assert.match(problem.type, /not-found$/);
		assert.equal(problem.request_id, api.headers["x-request-id"]);
		const page = await echo.request({ target: "/nothing" });
		assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
		assert.match(page.body, /<title>Fel: Sidan finns inte – /);
	});
});

describe("a page", () => {
	test("has one heading, landmarks, a skip link and the style sheet", async () => {
		const { body } = await echo.request({ target: "/page" });
		assert.match(body, /^<!DOCTYPE html><html class="govuk-template" lang="sv">/);
		assert.equal(body.match(/<h1/g).length, 1);
		assert.match(body, /<a class="govuk-skip-link" href="#main">Hoppa till huvudinnehållet<\/a>/);
		for (const landmark of ["<header", "<nav", "<main", "<footer"]) assert.ok(body.includes(landmark), landmark);
		assert.match(body, /href="\/static\/app-[0-9a-f]{12}\.css"/);
		assert.match(body, /Värmdö kommun/);
		assert.doesNotMatch(body, /<script|style="| on[a-z]+="/);
	});
	test("speaks the language asked for, and remembers only a choice", async () => {
		const asked = await echo.request({ target: "/page", headers: { "accept-language": "en-GB,sv;q=0.5" } });
		assert.match(asked.body, /<html [^>]*lang="en"/);
		assert.deepEqual(asked.cookies, []);
		const chosen = await echo.request({ target: "/page?lang=en" });
		assert.deepEqual(chosen.cookies, ["__Host-lang=en; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000"]);
		const remembered = await echo.request({ target: "/page", headers: { cookie: "__Host-lang=en" } });
		assert.match(remembered.body, /About cookies/);
		assert.match((await echo.request({ target: "/page?lang=xx" })).body, /lang="sv"/);
	});
	test("shows a way out to who is logged in, and to nobody else", async () => {
		const inside = await echo.request({ target: "/page", headers: cookie });
		assert.match(inside.body, /action="\/eid\/logout"><input type="hidden" name="csrf" value="[^"]+">/);
		assert.ok(inside.body.includes(csrf));
		assert.doesNotMatch((await echo.request({ target: "/page" })).body, /eid\/logout/);
	});
	test("of a test environment says so", async () =>
		assert.match((await echo.request({ target: "/page" })).body, /Testmiljö.*”test”/));
});

describe("the log", () => {
	test("has one line a request, with the row of the table and nothing a person sent", async () => {
		const id = "cafe0000cafe0000cafe0000cafe0000";
		await echo.request({ target: "/echo/198501012382?pnr=198501012382", headers: { ...cookie, referer: "198501012382" }, extra: { BLANKETT_REQUEST_ID: id } });
		const [line] = await until("the line", () => {
			const lines = echo.log().filter((entry) => entry.event === "http" && entry.request_id === id);
			return lines.length && lines;
		});
		assert.deepEqual([line.method, line.route, line.status, line.sent], ["GET", "/echo/{}", 200, 1]);
		assert.doesNotMatch(echo.logText(), /198501012382/);
		assert.ok(!echo.logText().includes(echo.token));
	});
	test("and the figures agree", async () => {
		const { body } = await echo.request({ target: "/metrics", internal: true });
		assert.match(body, /blankett_requests_total\{service="echo",status="404"\} [1-9]/);
		assert.match(body, /blankett_workers\{service="echo"\} 2/);
		const count = Number(body.match(/request_seconds_count\{service="echo"\} (\d+)/)[1]);
		const sum = [...body.matchAll(/requests_total\{[^}]*\} (\d+)/g)].reduce((n, [, v]) => n + Number(v), 0);
		assert.equal(count, sum);
	});
});
