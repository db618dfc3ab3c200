#include <gtest/gtest.h>

#include "core/plan/race_plan.hpp"

namespace lanterne::plan {
namespace {

const UtcTime noon = *parse_time("2026-05-17T12:00:00Z");

TEST(RaceTime, IsWallTimeWithoutARehearsal) { EXPECT_EQ(race_time(std::nullopt, noon), noon); }

TEST(RaceTime, RunsAtItsRateFromThePairOfStarts) {
    const RehearsalClock clock{
        .wall_start = noon, .race_start = *parse_time("2026-06-01T08:00:00Z"), .rate = 15};

    EXPECT_EQ(race_time(clock, noon), clock.race_start);
    EXPECT_EQ(race_time(clock, noon + Milliseconds{1'001}),
              clock.race_start + Milliseconds{15'015});
    EXPECT_EQ(race_time(clock, noon - Milliseconds{1'000}),
              clock.race_start - Milliseconds{15'000});
}

TEST(RaceTime, NeverLeavesTheTimesThatAreBelieved) {
    const RehearsalClock clock{.wall_start = noon, .race_start = noon, .rate = 1'000};

    EXPECT_EQ(race_time(clock, latest_time), latest_time);
    EXPECT_EQ(race_time(clock, earliest_time), earliest_time);
}

RacePlan two_distances() {
    const auto course_of_length = [](std::int32_t east_e6) {
        std::vector<course::Leg> legs{{.id = "run",
                                       .name = "Run",
                                       .line = geo::Polyline{{{Latitude{0}, Longitude{0}},
                                                              {Latitude{0}, Longitude{east_e6}}}}}};
        return course::Course{std::move(legs), {}, {}};
    };
    return {.name = "Run",
            .slug = *Slug::from("run"),
            .time_zone = "Europe/Paris",
            .start = noon,
            .course = course_of_length(100'000),
            .waves = {{.id = "all", .name = "All", .gun = noon},
                      {.id = "short", .name = "Short", .gun = noon, .variant = "short"}},
            .categories = {{.id = "senior", .name = "Seniors"},
                           {.id = "kids", .name = "Kids", .variant = "kids"}},
            .variants = {{.id = "short", .name = "5 km", .course = course_of_length(50'000)},
                         {.id = "kids", .name = "1 km", .course = course_of_length(10'000)}}};
}

TEST(Variant, IsThatOfTheCategoryThenOfTheWaveThenTheRacesOwn) {
    const RacePlan plan = two_distances();
    const auto course_of_entry = [&](std::string wave, std::string category) {
        return &course_of(plan, {.bib = *Bib::from("7"),
                                 .name = "Seven",
                                 .category = std::move(category),
                                 .wave = std::move(wave)});
    };

    EXPECT_EQ(course_of_entry("all", "senior"), &plan.course);
    EXPECT_EQ(course_of_entry("short", "senior"), &plan.variants[0].course);
    EXPECT_EQ(course_of_entry("short", "kids"), &plan.variants[1].course);
    EXPECT_EQ(course_of_entry("", ""), &plan.course);
    EXPECT_EQ(variant_of(plan, {.bib = *Bib::from("7"), .category = "kids"}), &plan.variants[1]);
    EXPECT_EQ(variant_of(plan, {.bib = *Bib::from("7")}), nullptr);
}

TEST(Courses, AreTheRacesOwnAndThenThoseOfItsVariants) {
    const RacePlan plan = two_distances();

    const std::vector<const course::Course*> expected{&plan.course, &plan.variants[0].course,
                                                      &plan.variants[1].course};
    EXPECT_EQ(courses_of(plan), expected);
}

} // namespace
} // namespace lanterne::plan
