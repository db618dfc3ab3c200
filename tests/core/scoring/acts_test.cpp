#include <algorithm>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::board;
using drawn::passed;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8}; // 4 m/s at two seconds a cell
constexpr std::string_view course = "S-----1-----2-----F";
constexpr std::string_view track = ">>>>>>>>>>>>>>>>>>>>>>>>>>>";

Race run(std::vector<plan::Act> acts) {
    Race race{race_on(cell, course, {"7"})};
    race.set_acts(std::move(acts));
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));
    return race;
}

EntryRecord record_of(const Race& race, std::size_t entry = 0) {
    return race.record().entries.at(entry);
}

TEST(Acts, SetAnOfficialTimeInPlaceOfWhatWasSeen) {
    const Race race =
        run({act(1, 100,
                 plan::CorrectPassage{
                     .bib = bib("7"), .at = {"1"}, .time = at(12.5), .standard_error_ms = 10})});

    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.5 2@24.0 F@36.0");
    const Passage corrected = race.passages(bib("7"))[1];
    EXPECT_EQ(corrected.source, Source::official);
    EXPECT_EQ(corrected.standard_error_ms, 10U);
}

TEST(Acts, TakeAPassageAwayAndGiveItBack) {
    const plan::Act away = act(1, 100, plan::VoidPassage{.bib = bib("7"), .at = {"2"}});
    const plan::Act back =
        act(2, 200, plan::CorrectPassage{.bib = bib("7"), .at = {"2"}, .time = at(24)});

    EXPECT_EQ(passed(run({away}), "7"), "S@0.0 1@12.0 F@36.0");
    EXPECT_EQ(passed(run({back, away}), "7"), "S@0.0 1@12.0 2@24.0 F@36.0");
}

TEST(Acts, LetTheLastWordOnAPassageCountWhateverTheirOrderOfArrival) {
    const auto corrected = [&](std::int64_t number, double effective, double time) {
        return act(number, effective,
                   plan::CorrectPassage{.bib = bib("7"), .at = {"1"}, .time = at(time)});
    };
    const plan::Act first = corrected(1, 100, 11);
    const plan::Act second = corrected(2, 200, 13);

    EXPECT_EQ(passed(run({first, second}), "7"), passed(run({second, first, second}), "7"));
    EXPECT_EQ(passed(run({second, first}), "7"), "S@0.0 1@13.0 2@24.0 F@36.0");
}

TEST(Acts, MoveTheGunAndAskForTheFixesAgain) {
    Race race = run({});
    const std::vector<Bib> changed =
        race.set_acts({act(1, 4, plan::StartWave{.wave = "all", .standard_error_ms = 200})});

    ASSERT_EQ(changed, std::vector{bib("7")});
    EXPECT_EQ(passed(race, "7"), ""); // it has forgotten its fixes
    race.rescore(bib("7"), walk(cell, track));
    const std::vector<Passage> passages = race.passages(bib("7"));
    ASSERT_EQ(passages.size(), 4U);
    EXPECT_EQ(passages[0].time, at(4));
    EXPECT_EQ(passages[0].source, Source::gun);
    EXPECT_EQ(passages[0].standard_error_ms, 200U);
    EXPECT_TRUE(race.set_acts({act(1, 4, plan::StartWave{.wave = "all", .standard_error_ms = 200})})
                    .empty());
}

TEST(Acts, HoldAWaveUntilItStarts) {
    Race race{race_on(cell, course, {"7"})};
    race.set_acts({act(1, -60, plan::HoldWave{.wave = "all"})});
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));

    EXPECT_EQ(board(race, at(60)), "7 not_started - -");
    EXPECT_FALSE(record_of(race).gun);

    race.set_acts(
        {act(1, -60, plan::HoldWave{.wave = "all"}), act(2, 600, plan::StartWave{.wave = "all"})});
    race.rescore(bib("7"), walk(cell, track, 600));
    EXPECT_EQ(passed(race, "7"), "S@600.0 1@612.0 2@624.0 F@636.0");
    EXPECT_EQ(board(race, at(700)), "7 finished 1 +0.0");
}

TEST(Acts, RestartAWaveAfterAFalseStart) {
    const std::vector<plan::Act> acts{act(1, 0, plan::StartWave{.wave = "all"}),
                                      act(2, 30, plan::StartWave{.wave = "all"})};
    Race race{race_on(cell, course, {"7"})};
    race.set_acts(acts);
    std::vector<Fix> fixes = walk(cell, ">>>>oo<<<<");
    const std::vector<Fix> again = walk(cell, track, 30);
    fixes.insert(fixes.end(), again.begin(), again.end());
    race.rescore(bib("7"), fixes);

    EXPECT_EQ(passed(race, "7"), "S@30.0 1@42.0 2@54.0 F@66.0");
}

// A start is corrected by a later word with an earlier time.
TEST(Acts, HearTheLastWordGivenAboutAStart) {
    Race race{race_on(cell, course, {"7"})};
    race.set_acts(
        {act(1, 5, plan::StartWave{.wave = "all"}), act(2, 2, plan::StartWave{.wave = "all"})});

    EXPECT_EQ(record_of(race).gun, at(2));
}

