#include "eid/number.h"

#define FIRST_DIGIT_OF_DAY 6

bool number_is_coordination(str number)
{
	return number.p[FIRST_DIGIT_OF_DAY] >= '6';
}
