#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A message through a gateway over a real socket: what the provider receives,
byte for byte, and what the program says of it."""

import json

from fault_server import FaultServer, closed_port
from harness import DATA, DONE, PHONE, PHONE_MASKED, Case, main

TITLE = '【Cloud IDaaS Platform】'
PASSWORD = 'hunter2-hunter2'

# The names that a trace has, whatever happens.
STEPS = {'config', 'enabled', 'secret', 'number', 'content', 'route', 'account',
         'dns', 'connect', 'tls', 'request', 'answer', 'report'}
STATES = {'ok', 'warning', 'failed', 'skipped'}
STEP_KEYS = {'step', 'state', 'ms', 'fact', 'cause', 'who', 'fix', 'code',
             'provider_code', 'provider_text', 'provider_body'}

# Text, encoding, parts, and how many characters are used: counted by hand
# after 3GPP TS 23.038 (a character of the extension table counts two; 160 or
# 153 septets a part, 70 or 67 units of UTF-16).
COUNTS = (
    ('Your code is 123456', 'GSM', 1),
    ('x' * 160, 'GSM', 1),
    ('x' * 161, 'GSM', 2),
    ('x' * 306, 'GSM', 2),
    ('x' * 307, 'GSM', 3),
    ('x' * 158 + '€', 'GSM', 1),
    ('x' * 159 + '€', 'GSM', 2),
    ('€' * 80, 'GSM', 1),
    ('€' * 81, 'GSM', 2),
    # 76 of these fit into 153, since none is cut in two
    ('€' * 152, 'GSM', 2),
    ('€' * 153, 'GSM', 3),
    ('é' * 160, 'GSM', 1),
    ('x' * 159 + '`', 'UCS-2', 3),
    ('码' * 70, 'UCS-2', 1),
    ('码' * 71, 'UCS-2', 2),
    ('码' * 134, 'UCS-2', 2),
    ('码' * 135, 'UCS-2', 3),
    # an emoji is two units, and is not cut in two: 33 of them fit into 67
    ('😀' * 35, 'UCS-2', 1),
    ('😀' * 36, 'UCS-2', 2),
    ('😀' * 66, 'UCS-2', 2),
    ('😀' * 67, 'UCS-2', 3),
)

# Written forms of one number, with CN as the country at home.
FORMS = ('+8613800138000', '+86 138 0013 8000', '+86-138-0013-8000',
         '+86 (138) 0013-8000', '008613800138000', '0086 138 0013 8000',
         '13800138000', '138 0013 8000', '138-0013-8000',
         '＋８６１３８００１３８０００', '１３８００１３８０００',
         ' +8613800138000 ', '+86\u00a0138\u00a00013\u00a08000')

# Texts that a careless program would turn into something else.
TEXTS = ('a "quoted" \'text\'', 'two\nlines', 'a tab\there', 'back\\slash \\n',
         '100 % %s %d %41 ${code} $HOME', 'a&b=c;d', '<b>bold</b> &lt;',
         'emoji 😀👩‍👩‍👧', 'العربية 123', '\u202eright to left\u202c',
         '{"json": [1]}', "'; DROP TABLE sms; --", '+ plus and space',
         'ends in a backslash\\', '码', '@example.com #123456',
         'line\n@example.com #123456', '\ufeffmark', 'e\u0301', '!')


class Sends(Case):
    canaries = (PASSWORD,)

    def setUp(self):
        super().setUp()
        self.server = FaultServer()
        self.addCleanup(self.server.stop)

    def page_gateway(self, **keys):
        """The gateway with the values of the console's page."""
        return self.gateway(
            'ciam', provider='http', name='CIAM', sms_url=self.server.url(),
            api_account='IDaaS_SSO', api_password=f"'{PASSWORD}'",
            sms_title=TITLE, description='login and recovery codes',
            enabled='yes', test_phone=PHONE,
            test_content='Your code is 123456', allow_private='yes', **keys)

    def plain_gateway(self, **keys):
        return self.http_gateway(self.server.url(), **keys)

    def last_text(self):
        return self.server.requests[-1].json()['msg']

    def test_the_gateway_of_the_page_sends_its_test_message(self):
        self.page_gateway()
        self.smsgw('test', 'ciam').expect(
            DONE, 'result: accepted', 'id-1', PHONE_MASKED)
        request = self.server.only_request()
        self.assertEqual(request.json(), {
            'account': 'IDaaS_SSO', 'password': PASSWORD,
            'phone': '8613800138000', 'msg': TITLE + 'Your code is 123456'})

    def test_the_request_is_these_bytes_and_no_others(self):
        self.page_gateway()
        self.smsgw('test', 'ciam').expect(DONE)
        request = self.server.only_request()
        body = (f'{{"account":"IDaaS_SSO","password":"{PASSWORD}",'
                f'"phone":"8613800138000",'
                f'"msg":"{TITLE}Your code is 123456"}}').encode()
        self.assertEqual(request.body, body)
        self.assertEqual((request.method, request.target, request.version),
                         ('POST', '/msg/send', 'HTTP/1.1'))
        self.assertEqual(request.header('Host'),
                         f'127.0.0.1:{self.server.port}')
        self.assertEqual(request.header('Content-Length'), str(len(body)))
        self.assertIn('application/json', request.header('Content-Type'))
        self.assertEqual(request.header('Expect'), '')
        self.assertEqual(request.header('Transfer-Encoding'), '')
        self.assertTrue(self.server.received.endswith(body))

    def test_a_text_that_has_the_title_does_not_get_it_twice(self):
        self.page_gateway()
        for text in (TITLE + 'Your code is 1234', 'Your code is 1234'):
            self.smsgw('test', 'ciam', '--text', text).expect(DONE)
            self.assertEqual(self.last_text(), TITLE + 'Your code is 1234')

    def test_a_title_without_brackets_gets_them(self):
        self.plain_gateway(sms_title='ACME')
        self.smsgw('test', 'ciam', '--text', 'hello').expect(DONE)
        self.assertEqual(self.last_text(), '【ACME】hello')
        self.smsgw('test', 'ciam', '--text', '【ACME】hello').expect(DONE)
        self.assertEqual(self.last_text(), '【ACME】hello')

    def test_without_a_title_the_text_is_the_text(self):
        self.plain_gateway()
        self.smsgw('test', 'ciam', '--text', '【Other】hello').expect(DONE)
        self.assertEqual(self.last_text(), '【Other】hello')

    def test_a_dry_run_shows_the_request_and_sends_nothing(self):
        self.page_gateway()
        done = self.smsgw('test', 'ciam', '--dry-run').expect(
            DONE, 'POST ' + self.server.url(), 'IDaaS_SSO', '"****"', TITLE,
            'nothing was sent')
        done.expect_silent_about('123456', PHONE.lstrip('+'))
        found = self.smsgw('--json', 'test', 'ciam', '--dry-run')
        found.expect_silent_about('123456', PHONE.lstrip('+'))
        self.assertIs(found.json()['dry_run'], True)
        self.assertIn('POST ', found.json()['request'])
        self.assertEqual(found.step('request')['state'], 'skipped')
        self.assertEqual(self.server.ledger, [])

    def test_send_local_tells_each_recipient(self):
        self.plain_gateway()
        done = self.smsgw('send', '--local', '--text', 'hello', '--to', PHONE,
                          '--to', '+8613900139000')
        done.expect(DONE, PHONE_MASKED, '+86139****9000', 'submitted', 'id-1',
                    'id-2')
        self.assertEqual(sorted(r.json()['phone']
                                for r in self.server.requests),
                         ['8613800138000', '8613900139000'])

    def test_send_goes_on_when_one_recipient_is_wrong(self):
        self.plain_gateway()
        done = self.smsgw('--json', 'send', '--local', '--text', 'hello',
                          '--to', '+8612', '--to', PHONE)
        self.assertEqual(done.code, DATA)
        self.assertEqual([r['exit_code'] for r in done.json()], [DATA, DONE])
        self.assertEqual(len(self.server.requests), 1)

    def test_who_is_named_twice_gets_two_messages(self):
        self.gateway('demo', provider='test', sms_title='ACME',
                     enabled='yes')
        done = self.smsgw('--json', 'send', '--local', '--text',
                          'Your code is 123456', '--to', PHONE, '--to',
                          PHONE).expect(DONE)
        self.assertEqual([r['state'] for r in done.json()],
                         ['submitted', 'submitted'])
        self.assertEqual(
            len(self.read('state/test/outbox.jsonl').splitlines()), 2)

    def test_send_goes_on_to_the_next_gateway(self):
        holder, port = closed_port()
        self.addCleanup(holder.close)
        self.http_gateway(f'http://127.0.0.1:{port}/', 'a')
        self.gateway('b', {'routing': {'priority': '20'}}, provider='http',
                     sms_url=self.server.url('/second'), api_account='x',
                     api_password="'y'", allow_private='yes', enabled='yes')
        done = self.smsgw('--json', 'send', '--local', '--text', 'hello',
                          '--to', PHONE, '--to', '+8613900139000').expect(DONE)
        for receipt in done.json():
            self.assertEqual(receipt['gateway'], 'b')
            self.assertEqual(receipt['attempts'], 2)
            self.assertIs(receipt['possible_duplicate'], False)
        self.assertEqual(len(self.server.requests), 2)

    def test_send_takes_the_first_enabled_gateway(self):
        self.http_gateway(self.server.url('/off'), 'a', enabled='no')
        self.http_gateway(self.server.url('/second'), 'b')
        self.gateway('c', {'routing': {'priority': '1'}}, provider='http',
                     sms_url=self.server.url('/first'), api_account='x',
                     api_password="'y'", allow_private='yes', enabled='yes')
        self.smsgw('send', '--local', '--text', 'hello', '--to',
                   PHONE).expect(DONE)
        self.assertEqual(self.server.only_request().target, '/first')

    def test_json_has_the_names_that_scripts_rely_on(self):
        self.page_gateway()
        receipt = self.smsgw('--json', 'test', 'ciam').expect(DONE).json()
        self.assertEqual(receipt['outcome'], 'accepted')
        self.assertEqual(receipt['state'], 'submitted')
        self.assertEqual(receipt['exit_code'], 0)
        self.assertEqual(receipt['gateway'], 'ciam')
        self.assertEqual(receipt['provider'], 'http')
        self.assertEqual(receipt['provider_id'], 'id-1')
        self.assertEqual(receipt['to'], PHONE_MASKED)
        # a UUID of version 7
        self.assertRegex(receipt['id'], '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}'
                                        '-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')
        names = [step['step'] for step in receipt['steps']]
        self.assertEqual(names, ['config', 'enabled', 'secret', 'number',
                                 'content', 'dns', 'connect', 'tls', 'request',
                                 'answer'])
        for step in receipt['steps']:
            self.assertLessEqual(set(step), STEP_KEYS)
            self.assertIn(step['state'], STATES)
            self.assertIn(step['step'], STEPS)
            if step['state'] != 'ok':
                self.assertLessEqual({'cause', 'who', 'fix', 'code'},
                                     set(step))

    def test_any_text_arrives_as_it_was_given(self):
        self.plain_gateway()
        for text in TEXTS:
            with self.subTest(text):
                self.smsgw('test', 'ciam', '--text', text).expect(DONE)
                self.assertEqual(self.last_text(), text)

    def test_any_text_arrives_in_a_form_too(self):
        self.plain_gateway(provider={'body_type': 'form'})
        self.smsgw('test', 'ciam', '--text', 'a&msg=b c%+\n😀"').expect(DONE)
        self.assertEqual(
            self.server.requests[-1].body,
            b'account=acme&password=hunter2-hunter2&phone=8613800138000&'
            b'msg=a%26msg%3Db%20c%25%2B%0A%F0%9F%98%80%22')
        self.assertIn('application/x-www-form-urlencoded',
                      self.server.requests[-1].header('Content-Type'))

    def test_fields_headers_and_query_are_those_of_the_file(self):
        self.plain_gateway(provider={
            'field.1': 'user: ${api_account}',
            'field.2': 'content: ${signed_text}',
            'header.1': 'X-Api-Key: ${api_password}',
            'query.1': 'to: ${to}',
            'query.2': 'note: a b&c=ü',
            'id': 'json /msgId', 'success': 'json /code == "0"'})
        self.smsgw('test', 'ciam', '--text', 'hello').expect(DONE)
        request = self.server.only_request()
        self.assertEqual(request.json(), {'user': 'acme', 'content': 'hello'})
        self.assertEqual(request.header('X-Api-Key'), PASSWORD)
        self.assertEqual(request.target, '/msg/send?to=8613800138000&'
                                         'note=a%20b%26c%3D%C3%BC')

    def test_a_text_cannot_make_a_header_of_its_own(self):
        self.plain_gateway(provider={'header.1': 'X-Text: ${text}'})
        done = self.smsgw('test', 'ciam', '--text', 'a\r\nX-Evil: 1')
        self.assertNotIn(b'\r\nX-Evil', self.server.received)
        self.assertNotEqual(done.code, DONE)

    def test_parts_and_encoding_are_counted_as_by_hand(self):
        self.plain_gateway(test_phone='+4915112345678')
        for text, encoding, parts in COUNTS:
            with self.subTest(f'{text[:3]}… of {len(text)}'):
                done = self.smsgw('--json', 'test', 'ciam', '--dry-run',
                                  '--text', '@-', stdin=text)
                fact = done.expect(DONE).step('content')['fact']
                self.assertTrue(fact.startswith(
                    f'{parts} part{"s" if parts > 1 else ""},'), fact)
                self.assertIn(encoding, fact)

    def test_the_signature_is_counted(self):
        self.plain_gateway(sms_title='ACME')
        for length, parts in ((64, '1 part,'), (65, '2 parts,')):
            done = self.smsgw('--json', 'test', 'ciam', '--dry-run', '--text',
                              '码' * length)
            fact = done.expect(DONE).step('content')['fact']
            self.assertTrue(fact.startswith(parts), fact)

    def test_a_number_may_be_written_in_many_ways(self):
        self.plain_gateway()
        self.write('smsgw.ini', '[smsgw]\ndefault_country = CN\n')
        for form in FORMS:
            with self.subTest(form):
                self.smsgw('test', 'ciam', '--to', form).expect(
                    DONE, PHONE_MASKED)
                self.assertEqual(self.server.requests[-1].json()['phone'],
                                 '8613800138000')

    def test_text_and_code_come_from_standard_input(self):
        self.plain_gateway()
        self.template('login', text='Your code is ${code}, ${minutes} min',
                      expires='5m')
        self.smsgw('test', 'ciam', '--text', '@-',
                   stdin='from a pipe\n').expect(DONE)
        self.assertEqual(self.last_text(), 'from a pipe')
        done = self.smsgw('test', 'ciam', '--template', 'login', '--param',
                          'code=@-', stdin='271828\n').expect(DONE)
        done.expect_silent_about('271828')
        self.assertEqual(self.last_text(), 'Your code is 271828, 5 min')

    def test_a_template_is_rendered_in_the_language_asked_for(self):
        self.plain_gateway()
        self.template('login', text='您的验证码是${code}，${minutes}分钟内有效',
                      text__en='"Code ${code}${newline}@example.com '
                               '#${code}"')
        for locale, text in (
                ('zh', '您的验证码是4711，5分钟内有效'),
                ('en', 'Code 4711\n@example.com #4711'),
                ('en-GB', 'Code 4711\n@example.com #4711'),
                ('fr', '您的验证码是4711，5分钟内有效')):
            self.smsgw('test', 'ciam', '--template', 'login', '--locale',
                       locale, '--param', 'code=4711').expect(DONE)
            self.assertEqual(self.last_text(), text)

    def test_a_message_goes_out_once_for_each_call(self):
        self.plain_gateway()
        for times in range(1, 4):
            self.smsgw('test', 'ciam').expect(DONE)
            self.assertEqual(len(self.server.ledger), times)
            self.assertEqual(self.server.accepted, times)

    def test_the_proxy_of_the_environment_is_not_used(self):
        self.plain_gateway()
        nowhere = 'http://127.0.0.1:9'
        self.smsgw('test', 'ciam', env={
            'http_proxy': nowhere, 'HTTP_PROXY': nowhere,
            'all_proxy': nowhere, 'ALL_PROXY': nowhere}).expect(DONE)
        self.assertEqual(len(self.server.requests), 1)

    def test_loopback_wants_allow_private(self):
        self.page_gateway()
        path = 'gateways.d/ciam.ini'
        text = self.read(path).decode()
        self.write(path, text.replace('allow_private = yes\n', ''))
        done = self.smsgw('--json', 'test', 'ciam')
        self.assertEqual(done.code, 78)
        self.assertEqual(self.server.ledger, [])
        failed = [s for s in done.json()['steps'] if s['state'] == 'failed']
        self.assertEqual(failed[0]['code'], 'address-private')
        self.assertIn('allow_private', failed[0]['fix'])

    def test_the_answer_may_come_behind_an_early_hint(self):
        self.server.mode = 'early_hint'
        self.plain_gateway()
        self.smsgw('test', 'ciam').expect(DONE, 'id-1')

    def test_the_answer_may_come_in_chunks(self):
        self.server.mode = 'chunked'
        self.plain_gateway()
        self.smsgw('test', 'ciam').expect(DONE, 'id-1')

    def test_the_largest_answer_is_64_kib(self):
        self.server.mode = 'body_64k'
        self.plain_gateway()
        self.smsgw('test', 'ciam').expect(DONE, 'id-1')

    def test_ledger_and_receipts_agree_over_many_recipients(self):
        self.plain_gateway()
        self.server.by_word = {'0001"': 'refused_with_text',
                               '0002"': 'throttled', '0003"': '500'}
        numbers = [f'+8613800{n:02}{ending}' for n in range(5)
                   for ending in ('0000', '0001', '0002', '0003')]
        done = self.smsgw('--json', 'send', '--local', '--gateway', 'ciam',
                          '--text', 'hello',
                          *[w for n in numbers for w in ('--to', n)])
        outcomes = [r['outcome'] for r in done.json()]
        self.assertEqual(outcomes, ['accepted', 'rejected', 'deferred',
                                    'unknown'] * 5)
        self.assertEqual([r.json()['phone'] for r in self.server.requests],
                         [n.lstrip('+') for n in numbers])
        self.assertEqual(self.server.accepted, 5)
        self.assertEqual(len({r['id'] for r in done.json()}), 20)
        json.dumps(done.json())


if __name__ == '__main__':
    main()
