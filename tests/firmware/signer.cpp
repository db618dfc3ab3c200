#include "tests/firmware/signer.hpp"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>

namespace lanterne::firmware {
namespace {

void expect(bool good) {
    if (!good) {
        throw std::runtime_error{"libcrypto cannot sign"};
    }
}

} // namespace

Signer::Signer()
    : key_{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"),
           [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }} {
    expect(key_ != nullptr);
}

std::string Signer::public_pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> text{BIO_new(BIO_s_mem()), BIO_free};
    expect(PEM_write_bio_PUBKEY(text.get(), static_cast<EVP_PKEY*>(key_.get())) == 1);
    char* data = nullptr;
    const long length = BIO_get_mem_data(text.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

wire::Signature Signer::signature_of(const wire::Bytes& bytes) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free};
    expect(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                              static_cast<EVP_PKEY*>(key_.get())) == 1);
    wire::Signature signature;
    std::size_t length = signature.size();
    expect(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                          &length, reinterpret_cast<const unsigned char*>(bytes.data()),
                          bytes.size()) == 1 &&
           length == signature.size());
    return signature;
}

wire::Bytes Signer::signed_for(const UnitSerial& unit, wire::SignedConfig message) const {
    message.signature = signature_of(wire::signed_bytes(unit, message));
    return wire::encode(message).value();
}

} // namespace lanterne::firmware
