# SPDX-License-Identifier: Apache-2.0
#
# Completion for fish: the program itself knows what may stand where.

function __smsgw_words
	set -l words (commandline -opc) (commandline -ct)
	$words[1] help --words -- $words[2..-1] 2>/dev/null
end

complete -c smsgw -f -a '(__smsgw_words)'
