/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What settings keep of files that were read once.  Used by settings.c alone;
 * others ask settings_template() and settings_client().
 */
#ifndef SMSGW_SETTINGS_KEPT_H
#define SMSGW_SETTINGS_KEPT_H

#include "settings.h"

struct settings_kept;

/* Nothing kept yet, for as many names as there are; NULL without memory. */
struct settings_kept *settings_kept_new(const struct settings *settings);

/* NULL is allowed. */
void settings_kept_free(
    struct settings_kept *kept, const struct settings *settings);

#endif
