#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "firmware/sending/cadence.hpp"
#include "tests/firmware/ground.hpp"

namespace lanterne::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Cadence::Instant boot{std::chrono::hours{3}};

constexpr CadenceRules race_rules{
    .interval = seconds{30}, .still_interval = seconds{120}, .error_m = 10, .accuracies = 2};

/// A unit that sends what is due as soon as it is due, on a link that takes everything.
class Unit {
public:
    explicit Unit(const CadenceRules& rules = race_rules, Profile profile = Profile::race)
        : cadence{profile, rules} {}

    void take(const Fix& fix) {
        unsent_.push_back(fix);
        cadence.journalled(fix);
    }

    /// That much time passes; what is due by then goes out.
    bool pass(milliseconds time) {
        now_ += time;
        if (!cadence.due(boot + now_)) {
            return false;
        }
        messages_.push_back(now_);
        cadence.reported(unsent_, boot + now_);
        unsent_.clear();
        return true;
    }

    /// A fix each second of one who goes on like that from where he is.
    void go(int count, PlanePoint velocity, double accuracy_m = 3) {
        for (int i = 0; i < count; ++i) {
            where = where + velocity;
            take(fix_at(now_ + seconds{1}, where, velocity, accuracy_m));
            pass(seconds{1});
        }
    }

    /// When messages went out since the last call, in seconds since the boot.
    std::vector<int> sent_at() {
        std::vector<int> at;
        for (const milliseconds time : messages_) {
            at.push_back(static_cast<int>(time.count() / 1000));
        }
        messages_.clear();
        return at;
    }

    Cadence cadence;
    PlanePoint where;

private:
    milliseconds now_{0};
    std::vector<Fix> unsent_;
    std::vector<milliseconds> messages_;
};

TEST(Cadence, TheFirstFixIsAMessage) {
    Unit unit;
    EXPECT_FALSE(unit.cadence.due(boot));

    unit.go(1, east * 4);

    EXPECT_EQ(unit.sent_at(), (std::vector{1}));
}

TEST(Cadence, WithoutANewFixNothingIsDue) {
    Unit unit;
    unit.go(1, east * 4);

    EXPECT_FALSE(unit.cadence.due(boot + std::chrono::hours{5}));
}

TEST(Cadence, WhoGoesAsForetoldIsSilentForTheInterval) {
    Unit unit;
    unit.go(70, east * 4);

    EXPECT_EQ(unit.sent_at(), (std::vector{1, 31, 61}));
    EXPECT_EQ(unit.cadence.next_report_s(), 30U);
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::none);
}

TEST(Cadence, AMessageIsDueWhenTheServerIsWrongByMoreThanTheRulesAllow) {
    Unit unit;
    unit.go(5, east * 4);

    unit.go(5, {0, 4}); // after one second 5.7 m off, after two 11.3 m

    EXPECT_EQ(unit.sent_at(), (std::vector{1, 7}));
}

TEST(Cadence, AnInexactReceiverMayBeMoreWrong) {
    Unit unit;
    unit.go(5, east * 4, 10);

    unit.go(5, {0, 4}, 10); // 20 m allowed; 22.6 m after four seconds

    EXPECT_EQ(unit.sent_at(), (std::vector{1, 9}));
}

TEST(Cadence, NeverSpeaksTwiceWithinASecondBecauseOfThePrediction) {
    Unit unit;
    for (int tenth = 1; tenth <= 30; ++tenth) { // jumps about: every prediction is wrong
        const PlanePoint where{tenth % 2 == 0 ? 100.0 : 0.0, 0};
        unit.take(fix_at(milliseconds{100} * tenth, where, {0, 0}));
        unit.pass(milliseconds{100});
    }

    EXPECT_LE(unit.sent_at().size(), 3U);
}

TEST(Cadence, ABendOfTheKnownCourseIsNoNews) {
    const std::vector<PlanePoint> corners{{0, 0}, {60, 0}, {60, 200}};
    Unit straight;
    Unit knows;
    knows.cadence.know(course_along(corners), 7);
    for (Unit* unit : {&straight, &knows}) {
        unit->go(15, east * 4);
        unit->go(15, {0, 4});
    }

    EXPECT_EQ(knows.sent_at(), (std::vector{1}));
    EXPECT_GT(straight.sent_at().size(), 1U);
    EXPECT_EQ(knows.cadence.course_version(), 7U);
    EXPECT_EQ(straight.cadence.course_version(), 0U);
}

