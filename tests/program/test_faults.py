#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A provider that does everything wrong: the outcome and the exit code follow
from how far the exchange came, no message is sent twice, and nothing hangs."""

import shutil
import ssl
import tempfile
import warnings

from fault_server import Certificates, FaultServer, closed_port
from harness import (CONFIG, DONE, LATER, PERMISSION, REFUSED, UNKNOWN, Case,
                     main)

PASSWORD = 'hunter2-hunter2'
CODE = '271828'

# A guard against hanging, not a measure: the machine may be busy.
DEADLINE_S = 15

# For an answer that never comes whole.
HASTY = {'timeout': '300ms', 'connect_timeout': '300ms'}


class FaultCase(Case):
    canaries = (PASSWORD, CODE)

    def serve(self, mode, **kwargs):
        server = FaultServer(mode, **kwargs)
        self.addCleanup(server.stop)
        return server

    def send(self, url, limits=None, options=(), **keys):
        self.http_gateway(url, limits=limits,
                          test_content='Your code is ' + CODE, **keys)
        done = self.smsgw('--json', 'test', 'ciam', *options)
        self.assertLess(done.seconds, DEADLINE_S)
        return done

    def expect(self, done, exit_code, outcome, *codes):
        """The end, and that the step that failed says all there is to say."""
        done.expect(exit_code)
        receipt = done.json()
        self.assertEqual(receipt['outcome'], outcome)
        self.assertEqual(receipt['exit_code'], exit_code)
        failed = [s for s in receipt['steps'] if s['state'] == 'failed']
        if exit_code == DONE:
            self.assertEqual(failed, [])
            return None
        self.assertEqual(len(failed), 1, failed)
        self.assertIn(failed[0]['code'], codes)
        for key in ('fact', 'cause', 'who', 'fix'):
            self.assertTrue(failed[0].get(key), f'{key} of {failed[0]}')
        return failed[0]

    def try_fault(self, mode, exit_code, outcome, *codes, limits=None):
        """One message to a server of that mode: it is at most one request."""
        server = self.serve(mode)
        done = self.send(server.url(), limits)
        server.assert_at_most_once()
        return self.expect(done, exit_code, outcome, *codes)


class Faults(FaultCase):
    # Not connected: nothing was sent, it may be tried again.

    def test_a_closed_port_is_not_sent(self):
        holder, port = closed_port()
        self.addCleanup(holder.close)
        done = self.send(f'http://127.0.0.1:{port}/msg/send')
        step = self.expect(done, LATER, 'deferred', 'connect-refused')
        self.assertEqual(step['step'], 'connect')
        self.assertIn('sms_url', step['fix'])

    def test_a_name_that_does_not_exist_is_not_sent(self):
        # a label of over 63 characters goes to no name server
        name = 'a' * 64 + '.invalid'
        done = self.send(f'http://{name}/msg/send')
        self.assertIn(done.code, (LATER, CONFIG))
        self.assertIn('sms_url', done.all)

    def test_a_reset_at_once_is_never_said_to_be_unsent_when_it_arrived(self):
        for _ in range(5):
            server = self.serve('reset')
            done = self.send(server.url())
            server.assert_at_most_once()
            self.assertEqual(server.received, b'')
            if done.code == LATER:
                self.expect(done, LATER, 'deferred', 'connect-failed',
                            'request-not-written')
            else:
                # bytes were written and nobody knows what became of them
                self.expect(done, UNKNOWN, 'unknown', 'request-reset',
                            'answer-missing')

    # Something was written, and there is no whole answer: perhaps sent.

    def test_a_reset_after_the_headers_is_unknown(self):
        self.try_fault('reset_after_headers', UNKNOWN, 'unknown',
                       'request-reset')

    def test_a_reset_after_the_body_is_unknown(self):
        self.try_fault('reset_after_body', UNKNOWN, 'unknown',
                       'request-reset')

    def test_a_reset_in_the_answer_is_unknown(self):
        self.try_fault('reset_in_answer', UNKNOWN, 'unknown', 'answer-reset',
                       'answer-cut')

    def test_a_close_without_an_answer_is_unknown(self):
        self.try_fault('close_after_body', UNKNOWN, 'unknown',
                       'answer-missing')

    def test_half_an_answer_is_unknown(self):
        self.try_fault('half_answer', UNKNOWN, 'unknown', 'answer-cut')

    def test_half_a_header_is_unknown(self):
        self.try_fault('half_header', UNKNOWN, 'unknown', 'answer-cut')

    def test_an_answer_cut_between_chunks_is_unknown(self):
        self.try_fault('chunked_cut', UNKNOWN, 'unknown', 'answer-cut')

    def test_garbage_with_200_is_unknown(self):
        self.try_fault('garbage_body', UNKNOWN, 'unknown', 'provider-protocol')

    def test_garbage_that_is_no_http_is_unknown(self):
        self.try_fault('garbage', UNKNOWN, 'unknown', 'answer-not-http')

    def test_an_empty_200_is_unknown(self):
        self.try_fault('empty', UNKNOWN, 'unknown', 'provider-protocol')

    def test_a_200_without_an_id_is_unknown(self):
        self.try_fault('no_id', UNKNOWN, 'unknown', 'provider-protocol')

    def test_a_204_is_unknown(self):
        self.try_fault('no_content', UNKNOWN, 'unknown', 'provider-protocol')

    def test_a_compressed_answer_that_nobody_asked_for_is_unknown(self):
        self.try_fault('bomb', UNKNOWN, 'unknown', 'provider-protocol')

    def test_no_answer_in_time_is_unknown(self):
        self.try_fault('silence', UNKNOWN, 'unknown', 'answer-timeout',
                       limits=HASTY)

    def test_an_answer_after_the_timeout_is_unknown(self):
        server = self.serve('late')
        done = self.send(server.url(), HASTY)
        self.expect(done, UNKNOWN, 'unknown', 'answer-timeout')
        server.only_request()

    def test_one_byte_a_second_is_unknown(self):
        self.try_fault('slow', UNKNOWN, 'unknown', 'answer-timeout',
                       limits=HASTY)

    def test_an_endless_body_is_unknown(self):
        self.try_fault('endless_body', UNKNOWN, 'unknown', 'answer-too-large')

    def test_endless_headers_are_unknown(self):
        self.try_fault('endless_headers', UNKNOWN, 'unknown',
                       'answer-too-large')

    def test_an_endless_header_is_unknown(self):
        self.try_fault('endless_header', UNKNOWN, 'unknown',
                       'answer-too-large')

    def test_a_flood_of_100_continue_is_unknown(self):
        self.try_fault('flood_of_1xx', UNKNOWN, 'unknown', 'answer-too-large',
                       'answer-timeout', limits={'timeout': '2s'})

    def test_a_body_over_64_kib_is_unknown(self):
        self.try_fault('body_over_64k', UNKNOWN, 'unknown', 'answer-too-large')

    # Statuses.

    def test_408_500_502_503_and_504_are_unknown(self):
        for status in ('408', '500', '502', '503', '504', '599'):
            with self.subTest(status):
                step = self.try_fault(status, UNKNOWN, 'unknown',
                                      'answer-server-error')
                self.assertIn(status, step['fact'])

    def test_a_wrong_password_is_permission(self):
        for status in ('401', '403'):
            with self.subTest(status):
                step = self.try_fault(status, PERMISSION, 'rejected',
                                      'account-credentials')
                self.assertIn('api_password', step['fix'])
                self.assertEqual(step['who'], 'admin')

    def test_a_wrong_path_or_method_is_configuration(self):
        for status in ('404', '405', '501'):
            with self.subTest(status):
                step = self.try_fault(status, CONFIG, 'rejected',
                                      'answer-not-found')
                self.assertIn('sms_url', step['fix'])

    def test_a_redirect_is_not_followed_and_is_configuration(self):
        for mode in ('redirect', 'moved'):
            with self.subTest(mode):
                step = self.try_fault(mode, CONFIG, 'rejected',
                                      'answer-redirect')
                self.assertIn('sms_url', step['fix'])

    def test_a_throttled_message_is_not_sent_and_says_when(self):
        for mode, low, high in (('throttled', 0, 0),
                                ('throttled_seconds', 17000, 17000),
                                ('throttled_date', 60000, 101000)):
            with self.subTest(mode):
                server = self.serve(mode)
                done = self.send(server.url())
                self.expect(done, LATER, 'deferred', 'account-throttled')
                self.assertGreaterEqual(done.json()['delay_ms'], low)
                self.assertLessEqual(done.json()['delay_ms'], high)
                server.only_request()

    def test_another_4xx_is_a_refusal_with_the_providers_words(self):
        step = self.try_fault('refused_with_text', REFUSED, 'rejected',
                              'provider-refused')
        self.assertEqual(step['provider_code'], 'E42')
        self.assertIn('bad word', step['provider_text'])
        self.assertIn('敏感词', step['provider_text'])
        # what steers a terminal is not passed on
        self.assertNotIn('\x1b', step['provider_text'])
        self.assertNotIn('\r', step['provider_text'])
        self.assertEqual(self.smsgw('test', 'ciam').all.count('\x1b'), 0)

    def test_a_documented_refusal_with_200_is_a_refusal(self):
        server = self.serve('refused_with_200')
        done = self.send(server.url(), provider={
            'success': 'status 2xx and json /code == "0"'})
        step = self.expect(done, REFUSED, 'rejected', 'provider-refused')
        self.assertEqual(step['provider_code'], '103')
        server.only_request()

    def test_a_terminal_is_not_steered_by_what_a_provider_says(self):
        server = self.serve('refused_with_text')
        self.http_gateway(server.url())
        done = self.smsgw('test', 'ciam').expect(REFUSED, 'bad word')
        self.assertNotIn(b'\x1b', done.out_bytes + done.err_bytes)


class Tls(FaultCase):
    """Before the request there is no doubt: whatever is wrong with TLS, the
    message was not sent."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='smsgw-test-')
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.tls = Certificates(cls.folder)
        cls.good = cls.tls.make('good')

    def send_by_tls(self, server, limits=None, options=(), **keys):
        """Trusts the authority of the tests unless keys say otherwise."""
        keys = {'ca_file': self.tls.path('ca.pem'), **keys}
        return self.send(server.url(), limits, options,
                         **{k: v for k, v in keys.items() if v is not None})

    def try_refused(self, context, *codes, mode='accept', limits=None, **keys):
        server = self.serve(mode, tls=context)
        step = self.expect(self.send_by_tls(server, limits, **keys), LATER,
                           'deferred', *codes)
        self.assertIn(step['step'], ('connect', 'tls'))
        self.assertEqual(len(server.ledger), 1)
        self.assertEqual(server.requests, [])
        self.assertNotIn(PASSWORD.encode(), server.received)
        return step

    def test_a_good_certificate_is_trusted_by_ca_file(self):
        server = self.serve('accept', tls=self.good)
        done = self.send_by_tls(server)
        self.expect(done, DONE, 'accepted')
        self.assertEqual(done.step('tls')['state'], 'ok')
        server.only_request()

    def test_ca_file_may_be_relative_to_the_gateways_file(self):
        server = self.serve('accept', tls=self.good)
        shutil.copy(self.tls.path('ca.pem'), self.path('gateways.d', 'my.pem'))
        self.expect(self.send_by_tls(server, ca_file='my.pem'), DONE,
                    'accepted')

    def test_an_authority_that_nobody_trusts_is_not_sent(self):
        step = self.try_refused(self.good, 'tls-untrusted', ca_file=None)
        self.assertIn('ca_file', step['fix'])
        self.try_refused(self.good, 'tls-untrusted',
                         ca_file=self.tls.path('other-ca.pem'))

    def test_an_expired_certificate_is_not_sent(self):
        self.try_refused(self.tls.make('expired', days=-1), 'tls-expired')

    def test_a_certificate_for_another_host_is_not_sent(self):
        self.try_refused(self.tls.make('host', 'DNS:sms.example.com'),
                         'tls-host')

    def test_a_pin_takes_the_place_of_the_chain(self):
        server = self.serve('accept', tls=self.good)
        self.expect(self.send_by_tls(server, ca_file=None,
                                     pin_sha256=self.tls.pin('good')),
                    DONE, 'accepted')
        step = self.try_refused(self.good, 'tls-pin', ca_file=None,
                                pin_sha256=self.tls.pin('ca'))
        self.assertIn('pin_sha256', step['fix'])

    def test_the_pin_that_test_shows_is_the_one_to_write(self):
        server = self.serve('accept', tls=self.good)
        done = self.send_by_tls(server)
        self.assertIn(self.tls.pin('good'), done.out)

    def test_a_server_without_tls_is_not_sent(self):
        self.try_refused(self.good, 'tls-not-spoken', mode='garbage')

    def test_a_handshake_that_never_ends_is_not_sent(self):
        self.try_refused(self.good, 'tls-timeout', mode='stall', limits=HASTY)

    def test_a_reset_in_the_handshake_is_not_sent(self):
        for mode in ('reset', 'close'):
            self.try_refused(self.good, 'tls-failed', 'connect-failed',
                             mode=mode)

    def test_tls_older_than_1_2_is_not_spoken(self):
        context = self.tls.make('old')
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers('ALL:@SECLEVEL=0')
        self.try_refused(context, 'tls-failed')

    def test_a_reset_after_the_body_is_unknown_over_tls_too(self):
        for mode in ('reset_after_body', 'close_after_body'):
            server = self.serve(mode, tls=self.good)
            self.expect(self.send_by_tls(server), UNKNOWN, 'unknown',
                        'request-reset', 'answer-missing', 'answer-cut',
                        'answer-reset')
            server.only_request()

    def test_a_life_that_ends_in_the_handshake_is_expired_and_not_sent(self):
        server = self.serve('accept', tls=self.good, tls_delay_s=1.2)
        done = self.send_by_tls(server, {'connect_timeout': '20s'},
                                ('--expires', '1s'))
        self.expect(done, LATER, 'deferred', 'expired')
        self.assertEqual(done.json()['state'], 'expired')
        self.assertEqual(done.step('connect')['state'], 'ok')
        self.assertEqual(len(server.ledger), 1)
        self.assertEqual(server.received, b'')

    def test_a_life_that_lasts_is_sent(self):
        server = self.serve('accept', tls=self.good, tls_delay_s=0.2)
        done = self.send_by_tls(server, {'connect_timeout': '20s'},
                                ('--expires', '2m'))
        self.expect(done, DONE, 'accepted')
        server.only_request()


if __name__ == '__main__':
    main()
