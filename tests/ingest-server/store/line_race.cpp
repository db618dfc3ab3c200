#include "tests/ingest-server/store/line_race.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::ingest {

namespace {

constexpr double metres_a_microdegree = 0.0787; // of longitude, at 45 degrees north
constexpr std::int32_t begin_e6 = 7'000'000;
constexpr std::int32_t end_e6 = 7'020'000;
constexpr int seconds_to_gun = 60;

std::string gpx() {
    std::string text = "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"test\" "
                       "xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>";
    for (std::int32_t lon = begin_e6; lon <= end_e6; lon += 1'000) {
        text += fmt::format("<trkpt lat=\"45.0\" lon=\"{:.6f}\"/>", lon / 1e6);
    }
    return text + "</trkseg></trk></gpx>";
}

} // namespace

exchange::FolderFiles line_race() {
    return line_race("bib,name,sex,birth_year,category,wave,team,unit\n"
                     "1,Ada,female,1990,,all,,\n"
                     "2,Bo,male,1991,,all,,\n"
                     "3,Cleo,other,,,all,,\n");
}

exchange::FolderFiles line_race(const std::string& entries_csv) {
    return {{"race.toml", R"(name = "Line"
slug = "line"
time_zone = "Europe/Paris"
start = 2018-01-01T00:01:00Z

[[leg]]
id = "run"
sport = "run"
gpx = "run.gpx"

[[point]]
id = "start"
kind = "start"
metres = 0

[[point]]
id = "half"
kind = "split"
metres = 780

[[point]]
id = "finish"
kind = "finish"
metres = 1560

[[wave]]
id = "all"
gun = "+00:00:00"
)"},
            {"run.gpx", gpx()},
            {"entries.csv", entries_csv}};
}

std::vector<Fix> run_of(double speed_mps) {
    std::vector<Fix> fixes;
    const double microdegrees_a_second = speed_mps / metres_a_microdegree;
    const int seconds =
        seconds_to_gun + 60 + static_cast<int>((end_e6 - begin_e6) / microdegrees_a_second);
    for (int i = 0; i < seconds; ++i) {
        const double run = std::max(0, i - seconds_to_gun) * microdegrees_a_second;
        fixes.push_back(
            {.time = line_race_dawn + std::chrono::seconds{i},
             .position = {Latitude{45'000'000},
                          Longitude{begin_e6 + static_cast<std::int32_t>(std::lround(run))}},
             .accuracy_dm = std::uint16_t{20},
             .satellites = 9,
             .mode = FixMode::fix_3d});
    }
    return fixes;
}

} // namespace lanterne::ingest
