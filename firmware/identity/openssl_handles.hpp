#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

/// What of OpenSSL must be given back, owned; for the sources of this folder alone.
namespace lanterne::firmware {

template<auto release>
struct Release {
    template<class T>
    void operator()(T* handle) const noexcept {
        release(handle);
    }
};

template<class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

using BioHandle = Owned<BIO, BIO_free>;
using ConfHandle = Owned<CONF, NCONF_free>;
using KeyHandle = Owned<EVP_PKEY, EVP_PKEY_free>;
using DigestHandle = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using TlsContextHandle = Owned<SSL_CTX, SSL_CTX_free>;
using CertificateHandle = Owned<X509, X509_free>;
using RequestHandle = Owned<X509_REQ, X509_REQ_free>;
using StoreHandle = Owned<X509_STORE, X509_STORE_free>;
using StoreContextHandle = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

/// For each PEM_read_...: nothing of ours has a pass phrase. Without this OpenSSL would ask for one
/// at the terminal, and wait.
inline int no_pass_phrase(char* /*to*/, int /*room*/, int /*writing*/, void* /*user*/) {
    return -1;
}

} // namespace lanterne::firmware
