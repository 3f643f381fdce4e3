-- submit.lua -- an application as JSON, with a new idempotency key each time.
dofile("tests/bench/wrk/common.lua")

local me, headers, body

function init(args)
	local seed = io.open("/dev/urandom", "rb")
	local a, b, c, d, e, f = seed:read(6):byte(1, 6)
	seed:close()
	math.randomseed(a + b * 2 ^ 8 + c * 2 ^ 16 + d * 2 ^ 24 + e * 2 ^ 32 + f * 2 ^ 40)
	me = person("citizen")
	headers = headers_of(me, "application/json")
	body = me.application
end

local function hex16()
	return math.random(0, 65535)
end

function request()
	headers["Idempotency-Key"] = string.format("%04x%04x-%04x-4%03x-8%03x-%04x%04x%04x", hex16(), hex16(), hex16(), hex16() % 4096,
		hex16() % 4096, hex16(), hex16(), hex16())
	return wrk.format("POST", "/api/v1/forms/skolskjuts/cases", headers, body)
end
