#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;

std::vector<std::string> points_of(const course::Course& course) {
    std::vector<std::string> points;
    for (const auto& point : course.points()) {
        points.push_back(point.id + "/" + std::to_string(point.lap) + " " +
                         std::to_string(std::lround(point.along.value)));
    }
    return points;
}

TEST(RaceFolder, TheHarbourSprintIsRight) { EXPECT_EQ(faults_of(harbour_sprint()), "right"); }

TEST(RaceFolder, TheHarbourSprintHasASprintsLengths) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->course.legs().size(), 5U);
    EXPECT_NEAR((plan->course.legs()[0].end - plan->course.legs()[0].begin).value, 750, 2);
    EXPECT_NEAR((plan->course.legs()[2].end - plan->course.legs()[2].begin).value, 20'000, 20);
    EXPECT_NEAR((plan->course.legs()[4].end - plan->course.legs()[4].begin).value, 5'000, 5);
}

TEST(RaceFolder, ALegHasTheHeightsOfItsFile) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan);
    const course::Leg& bike = plan->course.legs()[2];
    EXPECT_NEAR(plan->course.height_at(bike.begin).value_or(-99), 3.9, 0.5);
    EXPECT_NEAR(bike.elevation->climb_m(), bike.elevation->descent_m(), 2) << "a closed lap";
    EXPECT_FALSE(read_race_folder(small_folder())->course.gradient_at(Metres{100}));
}

TEST(RaceFolder, TheHarbourSprintHasItsTimingPointsInTheOrderOfTheCourse) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan);
    EXPECT_THAT(points_of(plan->course),
                ElementsAre("start/1 0", "first-buoy/1 240", "swim-exit/1 749", "t1-out/1 955",
                            "chapel-out/1 5105", "chapel-back/1 7001", "bike-lap/1 10953",
                            "chapel-out/2 15103", "chapel-back/2 16998", "t2-in/2 20950",
                            "t2-out/1 21126", "upper-street/1 22336", "run-lap/1 22793",
                            "upper-street/2 24003", "run-lap/2 24459", "upper-street/3 25669",
                            "finish/3 26125"));
}

TEST(RaceFolder, ASharedGateIsTwoPointsByDirection) {
    const auto plan = read_race_folder(small_folder());

    ASSERT_TRUE(plan) << faults_of(small_folder());
    EXPECT_THAT(points_of(plan->course), ElementsAre("start/1 0", "out/1 222", "back/1 778",
                                                     "out/2 1223", "back/2 1779", "finish/2 2001"));
}

TEST(RaceFolder, ARehearsalWithItsRateAloneBeginsAtTheStart) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan && plan->rehearsal);
    EXPECT_EQ(plan->rehearsal->rate, 15);
    EXPECT_EQ(plan->rehearsal->race_start, plan->start);
    EXPECT_EQ(plan->rehearsal->wall_start, plan->start);
}

TEST(RaceFolder, ARehearsalCanBeStagedByAppendingToTheFile) {
    FolderFiles files = harbour_sprint();
    files["race.toml"] += "wall_start = 2027-01-02T20:00:00Z\n"
                          "race_start = 2026-06-14T08:58:00+02:00\n";

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan && plan->rehearsal) << faults_of(files);
    EXPECT_EQ(plan->rehearsal->wall_start, parse_time("2027-01-02T20:00:00Z"));
    EXPECT_EQ(plan->rehearsal->race_start, plan->start - std::chrono::minutes{2});
}

TEST(RaceFolder, WithoutWavesHasOneThatNobodyMustName) {
    FolderFiles files =
        with(small_folder(), "race.toml", "[[wave]]\nid = \"early\"\ngun = \"+00:00:00\"\n", "");
    files["entries.csv"] = "bib,name\n1,Ada\n";

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    ASSERT_EQ(plan->waves.size(), 1U);
    EXPECT_EQ(plan->waves[0].gun, plan->start);
    EXPECT_EQ(plan->entries.at(0).wave, plan->waves[0].id);
}

TEST(RaceFolder, ASecondWaveStartsLater) {
    const auto plan =
        read_race_folder(with(small_folder(), "race.toml", "[[category]]",
                              "[[wave]]\nid = \"late\"\ngun = \"+01:02:03\"\n[[category]]"));

    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->waves.at(1).gun, plan->start + std::chrono::seconds{3723});
}

TEST(RaceFolder, APointMayHaveAGateOfItsOwn) {
    const FolderFiles files =
        with(small_folder(), "race.toml", "location = \"road\"\nbearing_deg = 180",
             "position = [47.001, -3.0001]\nmetres = 900\nwidth_m = 20");

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_EQ(points_of(plan->course).at(2), "back/1 889");
    EXPECT_EQ(plan->course.locations().back().id, "back");
    EXPECT_EQ(plan->course.locations().back().width, Metres{20});
}

TEST(RaceFolder, ALocationByMetresHoldsForItsPoint) {
    FolderFiles files = with(small_folder(), "race.toml", "position = [47.002000, -3.000000]",
                             "leg = \"run\"\nmetres = 300");
    files = with(files, "race.toml", "bearing_deg = 0\n", "");

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_EQ(points_of(plan->course).at(1), "out/1 300");
    EXPECT_EQ(points_of(plan->course).at(2), "back/1 700");
}

TEST(RaceFolder, WhereALapClosesItsEndIsMeantUnlessMetresSayTheBegin) {
    FolderFiles files = with(small_folder(), "race.toml", "[[point]]\nid = \"out\"",
                             "[[point]]\nid = \"away\"\nkind = \"transition\"\n"
                             "position = [47.0, -3.0]\nmetres = 0\nlaps = [1]\n"
                             "[[point]]\nid = \"out\"");
    files = with(files, "race.toml", "[[point]]\nid = \"finish\"",
                 "[[point]]\nid = \"lap\"\nkind = \"lap\"\nlocation = \"gate\"\nlaps = [1]\n"
                 "[[point]]\nid = \"finish\"");

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan) << faults_of(files);
    EXPECT_THAT(points_of(plan->course),
                ElementsAre("start/1 0", "away/1 0", "out/1 222", "back/1 778", "lap/1 1001",
                            "out/2 1223", "back/2 1779", "finish/2 2001"));
}

} // namespace
} // namespace lanterne::exchange
