#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the trace of provider http says when something is not as it should be:
the vendor's own words, who has to act, and nothing that is not true."""

import json
import os

from fault_server import FaultServer
from harness import (CONFIG, DATA, DONE, LATER, PERMISSION, REFUSED, UNKNOWN,
                     USAGE, Case, main)

TOKEN = 'eyJ0b2tlbi-of-the-vendor'
TEXT = 'Kauf bei ACME, Code 271828'


def http(status, body, *headers):
    body = body if isinstance(body, bytes) else body.encode()
    head = [f'HTTP/1.1 {status} Whatever', *headers,
            f'Content-Length: {len(body)}', '', '']
    return '\r\n'.join(head).encode() + body


class Http(Case):
    canaries = ('hunter2-hunter2', '271828', TOKEN)

    def serve(self, raw=None, provider=None, **keys):
        server = FaultServer('raw' if raw is not None else 'accept')
        server.raw_answer = raw
        self.addCleanup(server.stop)
        self.http_gateway(server.url(), provider=provider, **keys)
        return server

    def send(self, *options):
        return self.smsgw(*options, 'test', 'ciam', '--text', TEXT)

    def body_of(self, raw, code, *options, provider=None):
        self.serve(raw, provider)
        return self.send('--json', *options).expect(code).step('answer').get(
            'provider_body')


class Bodies(Http):
    def test_a_refusal_shows_what_the_server_said(self):
        words = '{"code":"7","why":"no such sender"}'
        self.assertEqual(self.body_of(http(400, words), REFUSED), words)
        for options in ((), ('-v',)):
            self.send(*options).expect(REFUSED, 'body:', words)
        self.smsgw('send', '--local', '--gateway', 'ciam', '--to',
                   '+8613800138000', '--text', 'x').expect(
                       REFUSED, 'body: ' + words)

    def test_an_unknown_outcome_shows_it_too(self):
        page = '<html>try again</html>'
        self.assertEqual(self.body_of(http(200, page), UNKNOWN), page)
        self.assertEqual(self.body_of(http(502, page), UNKNOWN), page)
        cut = http(200, '{"a":1}').replace(b': 7', b': 70')
        self.assertEqual(self.body_of(cut, UNKNOWN), '{"a":1}')

    def test_an_acceptance_shows_it_only_when_asked(self):
        words = '{"msgId":"A1","note":"fine"}'
        raw = http(200, words)
        self.assertIsNone(self.body_of(raw, DONE))
        self.assertEqual(self.body_of(raw, DONE, '-v'), words)
        self.assertNotIn('body:', self.send().all)
        self.send('-v').expect(DONE, 'body:', words)

    def test_an_empty_body_is_not_shown(self):
        self.assertIsNone(self.body_of(http(500, ''), UNKNOWN))
        self.assertNotIn('body:', self.send().all)

    def test_at_most_500_bytes_are_shown_and_controls_are_visible(self):
        body = self.body_of(http(500, '\x1b[31m\r\n' + '网' * 400), UNKNOWN)
        self.assertTrue(body.startswith('\\x1B[31m\\x0D\\x0A网网'))
        self.assertTrue(body.endswith('网…'))
        self.assertLessEqual(len(body.encode()), 500)

    def test_a_body_of_another_character_set_is_readable(self):
        raw = http(400, '{"code":"9","msg":"签名未报备"}'.encode('gbk'))
        self.assertIn('签名未报备', self.body_of(
            raw, REFUSED, provider={'charset': 'gbk', 'body_type': 'form'}))
        self.assertIn('签名未报备', self.body_of(
            raw, REFUSED, provider={'answer_charset': 'gbk'}))
        self.assertIn('\\x', self.body_of(raw, REFUSED))

    def test_what_was_sent_is_hidden_in_it(self):
        for echo in (TEXT, f'-- {TEXT} --', '271828 hunter2-hunter2',
                     '+86 13800138000 13800138000'):
            for charset in ('utf-8', 'utf-16-be', 'utf-16-le', 'gbk'):
                body = self.body_of(http(400, echo.encode(charset)), REFUSED)
                self.assertIn('****', body)
                self.assertNotIn('13800138000', body)
                self.assertNotIn('Kauf', body)

    def test_a_secret_across_the_end_of_the_excerpt_is_hidden(self):
        for at in range(480, 501):
            body = self.body_of(http(400, 'x' * at + 'hunter2-hunter2'),
                                REFUSED)
            self.assertNotIn('h', body)


