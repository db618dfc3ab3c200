#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tests/core/scoring/eta/drawn_day.hpp"

namespace lanterne::scoring::eta {
namespace {

using drawn::at;
using drawn::course_on;
using drawn::go;
using drawn::gun;
using drawn::seconds_after_gun;
using drawn::width_s;

const std::string flat(60, '-'); // 6 km
const std::string half(30, '>');

TEST(Forecaster, GivesASteadyAthleteANarrowBandThatHolds) {
    Forecaster forecaster{course_on(flat), 1, gun};

    const double now = go(forecaster, 0, half);

    const auto band = forecaster.band(0, forecaster.finish(), at(now)); // 15 minutes to go
    ASSERT_TRUE(band);
    EXPECT_LT(seconds_after_gun(band->early), 1'800);
    EXPECT_GT(seconds_after_gun(band->late), 1'800);
    EXPECT_NEAR(seconds_after_gun(band->likely), 1'800, 20);
    EXPECT_LT(width_s(*band), 0.2 * 900);
}

TEST(Forecaster, NarrowsTheBandAsTheFinishComesNear) {
    Forecaster forecaster{course_on(flat), 1, gun};

    const double early = go(forecaster, 0, half);
    const double wide = width_s(*forecaster.band(0, forecaster.finish(), at(early)));
    const double late = go(forecaster, 0, std::string(25, '>'), early, 3'000);
    const double narrow = width_s(*forecaster.band(0, forecaster.finish(), at(late)));

    EXPECT_LT(narrow, wide / 2);
}

TEST(Forecaster, ExpectsLessSpeedOnAHillAhead) {
    Forecaster level{course_on(flat), 1, gun};
    Forecaster hill{course_on(std::string(40, '-') + std::string(10, '/') + std::string(10, '-')),
                    1, gun};

    const double now = go(level, 0, half);
    go(hill, 0, half);

    const auto without = level.band(0, level.finish(), at(now));
    const auto with = hill.band(0, hill.finish(), at(now));
    EXPECT_GT(with->likely, without->likely + std::chrono::seconds{60});
    EXPECT_GT(with->why.slopes, std::chrono::seconds{60});
    EXPECT_NEAR(static_cast<double>(without->why.slopes.count()), 0, 1'000);
}

TEST(Forecaster, ExpectsTheFieldsSlowStretchOfWhoComesLater) {
    Forecaster forecaster{course_on(flat), 11, gun};
    const std::string sand = std::string(40, '>') + std::string(10, 's') + std::string(10, '>');
    for (std::size_t entry = 0; entry < 10; ++entry) {
        go(forecaster, entry, sand);
    }

    const double now = go(forecaster, 10, half);

    const auto band = forecaster.band(10, forecaster.finish(), at(now));
    EXPECT_NEAR(seconds_after_gun(band->likely), 1'800 + 150, 40);
    EXPECT_GT(band->why.field, std::chrono::seconds{60});
    EXPECT_EQ(band->why.athletes, 10U);
}

TEST(Forecaster, DriftsLaterAndWidensWhileAnAthleteStands) {
    Forecaster forecaster{course_on(flat), 1, gun};

    const double now = go(forecaster, 0, half);
    const auto moving = forecaster.band(0, forecaster.finish(), at(now));
    const double later = go(forecaster, 0, "ooooo", now, 3'000);
    const auto standing = forecaster.band(0, forecaster.finish(), at(later));

    EXPECT_GT(standing->likely, moving->likely + std::chrono::minutes{5});
    EXPECT_GT(width_s(*standing), 1.5 * width_s(*moving));
    EXPECT_GE(standing->why.standing, std::chrono::minutes{4});
}

TEST(Forecaster, ExpectsNobodyBeforeTopSpeedAllows) {
    Forecaster forecaster{course_on(flat), 1, gun};
    forecaster.passed(0, Metres{0}, at(0));
    forecaster.seen(0, Metres{5'000}, at(20)); // nobody runs 250 m/s

    const auto band = forecaster.band(0, forecaster.finish(), at(20));

    EXPECT_GE(seconds_after_gun(band->early), 20 + 990 / 8.5);
}

TEST(Forecaster, OrdersItsQuantiles) {
    Forecaster forecaster{course_on(flat), 1, gun};
    double now = 0;
    double along = 0;
    for (const char* way : {">>", "s", "oo", ">>>>>", "ooo", "sss"}) {
        now = go(forecaster, 0, way, now, along);
        for (const char cell : std::string{way}) {
            along += cell == 'o' ? 0 : drawn::cell_m;
        }
        for (const double silent : {0.0, 600.0, 7'200.0}) {
            const auto band = forecaster.band(0, forecaster.finish(), at(now + silent));

            EXPECT_LE(band->early, band->likely);
            EXPECT_LE(band->likely, band->late);
        }
    }
}

TEST(Forecaster, NeverExpectsSomebodySilentInThePast) {
    Forecaster forecaster{course_on(flat), 1, gun};
    go(forecaster, 0, half);

    for (const double as_of : {1'000.0, 1'800.0, 2'000.0, 9'000.0}) {
        const auto band = forecaster.band(0, forecaster.finish(), at(as_of));

        EXPECT_GE(band->early, at(as_of));
        EXPECT_GT(band->late, at(as_of));
    }
}

TEST(Forecaster, ExpectsNobodyWhoFinishedLeftOrWasNotSeen) {
    Forecaster forecaster{course_on(flat), 3, gun};
    const double now = go(forecaster, 0, half + half);
    forecaster.passed(0, forecaster.finish(), at(now));
    go(forecaster, 1, half);
    forecaster.leave(1);

    EXPECT_FALSE(forecaster.band(0, forecaster.finish(), at(now)));
    EXPECT_FALSE(forecaster.band(1, forecaster.finish(), at(now)));
    EXPECT_FALSE(forecaster.band(2, forecaster.finish(), at(now)));
}

TEST(Forecaster, ExpectsNobodyAtAPlaceBehind) {
    Forecaster forecaster{course_on(flat, 2'000), 1, gun};

    const double now = go(forecaster, 0, half);

    EXPECT_FALSE(forecaster.band(0, Metres{2'000}, at(now)));
    EXPECT_EQ(forecaster.next_point(0)->value, forecaster.finish().value);
}

TEST(Forecaster, GradesWhatItSaidWhenTheHourHasCome) {
    Forecaster forecaster{course_on(flat, 5'000), 1, gun};
    const double split = go(forecaster, 0, std::string(50, '>'));
    forecaster.passed(0, Metres{5'000}, at(split));

    const Grade near = forecaster.last_hour(at(split), Horizon::near);
    EXPECT_GT(near.forecasts, 0U);
    EXPECT_EQ(near.inside, 1);
    EXPECT_LT(near.loss_s, 20);
    EXPECT_EQ(forecaster.last_hour(at(split + 4'000), Horizon::near).forecasts, 0U);
}

TEST(Forecaster, SaysTheSameWhateverOrderEntriesWereFedIn) {
    const course::Course course = course_on(flat);
    Forecaster one{course, 3, gun};
    Forecaster other{course, 3, gun};
    const std::string slow(30, 's');
    for (const std::size_t entry : {0U, 1U, 2U}) {
        go(one, entry, entry == 1 ? slow : half);
    }
    for (const std::size_t entry : {2U, 1U, 0U}) {
        go(other, entry, entry == 1 ? slow : half);
    }
    one.learn(at(2'000));
    other.learn(at(2'000));

    for (const std::size_t entry : {0U, 1U, 2U}) {
        const auto a = one.band(entry, one.finish(), at(2'000));
        const auto b = other.band(entry, other.finish(), at(2'000));

        EXPECT_EQ(a->likely, b->likely);
        EXPECT_EQ(a->late, b->late);
    }
}

TEST(Forecaster, LeavesOutNumbersThatAreNone) {
    Forecaster forecaster{course_on(flat), 1, gun};
    const double now = go(forecaster, 0, half);
    const auto before = forecaster.band(0, forecaster.finish(), at(now));

    forecaster.seen(0, Metres{std::numeric_limits<double>::quiet_NaN()}, at(now + 1));
    forecaster.seen(0, Metres{2'000}, at(now - 60));

    EXPECT_EQ(forecaster.band(0, forecaster.finish(), at(now))->likely, before->likely);
    EXPECT_FALSE(forecaster.band(0, Metres{std::numeric_limits<double>::quiet_NaN()}, at(now)));
}

} // namespace
} // namespace lanterne::scoring::eta
