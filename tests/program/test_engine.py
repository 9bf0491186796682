#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The engine with gateways that fail: what it promises of failover, of leaving
a gateway alone and of using it again, judged by the clocks and the ledgers of
the vendors, not by what the engine says of itself."""

import concurrent.futures
import time

from engine import Engine, EngineCase, Vendor, now_ms, phone
from harness import main
from stand_in import StandInCase

# A code's life in these tests: a quarter of it is the wait for a report.
LIFE_MS = 16000
GAP_S = 0.1


class Scenario:
    """Codes come in all the while: A is broken, then repaired."""

    # How it breaks, what an attempt by A surely was, and whether repair is
    # enough (a refused account waits for its file to change).
    def __init__(self, test, mode, sure, comes_back=True):
        self.test, self.mode = test, mode
        self.sure, self.comes_back = sure, comes_back
        test.setUp()
        self.a, self.b = Vendor(test, mode), Vendor(test)
        test.vendor_gateway('a', self.a, 1)
        test.vendor_gateway('b', self.b, 2, {'concurrency': 16})
        self.engine = Engine(test, '-t')

    def submit_for(self, seconds, until=lambda: False):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            line = self.engine.lines
            self.engine.submit({
                'to': phone(line), 'text': f'code {line:06}', 'class': 'otp',
                'expires_in_ms': LIFE_MS})
            time.sleep(GAP_S)

    def play(self):
        self.submit_for(4)
        self.broken = self.engine.lines
        self.calls_while_broken = len(self.a.calls)
        self.repaired_ms = now_ms()
        self.a.repair()
        if self.comes_back:
            self.submit_for(15, self.a_took_one_since)
        self.receipts = self.engine.finish()

    def a_took_one_since(self):
        return any(call.taken and call.came_ms >= self.repaired_ms
                   for call in list(self.a.calls))


class Failover(EngineCase):
    # name: whether A surely did not take it, whether it comes back by itself
    KINDS = {'black-hole': (True, True), 'reset-on-connect': (False, True),
             'reset': (False, True), 'error': (False, True),
             'silence': (False, True), 'wrong-key': (True, False),
             'throttled': (True, True)}

    @classmethod
    def setUpClass(cls):
        """All of them are played at the same time, once."""
        cls.played = {name: Scenario(cls(), name, *facts)
                      for name, facts in cls.KINDS.items()}
        with concurrent.futures.ThreadPoolExecutor(len(cls.played)) as pool:
            for done in [pool.submit(one.play)
                         for one in cls.played.values()]:
                done.result()

    @classmethod
    def tearDownClass(cls):
        for one in cls.played.values():
            one.test.doCleanups()

    def each(self, check, wanted=lambda one: True):
        for one in self.played.values():
            if wanted(one):
                with self.subTest(one.mode):
                    check(one)

    def test_a_code_is_there_in_3_s_when_it_was_surely_not_taken(self):
        def check(one):
            came = {call.number: call.came_ms for call in one.b.calls}
            for receipt in one.receipts[:one.broken]:
                self.assertEqual(receipt['state'], 'submitted', receipt)
                self.assertFalse(receipt['possible_duplicate'], receipt)
                self.assertLess(came[receipt['number']]
                                - receipt['submitted_ms'], 3000, receipt)
        self.each(check, lambda one: one.sure)

    def test_a_code_of_unknown_outcome_is_there_in_9_s_and_marked(self):
        def check(one):
            came = {call.number: call.came_ms for call in one.b.calls}
            for receipt in one.receipts[:one.broken]:
                self.assertEqual((receipt['state'], receipt['gateway']),
                                 ('submitted', 'b'), receipt)
                # an attempt takes a second at the longest
                self.assertLess(came[receipt['number']]
                                - receipt['submitted_ms'], 10000, receipt)
            self.assertTrue(any(receipt['possible_duplicate']
                                for receipt in one.receipts))
        self.each(check, lambda one: not one.sure)

    def test_what_went_to_one_gateway_alone_is_not_marked(self):
        def check(one):
            for receipt in one.receipts:
                if receipt['attempts'] == 1:
                    self.assertFalse(receipt['possible_duplicate'], receipt)
        self.each(check)

    def test_no_code_is_lost_and_none_is_there_twice_without_a_mark(self):
        self.each(lambda one: self.expect_ledgers_agree(
            one.receipts, one.a, one.b))

    def test_a_gateway_that_fails_is_left_alone_after_5_calls(self):
        def check(one):
            # besides 4 in flight, and one that tries every few seconds
            most = 5 + 4 + 2
            self.assertLessEqual(one.calls_while_broken, most)
            went = [receipt for receipt in one.receipts[:one.broken]
                    if receipt['attempts'] > 1]
            self.assertLessEqual(len(went), most)
        self.each(check, lambda one: one.comes_back)

    def test_a_refused_account_is_left_alone(self):
        # what was on its way while the first was refused
        self.assertLessEqual(len(self.played['wrong-key'].a.calls), 4)

    def test_a_repaired_gateway_is_used_again_in_12_s(self):
        def check(one):
            took = [call.came_ms - one.repaired_ms for call in one.a.calls
                    if call.taken and call.came_ms >= one.repaired_ms]
            self.assertTrue(took, 'it was not used again')
            self.assertLess(took[0], 12000)
        self.each(check, lambda one: one.comes_back)


SIMULATED = {'enabled': 'yes', 'allow_private': 'yes',
             'api_password': 'simulate'}


class Refused(EngineCase, StandInCase):
    """Two accounts of Alibaba Cloud; the first lacks a template."""

    SCRIPT = (
        'account service=dysmsapi id=first secret=simulate template=SMS_1\n'
        'account service=dysmsapi id=second secret=simulate\n')

    def setUp(self):
        super().setUp()
        self.stand_in = self.start(script=self.SCRIPT)
        for priority, name in enumerate(('first', 'second'), 1):
            self.gateway(name, {
                'gateway': {**SIMULATED, 'provider': 'aliyun',
                            'sms_url': self.stand_in.place['url'] + '/',
                            'api_account': name, 'sms_title': 'ACME'},
                'templates': {'login': 'SMS_1 code', 'reset': 'SMS_2 code'},
                'routing': {'priority': priority}})

    def send(self, *numbers, template='login'):
        engine = Engine(self)
        engine.submit(*[{'to': number, 'template': template, 'class': 'otp',
                         'params': {'code': '778899'}} for number in numbers])
        receipts = engine.finish()
        asked = [one['account'] for one in self.stand_in.ledger()['requests']]
        return receipts, asked

    def test_a_refusal_for_the_persons_sake_goes_to_no_other_gateway(self):
        # isv.BUSINESS_LIMIT_CONTROL, isv.MOBILE_NUMBER_ILLEGAL,
        # isv.BLACK_KEY_CONTROL_LIMIT, isv.SMS_CONTENT_ILLEGAL
        receipts, asked = self.send(
            *[f'+861700000{magic}' for magic in (3000, 3007, 3008, 3033)])
        self.assertEqual([(one['state'], one['gateway'], one['attempts'])
                          for one in receipts],
                         [('rejected', 'first', 1)] * 4)
        self.assertEqual(set(asked), {'first'})
        self.assertEqual(self.stand_in.ledger()['accepted'], 0)

    def test_a_template_that_one_lacks_is_asked_of_the_other(self):
        receipts, asked = self.send('+8613800138000', template='reset')
        self.assertEqual([(one['state'], one['gateway'], one['attempts'],
                           one['possible_duplicate']) for one in receipts],
                         [('submitted', 'second', 2, False)])
        self.assertEqual(asked, ['first', 'second'])
        # the first one is as good as ever for others
        self.stand_in.clear()
        receipts, asked = self.send('+8613800138000')
        self.assertEqual((receipts[0]['gateway'], asked), ('first', ['first']))


if __name__ == '__main__':
    main()
