#include "bench/wire/track.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>
#include <stdexcept>

#include "core/exchange/gpx.hpp"

namespace lanterne::bench {

namespace {

constexpr double metres_per_e6 = 0.111'32;

using Random = std::mt19937_64;

double noise(Random& random, double deviation) {
    return std::normal_distribution<double>{0.0, deviation}(random);
}

/// Error that keeps most of itself from second to second (first-order Gauss-Markov).
class SlowError {
public:
    SlowError(double deviation, double seconds)
        : keep_{std::exp(-1.0 / seconds)}, fresh_{deviation * std::sqrt(1.0 - keep_ * keep_)} {}

    double next(Random& random) { return value_ = keep_ * value_ + noise(random, fresh_); }

private:
    double keep_;
    double fresh_;
    double value_ = 0.0;
};

/// What a receiver adds to a place: how it moves, and how good it thinks it is.
class Receiver {
public:
    explicit Receiver(std::uint64_t seed) : random_{seed} {}

    Fix fix(UtcTime time, Position position, double altitude_m, double speed_mps,
            double course_degrees) {
        const double speed = std::max(0.0, speed_mps + noise(random_, 0.08));
        const double course = std::fmod(course_degrees + noise(random_, 2.0) + 720.0, 360.0);
        if (random_() % 20 == 0) {
            satellites_ = std::clamp(satellites_ + (random_() % 2 == 0 ? 1 : -1), 6, 20);
        }
        const double accuracy = std::max(1.0, 3.5 + accuracy_.next(random_));
        return {.time = time,
                .position = position,
                .altitude_dm = static_cast<std::int32_t>(std::lround(altitude_m * 10.0)),
                .speed_dmps = static_cast<std::uint16_t>(std::lround(speed * 10.0)),
                .course_2deg = static_cast<std::uint8_t>(std::lround(course / 2.0) % 180),
                .accuracy_dm = static_cast<std::uint16_t>(std::lround(accuracy * 10.0)),
                .satellites = static_cast<std::uint8_t>(satellites_),
                .mode = FixMode::fix_3d};
    }

private:
    Random random_;
    SlowError accuracy_{0.5, 60.0};
    int satellites_ = 11;
};

double eastward_scale(double latitude_e6) {
    return std::cos(latitude_e6 * 1e-6 * std::numbers::pi / 180.0);
}

} // namespace

std::vector<Fix> made_up_run(int seconds, std::uint64_t seed) {
    Random random{seed};
    Receiver receiver{seed + 1};
    SlowError east_error{2.0, 60.0};
    SlowError north_error{2.0, 60.0};
    SlowError up_error{3.0, 120.0};
    SlowError pace{0.4, 90.0};
    SlowError turn{6.0, 20.0};
    double east = 0.0;
    double north = 0.0;
    double course = 70.0;
    std::vector<Fix> fixes;
    for (int second = 0; second < seconds; ++second) {
        const double speed = std::max(0.0, 3.9 + pace.next(random));
        course += turn.next(random);
        east += speed * std::sin(course * std::numbers::pi / 180.0);
        north += speed * std::cos(course * std::numbers::pi / 180.0);
        const double seen_north = north + north_error.next(random) + noise(random, 0.1);
        const double seen_east = east + east_error.next(random) + noise(random, 0.1);
        const double latitude = 45e6 + seen_north / metres_per_e6;
        const double longitude = 7e6 + seen_east / metres_per_e6 / eastward_scale(45e6);
        fixes.push_back(receiver.fix(earliest_time + std::chrono::seconds{second},
                                     {Latitude{static_cast<std::int32_t>(std::lround(latitude))},
                                      Longitude{static_cast<std::int32_t>(std::lround(longitude))}},
                                     120.0 + up_error.next(random), speed,
                                     std::fmod(course, 360.0)));
    }
    return fixes;
}

std::vector<Fix> recorded_track(const std::string& path, std::uint64_t seed) {
    std::ifstream file{path, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    const auto gpx = exchange::read_gpx(path, bytes);
    if (!gpx || gpx->tracks.empty()) {
        throw std::runtime_error{path + ": holds no track that can be read"};
    }
    Receiver receiver{seed};
    std::vector<Fix> fixes;
    const exchange::GpxPoint* before = nullptr;
    for (const exchange::GpxPoint& point : gpx->tracks.front().segments.front()) {
        if (!point.time || *point.time < earliest_time ||
            (before && *point.time <= *before->time)) {
            continue;
        }
        const exchange::GpxPoint& from = before ? *before : point;
        const double north =
            (point.position.latitude.e6 - from.position.latitude.e6) * metres_per_e6;
        const double east = (point.position.longitude.e6 - from.position.longitude.e6) *
                            metres_per_e6 * eastward_scale(point.position.latitude.e6);
        const auto passed = std::max(*point.time - *from.time, Milliseconds{1});
        const double speed = std::min(500.0, std::hypot(north, east) * 1'000.0 /
                                                 static_cast<double>(passed.count()));
        fixes.push_back(receiver.fix(*point.time, point.position, point.elevation_m.value_or(0.0),
                                     speed, std::atan2(east, north) * 180.0 / std::numbers::pi));
        before = &point;
    }
    if (fixes.size() < 60) {
        throw std::runtime_error{path + ": has fewer than 60 timed points since 2017"};
    }
    return fixes;
}

} // namespace lanterne::bench
