/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What supersedes what: the jobs that dispatch has, by their subject.
 */
#include "dispatch_part.h"

#include <stdlib.h>

#define SUBJECTS_AT_FIRST 1024

int
subjects_init(struct subjects *subjects)
{
	*subjects = (struct subjects){ .size = SUBJECTS_AT_FIRST };
	subjects->table = calloc(subjects->size, sizeof(struct dispatch_job *));
	return subjects->table != NULL ? 0 : -1;
}

void
subjects_fini(struct subjects *subjects)
{
	free(subjects->table);
	*subjects = (struct subjects){ .size = 0 };
}

static struct dispatch_job **
slot_of(const struct subjects *subjects, uint64_t subject)
{
	return &subjects->table[subject % subjects->size];
}

/* Twice as many slots; without memory the chains get longer. */
static void
grow(struct subjects *subjects)
{
	struct subjects larger = { .size = subjects->size * 2 };
	struct dispatch_job *job, *next;
	size_t i;

	larger.table = calloc(larger.size, sizeof(struct dispatch_job *));
	if (larger.table == NULL)
		return;
	for (i = 0; i < subjects->size; i++) {
		for (job = subjects->table[i]; job != NULL; job = next) {
			next = job->subject_next;
			subjects_add(&larger, job);
		}
	}
	free(subjects->table);
	*subjects = larger;
}

void
subjects_add(struct subjects *subjects, struct dispatch_job *job)
{
	struct dispatch_job **slot;

	if (job->subject == 0)
		return;
	if (subjects->count >= subjects->size)
		grow(subjects);
	slot = slot_of(subjects, job->subject);
	job->subject_next = *slot;
	*slot = job;
	subjects->count++;
}

void
subjects_remove(struct subjects *subjects, struct dispatch_job *job)
{
	struct dispatch_job **link;

	if (job->subject == 0)
		return;
	link = slot_of(subjects, job->subject);
	while (*link != NULL && *link != job)
		link = &(*link)->subject_next;
	if (*link == NULL)
		return;
	*link = job->subject_next;
	job->subject_next = NULL;
	subjects->count--;
}

static bool
has_same_subject(const struct dispatch *d, const struct dispatch_job *a,
    const struct dispatch_job *b)
{
	return a->subject == b->subject &&
	    a->message_class == b->message_class &&
	    (d->env.same_subject == NULL ||
		d->env.same_subject(d->env.arg, a, b));
}

void
subjects_supersede(struct dispatch *d, const struct dispatch_job *job)
{
	struct dispatch_job *old, *next;

	if (job->subject == 0)
		return;
	for (old = *slot_of(&d->subjects, job->subject); old != NULL;
	     old = next) {
		next = old->subject_next;
		if (old != job && has_same_subject(d, old, job))
			job_happens(d, old, DECIDE_SUPERSEDED);
	}
}
