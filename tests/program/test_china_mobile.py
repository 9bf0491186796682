#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The china_mobile provider through the program and over a real socket: the
gateway page's example, Cloud MAS, its templates, pinned keys, and what the
program says of refusals."""

import base64
import hashlib
import json
import shutil
import tempfile
import urllib.parse

from fault_server import Certificates, FaultServer
from harness import (CONFIG, DONE, LATER, PERMISSION, PHONE, REFUSED, UNKNOWN,
                     Case, main)

PASSWORD = 'hunter2&hunter2'
TITLE = '【Cloud IDaaS Platform】'
EC_NAME = '测试企业有限公司'
TEMPLATE = '0123456789abcdef0123456789abcdef'
ACCEPTED = {'msgGroup': '0927152506001000833076', 'rspcod': 'success',
            'success': True}


def answer(server, body, status=200):
    """What the server answers, whatever it is asked."""
    if not isinstance(body, str):
        body = json.dumps(body)
    data = body.encode()
    server.raw_answer = (f'HTTP/1.1 {status} Whatever\r\nContent-Length: '
                         f'{len(data)}\r\n\r\n').encode() + data


def mas_fields(request):
    return json.loads(base64.b64decode(request.body, validate=True))


def mac_of(fields, *names):
    """As the vendor's document has it."""
    values = {**fields, 'secretKey': PASSWORD}
    return hashlib.md5(''.join(values[name] for name in names)
                       .encode()).hexdigest()


class Gateway(Case):
    canaries = (PASSWORD,)

    def china_mobile(self, url, provider=None, templates=None, **keys):
        keys = {'provider': 'china_mobile', 'name': 'CIAM', 'sms_url': url,
                'api_account': 'IDaaS_SSO', 'api_password': f"'{PASSWORD}'",
                'sms_title': TITLE, 'test_phone': PHONE, 'enabled': 'yes',
                'test_content': 'Your code is 123456', 'allow_private': 'yes',
                **keys}
        sections = {'provider': provider or {}, 'templates': templates or {},
                    'limits': {'timeout': '20s'}}
        return self.gateway('ciam', sections, **keys)

    def mas(self, url, templates=None, **keys):
        return self.china_mobile(
            url, {'ec_name': EC_NAME, 'sign_code': 'AbCdEfGhI'}, templates,
            **keys)


class MsgSend(Gateway):
    def test_the_pages_example_is_sent_by_its_fields_alone(self):
        with FaultServer('raw') as server:
            answer(server, '20161025170822,0\n17041010383624511')
            self.china_mobile(server.url())
            self.smsgw('check').expect(DONE)
            done = self.smsgw('test', 'ciam').expect(
                DONE, '17041010383624511')
            request = server.only_request()
        self.assertEqual(
            dict(urllib.parse.parse_qsl(request.body.decode(), True, True)),
            {'un': 'IDaaS_SSO', 'pw': PASSWORD, 'phone': '13800138000',
             'msg': TITLE + 'Your code is 123456', 'rd': '1'})
        done.expect_silent_about(PASSWORD)

    def test_the_json_kind_is_told_by_the_address(self):
        with FaultServer('raw') as server:
            answer(server, {'code': '0', 'msgId': '17041010383624511',
                            'errorMsg': ''})
            self.china_mobile(server.url('/msg/v1/send/json'), number='12')
            self.smsgw('test', 'ciam').expect(DONE, '17041010383624511')
        asked, request = server.requests
        self.assertEqual(asked.target, '/msg/balance/json')
        sent = json.loads(request.body)
        self.assertRegex(sent.pop('uid'), '^[0-9a-f-]{36}$')
        self.assertEqual(
            sent, {'account': 'IDaaS_SSO', 'password': PASSWORD,
                   'phone': '13800138000', 'extend': '12', 'report': 'true',
                   'msg': TITLE + 'Your code is 123456'})

    def test_keys_of_another_protocol_are_told(self):
        self.china_mobile('https://sms.example.com/msg/send', {
            'ec_name': 'ACME', 'sign_code': 'AbCdEfGhI', 'report': 'yes'})
        done = self.smsgw('check', 'ciam').expect(DONE, '2 warnings')
        for key, line in (('ec_name', 13), ('sign_code', 14)):
            self.assertIn(f'ciam.ini:{line}: {key}: is used only with Cloud '
                          'MAS', done.out)
        self.mas('https://sms.example.com/sms/submit', api_account='ap')
        self.smsgw('check', 'ciam').expect(DONE, '0 warnings')
        self.gateway('ciam', {'provider': {
            'ec_name': 'ACME', 'sign_code': 'AbCdEfGhI', 'report': 'yes'}},
            provider='china_mobile', api_account='ap',
            api_password='"secret"', sms_title='ACME',
            sms_url='https://sms.example.com/sms/submit')
        self.smsgw('check', 'ciam').expect(
            DONE, 'report: is used only with /msg/send')

    def test_a_refusal_says_cause_and_fix(self):
        for code, exit_code, words in (
                ('101', PERMISSION, 'api_account'),
                ('107', REFUSED, 'Correct the number'),
                ('116', REFUSED, 'sms_title'),
                ('117', PERMISSION, "this machine's public address"),
                ('103', LATER, 'Lower rate in [limits]')):
            with self.subTest(code), FaultServer('raw') as server:
                answer(server, f'20161025170822,{code}')
                self.china_mobile(server.url())
                self.smsgw('test', 'ciam').expect(exit_code, code, words)

    def test_an_answer_without_an_id_is_unknown(self):
        with FaultServer('raw') as server:
            answer(server, '20161025170822,0')
            self.china_mobile(server.url())
            self.smsgw('test', 'ciam').expect(UNKNOWN, 'has no id')
            server.assert_at_most_once()


