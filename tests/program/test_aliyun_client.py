#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Alibaba Cloud's own Node SDKs as clients of the stand-in: what they send is
accepted, and what they make of its answers is what the service's documents say.
tools/check puts the SDKs into _build/npm; without them this is skipped."""

import json
import os
import shutil
import subprocess
import time
import unittest

from harness import main
from stand_in import HOST, StandInCase

SOURCE = os.environ.get('SMSGW_SOURCE') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')
MODULES = os.environ.get('SMSGW_NPM') or os.path.join(
    SOURCE, '_build', 'npm', 'node_modules')
CLIENT = os.path.join(SOURCE, 'tests', 'program', 'aliyun_client.js')
SDKS = ('dysmsapi20170525', 'dysmsapi20180501', 'pop-core')

MISSING = None
if not shutil.which('node'):
    MISSING = 'node is not installed'
elif not all(os.path.isdir(os.path.join(MODULES, '@alicloud', sdk))
             for sdk in SDKS):
    MISSING = 'no SDKs in _build/npm: tools/check fetches them'

AWKWARD = '您好 a+b&c=~*!\'()%41 "\\ 😀 /?#[]@:;,'
ACCOUNTS = '''\
account service=dysmsapi id=STS.k secret=s token="t+/=&~*!'()" \
signature=阿里云 template=SMS_1 template=SMS_2
account service=dysmsapi id=plain secret="s;# &=+%" signature=阿里云
'''


@unittest.skipIf(MISSING, MISSING)
class Client(StandInCase):
    def setUp(self):
        super().setUp()
        self.stand_in = self.start(script=ACCOUNTS)

    def settings(self, **changed):
        return {'accessKeyId': 'simulate', 'accessKeySecret': 'simulate',
                'endpoint': f'{HOST}:{self.stand_in.port}',
                'protocol': 'http', **changed}

    def run_calls(self, calls):
        done = subprocess.run(
            ['node', CLIENT, MODULES], input=json.dumps(calls).encode(),
            capture_output=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def call(self, action, sdk='dysmsapi20170525', config=None, **request):
        result, = self.run_calls([{'sdk': sdk, 'action': action,
                                   'config': config or self.settings(),
                                   'request': request}])
        return result

    def answer(self, action, **kwargs):
        result = self.call(action, **kwargs)
        self.assertIn('answer', result, result)
        return result['answer']

    def error(self, action, **kwargs):
        result = self.call(action, **kwargs)
        self.assertIn('error', result, result)
        return result['error']

    def send(self, numbers='13800138000', **changed):
        return {'phoneNumbers': numbers, 'signName': '阿里云',
                'templateCode': 'SMS_1', 'templateParam': '{"code":"1234"}',
                **changed}

    def older(self, **changed):
        return self.settings(endpoint=f'http://{HOST}:{self.stand_in.port}',
                           apiVersion='2017-05-25', **changed)

    def messages(self):
        return self.stand_in.ledger()['messages']

    def test_a_message_is_accepted_and_found_again(self):
        params = json.dumps({'code': AWKWARD[:20]}, ensure_ascii=False)
        sent = self.answer('SendSms', **self.send(
            templateParam=params, outId='o-1', smsUpExtendCode='90999'))
        self.assertEqual((sent['Code'], sent['Message']), ('OK', 'OK'))
        message, = self.messages()
        self.assertEqual((message['id'], message['params'],
                          message['out_id'], message['extend']),
                         (sent['BizId'], params, 'o-1', '90999'))
        day = time.strftime('%Y%m%d', time.gmtime(time.time() + 8 * 3600))
        for _ in range(50):
            found = self.answer('QuerySendDetails', phoneNumber='13800138000',
                                bizId=sent['BizId'], sendDate=day, pageSize=10,
                                currentPage=1)
            detail, = found['SmsSendDetailDTOs']['SmsSendDetailDTO']
            if detail['SendStatus'] != 1:
                break
        self.assertEqual((found['TotalCount'], detail['SendStatus'],
                          detail['ErrCode'], detail['OutId'],
                          detail['TemplateCode']),
                         ('1', 3, 'DELIVERED', 'o-1', 'SMS_1'))

    def test_a_batch_has_one_id(self):
        numbers = [f'1380013{i:04}' for i in range(100)]
        batch = {'phoneNumberJson': json.dumps(numbers),
                 'signNameJson': json.dumps(['阿里云'] * 100),
                 'templateCode': 'SMS_1', 'templateParamJson': json.dumps(
                     [{'code': AWKWARD[i % 20] + str(i)} for i in range(100)])}
        sent = self.answer('SendBatchSms', **batch)
        self.assertEqual(sent['Code'], 'OK')
        self.assertEqual([(m['to'], m['id']) for m in self.messages()],
                         [(number, sent['BizId']) for number in numbers])
        # each has its own values
        day = time.strftime('%Y%m%d', time.gmtime(time.time() + 8 * 3600))
        found = self.answer('QuerySendDetails', phoneNumber=numbers[7],
                            bizId=sent['BizId'], sendDate=day, pageSize=10,
                            currentPage=1)
        detail, = found['SmsSendDetailDTOs']['SmsSendDetailDTO']
        self.assertEqual(json.loads(detail['Content']),
                         {'code': AWKWARD[7] + '7'})
        batch['phoneNumberJson'] = json.dumps(numbers + ['13900139000'])
        batch['signNameJson'] = json.dumps(['阿里云'] * 101)
        batch['templateParamJson'] = json.dumps([{'code': '1'}] * 101)
        self.assertEqual(self.answer('SendBatchSms', **batch)['Code'],
                         'isv.MOBILE_COUNT_OVER_LIMIT')

    def test_signature_and_template_can_be_asked_about(self):
        config = self.settings(accessKeyId='STS.k', accessKeySecret='s',
                             securityToken="t+/=&~*!'()", type='sts')
        for action, name, good, state in (
                ('QuerySmsSign', 'signName', '阿里云', 'SignStatus'),
                ('QuerySmsTemplate', 'templateCode', 'SMS_2',
                 'TemplateStatus')):
            self.assertEqual(self.answer(action, config=config, **{name: good})
                             [state], 1)
            self.assertRegex(self.answer(action, config=config,
                                         **{name: 'SMS_9'})['Code'],
                             r'^isv\.SMS_(SIGNATURE|TEMPLATE)_ILLEGAL$')

    def test_every_documented_code_reaches_the_client(self):
        codes = [one for one in self.numbers() if one['kind'] == 'answer' and
                 one['service'] in ('dysmsapi', 'globe')]
        self.assertGreater(len(codes), 90)
        calls = [{'sdk': 'dysmsapi20170525', 'action': 'SendSms',
                  'config': self.settings(),
                  'request': self.send(one['number'].removeprefix('+86'))}
                 if one['service'] == 'dysmsapi' else
                 {'sdk': 'dysmsapi20180501', 'action': 'SendMessageToGlobe',
                  'config': self.settings(), 'request': {
                      'to': one['number'].removeprefix('+'),
                      'message': 'hello', 'type': 'OTP'}} for one in codes]
        for one, result in zip(codes, self.run_calls(calls)):
            answer = result.get('answer', {})
            code = result['error']['code'] if 'error' in result else \
                answer.get('Code') or answer.get('ResponseCode')
            with self.subTest(one['name']):
                # the SDK has one word for what asks to be sent again
                self.assertIn(code, (one['name'], 'Throttling')
                              if one['name'].startswith('Throttling') else
                              (one['name'],))
        self.assertEqual(self.messages(), [])

    def test_a_product_refuses_by_an_answer_and_a_gateway_by_an_error(self):
        refused = self.answer('SendSms', **self.send('17000003004'))
        self.assertEqual((refused['status'], refused['Code']),
                         (200, 'isv.OUT_OF_SERVICE'))
        self.assertNotIn('BizId', refused)
        for changed, code, status in (
                ({'accessKeySecret': 'other'}, 'SignatureDoesNotMatch', 400),
                ({'accessKeyId': 'nobody'}, 'InvalidAccessKeyId.NotFound',
                 404)):
            error = self.error('SendSms', config=self.settings(**changed),
                               **self.send())
            self.assertEqual((error['code'], error['status']), (code, status))
        error = self.error('SendSms', **self.send(signName=''))
        self.assertEqual(error['code'], 'MissingSignName')

    def test_a_temporary_key_needs_its_token(self):
        key = {'accessKeyId': 'STS.k', 'accessKeySecret': 's'}
        good = self.settings(**key, securityToken="t+/=&~*!'()", type='sts')
        self.assertEqual(self.answer('SendSms', config=good,
                                     **self.send())['Code'], 'OK')
        other = self.settings(**key, securityToken='other', type='sts')
        self.assertTrue(self.error('SendSms', config=other, **self.send())
                        ['code'].startswith('InvalidSecurityToken'))
        self.assertEqual(self.error('SendSms', config=self.settings(**key),
                                    **self.send())['code'],
                         'MissingSecurityToken')

    def test_a_message_abroad_is_accepted_and_found_again(self):
        sdk = {'sdk': 'dysmsapi20180501'}
        sent = self.answer('SendMessageToGlobe', **sdk, to='85261234567',
                           message=AWKWARD, type='OTP', taskId='t-1',
                           validityPeriod=300, **{'from': 'ACME'})
        self.assertEqual((sent['ResponseCode'], sent['To'], sent['From']),
                         ('OK', '85261234567', 'ACME'))
        self.assertEqual(self.messages()[0]['text'], AWKWARD)
        for _ in range(50):
            found = self.answer('QueryMessage', **sdk,
                                messageId=sent['MessageId'])
            if found['Status'] != 3:
                break
        self.assertEqual((found['ResponseCode'], str(found['Status']),
                          found['To'], found['Message']),
                         ('OK', '1', '85261234567', AWKWARD))
        several = self.answer('BatchSendMessageToGlobe', **sdk,
                              to='["85261234567","6591234567"]',
                              message='["a","b"]', type='NOTIFY')
        self.assertEqual((several['ResponseCode'], several['SuccessCount'],
                          several['FailedList']), ('OK', '2', '[]'))
        self.assertEqual(
            json.loads(several['MessageIdList']),
            [message['id'] for message in self.messages()[1:]])
        home = self.answer('SendMessageWithTemplate', **sdk,
                           to='8613800138000', templateCode='SMS_1',
                           templateParam='{"code":"1"}', **{'from': '阿里云'})
        self.assertEqual(home['ResponseCode'], 'OK')
        self.assertEqual(self.answer(
            'SendMessageToGlobe', **sdk, to='8613800138000', message='a',
            type='OTP')['ResponseCode'], 'COUNTRY_RESTRICTED')

    def test_the_older_client_is_answered_too(self):
        request = {'PhoneNumbers': '13800138000', 'SignName': '阿里云',
                   'TemplateCode': 'SMS_1',
                   'TemplateParam': json.dumps({'code': AWKWARD[:20]})}
        calls = [{'sdk': 'pop-core', 'action': 'SendSms', 'method': method,
                  'config': config, 'request': request}
                 for method in ('GET', 'POST') for config in (
                     self.older(accessKeyId='plain',
                                accessKeySecret='s;# &=+%'),
                     self.older(accessKeyId='STS.k', accessKeySecret='s',
                                securityToken="t+/=&~*!'()"))]
        for result in self.run_calls(calls):
            self.assertEqual(result.get('answer', result).get('Code'), 'OK')
        self.assertEqual(len(self.messages()), len(calls))
        self.assertEqual(self.error(
            'SendSms', sdk='pop-core', **request,
            config=self.older(accessKeySecret='x'))['code'],
            'SignatureDoesNotMatch')
        self.assertEqual(self.error(
            'SendSms', sdk='pop-core', config=self.older(),
            **{**request, 'PhoneNumbers': '17000003004'})['code'],
            'isv.OUT_OF_SERVICE')

    def test_a_message_is_accepted_over_tls(self):
        with open(self.stand_in.place['ca_file'], encoding='ascii') as file:
            ca = file.read()
        config = self.settings(endpoint=f'{HOST}:{self.stand_in.tls_port}',
                             protocol='https', ca=ca)
        self.assertEqual(self.answer('SendSms', config=config, **self.send())
                         ['Code'], 'OK')
        self.assertIn('error', self.call(
            'SendSms', config={**config, 'ca': ''}, **self.send()))
        self.assertEqual(len(self.messages()), 1)

    def test_a_fault_is_an_error_and_no_second_message(self):
        for number in ('17000001006', '17000001007', '17000001009'):
            with self.subTest(number):
                self.stand_in.clear()
                self.error('SendSms', **self.send(number))
                self.assertEqual(len(self.messages()), 1)


if __name__ == '__main__':
    main()
