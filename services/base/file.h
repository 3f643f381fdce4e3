/* file.h -- files that are whole or not there.
 *
 * What is written is on disk (fsync), the directory's entry too, before true is answered. False leaves errno; nothing half-written stays
 * under the name. Symbolic links are not followed. */
#ifndef BLANKETT_BASE_FILE_H
#define BLANKETT_BASE_FILE_H

#include <sys/types.h>

#include "base/arena.h"

/* All of the text into an open file, and to disk. */
MUST_CHECK bool file_fill(int file, str text);
/* A file that is not there yet; one that is, is never touched (EEXIST). */
MUST_CHECK bool file_make(const char *path, mode_t mode, str text);
/* Puts a file in the place of whatever has the name. Root keeps the owner of what was there, or of the directory. */
MUST_CHECK bool file_replace(struct arena *arena, const char *directory, str name, mode_t mode, str text);

#endif
