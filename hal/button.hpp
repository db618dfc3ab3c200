#pragma once

#include <chrono>
#include <optional>

namespace lanterne::hal {

/// The moment at which the button went down or up, as the line said it: contacts bounce.
struct ButtonEdge {
    bool pressed = false;
    std::chrono::steady_clock::time_point at; ///< by the clock of hal::Clock::steady()
};

/// The one button of a unit. One thread uses it.
struct Button {
    virtual ~Button() = default;
    /// The oldest edge that was not taken yet, without waiting; nothing when there is none. Edges
    /// come in the order of their times.
    virtual std::optional<ButtonEdge> next_edge() = 0;
};

} // namespace lanterne::hal
