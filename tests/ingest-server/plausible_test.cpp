#include <gtest/gtest.h>

#include "ingest-server/plausible.hpp"
#include "tests/ingest-server/journal.hpp"

namespace lanterne::ingest {
namespace {

using Marks = std::vector<std::int16_t>;

TEST(Plausible, AllowsTheClockToBeFiveMinutesFast) {
    const UtcTime now = earliest_time;

    EXPECT_TRUE(is_plausible_time(now + std::chrono::minutes{5}, now));
    EXPECT_FALSE(is_plausible_time(now + std::chrono::minutes{5} + Milliseconds{1}, now));
}

TEST(Plausible, MarksTheFixThatIsOnAnotherContinent) {
    auto fixes = walk(10);
    fixes[4].position.longitude = Longitude{-70'000'000};

    EXPECT_EQ(implausible_fixes(fixes, latest_time), (Marks{4}));
}

TEST(Plausible, MarksATimeInTheFuture) {
    auto fixes = walk(3);
    const UtcTime now = fixes[2].time;
    fixes[1].time = now + std::chrono::hours{1};

    EXPECT_EQ(implausible_fixes(fixes, now), (Marks{1}));
}

TEST(Plausible, BelievesANewPlaceWhenFixesGoOnComingFromThere) {
    auto fixes = walk(20);
    for (std::size_t i = 8; i < fixes.size(); ++i) {
        fixes[i].position.latitude = Latitude{46'000'000};
    }

    EXPECT_EQ(implausible_fixes(fixes, latest_time), (Marks{8, 9, 10, 11}));
}

TEST(Plausible, TakesAnAirlinerForPossible) {
    auto fixes = walk(20);
    for (std::size_t i = 0; i < fixes.size(); ++i) {
        fixes[i].position.latitude = Latitude{45'000'000 + static_cast<std::int32_t>(i) * 2'300};
    }

    EXPECT_TRUE(implausible_fixes(fixes, latest_time).empty());
}

} // namespace
} // namespace lanterne::ingest
