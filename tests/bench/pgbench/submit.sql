select api_citizen.case_submit(:caller@::core.caller, gen_random_uuid(), :hash, 'skolskjuts', :version, :child@::uuid, null, :answers,
	'skolskjuts', 'SKJ', :workdays, 'sv');
