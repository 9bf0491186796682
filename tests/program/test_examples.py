#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The example gateways of docs/examples/gateways, as they are, against a server
that gives the answers of plugins/http/cases/examples: exit code and trace say
what happened, and any text arrives as it is and where it belongs."""

import json
import os
import re
import shutil
import urllib.parse
import xml.etree.ElementTree

from fault_server import FaultServer
from harness import (DATA, DONE, LATER, PERMISSION, PHONE, REFUSED, UNKNOWN,
                     Case, main)
from stand_in import StandIn

SOURCE = os.environ.get('SMSGW_SOURCE') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')
EXAMPLES = os.path.join(SOURCE, 'docs', 'examples', 'gateways')
CASES = os.path.join(SOURCE, 'plugins', 'http', 'cases', 'examples')
PASSWORD = 'hunter2&hunter2'

# What each vendor must have an answer for, and the exit code.
ANSWERS = {'accepted': DONE, 'wrong credentials': PERMISSION,
           'wrong number': REFUSED, 'throttled': LATER,
           'server error': UNKNOWN}

# Where the text stands: kind, place, and the signature in front of it.
ACME = '【ACME】'
PLACES = {
    'chuanglan': ('json', ('msg',), ACME),
    'esendex': ('xml', 'message/body', ACME),
    'infobip': ('json', ('messages', 0, 'content', 'text'), ACME),
    'kannel': ('query', 'text', ACME),
    'messagebird': ('json', ('body',), ACME),
    'plivo': ('json', ('text',), ACME),
    'returnsms_gbk': ('gbk', 'content', ACME),
    'twilio': ('form', 'Body', ACME),
    'vonage': ('form', 'text', ACME),
    'yunpian': ('form', 'text', '【云片网】'),
}

PLAIN = 'hello'
# Of these GBK has all characters.
GBK_TEXTS = (
    'a "quoted" \'text\'', 'two\nlines\nand three', 'a\ttab',
    'a&b=c;d&to=1', '<b>x</b></body><to>1</to> &lt; ]]> -->',
    '100% %41 %00 %s +1+1', 'back\\slash \\n \\u0041 \\"',
    '"},{"to":"1', '${to} $$ $(id) `id`', '您的验证码是1234，5分钟内有效。')
TEXTS = GBK_TEXTS + (
    'emoji 😀 👩‍👩‍👧 🇨🇳', 'العربية 123 שלום', '\u202eright to left\u202c',
    '𠮷野家 𝒳', 'e\u0301 \u00e9 \u200d', 'é€`~^|')


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


def all_names():
    return sorted(name[:-4] for name in os.listdir(EXAMPLES)
                  if name.endswith('.ini'))


def names():
    """Those of the provider http."""
    return [name for name in all_names() if re.search(
        r'^provider += http$', read(EXAMPLES, name + '.ini'), re.M)]


def answers_of(name):
    """The answers of a case: name, raw HTTP, what it comes to."""
    found = re.findall(r'^\[response (.*?)\]\n(.*?)^\[result\]\n(.*?)(?=^\[|\Z)',
                       read(CASES, name + '.case'), re.M | re.S)
    for title, answer, result in found:
        head, _, body = answer.partition('\n\n')
        status, *headers = head.strip().split('\n')
        body = re.sub(rb'\\x([0-9a-f]{2})',
                      lambda m: bytes([int(m[1], 16)]), body.strip().encode())
        lines = [f'HTTP/1.1 {status.split()[1]} Whatever', *headers,
                 f'Content-Length: {len(body)}', '', '']
        yield (title, '\r\n'.join(lines).encode() + body,
               dict(line.split(' = ', 1) for line in result.split('\n')
                    if ' = ' in line))


def shape_of(value):
    """JSON without its texts."""
    if isinstance(value, dict):
        return {key: shape_of(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape_of(each) for each in value]
    return type(value)


def shape_of_xml(element):
    return (element.tag, sorted(element.attrib),
            [shape_of_xml(each) for each in element])


def read_request(request, kind, place):
    """The text in a request, and all of the request but its values; read by
    Python's own decoders."""
    path, _, query = request.target.partition('?')
    body = request.body
    if kind == 'json':
        value = whole = json.loads(body.decode('utf-8'))
        for step in place:
            value = value[step]
        shape = shape_of(whole)
    elif kind == 'xml':
        root = xml.etree.ElementTree.fromstring(body)
        value, shape = root.find(place).text, shape_of_xml(root)
    else:
        pairs = urllib.parse.parse_qsl(
            query if kind == 'query' else body.decode('ascii'),
            keep_blank_values=True, strict_parsing=True, errors='strict',
            encoding='gbk' if kind == 'gbk' else 'utf-8')
        value, shape = dict(pairs)[place], [key for key, _ in pairs]
    headers = sorted(key.lower() for key, _ in request.headers)
    return value, (request.method, path, shape, headers)


