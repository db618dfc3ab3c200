#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/race_toml.hpp"
#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;

constexpr const char* toml = "race.toml";

/// "start/1 0": each point, its lap, and how far along it lies.
std::vector<std::string> points_of(const course::Course& course) {
    std::vector<std::string> points;
    for (const auto& point : course.points()) {
        points.push_back(point.id + "/" + std::to_string(point.lap) + " " +
                         std::to_string(std::lround(point.along.value)));
    }
    return points;
}

/// The small folder, a run of two laps, with more tables behind it.
FolderFiles with_tables(const std::string& tables) {
    FolderFiles files = small_folder();
    files[toml] += tables;
    return files;
}

std::string only_fault(const std::string& tables) { return faults_of(with_tables(tables)); }

std::size_t count_of(const course::Course& course, std::string_view id) {
    return static_cast<std::size_t>(
        std::ranges::count(course.points(), id, &course::TimingPoint::id));
}

TEST(Variant, OfTheCriteriumRides25LapsAndNot50) {
    const auto plan = read_race_folder(market_square());

    ASSERT_TRUE(plan) << faults_of(market_square());
    const course::Course& elite = plan::course_of(*plan, plan->entries.front());
    const course::Course& junior = plan::course_of(*plan, plan->entries.back());
    EXPECT_EQ(elite.legs().front().laps, 50U);
    EXPECT_EQ(junior.legs().front().laps, 25U);
    EXPECT_NEAR(elite.length() / junior.length(), 2, 1e-12);
    EXPECT_EQ(count_of(elite, "lap"), 49U);
    EXPECT_EQ(count_of(junior, "lap"), 24U);
    EXPECT_EQ(count_of(elite, "sprint"), 4U);
    EXPECT_EQ(count_of(junior, "sprint"), 2U);
    EXPECT_EQ(junior.points().back().id, "finish");
    EXPECT_EQ(junior.points().back().lap, 25U);
}

