#include <set>

#include <gtest/gtest.h>

#include "simulator/crowd.hpp"

namespace lanterne::simulator {
namespace {

plan::RacePlan plan_of_two() {
    const course::Leg leg{.id = "run",
                          .name = "Run",
                          .sport = course::Sport::run,
                          .line = geo::Polyline{{{Latitude{47'000'000}, Longitude{-3'000'000}},
                                                 {Latitude{47'010'000}, Longitude{-3'000'000}}}}};
    return {.name = "Run",
            .slug = *Slug::from("run"),
            .time_zone = "UTC",
            .start = earliest_time,
            .course = course::Course{{leg}, {}, {}},
            .waves = {{.id = "a"}, {.id = "b"}},
            .categories = {{.id = "open"}},
            .entries = {{.bib = *Bib::from("7"), .name = "Ada", .wave = "a"},
                        {.bib = *Bib::from("3"), .name = "Ben", .wave = "a"}}};
}

TEST(Crowd, GoesOnFromTheGreatestBib) {
    const auto entries = crowd(plan_of_two(), 4);

    EXPECT_EQ(entries[1].name, "Ben");
    EXPECT_EQ(entries[2].bib.text(), "8");
    EXPECT_EQ(entries[3].unit->text(), "crowd00009");
}

TEST(Crowd, KeepsOnlyTheFirstWhereFewerAreWanted) { EXPECT_EQ(crowd(plan_of_two(), 1).size(), 1U); }

TEST(Crowd, GivesFiveHundredDifferentNamesBibsAndUnits) {
    std::set<std::string> names;
    std::set<std::string> units;
    for (const auto& entry : crowd(plan_of_two(), 502)) {
        names.insert(entry.name);
        units.insert(entry.unit ? entry.unit->text() : entry.bib.text());
    }

    EXPECT_EQ(names.size(), 502U);
    EXPECT_EQ(units.size(), 502U);
}

TEST(Crowd, IsRefusedBeyondItsLimits) {
    EXPECT_THROW(crowd(plan_of_two(), 0), std::invalid_argument);
    EXPECT_THROW(crowd(plan_of_two(), plan::max_entries + 1), std::invalid_argument);
}

} // namespace
} // namespace lanterne::simulator
