#include <gtest/gtest.h>

#include "ingest-server/track.hpp"
#include "tests/ingest-server/journal.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::seconds;

std::vector<Fix> between(const std::vector<Fix>& fixes, std::size_t from, std::size_t to) {
    return {fixes.begin() + static_cast<std::ptrdiff_t>(from),
            fixes.begin() + static_cast<std::ptrdiff_t>(to)};
}

TEST(Track, IsTheSameInWhateverOrderItsFixesCome) {
    const auto fixes = walk(100);
    auto shuffled = fixes;
    std::mt19937 random{1};
    std::shuffle(shuffled.begin(), shuffled.end(), random);

    EXPECT_EQ(merge_track(shuffled, {}).fixes, fixes);
}

TEST(Track, FillsTheHolesOfThePrimaryUnitFromTheSpare) {
    const auto fixes = walk(300);
    auto primary = between(fixes, 0, 100);
    const auto after = between(fixes, 200, 300);
    primary.insert(primary.end(), after.begin(), after.end());

    const Track track = merge_track(primary, fixes);

    // The hole is 100 to 199; within 30 s of its edges the primary unit is believed.
    EXPECT_EQ(track.fixes.size(), 200U + 40U);
}

TEST(Track, IsTheSparesAloneWhenThePrimaryUnitNeverSpoke) {
    const auto fixes = walk(50);

    EXPECT_EQ(merge_track({}, fixes).fixes, fixes);
}

TEST(Track, LeavesOutAPlaceThatCannotBe) {
    auto fixes = walk(50);
    fixes[20].position.latitude = Latitude{-10'000'000};

    EXPECT_EQ(merge_track(fixes, {}).fixes.size(), 49U);
}

TEST(Assignment, CoversItsBeginButNotItsEnd) {
    const Assignment assignment{.entry = 1,
                                .unit = *UnitSerial::from("walker01"),
                                .from = earliest_time + seconds{10},
                                .to = earliest_time + seconds{20}};

    EXPECT_FALSE(assignment.covers(earliest_time + seconds{9}));
    EXPECT_TRUE(assignment.covers(earliest_time + seconds{10}));
    EXPECT_TRUE(assignment.covers(earliest_time + seconds{19}));
    EXPECT_FALSE(assignment.covers(earliest_time + seconds{20}));
}

} // namespace
} // namespace lanterne::ingest