TEST(Acts, TakeOffTheTimeOfANeutralStretchForEachAndNoMoreThanTheCap) {
    Race race{race_on(cell, course, {"7", "8"})};
    const plan::Neutralise stretch{.whom = {},
                                   .from = plan::PointLap{"1"},
                                   .to = plan::PointLap{"2"},
                                   .until = {},
                                   .cap = Milliseconds{15'000}};
    race.set_acts({act(1, 0, stretch)});
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));
    EXPECT_TRUE(
        race.apply(bib("8"), walk(cell, ">>>>>>>>oooooooooooooooooooo>>>>>>>>>>>>>>>>>>>")));

    const std::vector<Passage> seven = race.passages(bib("7"));
    EXPECT_EQ(record_of(race, 0).neutral, (std::vector<Neutral>{{seven[1].time, seven[2].time}}));
    const std::vector<Passage> eight = race.passages(bib("8"));
    EXPECT_EQ(record_of(race, 1).neutral,
              (std::vector<Neutral>{{eight[1].time, eight[1].time + Milliseconds{15'000}}}));
}

TEST(Acts, TakeOffATimeAndJoinSpansThatTouch) {
    const auto until = [](double from, std::int64_t number, double to) {
        return act(number, from,
                   plan::Neutralise{.whom = {}, .from = {}, .to = {}, .until = at(to), .cap = {}});
    };
    const Race race = run({until(10, 1, 14), until(13, 2, 20), until(30, 3, 31)});

    EXPECT_EQ(record_of(race).neutral, (std::vector<Neutral>{{at(10), at(20)}, {at(30), at(31)}}));
    // The finish at 36 s, without 11 s that do not count.
    EXPECT_EQ(board(race, at(60)), "7 finished 1 +0.0");
}

TEST(Acts, NeutraliseForThoseWhoWereThereAlone) {
    plan::RacePlan plan = race_on(cell, course, {"7", "8"});
    plan.rules.rankings = {{.id = "overall", .display = {.unit = Milliseconds{10}}}};
    Race race{std::move(plan)};
    race.set_acts({act(1, 10,
                       plan::Neutralise{.whom = {.bibs = {bib("8")}, .waves = {}},
                                        .from = {},
                                        .to = {},
                                        .until = at(18),
                                        .cap = {}})});
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));
    EXPECT_TRUE(race.apply(bib("8"), walk(cell, ">>>oo>>>>>>>>>>>>>>>>>>>>>>>>>")));

    // 8 came in 4 s later, and 8 s of it do not count.
    EXPECT_EQ(board(race, at(60)), "8 finished 1 +0.0 | 7 finished 2 +4.0");
}

TEST(Acts, EndTheRaceAtAnotherPoint) {
    const Race race = run({act(1, 30, plan::Shorten{.whom = {}, .finish = {"2"}})});

    EXPECT_EQ(record_of(race).finish, 2U);
    EXPECT_EQ(board(race, at(26)), "7 finished 1 +0.0");
}

TEST(Acts, RuleWhoIsOutAndTakeItBack) {
    const plan::Act out = act(
        1, 60, plan::Rule{.bib = bib("7"), .status = plan::Ruled::disqualified, .article = "4.2"});
    const plan::Act back =
        act(2, 90, plan::Rule{.bib = bib("7"), .status = plan::Ruled::racing, .article = {}});

    EXPECT_EQ(board(run({out}), at(99)), "7 disqualified - -");
    EXPECT_EQ(record_of(run({out})).ruled->article, "4.2");
    EXPECT_EQ(board(run({out, back}), at(99)), "7 finished 1 +0.0");
}

TEST(Acts, HandPenaltiesAndExtensionsToTheRecord) {
    const Race race = run({act(1, 60,
                               plan::Penalise{.bib = bib("7"),
                                              .kind = plan::PenaltyKind::time,
                                              .article = {},
                                              .time = Milliseconds{15'000}}),
                           act(2, 60,
                               plan::Extend{.whom = {.bibs = {}, .waves = {"all"}},
                                            .point = "1",
                                            .by = Milliseconds{60'000}})});

    ASSERT_EQ(record_of(race).penalties.size(), 1U);
    ASSERT_EQ(record_of(race).extensions.size(), 1U);
}

TEST(Acts, VouchForAPassageThatNobodySaw) {
    Race race{race_on(cell, course, {"7"})};
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, ">>>>>>>>>>>>>>")));

    race.set_acts({act(1, 100, plan::ConfirmPassage{.bib = bib("7"), .at = {"2"}})});

    EXPECT_EQ(record_of(race).vouched, std::vector<std::size_t>{2});
    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0"); // for the way, not for the clock
}

TEST(Acts, PassOverWhatCannotBeDone) {
    const Race plain = run({});
    const Race race = run({act(1, 0, plan::StartWave{.wave = "nobody"}),
                           act(2, 0, plan::VoidPassage{.bib = bib("99"), .at = {"1"}}),
                           act(3, 0, plan::VoidPassage{.bib = bib("7"), .at = {"1", 9}}),
                           act(4, 0, plan::DropLeg{.whom = {}, .leg = "run"})});

    EXPECT_EQ(race.digest(), plain.digest());
}

// A gate that is blown over and stands two cells farther from then on.
TEST(Acts, MoveAGateFromThenOn) {
    Race race{race_on(cell, course, {"7", "8"})};
    const Position there = race.plan().course.position_at(cell * 8);
    race.set_acts({act(1, 20, plan::MoveGate{.location = "1", .position = there})});
    EXPECT_TRUE(race.apply(bib("7"), walk(cell, track)));
    EXPECT_TRUE(race.apply(bib("8"), walk(cell, track, 20)));

    EXPECT_EQ(passed(race, "7"), "S@0.0 1@12.0 2@24.0 F@36.0");
    const std::vector<Passage> eight = race.passages(bib("8"));
    ASSERT_EQ(eight.size(), 4U);
    EXPECT_NEAR(drawn::seconds_after_gun(eight[1].time), 20 + 16, 0.7);
    EXPECT_EQ(race.plan().course.points()[eight[2].point].id, "2");
}

} // namespace
} // namespace lanterne::scoring
