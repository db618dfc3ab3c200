#include "simulator/screen/observer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "simulator/athletes/first_gun.hpp"
#include "simulator/screen/words.hpp"

namespace lanterne::simulator {
namespace {

// Of many units some connect each second, and the log would tell of nothing else.
constexpr std::size_t many_units = 100;
constexpr std::uint64_t logs_of_connections = 10;

std::string words_of(const MishapEvent& event) {
    const MishapRule& rule = rule_of(event.kind);
    if (!event.begins) {
        return fmt::format("over: {}", rule.says);
    }
    std::string words{rule.says};
    if (!rule.amount.empty()) {
        words += fmt::format(" ({:g} {})", event.amount, rule.amount);
    }
    if (rule.lasts) {
        words += fmt::format(" for {}", age_words(event.lasts));
    }
    return words;
}

std::string words_of(const UnitChange& change) {
    switch (change.kind) {
    case UnitChange::Kind::boots: return change.boots == 1 ? "unit boots" : "unit boots again";
    case UnitChange::Kind::ends: return "unit without power";
    case UnitChange::Kind::connects: return "connected";
    case UnitChange::Kind::loses_connection: return "connection lost";
    }
    return {};
}

} // namespace

Observer::Observer(const plan::RacePlan& plan) : plan_{plan} {
    now_.gun = first_gun(plan);
    now_.race_time = now_.gun;
    now_.athletes.resize(plan.entries.size());
}

void Observer::befalls(const MishapEvent& event) {
    happenings_.add(words_of(event), plan_.entries[event.entry].bib.text());
}

void Observer::say(const std::string& line) {
    now_.log.push_back(race_clock(now_.race_time - now_.gun) + "  " + line);
    if (now_.log.size() > most_log_lines) {
        now_.log.erase(now_.log.begin());
    }
}

void Observer::write_log(const RaceDay& day) {
    find_units(day);
    for (const UnitChange& change : watch_.look(day.fleet())) {
        const bool is_power =
            change.kind == UnitChange::Kind::boots || change.kind == UnitChange::Kind::ends;
        (is_power ? happenings_ : connections_)
            .add(words_of(change), plan_.entries[entries_[change.unit]].bib.text());
    }
    for (const std::string& line : happenings_.take()) {
        say(line);
    }
    if (day.fleet().size() < many_units || ++logs_written_ % logs_of_connections == 0) {
        for (const std::string& line : connections_.take()) {
            say(line);
        }
    }
}

void Observer::find_units(const RaceDay& day) {
    if (!units_.empty()) {
        return;
    }
    entries_.resize(day.fleet().size());
    for (std::size_t entry = 0; entry < plan_.entries.size(); ++entry) {
        const auto unit = day.unit_of(entry);
        units_.push_back(unit);
        if (unit) {
            entries_[*unit] = entry;
        }
    }
}

void Observer::look(const RaceDay& day, std::span<const std::size_t> shown) {
    find_units(day);
    look_at_athletes(day);
    look_at_units(day);
    look_at_mishaps(day);
    for (const std::size_t entry : shown) {
        ask_report(day, entry);
    }
    for (std::size_t asked = 0; asked < std::min(reports_a_look, entries_.size()); ++asked) {
        ask_report(day, entries_[next_report_]);
        next_report_ = (next_report_ + 1) % entries_.size();
    }
    count();
    now_.unsent = day.connections().unsent();
    now_.broker = day.connections().fault();
    if (now_.broker.empty() && !day.connections().ready()) {
        now_.broker = "connecting";
    }
}

void Observer::look_at_athletes(const RaceDay& day) {
    now_.leader.reset();
    double farthest = 0;
    for (std::size_t entry = 0; entry < now_.athletes.size(); ++entry) {
        const TrueState& state = day.states()[entry];
        AthleteNow& athlete = now_.athletes[entry];
        athlete.position = state.position;
        athlete.along_m = state.along.value;
        athlete.doing = state.doing;
        const bool races = state.doing == Doing::racing || state.doing == Doing::standing ||
                           state.doing == Doing::lost;
        if (races && state.along.value > farthest) {
            farthest = state.along.value;
            now_.leader = entry;
        }
    }
}

void Observer::look_at_units(const RaceDay& day) {
    for (std::size_t entry = 0; entry < now_.athletes.size(); ++entry) {
        AthleteNow& athlete = now_.athletes[entry];
        const auto worn = units_[entry];
        athlete.has_unit = worn.has_value();
        if (worn) {
            const SimulatedUnit& unit = day.fleet().unit(*worn);
            athlete.is_on = unit.is_on();
            athlete.is_connected = unit.is_on() && unit.is_connected();
            athlete.charge = unit.charge();
        }
    }
}

void Observer::look_at_mishaps(const RaceDay& day) {
    for (AthleteNow& athlete : now_.athletes) {
        athlete.wrong = 0;
    }
    for (const MishapEvent& event : day.mishaps().lasting_now()) {
        now_.athletes[event.entry].wrong |= bit_of(event.kind);
    }
    now_.mishaps = day.mishaps().lasting();
}

void Observer::ask_report(const RaceDay& day, std::size_t entry) {
    const auto unit = units_[entry];
    if (!unit) {
        return;
    }
    if (const auto report = day.fleet().unit(*unit).report()) {
        AthleteNow& athlete = now_.athletes[entry];
        athlete.last_fix = report->last_fix;
        athlete.journalled = report->journalled;
        athlete.unreceipted = report->unreceipted;
    }
}

void Observer::count() {
    now_.racing = now_.finished = now_.out = now_.units = now_.on = now_.connected = 0;
    now_.journalled = now_.unreceipted = 0;
    for (const AthleteNow& athlete : now_.athletes) {
        switch (athlete.doing) {
        case Doing::finished: ++now_.finished; break;
        case Doing::gave_up:
        case Doing::in_vehicle: ++now_.out; break;
        case Doing::waiting: break;
        default: ++now_.racing; break;
        }
        now_.units += athlete.has_unit ? 1U : 0U;
        now_.on += athlete.is_on ? 1U : 0U;
        now_.connected += athlete.is_connected ? 1U : 0U;
        now_.journalled += athlete.journalled;
        now_.unreceipted += athlete.unreceipted;
    }
}

} // namespace lanterne::simulator
