#include <gtest/gtest.h>

#include "core/base/time.hpp"

namespace lanterne {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime may_17 =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::May / 17} + 8h + 15min + 30s;

TEST(Time, IsWrittenInUtcWithMilliseconds) {
    EXPECT_EQ(to_text(may_17 + 7ms), "2026-05-17T08:15:30.007Z");
}

TEST(Time, BeforeNineteenSeventyIsWrittenToo) {
    EXPECT_EQ(to_text(from_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Time, ReadsAnOffset) {
    EXPECT_EQ(parse_time("2026-05-17T10:15:30+02:00"), may_17);
    EXPECT_EQ(parse_time("2026-05-17T05:45:30-02:30"), may_17);
}

TEST(Time, CutsDecimalsToMilliseconds) {
    EXPECT_EQ(parse_time("2026-05-17T08:15:30.1239Z"), may_17 + 123ms);
    EXPECT_EQ(parse_time("2026-05-17T08:15:30.5Z"), may_17 + 500ms);
}

class UnreadableTime : public testing::TestWithParam<const char*> {};

TEST_P(UnreadableTime, IsRefused) { EXPECT_FALSE(parse_time(GetParam()).has_value()); }

INSTANTIATE_TEST_SUITE_P(Time, UnreadableTime,
                         testing::Values("", "2026-05-17", "2026-05-17T08:15:30",
                                         "2026-02-30T08:15:30Z", "2026-05-17T24:00:00Z",
                                         "2026-05-17T08:60:00Z", "2026-05-17T08:15:30.Z",
                                         "2026-05-17T08:15:30Zx", "2026-05-17T08:15:30+2:00",
                                         "2026-05-17T08:15:30+24:00", "26-05-17T08:15:30Z",
                                         "2026-13-17T08:15:30Z"));

} // namespace
} // namespace lanterne
