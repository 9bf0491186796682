#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command line at a terminal and in a pipe: colours, columns, questions,
and passwords that are typed without being seen."""

import os
import pty
import select
import subprocess
import time
import unicodedata

from harness import CONFIG, DONE, HANG_S, PHONE, USAGE, Case, main

PASSWORD = 'planted-hunter2'
ESCAPE = '\x1b'


def columns(text):
    """The cells that a line takes on a terminal (emoji and CJK two)."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in 'WF' else 1
               for c in text)


class Terminal(Case):
    def setUp(self):
        super().setUp()
        self.gateway('demo', {'provider': {'daily_quota': '1000'}},
                     provider='test', name='Test', test_phone=PHONE,
                     test_content='hello')

    def at_terminal(self, *words, answers=None, env=None):
        """Runs with a terminal on all streams.  answers: what is typed at a
        question that has those words in it; at any other, nothing.  Returns
        the exit code and all that was seen."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [*self.command(), *words], stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True,
            env=self.environment({'TERM': 'xterm', **(env or {})}))
        os.close(slave)
        seen, end = b'', time.monotonic() + HANG_S
        try:
            while True:
                self.assertLess(time.monotonic(), end, seen)
                if not select.select([master], [], [], 0.1)[0]:
                    # quiet, and so a question is waited at
                    if seen.endswith(b': '):
                        question = seen.splitlines()[-1].decode()
                        typed = [a for q, a in (answers or {}).items()
                                 if q in question]
                        os.write(master, ''.join(typed).encode() + b'\n')
                    continue
                try:
                    seen += os.read(master, 65536)
                except OSError:     # the other side is closed
                    break
            code = process.wait(timeout=HANG_S)
        finally:
            process.kill()
            process.wait()
            os.close(master)
        return code, seen.decode('utf-8', 'backslashreplace').replace(
            '\r\n', '\n')

    def test_a_terminal_gets_marks_and_colours(self):
        code, seen = self.at_terminal('test', 'demo')
        self.assertEqual(code, DONE, seen)
        self.assertIn('✓', seen)
        self.assertIn(ESCAPE + '[', seen)

    def test_no_color_and_dumb_terminals_get_no_escapes(self):
        for env in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}, {'TERM': ''}):
            for words in (['test', 'demo'], ['gateways'], ['help'], ['errors'],
                          ['gateways', 'nosuch']):
                _, seen = self.at_terminal(*words, env=env)
                self.assertNotIn(ESCAPE, seen, (env, words))

    def test_an_empty_no_color_is_none(self):
        _, seen = self.at_terminal('gateways', env={'NO_COLOR': ''})
        self.assertIn(ESCAPE + '[', seen)

    def test_a_pipe_gets_words_and_no_escapes(self):
        for words in (['test', 'demo'], ['gateways'], ['gateways', 'demo'],
                      ['providers'], ['check'], ['errors'], ['help'],
                      ['chekc']):
            done = self.smsgw(*words, env={'TERM': 'xterm'})
            self.assertNotIn(ESCAPE, done.all, words)
            self.assertNotIn('✓', done.all, words)

    def test_json_has_no_escapes_at_a_terminal(self):
        _, seen = self.at_terminal('--json', 'gateways')
        self.assertNotIn(ESCAPE, seen)
        self.assertTrue(seen.lstrip().startswith('['), seen)

    def test_wide_characters_stay_in_their_columns(self):
        for name, title in (('wide', '中国移动短信'), ('mixed', 'a中b文'),
                            ('narrow', 'abc'), ('emoji', '😀 ok'),
                            ('combined', 'e\u0301a\u0301'),
                            ('full', 'ＡＢＣ'), ('none', '')):
            self.gateway(name, provider='test', name=title)
        lines = self.smsgw('gateways').expect(DONE).out.splitlines()
        at = columns(lines[0][:lines[0].index('PROVIDER')])
        for line in lines[1:]:
            before = line[:line.index('test ', line.index(' '))]
            self.assertEqual(columns(before), at, f'{line!r} in {lines}')

    def test_a_name_cannot_steer_the_terminal(self):
        self.gateway('evil', provider='test',
                     name='a\u202eb\u200bc\x7fd\u0085e')
        for words in (['gateways'], ['gateways', 'evil'], ['check']):
            done = self.smsgw(*words)
            for evil in ('\u202e', '\x7f', '\u0085'):
                self.assertNotIn(evil, done.all, words)

    def test_add_without_a_provider_asks_for_one(self):
        code, seen = self.at_terminal('add', 'new',
                                      answers={'Provider': 'test'})
        self.assertEqual(code, DONE, seen)
        self.assertIn(b'test', self.read('gateways.d/new.ini'))

    def test_add_asks_for_what_is_missing_and_hides_the_password(self):
        code, seen = self.at_terminal(
            'add', 'new', '--provider', 'http',
            answers={'SMS URL': 'https://a.example/', 'API account': 'acme',
                     'API password': PASSWORD})
        self.assertEqual(code, DONE, seen)
        self.assertIn('API password', seen)
        self.assertNotIn(PASSWORD, seen)
        self.assertEqual(self.read('gateways.d/new.secret').rstrip(b'\n'),
                         PASSWORD.encode())
        self.smsgw('check', 'new').expect(DONE)

    def test_remove_asks_and_keeps_what_is_not_confirmed(self):
        code, seen = self.at_terminal('remove', 'demo',
                                      answers={'Remove': 'no'})
        self.assertIn('nothing was removed', seen)
        self.assertEqual(code, DONE)
        self.assertTrue(self.read('gateways.d/demo.ini'))
        code, seen = self.at_terminal('remove', 'demo',
                                      answers={'Remove': 'yes'})
        self.assertEqual(code, DONE, seen)
        self.assertEqual(os.listdir(self.path('gateways.d')), [])

    def test_nothing_is_asked_in_a_pipe(self):
        self.smsgw('add', 'new').expect(USAGE, '--provider')
        self.smsgw('add', 'new', '--provider', 'http').expect(CONFIG, 'sms_url')
        self.smsgw('remove', 'demo').expect(DONE)


if __name__ == '__main__':
    main()
