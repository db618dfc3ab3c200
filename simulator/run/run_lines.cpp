#include "simulator/run/run_lines.hpp"

#include <algorithm>

#include <fmt/format.h>

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

std::string summary_line(const FleetSum& sum) {
    return fmt::format("{} fixes journalled, {} without a receipt, {} messages ({} sent again)",
                       sum.journalled, sum.unreceipted, sum.sent_messages, sum.resent_messages);
}

} // namespace lanterne::simulator
