#include <gtest/gtest.h>

#include "service/byte_range.hpp"

namespace lanterne::service {

namespace {

/// "first+size", "all" or "none" of ten bytes with the tag "now".
std::string asked(const std::string& range, const std::string& condition = "") {
    HttpRequest request;
    request.headers = {{"range", range}};
    if (!condition.empty()) {
        request.headers.emplace("if-range", condition);
    }
    const auto found = asked_range(request, 10, "\"now\"");
    if (!found) {
        return "none";
    }
    return *found ? std::to_string((*found)->first) + "+" + std::to_string((*found)->size) : "all";
}

TEST(AskedRange, IsWhatTheStandardSays) {
    EXPECT_EQ(asked("bytes=0-0"), "0+1");
    EXPECT_EQ(asked("bytes=2-5"), "2+4");
    EXPECT_EQ(asked("bytes=2-"), "2+8");
    EXPECT_EQ(asked("bytes=-3"), "7+3");
    EXPECT_EQ(asked("Bytes = 2-5"), "2+4");
}

TEST(AskedRange, EndsWithTheBytesThatThereAre) {
    EXPECT_EQ(asked("bytes=9-100"), "9+1");
    EXPECT_EQ(asked("bytes=-100"), "0+10");
    EXPECT_EQ(asked("bytes=0-18446744073709551615"), "0+10");
}

TEST(AskedRange, IsNothingBeyondThem) {
    EXPECT_EQ(asked("bytes=10-"), "none");
    EXPECT_EQ(asked("bytes=100-200"), "none");
    EXPECT_EQ(asked("bytes=-0"), "none");
}

TEST(AskedRange, IsAllWhenItIsNoRangeThatIsGiven) {
    for (const char* range : {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b",
                              "bytes=1-2-3", "bytes=0-1,3-4", "lines=0-1", "bytes=+1-2",
                              "bytes=1- 2", "bytes=99999999999999999999-"}) {
        EXPECT_EQ(asked(range), "all") << range;
    }
}

TEST(AskedRange, HoldsForTheStateThatTheClientKnows) {
    EXPECT_EQ(asked("bytes=0-0", "\"now\""), "0+1");
    EXPECT_EQ(asked("bytes=0-0", "\"then\""), "all");
    EXPECT_EQ(asked("bytes=0-0", "W/\"now\""), "all");
    EXPECT_EQ(asked("bytes=0-0", "Sun, 22 Nov 2026 08:00:00 GMT"), "all");
}

} // namespace

} // namespace lanterne::service
