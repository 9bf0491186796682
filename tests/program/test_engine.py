#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The engine with gateways that fail: what it promises of failover, of leaving
a gateway alone and of using it again, judged by the clocks and the ledgers of
the vendors, not by what the engine says of itself."""

import concurrent.futures
import signal
import time

from engine import Engine, EngineCase, Vendor, now_ms, phone
from harness import HANG_S, main
from stand_in import SIGN, StandInCase

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
        self.other = self.start()
        self.stand_in = self.start(script=self.SCRIPT)
        for priority, name in enumerate(('first', 'second'), 3):
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

    def test_a_text_that_is_refused_goes_only_where_a_template_carries_it(self):
        self.template('login', text='Your code is ${code}', **{'class': 'otp'})
        for priority, name in ((1, 'mas'), (2, 'mas2')):
            self.gateway(name, {
                'gateway': {**SIMULATED, 'provider': 'china_mobile',
                            'api_account': 'simulate', 'sms_title': 'ACME',
                            'sms_url': self.other.place['url'] + '/sms/submit'},
                'provider': {'ec_name': '测试企业', 'sign_code': SIGN},
                'routing': {'priority': priority}})
        engine = Engine(self)
        number = '+8617000002019'  # ContainSensitiveWord
        engine.submit({'to': number, 'text': 'Your code is 778899',
                       'class': 'otp'},
                      {'to': number, 'text': 'Nothing that fits',
                       'class': 'transactional'})
        fits, not_there = engine.finish()
        self.assertEqual((fits['state'], fits['gateway'], fits['attempts']),
                         ('submitted', 'first', 2))
        self.assertEqual((not_there['state'], not_there['attempts']),
                         ('rejected', 1))
        self.assertEqual(len(self.other.ledger()['requests']), 2)


class Stopped(EngineCase):
    """The process does not run between the choice of a gateway and the first
    byte, as on a machine that is suspended, for longer than the life."""

    LIFE_MS = 3000

    def setUp(self):
        super().setUp()
        self.vendor = Vendor(self, 'black-hole')

    def gateway_with(self, limits=None, **provider):
        self.vendor_gateway('a', self.vendor, 1, {
            'timeout': '20s', 'connect_timeout': '20s', **(limits or {})},
            provider)

    def connecting(self):
        """How many connections to the vendor hang, as the kernel sees it."""
        with open('/proc/net/tcp', encoding='ascii') as file:
            rows = [line.split()[2:4] for line in file][1:]
        return rows.count([f'0100007F:{self.vendor.port:04X}', '02'])

    def submit_and_stop(self, engine, *lines):
        """Stops it while it connects, connects it while it is stopped."""
        before = self.connecting()
        engine.submit(*lines)
        for _ in range(HANG_S * 20):
            if self.connecting() > before:
                break
            time.sleep(0.05)
        else:
            self.fail('nothing connects')
        engine.process.send_signal(signal.SIGSTOP)
        self.vendor.repair()
        time.sleep(self.LIFE_MS / 1000 + 0.5)
        engine.process.send_signal(signal.SIGCONT)

    def test_not_a_byte_is_written_after_the_life(self):
        self.gateway_with()
        engine = Engine(self)
        self.submit_and_stop(engine, {
            'to': phone(1), 'text': 'code 778899', 'class': 'otp',
            'expires_in_ms': self.LIFE_MS})
        receipt, = engine.finish()
        self.assertEqual((receipt['state'], receipt['possible_duplicate']),
                         ('expired', False))
        self.assertEqual(self.vendor.received, b'')

    def test_who_lives_longer_than_others_of_its_request_is_sent(self):
        self.gateway_with({'batch_wait': '500ms'}, max_recipients=2)
        engine = Engine(self)
        line = {'text': 'the same', 'class': 'transactional'}
        self.submit_and_stop(
            engine, {**line, 'to': phone(1), 'expires_in_ms': self.LIFE_MS},
            {**line, 'to': phone(2), 'expires_in_ms': 60000})
        late, there = engine.finish()
        self.assertEqual((late['state'], there['state']),
                         ('expired', 'submitted'))
        self.assertEqual([call.number for call in self.vendor.calls],
                         [there['number']])
        self.assertFalse(there['possible_duplicate'])

    def test_what_waits_behind_another_is_not_sent_after_its_life(self):
        self.gateway_with({'concurrency': 1})
        engine = Engine(self)
        line = {'text': 'code 778899', 'class': 'otp'}
        self.submit_and_stop(
            engine, {**line, 'to': phone(1), 'expires_in_ms': 60000},
            {**line, 'to': phone(2), 'expires_in_ms': self.LIFE_MS})
        there, late = engine.finish()
        self.assertEqual((there['state'], late['state'], late['attempts']),
                         ('submitted', 'expired', 0))
        self.assertEqual([call.number for call in self.vendor.calls],
                         [there['number']])


if __name__ == '__main__':
    main()
