#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What one message costs inside the library, beside Alibaba Cloud's own SDK.

CPU time and memory a message, all but the network, as provider_cost.c measures
them: for each provider the exchange (build, sign, what the transport is given,
parse), the message itself (made and fitted to its gateway), and the heap that
one takes while it waits.  Where the vendor's SDK for Node lies in _build/npm
(tools/check fetches it) and node is there, it does the same work in the same
run.

Usage: make bench, or provider_cost.py [PROGRAM] [-n MESSAGES] [--npm FOLDER]

Measure a build with CFLAGS=-O2.  Medians of seven; goals stand beside them.
Nothing is asserted: the machine may be busy.  What the command line costs is
measured by command_line.py beside this file.
"""

import argparse
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, '..', '..')


def figures(argv):
    """{name: (unit, figure, goal)} in the order of the program's lines."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True, text=True)
    found = {}
    for line in done.stdout.splitlines():
        name, unit, figure, goal = line.split('\t')
        found[name] = (unit, float(figure), float(goal))
    return found


def sdk_figures(modules, messages):
    core = os.path.join(modules, '@alicloud', 'openapi-core')
    node = shutil.which('node')
    if node is None or not os.path.isdir(core):
        print('no SDK to compare with: node and %s' % core, file=sys.stderr)
        return {}
    return figures([node, os.path.join(HERE, 'provider_cost.js'), modules,
                    str(messages)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program', nargs='?', default='provider_cost')
    parser.add_argument('-n', '--messages', type=int, default=20000)
    parser.add_argument('--npm', default=os.environ.get('SMSGW_NPM') or
                        os.path.join(TOP, '_build', 'npm', 'node_modules'))
    options = parser.parse_args()
    sdk = sdk_figures(options.npm, options.messages)
    ours = figures([options.program, '-n', str(options.messages)])
    for name, (unit, figure, goal) in ours.items():
        line = '%-44s %8.2f %s' % (name, figure, unit)
        if goal > 0:
            line += '  (goal: %g, %s)' % (
                goal, 'met' if figure <= goal else 'not met')
        if name in sdk:
            line += '  the SDK: %.2f, %.1f times ours' % (
                sdk[name][1], sdk[name][1] / figure)
        print(line)


if __name__ == '__main__':
    main()
