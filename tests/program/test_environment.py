#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Values that a gateway's file leaves to the environment or to a file of the
user's, by the official chain of Alibaba Cloud: which are taken, and that none
is shown."""

import os
import shutil

from harness import CONFIG, DONE, PHONE, main
from stand_in import StandInCase

KEY, SECRET, TOKEN = 'LTAI5tEnvironment', 'env-secret+/=1', 'env-token+/=&2'
FILE_KEY, FILE_SECRET = 'LTAI5tFromFile', 'file-secret+/=3'
CREDENTIALS = f'''\
# the SDK's file
[default]
type = access_key
access_key_id = {FILE_KEY}
access_key_secret = {FILE_SECRET}
[other]
access_key_id=LTAI5tOther
access_key_secret=other-secret
'''
ACCOUNTS = f'''\
account service=dysmsapi id={KEY} secret="{SECRET}"
account service=dysmsapi id=STS.{KEY} secret="{SECRET}" token="{TOKEN}"
account service=dysmsapi id={FILE_KEY} secret="{FILE_SECRET}"
account service=dysmsapi id=LTAI5tOther secret=other-secret
'''
PLAIN = {'ALIBABA_CLOUD_ACCESS_KEY_ID': KEY,
         'ALIBABA_CLOUD_ACCESS_KEY_SECRET': SECRET}


class Chain(StandInCase):
    canaries = (KEY, SECRET, TOKEN, FILE_KEY, FILE_SECRET)

    def setUp(self):
        super().setUp()
        self.template('login', text='您的验证码是${code}')
        self.stand_in = self.start(script=ACCOUNTS)
        self.home = os.path.join(self.top, 'home')
        os.makedirs(os.path.join(self.home, '.alibabacloud'))

    def put_file(self, text=CREDENTIALS, mode=0o600):
        path = os.path.join(self.home, '.alibabacloud', 'credentials')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def aliyun(self, provider=None, **keys):
        self.gateway('ali', {'provider': provider or {},
                             'templates': {'login': 'SMS_1 code'}},
                     provider='aliyun', sms_url=self.stand_in.place['url'],
                     allow_private='yes', sms_title='阿里云',
                     test_phone=PHONE, test_template='login',
                     test_params='code=1234', **keys)

    def run_with(self, env, *words, **kwargs):
        return self.smsgw(*words, env={'HOME': self.home, **env}, **kwargs)

    def account_of(self, env):
        """Sends; whose account it was."""
        self.stand_in.clear()
        self.run_with(env, 'test', 'ali').expect(DONE)
        message, = self.stand_in.ledger()['messages']
        return message['account']

    def test_the_environment_is_taken_and_named(self):
        self.aliyun()
        self.assertEqual(self.account_of(PLAIN), KEY)
        done = self.run_with(PLAIN, 'check', 'ali').expect(
            DONE, 'api_account ($ALIBABA_CLOUD_ACCESS_KEY_ID), '
            'api_password ($ALIBABA_CLOUD_ACCESS_KEY_SECRET)')
        self.assertIn('note:', done.out)
        self.run_with(PLAIN, 'gateways', 'ali').expect(
            DONE, '**** from $ALIBABA_CLOUD_ACCESS_KEY_ID')
        values = {v['key']: v for v in self.run_with(
            PLAIN, '--json', 'gateways', 'ali').expect(DONE).json()['values']}
        self.assertEqual(values['api_account'], {
            'section': 'gateway', 'key': 'api_account', 'value': '****',
            'line': 0, 'from': '$ALIBABA_CLOUD_ACCESS_KEY_ID'})
        self.assertEqual(values['api_password']['from'],
                         '$ALIBABA_CLOUD_ACCESS_KEY_SECRET')
        self.run_with(PLAIN, 'test', 'ali', '--dry-run').expect(DONE)
        self.run_with(PLAIN, 'test', 'ali', '-v').expect(
            DONE, 'api_password ($ALIBABA_CLOUD_ACCESS_KEY_SECRET)')

    def test_a_token_goes_with_its_key(self):
        self.aliyun()
        self.assertEqual(self.account_of({
            'ALIBABA_CLOUD_ACCESS_KEY_ID': 'STS.' + KEY,
            'ALIBABA_CLOUD_ACCESS_KEY_SECRET': SECRET,
            'ALIBABA_CLOUD_SECURITY_TOKEN': TOKEN}), 'STS.' + KEY)

    def test_the_file_of_the_gateway_goes_first_and_alone(self):
        self.aliyun(api_account='LTAI5tOther', api_password='"other-secret"')
        self.assertEqual(self.account_of({
            **PLAIN, 'ALIBABA_CLOUD_SECURITY_TOKEN': TOKEN}), 'LTAI5tOther')
        self.aliyun(api_account='LTAI5tOther')
        self.run_with(PLAIN, 'check', 'ali').expect(CONFIG, 'api_password')

    def test_the_users_file_is_found_by_itself(self):
        path = self.put_file()
        self.aliyun()
        self.assertEqual(self.account_of({}), FILE_KEY)
        done = self.run_with({}, 'check', 'ali').expect(
            DONE, f'credentials ({path})')
        self.assertNotIn('several lines', done.all)
        self.assertEqual(self.account_of(
            {'ALIBABA_CLOUD_PROFILE': 'other'}), 'LTAI5tOther')
        self.aliyun({'profile': 'other'})
        self.assertEqual(self.account_of(PLAIN), 'LTAI5tOther')

    def test_a_variable_names_the_file(self):
        path = shutil.move(self.put_file(), os.path.join(self.top, 'keys'))
        self.aliyun()
        env = {'ALIBABA_CLOUD_CREDENTIALS_FILE': path}
        self.assertEqual(self.account_of(env), FILE_KEY)
        os.remove(path)
        self.run_with(env, 'check', 'ali').expect(CONFIG, path)

    def test_the_environment_goes_before_the_users_file(self):
        self.put_file('no such\x00thing')
        self.aliyun()
        self.assertEqual(self.account_of(PLAIN), KEY)

    def test_a_file_that_is_named_is_no_slip(self):
        path = self.put_file()
        self.aliyun({'credentials_file': path})
        self.assertEqual(self.account_of(PLAIN), FILE_KEY)
        done = self.run_with({}, 'check', 'ali').expect(DONE)
        self.assertNotIn('several lines', done.all)

    def test_without_any_the_cure_is_named(self):
        self.aliyun()
        self.run_with({}, 'check', 'ali').expect(
            CONFIG, 'there is no AccessKey', 'ALIBABA_CLOUD_ACCESS_KEY_ID')
        self.put_file('[default]\n')
        self.run_with({}, 'check', 'ali').expect(
            CONFIG, 'has no access_key_id and access_key_secret')

    def test_a_value_that_does_not_fit_is_told_without_it(self):
        self.aliyun()
        self.run_with({**PLAIN, 'ALIBABA_CLOUD_ACCESS_KEY_ID': KEY * 20},
                      'check', 'ali').expect(
                          CONFIG, '$ALIBABA_CLOUD_ACCESS_KEY_ID: expected')

    def test_the_parameters_say_where_values_come_from(self):
        self.smsgw('providers', 'aliyun').expect(
            DONE, 'else $ALIBABA_CLOUD_ACCESS_KEY_ID',
            'else $ALIBABA_CLOUD_CREDENTIALS_FILE, else '
            '~/.alibabacloud/credentials')


if __name__ == '__main__':
    main()