TEST(Variant, KeepsTheCertifiedLengthOfALap) {
    const auto plan = read_race_folder(market_square());

    ASSERT_TRUE(plan);
    const course::Course& elite = plan->course;
    const course::Course& junior = plan->variants.front().course;
    EXPECT_NEAR(elite.official_length().value, 60'000, 1e-6);
    EXPECT_NEAR(junior.official_length().value, 30'000, 1e-6);
    const auto church = std::ranges::find(junior.points(), "church", &course::TimingPoint::id);
    ASSERT_NE(church, junior.points().end());
    EXPECT_NEAR(junior.official(church->along).value, 594, 0.5);
    EXPECT_NEAR(junior.official(church->along + course::lap_length(junior.legs()[0])).value,
                1'200 + 594, 0.5)
        << "a mark without lap is on each";
}

TEST(Variant, OfAWaveIsRacedByThoseWhoseCategorySaysNothing) {
    FolderFiles files = with_tables("[[variant]]\nid = \"once\"\nlaps = { run = 1 }\n");
    files = with(files, toml, "id = \"early\"", "id = \"early\"\nvariant = \"once\"");

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_THAT(points_of(plan::course_of(*plan, plan->entries.front())),
                ElementsAre("start/1 0", "out/1 222", "back/1 778", "finish/1 1001"));
    EXPECT_EQ(plan->course.legs().front().laps, 2U);
}

/// A loop of 1 km and one of 400 m, from the same square, before a shared last straight.
FolderFiles two_distances() {
    FolderFiles files = small_folder();
    files["short.gpx"] =
        "<gpx><rte><rtept lat=\"47\" lon=\"-3\"/><rtept lat=\"47.0018\" lon=\"-3\"/>"
        "<rtept lat=\"47\" lon=\"-3\"/></rte></gpx>";
    files["last.gpx"] =
        "<gpx><rte><rtept lat=\"47\" lon=\"-3\"/><rtept lat=\"47\" lon=\"-2.99\"/></rte></gpx>";
    files[toml] = R"(name = "Two Distances"
slug = "two-distances"
time_zone = "Europe/Paris"
start = 2026-06-14T09:00:00+02:00
[[leg]]
id = "long"
sport = "run"
gpx = "run.gpx"
[[leg]]
id = "short"
sport = "run"
gpx = "short.gpx"
only_in = ["fun"]
[[leg]]
id = "last"
sport = "run"
gpx = "last.gpx"
[[point]]
id = "start"
kind = "start"
leg = "long"
metres = 0
[[point]]
id = "fun-start"
kind = "start"
leg = "short"
metres = 0
[[point]]
id = "finish"
kind = "finish"
leg = "last"
position = [47.0, -2.9902]
[[variant]]
id = "fun"
without_legs = ["long"]
[[category]]
id = "fun"
variant = "fun"
[[category]]
id = "open"
)";
    files["entries.csv"] = "bib,name,category\n1,Ada,open\n2,Ben,fun\n";
    return files;
}

TEST(Variant, OfAnotherDistanceSharesTheFinish) {
    const auto plan = read_race_folder(two_distances());

    ASSERT_TRUE(plan) << faults_of(two_distances());
    EXPECT_THAT(points_of(plan::course_of(*plan, plan->entries[0])),
                ElementsAre("start/1 0", "finish/1 1746"));
    EXPECT_THAT(points_of(plan::course_of(*plan, plan->entries[1])),
                ElementsAre("fun-start/1 0", "finish/1 1146"));
}

TEST(Variant, MayHaveAPointOfItsOwn) {
    FolderFiles files = with(two_distances(), toml, "[[point]]\nid = \"finish\"",
                             "[[point]]\nid = \"drinks\"\nkind = \"split\"\nleg = \"last\"\n"
                             "metres = 300\nonly_in = [\"fun\"]\n[[point]]\nid = \"finish\"");

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_EQ(count_of(plan->course, "drinks"), 0U);
    EXPECT_EQ(count_of(plan->variants.front().course, "drinks"), 1U);
}

struct Slip {
    const char* name;
    const char* tables;
    const char* fault;
};

void PrintTo(const Slip& slip, std::ostream* out) { *out << slip.name; }

class VariantSlip : public testing::TestWithParam<Slip> {};

TEST_P(VariantSlip, IsSaidWithItsLineAndWhatWouldBeRight) {
    EXPECT_EQ(only_fault(GetParam().tables), std::string{GetParam().fault} + " would be right\n");
}

INSTANTIATE_TEST_SUITE_P(
    Variants, VariantSlip,
    testing::Values(
        Slip{"unknown_leg", "[[variant]]\nid = \"a\"\nlaps = { ran = 1 }\n",
             "race.toml:41: there is no leg \"ran\"; run"},
        Slip{"no_laps", "[[variant]]\nid = \"a\"\nlaps = { run = 0 }\n",
             "race.toml:41: laps is a table; legs with the laps that they have here, 1 to 1000, "
             "such as { run = 2 }"},
        Slip{"too_many_laps", "[[variant]]\nid = \"a\"\nlaps = { run = 10000 }\n",
             "race.toml:41: laps is a table; legs with the laps that they have here, 1 to 1000, "
             "such as { run = 2 }"},
        Slip{"unknown_point", "[[variant]]\nid = \"a\"\nwithout_points = [\"outt\"]\n",
             "race.toml:41: there is no point \"outt\"; out"},
        Slip{"no_list", "[[variant]]\nid = \"a\"\nwithout_points = \"out\"\n",
             "race.toml:41: without_points is \"out\"; a list of ids of points, each once"},
        Slip{"same_point_twice", "[[variant]]\nid = \"a\"\nwithout_points = [\"out\", \"out\"]\n",
             "race.toml:41: without_points is [\"out\", \"out\"]; a list of ids of points, each "
             "once"},
        Slip{"no_finish", "[[variant]]\nid = \"a\"\nwithout_points = [\"finish\"]\n",
             "race.toml: variant \"a\": there are 0 points of kind finish; one"},
        Slip{"no_leg", "[[variant]]\nid = \"a\"\nwithout_legs = [\"run\"]\n",
             "race.toml:39: variant \"a\": there is no leg; at least one leg"},
        Slip{"unknown_variant", "[[category]]\nid = \"b\"\nvariant = \"b\"\n",
             "race.toml:41: there is no variant \"b\"; a [[variant]] of that id"},
        Slip{"same_id", "[[variant]]\nid = \"a\"\n[[variant]]\nid = \"a\"\n",
             "race.toml:42: the id \"a\" is there twice; an id of its own"}),
    [](const auto& slip) { return slip.param.name; });

TEST(VariantFaults, APointOnLapsThatAreNotThere) {
    FolderFiles files = with_tables("[[variant]]\nid = \"once\"\nlaps = { run = 1 }\n");
    files = with(files, toml, "bearing_deg = 180\n", "bearing_deg = 180\nlaps = [2]\n");

    EXPECT_EQ(faults_of(files),
              "race.toml:30: variant \"once\": point \"back\" is on none of the 1 laps; \"last\", "
              "\"not-last\", or without_points at the variant, would be right\n");
}

TEST(VariantFaults, WhatTheRacesOwnCourseHasTooIsSaidOnce) {
    FolderFiles files = with_tables("[[variant]]\nid = \"once\"\nlaps = { run = 1 }\n");
    files = with(files, toml, "bearing_deg = 0\n", "");

    EXPECT_EQ(faults_of(files), "race.toml:20: point \"out\": a lap passes its gate 2 times, at "
                                "222, 778 m; metres or bearing_deg to say which would be right\n");
}

TEST(VariantFaults, MoreThanTen) {
    std::string tables;
    for (std::size_t i = 0; i < max_variants; ++i) {
        tables += "[[variant]]\nid = \"v" + std::to_string(i) + "\"\n";
    }
    EXPECT_EQ(only_fault(tables), "right");

    EXPECT_EQ(only_fault(tables + "[[variant]]\nid = \"x\"\n"),
              "race.toml:59: there are 11 of [[variant]]; at most 10 would be right\n");
}

} // namespace
} // namespace lanterne::exchange
