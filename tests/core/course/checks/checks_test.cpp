#include <cmath>
#include <limits>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/course/checks/checks.hpp"
#include "core/course/checks/overlap_check.hpp"
#include "tests/core/course/checks/drawn_line.hpp"

namespace lanterne::course {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

/// What one check says of a course: "km 0.50 warning: ..." each.
std::vector<std::string> said(const Course& course, Check check, Expected expected = {}) {
    std::vector<std::string> lines;
    for (const Finding& finding : check_course(course, expected)) {
        if (finding.check == check) {
            lines.push_back(kilometre(finding.in_lap) + " " +
                            std::string{to_text(finding.severity)} + ": " + finding.words);
        }
    }
    return lines;
}

TEST(CourseCheck, ARoundBlockHasNothingButItsCorners) {
    const Course block = course_of(draw_line(50, {"b------c", //
                                                  "|      |", //
                                                  "|      |", //
                                                  "a      d", //
                                                  " .    . ", //
                                                  "  f--e  "}));

    for (const Finding& finding : check_course(block, {})) {
        EXPECT_EQ(finding.check, Check::short_cut) << finding.words;
    }
}

TEST(Gap, IsWhereAPieceOfTheLineIsMissing) {
    std::vector<geo::PlanePoint> corners;
    for (double east = 0; east <= 1'000; east += 10) {
        if (east <= 300 || east >= 800) {
            corners.push_back({east, 0});
        }
    }

    EXPECT_THAT(said(course_of(line_of(corners)), Check::gap),
                ElementsAre("km 0.30 warning: the line goes straight for 500 m, where its points "
                            "are usually 10 m apart: is a piece missing?"));
    EXPECT_THAT(said(course_of(line_of(corners), 1, Sport::swim), Check::gap), IsEmpty())
        << "buoys";
}

TEST(Gap, IsNoneOnALineThatIsDrawnByItsCorners) {
    EXPECT_THAT(said(course_of(draw_line(100, {"a----b", "     |", "d----c"})), Check::gap),
                IsEmpty());
}

TEST(Zigzag, IsWhereSomebodyStoodAndRecorded) {
    const Course stood =
        course_of(line_of({{0, 0}, {100, 0}, {96, 3}, {101, 1}, {97, -2}, {102, 0}, {300, 0}}));

    EXPECT_THAT(said(stood, Check::zigzag),
                ElementsAre(HasSubstr("km 0.10 warning: the line turns back on itself 4 times "
                                      "within 1")));
}

TEST(Zigzag, IsNoHairpin) {
    EXPECT_THAT(said(course_of(draw_line(100, {"a------b"
                                               "c"})),
                     Check::zigzag),
                IsEmpty());
    EXPECT_THAT(said(course_of(line_of({{0, 0}, {500, 0}, {0, 4}})), Check::zigzag), IsEmpty());
}

TEST(Overlap, OfAnOutAndBackIsGoneTheOtherWay) {
    const Course course = course_of(line_of({{0, 0}, {500, 0}, {500, 4}, {0, 4}}));

    EXPECT_THAT(said(course, Check::overlap),
                ElementsAre(HasSubstr("km 0.03 advice: to km 0.47 the line lies 4 m from its own "
                                      "0.53 to 0.97, gone the other way")));
}

TEST(Overlap, OfTwoRoadsFartherApartThanTheNoiseIsNone) {
    EXPECT_THAT(said(course_of(line_of({{0, 0}, {500, 0}, {500, 15}, {0, 15}})), Check::overlap),
                IsEmpty());
}

TEST(Overlap, OfARoadGoneTwiceTheSameWayIsAWarning) {
    // Along the quay, round the block, along the quay again, and on.
    const Course course = course_of(line_of(
        {{0, 0}, {200, 0}, {400, 0}, {400, 300}, {200, 300}, {200, 2}, {400, 2}, {900, 0}}));

    EXPECT_THAT(said(course, Check::overlap),
                ElementsAre(HasSubstr("km 0.21 warning: to km 0.40 the line lies 2 m from its own "
                                      "1.21 to 1.40, gone the same way: only what came before")));
    EXPECT_THAT(said(course, Check::drawn_laps), IsEmpty());
}

/// A course of those legs: name, sport, corners; each a leg of one lap.
struct DrawnLeg {
    std::string name;
    Sport sport = Sport::run;
    std::vector<geo::PlanePoint> corners;
};

Course course_of_legs(const std::vector<DrawnLeg>& drawn) {
    std::vector<Leg> legs;
    for (const DrawnLeg& leg : drawn) {
        legs.push_back(
            {.id = leg.name, .name = leg.name, .sport = leg.sport, .line = line_of(leg.corners)});
    }
    unroll(legs);
    return {std::move(legs), {}, {}};
}

TEST(SharedRoad, OfTwoLegsGoneTheSameWayIsSaidWithBothPlaces) {
    // Out along the quay on the bike, back through the town, out along the quay again on foot.
    const Course course =
        course_of_legs({{"Bike", Sport::bike, {{0, 0}, {800, 0}, {800, 600}, {0, 600}, {0, 2}}},
                        {"Run", Sport::run, {{0, 2}, {500, 2}, {500, -300}}}});

    EXPECT_THAT(said(course, Check::overlap),
                ElementsAre(HasSubstr("km 0.00 advice: to km 0.49 the line lies 2 m from Run, km "
                                      "0.00 to 0.49, gone the same way: only what came before")));
}

TEST(SharedRoad, OfTwoLegsGoneTheOtherWayIsGoodToKnow) {
    const Course course = course_of_legs({{"Bike", Sport::bike, {{0, 0}, {900, 0}}},
                                          {"Run", Sport::run, {{900, 3}, {600, 3}, {600, 400}}}});

    EXPECT_THAT(said(course, Check::overlap), ElementsAre(HasSubstr("advice: to km 0.8")));
    EXPECT_THAT(said(course, Check::overlap),
                ElementsAre(HasSubstr("the line lies 3 m from Run, km 0.0")));
}

TEST(SharedRoad, IsNotWhereLegsJoinOrCrossNorOneZoneGoneTwice) {
    EXPECT_THAT(
        said(course_of_legs({{"Swim", Sport::swim, {{0, -300}, {0, 0}}},
                             {"T1", Sport::transition, {{0, 0}, {60, 0}}},
                             {"Bike", Sport::bike, {{60, 0}, {600, 0}, {600, 300}, {60, 2}}},
                             {"T2", Sport::transition, {{60, 2}, {0, 2}}},
                             {"Run", Sport::run, {{0, 2}, {0, 500}, {300, 500}, {300, -90}}}}),
             Check::overlap),
        IsEmpty());
}

TEST(SharedRoad, OfLinesThatAreTangledIsSaidAndNotLookedAtForever) {
    std::vector<geo::PlanePoint> corners;
    for (int i = 0; i < 2'000; ++i) {
        corners.push_back({i % 2 == 0 ? 0.0 : 12.0, 0});
    }
    std::vector<DrawnLeg> legs;
    for (int i = 0; i < 8; ++i) {
        legs.push_back({"Leg", Sport::run, corners});
    }

    EXPECT_THAT(said(course_of_legs(legs), Check::overlap),
                testing::Contains(HasSubstr("lie on each other too often to be looked at")));
}

TEST(Overlap, IsNoCrossing) {
    EXPECT_THAT(said(course_of(line_of({{0, 0}, {400, 0}, {400, 200}, {200, 200}, {200, -200}})),
                     Check::overlap),
                IsEmpty());
}

TEST(DrawnLaps, AreSaidToBeOneLapManyTimes) {
    std::vector<geo::PlanePoint> corners;
    for (int lap = 0; lap < 9; ++lap) {
        corners.insert(corners.end(), {{0, 0}, {100, 0}, {100, 100}, {0, 100}});
    }
    corners.push_back({0, 0});

    EXPECT_THAT(said(course_of(line_of(corners)), Check::drawn_laps),
                ElementsAre("km 0.00 serious: 88 % of the line is gone again the same way: draw "
                            "one lap and say how many"));
}

TEST(DrawnLaps, AreNotTheLapsOfALeg) {
    EXPECT_THAT(said(course_of(draw_line(50, {"b---c", "|   |", "a---d"}), 9), Check::drawn_laps),
                IsEmpty());
}

TEST(TooTangled, IsSaidAndNotLookedAtForever) {
    std::vector<geo::PlanePoint> corners;
    for (int i = 0; i < 100'000; ++i) {
        corners.push_back({i % 2 == 0 ? 0.0 : 12.0, 0});
    }

    EXPECT_THAT(said(course_of(line_of(corners)), Check::overlap),
                ElementsAre(HasSubstr("serious: the line goes over the same ground too often")));
}

Leg with_heights(const std::vector<double>& heights) {
    std::vector<Elevation::Sample> samples;
    for (const double height : heights) {
        samples.push_back({Metres{10.0 * static_cast<double>(samples.size())}, height});
    }
    const double length = 10.0 * static_cast<double>(heights.size() - 1);
    return {.id = "leg",
            .name = "Leg",
            .line = line_of({{0, 0}, {length, 0}}),
            .elevation = Elevation{samples, Metres{length}}};
}

TEST(Heights, ThatJumpAreNamed) {
    std::vector<double> heights(50, 120);
    heights[20] = 0;

    EXPECT_THAT(said(Course{{with_heights(heights)}, {}, {}}, Check::elevation),
                ElementsAre("km 0.20 advice: the height jumps to 0 m where 120 m is likely; it is "
                            "left out"));
}

TEST(Heights, ThatNoRoadHasAreNamed) {
    std::vector<double> heights(60, 100);
    std::fill(heights.begin() + 30, heights.end(), 180);

    EXPECT_THAT(said(Course{{with_heights(heights)}, {}, {}}, Check::elevation),
                ElementsAre(MatchesRegex(
                    "km 0.[0-9]+ warning: a gradient of [0-9]+ %: are the heights right.")));
}

/// A course of 400 m eastward with a gate at 200 m, so far north of the line.
Course gated(double north, double width, std::optional<double> bearing = {}) {
    return {{{.id = "leg", .name = "Leg", .line = line_of({{0, 0}, {400, 0}})}},
            {{.id = "gate",
              .position = place_of({200, north}),
              .bearing_deg = bearing,
              .width = Metres{width}}},
            {{.id = "bridge",
              .name = "Bridge",
              .kind = PointKind::split,
              .location = "gate",
              .along = Metres{200}}}};
}

TEST(Gate, OffTheLineIsNamed) {
    EXPECT_THAT(said(gated(9, 20), Check::gate), IsEmpty());
    EXPECT_THAT(said(gated(11, 20), Check::gate),
                ElementsAre("km 0.20 warning: the gate of Bridge lies 11 m beside the line and is "
                            "20 m wide: the line does not go through it"));
}

TEST(Direction, OfALineDrawnAgainstItsGateIsSerious) {
    EXPECT_THAT(said(gated(0, 20, 100), Check::direction), IsEmpty());
    EXPECT_THAT(said(gated(0, 20, 270), Check::direction),
                ElementsAre("km 0.20 serious: the line goes through the gate of Bridge at 90 "
                            "degrees, the gate's bearing is 270: is the line drawn the wrong way "
                            "round?"));
}

/// Two legs; the second as it is drawn.
Course legs(geo::Polyline second, std::uint32_t laps = 1) {
    return {{{.id = "bike", .name = "Bike", .line = line_of({{0, 0}, {300, 0}})},
             {.id = "run", .name = "Run", .line = std::move(second), .laps = laps}},
            {},
            {}};
}

TEST(Direction, OfALegThatEndsWhereItShouldBeginIsNamed) {
    EXPECT_THAT(said(legs(line_of({{300, 150}, {300, 0}})), Check::direction),
                ElementsAre("km 0.00 warning: Bike ends 150 m from this line's begin and 0 m from "
                            "its end: is it drawn the wrong way round?"));
    EXPECT_THAT(said(legs(line_of({{300, 0}, {300, 150}})), Check::direction), IsEmpty());
}

TEST(Join, ThatIsLooseIsNamed) {
    EXPECT_THAT(said(legs(line_of({{318, 0}, {600, 0}})), Check::join), IsEmpty());
    EXPECT_THAT(said(legs(line_of({{345, 0}, {600, 0}})), Check::join),
                ElementsAre("km 0.00 warning: begins 45 m from where Bike ends"));
    EXPECT_THAT(said(legs(line_of({{300, 0}, {500, 0}, {500, 200}, {300, 60}}), 3), Check::join),
                ElementsAre(HasSubstr("warning: a lap ends 60 m from where the next begins")));
}

TEST(ShortCut, OfAnOutAndBackIsSixNoisesAndTheWayBetweenTwoFixes) {
    const Course course = course_of(line_of({{0, 0}, {500, 0}, {0, 0}}));

    EXPECT_THAT(said(course, Check::short_cut, {.noise_m = 3, .interval_s = 0.1}),
                ElementsAre(MatchesRegex("km 0.50 advice: a cut of less than (19|20) m .*")));
    EXPECT_THAT(said(course, Check::short_cut, {.noise_m = 3, .interval_s = 1}),
                ElementsAre(MatchesRegex("km 0.50 advice: a cut of less than 2[456] m .*")));
    EXPECT_THAT(said(course, Check::short_cut, {.noise_m = 3, .interval_s = 10}),
                ElementsAre(MatchesRegex("km 0.50 warning: a cut of less than 8[234] m cannot be "
                                         "seen: put a gate or a marshal there")));
}

TEST(ShortCut, OfASquareCornerIsSmall) {
    // The chord of a right angle lies 9 m from the corner when its ends do 12.7: it saves 7.5 m.
    EXPECT_THAT(
        said(course_of(draw_line(100, {"    c", "    |", "    |", "a---b"})), Check::short_cut,
             {.noise_m = 3, .interval_s = 0.1}),
        ElementsAre(MatchesRegex("km 0.40 advice: a cut of less than [89] m cannot be seen")));
}

TEST(ShortCut, OfAStraightRoadIsNone) {
    EXPECT_THAT(said(course_of(line_of({{0, 0}, {500, 40}, {1'000, 0}})), Check::short_cut),
                IsEmpty());
}

TEST(ShortCut, IsNotLookedForOnALineShorterThanATurn) {
    EXPECT_THAT(said(course_of(line_of({{0, 0}, {10, 0}, {0, 1}})), Check::short_cut), IsEmpty());
    EXPECT_THAT(said(course_of(line_of({{0, 0}, {24, 0}, {0, 0}})), Check::short_cut), IsEmpty());
}

TEST(ShortLap, ThatIsOverBeforeTheNextReportCannotBeCounted) {
    const Course track = course_of(draw_line(50, {"b-c", "| |", "a-d"}), 50, Sport::bike);

    EXPECT_THAT(said(track, Check::short_lap, {.interval_s = 1}), IsEmpty());
    EXPECT_THAT(said(track, Check::short_lap, {.interval_s = 10}),
                ElementsAre("km 0.00 warning: lap 21 s, report each 10 s: laps may be counted "
                            "wrong; report each 7 s or more often"));
    EXPECT_THAT(said(track, Check::short_lap, {.interval_s = 30}),
                ElementsAre("km 0.00 serious: lap 21 s, report each 30 s: laps cannot be counted; "
                            "report each 7 s or more often"));
    EXPECT_THAT(said(course_of(draw_line(50, {"b-c", "| |", "a-d"}), 1, Sport::bike),
                     Check::short_lap, {.interval_s = 30}),
                IsEmpty())
        << "one lap need not be counted";
}

TEST(Checks, HaveAPlaceOnTheGround) {
    const auto findings = check_course(gated(11, 20), {});

    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].position, place_of({200, 0}));
    EXPECT_EQ(findings[0].leg, 0U);
}

TEST(Checks, OfOneKindAreAtMostTenOfALegTheWorst) {
    std::vector<geo::PlanePoint> stairs;
    for (int i = 0; i < 60; ++i) {
        stairs.push_back({i * 100.0, i * 100.0});
        stairs.push_back({i * 100.0 + 100, i * 100.0});
    }

    EXPECT_EQ(said(course_of(line_of(stairs)), Check::short_cut).size(), max_findings);
}

TEST(Checks, RefuseExpectationsThatAreNone) {
    const Course course = gated(0, 20);
    const double nan = std::numeric_limits<double>::quiet_NaN();

    EXPECT_THROW(check_course(course, {.noise_m = 0}), std::invalid_argument);
    EXPECT_THROW(check_course(course, {.interval_s = -1}), std::invalid_argument);
    EXPECT_THROW(check_course(course, {.noise_m = nan}), std::invalid_argument);
}

} // namespace
} // namespace lanterne::course
