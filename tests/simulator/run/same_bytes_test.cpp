#include <filesystem>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"

/// A run of the program, twice: the same seed, the same bytes.
namespace lanterne {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path program = fs::path{LANTERNE_BUILD_FOLDER} / "bin/lanterne-sim";

constexpr const char* race = R"(name = "Short"
slug = "short"
time_zone = "UTC"
start = 2026-06-14T09:00:00Z
[[leg]]
id = "run"
sport = "run"
gpx = "run.gpx"
laps = 2
[[point]]
id = "start"
kind = "start"
metres = 0
[[point]]
id = "half"
kind = "split"
metres = 200
[[point]]
id = "finish"
kind = "finish"
metres = 390
[[wave]]
id = "all"
gun = "+00:00:00"
)";

// Everything that depends on chance, and on what the machine does meanwhile if one is careless.
constexpr const char* scenario = R"(title = "All of it"
race = "short"
athletes = 12
speed = 400
[field]
stops_per_hour = 20
lost_share = 0.3
gives_up_share = 0.2
[network]
cuts_per_hour = 60
cut_s = 5
[units]
charge_pct = [1, 100]
clock_off_s = 1000
power_cuts_per_hour = 12
power_cut_s = 5
[[hole]]
leg = "run"
from_m = 100
to_m = 180
[[mishap]]
kind = "card-fails"
at = "+00:01:00"
share = 0.5
amount = 3
[[mishap]]
kind = "dawdles"
at = "+00:00:10"
share = 0.5
lasts_s = 60
)";

/// A loop of 380 m or so.
std::string loop_gpx() {
    std::string text = R"(<gpx version="1.1" creator="test"><trk><trkseg>)";
    for (const auto& [north, east] :
         std::initializer_list<std::pair<int, int>>{{0, 0}, {0, 10}, {9, 10}, {9, 0}, {0, 0}}) {
        text +=
            fmt::format("<trkpt lat=\"{:.6f}\" lon=\"{:.6f}\"/>", 1e-4 * north, 10 + 1e-4 * east);
    }
    return text + "</trkseg></trk></gpx>";
}

class TwoRuns : public testing::Test {
protected:
    TwoRuns() {
        fs::create_directory(at("short"));
        write("short/race.toml", race);
        write("short/run.gpx", loop_gpx());
        write("short/entries.csv", "bib,name,wave,unit\n1,Ada,all,short00001\n");
        write("all.toml", scenario);
    }

    fs::path at(const std::string& name) const { return folder_.path() / name; }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{at(name), std::ios::binary} << text;
    }

    /// What it left in its folder of truth, but for the clock on the wall.
    std::map<std::string, std::string> run(const std::string& truth, int seed) {
        support::PrivateBroker broker{"autosave_on_changes false"};
        support::ChildProcess rehearsal{
            {.words = {program, "run", at("all.toml"), "--port", std::to_string(broker.port()),
                       "--seed", std::to_string(seed), "--truth", at(truth), "--boards",
                       LANTERNE_SOURCE_FOLDER "/boards", "--patience", "0"},
             .output = at("log")}};
        EXPECT_TRUE(rehearsal.wait()) << support::read_text(at("log"));
        std::map<std::string, std::string> files;
        for (const auto& item : fs::directory_iterator{at(truth)}) {
            if (item.path().filename() != "run.json") {
                files.emplace(item.path().filename(), support::read_text(item.path()));
            }
        }
        return files;
    }

    support::TempFolder folder_;
};

TEST_F(TwoRuns, OfTheSameSeedLeaveTheSameTruthAndTheSameJournals) {
    const auto once = run("once", 5);
    const auto again = run("again", 5);
    const auto other = run("other", 6);

    ASSERT_THAT(once, testing::SizeIs(5)) << support::read_text(at("log"));
    for (const auto& [name, bytes] : once) {
        EXPECT_EQ(bytes, again.at(name)) << name;
    }
    EXPECT_NE(once.at("units.csv"), other.at("units.csv"));
    EXPECT_NE(once.at("seconds.bin"), other.at("seconds.bin"));
    EXPECT_THAT(once.at("faults.csv"), HasSubstr("power-cut"));
}

} // namespace
} // namespace lanterne