TEST(Cadence, EachSecondNearATimingPoint) {
    Unit unit;
    unit.cadence.know(course_along({{0, 0}, {1000, 0}}, {400}), 1);
    unit.go(150, east * 4);

    const auto sent = unit.sent_at();

    // Ten seconds before and behind 400 m, that is 360 to 440 m: seconds 90 to 110.
    for (int second = 91; second <= 109; ++second) {
        EXPECT_NE(std::find(sent.begin(), sent.end(), second), sent.end()) << second;
    }
    EXPECT_LE(sent.size(), 21U + 6U);
}

TEST(Cadence, EachSecondOnTheLast200MetresAndQuietWhenSomebodyStandsBehindTheFinish) {
    Unit unit;
    unit.cadence.know(course_along({{0, 0}, {1000, 0}}, {}, true), 1);
    unit.go(199, east * 4);
    EXPECT_FALSE(unit.cadence.is_important());
    unit.sent_at();

    unit.go(51, east * 4);
    EXPECT_EQ(unit.sent_at().size(), 51U);
    unit.go(10, {0, 0});
    unit.sent_at();
    unit.go(30, {0, 0});

    EXPECT_LE(unit.sent_at().size(), 1U);
}

TEST(Cadence, FixesNearATimingPointAreImportantAlsoWhileNothingCanBeSent) {
    Unit unit;
    unit.cadence.know(course_along({{0, 0}, {1000, 0}}, {400}), 1);
    int important = 0;
    for (int second = 1; second <= 200; ++second) { // no link: nothing is ever reported
        unit.cadence.journalled(fix_at(seconds{second}, east * (4.0 * second), east * 4));
        important += unit.cadence.is_important() ? 1 : 0;
    }

    EXPECT_GE(important, 20);
    EXPECT_LE(important, 22);
}

TEST(Cadence, WhoStaysAboutATimingPointIsNotImportantForEver) {
    Unit unit;
    unit.cadence.know(course_along({{0, 0}, {1000, 0}}, {500}), 1);
    unit.where = {490, 0};
    int important = 0;
    for (int second = 0; second < 3'000; ++second) {
        // In the direction of the course, at a metre a second, and back by leaps.
        unit.go(1, second % 20 == 19 ? east * -19 : east);
        important += unit.cadence.is_important() ? 1 : 0;
    }

    EXPECT_LE(important, 305);
}

TEST(Cadence, WhoStandsStillForAMinuteSaysSoAndIsSilentForLonger) {
    Unit unit;
    unit.go(10, east * 4);
    unit.sent_at();

    unit.go(300, {0, 0});

    // Stands from second 10 on. The promise of 30 s holds until 61; from 70 s on he is still.
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::still);
    EXPECT_EQ(unit.cadence.next_report_s(), 120U);
    EXPECT_LE(unit.sent_at().size(), 6U);
}

TEST(Cadence, WhoMovesAgainSaysSoAtOnce) {
    Unit unit{{.interval = seconds{30}, .still_interval = seconds{120}, .error_m = 500}};
    unit.go(200, {0, 0});
    ASSERT_EQ(unit.cadence.reason(), wire::Reason::still);
    unit.sent_at();

    unit.go(5, east * 4); // 15 m are still noise, 16 m are not

    EXPECT_EQ(unit.sent_at(), (std::vector{204}));
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::none);
}

TEST(Cadence, APromiseIsKeptWhenSomebodyComesToStandMeanwhile) {
    Unit unit;
    unit.go(1, east * 4);
    unit.go(200, {0, 0});

    // Four metres a second were foretold, so he is 12 m off at 4 s. At 64 s he is still.
    EXPECT_EQ(unit.sent_at(), (std::vector{1, 4, 34, 64, 184}));
}

