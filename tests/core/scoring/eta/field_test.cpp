#include <gtest/gtest.h>

#include "core/scoring/eta/effort.hpp"
#include "tests/core/scoring/eta/drawn_day.hpp"

namespace lanterne::scoring::eta {
namespace {

using drawn::at;
using drawn::course_on;
using drawn::go;
using drawn::gun;
using drawn::seconds_after_gun;

/// A run of 6 km, then a ride of 20, flat; the finish behind it.
course::Course run_and_ride() {
    const course::Course run = course_on(std::string(60, '-'));
    std::vector<course::Leg> legs = run.legs();
    legs.push_back(
        {.id = "ride",
         .name = "Ride",
         .sport = course::Sport::bike,
         .line = geo::Polyline{{legs[0].line.at(Metres{0}), legs[0].line.at(Metres{5'000})}},
         .laps = 4});
    course::unroll(legs);
    const std::vector<course::Location> locations{
        {.id = "end", .position = legs[1].line.at(Metres{5'000})}};
    return course::Course{legs,
                          locations,
                          {{.id = "finish",
                            .name = "Finish",
                            .kind = course::PointKind::finish,
                            .location = "end",
                            .leg = 1,
                            .lap = 4,
                            .along = legs[1].end}}};
}

void move(Forecaster& forecaster, std::size_t entry, double from, double to, double t,
          double speed) {
    for (double along = from; along <= to; along += 5 * speed) {
        forecaster.seen(entry, Metres{along}, at(t + (along - from) / speed));
    }
}

TEST(Ground, LetsTheOrdinaryAthleteTireAsMarathonRunnersDo) {
    const Ground ground{course_on(std::string(422, '-'))};

    const double half = ground.seconds_to(21'100);
    const double whole = ground.seconds_to(42'200);

    EXPECT_NEAR((whole - half) / half, 1.137, 0.02) << "15.6 and 11.7 % slower: Deaner et al.";
}

TEST(Ground, GoesOnAsFreshWhenAsked) {
    const Ground ground{course_on(std::string(422, '-')), Tiring::none};

    EXPECT_NEAR(ground.seconds_to(42'200), 2 * ground.seconds_to(21'100), 1)
        << "the line drawn is a metre short";
}

TEST(Ground, StopsTiringAfterTenHours) {
    const course::Course day = course_on(std::string(3'000, '-')); // 300 km
    const Ground ground{day};
    const double early = ground.seconds_to(220'000) - ground.seconds_to(200'000);
    const double late = ground.seconds_to(260'000) - ground.seconds_to(240'000);

    EXPECT_NEAR(late, early, 0.01);
    EXPECT_GT(early, 1.5 * ground.seconds_to(20'000));
}

TEST(Forecaster, ExpectsEvenARunnerOfAnEvenHourToSlow) {
    Forecaster forecaster{course_on(std::string(300, '-')), 1, gun};

    const double now = go(forecaster, 0, std::string(120, '>'));

    const auto band = forecaster.band(0, forecaster.finish(), at(now));
    const double even = now + 180 * 30;
    EXPECT_GT(seconds_after_gun(band->likely), even + 90);
    EXPECT_LT(seconds_after_gun(band->likely), even + 600);
}

TEST(Forecaster, DoesNotTakeTheLeadersForTheWholeField) {
    Forecaster forecaster{run_and_ride(), 12, gun};
    for (std::size_t entry = 0; entry < 12; ++entry) {
        const bool leads = entry < 4;
        forecaster.passed(entry, Metres{0}, gun);
        move(forecaster, entry, 0, 6'000, 0, leads ? 4.0 : 3.0);
    }
    for (std::size_t entry = 0; entry < 4; ++entry) {
        move(forecaster, entry, 6'000, 10'900, 1'500, 10);
    }
    forecaster.learn(at(2'000));

    const auto slow = forecaster.band(8, forecaster.finish(), at(2'000));

    // At the leaders' speed the ride takes 2,000 s.
    EXPECT_GT(seconds_after_gun(slow->likely), 2'000 + 2'000 * 1.04);
    EXPECT_LT(seconds_after_gun(slow->likely), 2'000 + 2'000 * 1.4);
}

} // namespace
} // namespace lanterne::scoring::eta
