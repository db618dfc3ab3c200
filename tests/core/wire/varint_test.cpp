#include <limits>

#include <gtest/gtest.h>

#include "core/wire/varint.hpp"
#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

using samples::from_hex;
using samples::to_hex;

std::string written(std::int64_t value) {
    Bytes out;
    append_zigzag(out, value);
    return to_hex(out);
}

Result<std::int64_t> read(std::string_view hex) {
    const Bytes bytes = from_hex(hex);
    ByteView rest = bytes;
    return take_zigzag(rest);
}

TEST(Zigzag, WritesSmallNumbersOfEitherSignInOneByte) {
    EXPECT_EQ(written(0), "00");
    EXPECT_EQ(written(-1), "01");
    EXPECT_EQ(written(1), "02");
    EXPECT_EQ(written(-64), "7f");
    EXPECT_EQ(written(64), "8001");
}

TEST(Zigzag, WritesTheWholeRangeInAtMostTenBytes) {
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::max()), "feffffffffffffffff01");
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "ffffffffffffffffff01");
    EXPECT_EQ(read("feffffffffffffffff01"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(read("ffffffffffffffffff01"), std::numeric_limits<std::int64_t>::min());
}

TEST(Zigzag, LeavesWhatFollows) {
    const Bytes bytes = from_hex("800105");
    ByteView rest = bytes;

    EXPECT_EQ(take_zigzag(rest), 64);

    EXPECT_EQ(to_hex(rest), "05");
}

TEST(Zigzag, RefusesALongerFormThanNeedBe) {
    EXPECT_EQ(read("8000").error(), Error::not_canonical);
    EXPECT_EQ(read("818000").error(), Error::not_canonical);
    EXPECT_EQ(read("80808080808080808000").error(), Error::not_canonical);
}

TEST(Zigzag, RefusesMoreThanSixtyFourBits) {
    EXPECT_EQ(read("ffffffffffffffffff02").error(), Error::out_of_range);
    EXPECT_EQ(read("ffffffffffffffffffff01").error(), Error::out_of_range);
}

TEST(Zigzag, RefusesToEndInTheMiddle) {
    EXPECT_EQ(read("").error(), Error::truncated);
    EXPECT_EQ(read("80").error(), Error::truncated);
}

} // namespace
} // namespace lanterne::wire
