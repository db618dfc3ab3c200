#include "bench/unit/journeys.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/exchange/gpx.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/geo/simplify.hpp"
#include "firmware/time/sampler.hpp"
#include "hal/simulated/noise.hpp"
#include "simulator/athletes/athlete.hpp"

namespace lanterne::bench {
namespace {

using hal::simulated::Noise;
using hal::simulated::NoiseModel;

constexpr std::uint64_t seed = 20'260'614;

/// Of the study that the goal comes from: 2.5 m for 30 s and 0.4 m of white noise, on each axis.
constexpr NoiseModel receiver{.slow_m = 2.5, .slow_time_s = 30, .white_m = 0.4};

constexpr double longest_pause_s = 20;
constexpr int smoothed_s = 3; // on either side
constexpr Metres told_tolerance{2};

std::string contents(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

plan::RacePlan bundled_race() {
    exchange::FolderFiles files;
    const std::filesystem::path folder{LANTERNE_SOURCE_FOLDER "/races/harbour-sprint"};
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        files[entry.path().filename()] = contents(entry.path());
    }
    auto plan = exchange::read_race_folder(files);
    if (!plan) {
        throw std::runtime_error{folder.string() + ": " + to_text(plan.error().front())};
    }
    return std::move(*plan);
}

std::shared_ptr<const course::Course> course_of(course::Leg leg) {
    return std::make_shared<course::Course>(std::vector{std::move(leg)},
                                            std::vector<course::Location>{},
                                            std::vector<course::TimingPoint>{});
}

/// Where he is, and what a receiver makes of it.
void see(Journey& journey, Noise& noise, UtcTime time, Position there, double speed_mps,
         double course_deg) {
    const auto reading = noise.disturb({.time = time,
                                        .latitude_deg = there.latitude.e6 / 1e6,
                                        .longitude_deg = there.longitude.e6 / 1e6,
                                        .speed_mps = speed_mps,
                                        .course_deg = course_deg,
                                        .satellites = 12,
                                        .mode = FixMode::fix_3d},
                                       receiver);
    if (const auto fix = firmware::to_fix(reading)) {
        journey.fixes.push_back(*fix);
        journey.truth.push_back(there);
    }
}

/// A recorded line and when each of its points was passed, in seconds, pauses cut.
struct Recorded {
    geo::Polyline line;
    std::vector<double> seconds;

    double along_at(double time) const {
        const auto after = std::clamp(std::ranges::upper_bound(seconds, time), seconds.begin() + 1,
                                      seconds.end() - 1);
        const auto i = static_cast<std::size_t>(after - seconds.begin());
        const double part = (time - seconds[i - 1]) / (seconds[i] - seconds[i - 1]);
        const double from = line.along()[i - 1];
        return from + std::clamp(part, 0.0, 1.0) * (line.along()[i] - from);
    }

    double smoothed_at(double time) const {
        double sum = 0;
        for (int apart = -smoothed_s; apart <= smoothed_s; ++apart) {
            sum += along_at(time + apart);
        }
        return sum / (2 * smoothed_s + 1);
    }
};

Recorded recorded(const std::filesystem::path& path) {
    const auto gpx = exchange::read_gpx(path.filename().string(), contents(path));
    if (!gpx || gpx->tracks.empty()) {
        throw std::runtime_error{path.string() + ": holds no track that can be read"};
    }
    std::vector<Position> places;
    std::vector<double> seconds;
    std::optional<UtcTime> before;
    for (const exchange::GpxPoint& point : gpx->tracks.front().segments.front()) {
        const bool moves = places.empty() || point.position != places.back();
        if (!point.time || !moves || (before && *point.time <= *before)) {
            continue;
        }
        const double passed =
            before ? static_cast<double>((*point.time - *before).count()) / 1000 : 0;
        seconds.push_back((seconds.empty() ? 0 : seconds.back()) +
                          std::min(passed, longest_pause_s));
        places.push_back(point.position);
        before = point.time;
    }
    return {geo::Polyline{places}, seconds};
}

geo::Polyline told(const geo::Polyline& line) {
    std::vector<geo::PlanePoint> points;
    for (const Position place : line.points()) {
        points.push_back(line.plane().to_plane(place));
    }
    std::vector<Position> kept;
    for (const std::size_t index : geo::simplified(points, told_tolerance)) {
        kept.push_back(line.points()[index]);
    }
    return geo::Polyline{kept};
}

} // namespace

Journey leg_journey(const std::string& leg_id, std::uint64_t athlete) {
    const plan::RacePlan plan = bundled_race();
    const auto leg = std::ranges::find(plan.course.legs(), leg_id, &course::Leg::id);
    if (leg == plan.course.legs().end()) {
        throw std::runtime_error{"the bundled race has no leg " + leg_id};
    }
    Journey journey{.course = course_of(*leg), .fixes = {}, .truth = {}};
    const plan::Wave wave{.id = "all", .name = "All", .gun = plan.start};
    const simulator::Athlete truth{*journey.course, wave, seed, athlete};
    Noise noise{seed, athlete};
    for (UtcTime time = wave.gun; time <= truth.finish().value(); time += std::chrono::seconds{1}) {
        const simulator::TrueState state = truth.at(time);
        see(journey, noise, time, state.position, state.speed_mps, state.course_deg);
    }
    return journey;
}

Journey ride_journey(const std::filesystem::path& gpx, std::chrono::seconds most) {
    const Recorded ride = recorded(gpx);
    Journey journey{
        .course = course_of({.id = "ride", .sport = course::Sport::bike, .line = told(ride.line)}),
        .fixes = {},
        .truth = {}};
    Noise noise{seed};
    const double end = std::min(ride.seconds.back(), static_cast<double>(most.count()));
    for (int second = 0; second < end; ++second) {
        const Metres along{ride.smoothed_at(second)};
        const double speed = ride.smoothed_at(second + 0.5) - ride.smoothed_at(second - 0.5);
        see(journey, noise, earliest_time + std::chrono::seconds{second}, ride.line.at(along),
            speed, ride.line.bearing_at(along));
    }
    return journey;
}

} // namespace lanterne::bench
