#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The stand-in for providers: signatures, documented answers, reports, the
ledger, and the copy of a configuration to rehearse with."""

import base64
import json
import os
import stat
import urllib.parse

from harness import CONFIG, DATA, DONE, LATER, PERMISSION, REFUSED, USAGE
from harness import UNKNOWN, main
from stand_in import SIGNED, Listener, StandInCase, percent, utc

PHONE = '13800138000'


def digits(number):
    return number.lstrip('+')


def bare(number):
    return number.removeprefix('+86')


class Signatures(StandInCase):
    def setUp(self):
        super().setUp()
        with open(SIGNED, encoding='utf-8') as file:
            self.signed = json.load(file)

    def code_of(self, stand_in, raw):
        """The code in the answer to bytes of a request."""
        peer = stand_in.raw(raw.encode())
        with peer, peer.makefile('rb') as file:
            status = int(file.readline().split()[1])
            head = b''
            while not head.endswith(b'\r\n\r\n'):
                head += file.readline()
            size = int(head.lower().split(b'content-length: ')[1].split()[0])
            body = file.read(size).decode()
        for name in ('"Code":"', '"ResponseCode":"', '<Code>'):
            if name in body:
                return status, body.split(name)[1].split('"')[0].split('<')[0]
        return self.fail(body)

    def test_requests_signed_by_others_are_good_and_no_byte_may_change(self):
        script = ''
        for one in self.signed['dysmsapi']:
            token = one['token']
            script += (f'account service=dysmsapi id={one["id"]} '
                       f'secret={one["secret"]}' +
                       (f' token="{token}"' if token else '') + '\n')
        stand_in = self.start('--any-time', script=script)
        for one in self.signed['dysmsapi']:
            with self.subTest(one['name']):
                stand_in.clear()
                status, code = self.code_of(stand_in, one['raw'])
                # other products' operations end behind the signature
                known = 'sms' in one['name'] or 'globe' in one['name']
                self.assertEqual(code, 'OK' if known else 'InvalidVersion')
                self.assertEqual(status, 200 if known else 400)
                made = one['signature']
                spelled = percent(made) if percent(made) in \
                    one['raw'] else made
                self.assertIn(spelled, one['raw'])
                other = ('0' if made[0] != '0' else '1') + spelled[1:]
                for was, now in ((spelled, other),
                                 ('SignatureNonce=8', 'SignatureNonce=9'),
                                 ('signature-nonce: 8', 'signature-nonce: 9'),
                                 ('SMS_71390007', 'SMS_71390008'),
                                 ('85212345678', '85212345679')):
                    if was in one['raw']:
                        stand_in.clear()
                        _, code = self.code_of(
                            stand_in, one['raw'].replace(was, now, 1))
                        self.assertEqual(code, 'SignatureDoesNotMatch', was)

    def test_macs_made_by_others_are_good_and_no_field_may_change(self):
        one = self.signed['cloud_mas'][0]
        stand_in = self.start(script=(
            f'account service=cloud_mas id={one["id"]} '
            f'secret={one["secret"]} ec_name={one["ec_name"]} '
            f'sign_code=AbCdEfGhI\n'))
        for one in self.signed['cloud_mas']:
            with self.subTest(one['name']):
                _, _, answer = stand_in.call('POST', one['path'], one['body'])
                answer = json.loads(answer)
                self.assertEqual(answer['rspcod'], 'success')
                self.assertIs(answer['success'], True)
                self.assertRegex(answer['msgGroup'], '^[0-9]{22}$')
                quoted = '"' + one['body'] + '"'
                _, _, answer = stand_in.call('POST', one['path'], quoted)
                self.assertEqual(json.loads(answer)['rspcod'], 'success')

    def test_cloud_mas_says_what_is_wrong(self):
        stand_in = self.start()
        mas = stand_in.mas
        self.assertEqual(mas(PHONE), 'success')
        for wanted, changed in (
                ('IllegalMac', {'secret': 'other'}),
                ('IllegalMac', {'spoil': {'content': 'other'}}),
                ('IllegalMac', {'spoil': {'mac': 'ABC'}}),
                ('InvalidUsrOrPwd', {'apId': 'nobody'}),
                ('InvalidUsrOrPwd', {'spoil': {'addSerial': None}}),
                ('InvalidMessage', {'spoil': {'sign': None}}),
                ('NoSignId', {'sign': ''}),
                ('InvalidMobile', {'mobiles': '+8613800138000'}),
                ('DupMobile', {'mobiles': f'{PHONE},{PHONE}'}),
                ('TooManyMobiles', {'mobiles': ','.join(
                    str(13800000000 + n) for n in range(5001))})):
            with self.subTest(wanted):
                self.assertEqual(mas(**{'mobiles': PHONE, **changed}), wanted)
        self.assertEqual(mas(','.join(
            str(13800000000 + n) for n in range(5000))), 'success')
        own = {str(13800000000 + n): 'text' for n in range(1001)}
        self.assertEqual(mas('', content=json.dumps(own)), 'TooManyMobiles')
        own.popitem()
        self.assertEqual(mas('', content=json.dumps(own)), 'success')
        for wanted, params in (('success', '["1"]'), ('success', '[""]'),
                               ('ParamsAndTemplateDoesNotMatch', '[1]'),
                               ('ParamsAndTemplateDoesNotMatch', '{}')):
            self.assertEqual(mas(PHONE, '/sms/tmpsubmit', params=params),
                             wanted, params)
        _, _, answer = stand_in.call('POST', '/sms/submit', b'no base64')
        self.assertEqual(json.loads(answer)['rspcod'], 'InvalidMessage')

    def test_msg_send_says_what_is_wrong(self):
        stand_in = self.start()
        for send, names in ((stand_in.msg_form, {'id': 'un', 'pw': 'pw'}),
                            (stand_in.msg_json,
                             {'id': 'account', 'pw': 'password'})):
            extend = 'ex' if names['id'] == 'un' else 'extend'
            flag = 'rd' if names['id'] == 'un' else 'report'
            self.assertEqual(send(PHONE), '0')
            for wanted, changed in (('101', {names['id']: 'x'}),
                                    ('102', {names['pw']: 'x'}),
                                    ('106', {'msg': ''}),
                                    ('106', {'msg': '【a】' + 'x' * 534}),
                                    ('107', {'phone': 'abc'}),
                                    ('116', {'msg': 'hello'}),
                                    ('113', {extend: 'x'}),
                                    ('121', {flag: '2'})):
                with self.subTest(wanted, send=send.__name__):
                    self.assertEqual(send(**{'phone': PHONE, **changed}),
                                     wanted)
        numbers = ','.join(str(13800000000 + n) for n in range(1001))
        self.assertEqual(stand_in.msg_json(numbers), '108')
        _, _, answer = stand_in.call('POST', '/msg/send/json', b'{')
        self.assertEqual(json.loads(answer)['code'], '129')
        _, _, answer = stand_in.call(
            'POST', '/msg/balance/json',
            b'{"account":"simulate","password":"simulate"}')
        self.assertEqual(json.loads(answer)['balance'], '1000')
        self.assertEqual(stand_in.msg_json(
            '', '/msg/variable/json', msg='【测试】{$var}',
            params='13800138000,1;13800138001,2'), '0')
        self.assertEqual(stand_in.answer['successNum'], '2')

    def test_dysmsapi_says_what_is_wrong(self):
        stand_in = self.start(script='account service=dysmsapi id=STS.a '
                              'secret=b token=c signature=阿里云 '
                              'template=SMS_1\n')
        good = {'PhoneNumbers': PHONE, 'SignName': '阿里云',
                'TemplateCode': 'SMS_1', 'TemplateParam': '{"code":"1"}'}
        mine = {'key': 'STS.a', 'secret': 'b', 'token': 'c'}
        for wanted, status, changed, how in (
                ('OK', 200, {}, {}), ('OK', 200, {}, {'in_body': False}),
                ('OK', 200, {}, mine),
                ('SignatureDoesNotMatch', 400, {}, {'secret': 'x'}),
                ('InvalidAccessKeyId.NotFound', 404, {}, {'key': 'x'}),
                ('InvalidTimeStamp.Expired', 400, {}, {'date': utc(-1000)}),
                ('InvalidTimeStamp.Expired', 400, {}, {'date': utc(1000)}),
                ('InvalidTimeStamp.Format', 400, {}, {'date': 'yesterday'}),
                ('MissingSecurityToken', 400, {}, {**mine, 'token': None}),
                ('InvalidSecurityToken.MismatchWithAccessKey', 400, {},
                 {**mine, 'token': 'x'}),
                ('InvalidVersion', 400, {}, {'version': '2000-01-01'}),
                ('MissingSignName', 400, {'SignName': ''}, {}),
                ('MissingTemplateCode', 400, {'TemplateCode': ''}, {}),
                ('isv.SMS_SIGNATURE_ILLEGAL', 200, {'SignName': 'x'}, mine),
                ('isv.SMS_TEMPLATE_ILLEGAL', 200, {'TemplateCode': 'x'}, mine),
                ('isv.INVALID_JSON_PARAM', 200, {'TemplateParam': '{'}, {}),
                ('isv.MOBILE_NUMBER_ILLEGAL', 200, {'PhoneNumbers': '1x'}, {}),
                ('isv.MOBILE_COUNT_OVER_LIMIT', 200, {'PhoneNumbers': ','.join(
                    str(13800000000 + n) for n in range(1001))}, {})):
            with self.subTest(wanted, **how):
                got, answer = stand_in.v3('SendSms', {**good, **changed},
                                          **how)
                self.assertEqual((answer['Code'], got), (wanted, status))
                self.assertEqual('HostId' in answer, status != 200)
                self.assertEqual('BizId' in answer, wanted == 'OK')
        stand_in.v3('SendSms', good, nonce='once')
        _, answer = stand_in.v3('SendSms', good, nonce='once')
        self.assertEqual(answer['Code'], 'SignatureNonceUsed')
        status, answer = stand_in.v3('NoSuch', good)
        self.assertEqual((status, answer['Code']),
                         (404, 'InvalidAction.NotFound'))

    def test_the_older_signature_answers_xml_unless_asked(self):
        stand_in = self.start()
        good = {'PhoneNumbers': PHONE, 'SignName': '阿里云',
                'TemplateCode': 'SMS_1'}
        for method in ('GET', 'POST'):
            status, text = stand_in.v1(method, 'SendSms', good)
            self.assertEqual((status, json.loads(text)['Code']), (200, 'OK'))
            status, text = stand_in.v1(method, 'SendSms', good, Format='XML')
            self.assertIn('<SendSmsResponse><Message>OK</Message>', text)
            status, text = stand_in.v1(method, 'SendSms', good, secret='x',
                                       Format='XML')
            self.assertEqual(status, 400)
            self.assertIn('<Code>SignatureDoesNotMatch</Code>', text)

    def test_batches_and_questions(self):
        stand_in = self.start()
        lists = {'PhoneNumberJson': json.dumps([PHONE, '13800138001']),
                 'SignNameJson': '["a","b"]', 'TemplateCode': 'SMS_1',
                 'TemplateParamJson': '[{"code":"1"},{"code":"2"}]',
                 'OutId': 'o-1'}
        _, answer = stand_in.v3('SendBatchSms', lists)
        self.assertEqual(answer['Code'], 'OK')
        for name, value, wanted in (
                ('SignNameJson', '["a"]', 'isv.INVALID_JSON_PARAM'),
                ('PhoneNumberJson', json.dumps([PHONE] * 101),
                 'isv.INVALID_JSON_PARAM')):
            _, refused = stand_in.v3('SendBatchSms', {**lists, name: value})
            self.assertEqual(refused['Code'], wanted)
        many = {'PhoneNumberJson': json.dumps([PHONE] * 101),
                'SignNameJson': json.dumps(['a'] * 101),
                'TemplateCode': 'SMS_1'}
        _, refused = stand_in.v3('SendBatchSms', many)
        self.assertEqual(refused['Code'], 'isv.MOBILE_COUNT_OVER_LIMIT')
        day = stand_in.ledger()['messages'][0]['submitted'][:10]
        _, found = stand_in.v3('QuerySendDetails', {
            'PhoneNumber': '86' + PHONE, 'BizId': answer['BizId'],
            'SendDate': day.replace('-', ''), 'PageSize': '10',
            'CurrentPage': '1'})
        self.assertEqual(found['TotalCount'], '1')
        detail = found['SmsSendDetailDTOs']['SmsSendDetailDTO'][0]
        self.assertEqual((detail['PhoneNum'], detail['OutId']), (PHONE, 'o-1'))
        _, found = stand_in.v3('QuerySmsSign', {'SignName': 'a'})
        self.assertEqual(found['SignStatus'], 1)
        _, found = stand_in.v3('QuerySmsTemplate', {'TemplateCode': 'SMS_1'})
        self.assertEqual(found['TemplateStatus'], 1)
        international = {'version': '2018-05-01'}
        _, sent = stand_in.v3('SendMessageToGlobe', {
            'To': '85212345678', 'Message': 'hello', 'From': 'ACME'},
            **international)
        self.assertEqual(sent['ResponseCode'], 'OK')
        _, found = stand_in.v3('QueryMessage', {
            'MessageId': sent['MessageId']}, **international)
        self.assertEqual(found['Message'], 'hello')
        _, sent = stand_in.v3('BatchSendMessageToGlobe', {
            'To': '["85212345678","85212345679"]', 'Message': '["a","b"]'},
            **international)
        self.assertEqual(len(json.loads(sent['MessageIdList'])), 2)
        for action, to, wanted in (
                ('SendMessageToGlobe', '86' + PHONE, 'COUNTRY_RESTRICTED'),
                ('SendMessageWithTemplate', '85212345678',
                 'NOT_SUPPORTED_COUNTRY'),
                ('SendMessageWithTemplate', '86' + PHONE, 'OK')):
            _, sent = stand_in.v3(action, {
                'To': to, 'Message': 'a', 'From': 'a', 'TemplateCode': 'b'},
                **international)
            self.assertEqual(sent['ResponseCode'], wanted)


class Answers(StandInCase):
    def test_every_documented_code_has_a_number_that_brings_it(self):
        stand_in = self.start()
        send = {'cloud_mas': lambda n: stand_in.mas(bare(n)),
                'msg_send': lambda n: stand_in.msg_form(bare(n)),
                'dysmsapi': lambda n: stand_in.sms(bare(n)),
                'globe': lambda n: stand_in.globe(digits(n)),
                'vendor': lambda n: stand_in.vendor(n) and
                stand_in.answer['code']}
        wanted = [one for one in self.numbers() if one['kind'] == 'answer']
        self.assertGreater(len(wanted), 150)
        for one in wanted:
            with self.subTest(**one):
                self.assertEqual(send[one['service']](one['number']),
                                 one['name'])
                if one['service'] == 'msg_send':
                    self.assertEqual(stand_in.msg_json(bare(one['number'])),
                                     one['name'])
        ledger = stand_in.ledger()
        self.assertEqual(ledger['accepted'], 0)
        verdicts = {request['verdict'] for request in ledger['requests']}
        self.assertEqual(verdicts, {one['name'] for one in wanted})

    def test_throttling_says_when_to_come_back(self):
        stand_in = self.start()
        self.assertEqual(stand_in.sms(self.number_of('Throttling.User')),
                         'Throttling.User')
        self.assertEqual(stand_in.headers['x-acs-retry-after'], '2000')
        status, headers, _ = stand_in.call(
            'POST', '/send', b'{"to":"17000006429"}')
        self.assertEqual((status, headers['Retry-After']), (429, '2'))

    def number_of(self, name):
        return [bare(one['number']) for one in self.numbers()
                if one['name'] == name][0]

    def test_a_script_decides_before_the_numbers(self):
        stand_in = self.start(script='''
            # the first rule that fits
            service=dysmsapi to=1390000* code=isv.OUT_OF_SERVICE
            service=cloud_mas times=2  code=FlowOverLimit
            service=msg_send account=simulate status=503 retry_after=7
            service=vendor body="{\\"ok\\":1}"
        ''')
        self.assertEqual(stand_in.sms('13900000001'), 'isv.OUT_OF_SERVICE')
        self.assertEqual(stand_in.sms('13800000001'), 'OK')
        self.assertEqual([stand_in.mas(PHONE) for _ in range(3)],
                         ['FlowOverLimit', 'FlowOverLimit', 'success'])
        status, headers, _ = stand_in.call(
            'GET', '/msg/send?un=simulate&pw=simulate&phone=13800138000'
            '&msg=' + urllib.parse.quote('【a】b'))
        self.assertEqual((status, headers['Retry-After']), (503, '7'))
        status, _, body = stand_in.call('GET', '/x?to=13800138000')
        self.assertEqual((status, body), (200, b'{"ok":1}'))

    def test_a_script_that_cannot_be_read_names_its_lines(self):
        path = self.write('script', 'service=nosuch code=x\n\n'
                          'fault=rest-after-body\nwhatever=1\n'
                          'to="1\naccount id=a\n')
        self.smsgw('simulate', '--script', path, config=False).expect(
            CONFIG, 'script:1', 'script:3', 'did you mean reset-after-body?',
            'script:4', 'script:5', 'script:6')

    def test_only_loopback_is_listened_on(self):
        self.smsgw('simulate', '--listen', '0.0.0.0:0', config=False).expect(
            USAGE, 'can be reached from outside', '--public')
        self.smsgw('simulate', '--listen', 'localhost', config=False).expect(
            USAGE, 'is no IP address')

    def test_the_page_lists_the_numbers(self):
        with open(os.path.join(os.environ['SMSGW_SOURCE'], 'docs',
                               'simulate.md'), encoding='utf-8') as file:
            page = file.read()
        for one in self.numbers():
            line = f'{one["number"][-4:]} `{one["name"]}`'
            self.assertTrue(line in page, line)


class Reports(StandInCase):
    def test_each_service_pushes_in_its_own_form(self):
        listener = Listener(self)
        stand_in = self.start('--report-to', listener.url)
        stand_in.mas(PHONE)
        method, _, body = listener.wait(1)[0]
        report = json.loads(body)
        self.assertEqual(
            (method, report['reportStatus'], report['mobile'],
             report['msgGroup']),
            ('POST', 'DELIVRD', PHONE, stand_in.answer['msgGroup']))
        stand_in.msg_json(PHONE, uid='u-1')
        method, path, _ = listener.wait(2)[1]
        report = dict(urllib.parse.parse_qsl(path.split('?')[1]))
        self.assertEqual(
            (method, report['status'], report['msgid'], report['uid']),
            ('GET', 'DELIVRD', stand_in.answer['msgId'], 'u-1'))
        stand_in.sms('13800138000,13800138001', OutId='o-1')
        reports = json.loads(listener.wait(3)[2][2])
        self.assertEqual([(one['phone_number'], one['success'],
                           one['err_code'], one['biz_id'], one['out_id'])
                          for one in reports],
                         [(number, True, 'DELIVERED',
                           stand_in.answer['BizId'], 'o-1')
                          for number in ('13800138000', '13800138001')])
        stand_in.globe('85212345678', TaskId='t-1')
        report = json.loads(listener.wait(4)[3][2])[0]
        self.assertEqual((report['To'], report['Status'], report['TaskId']),
                         ('85212345678', '1', 't-1'))

    def test_every_code_of_a_report_has_a_number(self):
        listener = Listener(self)
        stand_in = self.start('--report-to', listener.url)
        send = {'cloud_mas': lambda n: stand_in.mas(bare(n)),
                'msg_send': lambda n: stand_in.msg_form(bare(n)),
                'dysmsapi': lambda n: stand_in.sms(bare(n)),
                'globe': lambda n: stand_in.globe(digits(n)),
                'vendor': stand_in.vendor}
        wanted = [one for one in self.numbers()
                  if one['kind'] == 'report' and one['service']]
        self.assertGreater(len(wanted), 50)
        for one in wanted:
            send[one['service']](one['number'])
        told = [urllib.parse.unquote(path) + body.decode()
                for _, path, body in listener.wait(len(wanted))]
        for one in wanted:
            number = digits(one['number'])[-11:]
            with self.subTest(**one):
                found = [text for text in told if number in text]
                self.assertEqual(len(found), 1)
                self.assertIn(one['name'], found[0])

    def test_reports_come_before_the_answer_twice_or_never(self):
        listener = Listener(self)
        stand_in = self.start('--report-to', listener.url)
        stand_in.mas('17000000001')
        self.assertEqual(len(listener.got), 1)
        stand_in.mas('17000000003')
        listener.wait(3)
        stand_in.mas('17000000002')
        stand_in.mas(PHONE)
        got = [json.loads(body)['mobile'] for _, _, body in listener.wait(4)]
        self.assertEqual(got, ['17000000001', '17000000003', '17000000003',
                               PHONE])

    def test_a_push_without_thanks_comes_again(self):
        listener = Listener(self, body=b'{"code":"0"}')
        stand_in = self.start('--report-to', listener.url)
        stand_in.sms(PHONE)
        first, second = listener.wait(2)[:2]
        self.assertEqual(first, second)

    def test_reports_and_inbound_messages_can_be_fetched_once(self):
        stand_in = self.start()
        stand_in.mas('17000002515')
        stand_in.msg_json('17000004501')
        for service in ('cloud_mas', 'msg_send'):
            stand_in.call('POST', '/inbound', json.dumps({
                'service': service, 'account': 'simulate', 'from': PHONE,
                'to': '1065', 'text': 'TD'}))
        keys = {'ecName': 'x', 'apId': 'simulate', 'secretKey': 'simulate'}
        body = base64.b64encode(json.dumps(keys).encode())
        asked = {'account': 'simulate', 'password': 'simulate'}

        def fetch(path, data, wanted):
            """The first of what is there; it takes a moment to be there."""
            for _ in range(1000):
                _, _, answer = stand_in.call('POST', path, data)
                answer = json.loads(answer)
                found = answer if isinstance(answer, list) else \
                    answer['result']
                if found:
                    break
            self.assertEqual({k: found[0][k] for k in wanted}, wanted)
            _, _, answer = stand_in.call('POST', path, data)
            answer = json.loads(answer)
            self.assertEqual(answer if isinstance(answer, list) else
                             answer['result'], [])

        fetch('/sms/report', body, {'reportStatus': 'CM:4003',
                                    'mobile': '17000002515'})
        fetch('/sms/deliver', body, {'mobile': PHONE, 'smsContent': 'TD'})
        fetch('/msg/pull/report', json.dumps(asked),
              {'status': 'UNDELIV', 'mobile': '17000004501'})
        fetch('/msg/pull/mo', json.dumps(asked),
              {'mobile': PHONE, 'messageContent': 'TD'})


class Rehearsal(StandInCase):
    def setUp(self):
        super().setUp()
        self.http_gateway(
            'https://sms.example.com/v1/send?x=1', name='CIAM',
            provider={'success': 'json /status/code == "OK"',
                      'id': 'json /data/id',
                      'field.1': 'key: ${api_password}',
                      'field.2': 'number: ${to}',
                      'field.3': 'msg: ${signed_text}'},
            pin_sha256='"' + 'A' * 43 + '="')
        secret = self.write('gateways.d/bank.secret', 'bank-secret-1\n', 0o600)
        with open(self.gateway('bank', {'gateway': {
                'provider': 'http', 'sms_url': 'http://203.0.113.1/send',
                'api_account': 'bank', 'api_password_file': 'bank.secret',
                'test_content': 'hello'}}), encoding='utf-8') as file:
            self.bank = file.read()
        self.secret = secret
        self.template('login', text='Your code is ${code}')

    def rehearse(self, stand_in, gateway, number):
        config = stand_in.place['config']
        return self.smsgw('-c', config, '--json', 'test', gateway, '--to',
                          number, '--text', 'hello', config=False)

    def test_the_copy_leads_here_and_nothing_else_is_changed(self):
        stand_in = self.start(config=self.config)
        copy = stand_in.place['config']
        with open(os.path.join(copy, 'gateways.d', 'bank.ini'),
                  encoding='utf-8') as file:
            text = file.read()
        self.assertIn(f'sms_url = {stand_in.place["url"]}/gateway/bank/send',
                      text)
        self.assertNotIn('203.0.113.1', text)
        name = os.path.join(copy, 'gateways.d', 'bank.api_password_file.secret')
        with open(name, encoding='utf-8') as file:
            self.assertEqual(file.read(), 'bank-secret-1\n')
        self.assertEqual(stat.S_IMODE(os.stat(name).st_mode), 0o600)
        self.assertTrue(os.path.exists(
            os.path.join(copy, 'templates.d', 'login.ini')))
        self.assertEqual(self.read('gateways.d/bank.ini').decode(), self.bank)
        self.smsgw('-c', copy, 'check', config=False).expect(DONE)

    def test_a_gateway_sends_and_each_fault_is_understood(self):
        stand_in = self.start(config=self.config)
        done = self.rehearse(stand_in, 'ciam', '+8613800138000').expect(DONE)
        message = stand_in.ledger()['messages'][0]
        self.assertEqual(message['gateway'], 'ciam')
        self.assertEqual(message['to'], '8613800138000')
        self.assertEqual(done.json()['provider_id'], message['id'])
        for number, code in (('+8617000006429', LATER),
                             ('+8617000006503', UNKNOWN),
                             ('+8617000006404', CONFIG),
                             ('+8617000007001', PERMISSION),
                             ('+8617000001006', UNKNOWN),
                             ('+8617000001007', UNKNOWN),
                             ('+8617000001009', UNKNOWN),
                             ('+8617000001011', UNKNOWN),
                             ('+8617000001013', UNKNOWN)):
            with self.subTest(number):
                self.rehearse(stand_in, 'ciam', number).expect(code)
        self.rehearse(stand_in, 'bank', '+8613800138000').expect(DONE)

    def test_a_wrong_password_is_refused_and_a_refused_connection_is(self):
        stand_in = self.start(config=self.config,
                              script='gateway=bank fault=refuse\n')
        config = stand_in.place['config']
        self.rehearse(stand_in, 'bank', '+8613800138000').expect(
            LATER, 'connect-refused')
        self.smsgw('-c', config, 'set', 'ciam', 'api_password=@-',
                   stdin='other', config=False).expect(DONE)
        self.rehearse(stand_in, 'ciam', '+8613800138000').expect(PERMISSION)
        self.assertEqual(stand_in.ledger()['accepted'], 0)

    def test_the_folder_of_its_own_goes_and_a_given_one_stays(self):
        stand_in = self.start(config=self.config)
        folder = os.path.dirname(stand_in.place['config'])
        stand_in.stop()
        self.assertFalse(os.path.exists(folder))
        given = os.path.join(self.top, 'given')
        stand_in = self.start('--dir', given, config=self.config)
        stand_in.stop()
        self.assertTrue(os.path.exists(os.path.join(given, 'config')))
        self.smsgw('simulate', '--dir', given, config=False).expect(
            74, 'does not exist yet')


if __name__ == '__main__':
    main()