class Login(Http):
    login = {'login_url': '', 'auth': 'bearer', 'login_token': 'json /token'}

    def try_login(self, raw, code):
        server = FaultServer('raw')
        server.raw_answer = raw
        self.addCleanup(server.stop)
        self.serve(None, {**self.login, 'login_url': server.url('/login')})
        return self.send('--json').expect(code).step('account')

    def test_a_refused_login_shows_what_the_server_said(self):
        step = self.try_login(http(401, '{"why":"locked: hunter2-hunter2"}'),
                              PERMISSION)
        self.assertEqual(step['provider_body'], '{"why":"locked: ****"}')

    def test_a_token_that_was_not_found_is_not_shown(self):
        step = self.try_login(http(200, json.dumps({'tokens': TOKEN})),
                              PERMISSION)
        self.assertNotIn('provider_body', step)
        self.send('-v').expect(PERMISSION)

    def test_without_login_url_nobody_logs_in(self):
        server = self.serve()
        done = self.send('--json').expect(DONE)
        self.assertNotIn('account', [s['step'] for s in done.json()['steps']])
        self.assertEqual(len(server.ledger), 1)


class Who(Http):
    def test_a_missing_id_is_for_the_admin_to_explain(self):
        self.serve(http(200, '{"ok":true}'))
        step = self.send('--json').expect(UNKNOWN).step('answer')
        self.assertEqual((step['who'], step['code']),
                         ('admin', 'provider-protocol'))
        self.assertIn('id = none', step['fix'])
        self.smsgw('test', 'ciam', '--text', 'x',
                   env={'LC_ALL': 'zh_CN.UTF-8'}).expect(
                       UNKNOWN, '应答没有编号时写 id = none')

    def test_https_to_a_port_for_http_is_for_the_admin_to_correct(self):
        server = FaultServer('plain_http')
        self.addCleanup(server.stop)
        self.http_gateway(server.url().replace('http:', 'https:'))
        step = self.send('--json').expect(LATER).step('tls')
        self.assertEqual((step['who'], step['code']),
                         ('admin', 'tls-not-spoken'))
        self.assertIn('plain HTTP', step['cause'])
        self.assertEqual(server.requests, [])


class Signature(Http):
    def content(self, **fields):
        self.serve(provider={f'field.{n}': f'{k}: {v}' for n, (k, v) in
                             enumerate(fields.items(), 1)},
                   sms_title='ACME')
        return self.smsgw('check', 'ciam').expect(DONE), self.send()

    def test_a_title_that_nothing_sends_is_a_warning_and_told(self):
        check, sent = self.content(to='${to}', msg='${text}')
        check.expect(DONE, 'sms_title: is sent by nothing',
                     '${signed_text}')
        sent.expect(DONE, 'without signature: the gateway sends none')

    def test_a_title_that_is_sent_is_no_warning(self):
        check, sent = self.content(to='${to}', msg='${signed_text}')
        self.assertNotIn('sms_title', check.all)
        sent.expect(DONE, 'with signature')
        check, sent = self.content(to='${to}', msg='${text}',
                                   sign='${signature}')
        self.assertNotIn('sms_title', check.all)
        sent.expect(DONE, 'signature by the provider')

    def test_without_a_title_nothing_is_said_of_it(self):
        self.serve(provider={'field.1': 'to: ${to}', 'field.2': 'm: ${text}'})
        self.assertNotIn('sms_title', self.smsgw('check', 'ciam').all)
        self.assertNotIn('signature', self.send().out)


class Charsets(Http):
    def test_a_character_that_is_lacking_is_named(self):
        for provider, charset in (
                ({'charset': 'gbk', 'body_type': 'form'}, 'GBK'),
                ({'charset': 'latin1', 'body_type': 'text',
                  'body': '${to} ${text}'}, 'ISO-8859-1'),
                ({'field.1': 'to: ${to}', 'field.2': 'm: ${text|big5|hex}'},
                 'BIG5')):
            self.serve(provider=provider)
            done = self.smsgw('--json', 'test', 'ciam', '--text', 'a 😀 b 🇨')
            step = done.expect(DATA).step('request')
            self.assertEqual((step['who'], step['code']),
                             ('sender', 'content-unfit'))
            self.assertIn(f'a character that {charset} lacks, 😀 (U+1F600)',
                          step['fact'])


