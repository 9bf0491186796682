/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: the messages of an exchange and their recipients, as the
 * gateway carries them.
 */
#include <string.h>

#include "host_part.h"
#include "number.h"
#include "text.h"

#define SIGNATURE_MAX ((size_t)1024)

/* Whether there is such a recipient; the provider is blamed otherwise. */
static bool
index_fits(const struct exchange *x, uint32_t i, const char *function)
{
	if (i < x->count)
		return true;
	host_blame(x->gw, "%s was asked for recipient %lu of %lu", function,
	    (unsigned long)i, (unsigned long)x->count);
	return false;
}

static const struct message_rendition *
rendition_at(const struct exchange *x, uint32_t i, const char *function)
{
	return index_fits(x, i, function) ? x->renditions[i] : NULL;
}

static const char *
or_empty(const char *s)
{
	return s != NULL ? s : "";
}

uint32_t
host_recipients(struct smsgw_exchange *pub)
{
	return exchange_of(pub)->count;
}

static bool
same_args(const struct message_rendition *a, const struct message_rendition *b)
{
	size_t k;

	if (a->arg_count != b->arg_count)
		return false;
	for (k = 0; k < a->arg_count; k++)
		if (strcmp(a->args[k].name, b->args[k].name) != 0 ||
		    strcmp(a->args[k].value, b->args[k].value) != 0)
			return false;
	return true;
}

int32_t
host_same_content(struct smsgw_exchange *pub)
{
	struct exchange *x = exchange_of(pub);
	const struct message_rendition *first = x->renditions[0], *other;
	uint32_t i;

	for (i = 1; i < x->count; i++) {
		other = x->renditions[i];
		if (strcmp(or_empty(first->signed_text),
			or_empty(other->signed_text)) != 0 ||
		    strcmp(or_empty(first->template_id),
			or_empty(other->template_id)) != 0 ||
		    !same_args(first, other))
			return 0;
	}
	return 1;
}

const char *
host_recipient(struct smsgw_exchange *pub, uint32_t i, uint32_t format)
{
	struct exchange *x = exchange_of(pub);

	if (!index_fits(x, i, "smsgw_recipient()"))
		return "";
	switch (format) {
	case SMSGW_E164:
		return x->messages[i]->to;
	case SMSGW_DIGITS:
		return number_digits(x->messages[i]->to);
	case SMSGW_NATIONAL:
		return number_national(x->messages[i]->to);
	default:
		host_blame(x->gw,
		    "smsgw_recipient() was asked for form %lu, "
		    "which does not exist",
		    (unsigned long)format);
		return "";
	}
}

const char *
host_text(struct smsgw_exchange *pub, uint32_t i)
{
	const struct message_rendition *rendition;

	rendition = rendition_at(exchange_of(pub), i, "smsgw_text()");
	return rendition != NULL ? or_empty(rendition->text) : "";
}

const char *
host_signed_text(struct smsgw_exchange *pub, uint32_t i)
{
	const struct message_rendition *rendition;

	rendition = rendition_at(exchange_of(pub), i, "smsgw_signed_text()");
	return rendition != NULL ? or_empty(rendition->signed_text) : "";
}

const char *
host_signature(struct smsgw_exchange *pub, uint32_t form)
{
	struct exchange *x = exchange_of(pub);
	struct arena *scratch = host_scratch(x->gw, "smsgw_signature()");
	const char *title = or_empty(gateway_conf(x->gw, "sms_title"));
	struct buf out;
	char *copy = NULL;

	if (form != SMSGW_BARE && form != SMSGW_BRACKETED) {
		host_blame(x->gw,
		    "smsgw_signature() was asked for form %lu, "
		    "which does not exist",
		    (unsigned long)form);
		return "";
	}
	buf_init(&out, SIGNATURE_MAX);
	if (form == SMSGW_BARE)
		(void)text_signature_bare(title, &out);
	else
		(void)text_signature_bracketed(title, &out);
	if (scratch != NULL && out.failed)
		scratch->failed = true;
	else if (scratch != NULL)
		copy = arena_strdup(scratch, buf_str(&out));
	buf_fini(&out);
	return host_string(copy);
}

