\set place random(:first_due, :last_due)
select api_caseworker.queue_page(:staff::core.caller, 'skolskjuts', 'received', 25,
	:place::text || '.00000000-0000-0000-0000-000000000000');
