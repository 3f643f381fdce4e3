select api_caseworker.queue_page(:staff::core.caller, 'skolskjuts', 'received', 25, null);
