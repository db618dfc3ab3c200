#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;

std::vector<std::string> bibs_of(const std::vector<plan::Entry>& entries) {
    std::vector<std::string> bibs;
    for (const auto& entry : entries) {
        bibs.push_back(entry.bib.text());
    }
    return bibs;
}

TEST(Entries, OfTheHarbourSprintAreTwelveWithAUnitEach) {
    const auto plan = read_race_folder(harbour_sprint());

    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->entries.size(), 12U);
    const plan::Entry& sixth = plan->entries[5];
    EXPECT_EQ(sixth.bib.text(), "6");
    EXPECT_EQ(sixth.name, "Emeka Okonjo");
    EXPECT_EQ(sixth.sex, plan::Sex::male);
    EXPECT_EQ(sixth.birth_year, 1985);
    EXPECT_EQ(sixth.category, "masters");
    EXPECT_EQ(sixth.wave, "all");
    EXPECT_EQ(sixth.team, "Swim, Bike & Then Some");
    EXPECT_EQ(sixth.unit, UnitSerial::from("demo000006"));
}

TEST(Entries, ComeBackAsTheyWereWritten) {
    const FolderFiles files = harbour_sprint();
    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan);
    EXPECT_EQ(write_entries_csv(plan->entries), files.at("entries.csv"));
}

TEST(Entries, ComeBackWithAwkwardNames) {
    FolderFiles files = small_folder();
    files["entries.csv"] = "name;bib;team\n\"O'Neil; \"\"Jay\"\"\";007;\"a,b\"\nÉ;A-1;\n";
    const auto once = read_race_folder(files);
    ASSERT_TRUE(once) << faults_of(files);

    files["entries.csv"] = write_entries_csv(once->entries);

    const auto twice = read_race_folder(files);
    ASSERT_TRUE(twice) << faults_of(files);
    ASSERT_EQ(twice->entries.size(), 2U);
    EXPECT_EQ(twice->entries[0].name, "O'Neil; \"Jay\"");
    EXPECT_EQ(twice->entries[0].team, "a,b");
    EXPECT_EQ(write_entries_csv(twice->entries), files.at("entries.csv"));
}

TEST(Entries, AreSortedByBibAsPeopleCount) {
    FolderFiles files = small_folder();
    files["entries.csv"] = "bib,name\n10,x\n9,x\nB,x\n100,x\n";

    const auto plan = read_race_folder(files);

    ASSERT_TRUE(plan);
    EXPECT_THAT(bibs_of(plan->entries), ElementsAre("9", "B", "10", "100"));
}

TEST(Entries, MayBeNoneYet) {
    FolderFiles files = small_folder();
    files["entries.csv"] = "bib,name\n";

    EXPECT_EQ(faults_of(files), "right");
}

TEST(Entries, HoldTheirLimit) {
    FolderFiles files = small_folder();
    files["entries.csv"] = "bib,name\n";
    for (std::size_t i = 0; i < plan::max_entries; ++i) {
        files["entries.csv"] += std::to_string(i) + ",x\n";
    }
    EXPECT_EQ(faults_of(files), "right");

    files["entries.csv"] += "last,x\n";

    EXPECT_EQ(faults_of(files), "entries.csv: has 20001 entries; at most 20000 would be right\n");
}

} // namespace
} // namespace lanterne::exchange
