#include "simulator/athletes/start_grid.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "hal/simulated/small_random.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;
using hal::simulated::SmallRandom;

constexpr std::uint64_t grid_streams = 0x6772'6964'0000'0000; // apart from the athletes' own
constexpr double first_row_m = 1;
constexpr double deepest_m = 250; // rows are wider where more would stand behind
constexpr double row_apart_s = 0.4;
constexpr double slowest_start_s = 1.5;
constexpr double knows_own_strength = 0.7; // the rest of the order is luck

struct Rows {
    std::size_t abreast;
    double apart_m;
};

Rows rows_of(Sport sport) {
    switch (sport) {
    case Sport::swim: return {20, 1.2};
    case Sport::bike: return {6, 2};
    case Sport::run:
    case Sport::transition:
    case Sport::other: break;
    }
    return {8, 1};
}

struct Waiting {
    std::size_t entry;
    double order; ///< lower stands farther in front
    double jitter;
};

const plan::Wave& wave_of(const plan::RacePlan& plan, const plan::Entry& entry) {
    const auto wave = std::ranges::find(plan.waves, entry.wave, &plan::Wave::id);
    if (wave == plan.waves.end()) {
        throw std::invalid_argument{"an entry has no wave"}; // read_race_folder refuses such a plan
    }
    return *wave;
}

void line_up(std::vector<Waiting>& wave, Rows rows, std::vector<Racer::Start>& starts) {
    std::ranges::sort(wave, {}, [](const Waiting& one) {
        return std::tuple{one.order, one.jitter};
    });
    const auto deepest = static_cast<std::size_t>(deepest_m / rows.apart_m);
    const std::size_t abreast = std::max(rows.abreast, wave.size() / deepest + 1);
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const std::size_t rows_before = i / abreast;
        const auto row = static_cast<double>(rows_before);
        Racer::Start& start = starts[wave[i].entry];
        start.behind_m = first_row_m + (row + 0.8 * wave[i].jitter) * rows.apart_m;
        start.reacts_after_s += row * row_apart_s;
    }
}

} // namespace

// FNV-1a.
std::uint64_t stream_of(const plan::Entry& entry) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char letter : entry.bib.text()) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 1'099'511'628'211U;
    }
    return hash;
}

std::vector<Racer::Start> start_grid(const plan::RacePlan& plan,
                                     const std::vector<double>& strengths, std::uint64_t seed) {
    std::vector<Racer::Start> starts;
    std::map<const plan::Wave*, std::vector<Waiting>> waves;
    for (std::size_t i = 0; i < plan.entries.size(); ++i) {
        const plan::Entry& entry = plan.entries[i];
        const plan::Wave& wave = wave_of(plan, entry);
        const Sport sport = course_of(plan, entry).legs().front().sport;
        SmallRandom random{seed, grid_streams ^ stream_of(entry)};
        const double luck = random.uniform();
        const double jitter = random.uniform();
        starts.push_back(
            {.time = entry.slot.value_or(wave.gun),
             .is_by_gate = wave.start_by == plan::StartBy::gate && sport != Sport::swim,
             .behind_m = first_row_m + jitter,
             .reacts_after_s = random.uniform(0.2, slowest_start_s)});
        if (!entry.slot) {
            waves[&wave].push_back(
                {.entry = i,
                 .order = luck * (1 - knows_own_strength) - strengths[i] * knows_own_strength,
                 .jitter = jitter});
        }
    }
    for (auto& [wave, waiting] : waves) {
        const plan::Entry& first = plan.entries[waiting.front().entry];
        line_up(waiting, rows_of(course_of(plan, first).legs().front().sport), starts);
    }
    return starts;
}

} // namespace lanterne::simulator
