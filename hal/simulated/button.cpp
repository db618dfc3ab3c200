#include "hal/simulated/button.hpp"

#include <algorithm>

namespace lanterne::hal::simulated {

void Button::add(ButtonEdge edge) {
    if (edges_.size() < limit) {
        edges_.push_back(edge);
    }
}

/// Ends as it should, after a few edges there and back within the room there is.
void Button::change(bool pressed, Instant at, std::chrono::milliseconds room) {
    add({.pressed = pressed, .at = at});
    const int bounces = static_cast<int>(random_.uniform(0, most_bounces + 1));
    const auto span = std::chrono::duration_cast<std::chrono::microseconds>(
        std::min<std::chrono::milliseconds>(room, bouncing));
    const auto step = span / (2 * most_bounces + 1);
    for (int bounce = 0; bounce < bounces && step.count() > 0; ++bounce) {
        add({.pressed = !pressed, .at = at + step * (2 * bounce + 1)});
        add({.pressed = pressed, .at = at + step * (2 * bounce + 2)});
    }
}

void Button::press(Instant from, std::chrono::milliseconds held) {
    change(true, from, held);
    change(false, from + held, bouncing);
}

void Button::jam(Instant from) { change(true, from, bouncing); }

std::optional<ButtonEdge> Button::next_edge() {
    if (edges_.empty() || edges_.front().at > clock_.steady()) {
        return std::nullopt;
    }
    const ButtonEdge edge = edges_.front();
    edges_.pop_front();
    return edge;
}

} // namespace lanterne::hal::simulated
