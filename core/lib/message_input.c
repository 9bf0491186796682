/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a caller of smsgw.h gives, as the library's own parts take it.
 */
#include "message.h"

#include <string.h>

struct smsgw_message
message_given(const struct smsgw_message *message)
{
	struct smsgw_message copy = { .size = sizeof(copy) };

	memcpy(&copy, message,
	    message->size < sizeof(copy) ? message->size : sizeof(copy));
	return copy;
}

struct message_input
message_input_of(const struct smsgw_message *given)
{
	return (struct message_input){
		.to = given->to,
		.text = given->text,
		.template_name = given->template_name,
		.args = given->args,
		.arg_count = given->arg_count,
		.message_class = given->message_class,
		.purpose = given->purpose,
		.locale = given->locale,
		.expires_in_ms = given->expires_in_ms,
		.client = given->client,
		.id = given->id,
	};
}
