-- save.lua -- a page of a form, saved again and again by one person in one window: each time with the revision of the last answer.
dofile("tests/bench/wrk/common.lua")

local me, headers
local revision = 1

function init(args)
	me = person("citizen")
	headers = headers_of(me, "application/x-www-form-urlencoded")
end

function request()
	return wrk.format("POST", me.page, headers, me.fields .. "&revision=" .. revision)
end

function response(status)
	if status == 303 then
		revision = revision + 1
	end
end
