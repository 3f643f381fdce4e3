/* app.h -- what one worker of blankett-citizen holds, and its handlers. */
#ifndef BLANKETT_CITIZEN_APP_H
#define BLANKETT_CITIZEN_APP_H

#include "base/config.h"
#include "base/signature_keys.h"
#include "http/route.h"
#include "store/services.h"

struct app {
	struct db *db;
	struct form_cache *forms;
	const struct signature_keys *receipt_keys;
};

/* The functions of the database that give this service a form. */
#define CITIZEN_FORM "api_citizen.form_get"

handler catalogue_show, service_show;
handler child_show, child_choose;
handler draft_resume, draft_page_show, draft_page_save, draft_delete_show, draft_delete_do;
handler application_submit, receipt_show, receipt_download;
handler verify_show, verify_do, key_minisign, key_pem, key_by_name;
handler mine_show, mine_case_show;
handler readers_show, api_readers;
handler signing_show, signing_decline_show, signing_decline_do, signing_withdraw_show, signing_withdraw_do, signing_paper_show;
handler accessibility_show, privacy_show, cookies_show;
handler api_description, api_forms, api_form, api_form_schema, api_form_check;
handler api_case_submit, api_cases, api_case, api_children;

#endif
