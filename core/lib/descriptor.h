/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider's constant data: checked once after loading, and read here so
 * that a member which an older plugin lacks is never touched.  Everybody else
 * reads a provider through these functions; abi, size, name, title, version,
 * license, homepage, flags, open and close are in every version and may be
 * read directly.
 */
#ifndef SMSGW_DESCRIPTOR_H
#define SMSGW_DESCRIPTOR_H

#include "compat.h"

#include <smsgw/provider.h>

#include <jansson.h>

#include "problem.h"

/* The longest name of a provider or parameter: they stand in columns. */
#define DESCRIPTOR_NAME_MAX 48

/* Whether a provider or a parameter may have this name: [a-z][a-z0-9_]* */
bool descriptor_name_valid(const char *name);

/*
 * Checks everything about a provider that can be checked without calling it.
 * name is what the file's name says, path the file for the problems.  Adds an
 * error for each thing that is wrong, with the codes plugin-abi (major or
 * size), plugin-name and plugin-table, and warnings for what is only untidy.
 * 0 when it may be used, else -1.
 */
int descriptor_check(const struct smsgw_provider *provider, const char *name,
    const char *path, struct problems *problems);

/*
 * The i-th parameter, or code of answers or of reports alone, from 0; NULL at
 * the end.  All members may be read but those of a parameter since 0.4: see
 * descriptor_param_whole().
 */
const struct smsgw_param *descriptor_param(
    const struct smsgw_provider *provider, size_t i);
const struct smsgw_code *descriptor_code(
    const struct smsgw_provider *provider, size_t i);
const struct smsgw_code *descriptor_report_code(
    const struct smsgw_provider *provider, size_t i);

/*
 * The parameter of that name, or NULL.  "field.3" finds the NUMBERED
 * parameter "field"; number, which may be NULL, then gets 3, else 0.  A
 * number has no leading zero and at most six digits.
 */
const struct smsgw_param *descriptor_param_find(
    const struct smsgw_provider *provider, const char *name, uint32_t *number);

/*
 * A copy of an entry of the table, with NULL for members that the plugin is
 * too old to have (those since 0.4).
 */
struct smsgw_param descriptor_param_whole(
    const struct smsgw_provider *provider, const struct smsgw_param *param);

/* Whether the parameter stands in [gateway], not in [provider]. */
bool descriptor_param_is_common(const struct smsgw_param *param);

/*
 * Splits `when`: the key's name goes to *key and its length to *len; returns
 * the values, joined by '|', or NULL when the parameter is always used.
 */
const char *descriptor_param_when(
    const struct smsgw_param *param, const char **key, size_t *len);

/*
 * Whether a value of the key is among those that `when` names, so that the
 * parameter is used; true without a `when`.  Booleans are equal by meaning.
 */
bool descriptor_param_used(const struct smsgw_param *param, const char *value);

/*
 * How well an entry of a table of codes fits a vendor's code: 0 not, else the
 * more the better; the code itself is better than any prefix of it.
 */
size_t descriptor_code_fit(const char *entry, const char *code);

/*
 * What a table says of the vendor's code: the entry of exactly that code, else
 * that of the longest prefix (an entry ending in '*'), else NULL.  Of a
 * provider: its table for answers, or for reports.
 */
const struct smsgw_code *descriptor_table_find(
    const struct smsgw_code *codes, uint32_t code_size, const char *code);
const struct smsgw_code *descriptor_code_find(
    const struct smsgw_provider *provider, const char *code);
const struct smsgw_code *descriptor_report_code_find(
    const struct smsgw_provider *provider, const char *code);

/*
 * The calls of an HTTP provider as this version knows them, those that the
 * plugin lacks being NULL; all of them for a provider without HTTP.
 */
struct smsgw_http descriptor_http(const struct smsgw_provider *provider);

/* The Chinese title; the other one when there is none. */
const char *descriptor_title_zh(const struct smsgw_provider *provider);

/*
 * The provider as one JSON object: name title title_zh version abi license
 * homepage local capabilities[] params[] codes[]; what a parameter or a code
 * lacks is absent there.  The one description that listings, forms, schemas
 * and help are made from.  NULL without memory; the caller's reference.
 */
json_t *descriptor_json(const struct smsgw_provider *provider);

/*
 * The words for numbers of provider.h: type ("string", "url"), outcome
 * ("accepted"), scope ("number").  NULL for a number that has none.  Classes
 * and who must act have theirs in catalog.h.
 */
const char *descriptor_type_word(uint32_t type);
const char *descriptor_outcome_word(int32_t outcome);
const char *descriptor_scope_word(int32_t scope);

#endif
