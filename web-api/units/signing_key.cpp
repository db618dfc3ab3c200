#include "web-api/units/signing_key.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace lanterne::web {

namespace {

struct Release {
    void operator()(BIO* text) const noexcept { BIO_free(text); }

    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }

    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

template<class T>
using Owned = std::unique_ptr<T, Release>;

/// Without it libcrypto would ask at the terminal, and wait.
int no_passphrase(char*, int, int, void*) { return -1; }

} // namespace

struct SigningKey::Handle {
    Owned<EVP_PKEY> key;
};

Result<SigningKey, std::string> SigningKey::read(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text(max_file_bytes, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    if (text.empty()) {
        return tl::unexpected{fmt::format("{}: cannot be read", file.string())};
    }
    const Owned<BIO> source{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    Owned<EVP_PKEY> key{
        source ? PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr) : nullptr};
    if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
        return tl::unexpected{fmt::format(
            "{}: no private Ed25519 key; what \"openssl genpkey -algorithm ed25519\" writes would "
            "be right",
            file.string())};
    }
    return SigningKey{std::make_shared<const Handle>(Handle{std::move(key)})};
}

wire::Signature SigningKey::sign(wire::ByteView bytes) const {
    const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    wire::Signature signature;
    std::size_t length = signature.size();
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle_->key.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) != 1 ||
        length != signature.size()) {
        throw std::runtime_error{"libcrypto cannot sign"};
    }
    return signature;
}

} // namespace lanterne::web