TEST(Cadence, AnotherProfileIsToldAtOnceAndHoldsFromThen) {
    Unit unit;
    unit.go(5, east * 4);
    unit.sent_at();

    unit.cadence.use(Profile::sleep, rules_of(Profile::sleep));
    unit.go(1'000, east * 4);

    EXPECT_EQ(unit.sent_at(), (std::vector{6}));
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::asleep);
    EXPECT_EQ(unit.cadence.next_report_s(), 3'600U);
    unit.cadence.use(Profile::race, race_rules);
    unit.go(40, east * 4);
    EXPECT_EQ(unit.sent_at(), (std::vector{1'006, 1'036}));
}

TEST(Cadence, TheSameProfileAgainIsNoNews) {
    Unit unit;
    unit.go(1, east * 4);
    unit.sent_at();

    unit.cadence.use(Profile::race, race_rules);
    unit.go(10, east * 4);

    EXPECT_TRUE(unit.sent_at().empty());
}

TEST(Cadence, SpeaksAtOnceAfterAReconnection) {
    Unit unit;
    unit.go(5, east * 4);
    unit.sent_at();

    unit.cadence.say_at_once();
    unit.go(1, east * 4);

    EXPECT_EQ(unit.sent_at(), (std::vector{6}));
}

TEST(Cadence, WhatDidNotGoOutIsDueAgain) {
    Unit unit;
    unit.cadence.journalled(fix_at(seconds{1}, {0, 0}, east));

    EXPECT_TRUE(unit.cadence.due(boot));
    EXPECT_TRUE(unit.cadence.due(boot + milliseconds{1}));
}

TEST(Cadence, AReportWithoutTheNewestFixLeavesThatUnsent) {
    Unit unit;
    const std::vector fixes{fix_at(seconds{1}, {0, 0}, east), fix_at(seconds{2}, {1, 0}, east)};
    unit.cadence.journalled(fixes[0]);
    unit.cadence.journalled(fixes[1]);

    unit.cadence.reported(std::span{fixes}.first(1), boot);

    EXPECT_FALSE(unit.cadence.due(boot + seconds{29}));
    EXPECT_TRUE(unit.cadence.due(boot + seconds{30}));
}

TEST(Cadence, SteadyRulesKnowNothingButTheInterval) {
    Unit unit{steady_rules(milliseconds{250})};
    unit.cadence.know(course_along({{0, 0}, {9'000, 0}}, {4'000}), 1);
    int messages = 0;
    for (int i = 1; i <= 400; ++i) { // race time runs at sixty times the pace
        unit.take(fix_at(seconds{6} * i, east * (24.0 * i), east * (i % 7)));
        messages += unit.pass(milliseconds{100}) ? 1 : 0;
    }

    EXPECT_NEAR(messages, 400 / 3, 1); // each 250 ms, seen each 100 ms
}

TEST(Cadence, SaysWhatTheSettingsSayOfTheNextReport) {
    EXPECT_EQ(Cadence(Profile::race, steady_rules(milliseconds{250}), 15).next_report_s(), 15U);
    EXPECT_EQ(Cadence(Profile::race, steady_rules(milliseconds{250})).next_report_s(), 1U);
    EXPECT_EQ(Cadence(Profile::race, steady_rules(std::chrono::hours{90})).next_report_s(),
              86'400U);
}

TEST(Cadence, SaysTheGravestReasonForSilence) {
    Unit unit;
    unit.go(100, {0, 0});
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::still);

    unit.cadence.face({.no_fix = true, .battery_low = true});
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::no_fix);

    unit.cadence.use(Profile::sleep, rules_of(Profile::sleep));
    EXPECT_EQ(unit.cadence.reason(), wire::Reason::asleep);
}

TEST(Cadence, SaysThatTheBatteryIsLow) {
    Unit unit;
    unit.go(10, east * 4);
    unit.cadence.face({.battery_low = true});

    EXPECT_EQ(unit.cadence.reason(), wire::Reason::battery_low);
}

TEST(Cadence, TheProfilesSpeakLessAndLess) {
    EXPECT_LT(rules_of(Profile::race).interval, rules_of(Profile::economy).interval);
    EXPECT_LT(rules_of(Profile::race).error_m, rules_of(Profile::economy).error_m);
    EXPECT_LT(rules_of(Profile::ready).interval, rules_of(Profile::sleep).interval);
    EXPECT_FALSE(rules_of(Profile::sleep).error_m);
}

TEST(Cadence, AReceiverWhoseTimeWasWrongIsFollowedBackToTheRightOne) {
    Unit unit;
    unit.cadence.know(course_along({{0, 0}, {1000, 0}}, {400}), 1);
    unit.cadence.journalled(fix_at(std::chrono::hours{24}, {0, 0}, east));
    unit.cadence.journalled(fix_at(std::chrono::hours{24} + seconds{1}, {0, 0}, east));

    unit.where = {340, 0};
    unit.go(10, east * 4);

    EXPECT_TRUE(unit.cadence.is_important());
}

} // namespace
} // namespace lanterne::firmware