class ExampleCase(Case):
    canaries = (PASSWORD,)

    def copy(self, name):
        """As an admin does it: the file as it is, and the secret beside it."""
        shutil.copy(os.path.join(EXAMPLES, name + '.ini'),
                    self.path('gateways.d'))
        os.chmod(self.path('gateways.d', name + '.ini'), 0o644)
        secret = re.search(r'^api_password_file = (\S+)$',
                           read(EXAMPLES, name + '.ini'), re.M)[1]
        self.write('gateways.d/' + secret, PASSWORD + '\n', 0o600)

    def serve(self, name):
        """A server in the vendor's place; the file's path of the URL stays."""
        server = FaultServer('raw')
        self.addCleanup(server.stop)
        self.copy(name)
        path = re.search(r'^sms_url += https://[^/]+(/\S*)$',
                         read(EXAMPLES, name + '.ini'), re.M)[1]
        self.smsgw('set', name, 'sms_url=' + server.url(path),
                   'allow_private=yes').expect(DONE)
        return server

    def accept(self, name, server):
        server.raw_answer = next(raw for title, raw, _ in answers_of(name)
                                 if title == 'accepted')

    def send(self, name, text, *options):
        return self.smsgw('--json', 'test', name, '--to', PHONE, '--text',
                          '@-', *options, stdin=text)

    def try_answer(self, name, server, title, raw, expected):
        """One answer; the trace says what the case says."""
        server.ledger.clear()
        server.raw_answer = raw
        done = self.send(name, PLAIN)
        server.assert_at_most_once()
        if title in ANSWERS:
            done.expect(ANSWERS[title])
        self.assertEqual(done.json()['outcome'], expected['outcome'], title)
        step = done.step('answer')
        if expected['outcome'] == 'accepted':
            self.assertEqual(step['state'], 'ok')
            if 'id' in expected:
                self.assertIn(expected['id'], done.all)
            return
        self.assertEqual(step['code'], expected['error'], title)
        self.assertEqual(step.get('provider_code') or None,
                         expected.get('code'), title)
        self.assertTrue(step['cause'] and step['who'] and step['fix'], title)
        if 'fix' in expected:
            self.assertIn(expected['fix'], step['fix'])
        # the vendor's words, but for the person's number
        words = re.split(r'\+?(?:86)?13800138000', expected.get('text', ''))
        for part in words:
            self.assertIn(part, step.get('provider_text') or '')
        self.assertNotIn('13800138000', done.all)


