#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/wire/event.hpp"
#include "firmware/panel/lamp_patterns.hpp"
#include "firmware/panel/presses.hpp"
#include "hal/button.hpp"
#include "hal/lamp.hpp"

namespace lanterne::firmware {

/// What an athlete touches and sees: one button, one lamp. A brief press marks the moment, a
/// sustained one calls for help, the next sustained one takes the call back. What it borrows must
/// outlive it.
class Panel {
public:
    using Instant = std::chrono::steady_clock::time_point;
    using EventBody = decltype(wire::Event::body);

    Panel(hal::Button& button, hal::Lamp& lamp) : button_{button}, lamp_{lamp} {}

    /// What was pressed by now, as events to be journalled, in order.
    std::vector<EventBody> pressed(Instant now);

    /// An earlier life called for help and nobody has it yet: the call is still open. One that was
    /// receipted is with those who help, and a restart forgets it here.
    void resume_call() { calls_ = true; }

    /// Somebody called for help, and has not taken it back.
    bool calls() const { return calls_; }

    /// Lights the lamp; what concerns the button alone is filled in here.
    void show(UnitState state, Instant now);

private:
    hal::Button& button_;
    hal::Lamp& lamp_;
    Presses presses_;
    LampPlayer player_;
    bool calls_ = false;
};

} // namespace lanterne::firmware
