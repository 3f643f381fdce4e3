\set revision :revision + 1
select api_citizen.draft_read(:caller@::core.caller, :draft@::uuid);
select api_citizen.draft_save(:caller@::core.caller, :draft@::uuid, :revision, :answers);
