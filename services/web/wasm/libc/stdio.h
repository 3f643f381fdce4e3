/* The standard's name for what stands in libc.h. */
#include "web/wasm/libc/libc.h"
