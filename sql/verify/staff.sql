begin;
select municipality, proposal, person, role, queue, form, area, state, proposed_by, expires_at, decided_by from core.role_proposal where false;
select municipality, person, id, at, event, role, queue, form, area, actor from core.role_event where false;
rollback;
