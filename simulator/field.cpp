#include "simulator/field.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "hal/simulated/noise.hpp"

namespace lanterne::simulator {

namespace {

constexpr int satellites = 11;

const plan::Wave& wave_of(const plan::RacePlan& plan, const plan::Entry& entry) {
    const auto wave = std::ranges::find(plan.waves, entry.wave, &plan::Wave::id);
    if (wave == plan.waves.end()) {
        throw std::logic_error{"an entry has no wave"}; // read_race_folder refuses such a plan
    }
    return *wave;
}

constexpr double sea_level_m = 5; // where a course knows no heights

hal::GnssReading true_reading(const TrueState& state, double height_m, UtcTime time) {
    return {.time = time,
            .latitude_deg = state.position.latitude.e6 * 1e-6,
            .longitude_deg = state.position.longitude.e6 * 1e-6,
            .altitude_m = height_m,
            .speed_mps = state.speed_mps,
            .course_deg = state.course_deg,
            .satellites = satellites,
            .mode = FixMode::fix_3d};
}

} // namespace

Field::Field(const plan::RacePlan& plan, std::uint64_t seed) : plan_{plan}, seed_{seed} {
    std::uint64_t number = 0;
    for (const plan::Entry& entry : plan.entries) {
        athletes_.emplace(entry.bib,
                          Athlete{course_of(plan, entry), wave_of(plan, entry), seed, number});
        courses_.emplace(entry.bib, &course_of(plan, entry));
        numbers_.emplace(entry.bib, number++);
    }
}

std::function<std::optional<hal::GnssReading>(UtcTime)> Field::receiver(const Bib& bib) const {
    const Athlete* athlete = &athletes_.at(bib);
    const auto noise = std::make_shared<hal::simulated::Noise>(seed_, numbers_.at(bib) + 1);
    const course::Course* course = courses_.at(bib);
    return [athlete, course, noise](UtcTime time) -> std::optional<hal::GnssReading> {
        const TrueState state = athlete->at(time);
        const auto& model =
            state.sport == course::Sport::swim ? hal::simulated::at_sea : hal::simulated::open_sky;
        const double height_m = course->height_at(state.along).value_or(sea_level_m);
        return noise->disturb(true_reading(state, height_m, time), model);
    };
}

std::vector<FleetMember> Field::fleet(std::span<const Feed> fed_elsewhere) const {
    std::vector<FleetMember> members;
    for (const plan::Entry& entry : plan_.entries) {
        if (entry.unit && !std::ranges::count(fed_elsewhere, entry.bib, &Feed::bib)) {
            members.push_back({.unit = *entry.unit, .receiver = receiver(entry.bib)});
        }
    }
    return members;
}

UtcTime Field::first_gun() const { return std::ranges::min(plan_.waves, {}, &plan::Wave::gun).gun; }

UtcTime Field::last_finish() const {
    UtcTime last = first_gun();
    for (const auto& [bib, athlete] : athletes_) {
        const auto longest =
            first_gun() + Milliseconds{static_cast<std::int64_t>(1000 * Athlete::longest_race_s)};
        last = std::max(last, athlete.finish().value_or(longest));
    }
    return last;
}

std::string Field::truth_csv() const {
    std::string lines = "bib,point,leg,lap,time\n";
    for (const auto& [bib, athlete] : athletes_) {
        for (const TruePassage& passage : athlete.passages()) {
            const course::TimingPoint& point = courses_.at(bib)->points().at(passage.point);
            lines += fmt::format("{},{},{},{},{}\n", bib.text(), point.id, point.leg, point.lap,
                                 to_text(passage.time));
        }
    }
    return lines;
}

} // namespace lanterne::simulator
