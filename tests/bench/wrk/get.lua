-- get.lua -- a page, by someone who is logged in (a guardian: the page of the own draft), or by nobody.
dofile("tests/bench/wrk/common.lua")

function init(args)
	if args[1] == "nobody" then
		return
	end
	local me = person(args[1])
	wrk.headers["Cookie"] = me.cookie
	wrk.path = me.page or wrk.path
end
