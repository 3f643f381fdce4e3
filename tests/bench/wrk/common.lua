-- common.lua -- each thread of wrk is one person who is logged in; the result is one line of JSON.
local threads = 0

function setup(thread)
	threads = threads + 1
	thread:set("number", threads)
end

-- The person of this thread, as tests/bench/people.mjs left it.
function person(who)
	local everyone = dofile(os.getenv("BLANKETT_TEST_VAR") .. "/bench/people.lua")[who]
	return everyone[(number - 1) % #everyone + 1]
end

-- What a browser sends with a form of our own page.
function headers_of(me, content_type)
	return {
		["Cookie"] = me.cookie,
		["Content-Type"] = content_type,
		["Origin"] = me.origin,
		["Sec-Fetch-Site"] = "same-origin",
		["X-CSRF-Token"] = me.csrf,
	}
end

function done(summary, latency)
	local e = summary.errors
	print(string.format('RESULT {"requests":%d,"seconds":%.6f,"bytes":%d,"errors":%d,"p50":%.4f,"p99":%.4f}', summary.requests,
		summary.duration / 1e6, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
		latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
