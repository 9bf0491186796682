#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the program says to people, command by command, in both languages, on
a terminal of 80 columns and in a pipe, compared with the kept transcripts in
tests/golden.  `test_golden.py --update` writes those anew (make update-golden
does it with the program of a build); what has changed is then to be read.

In a transcript `\\e` is the escape of a colour, `! ` stands before a line of
standard error, and what differs from run to run is a word in capitals."""

import difflib
import fcntl
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

from fault_server import FaultServer, closed_port
from harness import HANG_S, PHONE, PROVIDERS, SMSGW, Case, main

FOLDER = os.path.join(os.environ.get('SMSGW_SOURCE', '.'), 'tests/golden')
LANGUAGES = {'en': 'C.UTF-8', 'zh': 'zh_CN.UTF-8'}
COLUMNS = 80
UPDATE = '--update' in sys.argv[1:]

CODE = '271828'
TEXT = f'Your code is {CODE}'

# In order: what one changes the next ones see.
COMMANDS = (
    'help', *(f'help {command}' for command in (
        'providers', 'gateways', 'check', 'add', 'set', 'enable', 'disable',
        'remove', 'test', 'route', 'send', 'errors', 'help')),
    '--version', 'providers', 'providers test', 'providers -v test',
    'providers http',
    'gateways', 'gateways demo', 'gateways -v demo', 'gateways dmeo',
    'check -v', 'check broken', 'check demo',
    'add trial --provider test test_phone=+8613800138000',
    'add trial --provider test', 'add second --provider http',
    'add second --provider http smsurl=https://a.example',
    'set trial limits.timeout=5s name=Trial', 'set trial limits.timeout=soon',
    'set trial api_password=hunter2-hunter2', 'set trial name',
    'disable trial', 'test trial --text hello', 'enable trial',
    'enable trial', 'enable broken', 'remove --yes trial',
    'remove --yes trial',
    f"test demo --text '{TEXT}'", 'test demo --to +8613800130001',
    'test demo --to +8613800130003',
    'test demo --to 12345', 'test demo --text', 'test broken',
    'test demo --dry-run', 'test good', 'test good --dry-run', 'test refused',
    'test moved', 'test closed', 'test nosuch',
    f"route --to {PHONE} --text '{TEXT}'",
    f'route --to {PHONE} --template login', f'route --to {PHONE}',
    f"send --local --to {PHONE} --to +8613800130001 --text '{TEXT}'",
    f"send --to {PHONE} --text '{TEXT}'",
    'send --local --to nobody --text hello',
    'send --local --csv messages.csv --dry-run',
    'send --local --csv messages.csv', 'send --local --csv wrong.csv --yes',
    'send --local --csv misspelt.csv --yes',
    'send --local --csv messages.csv --resume',
    'send --resume --to +8613800138000 --text hello',
    'errors connect-refused', 'errors test', 'errors test 0001', 'errors',
    'errors nosuch', 'chekc', '', '--colour', 'help tset', 'test',
    'test demo demo', '-c nosuch check',
)

# What differs from run to run and build to build; most keep their width.
TOP = '/tmp/smsgw-test-XXXXXXXX'
MARKERS = (
    (r'\S+(?=/etc/smsgw\b)', 'PREFIX'),
    (r'[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}',
     'ID'.ljust(36, '-')),
    (r'test-[0-9a-f]{8,}', 'TEST-ID'),
    (r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d', 'YYYY-MM-DD hh:mm:ss'),
    (r'(?<=127\.0\.0\.1:)\d{5}', 'PORT-'),
    (r'(?<=port )\d{5}|(?<=端口 )\d{5}', 'PORT-'),
    (r' *\d+(\.\d)? ms\b', lambda m: 'T ms'.rjust(len(m[0]))),
)


def columns(line):
    """The cells that a line takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in 'WF' else 1
               for c in re.sub(r'\\e\[\d*m', '', line))


