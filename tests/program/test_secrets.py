#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Planted secrets, codes and numbers appear nowhere in what the program says,
whatever it is asked and whatever a provider throws back at it.  Every run of a
Case is searched for its canaries, in all forms that they may come back in."""

import base64
import glob
import json
import os
import subprocess
import time
import urllib.parse

from fault_server import FaultServer
from harness import (CONFIG, DATA, DONE, REFUSED, UNKNOWN,
                     USAGE, Case, forms_of, main)

# With characters that every encoding writes in a form of its own.
PASSWORD = 'plÄnted/secret+hunter&2 "<%>'
ACCOUNT = 'IDaaS_SSO'
CODE = '271828'
# Not the number of the examples, which help may show.
PHONE = '+8613912345678'
PHONE_MASKED = '+86139****5678'
NUMBER = PHONE.lstrip('+')
NATIONAL = '13912345678'

# How a provider may throw back what it was sent.
ECHOES = {
    'plain': str,
    'encoded for a URL': lambda t: urllib.parse.quote(t, safe=''),
    'encoded for a URL in small letters':
        lambda t: urllib.parse.quote(t, safe='').lower(),
    'encoded for a form': urllib.parse.quote_plus,
    'in base64': lambda t: base64.b64encode(t.encode()).decode(),
    'in base64, one off':
        lambda t: base64.b64encode(b'x' + t.encode()).decode(),
    'in base64, two off':
        lambda t: base64.b64encode(b'xy' + t.encode()).decode(),
    'in base64 for URLs':
        lambda t: base64.urlsafe_b64encode(t.encode()).decode(),
    'in hex': lambda t: t.encode().hex(),
    'in capital hex': lambda t: t.encode().hex().upper(),
    'in JSON in JSON': json.dumps,
    'in JSON in JSON, as it is': lambda t: json.dumps(t, ensure_ascii=False),
    'in XML': lambda t: t.replace('&', '&amp;').replace('<', '&lt;')
    .replace('>', '&gt;').replace('"', '&quot;'),
    'in UTF-16': lambda t: t.encode('utf-16-be').hex().upper(),
}


class Secrets(Case):
    canaries = (PASSWORD, CODE, NUMBER, NATIONAL)

    def setUp(self):
        super().setUp()
        self.server = FaultServer()
        self.addCleanup(self.server.stop)

    def make(self, provider=None, limits=None, **keys):
        self.write('gateways.d/ciam.secret', PASSWORD + '\n', 0o600)
        keys = {'api_account': ACCOUNT, 'test_phone': '', 'test_content': '',
                **keys}
        self.gateway('ciam', {'provider': provider or {},
                              'limits': limits or {'timeout': '20s'}},
                     provider='http', sms_url=self.server.url(),
                     api_password_file='ciam.secret', allow_private='yes',
                     **keys)

    def send(self, *options):
        return self.smsgw(*options, 'test', 'ciam', '--to', PHONE, '--text',
                          f'Your code is {CODE}')

    def send_in_all_ways(self, exit_code):
        for options in ([], ['-v'], ['--json'], ['--json', '-v']):
            self.send(*options).expect(exit_code)
        for options in ([], ['--json']):
            self.smsgw(*options, 'send', '--local', '--to', PHONE, '--text',
                       f'Your code is {CODE}').expect(exit_code)

    def test_the_search_for_canaries_finds_them(self):
        # else all that follows proves nothing
        for name, echo in ECHOES.items():
            for secret in (PASSWORD, CODE):
                text = echo(f'a "word", {secret}, more').encode()
                self.assertTrue(any(form in text for form in forms_of(secret)),
                                f'{secret} {name}')

    def test_a_message_that_goes_well_says_nothing_secret(self):
        self.make()
        self.send_in_all_ways(DONE)
        self.assertEqual(self.server.requests[0].json()['password'], PASSWORD)
        self.assertIn(CODE, self.server.requests[0].json()['msg'])

    def test_a_dry_run_hides_secrets_in_every_place_of_a_request(self):
        places = {
            'JSON': {},
            'a form': {'body_type': 'form'},
            'XML': {'body_type': 'xml', 'body':
                    "'<a p=\"${api_password}\">${signed_text}${to}</a>'"},
            'text': {'body_type': 'text', 'body': "'${api_password} ${text}'"},
            'a header': {'header.1': 'X-Key: ${api_password|url}',
                         'header.2': 'X-Text: ${text} ${to}'},
            'the URL': {'query.1': 'key: ${api_password}',
                        'query.2': 'text: ${text}', 'query.3': 'to: ${to}'},
            'basic': {'auth': 'basic'},
            'bearer': {'auth': 'bearer'},
            'base64': {'field.1': 'x: ${api_password|base64}',
                       'field.2': 'y: ${text|base64}'},
            'hex': {'field.1': 'x: ${api_password|hex}',
                    'field.2': 'y: ${text|hex}'},
        }
        for name, provider in places.items():
            with self.subTest(name):
                self.make(provider)
                for options in ([], ['--json']):
                    done = self.smsgw(*options, 'test', 'ciam', '--dry-run',
                                      '--to', PHONE, '--text',
                                      f'Your code is {CODE}')
                    # a header cannot have every character; else it is shown
                    self.assertIn(done.code, (DONE, CONFIG, DATA, REFUSED),
                                  done.all)
                    if done.code == DONE:
                        done.expect(DONE, '****')
        self.assertEqual(self.server.ledger, [])

    def test_an_error_that_throws_everything_back_is_masked(self):
        self.make()
        self.server.mode = 'echo'
        for name, echo in ECHOES.items():
            with self.subTest(name):
                self.server.echo_of = lambda t, e=echo: e(
                    f'no such thing: {PASSWORD} {CODE} {PHONE} {NATIONAL}')
                done = self.send('--json').expect(REFUSED)
                # and what is not secret is still shown
                self.assertEqual(done.step('answer')['provider_code'], 'ECHO')
                self.assertTrue(done.step('answer')['provider_text'])
                self.send('-v').expect(REFUSED, 'ECHO')

    def test_the_whole_request_thrown_back_is_masked(self):
        self.make({'auth': 'basic', 'query.1': 'key: ${api_password}'})
        self.server.mode = 'echo'
        for status in (400, 401, 404, 429, 500, 200):
            self.server.echo_status = status
            for options in ([], ['-v'], ['--json']):
                done = self.send(*options)
                self.assertNotEqual(done.code, DONE)

    def test_what_comes_back_in_other_places_is_masked(self):
        self.make()
        text = f'{PASSWORD} {CODE} {PHONE}'
        ascii_text = urllib.parse.quote(text)
        answers = {
            'an id': self.http(200, json.dumps({'msgId': text})),
            'a code': self.http(400, json.dumps({'code': text})),
            'no JSON': self.http(200, text),
            'an error page': self.http(500, f'<html>{text}</html>'),
            'a reason': b'HTTP/1.1 400 ' + text.encode() +
                        b'\r\nContent-Length: 0\r\n\r\n',
            'a location': self.http(302, '', 'Location: http://127.0.0.1/' +
                                    ascii_text),
            'a header': self.http(400, '{}', 'X-Text: ' + ascii_text),
            'no HTTP': text.encode() + b'\r\n\r\n',
            'a broken header': b'HTTP/1.1 200 OK\r\n' + text.encode() +
                               b'\r\n\r\n',
            'a broken length': b'HTTP/1.1 200 OK\r\nContent-Length: ' +
                               text.encode() + b'\r\n\r\n',
        }
        for name, answer in answers.items():
            with self.subTest(name):
                self.server.raw_answer = answer
                self.server.mode = 'raw'
                for options in ([], ['--json']):
                    self.send(*options)

    @staticmethod
    def http(status, body, *headers):
        body = body.encode()
        lines = [f'HTTP/1.1 {status} X', f'Content-Length: {len(body)}',
                 *headers, '', '']
        return '\r\n'.join(lines).encode() + body

    def test_faults_of_the_transport_say_nothing_secret(self):
        self.make({'query.1': 'key: ${api_password}', 'query.2': 'to: ${to}',
                   'query.3': 'text: ${text}'}, {'timeout': '300ms'})
        for mode, code in (('reset_after_body', UNKNOWN),
                           ('half_answer', UNKNOWN), ('silence', UNKNOWN),
                           ('garbage', UNKNOWN)):
            self.server.mode = mode
            self.send_in_all_ways(code)

    def test_commands_that_show_a_gateway_hide_its_secrets(self):
        self.make()
        for words in (['gateways'], ['gateways', 'ciam'], ['check'],
                      ['check', 'ciam'], ['providers', 'http']):
            for options in ([], ['-v'], ['--json']):
                self.smsgw(*options, *words).expect(DONE)
        shown = {v['key']: v for v in self.smsgw(
            '--json', 'gateways', 'ciam').json()['values']}
        self.assertIs(shown['api_password']['configured'], True)
        self.assertIs(shown['api_password']['secret'], True)
        self.assertEqual(shown['api_password']['value'], '****')

    def test_changing_a_gateway_says_nothing_secret(self):
        self.make()
        for words in (['set', 'ciam', 'name=x'], ['set', 'ciam',
                                                  'api_password=@-'],
                      ['set', 'ciam', 'api_password=@-', 'enabled=maybe'],
                      ['add', 'b', '--provider', 'http', 'api_account=x',
                       'sms_url=https://a.example/', 'api_password=@-'],
                      ['add', 'c', '--provider', 'http', 'api_password=@-']):
            for options in ([], ['--json']):
                self.smsgw(*options, *words, stdin=PASSWORD + '\n')
        self.smsgw('set', 'ciam', 'api_password=' + PASSWORD).expect(USAGE)

    def test_a_password_in_a_broken_file_is_not_quoted_in_the_error(self):
        secret = 'planted-hunter2'
        for line in (f'api_password = {secret}#x', f"api_password = '{secret}",
                     f"api_password = '{secret}' x", f'api_pasword = {secret}',
                     f'api_password = {secret}\napi_password = {secret}',
                     f'api_password {secret}', f'[{secret}',
                     f'password = {secret}', f'api_password: {secret}',
                     f'api_password = "{secret}\\"',
                     f'sms_url = https://user:{secret}@a.example/',
                     f'proxy = http://user:{secret}@127.0.0.1:1/'):
            with self.subTest(line):
                text = '[gateway]\nprovider = http\n' + line + '\n'
                if 'sms_url' not in line:
                    text += 'sms_url = https://a.example/\n'
                self.write('gateways.d/ciam.ini', text, 0o600)
                for words in (['check', '-v'], ['--json', 'gateways', 'ciam'],
                              ['set', 'ciam', 'name=x'],
                              ['test', 'ciam', '--dry-run']):
                    done = self.smsgw(*words)
                    done.expect_silent_about(secret)

    def test_mistakes_in_a_message_do_not_quote_it(self):
        self.make()
        self.template('login', text='Your code is ${code}')
        for words in (
                ['--to', PHONE, '--template', 'login', '--param',
                 f'cod={CODE}'],
                ['--to', PHONE, '--template', 'nosuch', '--param',
                 f'code={CODE}'],
                ['--to', PHONE, '--text', f'{CODE}\x01'],
                ['--to', PHONE, '--text', CODE * 5000],
                ['--to', PHONE + '9' * 9, '--text', CODE],
                ['--to', NATIONAL + 'x', '--text', CODE]):
            for options in ([], ['-v'], ['--json']):
                self.smsgw(*options, 'test', 'ciam', *words).expect(DATA)

    def test_numbers_are_masked(self):
        self.make()
        self.send().expect(DONE, PHONE_MASKED)
        self.smsgw('send', '--local', '--to', PHONE, '--text',
                   'x').expect(DONE, PHONE_MASKED)
        self.smsgw('send', '--local', '--to', PHONE, '--to', '12', '--text',
                   'x', '--gateway', 'nosuch').expect(CONFIG)

    def test_processes_have_no_secret_in_arguments_and_environment(self):
        self.make()
        self.template('login', text='Your code is ${code}')
        self.server.mode = 'silence'
        with subprocess.Popen(
                [*self.command(), 'test', 'ciam', '--to', '+8613900139000',
                 '--template', 'login', '--param', 'code=@-'],
                env=self.environment(), stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            try:
                run.stdin.write(CODE.encode())
                run.stdin.close()
                end = time.monotonic() + 30
                while not self.server.requests:
                    self.assertLess(time.monotonic(), end, 'nothing was sent')
                    time.sleep(0.01)
                seen = self.look_at_processes(run.pid)
                with open(f'/proc/{run.pid}/limits', encoding='ascii') as file:
                    core = [line.split()[4] for line in file
                            if line.startswith('Max core file size')]
            finally:
                run.kill()
        self.assertIn(b'--template', seen)
        for secret in (PASSWORD, CODE):
            for form in forms_of(secret):
                self.assertNotIn(form, seen)
        self.assertEqual(core, ['0'], 'a core dump would have the secrets')

    @staticmethod
    def look_at_processes(pid):
        """Arguments and environment of a process and its children."""
        seen = b''
        for folder in glob.glob('/proc/[0-9]*'):
            try:
                with open(folder + '/stat', 'rb') as file:
                    parent = int(file.read().rpartition(b')')[2].split()[1])
                if pid in (parent, int(os.path.basename(folder))):
                    for name in ('cmdline', 'environ'):
                        with open(f'{folder}/{name}', 'rb') as file:
                            seen += file.read()
            except OSError:
                continue
        return seen

    def test_nothing_of_a_message_stays_in_files(self):
        self.make()
        self.send().expect(DONE)
        for folder, _, names in os.walk(self.config):
            for name in names:
                if name == 'ciam.secret':
                    continue
                with open(os.path.join(folder, name), 'rb') as file:
                    text = file.read()
                for secret in (CODE, NUMBER, PASSWORD):
                    self.assertNotIn(secret.encode(), text, name)


if __name__ == '__main__':
    main()
