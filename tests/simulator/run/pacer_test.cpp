#include <gtest/gtest.h>

#include "simulator/run/pacer.hpp"

/// How far a day should be, by the clock and by the keys.
namespace lanterne::simulator {
namespace {

using std::chrono::seconds;

const UtcTime wall = *parse_time("2026-06-14T07:00:00Z");
const UtcTime gun = *parse_time("2026-05-01T09:00:00Z");

constexpr double rate = 10;

Pacer pacer(ClockOf whose) {
    return {plan::RehearsalClock{.wall_start = wall, .race_start = gun, .rate = rate}, whose};
}

TEST(Pacer, GoesWithTheClockUntilSomebodyWishesOtherwise) {
    Pacer with_server = pacer(ClockOf::server);

    EXPECT_EQ(with_server.target(wall - seconds{5}), gun - seconds{50});
    EXPECT_EQ(with_server.target(wall + Milliseconds{1}), gun + Milliseconds{10});
    EXPECT_EQ(with_server.factor(), 1);
    EXPECT_FALSE(with_server.is_paused());
}

TEST(Pacer, StandsStillInAPauseAndGoesOnFromThereWhileTheServersClockGoesOn) {
    Pacer with_server = pacer(ClockOf::server);

    with_server.pause_or_go_on(wall + seconds{10});
    EXPECT_TRUE(with_server.is_paused());
    EXPECT_EQ(with_server.target(wall + seconds{30}), gun + seconds{100});
    with_server.pause_or_go_on(wall + seconds{30});

    EXPECT_EQ(with_server.target(wall + seconds{31}), gun + seconds{110});
    EXPECT_EQ(with_server.clock_time(wall + seconds{31}), gun + seconds{310});
}

TEST(Pacer, CatchesUpWithTheServersClockAndIsNeverAheadOfIt) {
    Pacer with_server = pacer(ClockOf::server);
    with_server.pause_or_go_on(wall);
    with_server.pause_or_go_on(wall + seconds{10});

    ASSERT_TRUE(with_server.faster(wall + seconds{10}));

    EXPECT_EQ(with_server.target(wall + seconds{15}), gun + seconds{100});
    EXPECT_EQ(with_server.target(wall + seconds{20}), gun + seconds{200});
    EXPECT_EQ(with_server.factor(), 1) << "it has caught up";
    EXPECT_EQ(with_server.target(wall + seconds{40}), gun + seconds{400});
}

TEST(Pacer, RefusesToRunAheadOfAServersClock) {
    Pacer with_server = pacer(ClockOf::server);

    EXPECT_FALSE(with_server.faster(wall + seconds{5}));

    EXPECT_EQ(with_server.factor(), 1);
    EXPECT_EQ(with_server.target(wall + seconds{6}), gun + seconds{60});
}

TEST(Pacer, FallsBehindAServersClockWhenItIsSlower) {
    Pacer with_server = pacer(ClockOf::server);

    ASSERT_TRUE(with_server.slower(wall));

    EXPECT_EQ(with_server.target(wall), gun);
    EXPECT_EQ(with_server.target(wall + seconds{10}), gun + seconds{50});
    EXPECT_TRUE(with_server.faster(wall + seconds{10}));
    EXPECT_EQ(with_server.target(wall + seconds{20}), gun + seconds{150}) << "as fast as life";
}

TEST(Pacer, MayBeFasterThanAClockOfItsOwnWhichWaitsInAPause) {
    Pacer alone = pacer(ClockOf::own);

    ASSERT_TRUE(alone.faster(wall + seconds{10}));
    EXPECT_EQ(alone.target(wall + seconds{20}), gun + seconds{300});
    alone.pause_or_go_on(wall + seconds{20});

    EXPECT_EQ(alone.target(wall + seconds{60}), gun + seconds{300});
    EXPECT_EQ(alone.clock_time(wall + seconds{60}), gun + seconds{300});
}

TEST(Pacer, StopsAtItsSlowestAndItsFastest) {
    Pacer alone = pacer(ClockOf::own);

    while (alone.faster(wall)) {
    }
    EXPECT_EQ(alone.factor(), Pacer::fastest);
    while (alone.slower(wall)) {
    }
    EXPECT_EQ(alone.factor(), Pacer::slowest);
}

TEST(Pacer, NeverGoesBackWhenTheWallClockDoes) {
    Pacer alone = pacer(ClockOf::own);
    alone.pause_or_go_on(wall + seconds{10});
    alone.pause_or_go_on(wall + seconds{10});

    EXPECT_EQ(alone.target(wall + seconds{5}), gun + seconds{100});
}

} // namespace
} // namespace lanterne::simulator
