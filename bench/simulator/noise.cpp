#include "bench/simulator/noise.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "bench/simulator/recorded.hpp"
#include "simulator/receivers/receiver_model.hpp"
#include "simulator/receivers/residual_picture.hpp"

namespace lanterne::bench {
namespace {

using course::Sport;
using hal::simulated::NoiseModel;
using simulator::Band;
using simulator::Scatter;
using simulator::SmoothedPoint;

constexpr std::array<Band, 4> bands{{{4, 8}, {8, 15}, {15, 30}, {30, 60}}};
constexpr double least = 0.8;
constexpr double most = 1.2;
constexpr std::uint64_t seeds = 12; // their mean is compared; the picture shows one

/// The boat's plotter says what it measured, nearly unsmoothed.
constexpr NoiseModel unsmoothed{
    .slow_m = 0.5, .slow_time_s = 5, .white_m = 0, .doppler_mps = 0, .smoothing_s = 1};

course::Course open_way() {
    const Position begin{Latitude{36'000'000}, Longitude{-121'500'000}};
    const Position end{Latitude{36'010'000}, Longitude{-121'500'000}};
    std::vector<course::Leg> legs{
        {.id = "way", .name = "Way", .sport = Sport::bike, .line = geo::Polyline{{begin, end}}}};
    course::unroll(legs);
    return {legs, {}, {}};
}

/// A receiver of that seed.
using Receiver = simulator::Hears (*)(std::uint64_t seed);

/// What all units of a simulated race have, under the open sky; elsewhere no ride was recorded.
simulator::Hears unit(std::uint64_t seed) {
    struct Carried {
        course::Course course;
        simulator::Sky sky;
        simulator::ReceiverModel receiver;

        explicit Carried(std::uint64_t seed)
            : course{open_way()}, sky{course, {}, seed}, receiver{sky, {}, seed, 0} {}
    };

    const auto carried = std::make_shared<Carried>(seed);
    return [carried](Position at, UtcTime time) {
        const simulator::TrueState truth{.position = at, .speed_mps = 8, .sport = Sport::bike};
        return carried->receiver.hear(truth, time).back(); // the open sky has no holes
    };
}

simulator::Hears plotter(std::uint64_t seed) {
    const auto noise = std::make_shared<hal::simulated::SmallNoise>(seed);
    return [noise](Position at, UtcTime time) {
        return noise->disturb({.time = time,
                               .latitude_deg = at.latitude.e6 * 1e-6,
                               .longitude_deg = at.longitude.e6 * 1e-6},
                              unsmoothed);
    };
}

/// A real recording and the receiver that is set beside it.
struct Pair {
    std::string_view key;
    std::string_view name;
    std::string_view file; ///< below the recordings
    Recorded (*read)(const std::filesystem::path&);
    Receiver receiver;
    double slowest_mps;
    bool is_long; ///< enough to know the size of its waves within 20 %
};

Scatter simulated(const std::vector<SmoothedPoint>& line, const Pair& pair,
                  const geo::LocalPlane& plane, std::uint64_t seed) {
    const auto track = simulator::simulated(line, plane, pair.receiver(seed));
    return simulator::scatter_of(simulator::residuals(simulator::smoothed(track), line), bands);
}

Row row(const Pair& pair, std::string_view of, double recorded, double simulated) {
    return {.key = fmt::format("noise_{}_{}_ratio", pair.key, of),
            .what = fmt::format("{}: {} simulated, as part of recorded", pair.name, of),
            .measured = simulated / recorded,
            .unit = "",
            .least = least,
            .most = most,
            .note = fmt::format("recorded {:.3f} m, simulated {:.3f} m", recorded, simulated)};
}

void save(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream stream{file, std::ios::binary};
    stream << bytes;
    if (!stream.flush()) {
        throw std::runtime_error{fmt::format("{}: cannot be written", file.string())};
    }
}

struct Compared {
    Scatter recorded;
    Scatter first; ///< of the simulated ones
    double spread_m = 0;
    std::array<double, bands.size()> sizes_m{};
};

Compared compared(const Pair& pair, const Recorded& recorded) {
    const auto line = simulator::smoothed(recorded.track, {}, {.slowest_mps = pair.slowest_mps});
    Compared all{.recorded = simulator::scatter_of(simulator::residuals(line, line), bands)};
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        Scatter one = simulated(line, pair, recorded.plane, seed);
        all.spread_m += one.spread_m / seeds;
        for (std::size_t i = 0; i < bands.size(); ++i) {
            all.sizes_m[i] += one.band_sizes_m[i] / seeds;
        }
        if (seed == 1) {
            all.first = std::move(one);
        }
    }
    return all;
}

std::vector<Row> rows_of(const Pair& pair, const NoiseOptions& options) {
    const std::filesystem::path file = options.recordings / pair.file;
    if (!std::filesystem::exists(file)) {
        return {{.key = fmt::format("noise_{}_spread_ratio", pair.key),
                 .what = fmt::format("{}: scatter beside the recorded one", pair.name),
                 .note = fmt::format("{} is not there", file.string())}};
    }
    const Compared all = compared(pair, pair.read(file));
    const auto picture = options.pictures / fmt::format("noise-{}.svg", pair.key);
    save(picture, simulator::residual_picture(fmt::format("{}: recorded and simulated", pair.name),
                                              all.recorded, all.first, bands));
    std::vector<Row> rows{row(pair, "spread", all.recorded.spread_m, all.spread_m)};
    rows[0].note += fmt::format(", over {} places; {}", all.recorded.residuals.size(),
                                std::filesystem::weakly_canonical(picture).string());
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const auto of = fmt::format("waves_{:g}_{:g}_s", bands[i].shortest_s, bands[i].longest_s);
        rows.push_back(row(pair, of, all.recorded.band_sizes_m[i], all.sizes_m[i]));
        if (!pair.is_long) {
            rows.back().least.reset();
            rows.back().most.reset();
            rows.back().note += "; two minutes of it are too few to judge";
        }
    }
    return rows;
}

} // namespace

std::vector<Row> noise(const NoiseOptions& options) {
    const std::array<Pair, 2> pairs{{{.key = "ride",
                                      .name = "ride of 123 km",
                                      .file = "gpx/bike-ride-123km.gpx",
                                      .read = recorded_gpx,
                                      .receiver = unit,
                                      .slowest_mps = 2,
                                      .is_long = true},
                                     {.key = "boat",
                                      .name = "boat, a plotter",
                                      .file = "gpsd/bundg_zeus_9.log.chk",
                                      .read = recorded_by_gpsd,
                                      .receiver = plotter,
                                      .slowest_mps = 1,
                                      .is_long = false}}};
    std::vector<Row> rows;
    for (const Pair& pair : pairs) {
        const std::vector<Row> of_pair = rows_of(pair, options);
        rows.insert(rows.end(), of_pair.begin(), of_pair.end());
    }
    return rows;
}

} // namespace lanterne::bench
