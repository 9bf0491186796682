/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every key of the provider, as data: the checks, the forms and the manual
 * page are made from it.  Its rows stand in three files, by what they are for.
 */
#include "http.h"

const struct smsgw_param http_params[] = {
#include "params_request.h"
#include "params_answer.h"
#include "params_push.h"
	{ .name = NULL },
};
