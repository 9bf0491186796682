#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What every command prints with --json, in success and in failure, is what
docs/schema/smsgw-output.json says: no member more, none less."""

import copy
import json
import os
import re

from fault_server import FaultServer
from harness import (CONFIG, DATA, DONE, LATER, PERMISSION, PHONE, REFUSED,
                     UNKNOWN, USAGE, Case, main)
from stand_in import StandIn

try:
    import jsonschema
except ImportError:
    jsonschema = None

SOURCE = os.environ.get('SMSGW_SOURCE', '.')
TEXT = ['--text', 'Your code is 123456']


def load_schema():
    path = os.path.join(SOURCE, 'docs', 'schema', 'smsgw-output.json')
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def objects_in(value):
    """Every object in a JSON value, itself included."""
    if isinstance(value, dict):
        yield value
    members = value.values() if isinstance(value, dict) else \
        value if isinstance(value, list) else ()
    for member in members:
        yield from objects_in(member)


class Schema(Case):
    @classmethod
    def setUpClass(cls):
        cls.schema = load_schema()

    def setUp(self):
        super().setUp()
        if jsonschema is None:
            self.skipTest('python3-jsonschema is not installed')
        self.gateway('demo', {'provider': {'daily_quota': '500'},
                              'templates': {'login': 'T1 code'},
                              'limits': {'rate': '5/s'}},
                     provider='test', name='Demo', test_phone=PHONE,
                     sms_title='ACME', test_content='Your code is 123456')
        self.template('login', text='Your code is ${code}')

    def validator(self, name):
        """Checks a value against $defs/NAME."""
        return jsonschema.Draft202012Validator(
            {'$ref': '#/$defs/' + name, '$defs': self.schema['$defs']})

    def expect(self, name, code, *words):
        """Runs a command; what it prints is $defs/NAME.  The value."""
        done = self.smsgw('--json', *words).expect(code)
        value = done.json()
        error = jsonschema.exceptions.best_match(
            self.validator(name).iter_errors(value))
        if error is not None:
            done.fail(f'{error.json_path}: {error.message}')
        # one value, and the whole schema has it as well
        jsonschema.Draft202012Validator(self.schema).validate(value)
        return value

    def number(self, ending):
        return '+861380013' + ending

    def test_the_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)
        named = {ref['$ref'] for ref in self.schema['anyOf']}
        self.assertLessEqual(
            named, {'#/$defs/' + name for name in self.schema['$defs']})

    def test_providers(self):
        listed = self.expect('providers', DONE, 'providers')
        self.assertIn('test', [p['name'] for p in listed])
        for name in ('test', 'http'):
            self.expect('provider', DONE, 'providers', name)
        self.expect('failure', CONFIG, 'providers', 'tset')

    def test_a_broken_provider_and_its_gateway(self):
        plugins = os.path.join(self.top, 'plugins')
        os.mkdir(plugins)
        with open(os.path.join(plugins, 'broken.so'), 'wb') as file:
            file.write(b'no plugin')
        env = {'SMSGW_PROVIDER_PATH': plugins}
        self.gateway('bad', provider='broken')
        for name, code, words in (('providers', DONE, ['providers']),
                                  ('gateways', DONE, ['gateways']),
                                  ('gateway', DONE, ['gateways', 'bad']),
                                  ('check', CONFIG, ['check'])):
            value = self.smsgw('--json', *words, env=env).expect(code).json()
            self.validator(name).validate(value)
            self.assertIn('broken', json.dumps(value))

    def test_gateways(self):
        self.write('gateways.d/bad.ini', '[gateway]\nprovider = test\nx = 1\n')
        self.gateway('http', provider='http', api_account='a',
                     sms_url='https://a.example/', api_password='"hunter2"')
        listed = self.expect('gateways', DONE, 'gateways')
        self.assertEqual([g['state'] for g in listed], ['broken', 'ok', 'ok'])
        values = self.expect('gateway', DONE, 'gateways', 'http')['values']
        self.assertIn('****', [v['value'] for v in values])
        values = self.expect('gateway', DONE, 'gateways', 'demo')['values']
        self.assertIn('templates', [v['section'] for v in values])
        self.expect('gateway', DONE, 'gateways', 'bad')
        self.expect('failure', CONFIG, 'gateways', 'demmo')

    def test_a_file_of_messages(self):
        path = os.path.join(self.top, 'm.csv')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'to,text,ref\n{PHONE},hello,a\n'
                       f'{self.number("0001")},hello,b\n')
        words = ['send', '--local', '--csv', path]
        self.expect('bulk_plan', DONE, *words, '--dry-run')
        done = self.smsgw('--json', *words, '--yes').expect(REFUSED)
        *rows, last = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual(len(rows), 2)
        for row in rows:
            self.validator('bulk_row').validate(row)
        self.validator('bulk_summary').validate(last)
        self.assertEqual(last['summary']['exit_code'], REFUSED)
        self.expect('failure', USAGE, *words)
        with open(path, 'a', encoding='utf-8') as file:
            file.write('12,hello,c\n')
        self.expect('failure', DATA, *words, '--resume')

    def test_check(self):
        value = self.expect('check', DONE, 'check')
        self.assertTrue(value['ok'])
        self.expect('check', DONE, 'check', 'demo')
        self.write('gateways.d/no-gateway.txt', '')
        self.write('gateways.d/bad.ini', '[gateway]\nprovider = test\nx = 1\n')
        value = self.expect('check', CONFIG, '-v', 'check')
        self.assertEqual({p['level'] for p in value['problems']},
                         {'error', 'note'})
        self.expect('failure', CONFIG, 'check', 'demmo')

    def test_add_set_enable_disable_and_remove(self):
        done = self.expect('change', DONE, 'add', 'new', '--provider', 'test',
                           'provider.daily_quota=9')['done']
        self.assertEqual([d['verb'] for d in done], ['created'])
        self.expect('change', DONE, 'set', 'new', 'name=New')
        self.assertEqual(
            self.expect('change', DONE, 'set', 'new', 'name=New')['done'], [])
        self.expect('change', DONE, 'disable', 'new')
        self.expect('change', DONE, 'enable', 'new')
        self.expect('change', DONE, 'remove', 'new')
        value = self.expect('change', DONE, 'add', 'plain', '--provider',
                            'http', 'sms_url=http://a.example/',
                            'provider.field.1=to: ${to}',
                            'provider.field.2=text: ${text}')
        self.assertTrue(value['warnings'])
        for words in (['add', 'demo', '--provider', 'test'],
                      ['add', 'new', '--provider', 'tset'],
                      ['set', 'demo', 'limits.timeout=soon'],
                      ['set', 'demo', 'nmae=x'], ['set', 'demmo', 'name=x'],
                      ['enable', 'demmo'], ['disable', 'demmo'],
                      ['remove', 'demmo']):
            self.expect('failure', CONFIG, *words)
        self.expect('failure', USAGE, 'set', 'demo', 'name')

    def test_messages_of_every_outcome(self):
        outcomes = set()
        for ending, code in (('8000', DONE), ('0001', REFUSED),
                             ('0002', LATER), ('0003', UNKNOWN),
                             ('0007', PERMISSION)):
            words = ['--to', self.number(ending), *TEXT]
            value = self.expect('test', code, 'test', 'demo', *words)
            outcomes.add(value['outcome'])
            self.expect('send', code, 'send', '--local', '--gateway', 'demo',
                        *words)
        self.assertEqual(outcomes, {'accepted', 'rejected', 'deferred',
                                    'unknown'})
        for wait, code in (('0006', REFUSED), ('8000', DONE)):
            self.expect('test', code, 'test', 'demo', '--to',
                        self.number(wait), *TEXT, '--wait', '20')

    def test_messages_that_come_to_nothing(self):
        for words in (['--to', '12', *TEXT], ['--to', PHONE, '--text', ''],
                      ['--to', PHONE, '--template', 'login'],
                      ['--to', PHONE, '--template', 'lgoin']):
            value = self.expect('test', DATA, 'test', 'demo', *words)
            self.assertEqual(value['outcome'], 'none')
            self.expect('send', DATA, 'send', '--local', '--gateway', 'demo',
                        *words)
        self.expect('test', CONFIG, 'test', 'demmo')
        self.expect('failure', USAGE, 'test')
        self.expect('failure', USAGE, 'send', '--local', '--to', PHONE)
        self.expect('failure', LATER, 'send', '--to', PHONE, *TEXT)

    def test_messages_over_http(self):
        with FaultServer() as server:
            self.http_gateway(server.url())
            self.expect('test', DONE, 'test', 'ciam', '--dry-run')
            self.expect('test', DONE, 'test', 'ciam')
            for mode, code in (('refused_with_text', REFUSED),
                               ('throttled', LATER),
                               ('reset_after_body', UNKNOWN)):
                server.mode = mode
                self.expect('test', code, 'test', 'ciam')

    def test_route(self):
        self.gateway('off', provider='test', enabled='no')
        self.write('gateways.d/bad.ini', '[gateway]\nprovider = test\nx = 1\n')
        legs = self.expect('route', DONE, 'route', '--to', PHONE, *TEXT)
        self.assertEqual([leg['able'] for leg in legs], [True, False, False])
        self.smsgw('disable', 'demo').expect(DONE)
        self.expect('route', CONFIG, 'route', '--to', PHONE, *TEXT)
        self.expect('failure', DATA, 'route', '--to', '12', *TEXT)
        self.expect('failure', USAGE, 'route', '--to', PHONE)

    def test_simulate(self):
        self.expect('numbers', DONE, 'simulate', '--numbers')
        self.validator('place').validate(StandIn(self).place)
        self.expect('failure', USAGE, 'simulate', '--listen', '0.0.0.0:0')

    def test_errors(self):
        for entry in self.expect('errors', DONE, 'errors'):
            self.validator('error').validate(entry)
        self.expect('error', DONE, 'errors', 'usage')
        self.expect('codes', DONE, 'errors', 'test')
        self.expect('code', DONE, 'errors', 'test', 'throttled')
        for number in (DONE, USAGE, DATA, PERMISSION, CONFIG):
            value = self.expect('exit', DONE, 'errors', str(number))
            self.assertEqual(value['codes'], [
                e['code'] for e in self.expect('errors', DONE, 'errors')
                if e['exit_code'] == number])
        self.http_gateway('https://a.example/', provider={
            'code.1': '102 rejected credentials: type it again',
            'code.2': 'X1 deferred'})
        self.assertEqual(len(self.expect('codes', DONE, 'errors', 'ciam')), 2)
        self.assertEqual(
            self.expect('code', DONE, 'errors', 'ciam', '102')['fix'],
            'type it again')
        self.expect('code', DONE, 'errors', 'ciam', 'X1')
        self.expect('failure', USAGE, 'errors', 'ciam', '103')
        self.expect('failure', USAGE, 'errors', '63')
        self.expect('failure', USAGE, 'errors', 'usagge')
        self.expect('failure', USAGE, 'errors', 'test', 'nosuch')

    def test_failures_of_the_command_line(self):
        for words in (['chekc'], ['check', '--dry-rum'], [], ['check', 'a',
                                                              'b']):
            self.expect('failure', USAGE, *words)
        # a folder that is not there
        value = self.smsgw('--json', '-c', self.path('none'), 'check',
                           config=False).expect(CONFIG).json()
        self.validator('failure').validate(value)

    def test_no_command_is_left_out(self):
        text = self.smsgw('help').expect(DONE).out
        commands = set(re.findall(r'^  ([a-z]+)  +[A-Z]', text, re.M))
        told = ' '.join(d.get('description', '')
                        for d in self.schema['$defs'].values())
        # help prints text for people, whatever it is asked for
        for command in commands - {'help'}:
            self.assertRegex(told, rf'smsgw [a-z, ]*\b{command}\b')

    def test_words_of_the_catalogue_are_those_of_the_schema(self):
        entries = self.expect('errors', DONE, 'errors')
        defs = self.schema['$defs']
        self.assertEqual({e['who'] for e in entries}, set(defs['who']['enum']))
        self.assertEqual({e['exit_code'] for e in entries} | {DONE},
                         set(defs['exit_code']['enum']))

    def test_what_breaks_the_schema_is_seen(self):
        samples = (
            ('providers', ['providers']), ('provider', ['providers', 'http']),
            ('gateways', ['gateways']), ('gateway', ['gateways', 'demo']),
            ('check', ['check']), ('test', ['test', 'demo', '--dry-run']),
            ('change', ['set', 'demo', 'name=Other']),
            ('route', ['route', '--to', PHONE, *TEXT]),
            ('send', ['send', '--local', '--to', PHONE, *TEXT]),
            ('errors', ['errors']), ('error', ['errors', 'usage']),
            ('code', ['errors', 'test', 'throttled']))
        for name, words in samples:
            with self.subTest(name):
                value = self.expect(name, DONE, *words)
                self.expect_strict(self.validator(name), value)
        for words in (['chekc'], ['gateways', 'demmo']):
            value = self.smsgw('--json', *words).json()
            self.expect_strict(self.validator('failure'), value)

    def expect_strict(self, validator, value):
        """A member too many in any object, one of another kind, or all gone:
        each is found."""
        value = copy.deepcopy(value)
        # few of a long list, and one that has every member, are enough
        for member in [value, *objects_in(value)]:
            if isinstance(member, list):
                del member[3:]
            for inner in member.values() if isinstance(member, dict) else ():
                if isinstance(inner, list):
                    del inner[3:]
        self.assertTrue(validator.is_valid(value))
        found = list(objects_in(value))
        self.assertTrue(found)
        for member in found:
            member['surprise'] = 1
            self.assertFalse(validator.is_valid(value), member)
            del member['surprise']
            for key, old in list(member.items()):
                member[key] = {'another': 'kind'}
                self.assertFalse(validator.is_valid(value), (key, member))
                member[key] = old
            whole = dict(member)
            member.clear()
            self.assertFalse(validator.is_valid(value), whole)
            member.update(whole)


if __name__ == '__main__':
    main()