class Examples(ExampleCase):
    def test_each_example_is_tested_here_and_has_the_five_answers(self):
        self.assertEqual(names(), sorted(PLACES))
        for name in names():
            titles = [title for title, _, _ in answers_of(name)]
            self.assertEqual(set(ANSWERS) - set(titles), set(), name)

    def test_each_example_is_named_in_the_list(self):
        page = read(EXAMPLES, 'README.md')
        for name in all_names():
            self.assertIn(f'({name}.ini)', page)

    def test_each_example_is_accepted_by_check_as_it_is(self):
        for template in ('login', 'recovery'):
            self.template(template, text='${code}，${minutes}')
        for name in all_names():
            with self.subTest(name):
                self.copy(name)
                self.smsgw('check', name).expect(DONE)
        self.smsgw('check').expect(DONE)

    def test_no_example_holds_a_secret_or_is_switched_on(self):
        for name in all_names():
            text = read(EXAMPLES, name + '.ini')
            self.assertIsNone(re.search(r'^api_password *=', text, re.M))
            self.assertRegex(text, r'(?m)^enabled +: *no|^enabled += no')
            self.assertRegex(text, r'(?m)^sms_url +=? *= https://')


class StandInExamples(ExampleCase):
    """Those of the providers that the stand-in plays, against it."""

    def test_each_is_accepted_as_it_is_but_for_its_address(self):
        self.template('login', text='您的验证码是${code}，${minutes}分钟内有效。')
        self.template('recovery', text='${code}，${minutes}分钟')
        played = sorted(set(all_names()) - set(names()))
        self.assertEqual(played, ['aliyun', 'china_mobile_mas',
                                  'china_mobile_msg'])
        for name in played:
            self.copy(name)
        stand_in = StandIn(self, config=self.config)
        for name in played:
            self.smsgw('-c', stand_in.place['config'], 'test', name,
                       config=False).expect(DONE)
        self.smsgw('-c', stand_in.place['config'], 'test', 'aliyun', '--to',
                   '+85261234567', '--text', PLAIN, config=False).expect(DONE)
        self.smsgw('-c', stand_in.place['config'], 'test', 'china_mobile_mas',
                   '--template', 'login', '--param', 'code=123456',
                   config=False).expect(DONE)
        self.assertEqual(
            [(m['gateway'], m['service'])
             for m in stand_in.ledger()['messages']],
            [('aliyun', 'dysmsapi'), ('china_mobile_mas', 'cloud_mas'),
             ('china_mobile_msg', 'msg_send'), ('aliyun', 'globe'),
             ('china_mobile_mas', 'cloud_mas')])


class Requests(ExampleCase):
    def try_texts(self, name, texts):
        kind, place, signature = PLACES[name]
        server = self.serve(name)
        self.accept(name, server)
        shapes = []
        for text in (PLAIN, *texts):
            server.ledger.clear()
            self.send(name, text).expect(DONE)
            value, shape = read_request(server.only_request(), kind, place)
            self.assertEqual(value, signature + text)
            shapes.append(shape)
            self.assertEqual(shape, shapes[0], repr(text))

    def test_a_text_without_its_characters_in_gbk_is_refused(self):
        server = self.serve('returnsms_gbk')
        self.accept('returnsms_gbk', server)
        done = self.send('returnsms_gbk', 'emoji 😀').expect(DATA)
        self.assertIn('a character that GBK lacks, 😀 (U+1F600)', done.all)
        self.assertEqual(done.step('request')['who'], 'sender')
        self.assertEqual(server.ledger, [])

    def test_a_text_with_nul_is_refused(self):
        for name in names():
            server = self.serve(name)
            self.send(name, 'a\0b').expect(DATA)
            self.assertEqual(server.ledger, [])


class Answers(ExampleCase):
    pass


def add_tests():
    """One test for each vendor, so that the report names it."""
    for name in names():
        def of_texts(self, name=name):
            self.try_texts(name, GBK_TEXTS if PLACES[name][0] == 'gbk' else
                           TEXTS)

        def of_answers(self, name=name):
            server = self.serve(name)
            for title, raw, expected in answers_of(name):
                with self.subTest(title):
                    self.try_answer(name, server, title, raw, expected)

        setattr(Requests, f'test_any_text_arrives_at_{name}', of_texts)
        setattr(Answers, f'test_the_answers_of_{name}_are_understood',
                of_answers)


add_tests()

if __name__ == '__main__':
    main()
