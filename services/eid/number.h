/* number.h -- the two kinds of person number. */
#ifndef BLANKETT_EID_NUMBER_H
#define BLANKETT_EID_NUMBER_H

#include "base/str.h"

/* Of twelve digits that format_personnummer took: a samordningsnummer, which has 60 added to its day. */
bool number_is_coordination(str number);

#endif
