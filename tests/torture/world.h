/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder in which every run begins alike: a configuration with each kind
 * of file, whose secrets are known and must not be shown.
 */
#ifndef TORTURE_WORLD_H
#define TORTURE_WORLD_H

#include "compat.h"

/* Planted; never to be seen in any output. */
#define WORLD_SECRET "c4n4ry-Pa55w0rd"
#define WORLD_NEW_SECRET "fr35h-Pa55w0rd"
#define WORLD_CODE "493817"

/* Makes the folder and enters it; the http gateway speaks to that port. */
void world_make(int port);

/* As world_make() left it. */
void world_restore(void);

/* Leaves it and removes it. */
void world_remove(void);

/*
 * What is there now, the caller's: names, modes and contents of all files of
 * the configuration; of the test channel's own only names and lines.
 */
char *world_snapshot(void);

#endif
