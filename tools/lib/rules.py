#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house rules that a program can see.

Prints what breaks each rule, then "ok RULE" or "not ok RULE" for it.
"""
import os
import re
import subprocess
import sys
import unicodedata

MAX_COLUMNS = 80
MAX_FUNCTION = 100
MAX_FILE = 600
# One header holds all that a provider's author needs, with its explanations.
LONG_FILES = ("include/smsgw/provider.h",)
SPDX = "SPDX-License-Identifier: Apache-2.0"

BANNED = re.compile(
    r"\b(strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strtok|strtok_r|atoi|atol"
    r"|atoll|atof|v?[fs]?scanf|strncpy|strncat|alloca|system|popen|localtime"
    r"|localtime_r|gmtime|ctime|asctime|mktemp|tmpnam|strcasecmp"
    r"|strncasecmp|strtod|isalnum|isalpha|isblank|iscntrl|isdigit|isgraph"
    r"|islower|isprint|ispunct|isspace|isupper|isxdigit|tolower|toupper"
    r")\s*\(")
WALL_CLOCK = re.compile(r"\b(time|gettimeofday|clock_gettime|ftime)\s*\(")
PRODUCT = re.compile(r"\bmalloc\s*\((sizeof[^;]*\)|[\w.>-]+)\s*\*\s")
# A word or a text that cannot be broken: the name of a test, a line of HTTP.
UNBROKEN = re.compile(r'\s*("(\\.|[^"\\])*"|\S+)[,;)]*$')
OUTSIDE = re.compile(
    r"\b(?:(?:secure_)?getenv|f?open|openat|socket|fork|pthread_create|"
    r"sleep|nanosleep|malloc|calloc|realloc)\s*\((?!\s*\))")
ENDS = re.compile(r"\b(exit|_exit|abort|assert)\s*\(")
DATE = re.compile(r"__(DATE|TIME|TIMESTAMP)__")


def git_files():
    """The files of the project: tracked ones, and new ones not ignored."""
    try:
        out = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z"],
            check=True, capture_output=True).stdout.decode()
        names = [n for n in out.split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, files in os.walk("."):
            folders[:] = [f for f in folders if f not in (".git", "_build")]
            names += [os.path.join(folder, f)[2:] for f in files]
    return sorted(n for n in names if os.path.isfile(n))


def read(name):
    with open(name, encoding="utf-8", errors="replace") as file:
        return file.read()


def bare(text):
    """C text with comments and strings blanked, line by line the same."""
    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + " " * (len(found) - 2) + found[0]
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\""
                  r"|'(?:\\.|[^'\\\n])*'", blank, text, flags=re.S)


def columns(line):
    width = 0
    for char in line:
        if char == "\t":
            width += 8 - width % 8
        elif unicodedata.east_asian_width(char) in "WF":
            width += 2
        elif not unicodedata.combining(char):
            width += 1
    return width


class Tree:
    """The project's files, read once."""

    def __init__(self):
        self.names = git_files()
        self.c_names = [n for n in self.names if re.search(r"\.[ch]$", n)]
        self.text = {n: read(n) for n in self.c_names}
        self.bare = {n: bare(t) for n, t in self.text.items()}

    def search(self, pattern, names):
        """Where a pattern stands in C text outside comments and strings."""
        for name in names:
            for number, line in enumerate(self.bare[name].split("\n"), 1):
                match = pattern.search(line)
                if match:
                    yield f"{name}:{number}: {match.group(0)}"

    def under(self, *folders):
        return [n for n in self.c_names if n.startswith(folders)]


def rule_banned(tree):
    """no banned function"""
    yield from tree.search(BANNED, tree.c_names)


def rule_clock(tree):
    """the clock is read in clock.c alone"""
    yield from tree.search(WALL_CLOCK, [
        n for n in tree.under("core/", "plugins/")
        if n != "core/lib/clock.c"])


def rule_products(tree):
    """no product in malloc: calloc checks it"""
    yield from tree.search(PRODUCT, tree.c_names)


def rule_no_exit(tree):
    """no exit, abort or assert in library and providers"""
    yield from tree.search(ENDS, [
        n for n in tree.under("core/lib/", "plugins/")
        if n not in ("core/lib/precondition.c", "core/lib/probe.c")])


def rule_outside(tree):
    """providers use no environment, file, socket, thread or heap of theirs"""
    yield from tree.search(OUTSIDE, tree.under("plugins/"))


def rule_reproducible(tree):
    """no date of the build"""
    yield from tree.search(DATE, tree.c_names)


