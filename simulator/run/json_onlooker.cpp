#include "simulator/run/json_onlooker.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "simulator/run/run_lines.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::chrono::seconds state_interval{1};

} // namespace

void JsonOnlooker::befalls(const MishapEvent& event) {
    fmt::print("{}\n", json_line(event, plan_.entries[event.entry]));
}

void JsonOnlooker::look(RaceDay& day, Pacer& pacer, UtcTime wall) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_state_) {
        return;
    }
    next_state_ = now + state_interval;
    const RunState state = state_of(day, pacer.target(wall));
    tell_units(day, state.race_time);
    fmt::print("{}\n", json_line(state));
    static_cast<void>(std::fflush(stdout));
}

void JsonOnlooker::tell_units(const RaceDay& day, UtcTime now) {
    for (const UnitChange& change : watch_.look(day.fleet())) {
        fmt::print("{}\n", json_line(change, now,
                                     {.bib = bib_of(day, change.unit),
                                      .serial = day.fleet().unit(change.unit).serial().text()}));
    }
}

const std::string& JsonOnlooker::bib_of(const RaceDay& day, std::size_t unit) {
    if (entries_.empty()) {
        entries_.resize(day.fleet().size());
        for (std::size_t entry = 0; entry < plan_.entries.size(); ++entry) {
            if (const auto worn = day.unit_of(entry)) {
                entries_[*worn] = entry;
            }
        }
    }
    return plan_.entries[entries_[unit]].bib.text();
}

void JsonOnlooker::ends(const RaceDay& day, const RunEnd& end) {
    const RunState state = state_of(day, day.now());
    tell_units(day, state.race_time);
    fmt::print("{}\n{}\n", json_line(state), json_end_line(state, end.status, end.is_stopped));
    static_cast<void>(std::fflush(stdout));
}

} // namespace lanterne::simulator
