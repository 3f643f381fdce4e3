/* app.h -- what one worker of blankett-admin holds, and its handlers. Administrators see forms and members of staff, and no case. */
#ifndef BLANKETT_ADMIN_APP_H
#define BLANKETT_ADMIN_APP_H

#include "base/config.h"
#include "http/route.h"
#include "store/forms.h"
#include "store/staff.h"

struct app {
	struct db *db;
};

/* The largest definition; with a form's other fields around it. */
#define DEFINITION_BYTES KIB(1024)

handler forms_show, definition_write, definition_save;
handler version_show, version_download, version_publish, version_delete_show, version_delete_do;
handler preview_show;
handler staff_show, staff_person_show, staff_propose_show, staff_propose_do;
handler staff_decide_show, staff_decide_do, staff_take_show, staff_take_do;
handler api_forms, api_definition_save, api_version_publish;
handler api_staff, api_staff_person, api_staff_propose, api_staff_decide, api_staff_take;

#endif