def rule_language(tree):
    """C11 as the house writes it"""
    for name in tree.c_names:
        text = tree.text[name]
        for number, line in enumerate(text.split("\n"), 1):
            if re.search(r"(^|[;{})\s])//( |$)", line) and "/*" not in line \
                    and not re.match(r"\s*\*", line) and '"' not in line:
                yield f"{name}:{number}: only /* */ comments"
    yield from tree.search(re.compile(r"\btypedef\s+struct\b"), tree.c_names)
    yield from tree.search(
        re.compile(r"\b(__attribute__|_GNU_SOURCE|typeof|__extension__)\b"),
        [n for n in tree.under("core/", "plugins/")
         if n != "core/lib/compat.h"])


def rule_lengths(tree):
    """files of 600 lines, functions of 100, lines of 80 columns at most"""
    for name in tree.c_names:
        lines = tree.text[name].split("\n")
        if len(lines) - 1 > MAX_FILE and name not in LONG_FILES:
            yield f"{name}: {len(lines) - 1} lines"
        for number, line in enumerate(lines, 1):
            if columns(line) > MAX_COLUMNS and not UNBROKEN.match(line):
                yield f"{name}:{number}: {columns(line)} columns"
        yield from long_functions(name, lines)


def long_functions(name, lines):
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            if number - start - 1 > MAX_FUNCTION:
                yield f"{name}:{start}: function of {number - start - 1} lines"
            start = None


def rule_space(tree):
    """no blank at the end of a line, a newline at the end of a file"""
    for name in tree.names:
        if not re.search(r"\.(c|h|py|sh|am|ac|m4|in|md)$", name):
            continue
        text = read(name)
        if text and not text.endswith("\n"):
            yield f"{name}: no newline at its end"
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip() and not name.endswith(".md"):
                yield f"{name}:{number}: blank at the end"


def rule_spdx(tree):
    """every source names its licence"""
    for name in tree.names:
        known = re.search(r"\.(c|h|py|sh|am|ac|m4|js|css)$", name)
        if known or (name.startswith(("tools/", ".ci/"))
                     and not name.endswith(".md")):
            if SPDX not in "\n".join(read(name).split("\n")[:4]):
                yield f"{name}: its head lacks {SPDX}"


def rule_heads(tree):
    """every C file says what it is responsible for"""
    for name in tree.c_names:
        if not re.match(r"/\* " + SPDX + r" \*/\n\s*/\*", tree.text[name]):
            yield f"{name}: does not open with the licence and a comment"


def rule_guards(tree):
    """the guard of a header, where it has one, is its folder and its name"""
    words = {"core/lib": "smsgw", "include/smsgw": "smsgw"}
    for name in tree.under("core/", "include/", "plugins/", "tests/"):
        text = tree.text[name]
        if not name.endswith(".h") or "#ifndef" not in text:
            continue
        folder, stem = os.path.split(name[:-2])
        word = words.get(folder, os.path.basename(folder))
        if folder in ("tests/unit", "tests/mock"):
            word = "tests"
        guard = (stem if stem == word else f"{word}_{stem}").upper() + "_H"
        if f"\n#ifndef {guard}\n#define {guard}\n" not in text:
            yield f"{name}: its guard is not {guard}"


def rule_names(tree):
    """files are named after modules"""
    for name in tree.under("core/lib/"):
        stem, suffix = os.path.splitext(name)
        if suffix == ".c" and not has_header(stem):
            yield f"{name}: no {stem}.h, nor one of a part of its name"
    for name in tree.under("tests/unit/test_"):
        module = os.path.splitext(name)[0].split("test_", 1)[1]
        if not is_module(module):
            yield f"{name}: there is no module {module}"
    for folder in sorted({n.split("/")[1] for n in tree.names
                          if re.match(r"plugins/[^/]+/", n)}):
        source = f"plugins/{folder}/{folder}.c"
        if not os.path.exists(source):
            yield f"plugins/{folder}: no {source}"


def has_header(stem):
    parts = stem.split("_")
    return any(os.path.exists("_".join(parts[:n]) + ".h")
               for n in range(len(parts), 0, -1)) or \
        os.path.exists(stem.replace("core/lib", "include/smsgw") + ".h")


def is_module(name):
    """A module of the library, a file of the program, or a provider; what
    follows a "_" may be the aspect that is tested."""
    parts = name.split("_")
    for n in range(len(parts), 0, -1):
        stem = "_".join(parts[:n])
        for known in (f"core/lib/{stem}.h", f"core/cli/{stem}.c",
                      f"plugins/{stem}/{stem}.c", f"include/smsgw/{stem}.h"):
            if os.path.exists(known):
                return True
    return False


