#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The engine for minutes at half of its full load: whether its memory and its
descriptors stay as they are.

First it is measured for five seconds how many messages a second it can send
to the sink of the bench (nginx), then half as many are sent, by the providers
http and aliyun.  A line every ten seconds; at the end the slope of the memory,
by least squares over the last four fifths, and whether it is flat.

Usage: soak.py BUILD [-d SECONDS]
"""

import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'bench'))

import engine  # noqa: E402

# More than that a minute is growth, less is noise of the allocator.
FLAT_KIB = 128

TEMPLATE = '''[template]
text = Your code is ${code}
class = otp
'''


def configure(folder, port):
    top = os.path.join(folder, 'config')
    files = {
        'gateways.d/web.ini':
            engine.HTTP.format(port=port, concurrency=32)
            + '[routing]\npriority = 2\n',
        'gateways.d/ali.ini':
            engine.ALIYUN.format(port=port, concurrency=32, more='')
            + '[routing]\npriority = 1\n',
        'templates.d/login.ini': TEMPLATE}
    for name, text in files.items():
        path = os.path.join(top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, 0o600)
    return top


def load(build, config, seconds, rate=0):
    """The lines of soak_load as they come: seconds, ended, accepted, KiB,
    descriptors."""
    env = dict(os.environ, SMSGW_PROVIDER_PATH=os.path.join(
        build, 'plugins', '.libs'))
    with subprocess.Popen(
            [os.path.join(build, 'tests', 'proof', 'soak_load'), '-c', config,
             '-d', str(seconds), '-r', str(rate)],
            stdout=subprocess.PIPE, text=True, env=env) as process:
        for line in process.stdout:
            yield [int(word) for word in line.split('\t')]
    if process.returncode != 0:
        sys.exit('not all messages were accepted')


def slope(points):
    """Of the line through points, by least squares."""
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    above = sum((x - x_mean) * (y - y_mean) for x, y in points)
    below = sum((x - x_mean) ** 2 for x, _ in points)
    return above / below if below else 0.0


def soak(build, config, seconds):
    *_, (took, ended, *_rest) = load(build, config, 5)
    rate = ended // max(took, 1) // 2
    print(f'full load: {2 * rate} messages/s; half of it for {seconds} s')
    print('seconds     ended  RSS KiB  descriptors')
    rows = []
    for row in load(build, config, seconds, rate):
        rows.append(row)
        print(f'{row[0]:7} {row[1]:9} {row[3]:8} {row[4]:12}', flush=True)
    # the last one is after everything has ended
    rows = rows[len(rows) // 5:-1]
    growth = slope([(row[0], row[3]) for row in rows]) * 60
    counts = {row[4] for row in rows}
    print(f'descriptors: {min(counts)} to {max(counts)}')
    flat = growth < FLAT_KIB and max(counts) < min(counts) + 64
    print(f'{growth:.0f} KiB a minute: {"flat" if flat else "it grows"}')
    return 0 if flat else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('build')
    parser.add_argument('-d', type=int, default=600, metavar='SECONDS')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        sink = engine.Sink(folder)
        try:
            return soak(os.path.abspath(args.build),
                        configure(folder, sink.port), args.d)
        finally:
            sink.end()


if __name__ == '__main__':
    sys.exit(main())
