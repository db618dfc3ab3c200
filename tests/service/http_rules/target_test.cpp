#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_target.hpp"

namespace lanterne::service {

namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(HttpTarget, DecodesSegmentsAndQuery) {
    const auto target = parse_target("/r/caf%C3%A9?format=json&name=a+b%26c&flag");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/r/caf%C3%A9");
    EXPECT_THAT(target->segments, ElementsAre("r", "caf\xC3\xA9"));
    EXPECT_THAT(target->query, UnorderedElementsAre(Pair("format", "json"), Pair("name", "a b&c"),
                                                    Pair("flag", "")));
}

TEST(HttpTarget, HasNoSegmentsAtTheRootAndAnEmptyLastOneBehindASlash) {
    EXPECT_TRUE(parse_target("/")->segments.empty());
    EXPECT_THAT(parse_target("/r/")->segments, ElementsAre("r", ""));
}

class RefusedTarget : public testing::TestWithParam<const char*> {};

TEST_P(RefusedTarget, IsRefused) { EXPECT_FALSE(parse_target(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Hostile, RefusedTarget,
                         testing::Values("", "r", "*", "http://example.org/", "//example.org/",
                                         "/a//b", "/a/../b", "/..", "/.", "/a/%2e%2e/b",
                                         "/..%2f..%2fetc/passwd", "/a%2Fb", "/a%5cb", "/a\\b",
                                         "/a%00b", "/a%0ab", "/a%7f", "/%", "/%4", "/%zz", "/%ff",
                                         "/%c0%af", "/%ed%a0%80", "/a#b", "/a?x=%00", "/a?x=%f",
                                         "/a?%ff=1"));

std::string with_parameters(std::size_t count) {
    std::string target = "/?";
    for (std::size_t n = 0; n < count; ++n) {
        target += "a=1&";
    }
    return target;
}

TEST(HttpTarget, TakesAsManyQueryParametersAsItSaysAndNotOneMore) {
    EXPECT_TRUE(parse_target(with_parameters(max_query_parameters)));
    EXPECT_FALSE(parse_target(with_parameters(max_query_parameters + 1)));
}

} // namespace

} // namespace lanterne::service
