
#include <gtest/gtest.h>

#include "tests/core/wire/greatest_request.hpp"
#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

using samples::from_hex;
using samples::to_hex;

/// A decoder without its value: what it says of an input, and the bytes it would write itself.
struct Kind {
    std::string name;
    Bytes good;
    std::size_t limit;
    Result<Bytes> (*again)(ByteView);
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

template<auto decode>
Result<Bytes> again(ByteView payload) {
    return decode(payload).and_then([](const auto& message) { return encode(message); });
}

/// As a unit reads it: the envelope, then the body that it carries.
Result<Bytes> config_again(ByteView payload) {
    const auto envelope = decode_signed_config(payload);
    if (!envelope) {
        return tl::unexpected{envelope.error()};
    }
    SignedConfig written = *envelope;
    return again<decode_config>(envelope->body).and_then([&](const Bytes& body) {
        written.body = body;
        return encode(written);
    });
}

std::vector<Kind> kinds() {
    return {{"batch", *encode(samples::batch()), max_batch_bytes, again<decode_batch>},
            {"event", *encode(samples::event()), max_event_bytes, again<decode_event>},
            {"receipt", *encode(samples::receipt()), max_receipt_bytes, again<decode_receipt>},
            {"status", *encode(samples::status()), max_status_bytes, again<decode_status>},
            {"live", *encode(samples::live_frame()), max_live_bytes, again<decode_live_frame>},
            {"config", *encode(samples::signed_config()), max_config_bytes, config_again}};
}

class EveryDecoder : public testing::TestWithParam<Kind> {
protected:
    Error refusal(ByteView payload) {
        const Result<Bytes> bytes = GetParam().again(payload);
        EXPECT_FALSE(bytes) << to_hex(payload);
        return bytes ? Error{} : bytes.error();
    }
};

TEST_P(EveryDecoder, RefusesEveryTruncation) {
    const ByteView good = GetParam().good;

    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_EQ(refusal(good.first(length)), Error::truncated) << length;
    }
}

TEST_P(EveryDecoder, RefusesWhatFollowsTheMessage) {
    Bytes bytes = GetParam().good;

    bytes.push_back(std::byte{0xF6});

    EXPECT_EQ(refusal(bytes), Error::trailing_bytes);
}

TEST_P(EveryDecoder, RefusesMoreBytesThanTheKindMayHave) {
    EXPECT_NE(refusal(Bytes(GetParam().limit)), Error::too_large);
    EXPECT_EQ(refusal(Bytes(GetParam().limit + 1)), Error::too_large);
}

TEST_P(EveryDecoder, RefusesAnotherVersionWhateverFollows) {
    EXPECT_EQ(refusal(from_hex("8118ff")), Error::unknown_version);
    EXPECT_EQ(refusal(from_hex("9bffffffffffffffff 00")), Error::unknown_version);
}

TEST_P(EveryDecoder, RefusesAMessageWithMissingItems) {
    Bytes bytes = GetParam().good;

    bytes.front() = std::byte{0x81};

    EXPECT_EQ(refusal(bytes), Error::wrong_type);
}

TEST_P(EveryDecoder, ReadsAFlippedBitAsAnotherMessageOrRefusesIt) {
    for (std::size_t bit = 0; bit < GetParam().good.size() * 8; ++bit) {
        Bytes bytes = GetParam().good;
        bytes[bit / 8] ^= std::byte{1} << (bit % 8);
        const Result<Bytes> written = GetParam().again(bytes);
        if (written) {
            EXPECT_EQ(to_hex(*written), to_hex(bytes)) << bit;
        }
    }
}

TEST_P(EveryDecoder, NeverAllocatesByANumberItWasTold) {
    for (const char* claim :
         {"9a08000000", "9affffffff", "9bffffffffffffffff", "ba10000000", "5affffffff",
          "86 01 9a01000000 9a01000000 9a01000000", "86 01 00 00 00 00 9a08000000",
          "86 01 00 00 1a7fffffff 86f6f600f60000 42ff00", "88 01 00 00 00 01 00 9a08000000 80",
          "88 01 00 00 00 01 00 80 9a08000000", "8a 03 00 00 00 01 00 80 80 9a08000000 80",
          "8a 03 00 00 00 01 00 80 80 81 83 6131 00 9a08000000 80",
          "86 01 00 00 00 02 820000 9a08000000", "8b 01 01 7affffffff", "86 01 01 02 01 5affffffff",
          "86 01 01 02 01 4e 87000001f6f6f68301 9affffffff",
          "9bffffffffffffffff 01 01 613061300000 00f600f600"}) {
        const Bytes bytes = from_hex(claim);
        greatest_request = 0;

        EXPECT_FALSE(GetParam().again(bytes)) << claim;

        EXPECT_LE(greatest_request, 1'024U) << claim;
    }
}

TEST_P(EveryDecoder, RefusesDeepNesting) {
    Bytes bytes = from_hex("9b0000000000000fff01");
    bytes.resize(GetParam().limit, std::byte{0x81});

    EXPECT_FALSE(GetParam().again(bytes));
}

INSTANTIATE_TEST_SUITE_P(Wire, EveryDecoder, testing::ValuesIn(kinds()));

} // namespace
} // namespace lanterne::wire
