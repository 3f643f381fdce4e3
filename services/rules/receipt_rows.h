/* receipt_rows.h -- what a receipt says, in words, row by row: for the page that verifies it and for its printed copy. */
#ifndef BLANKETT_RULES_RECEIPT_ROWS_H
#define BLANKETT_RULES_RECEIPT_ROWS_H

#include "base/texts.h"
#include "rules/receipt.h"

struct receipt_row {
	str label, value;
};

/* `receipt`: of receipt_read. Everything in it, in an order for people; times are Stockholm's. */
size_t receipt_rows(const struct json_node *receipt, const struct lang *lang, struct arena *arena, const struct receipt_row **out);

#endif
