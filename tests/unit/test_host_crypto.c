/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cryptography by name: vectors of RFC 1321, FIPS 180, GB/T 32905 and 32907,
 * RFC 2202 and 4231, NIST SP 800-38A; the signature is verified by libcrypto.
 */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <pthread.h>
#include <stdio.h>

#include "host_fixture.h"

static const char *
digest_hex(const char *algorithm, const char *data)
{
	unsigned char out[64];
	size_t len = sizeof(out);

	if (smsgw_digest(fx.pub, algorithm, data, strlen(data), out, &len) != 0)
		return "none";
	return smsgw_hex(fx.pub, out, len);
}

static void
digests_are_those_of_the_standards(void **state)
{
	(void)state;
	assert_string_equal(
	    digest_hex("md5", "abc"), "900150983cd24fb0d6963f7d28e17f72");
	assert_string_equal(digest_hex("SHA1", "abc"),
	    "a9993e364706816aba3e25717850c26c9cd0d89d");
	assert_string_equal(digest_hex("sha256", "abc"),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(digest_hex("sha256", ""),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_string_equal(digest_hex("sm3", "abc"),
	    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
	assert_string_equal(digest_hex("sha256", "abc") + 60, "15ad");
}

static void
what_does_not_exist_is_refused(void **state)
{
	unsigned char out[64];
	size_t len = sizeof(out);

	(void)state;
	assert_string_equal(digest_hex("md99", "abc"), "none");
	assert_string_equal(digest_hex("", "abc"), "none");
	assert_string_equal(digest_hex("sha256;sha1", "abc"), "none");
	assert_int_equal(smsgw_digest(fx.pub, NULL, "a", 1, out, &len), -1);
	assert_int_equal(
	    smsgw_hmac(fx.pub, "md99", "k", 1, "a", 1, out, &len), -1);
	len = 31;
	assert_int_equal(smsgw_digest(fx.pub, "sha256", "a", 1, out, &len), -1);
	assert_int_equal(
	    smsgw_hmac(fx.pub, "sha256", "k", 1, "a", 1, out, &len), -1);
	assert_string_equal(fixture_failure(), "");
	assert_int_equal(smsgw_digest(fx.pub, "md5", NULL, 1, out, &len), -1);
	assert_blamed("smsgw_digest() was given NULL");
	assert_int_equal(
	    smsgw_hmac(fx.pub, "md5", NULL, 1, "", 0, out, &len), -1);
	assert_blamed("smsgw_hmac() was given NULL");
	assert_int_equal(
	    smsgw_hmac(fx.pub, "md5", "", 0, "", 0, out, NULL), -1);
	assert_blamed("smsgw_hmac() was given NULL");
}

static const char *
hmac_hex(const char *algorithm, const void *key, size_t keylen,
    const void *data, size_t len)
{
	unsigned char out[64];
	size_t outlen = sizeof(out);

	if (smsgw_hmac(
		fx.pub, algorithm, key, keylen, data, len, out, &outlen) != 0)
		return "none";
	return smsgw_hex(fx.pub, out, outlen);
}

static void
hmacs_are_those_of_the_rfcs(void **state)
{
	unsigned char key[131], data[50];

	(void)state;
	memset(key, 0x0b, 20);
	assert_string_equal(hmac_hex("sha256", key, 20, "Hi There", 8),
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_string_equal(
	    hmac_hex("sha256", "Jefe", 4, "what do ya want for nothing?", 28),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	assert_string_equal(
	    hmac_hex("sha1", "Jefe", 4, "what do ya want for nothing?", 28),
	    "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
	assert_string_equal(
	    hmac_hex("md5", "Jefe", 4, "what do ya want for nothing?", 28),
	    "750c783e6ab0b503eaa86e310a5db738");
	memset(key, 0xaa, 131);
	memset(data, 0xdd, 50);
	assert_string_equal(hmac_hex("sha256", key, 20, data, 50),
	    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	assert_string_equal(
	    hmac_hex("sha512", key, 131,
		"Test Using Larger Than Block-Size Key - Hash Key First", 54),
	    "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
	    "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
	/* Python: hmac.new(b"", b"", "sha256") */
	assert_string_equal(hmac_hex("sha256", NULL, 0, NULL, 0),
	    "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
	/* the one before did not change the one that is kept */
	assert_string_equal(
	    hmac_hex("sha256", "Jefe", 4, "what do ya want for nothing?", 28),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	/* the same key again, and one that differs in its last byte alone */
	assert_string_equal(
	    hmac_hex("sha256", "Jefe", 4, "what do ya want for nothing?", 28),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	/* Python: hmac.new(b"Jeff", b"what ...", "sha256") */
	assert_string_equal(
	    hmac_hex("sha256", "Jeff", 4, "what do ya want for nothing?", 28),
	    "b756ec8c1f600eb277ee3f04163f581bd1c7e361f34a0727ad79c844ffc4bb83");
}

/* NIST SP 800-38A, F.2.1, first block; the padding block by openssl enc. */
static void
ciphers_go_both_ways(void **state)
{
	static const unsigned char key[16] = { 0x2b, 0x7e, 0x15, 0x16, 0x28,
		0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f,
		0x3c };
	static const unsigned char iv[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
		11, 12, 13, 14, 15 };
	static const unsigned char plain[16] = { 0x6b, 0xc1, 0xbe, 0xe2, 0x2e,
		0x40, 0x9f, 0x96, 0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17,
		0x2a };
	char *sealed, *opened;
	size_t len, back;

	(void)state;
	sealed = smsgw_cipher(
	    fx.pub, "aes-128-cbc", 1, key, 16, iv, 16, plain, 16, &len);
	assert_non_null(sealed);
	assert_int_equal(len, 32);
	assert_string_equal(
	    smsgw_hex(fx.pub, sealed, 16), "7649abac8119b246cee98e9b12e9197d");
	opened = smsgw_cipher(
	    fx.pub, "AES-128-CBC", 0, key, 16, iv, 16, sealed, len, &back);
	assert_non_null(opened);
	assert_int_equal(back, 16);
	assert_memory_equal(opened, plain, 16);
	sealed[31] ^= 1;
	assert_null(smsgw_cipher(
	    fx.pub, "aes-128-cbc", 0, key, 16, iv, 16, sealed, 32, &back));
	assert_null(smsgw_cipher(
	    fx.pub, "aes-128-cbc", 1, key, 15, iv, 16, plain, 16, &len));
	assert_null(smsgw_cipher(
	    fx.pub, "aes-128-cbc", 1, key, 16, iv, 12, plain, 16, &len));
	assert_null(smsgw_cipher(
	    fx.pub, "aes-128-gcm", 1, key, 16, iv, 12, plain, 16, &len));
	assert_null(
	    smsgw_cipher(fx.pub, "rot13", 1, key, 16, iv, 16, plain, 16, &len));
	assert_string_equal(fixture_failure(), "");
	assert_null(smsgw_cipher(
	    fx.pub, "aes-128-cbc", 1, NULL, 16, iv, 16, plain, 16, &len));
	assert_blamed("smsgw_cipher() was given NULL");
}

/* GB/T 32907, example 1: key and plaintext are the same. */
static void
sm4_is_that_of_the_standard(void **state)
{
	static const unsigned char key[16] = { 0x01, 0x23, 0x45, 0x67, 0x89,
		0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32,
		0x10 };
	size_t len;
	void *out;

	(void)state;
	out =
	    smsgw_cipher(fx.pub, "sm4-ecb", 1, key, 16, NULL, 0, key, 16, &len);
	assert_non_null(out);
	assert_string_equal(
	    smsgw_hex(fx.pub, out, 16), "681edf34d206965e86b3e94f536e4246");
}

static char *
make_pem(EVP_PKEY *key, const char *passphrase)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *pem;
	long len;

	assert_int_equal(PEM_write_bio_PrivateKey(bio, key,
			     passphrase != NULL ? EVP_aes_128_cbc() : NULL,
			     NULL, 0, NULL, (char *)(uintptr_t)passphrase),
	    1);
	len = BIO_get_mem_data(bio, &data);
	pem = strndup(data, (size_t)len);
	BIO_free(bio);
	return pem;
}

static void
a_signature_can_be_verified(void **state)
{
	EVP_PKEY *key = EVP_RSA_gen(2048);
	char *pem = make_pem(key, NULL), *locked = make_pem(key, "pass");
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *sig;
	size_t len;

	(void)state;
	sig = smsgw_pkey_sign(fx.pub, "sha256", pem, "text", 4, &len);
	assert_non_null(sig);
	assert_int_equal(len, 256);
	assert_int_equal(
	    EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key), 1);
	assert_int_equal(
	    EVP_DigestVerify(ctx, sig, len, (const unsigned char *)"text", 4),
	    1);
	assert_null(
	    smsgw_pkey_sign(fx.pub, "sha256", "no key", "text", 4, &len));
	assert_null(smsgw_pkey_sign(fx.pub, "sha256", locked, "text", 4, &len));
	assert_null(smsgw_pkey_sign(fx.pub, "md99", pem, "text", 4, &len));
	assert_string_equal(fixture_failure(), "");
	assert_null(smsgw_pkey_sign(fx.pub, "sha256", NULL, "text", 4, &len));
	assert_blamed("smsgw_pkey_sign() was given NULL");
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	free(pem);
	free(locked);
}

static void
equal_compares_all_bytes(void **state)
{
	(void)state;
	assert_int_equal(smsgw_equal(fx.pub, "abcd", "abcd", 4), 1);
	assert_int_equal(smsgw_equal(fx.pub, "abcd", "abce", 4), 0);
	assert_int_equal(smsgw_equal(fx.pub, "xbcd", "abcd", 4), 0);
	assert_int_equal(smsgw_equal(fx.pub, NULL, "a", 1), 0);
	assert_int_equal(smsgw_equal(fx.pub, NULL, NULL, 0), 1);
}

static void *
digest_often(void *arg)
{
	static const char *const names[] = { "sha224", "sha384", "sha512",
		"ripemd160", "sha3-256" };
	unsigned char out[64];
	struct gateway gw = { .pub.host = &host_table };
	size_t len;
	int i;

	for (i = 0; i < 2000; i++) {
		len = sizeof(out);
		if (smsgw_hmac(
			&gw.pub, names[i % 5], "k", 1, "d", 1, out, &len) != 0)
			*(int *)arg = 1;
		len = sizeof(out);
		if (smsgw_digest(&gw.pub, names[i % 5], "d", 1, out, &len) != 0)
			*(int *)arg = 1;
	}
	crypto_fini(&gw.crypto);
	return NULL;
}

static void
threads_may_look_up_at_once(void **state)
{
	pthread_t threads[4];
	int i, failed = 0;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, digest_often, &failed),
		    0);
	for (i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(digests_are_those_of_the_standards),
		UNIT(what_does_not_exist_is_refused),
		UNIT(hmacs_are_those_of_the_rfcs),
		UNIT(ciphers_go_both_ways),
		UNIT(sm4_is_that_of_the_standard),
		UNIT(a_signature_can_be_verified),
		UNIT(equal_compares_all_bytes),
		UNIT(threads_may_look_up_at_once),
	};

	return cmocka_run_group_tests_name("host_crypto", tests, NULL, NULL);
}
