/* signals.h -- ending in order: SIGTERM and SIGINT wait until what is in hand is finished. */
#ifndef BLANKETT_WORKER_SIGNALS_H
#define BLANKETT_WORKER_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* Blocks what ends us but for the pause. The mask to pause with. */
sigset_t signals_block(void);
/* Has one come? */
bool signals_told_to_stop(void);
/* Waits so long; false: one came. */
bool signals_pause(const sigset_t *mask, int ms);

#endif
