#include "tests/race/straight_line/recordings.hpp"

#include <fstream>
#include <optional>
#include <stdexcept>

#include <boost/json.hpp>

#include "core/exchange/gpx.hpp"
#include "simulator/feed/track.hpp"
#include "tests/support/child_process.hpp"

namespace lanterne {

std::optional<std::filesystem::path> recording(const std::string& name) {
    const auto path = std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "../shared/data" / name;
    return std::filesystem::exists(path) ? std::optional{path} : std::nullopt;
}

std::set<UtcTime> oracle_times(const std::filesystem::path& chk) {
    std::set<UtcTime> times;
    std::ifstream file{chk};
    for (std::string line; std::getline(file, line);) {
        if (line.find("\"class\":\"TPV\"") == std::string::npos) {
            continue;
        }
        const auto report = boost::json::parse(line).as_object();
        if (report.contains("time") && report.contains("lat") && report.contains("lon") &&
            report.at("mode").as_int64() >= 2) {
            const auto time = parse_time(std::string{report.at("time").as_string()});
            times.insert(time.value());
        }
    }
    return times;
}

std::vector<hal::GnssReading> ride(const std::filesystem::path& gpx) {
    const auto file = exchange::read_gpx(gpx.filename().string(), support::read_text(gpx));
    if (!file) {
        throw std::runtime_error{exchange::to_text(file.error().front())};
    }
    return simulator::readings_of(*file).value();
}

} // namespace lanterne
