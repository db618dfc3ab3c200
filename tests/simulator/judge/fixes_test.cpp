#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "core/wire/batch.hpp"
#include "simulator/judge/stored_fixes.hpp"
#include "tests/simulator/truth/drawn_race.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator::judge {
namespace {

using drawn::at;
using testing::ElementsAre;
using testing::HasSubstr;

const UnitSerial unit = *UnitSerial::from("unit0101");
constexpr Epoch epoch = 77;

Fix fix_of(Sequence number) {
    return {.time = at(static_cast<std::int64_t>(number)),
            .position = {Latitude{47'000'000 + static_cast<std::int32_t>(number)},
                         Longitude{8'000'000}}};
}

std::vector<Fix> fixes_of(Sequence from, Sequence to) {
    std::vector<Fix> fixes;
    for (Sequence number = from; number < to; ++number) {
        fixes.push_back(fix_of(number));
    }
    return fixes;
}

UnitTally tally_of(std::uint64_t fixes, std::uint64_t lost = 0) {
    FixesChecksum sum;
    for (const Fix& fix : fixes_of(0, fixes)) {
        sum.add(fix);
    }
    return {.unit = unit,
            .epoch = epoch,
            .fixes = fixes,
            .lost = lost,
            .unreceipted = 0,
            .crc32c = sum.value()};
}

TEST(Fixes, AreAllThereOnceAndUnchanged) {
    const std::vector tallies{tally_of(30)};
    FixesJudge judge{tallies};
    judge.store(unit, epoch, 0, fixes_of(0, 10));
    judge.store(unit, epoch, 10, fixes_of(10, 30));

    const FixesVerdict verdict = judge.verdict();

    EXPECT_EQ(verdict.numbered, 30U);
    EXPECT_EQ(verdict.stored, 30U);
    EXPECT_EQ(verdict.missing + verdict.doubled + verdict.unknown + verdict.changed, 0U);
    EXPECT_THAT(verdict.examples, ElementsAre());
}

TEST(Fixes, ThatAreStoredTwiceAreFound) {
    const std::vector tallies{tally_of(30)};
    FixesJudge judge{tallies};
    judge.store(unit, epoch, 0, fixes_of(0, 20));
    judge.store(unit, epoch, 18, fixes_of(18, 30));

    EXPECT_EQ(judge.verdict().doubled, 2U);
    EXPECT_EQ(judge.verdict().stored, 30U);
    EXPECT_THAT(judge.verdict().examples, ElementsAre(HasSubstr("2 twice")));
}

TEST(Fixes, ThatAreMissingAreFoundButThoseDeclaredLostAreNone) {
    const std::vector tallies{tally_of(30, 4)};
    FixesJudge judge{tallies};
    judge.store(unit, epoch, 0, fixes_of(0, 10));
    judge.store(unit, epoch, 17, fixes_of(17, 30));
    judge.declare_lost(unit, epoch, {10, 14});

    const FixesVerdict verdict = judge.verdict();

    EXPECT_EQ(verdict.stored, 23U);
    EXPECT_EQ(verdict.lost, 4U);
    EXPECT_EQ(verdict.missing, 3U);
}

TEST(Fixes, DeclaredLostByTheUnitAreLostWhereTheServersWordIsNotKnown) {
    const std::vector tallies{tally_of(30, 4)};
    FixesJudge judge{tallies};
    judge.store(unit, epoch, 0, fixes_of(0, 25));

    EXPECT_EQ(judge.verdict().lost, 4U);
    EXPECT_EQ(judge.verdict().missing, 1U);
}

TEST(Fixes, ThatNobodyNumberedAreUnknown) {
    const std::vector tallies{tally_of(10)};
    FixesJudge judge{tallies};
    judge.store(unit, epoch, 0, fixes_of(0, 12));
    judge.store(unit, epoch + 1, 0, fixes_of(0, 5));                      // no such life
    judge.store(*UnitSerial::from("another1"), epoch, 0, fixes_of(0, 5)); // took no part

    EXPECT_EQ(judge.verdict().unknown, 7U);
}

TEST(Fixes, WithOtherBytesAreChanged) {
    const std::vector tallies{tally_of(10)};
    FixesJudge judge{tallies};
    auto fixes = fixes_of(0, 10);
    fixes[4].satellites = 9;
    judge.store(unit, epoch, 0, fixes);

    EXPECT_EQ(judge.verdict().changed, 1U);
    EXPECT_EQ(judge.verdict().missing, 0U);
}

class StoredFixes : public testing::Test {
protected:
    StoredFixes() { std::filesystem::create_directories(folder_.path() / "chunks"); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_.path() / name, std::ios::binary} << text;
    }