def rule_listed(tree):
    """every source is in a fragment"""
    fragments = "".join(
        read(n) for n in tree.names if n.endswith("Makemodule.am"))
    for name in tree.under("core/", "include/", "plugins/", "tests/"):
        stem = os.path.splitext(name)[0]
        if not re.search(re.escape(name) + r"\b", fragments) and \
                not re.search(re.escape(stem) + r"(\.la)?\s", fragments):
            yield f"{name}: in no Makemodule.am"
    for name in tree.names:
        if re.match(r"tests/program/test_\w+\.py$", name) and \
                name not in fragments:
            yield f"{name}: in no Makemodule.am"


def rule_layers(tree):
    """providers include the public header alone, one file has iniparser"""
    text = {n: re.findall(r'^\s*#\s*include\s+([<"][^>"]+)', t, re.M)
            for n, t in tree.text.items()}
    for name in tree.under("plugins/"):
        for included in text[name]:
            if included[0] == '"' and not os.path.exists(
                    os.path.join(os.path.dirname(name), included[1:])):
                yield f"{name}: includes {included[1:]}"
    users = [n for n in tree.under("core/", "plugins/")
             if any("iniparser" in i for i in text[n])]
    if len(users) > 1:
        yield "iniparser is included by " + ", ".join(users)


def rule_codes(tree):
    """the codes that the whole-program tests name are in the catalogue"""
    codes = {code for name in tree.under("core/lib/catalog_")
             for code in re.findall(r'\.code = "([a-z-]+)"', tree.text[name])}
    families = {code.split("-")[0] for code in codes}
    for name in tree.names:
        if not re.match(r"tests/program/test_\w+\.py$", name):
            continue
        for number, line in enumerate(read(name).split("\n"), 1):
            for word in re.findall(r"'([a-z]+(?:-[a-z]+)+)'", line):
                # the completion of words is asked for the start of one
                known = any(code.startswith(word) for code in codes)
                if not known and word.split("-")[0] in families:
                    yield f"{name}:{number}: there is no code {word}"


def rule_cycles(tree):
    """the modules of the library include each other in one direction"""
    uses = {}
    for name in tree.under("core/lib/"):
        module = module_of(os.path.splitext(os.path.basename(name))[0])
        for included in re.findall(r'^\s*#\s*include\s+"(\w+)\.h"',
                                   tree.text[name], re.M):
            if module_of(included) != module:
                uses.setdefault(module, {})[module_of(included)] = name
    while uses:
        # what nothing that is left uses, or that uses none of it, is in none
        used = {m for found in uses.values() for m in found}
        done = [m for m in uses
                if not set(uses[m]) & set(uses) or m not in used]
        if not done:
            break
        for module in done:
            del uses[module]
    for module, found in sorted(uses.items()):
        for other in sorted(set(found) & set(uses)):
            yield f"{found[other]}: {module} and {other} are in a cycle"


def module_of(stem):
    """A header and the files that carry its name and more are one module."""
    parts = stem.split("_")
    for n in range(1, len(parts)):
        if os.path.exists(f"core/lib/{'_'.join(parts[:n])}.h"):
            return "_".join(parts[:n])
    return stem


def rule_abi(tree):
    """the provider ABI of configure.ac is the header's"""
    header = re.search(r"#define\s+SMSGW_ABI_MAJOR\s+(\d+)",
                       tree.text.get("include/smsgw/provider.h", ""))
    built = re.search(r"AC_SUBST\(\[PROVIDER_ABI\], \[(\d+)\]",
                      read("configure.ac"))
    if header and built and header.group(1) != built.group(1):
        yield f"header {header.group(1)}, configure.ac {built.group(1)}"


def rule_abi_changelog(tree):
    """the changelog of provider.h begins with its minor version"""
    text = tree.text.get("include/smsgw/provider.h", "")
    versions = [re.search(rf"#define\s+SMSGW_ABI_{part}\s+(\d+)", text)
                for part in ("MAJOR", "MINOR")]
    top = re.search(r"^ \* Changes of this interface\n \*\t(\S+)\t", text,
                    re.M)
    if not top or not all(versions) or \
            top.group(1) != ".".join(v.group(1) for v in versions):
        yield f"the top entry is {top.group(1) if top else 'missing'}"


def main():
    tree = Tree()
    broken = 0
    for name, rule in sorted(globals().items()):
        if not name.startswith("rule_"):
            continue
        faults = list(rule(tree))
        for fault in faults:
            print(fault)
        broken += bool(faults)
        print(("not ok " if faults else "ok ") + "rule: " + rule.__doc__)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
