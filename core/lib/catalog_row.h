/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables that the catalogue consists of, one for each area.  Only
 * catalog.c reads them; each ends with an entry whose code is NULL.
 */
#ifndef SMSGW_CATALOG_ROW_H
#define SMSGW_CATALOG_ROW_H

#include "catalog.h"

extern const struct catalog_entry catalog_file_rows[];
extern const struct catalog_entry catalog_plugin_rows[];
extern const struct catalog_entry catalog_message_rows[];
extern const struct catalog_entry catalog_bulk_rows[];
extern const struct catalog_entry catalog_network_rows[];
extern const struct catalog_entry catalog_provider_rows[];

#endif
