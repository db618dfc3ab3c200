#include <gtest/gtest.h>

#include "core/scoring/fingerprint/sha256.hpp"

namespace lanterne::scoring {
namespace {

// The examples of FIPS 180-4, and the lengths about the border of a block.
TEST(Sha256, IsThatOfTheStandard) {
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256(std::string(55, 'a')),
              "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    EXPECT_EQ(sha256(std::string(64, 'a')),
              "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST(Sha256, IsTheSameHoweverTheBytesAreCut) {
    const std::string bytes(1'000, 'x');
    for (std::size_t cut = 0; cut <= 130; ++cut) {
        Sha256 hash;
        hash.take(std::string_view{bytes}.substr(0, cut));
        hash.take(std::string_view{bytes}.substr(cut));
        ASSERT_EQ(hash.text(), sha256(bytes)) << cut;
    }
    for (std::size_t length = 0; length <= 130; ++length) {
        Sha256 hash;
        for (std::size_t i = 0; i < length; ++i) {
            hash.take("x");
        }
        ASSERT_EQ(hash.text(), sha256(std::string(length, 'x'))) << length;
    }
}

} // namespace
} // namespace lanterne::scoring
