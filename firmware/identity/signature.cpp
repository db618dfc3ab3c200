#include "firmware/identity/signature.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "firmware/identity/openssl_handles.hpp"

namespace lanterne::firmware {
namespace {

const unsigned char* data_of(std::span<const std::byte> bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

} // namespace

std::optional<PinnedKey> PinnedKey::from_pem(std::string_view text) {
    if (text.size() > max_pem_bytes) {
        return std::nullopt;
    }
    const BioHandle source{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    const KeyHandle key{source ? PEM_read_bio_PUBKEY(source.get(), nullptr, no_pass_phrase, nullptr)
                               : nullptr};
    Raw raw;
    std::size_t length = raw.size();
    if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519 ||
        EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &length) != 1 || length != raw.size()) {
        return std::nullopt;
    }
    return PinnedKey{raw};
}

bool PinnedKey::signed_these(std::span<const std::byte> bytes,
                             std::span<const std::byte, 64> signature) const {
    const KeyHandle key{
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw_.data(), raw_.size())};
    const DigestHandle context{EVP_MD_CTX_new()};
    return key && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(bytes),
                            bytes.size()) == 1;
}

} // namespace lanterne::firmware