class CloudMas(Gateway):
    def test_the_mac_is_over_what_is_sent(self):
        text = '验证码 "123456" \\ & <x>'
        with FaultServer('raw') as server:
            answer(server, ACCEPTED)
            self.mas(server.url('/sms/norsubmit'))
            self.smsgw('test', 'ciam', '--text', text).expect(
                DONE, ACCEPTED['msgGroup'])
            request = server.only_request()
        fields = mas_fields(request)
        self.assertEqual(request.target, '/sms/norsubmit')
        self.assertEqual(fields['content'], text)
        self.assertEqual(fields['mobiles'], '13800138000')
        self.assertNotIn('secretKey', fields)
        self.assertEqual(fields['addSerial'], '')
        self.assertEqual(fields['mac'], mac_of(
            fields, 'ecName', 'apId', 'secretKey', 'mobiles', 'content',
            'sign', 'addSerial'))

    def test_a_template_goes_to_the_other_path(self):
        with FaultServer('raw') as server:
            answer(server, ACCEPTED)
            self.mas(server.url('/sms/norsubmit'),
                     {'login': f'{TEMPLATE} code minutes'})
            self.template('login', text='您的验证码是${code}')
            self.smsgw('test', 'ciam', '--template', 'login', '--param',
                       'code=1 "2"').expect(DONE)
            request = server.only_request()
        fields = mas_fields(request)
        self.assertEqual(request.target, '/sms/tmpsubmit')
        self.assertEqual(json.loads(fields['params']), ['1 "2"', '5'])
        self.assertNotIn(', ', fields['params'])
        self.assertEqual(fields['mac'], mac_of(
            fields, 'ecName', 'apId', 'secretKey', 'templateId', 'mobiles',
            'params', 'sign', 'addSerial'))

    def test_a_dry_run_can_be_read_and_tells_no_secret(self):
        self.mas('https://sms.example.com/sms/submit')
        done = self.smsgw('test', 'ciam', '--dry-run').expect(
            DONE, 'ecName', EC_NAME, '"mac":"****"')
        fields = {'ecName': EC_NAME, 'apId': 'IDaaS_SSO', 'sign': 'AbCdEfGhI',
                  'mobiles': '13800138000', 'content': 'Your code is 123456',
                  'addSerial': ''}
        done.expect_silent_about(mac_of(
            fields, 'ecName', 'apId', 'secretKey', 'mobiles', 'content',
            'sign', 'addSerial'))

    def test_keys_of_another_protocol_are_told(self):
        self.china_mobile('https://sms.example.com/msg/send', {
            'ec_name': 'ACME', 'sign_code': 'AbCdEfGhI', 'report': 'yes'})
        done = self.smsgw('check', 'ciam').expect(DONE, '2 warnings')
        for key, line in (('ec_name', 13), ('sign_code', 14)):
            self.assertIn(f'ciam.ini:{line}: {key}: is used only with Cloud '
                          'MAS', done.out)
        self.mas('https://sms.example.com/sms/submit', api_account='ap')
        self.smsgw('check', 'ciam').expect(DONE, '0 warnings')
        self.gateway('ciam', {'provider': {
            'ec_name': 'ACME', 'sign_code': 'AbCdEfGhI', 'report': 'yes'}},
            provider='china_mobile', api_account='ap',
            api_password='"secret"', sms_title='ACME',
            sms_url='https://sms.example.com/sms/submit')
        self.smsgw('check', 'ciam').expect(
            DONE, 'report: is used only with /msg/send')

    def test_a_refusal_says_cause_and_fix(self):
        for code, exit_code, words in (
                ('IllegalMac', PERMISSION, 'ec_name'),
                ('InvalidUsrOrPwd', PERMISSION, 'interface account'),
                ('IllegalSignId', REFUSED, 'sign_code'),
                ('FlowOverLimit', LATER, 'rate'),
                ('InternalError', UNKNOWN, 'Look in the console'),
                ('SomethingNew', REFUSED, 'SomethingNew')):
            with self.subTest(code), FaultServer('raw') as server:
                answer(server, {**ACCEPTED, 'msgGroup': '', 'rspcod': code,
                                'success': False})
                self.mas(server.url('/sms/norsubmit'))
                self.smsgw('test', 'ciam').expect(exit_code, code, words)

    def test_the_typical_mistakes_are_told_before_anything_is_sent(self):
        for provider, words in (
                ({'ec_name': EC_NAME, 'sign_code': '【测试企业】'},
                 'its text belongs to sms_title'),
                ({'sign_code': 'AbCdEfGhI'}, 'exactly as it is registered'),
                ({'ec_name': EC_NAME}, 'nine letters and digits')):
            with self.subTest(words):
                self.china_mobile('http://127.0.0.1:9/sms/norsubmit', provider)
                self.smsgw('check').expect(CONFIG, 'ciam.ini', words)
        self.mas('http://127.0.0.1:9/app/http/sendSms')
        self.smsgw('check').expect(CONFIG, 'old Cloud MAS interface')