class Clients(Http):
    """A client that can send only texts, and a gateway of templates."""

    def make(self, line='T1 code', **client):
        server = self.serve(provider={
            'field.1': 'to: ${to}', 'field.2': 't: ${template_id}',
            'field.3': 'args := ${args_json}'})
        with open(self.path('gateways.d', 'ciam.ini'), 'a',
                  encoding='utf-8') as file:
            file.write(f'[templates]\nlogin = {line}\n')
        self.template('login', text='Your code is ${code}.')
        os.makedirs(self.path('clients.d'), exist_ok=True)
        pairs = {'uid': '1000', 'scopes': 'send', **client}
        self.write('clients.d/old.ini', '[client]\n' + ''.join(
            f'{k} = {v}\n' for k, v in pairs.items()))
        return server

    def try_text(self, text, code, *words):
        """As route and as test say it."""
        options = ('--client', 'old', '--text', text)
        self.smsgw('route', '--to', '+8613800138000', *options).expect(
            DONE if code == DONE else CONFIG, *words)
        return self.smsgw('test', 'ciam', *options).expect(code, *words)

    def test_a_text_that_fits_a_template_yields_its_arguments(self):
        server = self.make()
        self.try_text('Your code is 271828.', DONE,
                      'template T1, 1 argument read from the text: login')
        self.assertEqual(server.only_request().json()['args'],
                         {'code': '271828'})

    def test_else_the_clients_template_takes_the_code(self):
        server = self.make(template='login')
        self.try_text('Hello! 271828 lets you in.', DONE,
                      'template T1, 1 argument with the code in the text: '
                      'login')
        self.assertEqual(server.only_request().json()['args'],
                         {'code': '271828'})

    def test_a_pattern_says_where_the_code_is(self):
        server = self.make(template='login',
                           code_pattern='key ([A-Z0-9]{4,8})')
        self.try_text('20 271828 key XY271828 4711', DONE, 'template T1')
        self.assertEqual(server.only_request().json()['args'],
                         {'code': 'XY271828'})
        self.try_text('271828 and no word', DATA,
                      'its code_pattern finds no code in the text')

    def test_what_yields_no_code_says_why(self):
        server = self.make(template='login')
        self.try_text('1234 or 271828?', DATA, 'more than one number')
        self.try_text('none', DATA, 'has no code')
        self.make()
        self.try_text('Hello! 271828', DATA, 'fits no')
        self.make(line='T1 code name', template='login')
        self.try_text('Hello! 271828', DATA, 'wants name')
        self.assertEqual(server.ledger, [])

    def test_a_pattern_that_cannot_be_used_is_an_error_of_its_line(self):
        for pattern, reason in (('(a+)+b', 'repeats a group'),
                                (r'(a)\1', 'back-reference'),
                                ('[0-9]{4,9999}', 'count over 64'),
                                ('([0-9]', 'cannot be used')):
            self.make(template='login', code_pattern=pattern)
            self.smsgw('check').expect(
                CONFIG, 'clients.d/old.ini:5: code_pattern:', reason)
            self.smsgw('test', 'ciam', '--client', 'old', '--text',
                       '271828').expect(CONFIG, reason)

    def test_a_client_that_does_not_exist_is_named(self):
        self.make()
        for command in (('test', 'ciam'), ('route', '--to', '+8613800138000')):
            self.smsgw(*command, '--client', 'odl', '--text', 'x').expect(
                USAGE, 'did you mean old?')

    def test_the_clients_country_is_that_of_its_numbers(self):
        server = self.make(default_country='CN')
        self.smsgw('test', 'ciam', '--client', 'old', '--to', '13800138000',
                   '--text', 'Your code is 271828.').expect(DONE)
        self.assertEqual(server.only_request().json()['to'], '8613800138000')


class Mistakes(Http):
    def test_names_of_templates_are_compared(self):
        self.template('login', text='Your code is ${code}')
        self.gateway('ciam', {
            'provider': {'field.1': 'to: ${to}',
                         'field.2': 't: ${template_id} ${args.yzm}'},
            'templates': {'login': 'T1 yzm=cod'}},
            provider='http', sms_url='https://sms.example.com/')
        self.smsgw('check', 'ciam').expect(
            DONE, 'the text of template "login" has no ${cod}',
            'did you mean code?', 'has ${code}, which is not passed on')

    def test_a_bad_configuration_is_not_sent(self):
        server = self.serve(provider={'field.1': 'to: ${too}'})
        self.send().expect(CONFIG, 'is no variable')
        self.assertEqual(server.ledger, [])


if __name__ == '__main__':
    main()
