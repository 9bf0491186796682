# SPDX-License-Identifier: Apache-2.0
#
# Makes the program's table of translations, in C, from a .po file: both write
# strings in the same way.  The table is in the order of strcmp(), so it is
# sorted by the strings without their escapes.  To be run with LC_ALL=C.

function keep()
{
	if (id != "" && text != "" && !fuzzy) {
		key = id
		gsub(/\\n/, "\002", key)
		gsub(/\\t/, "\003", key)
		gsub(/\\"/, "\"", key)
		gsub(/\\\\/, "\\", key)
		print key "\001\t{ \"" id "\", \"" text "\" }," | sorted
	}
	id = text = ""
	fuzzy = 0
}

BEGIN {
	sorted = "sort | cut -d '\001' -f 2"
	print "/* Made from a .po file; see po/table.awk. */"
	print "#include \"lang.h\"\n"
	print "const struct lang_entry lang_zh[] = {"
	fflush()
}

/^#, .*fuzzy/ { fuzzy = 1 }
/^msgid / { part = "id" }
/^msgid_plural / { part = "" }
/^msgstr/ { part = "text" }
/^$/ { keep() }

/^(msg|")/ {
	sub(/^[^"]*"/, "")
	sub(/"$/, "")
	if (part == "id")
		id = id $0
	else if (part == "text")
		text = text $0
}

END {
	keep()
	close(sorted)
	print "};"
	print "const size_t lang_zh_count = sizeof(lang_zh) / sizeof(lang_zh[0]);"
}