const char *
host_template_id(struct smsgw_exchange *pub, uint32_t i)
{
	const struct message_rendition *rendition;

	rendition = rendition_at(exchange_of(pub), i, "smsgw_template_id()");
	return rendition != NULL ? or_empty(rendition->template_id) : "";
}

uint32_t
host_args(struct smsgw_exchange *pub, uint32_t i)
{
	const struct message_rendition *rendition;

	rendition = rendition_at(exchange_of(pub), i, "smsgw_args()");
	return rendition != NULL ? (uint32_t)rendition->arg_count : 0;
}

static const struct smsgw_arg *
arg_at(struct exchange *x, uint32_t i, uint32_t k, const char *function)
{
	const struct message_rendition *rendition;

	rendition = rendition_at(x, i, function);
	if (rendition == NULL)
		return NULL;
	if (k < rendition->arg_count)
		return &rendition->args[k];
	host_blame(x->gw, "%s was asked for argument %lu of %zu", function,
	    (unsigned long)k, rendition->arg_count);
	return NULL;
}

const char *
host_arg_name(struct smsgw_exchange *pub, uint32_t i, uint32_t k)
{
	const struct smsgw_arg *arg;

	arg = arg_at(exchange_of(pub), i, k, "smsgw_arg_name()");
	return arg != NULL ? arg->name : "";
}

const char *
host_arg_value(struct smsgw_exchange *pub, uint32_t i, uint32_t k)
{
	const struct smsgw_arg *arg;

	arg = arg_at(exchange_of(pub), i, k, "smsgw_arg_value()");
	return arg != NULL ? arg->value : "";
}

const char *
host_arg(struct smsgw_exchange *pub, uint32_t i, const char *name)
{
	struct exchange *x = exchange_of(pub);
	const struct message_rendition *rendition;
	size_t k;

	rendition = rendition_at(x, i, "smsgw_arg()");
	if (rendition == NULL)
		return "";
	if (name == NULL) {
		host_blame(x->gw, "smsgw_arg() was given no name");
		return "";
	}
	for (k = 0; k < rendition->arg_count; k++)
		if (strcmp(rendition->args[k].name, name) == 0)
			return rendition->args[k].value;
	return "";
}

const char *
host_about(struct smsgw_exchange *pub, uint32_t i, uint32_t what)
{
	struct exchange *x = exchange_of(pub);
	const struct message *message;

	if (!index_fits(x, i, "smsgw_about()"))
		return "";
	message = x->messages[i];
	switch (what) {
	case SMSGW_ABOUT_ID:
		return message->id;
	case SMSGW_ABOUT_CLASS:
		return message_class_name(message->message_class);
	case SMSGW_ABOUT_PURPOSE:
		return or_empty(message->purpose);
	case SMSGW_ABOUT_LOCALE:
		return or_empty(message->locale);
	case SMSGW_ABOUT_PROVIDER_ID:
		return or_empty(x->provider_id);
	case SMSGW_ABOUT_TEMPLATE:
		return or_empty(message->template_name);
	default: /* of a later version: not known here */
		return "";
	}
}

int64_t
host_remaining_ms(struct smsgw_exchange *pub, uint32_t i)
{
	struct exchange *x = exchange_of(pub);
	int64_t left_ms;

	if (!index_fits(x, i, "smsgw_remaining_ms()"))
		return 0;
	left_ms = x->messages[i]->expires_boot_ms - clock_boot_ms(x->gw->clock);
	return left_ms > 0 ? left_ms : 0;
}

int64_t
host_sent_at_ms(struct smsgw_exchange *pub, uint32_t i)
{
	struct exchange *x = exchange_of(pub);

	return index_fits(x, i, "smsgw_sent_at_ms()") ? x->sent_at_ms : 0;
}

void
host_set_exchange_data(struct smsgw_exchange *pub, void *data)
{
	exchange_of(pub)->data = data;
}

void *
host_exchange_data(struct smsgw_exchange *pub)
{
	return exchange_of(pub)->data;
}
