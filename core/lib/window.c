/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window of requests, and what each answer makes of it.
 */
#include "window.h"

static uint32_t
least_of(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void
window_init(struct window *window, uint32_t most)
{
	*window = (struct window){
		.most = most > 0 ? most : 1,
		.size = least_of(WINDOW_FIRST, most > 0 ? most : 1),
	};
}

void
window_change(struct window *window, uint32_t most)
{
	window->most = most > 0 ? most : 1;
	window->size = least_of(window->size, window->most);
}

/* How many good answers widen it by one. */
static uint64_t
answers_needed(const struct window *window)
{
	if (!window->throttled)
		return 1;
	if (window->size == window->ceiling)
		return (uint64_t)window->size * WINDOW_PATIENCE;
	return window->size;
}

void
window_widen(struct window *window)
{
	if (window->size >= window->most)
		return;
	if (++window->good < answers_needed(window))
		return;
	if (window->size > window->ceiling)
		window->ceiling = 0;
	window->size++;
	window->good = 0;
}

void
window_narrow(struct window *window)
{
	window->throttled = true;
	window->good = 0;
	if (window->size > 1)
		window->size--;
	window->ceiling = window->size;
}
