#include "bench/simulator/recorded.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include <boost/json.hpp>

#include "core/exchange/gpx.hpp"

namespace lanterne::bench {
namespace {

using Positions = std::map<UtcTime, Position>;

Recorded on_a_plane(const Positions& positions) {
    if (positions.empty()) {
        throw std::runtime_error{"a recording without a position"};
    }
    const auto middle =
        std::next(positions.begin(), static_cast<std::ptrdiff_t>(positions.size() / 2));
    Recorded recorded{.plane = geo::LocalPlane{middle->second}, .track = {}};
    for (const auto& [time, position] : positions) {
        const auto since = time - positions.begin()->first;
        recorded.track.push_back({.t_s = static_cast<double>(since.count()) / 1000,
                                  .at = recorded.plane.to_plane(position)});
    }
    return recorded;
}

std::int32_t e6(double degrees) { return static_cast<std::int32_t>(std::lround(degrees * 1e6)); }

} // namespace

Recorded recorded_gpx(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    const auto gpx = exchange::read_gpx(file.filename().string(), bytes);
    if (!gpx) {
        throw std::runtime_error{exchange::to_text(gpx.error().front())};
    }
    Positions positions;
    for (const exchange::GpxTrack& track : gpx->tracks) {
        for (const auto& segment : track.segments) {
            for (const exchange::GpxPoint& point : segment) {
                if (!point.time) {
                    throw std::runtime_error{"a point of the recording has no time"};
                }
                positions.insert_or_assign(*point.time, point.position);
            }
        }
    }
    return on_a_plane(positions);
}

Recorded recorded_by_gpsd(const std::filesystem::path& oracle) {
    Positions positions;
    std::ifstream stream{oracle};
    for (std::string line; std::getline(stream, line);) {
        if (line.find("\"class\":\"TPV\"") == std::string::npos) {
            continue;
        }
        const auto report = boost::json::parse(line).as_object();
        const auto* said = report.if_contains("time");
        const auto time =
            said != nullptr ? parse_time(std::string{said->as_string()}) : std::nullopt;
        if (time && report.contains("lat") && report.contains("lon")) {
            positions.insert_or_assign(
                *time, Position{Latitude{e6(report.at("lat").to_number<double>())},
                                Longitude{e6(report.at("lon").to_number<double>())}});
        }
    }
    return on_a_plane(positions);
}

} // namespace lanterne::bench
