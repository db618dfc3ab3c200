#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/screen/happenings.hpp"
#include "simulator/screen/order.hpp"
#include "simulator/screen/words.hpp"

/// What is said on the screen, and in which order.
namespace lanterne::simulator {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

TEST(Words, TheRaceClockCountsFromTheGun) {
    EXPECT_EQ(race_clock(Milliseconds{-1}), "-0:00:01");
    EXPECT_EQ(race_clock(seconds{0}), "0:00:00");
    EXPECT_EQ(race_clock(hours{12} + seconds{61}), "12:01:01");
}

TEST(Words, AnAgeHasTwoDigitsAndAUnit) {
    EXPECT_EQ(age_words(Milliseconds{-1}), "ahead");
    EXPECT_EQ(age_words(seconds{99}), "99 s");
    EXPECT_EQ(age_words(seconds{100}), "1 min");
    EXPECT_EQ(age_words(hours{5}), "5 h");
    EXPECT_EQ(age_words(hours{240}), "10 d");
}

TEST(Words, TheSpeedIsSaidBesideTheClocksWhenItDiffers) {
    EXPECT_EQ(speed_words({.rate = 15}), "15 x");
    EXPECT_EQ(speed_words({.rate = 15, .factor = 2}), "30 x (clock 15 x)");
    EXPECT_EQ(speed_words({.rate = 15, .is_paused = true}), "paused (clock 15 x)");
}

TEST(Words, AllThatIsWrongWithSomebodyIsSaid) {
    AthleteNow athlete{.doing = Doing::racing,
                       .charge = 0.05,
                       .wrong = bit_of(MishapKind::no_fix) | bit_of(MishapKind::card_full)};

    EXPECT_EQ(trouble_words(athlete), "receiver silent, card full, battery low");
    EXPECT_EQ(trouble_words({.doing = Doing::standing}), "standing");
    EXPECT_EQ(trouble_words({.doing = Doing::racing}), "");
}

TEST(Happenings, ManyAtOnceAreALine) {
    Happenings happenings;
    happenings.add("no network", "5");
    happenings.add("no network", "7");
    for (int bib = 0; bib < 3000; ++bib) {
        happenings.add("connection lost", std::to_string(bib));
    }

    EXPECT_THAT(happenings.take(),
                ElementsAre("bib 5, 7: no network", "3000 athletes: connection lost"));
    EXPECT_THAT(happenings.take(), testing::IsEmpty());
}

RaceNow four() {
    const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");
    AthleteNow sound{.along_m = 100,
                     .doing = Doing::racing,
                     .has_unit = true,
                     .is_on = true,
                     .is_connected = true,
                     .charge = 0.8,
                     .last_fix = gun + seconds{60},
                     .unreceipted = 3};
    RaceNow now{.race_time = gun + seconds{61}, .gun = gun, .athletes = {4, sound}};
    now.athletes[1].wrong = bit_of(MishapKind::garbles);
    now.athletes[1].along_m = 50;
    now.athletes[2].last_fix = gun + seconds{10};
    now.athletes[2].unreceipted = 500;
    now.athletes[2].charge = 0.5;
    now.athletes[2].along_m = 200;
    now.athletes[3] = {.doing = Doing::gave_up}; // without a unit, too
    return now;
}

TEST(Order, PutsFirstWhatIsWorthALook) {
    const RaceNow now = four();

    EXPECT_THAT(ordered(now, Sort::bib), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(ordered(now, Sort::place), ElementsAre(2, 0, 1, 3));
    EXPECT_THAT(ordered(now, Sort::trouble), ElementsAre(1, 0, 2, 3));
    EXPECT_THAT(ordered(now, Sort::fix_age), ElementsAre(2, 0, 1, 3));
    EXPECT_THAT(ordered(now, Sort::queue), ElementsAre(2, 0, 1, 3));
    EXPECT_THAT(ordered(now, Sort::battery), ElementsAre(2, 0, 1, 3));
}

} // namespace
} // namespace lanterne::simulator
