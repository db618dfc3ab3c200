#include <gtest/gtest.h>

#include "tests/web-api/spectator/samples.hpp"
#include "web-api/spectator/public_entry.hpp"

namespace lanterne::web {
namespace {

const Position start{Latitude{47'575'300}, Longitude{-3'070'800}};

wire::LiveEntry entry(wire::RaceStatus status, std::int32_t north_e6 = 0) {
    wire::LiveEntry entry{.bib = *Bib::from("7"), .status = status};
    entry.position = Position{Latitude{start.latitude.e6 + north_e6}, start.longitude};
    entry.along_dm = 10'000;
    entry.speed_dmps = 30;
    entry.fix_time = from_ms(1'779'012'000'000);
    return entry;
}

TEST(PublicEntry, HasItsPlaceWhileItRaces) {
    for (const auto status :
         {wire::RaceStatus::racing, wire::RaceStatus::stopped, wire::RaceStatus::silent}) {
        EXPECT_EQ(public_entry(entry(status), {start}), entry(status));
    }
}

TEST(PublicEntry, ThatWaitsHasItsPlaceNearAStartAlone) {
    using enum wire::RaceStatus;
    EXPECT_TRUE(public_entry(entry(not_started, 4'400), {start}).position) << "490 m";
    EXPECT_FALSE(public_entry(entry(not_started, 4'600), {start}).position) << "at home, 510 m";
    EXPECT_TRUE(public_entry(entry(not_started, 4'600),
                             {start, {Latitude{47'579'900}, Longitude{-3'070'800}}})
                    .position)
        << "at the start of another variant";
    EXPECT_FALSE(public_entry(entry(not_started), {}).position);
}

TEST(PublicEntry, ThatLeftTheCourseOrIsOutSaysNotWhereItIs) {
    using enum wire::RaceStatus;
    for (const auto status : {off_course, did_not_finish, did_not_start, disqualified, unscored,
                              lapped, not_classified, over_time_limit}) {
        const wire::LiveEntry shown = public_entry(entry(status), {start});
        EXPECT_FALSE(shown.position) << wire::to_text(status);
        EXPECT_FALSE(shown.along_dm) << wire::to_text(status);
        EXPECT_FALSE(shown.speed_dmps) << wire::to_text(status);
        EXPECT_EQ(shown.status, status);
    }
}

TEST(PublicEntry, ThatHasFinishedIsAtTheFinishWhereverItsUnitIsCarried) {
    const wire::LiveEntry shown = public_entry(entry(wire::RaceStatus::finished), {start});

    EXPECT_FALSE(shown.position);
    EXPECT_EQ(shown.along_dm, 10'000);
}

TEST(SpectatorView, HasMetresSecondsAndFivesOfPerCents) {
    SpectatorSource source = samples::three();
    source.entries[0].along_dm = 12'345;
    source.entries[0].battery_pct = std::uint8_t{88};
    source.entries[1].gap_ms = 61'999;
    source.entries[2].gap_ms = 61'999;
    source.entries[2].status = wire::RaceStatus::finished;

    const SpectatorView view = look(source, nullptr);

    EXPECT_EQ(view.rows[0].along_m, 1'235U);
    EXPECT_FALSE(view.rows[0].place) << "on the line";
    EXPECT_EQ(view.rows[0].battery_pct, 90);
    EXPECT_EQ(view.rows[1].gap_ms, 61'000) << "under way";
    EXPECT_EQ(view.rows[2].gap_ms, 61'999) << "a result";
    EXPECT_EQ(view.rows[2].place, (RoundPlace{4'757'530, -307'101}));
}

class ManyEntries : public testing::Test {
protected:
    ManyEntries() {
        for (wire::LiveEntry& entry : source_.entries) {
            entry.status = wire::RaceStatus::racing;
            entry.rank = 101;
            entry.gap_ms = 1'000;
        }
        source_.id.sequence = 1'000;
        before_ = look(source_, nullptr);
        for (wire::LiveEntry& entry : source_.entries) {
            entry.rank = 102;
            entry.gap_ms = 2'000;
        }
    }

    SpectatorView at(std::uint64_t sequence) {
        source_.id.sequence = sequence;
        return look(source_, &before_);
    }

    std::mt19937 random_{5};
    SpectatorSource source_ = samples::any_source(random_, told_each_second + 1);
    SpectatorView before_;
};

TEST_F(ManyEntries, HavePlacesInEachTenthSecond) {
    EXPECT_EQ(at(1'009).rows[7].rank, 101U);
    EXPECT_EQ(at(1'009).rows[7].gap_ms, 1'000);
    EXPECT_EQ(at(1'010).rows[7].rank, 102U);
    EXPECT_EQ(at(1'010).rows[7].gap_ms, 2'000);
}

TEST_F(ManyEntries, HaveTheirPlaceInEachSecondAtTheFrontAndWhenTheyLeaveIt) {
    source_.entries[7].rank = front_ranks;
    before_.rows[8].rank = front_ranks;

    EXPECT_EQ(at(1'001).rows[7].rank, front_ranks);
    EXPECT_EQ(at(1'001).rows[8].rank, 102U);
    EXPECT_EQ(at(1'001).rows[9].rank, 101U);
}

TEST_F(ManyEntries, AreAlongInStepsOfTwoMetresUntilTheyFinish) {
    source_.entries[7].along_dm = 12'350;
    source_.entries[8].along_dm = 12'350;
    source_.entries[8].status = wire::RaceStatus::finished;

    EXPECT_EQ(at(1'001).rows[7].along_m, 1'236U);
    EXPECT_EQ(at(1'001).rows[8].along_m, 1'235U);
}

TEST_F(ManyEntries, HaveTheirPlaceAtOnceWhenTheyFinishOrAreOut) {
    source_.entries[7].status = wire::RaceStatus::finished;
    source_.entries[8].status = wire::RaceStatus::did_not_finish;
    source_.entries[8].rank.reset();

    EXPECT_EQ(at(1'001).rows[7].rank, 102U);
    EXPECT_EQ(at(1'001).rows[8].rank, std::nullopt);
    EXPECT_EQ(at(1'001).rows[9].rank, 101U);
}

TEST_F(ManyEntries, AreSeenAlikeByWhoCameLaterFromTheNextTenthSecondOn) {
    const SpectatorView known_long = at(1'003);
    const SpectatorView came_now = look(source_, nullptr);
    ASSERT_NE(known_long.rows, came_now.rows);

    source_.id.sequence = 1'010;

    EXPECT_EQ(look(source_, &known_long).rows, look(source_, &came_now).rows);
}

TEST(SpectatorView, SaysEachArrivalInTheStepsOfItsBand) {
    const SpectatorView view = look(samples::three(), nullptr);

    ASSERT_EQ(view.arrivals[0].size(), 1U);
    EXPECT_EQ(to_text(view.arrivals[0][0].band.likely), "2026-05-17T10:43:00.000Z");
    EXPECT_TRUE(view.arrivals[1].empty());
}

} // namespace
} // namespace lanterne::web
