#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many messages through the engine and the batch calls of the providers,
judged by the ledger of the stand-in: split where they are too many, each there
once, none accepted by an answer that does not say so."""

import collections
import json

from engine import Engine, EngineCase, phone
from fault_server import FaultServer
from harness import main
from stand_in import SIGN, StandInCase

# Faults after which nobody can say what was accepted.
FAULTS = ('half-answer', 'reset-in-answer', 'garbage', 'html', 'silence',
          'without-id')


def words(i):
    """A number in letters: what looks like a code is hidden in an id, too."""
    return ''.join('abcdefghij'[int(digit)] for digit in str(i))


class Batches(EngineCase, StandInCase):
    def mas(self, url, timeout='20s'):
        self.gateway('mas', {
            'gateway': {'provider': 'china_mobile', 'enabled': 'yes',
                        'allow_private': 'yes', 'sms_url': url + '/sms/submit',
                        'api_account': 'simulate', 'sms_title': '【测试】',
                        'api_password': 'simulate'},
            'provider': {'ec_name': '测试企业', 'sign_code': SIGN},
            'limits': {'batch_wait': '1s', 'timeout': timeout}})

    def aliyun(self, url, timeout='20s'):
        self.gateway('ali', {
            'gateway': {'provider': 'aliyun', 'enabled': 'yes',
                        'allow_private': 'yes', 'sms_url': url + '/',
                        'api_account': 'simulate', 'sms_title': 'ACME',
                        'api_password': 'simulate'},
            'templates': {'login': 'SMS_1 code'},
            'limits': {'batch_wait': '1s', 'timeout': timeout}})

    def texts(self, *numbers, text='good news', **more):
        return [{'to': number, 'text': text, 'class': 'marketing', **more}
                for number in numbers]

    def templates(self, *numbers, code=lambda i: '778899'):
        return [{'to': number, 'template': 'login', 'class': 'marketing',
                 'params': {'code': code(i)}}
                for i, number in enumerate(numbers)]

    def send(self, lines):
        engine = Engine(self)
        engine.submit(*lines)
        return engine.finish()

    def sizes(self, stand_in):
        """How many each request had that was accepted."""
        return sorted(collections.Counter(
            one['request'] for one in stand_in.ledger()['messages']).values())

    def expect_each_once(self, stand_in, receipts, requests):
        self.assertEqual({one['state'] for one in receipts}, {'submitted'})
        ledger = stand_in.ledger()
        self.assertEqual(sorted(one['to'][-11:] for one in
                                ledger['messages']),
                         sorted(one['number'][-11:] for one in receipts))
        self.assertEqual(len(ledger['requests']), len(requests))
        self.assertEqual(self.sizes(stand_in), sorted(requests))
        ids = collections.defaultdict(set)
        for one in ledger['messages']:
            ids[one['to'][-11:]].add(one['id'])
        for one in receipts:
            self.assertIn(one['provider_id'], ids[one['number'][-11:]])

    def test_5001_numbers_and_one_text_are_two_requests_of_cloud_mas(self):
        stand_in = self.start()
        self.mas(stand_in.place['url'])
        receipts = self.send(self.texts(*map(phone, range(5001))))
        self.expect_each_once(stand_in, receipts, [5000, 1])

    def test_1001_texts_of_their_own_are_two_requests_of_cloud_mas(self):
        stand_in = self.start()
        self.mas(stand_in.place['url'])
        lines = [line for i in range(1001)
                 for line in self.texts(phone(i), text='news ' + words(i))]
        receipts = self.send(lines)
        self.expect_each_once(stand_in, receipts, [1000, 1])
        self.assertEqual(
            {(one['to'], one['text']) for one in
             stand_in.ledger()['messages']},
            {(line['to'][3:], line['text']) for line in lines})

    def test_1001_numbers_and_one_code_are_two_requests_of_sendsms(self):
        stand_in = self.start()
        self.aliyun(stand_in.place['url'])
        receipts = self.send(self.templates(*map(phone, range(1001))))
        self.expect_each_once(stand_in, receipts, [1000, 1])

    def test_101_codes_are_two_requests_of_sendbatchsms(self):
        stand_in = self.start()
        self.aliyun(stand_in.place['url'])
        lines = self.templates(*map(phone, range(101)),
                               code=lambda i: f'{967835 + i}')
        receipts = self.send(lines)
        self.expect_each_once(stand_in, receipts, [100, 1])
        requests = collections.defaultdict(list)
        for one in stand_in.ledger()['messages']:
            requests[one['params']].append(one['to'])
        self.assertEqual(
            {(to, params['code']) for text, numbers in requests.items()
             for to, params in zip(numbers, self.listed(text))},
            {(line['to'][3:], line['params']['code']) for line in lines})

    @staticmethod
    def listed(params):
        params = json.loads(params)
        return params if isinstance(params, list) else [params]

    def test_one_recipient_is_never_twice_in_a_request(self):
        stand_in = self.start()
        self.mas(stand_in.place['url'])
        receipts = self.send(self.texts(
            *[phone(1)] * 3, phone(2), *[phone(3)] * 2))
        self.assertEqual({one['state'] for one in receipts}, {'submitted'})
        sent = collections.Counter(
            (one['request'], one['to']) for one in
            stand_in.ledger()['messages'])
        self.assertEqual(set(sent.values()), {1})
        self.assertEqual(self.sizes(stand_in), [1, 2, 3])

    def test_the_one_wrong_number_of_a_batch_is_found(self):
        stand_in = self.start()
        self.mas(stand_in.place['url'])
        numbers = [phone(i) for i in range(50)]
        numbers[33] = '+8617000002006'  # InvalidMobile
        receipts = self.send(self.texts(*numbers))
        self.assertEqual(
            [one['number'] for one in receipts if one['state'] != 'submitted'],
            ['8617000002006'])
        self.assertEqual(receipts[33]['state'], 'rejected')
        self.assertEqual(receipts[33]['attempts'], 1)
        taken = [one['to'] for one in stand_in.ledger()['messages']]
        self.assertEqual(len(taken), 49)
        self.assertEqual(len(set(taken)), 49)
        # halves of halves, not one by one
        self.assertLessEqual(len(stand_in.ledger()['requests']), 13)

    def test_an_answer_that_is_cut_or_means_nothing_accepts_no_one(self):
        stand_in = self.start()
        self.mas(stand_in.place['url'], '2s')
        self.aliyun(stand_in.place['url'], '2s')
        magic = {one['name']: one['number'] for one in self.numbers()
                 if one['kind'] == 'fault'}
        for name in FAULTS:
            with self.subTest(name):
                stand_in.clear()
                numbers = [magic[name], *map(phone, range(9))]
                receipts = self.send(self.texts(*numbers)
                                     + self.templates(*numbers))
                self.assertEqual([one['state'] for one in receipts],
                                 ['unknown'] * 20)
                # and nothing of it was sent again
                self.assertEqual(len(stand_in.ledger()['requests']), 2)

    def test_an_answer_with_too_few_or_too_many_ids_accepts_no_one(self):
        for ids in (2, 4, 0):
            with self.subTest(ids), FaultServer('raw') as server:
                body = json.dumps({
                    'ResponseCode': 'OK', 'ResponseDescription': 'OK',
                    'RequestId': 'r', 'SuccessCount': '3', 'FailedList': '[]',
                    'MessageIdList': json.dumps(
                        [str(i) for i in range(ids)])}).encode()
                server.raw_answer = (
                    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
                    b'Content-Length: %d\r\n\r\n' % len(body)) + body
                self.aliyun(server.url(''))
                receipts = self.send(self.texts(
                    '+85260000001', '+85260000002', '+85260000003'))
                self.assertEqual(len(server.requests), 1)
                self.assertEqual([one['state'] for one in receipts],
                                 ['unknown'] * 3)


if __name__ == '__main__':
    main()
