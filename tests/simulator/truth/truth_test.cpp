#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "simulator/truth/truth.hpp"
#include "simulator/truth/truth_text.hpp"
#include "simulator/truth/truth_writer.hpp"
#include "tests/simulator/truth/drawn_race.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator {
namespace {

namespace fs = std::filesystem;

using drawn::at;
using testing::HasSubstr;

TruthRun run_from(UtcTime begin) {
    return {.slug = "village-run",
            .scenario = "a calm day",
            .seed = 42,
            .program = "lanterne-sim 0.1.0",
            .begin = begin,
            .clock = plan::RehearsalClock{.wall_start = at(0), .race_start = at(-60), .rate = 20},
            .end = {}};
}

/// Bib 1 goes 10 m/s and finishes at 100 s, bib 2 goes 8 m/s and gives up at 50 s.
std::vector<TrueMoment> second_of_two(std::int64_t second) {
    const double t = static_cast<double>(second);
    const bool is_in = second >= 100;
    const bool is_out = second >= 50;
    return {{.doing = is_in ? Doing::finished : Doing::racing, .along_m = is_in ? 1'000 : 10 * t},
            {.doing = is_out ? Doing::gave_up : Doing::racing,
             .along_m = is_out ? 400 : 8 * t,
             .beside_m = is_out ? 30.0 : 0.0}};
}

void tell(TruthWriter& writer, std::int64_t seconds) {
    for (std::int64_t second = 0; second < seconds; ++second) {
        if (second == 0) {
            ASSERT_TRUE(writer.passage({.entry = 0, .point = 0, .time = at(0)}));
        }
        if (second == 100) {
            ASSERT_TRUE(writer.passage({.entry = 0, .point = 1, .time = at(100)}));
        }
        ASSERT_TRUE(writer.second(at(second), second_of_two(second)));
    }
}

const UnitTally tally{.unit = *UnitSerial::from("unit0101"),
                      .epoch = 4'000'000'000,
                      .fixes = 130,
                      .lost = 3,
                      .unreceipted = 0,
                      .crc32c = 0xdeadbeef};

InjectedFault outage() {
    return {.time = at(20),
            .kind = "outage",
            .whom = "all",
            .lasts = Milliseconds{30'500},
            .detail = "the broker, \"away\"\nfor a while"};
}

class TruthOfARun : public testing::Test {
protected:
    std::string folder() const { return (folder_.path() / "truth").string(); }

    std::string path(const std::string& name) const { return folder() + "/" + name; }

    TruthWriter begun() const {
        return std::move(TruthWriter::begin(folder(), run_from(at(0)), drawn::race(2)).value());
    }

    void write() const {
        TruthWriter writer = begun();
        ASSERT_TRUE(writer.fault(outage()));
        tell(writer, 130);
        ASSERT_TRUE(writer.finish(std::vector{tally}));
    }

    support::TempFolder folder_;
};

TEST_F(TruthOfARun, ComesBackAsItWasTold) {
    write();

    const auto truth = read_truth(folder());

    ASSERT_TRUE(truth) << truth.error();
    EXPECT_EQ(truth->race, drawn::race(2));
    EXPECT_EQ(truth->run.seed, 42U);
    EXPECT_EQ(truth->run.end, at(129));
    EXPECT_EQ(truth->run.clock->race_start, at(-60));
    EXPECT_EQ(truth->results[0],
              (TrueResult{.outcome = TrueOutcome::finished, .finish = at(100), .left_at_m = {}}));
    EXPECT_EQ(truth->results[1],
              (TrueResult{.outcome = TrueOutcome::gave_up, .finish = {}, .left_at_m = 400}));
    EXPECT_EQ(truth->passages[0][1], (ToldPassage{.entry = 0, .point = 1, .time = at(100)}));
    EXPECT_EQ(*truth->units, std::vector{tally});
    EXPECT_EQ(truth->faults.at(0).lasts, outage().lasts);
    EXPECT_EQ(truth->faults.at(0).detail, "the broker, \"away\" for a while");
    EXPECT_EQ(truth->seconds.seconds(), 130U);
    EXPECT_TRUE(truth->seconds.is_whole());
}

TEST_F(TruthOfARun, SaysAnySecondAndWhatLiesBetweenTwo) {
    write();
    auto truth = read_truth(folder());
    ASSERT_TRUE(truth) << truth.error();

    const auto whole = truth->moment(0, at(77));
    const auto between = truth->moment(0, at(77) + Milliseconds{500});
    const auto out = truth->moment(1, at(129));
    const auto behind = truth->moment(0, at(130));

    EXPECT_EQ(**whole,
              (ToldMoment{.along_dm = 7'700, .beside_dm = 0, .rank = 1, .doing = Doing::racing}));
    EXPECT_EQ((*between)->along_dm, 7'750);
    EXPECT_EQ(**out, (ToldMoment{
                         .along_dm = 4'000, .beside_dm = 300, .rank = 0, .doing = Doing::gave_up}));
    EXPECT_EQ(*behind, std::nullopt);
}

TEST_F(TruthOfARun, IsTheSameBytesTwice) {
    write();
    const std::string first = support::read_text(path("seconds.bin"));
    fs::remove_all(folder());

    write();

    EXPECT_EQ(support::read_text(path("seconds.bin")), first);
}

TEST_F(TruthOfARun, IsReadUpToTheLastWholeMinuteWhenTheRunWasKilled) {
    {
        TruthWriter writer = begun();
        tell(writer, 130);
    }

    auto truth = read_truth(folder());

    ASSERT_TRUE(truth) << truth.error();
    EXPECT_FALSE(truth->seconds.is_whole());
    EXPECT_EQ(truth->seconds.seconds(), 120U);
    EXPECT_EQ((*truth->moment(0, at(119)))->doing, Doing::finished);
    EXPECT_FALSE(truth->units);
    EXPECT_THAT(truth_summary(*truth), HasSubstr("the run did not end"));
}

TEST_F(TruthOfARun, RefusesAFolderThatHoldsAnother) {
    write();

    const auto again = TruthWriter::begin(folder(), run_from(at(0)), drawn::race(2));

    EXPECT_THAT(again.error(), HasSubstr("holds the truth of another run"));
}

TEST_F(TruthOfARun, SaysWhichFileADiskThatIsFullDidNotTake) {
    fs::create_directories(folder());
    fs::create_symlink("/dev/full", path("passages.csv"));
    TruthWriter writer = begun();

    const auto full = writer.second(at(0), second_of_two(0));

    ASSERT_FALSE(full);
    EXPECT_THAT(full.error(), HasSubstr("passages.csv: cannot be written: No space left"));
}

TEST_F(TruthOfARun, IsRefusedWithFileAndPlaceWhereAByteIsDamaged) {
    write();
    std::string bytes = support::read_text(path("seconds.bin"));
    bytes[60] = static_cast<char>(bytes[60] ^ 1); // in the first block's payload
    std::ofstream{path("seconds.bin"), std::ios::binary} << bytes;
    auto truth = read_truth(folder());
    ASSERT_TRUE(truth) << truth.error();

    const auto moment = truth->moment(0, at(5));
    const auto in_next_block = truth->moment(0, at(65));

    EXPECT_THAT(moment.error(), HasSubstr("seconds.bin: byte 28: the block is damaged"));
    EXPECT_EQ((*in_next_block)->along_dm, 6'500);
}

TEST_F(TruthOfARun, NeverTakesADamagedByteForTruth) {
    write();
    const std::string good = support::read_text(path("seconds.bin"));
    auto truth = read_truth(folder());
    const ToldMoment right = **truth->moment(1, at(70));

    for (std::size_t damaged = 0; damaged < good.size(); ++damaged) {
        std::string bad = good;
        bad[damaged] = static_cast<char>(bad[damaged] ^ 0x40);
        std::ofstream{path("seconds.bin"), std::ios::binary} << bad;
        auto reader = SecondsReader::open(path("seconds.bin"));
        if (reader && reader->seconds() > 70) {
            const auto moment = reader->at(1, 70);
            EXPECT_TRUE(!moment || *moment == right) << damaged;
        }
    }
}

TEST_F(TruthOfARun, NamesTheLineOfATableThatIsWrong) {
    write();
    std::ofstream{path("passages.csv"), std::ios::app} << "7,finish,0,1,2026-06-14T08:00:00.000Z\n";

    const auto truth = read_truth(folder());

    ASSERT_FALSE(truth);
    EXPECT_THAT(truth.error(), HasSubstr("passages.csv:4: bib \"7\" is no athlete's"));
}

TEST_F(TruthOfARun, IsPrintedByRank) {
    write();
    auto truth = read_truth(folder());

    const auto text = truth_at(*truth, at(40));
    const auto outside = truth_at(*truth, at(4'000));

    EXPECT_EQ(*text, " rank bib      doing               along   beside\n"
                     "    1 1        racing              400.0      0.0\n"
                     "    2 2        racing              320.0      0.0\n");
    EXPECT_THAT(outside.error(), HasSubstr("is outside the run, which has 130 s"));
}

TEST_F(TruthOfARun, IsATableOfItsSeconds) {
    write();
    auto truth = read_truth(folder());
    std::string table;

    const auto done = truth_seconds_csv(*truth, [&](std::string_view text) {
        table += text;
        return Reading::go_on;
    });

    ASSERT_TRUE(done) << done.error();
    EXPECT_EQ(std::ranges::count(table, '\n'), 1 + 2 * 130);
    EXPECT_THAT(table, HasSubstr("2026-06-14T08:02:09.000Z,2,gave up,400.0,30.0,\n"));
}

TEST_F(TruthOfARun, RefusesASecondThatDoesNotFollow) {
    TruthWriter writer = begun();
    ASSERT_TRUE(writer.second(at(0), second_of_two(0)));

    EXPECT_THROW((void)writer.second(at(2), second_of_two(2)), std::invalid_argument);
}

} // namespace
} // namespace lanterne::simulator
