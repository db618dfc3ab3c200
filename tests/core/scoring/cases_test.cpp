#include <algorithm>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::chip;
using drawn::circuit;
using drawn::laps_of;
using drawn::race_along;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8};
constexpr std::string_view course = "S-----1-----------------------------F";

// "off-course/7/-/-/... | silent/...": the identities, a * behind those that have ended, the
// verdict behind those that are closed.
std::string raised(const std::vector<Case>& cases) {
    std::string text;
    for (const Case& one : cases) {
        text += (text.empty() ? "" : " | ") + identity_of(one) + (one.ended ? "*" : "") +
                (one.verdict ? "=" + *one.verdict : "");
    }
    return text;
}

std::int64_t fact(const Case& one, std::string_view name) {
    const auto found = std::ranges::find(one.evidence, name, &Fact::name);
    return found == one.evidence.end() ? -1 : found->value;
}

// "3+4 5+6": the runs at the finish; in each by bib, because their order is what nobody knows.
std::string linked(const Race& race) {
    std::string text;
    for (LinkedRun run : race.linked({"F", 1})) {
        std::ranges::sort(run);
        text += text.empty() ? "" : " ";
        for (const Bib& bib : run) {
            text += (bib == run.front() ? "" : "+") + bib.text();
        }
    }
    return text;
}

Race walked(std::string_view track, double from = 0) {
    Race race{race_on(cell, course, {"7"})};
    race.rescore(bib("7"), walk(cell, track, from));
    return race;
}

TEST(Cases, AreNoneInAnOrdinaryRace) {
    const Race race = walked(std::string(50, '>'));

    EXPECT_EQ(raised(race.cases(at(400))), "");
}

TEST(Cases, TellOfWhoLeftTheCourseOnceAndUntilWhen) {
    const std::string away = ">>>>>>>>>>>>" + std::string(40, 'x');

    const std::vector<Case> open = walked(away).cases(at(110));
    EXPECT_EQ(raised(open), "off-course/7/-/-/2026-06-14T07:00Z");
    EXPECT_NEAR(static_cast<double>(fact(open.front(), "along_m")), 96, 16);
}

TEST(Cases, AreNotRaisedAgainOnceTheyAreClosed) {
    Race race = walked(">>>>>>>>>>>>" + std::string(40, 'x'));
    const std::string identity = identity_of(race.cases(at(110)).front());

    race.set_acts({act(1, 110, plan::CloseCase{.identity = identity, .verdict = "a detour"})});

    EXPECT_EQ(raised(race.cases(at(110))), identity + "=a detour");
    race.rescore(bib("7"), walk(cell, ">>>>>>>>>>>" + std::string(42, 'x')));
    EXPECT_EQ(race.cases(at(112)).front().verdict, "a detour");
}

