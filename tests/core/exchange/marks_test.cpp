#include <gtest/gtest.h>

#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

constexpr const char* toml = "race.toml";

/// The small folder: a run of two laps, each drawn 1'000.7 m long, out and back on one road.
FolderFiles with_tables(const std::string& tables) {
    FolderFiles files = small_folder();
    files[toml] += tables;
    return files;
}

TEST(Marks, SayHowFarItIsByTheMeasuringWheel) {
    const auto plan = read_race_folder(
        with_tables("[[mark]]\nlap = 1\nmetres = 500\ncertified_m = 490\n"
                    "[[mark]]\nlap = 2\nposition = [47.002, -3.0]\nbearing_deg = 180\n"
                    "certified_m = 1800\n"));

    ASSERT_TRUE(plan);
    const course::Course& course = plan->course;
    EXPECT_NEAR(course.official(Metres{250}).value, 245, 1e-9);
    EXPECT_NEAR(course.official(Metres{500}).value, 490, 1e-9);
    EXPECT_NEAR(course.official(Metres{1'779}).value, 1'800, 0.5);
    EXPECT_NEAR(course.official_length().value, 1'800 + 222.4, 0.5)
        << "a metre is a metre behind the last mark";
}

TEST(Marks, WithoutALapAreOnEach) {
    FolderFiles files = with_tables("[[mark]]\nmetres = 500\ncertified_m = 510\n");
    files = with(files, toml, "laps = 2", "laps = 2\ncertified_m = 2000");

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_EQ(plan->course.legs().front().marks.size(), 2U);
    EXPECT_NEAR(plan->course.official(Metres{500}).value, 510, 1e-9);
    EXPECT_NEAR(plan->course.official(Metres{500} + plan->course.length() / 2).value, 1'510, 1e-9);
    EXPECT_NEAR(plan->course.official_length().value, 2'000, 1e-9);
}

TEST(Marks, MoveNoTimingPoint) {
    const auto plain = read_race_folder(small_folder());

    const auto marked =
        read_race_folder(with_tables("[[mark]]\nlap = 1\nmetres = 500\ncertified_m = 450\n"));

    ASSERT_TRUE(plain && marked);
    EXPECT_EQ(plain->course.points(), marked->course.points());
}

struct Slip {
    const char* name;
    const char* table;
    const char* fault;
};

void PrintTo(const Slip& slip, std::ostream* out) { *out << slip.name; }

class MarkSlip : public testing::TestWithParam<Slip> {};

TEST_P(MarkSlip, IsSaidWithItsLineAndWhatWouldBeRight) {
    EXPECT_EQ(faults_of(with_tables(std::string{"[[mark]]\n"} + GetParam().table)),
              std::string{GetParam().fault} + " would be right\n");
}

INSTANTIATE_TEST_SUITE_P(
    Marks, MarkSlip,
    testing::Values(
        Slip{"no_place", "lap = 1\ncertified_m = 5\n",
             "race.toml:39: the mark says no place; position or metres"},
        Slip{"no_metres", "lap = 1\nmetres = 5\n",
             "race.toml:39: certified_m is missing; measured metres, more than 0 to 1000000"},
        Slip{"nothing", "lap = 1\nmetres = 5\ncertified_m = 0\n",
             "race.toml:42: certified_m is 0; measured metres, more than 0 to 1000000"},
        Slip{"nan", "lap = 1\nmetres = nan\ncertified_m = 5\n",
             "race.toml:41: metres is nan; metres from the lap's begin"},
        Slip{"behind_the_lap", "lap = 1\nmetres = 1100\ncertified_m = 5\n",
             "race.toml:41: metres is 1100; 0 to 1001, the length of a lap,"},
        Slip{"no_such_lap", "lap = 3\nmetres = 5\ncertified_m = 5\n",
             "race.toml:40: lap is 3; 1 to 2"},
        Slip{"no_such_leg", "leg = \"ran\"\nlap = 1\nmetres = 5\ncertified_m = 5\n",
             "race.toml:40: there is no leg \"ran\"; the id of a leg"},
        Slip{"far_from_the_line", "lap = 1\nposition = [47.0, -3.01]\ncertified_m = 5\n",
             "race.toml:39: the mark: its gate lies 761 m from the leg's line; within the gate's "
             "width, 30 m,"},
        Slip{"two_passes", "lap = 1\nposition = [47.002, -3.0]\ncertified_m = 222\n",
             "race.toml:39: the mark: a lap passes its gate 2 times, at 222, 778 m; metres or "
             "bearing_deg to say which"},
        Slip{"each_lap_of_unknown_length", "metres = 500\ncertified_m = 500\n",
             "race.toml:39: the mark is on each of 2 laps whose certified length is not known; "
             "lap, or certified_m at leg \"run\","},
        Slip{"going_back",
             "lap = 1\nmetres = 500\ncertified_m = 500\n"
             "[[mark]]\nlap = 1\nmetres = 600\ncertified_m = 400\n",
             "race.toml:43: 600 m drawn are 400.0 m measured, but 500 m drawn are 500.0 m; marks "
             "that grow along the leg"}),
    [](const auto& slip) { return slip.param.name; });

} // namespace
} // namespace lanterne::exchange
