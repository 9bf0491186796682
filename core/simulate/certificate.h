/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A certificate authority to be thrown away, and a certificate of it for
 * loopback.  The keys never leave the memory of the process.
 */
#ifndef SIMULATE_CERTIFICATE_H
#define SIMULATE_CERTIFICATE_H

#include <openssl/ssl.h>

#include "tls.h"

/*
 * Makes both, for the address that is listened on as well, writes the
 * authority's as PEM to ca_file (new, readable by all) and the leaf's pin.
 * The server's context, or NULL with errno or OpenSSL's own queue saying why.
 */
SSL_CTX *certificate_new(
    const char *address, const char *ca_file, char pin[TLS_PIN_SIZE]);

#endif