class Pinned(Gateway):
    """Addresses without a name, certificates without a chain."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='smsgw-tls-')
        cls.tls = Certificates(cls.folder)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, True)

    def test_a_stranger_is_refused_and_the_pin_that_it_shows_is_accepted(self):
        context = self.tls.make('mas', address='DNS:elsewhere.example')
        with FaultServer('raw', tls=context) as server:
            answer(server, ACCEPTED)
            self.mas(server.url('/sms/submit'))
            done = self.smsgw('test', 'ciam').expect(LATER, 'pin_sha256')
            self.assertIn(self.tls.pin('mas'), done.out)
            self.assertEqual(server.requests, [])
            self.mas(server.url('/sms/submit'),
                     pin_sha256=self.tls.pin('mas'))
            self.smsgw('test', 'ciam').expect(DONE, ACCEPTED['msgGroup'])
            self.assertEqual(server.requests[-1].target, '/sms/submit')


class Words(Gateway):
    def test_every_code_is_explained(self):
        for code, words in (('IllegalMac', 'ec_name'), ('CM:8005', 'Charge'),
                            ('116', 'sms_title'), ('MB:1042', 'digits'),
                            ('SC:4000', 'old Cloud MAS interface')):
            with self.subTest(code):
                self.smsgw('errors', 'china_mobile', code).expect(DONE, words)

    def test_the_parameters_are_told(self):
        self.smsgw('providers', 'china_mobile').expect(
            DONE, 'China Mobile', 'ec_name', 'sign_code', 'msg_send_json')

    def test_add_writes_a_gateway_that_works(self):
        self.smsgw('add', 'mas', '--provider', 'china_mobile',
                   'sms_url=http://127.0.0.1:9/sms/norsubmit',
                   'api_account=testapi01', 'api_password=@-',
                   f'provider.ec_name={EC_NAME}',
                   'provider.sign_code=AbCdEfGhI', 'allow_private=yes',
                   stdin=PASSWORD).expect(DONE)
        self.smsgw('check').expect(DONE)


if __name__ == '__main__':
    main()
