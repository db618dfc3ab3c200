#include <gtest/gtest.h>
#include <openssl/ui.h>

#include "firmware/identity/signature.hpp"
#include "tests/firmware/signer.hpp"

namespace lanterne::firmware {
namespace {

/// RFC 8032 section 7.1, test 2: the public key as PEM, one byte of message, and its signature.
constexpr std::string_view rfc_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
    "-----END PUBLIC KEY-----\n";

std::vector<std::byte> some_bytes() { return {std::byte{1}, std::byte{2}, std::byte{3}}; }

wire::Signature signature_from(std::string_view digits) {
    wire::Signature signature;
    for (std::size_t i = 0; i < signature.size(); ++i) {
        signature[i] =
            static_cast<std::byte>(std::stoi(std::string{digits.substr(2 * i, 2)}, nullptr, 16));
    }
    return signature;
}

TEST(PinnedKey, TakesWhatItsOtherHalfSigned) {
    const Signer signer;
    const auto key = PinnedKey::from_pem(signer.public_pem());

    ASSERT_TRUE(key);
    EXPECT_TRUE(key->signed_these(some_bytes(), signer.signature_of(some_bytes())));
}

TEST(PinnedKey, RefusesWhatAnotherKeySigned) {
    const auto key = PinnedKey::from_pem(Signer{}.public_pem());

    ASSERT_TRUE(key);
    EXPECT_FALSE(key->signed_these(some_bytes(), Signer{}.signature_of(some_bytes())));
}

TEST(PinnedKey, RefusesAnyFlippedBitOfTheSignatureOrTheBytes) {
    const Signer signer;
    const auto key = PinnedKey::from_pem(signer.public_pem());
    const wire::Signature good = signer.signature_of(some_bytes());

    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        wire::Signature signature = good;
        signature[bit / 8] ^= std::byte{1} << (bit % 8);
        EXPECT_FALSE(key->signed_these(some_bytes(), signature)) << bit;
    }
    for (std::size_t bit = 0; bit < some_bytes().size() * 8; ++bit) {
        std::vector<std::byte> bytes = some_bytes();
        bytes[bit / 8] ^= std::byte{1} << (bit % 8);
        EXPECT_FALSE(key->signed_these(bytes, good)) << bit;
    }
}

TEST(PinnedKey, AgreesWithTheExampleOfTheStandard) {
    const auto key = PinnedKey::from_pem(rfc_key);
    const wire::Signature signature =
        signature_from("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                       "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    ASSERT_TRUE(key);
    EXPECT_TRUE(key->signed_these(std::vector{std::byte{0x72}}, signature));
    EXPECT_FALSE(key->signed_these(std::vector{std::byte{0x73}}, signature));
}

TEST(PinnedKey, IsReadFromNothingButThePemOfAnEd25519PublicKey) {
    const std::string good{rfc_key};

    EXPECT_TRUE(PinnedKey::from_pem(good));
    EXPECT_FALSE(PinnedKey::from_pem(""));
    EXPECT_FALSE(PinnedKey::from_pem("no key"));
    EXPECT_FALSE(PinnedKey::from_pem(good.substr(0, good.size() / 2)));
    EXPECT_FALSE(PinnedKey::from_pem(std::string(PinnedKey::max_pem_bytes, ' ') + good));
    // X25519: as long a key, and of another kind.
    EXPECT_FALSE(
        PinnedKey::from_pem("-----BEGIN PUBLIC KEY-----\n"
                            "MCowBQYDK2VuAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                            "-----END PUBLIC KEY-----\n"));
}

/// Stands for the terminal: asking there counts, and is refused.
class CountedTerminal {
public:
    CountedTerminal() {
        asked_ = 0;
        UI_method_set_opener(method_, [](UI*) {
            ++asked_;
            return 0;
        });
        UI_set_default_method(method_);
    }

    ~CountedTerminal() {
        UI_set_default_method(before_);
        UI_destroy_method(method_);
    }

    CountedTerminal(const CountedTerminal&) = delete;
    CountedTerminal& operator=(const CountedTerminal&) = delete;

    int asked() const { return asked_; }

private:
    static inline int asked_ = 0;
    const UI_METHOD* before_ = UI_get_default_method();
    UI_METHOD* method_ = UI_create_method("counted");
};

TEST(PinnedKey, AsksNobodyForThePassPhraseOfAnEncryptedKey) {
    const CountedTerminal terminal;

    EXPECT_FALSE(
        PinnedKey::from_pem("-----BEGIN PUBLIC KEY-----\n"
                            "Proc-Type: 4,ENCRYPTED\n"
                            "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n"
                            "\n"
                            "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                            "-----END PUBLIC KEY-----\n"));

    EXPECT_EQ(terminal.asked(), 0);
}

} // namespace
} // namespace lanterne::firmware
