#include "simulator/run/run_lines.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "simulator/screen/words.hpp"

namespace lanterne::simulator {

RunState state_of(const RaceDay& day, UtcTime target) {
    RunState state{.race_time = std::min(day.now(), target),
                   .behind = std::max(target - day.now(), Milliseconds{0}),
                   .fleet = day.fleet().sum(),
                   .units = day.fleet().size(),
                   .unsent = day.connections().unsent(),
                   .mishaps = day.injected(),
                   .mishaps_now = day.mishaps().lasting()};
    for (const TrueState& athlete : day.states()) {
        switch (athlete.doing) {
        case Doing::finished: ++state.finished; break;
        case Doing::gave_up:
        case Doing::in_vehicle: ++state.out; break;
        case Doing::waiting: break;
        default: ++state.racing; break;
        }
    }
    for (std::size_t unit = 0; unit < day.fleet().size(); ++unit) {
        state.connected += day.fleet().unit(unit).is_connected() ? 1U : 0U;
    }
    return state;
}

std::string json_line(const RunState& state) {
    return fmt::format(
        R"({{"type":"state","race_time":"{}","behind_s":{:.1f},"racing":{},"finished":{},"out":{},)"
        R"("units":{},"on":{},"connected":{},"journalled":{},"unreceipted":{},)"
        R"("sent_messages":{},"resent_messages":{},"unsent_messages":{},"mishaps":{},"mishaps_now":{}}})",
        lanterne::to_text(state.race_time), static_cast<double>(state.behind.count()) / 1000,
        state.racing, state.finished, state.out, state.units, state.fleet.on, state.connected,
        state.fleet.journalled, state.fleet.unreceipted, state.fleet.sent_messages,
        state.fleet.resent_messages, state.unsent, state.mishaps, state.mishaps_now);
}

// Bibs, serials and words of mishaps have no character that JSON would escape.
std::string json_line(const MishapEvent& event, const plan::Entry& who) {
    return fmt::format(
        R"({{"type":"mishap","race_time":"{}","kind":"{}","begins":{},"bib":"{}","unit":{},)"
        R"("lasts_s":{:.1f},"amount":{:g}}})",
        lanterne::to_text(event.at + (event.begins ? Milliseconds{0} : event.lasts)),
        rule_of(event.kind).word, event.begins, who.bib.text(),
        who.unit ? fmt::format("\"{}\"", who.unit->text()) : "null",
        static_cast<double>(event.lasts.count()) / 1000, event.amount);
}

std::string json_line(const UnitChange& change, UtcTime now, const Worn& worn) {
    return fmt::format(
        R"({{"type":"unit","race_time":"{}","what":"{}","bib":"{}","unit":"{}","boots":{}}})",
        lanterne::to_text(now), to_text(change.kind), worn.bib, worn.serial, change.boots);
}

std::string json_end_line(const RunState& state, int status, bool is_stopped) {
    return fmt::format(
        R"({{"type":"end","race_time":"{}","status":{},"stopped":{},"journalled":{},)"
        R"("unreceipted":{},"mishaps":{}}})",
        lanterne::to_text(state.race_time), status, is_stopped, state.fleet.journalled,
        state.fleet.unreceipted, state.mishaps);
}

std::string plain_line(const RunState& state, UtcTime gun) {
    return fmt::format("{}  racing {}, finished {}, out {}; units on {} of {}, connected {}; "
                       "fixes {}, queued {}; mishaps {}; {:.0f} s behind",
                       race_clock(state.race_time - gun), state.racing, state.finished, state.out,
                       state.fleet.on, state.units, state.connected, state.fleet.journalled,
                       state.fleet.unreceipted, state.mishaps_now,
                       static_cast<double>(state.behind.count()) / 1000);
}

std::string summary_line(const FleetSum& sum) {
    return fmt::format("{} fixes journalled, {} without a receipt, {} messages ({} sent again)",
                       sum.journalled, sum.unreceipted, sum.sent_messages, sum.resent_messages);
}

} // namespace lanterne::simulator