class Golden(Case):
    maxDiff = None

    def setUp(self):
        # paths of one length, so that lines are wrapped in one way
        tempfile.tempdir = '/tmp'
        super().setUp()
        self.lib = os.path.join(self.top, 'lib')
        os.mkdir(self.lib)
        for name in ('http.so', 'test.so'):
            shutil.copy(os.path.join(PROVIDERS, name), self.lib)
        self.gateway('demo', provider='test', name='测试 Demo',
                     sms_title='ACME', test_phone=PHONE, test_content=TEXT,
                     enabled='yes')
        self.gateway('broken', {'limits': {'rate': 'fast'}}, provider='http',
                     sms_url='ftp://sms.example.com/', api_acount='acme',
                     api_password='"hunter2-hunter2"', enabled='maybe')
        self.template('login', text='Your code is ${code}')
        self.write('gateways.d/notes.txt', '')
        for name, rows in (
                ('messages', ('to,text', f'{PHONE},{TEXT}',
                              f'+8613800138100,{TEXT}', f'{PHONE},{TEXT}')),
                ('wrong', ('to,text,class', '12,hello,', f'{PHONE},a,b,c',
                           f'{PHONE},,', f'{PHONE},"hello" you,',
                           f'{PHONE},hello,opt')),
                ('misspelt', ('to,txt', f'{PHONE},hello'))):
            with open(os.path.join(self.top, name + '.csv'), 'w',
                      encoding='utf-8') as file:
                file.write('\n'.join(rows) + '\n')
        for name, mode in (('good', 'accept'), ('refused', 'refused_with_text'),
                           ('moved', 'moved')):
            server = FaultServer(mode)
            self.addCleanup(server.stop)
            self.http_gateway(server.url(), name, name=name.title(),
                              routing={'priority': '20'})
        holder, port = closed_port()
        self.addCleanup(holder.close)
        self.http_gateway(f'http://127.0.0.1:{port}/', 'closed', enabled='no')

    def http_gateway(self, url, gateway_id='ciam', routing=None, **keys):
        self.gateway(gateway_id, {'routing': routing or {}, 'gateway': {
            'provider': 'http', 'sms_url': url, 'api_account': 'acme',
            'api_password': '"hunter2-hunter2"', 'enabled': 'yes',
            'allow_private': 'yes', 'test_phone': PHONE,
            'test_content': TEXT, **keys}})

    def run_in(self, line, language, terminal):
        """What a command says and its exit code."""
        env = self.environment({
            'LC_ALL': LANGUAGES[language], 'TERM': 'xterm',
            'SMSGW_CONFIG': self.config, 'SMSGW_PROVIDER_PATH': self.lib})
        words = [os.path.abspath(SMSGW), *shlex.split(line)]
        if not terminal:
            done = subprocess.run(words, capture_output=True,
                                  stdin=subprocess.DEVNULL, cwd=self.top,
                                  env=env, timeout=HANG_S, check=False)
            err = done.stderr.decode().splitlines(True)
            return done.stdout.decode() + ''.join(
                '! ' + text for text in err), done.returncode
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ,
                    struct.pack('HHHH', 24, COLUMNS, 0, 0))
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
            cwd=self.top, env=env)
        os.close(slave)
        seen = b''
        try:
            while data := os.read(master, 65536):
                seen += data
        except OSError:         # the other side is closed
            pass
        os.close(master)
        code = process.wait(timeout=HANG_S)
        return seen.decode().replace('\r\n', '\n').replace('\x1b', '\\e'), code

    def transcript(self, language, terminal):
        parts = []
        for line in COMMANDS:
            said, code = self.run_in(line, language, terminal)
            said = said.replace(self.top, TOP)
            for pattern, marker in MARKERS:
                said = re.sub(pattern, marker, said)
            parts.append(f'$ smsgw {line}\n'.replace(' \n', '\n') + said +
                         f'[{code}]\n\n')
        return ''.join(parts)

    def compare(self, language, terminal):
        name = f'{language}.{"terminal" if terminal else "pipe"}.txt'
        path = os.path.join(FOLDER, name)
        said = self.transcript(language, terminal)
        if UPDATE:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(said)
        with open(path, encoding='utf-8') as file:
            kept = file.read()
        if said != kept:
            self.fail(''.join(difflib.unified_diff(
                kept.splitlines(True), said.splitlines(True), name, 'now')) +
                'If this is right: make update-golden, and look at the '
                'difference')
        if terminal:
            for line in said.splitlines():
                # a request is shown as it is
                if not line.startswith(('$ ', '{')):
                    self.assertLessEqual(columns(line), COLUMNS, line)

    def test_english_on_a_terminal(self):
        self.compare('en', True)

    def test_english_in_a_pipe(self):
        self.compare('en', False)

    def test_chinese_on_a_terminal(self):
        self.compare('zh', True)

    def test_chinese_in_a_pipe(self):
        self.compare('zh', False)


if __name__ == '__main__':
    sys.argv = [a for a in sys.argv if a != '--update']
    main()
