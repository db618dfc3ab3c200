#include "simulator/run/real_units.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "simulator/real/real_receiver.hpp"
#include "simulator/run/prepare.hpp"

namespace lanterne::simulator {

namespace fs = std::filesystem;

namespace {

/// A whole number of the receiver's own epochs.
Milliseconds told_interval(const RealUnits::Beat& beat) {
    const auto epochs = (epoch_interval(beat.receiver_interval, beat.rate) +
                         beat.receiver_interval - Milliseconds{1}) /
                        beat.receiver_interval;
    return epochs * beat.receiver_interval;
}

/// Nobody else's, and nobody's before.
fs::path new_folder() {
    std::string made = fs::temp_directory_path() / "lanterne-real-XXXXXX";
    if (mkdtemp(made.data()) == nullptr) {
        throw std::runtime_error{fmt::format("no folder {} can be made for the real units", made)};
    }
    fmt::print(stderr, "note: settings, journals and logs of the real units are in {}\n", made);
    return made;
}

} // namespace

std::vector<Bib> wearers_of_real_units(const plan::RacePlan& plan, const RunSettings& settings) {
    std::vector<Bib> bibs;
    for (const plan::Entry& entry : plan.entries) {
        if (bibs.size() == settings.real.count) {
            break;
        }
        if (entry.unit && !std::ranges::count(settings.feeds, entry.bib, &Feed::bib)) {
            bibs.push_back(entry.bib);
        }
    }
    return bibs;
}

RealUnits::RealUnits(const plan::RacePlan& plan, const RunSettings& settings, const Beat& beat)
    : beat_{beat}, interval_{told_interval(beat)} {
    const auto bibs = wearers_of_real_units(plan, settings);
    if (bibs.empty()) {
        return;
    }
    const fs::path folder =
        settings.real.folder.empty() ? new_folder() : fs::path{settings.real.folder};
    for (std::size_t entry = 0; entry < plan.entries.size(); ++entry) {
        const plan::Entry& who = plan.entries[entry];
        if (std::ranges::count(bibs, who.bib) == 0) {
            continue;
        }
        units_.emplace(entry, RealUnit{{.folder = folder / who.unit->text(),
                                        .tracker_program = settings.real.tracker,
                                        .boards_folder = boards_folder(settings),
                                        .broker_host = settings.broker.host,
                                        .broker_port = settings.broker.port,
                                        .unit = *who.unit}});
    }
}

RealUnits::~RealUnits() {
    for (auto& [entry, unit] : units_) {
        unit.begin_to_end();
    }
}

void RealUnits::say(std::size_t entry, const hal::GnssReading& reading) {
    if (reading.time && (*reading.time - beat_.begin) % interval_ == Milliseconds{0}) {
        units_.at(entry).say(reading);
    }
}

std::vector<std::string> RealUnits::look() {
    std::vector<std::string> news;
    for (auto& [entry, unit] : units_) {
        const bool was_well = !unit.fault();
        unit.look();
        if (was_well && unit.fault()) {
            news.push_back(*unit.fault());
        }
    }
    return news;
}

std::vector<std::string> RealUnits::faults() const {
    std::vector<std::string> faults;
    for (const auto& [entry, unit] : units_) {
        if (unit.fault()) {
            faults.push_back(*unit.fault());
        }
        if (unit.dropped() > 0) {
            faults.push_back(fmt::format("unit {}: its receiver left out {} epochs, because gpsd "
                                         "was too slow",
                                         unit.serial().text(), unit.dropped()));
        }
    }
    return faults;
}

} // namespace lanterne::simulator
