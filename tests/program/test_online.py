#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a provider says of the account without a message: smsgw check --online,
and the step `account` of smsgw test, against the stand-in."""

from fault_server import FaultServer
from harness import (CONFIG, DONE, LATER, PERMISSION, PHONE, REFUSED, USAGE,
                     Case, main)
from stand_in import StandInCase

SIGNATURE = ('action=QuerySmsSign body="{\\"Code\\":\\"OK\\",'
             '\\"SignStatus\\":%s}"\n')
TEMPLATE = ('action=QuerySmsTemplate times=1 body="{\\"Code\\":\\"OK\\",'
            '\\"TemplateStatus\\":%s,\\"Reason\\":\\"no proof\\"}"\n')
REFUSAL = 'action=%s code=%s\n'
BALANCE = ('action=/msg/balance/json body="{\\"code\\":\\"0\\",'
           '\\"balance\\":\\"%s\\"}"\n')
SECRET = 'hunter2;hunter2'


class Online(StandInCase):
    canaries = (SECRET,)

    def play(self, script=''):
        """Gateways of each kind, pointed at a stand-in that obeys a script."""
        self.template('login', text='您的验证码是${code}')
        keys = {'api_password': f"'{SECRET}'", 'sms_title': '阿里云',
                'test_phone': PHONE, 'test_content': 'code 123456'}
        self.gateway('ali', {'templates': {
            'login': 'SMS_1 code', 'login.en': 'SMS_1 code',
            'notice': 'SMS_2'}}, provider='aliyun', api_account='LTAI',
            test_template='login', test_params='code=123456', **keys)
        self.gateway('json', provider='china_mobile', api_account='N2',
                     sms_url='https://sms.example.com/msg/send/json', **keys)
        self.gateway('mas', {'provider': {'ec_name': 'ACME',
                                          'sign_code': 'AbCdEfGhI'}},
                     provider='china_mobile', api_account='ap', enabled='no',
                     sms_url='https://192.0.2.1:28888/sms/submit', **keys)
        self.gateway('try', provider='test')
        self.stand_in = self.start(config=self.config, script=script)

    def run_copy(self, *words):
        return self.smsgw('-c', self.stand_in.place['config'], *words,
                          config=False)

    def check(self, code, *words):
        return self.run_copy('--json', 'check', '--online',
                             *words).expect(code).json()

    def account(self, value):
        """Of all steps `account`: state, fact and code."""
        return [(step['state'], step['fact'], step.get('code'))
                for step in value['steps'] if step['step'] == 'account']

    def asked(self):
        return [request['path'] for request in
                self.stand_in.ledger()['requests']]

    def test_every_provider_is_asked_what_it_can_tell(self):
        self.play()
        value = self.check(DONE)
        self.assertTrue(value['ok'])
        found = {one['gateway']: one for one in value['online']}
        self.assertEqual(list(found), ['ali', 'json', 'mas', 'try'])
        self.assertEqual(self.account(found['ali']), [
            ('ok', 'signature: 【阿里云】 is approved', None),
            ('ok', 'template: SMS_1 is approved', None),
            ('ok', 'template: SMS_2 is approved', None)])
        self.assertEqual(self.account(found['json']),
                         [('ok', 'balance: 1000', None)])
        self.assertEqual([s['step'] for s in found['json']['steps']],
                         ['dns', 'connect', 'tls', 'request', 'account'])
        self.assertEqual(found['mas']['steps'][0]['step'], 'enabled')
        self.assertEqual(found['try']['steps'][0]['state'], 'skipped')
        self.assertEqual(self.stand_in.ledger()['accepted'], 0)

    def test_what_cannot_be_asked_says_so(self):
        self.play()
        for gateway in ('mas', 'try'):
            step, = self.check(DONE, gateway)['online'][0]['steps']
            self.assertEqual((step['step'], step['state']),
                             ('account', 'skipped'))
            self.assertIn(f'smsgw test {gateway}', step['fact'])
        self.assertEqual(self.asked(), [])

    def test_what_is_not_approved_is_a_failure_with_a_fix(self):
        self.play(SIGNATURE % '10' + TEMPLATE % '2')
        done = self.run_copy('check', '--online', 'ali').expect(
            REFUSED, 'signature: 【阿里云】 was cancelled', 'content-title',
            'fix: Set sms_title to a signature', 'no proof')
        self.assertIn('template: SMS_1 was rejected', done.out)
        self.assertIn('template: SMS_2 is approved', done.out)
        one = self.run_copy('--json', 'check', '--online', 'ali').json()
        self.assertFalse(one['online'][0]['ok'])

    def test_what_is_under_review_is_a_warning(self):
        self.play(SIGNATURE % '0')
        one, = self.check(DONE, 'ali')['online']
        self.assertEqual(self.account(one)[0], (
            'warning', 'signature: 【阿里云】 is being reviewed',
            'content-title'))

    def test_refused_credentials_end_the_questions(self):
        self.play(REFUSAL % ('QuerySmsSign', 'InvalidAccessKeyId.NotFound'))
        one, = self.check(PERMISSION, 'ali')['online']
        step, = [s for s in one['steps'] if s['step'] == 'account']
        self.assertEqual((step['state'], step['code'], step['who'],
                          step['provider_code']),
                         ('failed', 'account-credentials', 'admin',
                          'InvalidAccessKeyId.NotFound'))
        self.assertTrue(step['fix'])
        self.assertEqual(len(self.asked()), 1)

    def test_a_key_that_may_not_ask_may_send_all_the_same(self):
        self.play(REFUSAL % ('QuerySms*', 'isp.RAM_PERMISSION_DENY'))
        one, = self.check(DONE, 'ali')['online']
        self.assertEqual({state for state, _, _ in self.account(one)},
                         {'warning'})
        self.assertIn('QuerySmsSign', self.account(one)[0][1])

    def test_an_empty_balance_is_a_failure(self):
        self.play(BALANCE % '0')
        one, = self.check(REFUSED, 'json')['online']
        self.assertEqual(self.account(one),
                         [('failed', 'balance: 0', 'account-balance')])

    def test_a_refused_question_keeps_the_vendors_words(self):
        self.play('action=/msg/balance/json code=102\n')
        one, = self.check(PERMISSION, 'json')['online']
        step, = [s for s in one['steps'] if s['step'] == 'account']
        self.assertEqual((step['code'], step['provider_code']),
                         ('account-credentials', '102'))
        self.assertTrue(step['provider_text'])

    def test_faults_of_the_line_are_shown_and_nothing_is_in_doubt(self):
        self.play('fault=reset-after-body\n')
        done = self.run_copy('check', '--online', 'ali').expect(LATER)
        self.assertIn('gave no whole answer', done.out)
        self.assertNotIn('sent', done.out)

    def test_broken_and_unknown_gateways_are_not_asked(self):
        self.play()
        self.gateway('json', provider='china_mobile', sms_url='x')
        done = self.smsgw('--json', 'check', '--online', 'json').expect(CONFIG)
        self.assertEqual(done.json()['online'][0]['steps'][0]['state'],
                         'skipped')
        self.smsgw('check', '--online', 'nope').expect(CONFIG)
        self.smsgw('check', '--on-line').expect(USAGE)

    def test_a_message_is_preceded_by_its_account(self):
        self.play()
        value = self.run_copy('--json', 'test', 'ali').expect(DONE).json()
        self.assertEqual([fact for _, fact, _ in self.account(value)], [
            'signature: 【阿里云】 is approved', 'template: SMS_1 is approved'])
        self.assertEqual([s['step'] for s in value['steps']][-6:],
                         ['account', 'dns', 'connect', 'tls', 'request',
                          'answer'])

    def test_a_message_is_sent_although_its_account_looks_bad(self):
        self.play(SIGNATURE % '2')
        value = self.run_copy('--json', 'test', 'ali').expect(DONE).json()
        step = [s for s in value['steps'] if s['step'] == 'account'][0]
        self.assertEqual((step['state'], step['code'], step['who']),
                         ('warning', 'content-title', 'admin'))
        self.assertTrue(step['cause'] and step['fix'])
        self.assertEqual(self.stand_in.ledger()['accepted'], 1)

    def test_a_dry_run_asks_nothing(self):
        self.play()
        self.run_copy('test', 'ali', '--dry-run').expect(DONE)
        self.assertEqual(self.asked(), [])

    def test_a_question_without_an_answer_holds_nothing_up(self):
        self.play('request=1 fault=silence\n')
        value = self.run_copy('--json', 'test', 'ali').expect(DONE).json()
        (state, fact, _), = self.account(value)
        self.assertEqual(state, 'skipped')
        self.assertIn('not asked', fact)
        self.assertEqual(self.stand_in.ledger()['accepted'], 1)


class Token(Case):
    def test_a_login_is_a_question_too(self):
        with FaultServer('raw') as server:
            self.http_gateway(server.url('/send'), provider={
                'login_url': server.url('/login'),
                'login_token': 'json /token',
                'field.1': 'to: ${to}', 'field.2': 'text: ${text}',
                'header.1': 'X-Token: ${token}'})
            body = b'{"token":"t0ken"}'
            server.raw_answer = (b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n'
                                 b'\r\n' % len(body)) + body
            self.smsgw('check', '--online', 'ciam').expect(DONE, 'logged in')
            server.raw_answer = (b'HTTP/1.1 401 No\r\nContent-Length: 0\r\n'
                                 b'\r\n')
            self.smsgw('check', '--online', 'ciam').expect(
                PERMISSION, 'brought no token')
            self.assertEqual({r.target for r in server.requests}, {'/login'})


if __name__ == '__main__':
    main()