    /// As lanterne-ingest archive writes it: length, time, batch.
    static std::string chunk(Sequence from, Sequence to) {
        const auto payload =
            wire::encode(
                wire::Batch{.epoch = epoch, .first = from, .info = {}, .fixes = fixes_of(from, to)})
                .value();
        std::string bytes{'\0', '\0', static_cast<char>(payload.size() >> 8),
                          static_cast<char>(payload.size() & 255)};
        bytes += std::string(8, '\0');
        for (const std::byte byte : payload) {
            bytes += static_cast<char>(byte);
        }
        return bytes;
    }

    std::string folder() const { return folder_.path().string(); }

    support::TempFolder folder_;
    std::vector<UnitTally> tallies_{tally_of(30, 5)};
    FixesJudge judge_{tallies_};
};

TEST_F(StoredFixes, AreReadFromAnArchive) {
    write("chunks/unit0101", chunk(0, 10) + chunk(15, 30));
    write("epochs.csv", "unit,epoch,received,lost,disputed,dropped\n"
                        "unit0101,77,\"{[0,10),[15,30)}\",\"{[10,13),[13,15)}\",{},{}\n");

    const auto read = read_archive(folder(), judge_);

    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(judge_.verdict().stored, 25U);
    EXPECT_EQ(judge_.verdict().lost, 5U);
    EXPECT_EQ(judge_.verdict().missing, 0U);
}

TEST_F(StoredFixes, OfADamagedArchiveAreRefusedWithFileAndPlace) {
    const std::string first = chunk(0, 10);
    write("chunks/unit0101", first + chunk(10, 20).substr(0, 30));
    write("epochs.csv", "unit,epoch,received,lost,disputed,dropped\n");

    const auto read = read_archive(folder(), judge_);

    ASSERT_FALSE(read);
    EXPECT_THAT(read.error(), HasSubstr("chunks/unit0101: byte " + std::to_string(first.size()) +
                                        ": the chunk here is no batch"));
}

TEST_F(StoredFixes, OfAFolderThatIsNoArchiveAreRefused) {
    const auto read = read_archive(folder() + "/nowhere", judge_);

    EXPECT_THAT(read.error(), HasSubstr("is no archive"));
}

TEST_F(StoredFixes, AreReadFromAnExport) {
    const std::string header =
        "bib,name,unit,role,epoch,sequence,time_utc,latitude_deg,longitude_deg,altitude_m,"
        "speed_mps,course_deg,accuracy_m,satellites,mode,received_utc,scored\n";
    write("race.csv", header + "1,\"Doe, Jane\",unit0101,primary,77,0,t,1,2,,,,,,3d,t,yes\n"
                               "1,\"Doe, Jane\",unit0101,primary,77,1,t,1,2,,,,,,3d,t,yes\n"
                               "1,\"Doe, Jane\",unit0101,primary,77,1,t,1,2,,,,,,3d,t,yes\n");

    const auto read = read_export(folder() + "/race.csv", judge_);

    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(judge_.verdict().stored, 2U);
    EXPECT_EQ(judge_.verdict().doubled, 1U);
}

TEST_F(StoredFixes, OfAnExportThatIsNoneAreRefusedWithTheLine) {
    write("race.csv", "bib,name\n");

    EXPECT_THAT(read_export(folder() + "/race.csv", judge_).error(),
                HasSubstr("race.csv:1: other columns"));
}

} // namespace
} // namespace lanterne::simulator::judge