TEST(Cases, KnowThemselvesAcrossTheEdgeOfAWindow) {
    const auto off = [](double seconds) {
        return identity_of({.kind = CaseKind::off_course, .bib = bib("7"), .from = at(seconds)});
    };

    EXPECT_NE(off(599), off(601));
    EXPECT_TRUE(is_same_case(off(599), off(601)));
    EXPECT_FALSE(is_same_case(off(0), off(1'300)));
    EXPECT_FALSE(is_same_case(off(0), "off-course/8/-/-/2026-06-14T07:00Z"));
}

TEST(Cases, TellOfWhoStandsTooLong) {
    const Race race = walked(">>>>>>>>>>>>" + std::string(310, 'o'));

    const std::vector<Case> cases = race.cases(at(640));
    EXPECT_EQ(raised(cases), "still-too-long/7/-/-/2026-06-14T07:00Z");
    EXPECT_GE(fact(cases.front(), "lasted_ms"), 600'000);
}

TEST(Cases, TellOfAUnitThatDoesNotSpeakWhenItSaidItWould) {
    const Race race = walked(">>>>>>>>>>>>");
    const Outside soon{
        {bib("7"), {.heard = at(24), .announced = Milliseconds{30'000}, .units = 1}}};
    const Outside late{
        {bib("7"), {.heard = at(24), .announced = Milliseconds{900'000}, .units = 1}}};

    EXPECT_EQ(raised(race.cases(at(170), soon)), "");
    EXPECT_EQ(raised(race.cases(at(175), soon)), "silent/7/-/-/2026-06-14T07:00Z");
    EXPECT_EQ(raised(race.cases(at(900), late)), "");
    EXPECT_EQ(raised(race.cases(at(320))), "");
    EXPECT_EQ(raised(race.cases(at(325))), "silent/7/-/-/2026-06-14T07:00Z");
}

TEST(Cases, ForgetTheSilentWhoAreOut) {
    Race race = walked(">>>>>>>>>>>>");
    race.set_acts(
        {act(1, 100, plan::Rule{.bib = bib("7"), .status = plan::Ruled::did_not_finish})});

    EXPECT_EQ(raised(race.cases(at(900))), "");
}

TEST(Cases, TellOfUnitsThatAreTooManyOrNone) {
    const Race race{race_on(cell, course, {"7", "8", "9"})};
    const Outside worn{
        {bib("7"), {.units = 0}}, {bib("8"), {.units = 2}}, {bib("9"), {.units = 1}}};

    EXPECT_EQ(raised(race.cases(at(-1), worn)), "");
    EXPECT_EQ(raised(race.cases(at(1), worn)), "no-unit/7/-/- | two-units/8/-/-");
}

TEST(Cases, TellOfARunnerInAVehicle) {
    Race race{circuit(6, {"7"})};
    race.rescore(bib("7"), laps_of({320, 320, 140, 140, 300, 300})); // well in the window
    Race honest{circuit(6, {"7"})};
    honest.rescore(bib("7"), laps_of({300, 300, 160, 160, 300, 300}));

    const std::vector<Case> cases = race.cases(at(2'000));
    ASSERT_EQ(raised(cases), "implausible-speed/7/-/-/2026-06-14T07:10Z*");
    EXPECT_NEAR(static_cast<double>(fact(cases.front(), "speed_cmps")), 857, 60);
    EXPECT_EQ(raised(honest.cases(at(2'000))), "");
}

TEST(Cases, TellOfWitnessesWhoDisagreeUntilSomebodyDecides) {
    Race race{circuit(2, {"7"})};
    race.rescore(bib("7"), laps_of({300, 300}));
    race.set_acts({chip(1, "7", 306)});

    const std::vector<Case> cases = race.cases(at(800));
    ASSERT_EQ(raised(cases), "witnesses-disagree/7/lap:1/-*");
    EXPECT_NEAR(static_cast<double>(std::abs(fact(cases.front(), "apart_ms"))), 6'000, 700);

    race.set_acts(
        {chip(1, "7", 306),
         act(2, 900, plan::CorrectPassage{.bib = bib("7"), .at = {"lap"}, .time = at(300)})});
    EXPECT_EQ(raised(race.cases(at(800))), "");
}

TEST(Cases, TellOfAReadWhereTheEntryWasElsewhere) {
    Race race{circuit(2, {"7"})};
    race.rescore(bib("7"), laps_of({300, 300}));
    race.set_acts({chip(1, "7", 380)});

    EXPECT_EQ(raised(race.cases(at(800))), "witnesses-disagree/7/lap:1/-*");
}

TEST(Cases, TellOfAWrongClockOnceAndWhatWouldBeRight) {
    const std::vector<std::string> bibs{"1", "2", "3", "4", "5", "6"};
    Race race{circuit(2, bibs)};
    std::vector<plan::Act> acts;
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        const double lap = 300 + 20.0 * static_cast<double>(i);
        race.rescore(bib(bibs[i]), laps_of({lap, lap}));
        acts.push_back(chip(static_cast<std::int64_t>(i) + 1, bibs[i], lap + 5));
    }
    race.set_acts(acts);

    const std::vector<Case> cases = race.cases(at(800));
    ASSERT_EQ(raised(cases), "wrong-clock/-/-/mat");
    EXPECT_NEAR(static_cast<double>(fact(cases.front(), "add_ms")), -5'000, 500);
    EXPECT_EQ(fact(cases.front(), "reads"), 6);
}

TEST(Cases, TellOfAPrizeThatHangsOnTwoWhoAreNotSeparated) {
    Race race{circuit(1, {"1", "2", "3", "4", "5", "6"})};
    for (const auto& [who, lap] : {std::pair{"1", 300.0},
                                   {"2", 310.0},
                                   {"3", 320.0},
                                   {"4", 320.2},
                                   {"5", 340.0},
                                   {"6", 340.1}}) {
        race.rescore(bib(who), laps_of({lap}));
    }

    // 5 and 6 have no prize to lose.
    EXPECT_EQ(raised(race.cases(at(800))), "not-separated/3/F:1/4*");
    EXPECT_EQ(linked(race), "3+4 5+6");

    race.set_acts(
        {act(1, 700, plan::FinishOrder{.at = {"F", 1}, .places = {{{bib("4")}}, {{bib("3")}}}})});
    EXPECT_EQ(raised(race.cases(at(800))), "");
    EXPECT_EQ(linked(race), "5+6");
    EXPECT_EQ(race.standings(at(800))[2].bib, bib("4"));
}

TEST(Cases, TellOfPlacesThatTheRulesSaySomethingHangsOn) {
    const auto cases_with = [](plan::Rules rules) {
        plan::RacePlan plan = circuit(2, {"1", "2", "3", "4"});
        plan.rules = std::move(rules);
        Race race{std::move(plan)};
        race.rescore(bib("1"), laps_of({300, 300}));
        race.rescore(bib("2"), laps_of({300.1, 310}));
        race.rescore(bib("3"), laps_of({330, 300}));
        race.rescore(bib("4"), laps_of({340, 290.1}));
        return raised(race.cases(at(800)));
    };

    // 3 and 4 come in together, 1 and 2 end their first lap together.
    EXPECT_EQ(cases_with({}), "not-separated/3/F:2/4*");
    EXPECT_EQ(cases_with({.rankings = {{.id = "all", .prizes = 2}}}), "");
    EXPECT_EQ(cases_with({.rankings = {{.id = "all", .prizes = 0, .qualifies = 3}}}),
              "not-separated/3/F:2/4*");
    EXPECT_EQ(cases_with({.rankings = {{.id = "all", .prizes = 0}},
                          .points = {{.awards = {{.ranking = "all", .places = {5, 3, 1}}}}}}),
              "not-separated/3/F:2/4*");
    EXPECT_EQ(cases_with({.rankings = {{.id = "all", .prizes = 0}},
                          .points = {{.awards = {{.at = {"lap", 1}, .places = {5}}}}}}),
              "not-separated/1/lap:1/2*");
}

// Two on a bike leg of one lap of 1,200 m in quarters, the second so many seconds behind.
Race ridden(double behind, std::optional<Metres> draft, std::vector<plan::Act> acts = {}) {
    plan::RacePlan plan = circuit(5, {"1", "2"});
    std::vector<course::Leg> legs = plan.course.legs();
    legs.front().sport = course::Sport::bike;
    plan.course = course::Course{legs, plan.course.locations(), plan.course.points()};
    plan.rules.draft = draft;
    Race race{std::move(plan)};
    race.set_acts(std::move(acts));
    race.rescore(bib("1"), laps_of({100, 100, 100, 100, 100}));
    race.rescore(bib("2"), laps_of({100 + behind, 100, 100, 100, 130}));
    return race;
}

TEST(Cases, TellOfDraftingOnceForAsLongAsItLasts) {
    const std::vector<Case> cases = ridden(0.5, Metres{12}).cases(at(800));

    // 6 m behind at the ends of laps 1 to 4, far behind at the finish.
    const auto draft = std::ranges::find(cases, CaseKind::drafting, &Case::kind);
    ASSERT_NE(draft, cases.end());
    EXPECT_EQ(std::ranges::count(cases, CaseKind::drafting, &Case::kind), 1);
    EXPECT_EQ(identity_of(*draft), "drafting/2/lap:2/1");
    EXPECT_NEAR(static_cast<double>((draft->from - at(100)).count()), 500, 400);
    EXPECT_NEAR(static_cast<double>((*draft->ended - at(400)).count()), 500, 400);
    EXPECT_NEAR(static_cast<double>(fact(*draft, "behind_dm")), 60, 45);
    EXPECT_GT(fact(*draft, "error_dm"), 0);
}

TEST(Cases, TellOfNoDraftingWhereItIsAllowedOrTheyRideApart) {
    const auto drafts = [](const Race& race) {
        return std::ranges::count(race.cases(at(800)), CaseKind::drafting, &Case::kind);
    };

    EXPECT_EQ(drafts(ridden(0.5, std::nullopt)), 0);
    EXPECT_EQ(drafts(ridden(5, Metres{12})), 0);
}

TEST(Cases, OfDraftingStayClosed) {
    const Race race =
        ridden(0.5, Metres{12},
               {act(1, 700, plan::CloseCase{.identity = "drafting/2/lap:2/1", .verdict = "seen"})});

    const std::vector<Case> cases = race.cases(at(800));
    const auto draft = std::ranges::find(cases, CaseKind::drafting, &Case::kind);
    ASSERT_NE(draft, cases.end());
    EXPECT_EQ(draft->verdict, "seen");
}

// A detour of 300 m about a block, whose straight is 100 m long; "far" lies on the detour.
plan::RacePlan detour() {
    return race_along({{0, 0}, {110, 0}, {110, 100}, {210, 100}, {210, 0}, {810, 0}}, "far",
                      Metres{260});
}

TEST(Cases, TellOfAPointThatWasCutUntilAPersonHasDecided) {
    Race race{detour()};
    race.rescore(bib("7"), walk(cell, std::string(110, '>'))); // straight on

    const std::vector<Case> cases = race.cases(at(300));
    ASSERT_EQ(raised(cases), "missing-point/7/far:1/-*");
    EXPECT_GT(fact(cases.front(), "unseen_ms"), 0);
    EXPECT_LT(cases.front().from, *cases.front().ended);
    const std::string identity = identity_of(cases.front());

    race.set_acts({act(1, 300, plan::CloseCase{.identity = identity, .verdict = "cut"})});
    EXPECT_EQ(raised(race.cases(at(300))), identity + "*=cut");
    race.set_acts({act(1, 300, plan::ConfirmPassage{.bib = bib("7"), .at = {"far", 1}})});
    EXPECT_EQ(raised(race.cases(at(300))), "");
}

TEST(Cases, TellOfWaysOfWhichMoreThanOneStaysPossible) {
    // Silent for four laps, which may have been three or five.
    std::vector<Fix> fixes = laps_of(std::vector<double>(12, 200));
    std::erase_if(fixes, [](const Fix& fix) { return fix.time > at(50) && fix.time < at(850); });
    Race race{circuit(12, {"7"})};
    race.rescore(bib("7"), fixes);
    const auto two_ways = [&] {
        std::vector<Case> cases = race.cases(at(2'600));
        std::erase_if(cases, [](const Case& one) { return one.kind != CaseKind::two_histories; });
        return cases;
    };

    const std::vector<Case> cases = two_ways();
    ASSERT_FALSE(cases.empty());
    const std::string identity = identity_of(cases.front());
    EXPECT_EQ(identity.substr(0, 20), "two-histories/7/lap:");
    EXPECT_GE(cases.front().from, at(40));
    ASSERT_TRUE(cases.front().ended);
    EXPECT_EQ(fact(cases.front(), "unseen_ms"),
              (*cases.front().ended - cases.front().from).count());

    race.set_acts({act(1, 2'500, plan::CloseCase{.identity = identity, .verdict = "two laps"})});
    race.rescore(bib("7"), fixes);
    EXPECT_EQ(two_ways().size(), cases.size());
    EXPECT_EQ(two_ways().front().verdict, "two laps");

    race.set_acts({act(1, 2'500, plan::ConfirmPassage{.bib = bib("7"), .at = *cases.front().at})});
    EXPECT_EQ(two_ways().size(), cases.size() - 1);
}

TEST(Cases, TellOfWhoIsOverTheLimitUntilAPersonHasSpoken) {
    plan::RacePlan plan = circuit(2, {"1", "2"});
    plan.rules.cut_offs.push_back(
        {.at = {"lap", 1}, .from = plan::LimitFrom::gun, .limit = Milliseconds{310'000}});
    Race race{plan};
    race.rescore(bib("1"), laps_of({300, 300}));
    race.rescore(bib("2"), laps_of({330, 300}));

    EXPECT_EQ(raised(race.cases(at(800))), "over-limit/2/-/-");
    race.set_acts({act(1, 900, plan::Rule{.bib = bib("2"), .status = plan::Ruled::racing})});
    EXPECT_EQ(raised(race.cases(at(800))), "");
}

TEST(Cases, TellOfAListThatTheTimesContradict) {
    Race race{circuit(2, {"1", "2"})};
    race.rescore(bib("1"), laps_of({300, 300}));
    race.rescore(bib("2"), laps_of({320, 300}));
    const auto told = [](std::int64_t number, std::string_view who, std::uint32_t order) {
        return act(number, 400,
                   plan::Read{.source = "hand",
                              .clock = "list",
                              .point = "lap",
                              .lap = {},
                              .bib = bib(who),
                              .time = {},
                              .order = order});
    };
    race.set_acts({told(1, "2", 1), told(2, "1", 2)});

    EXPECT_EQ(raised(race.cases(at(800))), "witnesses-disagree/1/lap:1/after 2*");
}

TEST(Cases, AreTheSameWhateverTheOrderOfArrival) {
    const std::string long_course = "S-----1" + std::string(90, '-') + "F";
    const std::vector<Fix> fixes =
        walk(cell, ">>>>>>>>>>>>" + std::string(40, 'x') + std::string(9, '>'));
    Race in_order{race_on(cell, long_course, {"7"})};
    for (const Fix& fix : fixes) {
        EXPECT_TRUE(in_order.apply(bib("7"), std::span{&fix, 1}));
    }
    Race at_once{race_on(cell, long_course, {"7"})};
    at_once.rescore(bib("7"), {fixes.rbegin(), fixes.rend()});

    EXPECT_EQ(in_order.cases(at(200)), at_once.cases(at(200)));
    EXPECT_FALSE(in_order.cases(at(200)).empty());
}

} // namespace
} // namespace lanterne::scoring
