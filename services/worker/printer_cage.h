/* printer_cage.h -- what a printing program gives up between fork and exec. */
#ifndef BLANKETT_WORKER_PRINTER_CAGE_H
#define BLANKETT_WORKER_PRINTER_CAGE_H

/* Limits of processor time, memory, files and descriptors; no sockets, no other processes' signals; ends with its parent. Leaves the
 * process (exit code 126) when one of them cannot be had. */
void printer_cage_enter(int cpu_s);

#endif
