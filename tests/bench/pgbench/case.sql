\set number random(1, :cases)
select api_caseworker.case_read(:staff::core.caller, 'BNK-2025-' || lpad(:number::text, 7, '0') || '-0');
