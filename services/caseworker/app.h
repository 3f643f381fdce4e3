/* app.h -- what one worker of blankett-caseworker holds, and its handlers. */
#ifndef BLANKETT_CASEWORKER_APP_H
#define BLANKETT_CASEWORKER_APP_H

#include "base/config.h"
#include "http/route.h"
#include "store/queues.h"
#include "store/services.h"

struct app {
	struct db *db;
	struct form_cache *forms;
};

#define CASEWORKER_FORM "api_caseworker.form_get"

handler queues_show, queue_show, queue_take;
handler case_show, move_show, move_do;
handler api_queues, api_queue_cases, api_queue_claim, api_case_event;

#endif
