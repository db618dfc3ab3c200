#include "firmware/panel/panel.hpp"

namespace lanterne::firmware {

std::vector<Panel::EventBody> Panel::pressed(Instant now) {
    std::vector<EventBody> events;
    for (const Press& press : presses_.poll(button_, now)) {
        if (press.kind == Press::Kind::brief) {
            events.emplace_back(wire::Button{});
            continue;
        }
        calls_ = !calls_;
        if (calls_) {
            events.emplace_back(wire::Sos{});
        } else {
            events.emplace_back(wire::SosCancel{});
        }
    }
    return events;
}

void Panel::show(UnitState state, Instant now) {
    state.button_held = presses_.held();
    state.sos_raised = calls_;
    lamp_.set(player_.play(state, now));
}

} // namespace lanterne::firmware
