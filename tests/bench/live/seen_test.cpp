#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/live/seen.hpp"

namespace lanterne::bench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Seen, KeepsTheLinesOfANameInTheirOrder) {
    const Seen seen = read_seen("lcp 812.5\ndrawn 7 1781420400000 12 13.25\n\nlcp 640\n");

    EXPECT_THAT(first_of(seen, "lcp"), ElementsAre(812.5, 640));
    EXPECT_THAT(seen.at("drawn"), ElementsAre(ElementsAre(7, 1781420400000, 12, 13.25)));
}

TEST(Seen, IsNothingOfANameThatNobodySaid) {
    EXPECT_THAT(first_of(read_seen(""), "lcp"), IsEmpty());
    EXPECT_THAT(first_of(read_seen("map 1"), "lcp"), IsEmpty());
}

TEST(Seen, RefusesALineThatIsNoMeasurement) {
    EXPECT_THROW(read_seen("lcp"), std::runtime_error);
    EXPECT_THROW(read_seen("lcp undefined"), std::runtime_error);
    EXPECT_THROW(read_seen("lcp 12ms"), std::runtime_error);
    EXPECT_THROW(read_seen("map 1\nError: the page is gone\n"), std::runtime_error);
}

} // namespace
} // namespace lanterne::bench
