#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The questions of smsgw add at a terminal: asked in the order of the page,
checked at once, asked again when wrong, and passwords typed unseen."""

import os
import pty
import select
import subprocess
import time

from harness import DONE, HANG_S, IO, PHONE, Case, main

PASSWORD = 'planted-hunter2'

TEST_PAGE = [('Gateway name', 'Trial'), ('SMS title', 'ACME'),
             ('description', ''), ('Enable', ''), ('Test phone', PHONE),
             ('Test SMS content', 'hello')]
HTTP_PAGE = [('Gateway name', 'CIAM'), ('Gateway number', ''),
             ('SMS URL', 'https://a.example/send'), ('API account', 'acme'),
             ('API password', PASSWORD), ('SMS title', 'ACME'),
             ('extension', ''), ('description', ''), ('Enable', 'no'),
             ('Test phone', PHONE), ('Test SMS content', 'hello')]


def replaced(page, question, *answers):
    """The page with one question answered several times."""
    return [pair for old in page for pair in
            ([(question, a) for a in answers] if old[0] == question
             else [old])]


class Wizard(Case):
    def add(self, *words, answers=()):
        return self.run_at_terminal('add', *words, answers=answers)

    def run_at_terminal(self, *words, answers=()):
        """Runs smsgw at a terminal.  answers: what to wait for, and what
        to type then; the terminal hangs up behind the last one."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [*self.command(), *words], stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True,
            env=self.environment({'TERM': 'dumb'}))
        os.close(slave)
        seen, asked, answers = b'', 0, list(answers)
        end = time.monotonic() + HANG_S
        while time.monotonic() < end:
            if not select.select([master], [], [], 0.1)[0]:
                if process.poll() is not None:
                    break
                continue
            try:
                data = os.read(master, 65536)
            except OSError:
                break
            seen += data
            if answers and answers[0][0].encode() in seen[asked:] and \
                    seen.endswith(b': '):
                # what is typed before the echo is off would be seen
                time.sleep(0.05)
                asked = len(seen)
                typed = answers.pop(0)[1]
                os.write(master, b'\x04' if typed is None else
                         typed.encode() + b'\n')
        os.close(master)
        try:
            code = process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        seen = seen.decode().replace('\r\n', '\n')
        self.assertEqual(answers, [], seen)
        self.assertNotIn(PASSWORD, seen)
        return code, seen

    def test_everything_is_asked_in_the_order_of_the_page(self):
        code, seen = self.add('ciam', answers=[
            ('Provider', 'http'), *HTTP_PAGE, ('go through', 'no'),
            ('test message now', 'no')])
        self.assertEqual(code, DONE, seen)
        text = self.read('gateways.d/ciam.ini').decode()
        for line in ('name = CIAM', 'api_account = acme', 'enabled = no',
                     'api_password_file = ciam.secret'):
            self.assertIn(line, ' '.join(text.split()))
        self.assertNotIn(PASSWORD, text)
        self.assertEqual(self.read('gateways.d/ciam.secret').strip(),
                         PASSWORD.encode())

    def test_a_wrong_answer_is_asked_again_at_once(self):
        page = replaced(HTTP_PAGE, 'SMS URL', '', 'ftp://a', 'https://a.example')
        code, seen = self.add('ciam', '--provider', 'http', answers=[
            *replaced(page, 'Enable', 'perhaps', ''),
            ('go through', 'no'), ('test message now', 'no')])
        self.assertEqual(code, DONE, seen)
        self.assertEqual(seen.count('SMS URL ('), 3, seen)
        self.assertIn('Expected is yes or no', seen)

    def test_a_number_is_judged_at_once(self):
        code, seen = self.add('trial', '--provider', 'test', answers=[
            *replaced(TEST_PAGE, 'Test phone', 'nonsense', PHONE),
            ('go through', 'no'), ('test message now', 'no')])
        self.assertEqual(code, DONE, seen)
        self.assertIn('letters', seen)

    def test_a_secret_that_is_only_named_is_asked_for(self):
        code, seen = self.add('ciam', '--provider', 'http', 'api_password',
                              'sms_url=https://a.example', 'api_account=acme',
                              answers=[('api_password', PASSWORD)])
        self.assertEqual(code, DONE, seen)
        code, seen = self.run_at_terminal(
            'set', 'ciam', 'api_password',
            answers=[('api_password', PASSWORD + '2')])
        self.assertEqual(code, DONE, seen)
        self.assertEqual(self.read('gateways.d/ciam.secret').strip(),
                         (PASSWORD + '2').encode())

    def test_what_only_the_whole_file_shows_is_asked_again(self):
        page = replaced(HTTP_PAGE, 'API password', '')
        code, seen = self.add('ciam', '--provider', 'http', answers=[
            *page, ('go through', 'no'), ('API password', PASSWORD),
            ('test message now', 'no')])
        self.assertEqual(code, DONE, seen)
        self.assertEqual(seen.count('API password ('), 2, seen)
        self.assertNotIn('run the command again', seen)

    def test_a_question_mark_explains(self):
        code, seen = self.add('ciam', '--provider', 'http', answers=[
            *replaced(HTTP_PAGE, 'SMS URL', '?', 'https://a.example'),
            ('go through', 'no'), ('test message now', 'no')])
        self.assertEqual(code, DONE, seen)
        self.assertIn('https://sms.example.com/msg/send', seen)

    def test_the_providers_own_keys_follow_and_a_test_at_the_end(self):
        code, seen = self.add('trial', '--provider', 'test', answers=[
            *TEST_PAGE, ('go through', 'yes'), ('Messages a day', 'many'),
            ('Messages a day', '99'), ('a minute', ''),
            ('test message now', 'yes')])
        self.assertEqual(code, DONE, seen)
        self.assertIn('accepted by the provider', seen)
        self.assertIn('daily_quota = 99', ' '.join(
            self.read('gateways.d/trial.ini').decode().split()))

    def test_what_is_given_is_not_asked_and_what_lacks_is(self):
        code, seen = self.add('ciam', 'provider.method=GET', 'provider=http',
                              answers=[('SMS URL', 'https://a.example'),
                                       ('API account', 'acme'),
                                       ('API password', PASSWORD)])
        self.assertEqual(code, DONE, seen)

    def test_keys_that_are_given_leave_only_what_is_required(self):
        code, seen = self.add('trial', '--provider', 'test', 'name=Trial')
        self.assertEqual(code, DONE, seen)
        self.assertNotIn('SMS title', seen)

    def test_an_end_of_the_input_writes_nothing(self):
        code, seen = self.add('trial', '--provider', 'test', answers=[
            ('Gateway name', 'Trial'), ('SMS title', None)])
        self.assertEqual(code, IO, seen)
        self.assertEqual(os.listdir(self.path('gateways.d')), [])


if __name__ == '__main__':
    main()
