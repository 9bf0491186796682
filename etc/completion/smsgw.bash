# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Completion for bash: the program itself knows what may stand where.

_smsgw()
{
	local current=${COMP_LINE:0:COMP_POINT} words word

	# the words as typed, since bash breaks them at = and : too
	read -ra words <<<"$current"
	[[ $current == *[[:space:]] ]] && words+=('')
	word=${words[-1]}
	mapfile -t COMPREPLY < <("${words[0]}" help --words -- \
		"${words[@]:1}" 2>/dev/null)
	[[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] &&
		compopt -o nospace
	[[ -n $word || ${#COMPREPLY[@]} -gt 0 ]] || compopt -o default
	return 0
}

complete -o default -F _smsgw smsgw
