#include "tests/core/exchange/sample_folder.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace lanterne::exchange {

namespace {

FolderFiles from_repository(const std::string& race) {
    FolderFiles files;
    const std::filesystem::path folder =
        std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races" / race;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream file{entry.path(), std::ios::binary};
        files[entry.path().filename().string()] = {std::istreambuf_iterator<char>{file}, {}};
    }
    return files;
}

} // namespace

FolderFiles harbour_sprint() { return from_repository("harbour-sprint"); }

FolderFiles market_square() { return from_repository("market-square"); }

FolderFiles small_folder() {
    return {{"race.toml", R"(name = "Mile of Two Laps"
slug = "two-laps"
time_zone = "Europe/Paris"
start = 2026-06-14T09:00:00+02:00
[[leg]]
id = "run"
sport = "run"
gpx = "run.gpx"
laps = 2
[[location]]
id = "gate"
position = [47.000000, -3.000000]
[[location]]
id = "road"
position = [47.002000, -3.000000]
[[point]]
id = "start"
kind = "start"
location = "gate"
[[point]]
id = "out"
kind = "split"
location = "road"
bearing_deg = 0
[[point]]
id = "back"
kind = "split"
location = "road"
bearing_deg = 180
[[point]]
id = "finish"
kind = "finish"
location = "gate"
[[wave]]
id = "early"
gun = "+00:00:00"
[[category]]
id = "open"
)"},
            {"entries.csv", "bib,name,sex,birth_year,category,wave,team,unit\n"
                            "1,Ada Quill,female,1990,open,early,,abc001\n"
                            "2,Ben Marsh,male,1985,open,early,Dunes,abc002\n"},
            {"run.gpx", R"(<gpx version="1.1"><trk><trkseg>
<trkpt lat="47.000000" lon="-3.000000"/>
<trkpt lat="47.002000" lon="-3.000000"/>
<trkpt lat="47.004500" lon="-3.000000"/>
<trkpt lat="47.002000" lon="-3.000000"/>
<trkpt lat="47.000000" lon="-3.000000"/>
</trkseg></trk></gpx>
)"}};
}

FolderFiles with(FolderFiles files, const std::string& name, std::string_view piece,
                 std::string_view by) {
    std::string& text = files.at(name);
    const auto at = text.find(piece);
    if (at == std::string::npos || text.find(piece, at + 1) != std::string::npos) {
        ADD_FAILURE() << name << " has not exactly one " << piece;
        return files;
    }
    text.replace(at, piece.size(), by);
    return files;
}

std::string faults_of(const FolderFiles& files) {
    const auto plan = read_race_folder(files);
    if (plan) {
        return "right";
    }
    std::string text;
    for (const Fault& fault : plan.error()) {
        text += to_text(fault) + "\n";
    }
    return text;
}

} // namespace lanterne::exchange
