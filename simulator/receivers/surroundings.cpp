#include "simulator/receivers/surroundings.hpp"

#include <algorithm>
#include <array>

namespace lanterne::simulator {
namespace {

constexpr std::array<std::string_view, 6> names{"open",  "street", "gorge",
                                                "trees", "tunnel", "water"};

// What a recorded ride shows of a receiver under an open sky (residuals.hpp; bench/simulator/noise
// sets them side by side): it smooths over some two seconds, and about its own line it scatters as
// a slow error of that size and duration does.
constexpr Hearing open{.noise = {.slow_m = 2.1,
                                 .slow_time_s = 150,
                                 .white_m = 0.1,
                                 .altitude_m = 4,
                                 .smoothing_s = 2,
                                 .stated_accuracy_m = 2.2},
                       .satellites = 15};

// Houses hide the satellites across the street and mirror others: wrong sideways, and less sure.
constexpr Hearing street{.noise = {.slow_m = 3.5,
                                   .slow_time_s = 25,
                                   .white_m = 2,
                                   .altitude_m = 9,
                                   .doppler_mps = 0.4,
                                   .burst_every_s = 400,
                                   .smoothing_s = 2,
                                   .stated_accuracy_m = 6},
                         .multipath_m = 6,
                         .satellites = 9,
                         .lost_every_s = 900,
                         .lost_for_s = 2};

constexpr Hearing gorge{.noise = {.slow_m = 9,
                                  .slow_time_s = 80,
                                  .white_m = 2.5,
                                  .altitude_m = 20,
                                  .doppler_mps = 0.5,
                                  .smoothing_s = 2,
                                  .stated_accuracy_m = 11},
                        .multipath_m = 4,
                        .satellites = 5.5,
                        .lost_every_s = 70,
                        .lost_for_s = 8};

constexpr Hearing trees{.noise = {.slow_m = 3.5,
                                  .slow_time_s = 30,
                                  .white_m = 2,
                                  .altitude_m = 8,
                                  .doppler_mps = 0.3,
                                  .burst_every_s = 180,
                                  .smoothing_s = 2,
                                  .stated_accuracy_m = 4.5},
                        .satellites = 10,
                        .lost_every_s = 600,
                        .lost_for_s = 2};

// On an arm that comes out of the water for a moment.
constexpr Hearing water{.noise = {.slow_m = 6,
                                  .slow_time_s = 45,
                                  .white_m = 3,
                                  .altitude_m = 10,
                                  .doppler_mps = 0.4,
                                  .stated_accuracy_m = 8},
                        .satellites = 6,
                        .lost_every_s = 2,
                        .lost_for_s = 25};

constexpr std::array<Hearing, 6> hearings{open, street, gorge, trees, Hearing{}, water};

} // namespace

std::string_view to_text(Surroundings what) { return names.at(static_cast<std::size_t>(what)); }

std::optional<Surroundings> parse_surroundings(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<Surroundings>(found - names.begin())};
}

const Hearing& hearing_in(Surroundings what) { return hearings.at(static_cast<std::size_t>(what)); }

} // namespace lanterne::simulator
