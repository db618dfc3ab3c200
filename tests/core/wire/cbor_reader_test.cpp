#include <gtest/gtest.h>

#include "core/wire/cbor_reader.hpp"
#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

/// A reader with the input that it points into.
struct Input {
    explicit Input(std::string_view hex) : bytes{samples::from_hex(hex)}, reader{bytes, 4096} {}

    Bytes bytes;
    CborReader reader;
};

TEST(CborReader, HandsOutEachTypeByName) {
    Input in{"88 18ff 38ff f6 4101 6161 81f6 f6 f6"};

    in.reader.array_of(8);
    EXPECT_EQ(in.reader.number<std::uint8_t>(), 255);
    EXPECT_EQ(in.reader.integer<std::int16_t>(), -256);
    EXPECT_EQ(in.reader.number_or_null<std::uint8_t>(), std::nullopt);
    EXPECT_EQ(in.reader.byte_string().size(), 1U);
    EXPECT_EQ(in.reader.text(), "a");
    EXPECT_TRUE(in.reader.array_of_or_null(1));
    in.reader.null();
    EXPECT_FALSE(in.reader.array_of_or_null(1));
    EXPECT_EQ(in.reader.text_or_null(), std::nullopt);

    EXPECT_EQ(in.reader.ended(), std::nullopt);
}

TEST(CborReader, FirstFaultStays) {
    Input in{"4101 01"};

    EXPECT_EQ(in.reader.number<std::uint8_t>(), 0);
    EXPECT_EQ(in.reader.number<std::uint8_t>(), 0);

    EXPECT_EQ(in.reader.ended(), Error::wrong_type);
}

TEST(CborReader, NumbersThatTheTypeCannotHoldAreOutOfRange) {
    Input too_big{"190100"};
    too_big.reader.number<std::uint8_t>();
    EXPECT_EQ(too_big.reader.ended(), Error::out_of_range);

    Input too_small{"3a80000000"};
    too_small.reader.integer<std::int32_t>();
    EXPECT_EQ(too_small.reader.ended(), Error::out_of_range);

    Input least{"3a7fffffff"};
    EXPECT_EQ(least.reader.integer<std::int32_t>(), std::numeric_limits<std::int32_t>::min());

    Input beyond_64_bits{"3bffffffffffffffff"};
    beyond_64_bits.reader.integer<std::int64_t>();
    EXPECT_EQ(beyond_64_bits.reader.ended(), Error::out_of_range);
}

class LongerForm : public testing::TestWithParam<const char*> {};

TEST_P(LongerForm, IsRefused) {
    Input in{GetParam()};

    in.reader.skip(1);

    EXPECT_EQ(in.reader.ended(), Error::not_canonical);
}

INSTANTIATE_TEST_SUITE_P(CborReader, LongerForm,
                         testing::Values("1817", "1900ff", "1a0000ffff", "1b00000000ffffffff",
                                         "3817", "3900ff", "580161", "590001 61", "780161",
                                         "9801f6", "b80101f6", "d80101"));

class NotDefinite : public testing::TestWithParam<const char*> {};

TEST_P(NotDefinite, IsNotTheArrayAsked) {
    Input in{GetParam()};

    in.reader.array();

    EXPECT_EQ(in.reader.ended(), Error::wrong_type);
}

INSTANTIATE_TEST_SUITE_P(CborReader, NotDefinite,
                         testing::Values("9fff", "bfff", "5fff", "7fff", "ff", "a0", "f5", "f97e00",
                                         "fb7ff8000000000000", "c180", "1c", "fc", "f814"));

TEST(CborReader, SkipsWholeItemsHoweverNested) {
    Input in{"82 a1 6161 83010203 c1 8181f6 05"};

    in.reader.skip(1);

    EXPECT_EQ(in.reader.number<std::uint8_t>(), 5);
    EXPECT_EQ(in.reader.ended(), std::nullopt);
}

TEST(CborReader, SkipDoesNotBelieveClaims) {
    Input array{"9bffffffffffffffff"};
    array.reader.skip(1);
    EXPECT_EQ(array.reader.ended(), Error::truncated);

    Input map{"bb8000000000000001 f6f6"};
    map.reader.skip(1);
    EXPECT_EQ(map.reader.ended(), Error::truncated);

    Input claimed_by_caller{"f6"};
    claimed_by_caller.reader.skip(~std::uint64_t{0});
    EXPECT_EQ(claimed_by_caller.reader.ended(), Error::truncated);
}

TEST(CborReader, LooksAtNothingBeyondItsLimitOfBytes) {
    const Bytes bytes(5, std::byte{0xF6});
    CborReader reader{bytes, 4};

    EXPECT_EQ(reader.ended(), Error::too_large);
}

} // namespace
} // namespace lanterne::wire
