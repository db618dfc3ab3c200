#include "hal/linux/line_button.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::hal::linux_system {

LineButton::LineButton(std::unique_ptr<InputLine> line, Open open, Tell tell,
                       const hal::Clock& clock)
    : line_{std::move(line)}, open_{std::move(open)}, tell_{std::move(tell)}, clock_{clock},
      pressed_{line_->active().value_or(false)}, newest_{clock.steady()} {}

ButtonEdge LineButton::edge(bool pressed, Instant at) {
    pressed_ = pressed;
    newest_ = std::max(newest_, at);
    return {.pressed = pressed, .at = newest_};
}

std::optional<ButtonEdge> LineButton::next_edge() {
    if (!line_) {
        open_again();
    }
    if (!line_) {
        return std::nullopt;
    }
    const auto heard = line_->next();
    if (!heard) {
        return lose();
    }
    const std::optional<LineEvent>& event = *heard;
    if (!event) {
        return lost_edge();
    }
    const Instant now = clock_.steady();
    const Instant said{std::chrono::duration_cast<Instant::duration>(event->kernel_time)};
    const bool believed = said <= now && now - said <= most_age;
    return edge(event->active, believed ? said : now);
}

std::optional<ButtonEdge> LineButton::lose() {
    line_.reset();
    next_try_ = clock_.steady() + reopen_pause;
    tell_(false);
    return pressed_ ? std::optional{edge(false, clock_.steady())} : std::nullopt;
}

void LineButton::open_again() {
    const Instant now = clock_.steady();
    if (now < next_try_) {
        return;
    }
    next_try_ = now + reopen_pause;
    auto line = open_();
    if (line) {
        line_ = std::move(*line);
        pressed_ = line_->active().value_or(false);
        tell_(true);
    }
}

std::optional<ButtonEdge> LineButton::lost_edge() {
    const auto active = line_->active();
    if (!active) {
        return lose();
    }
    if (*active == pressed_) {
        return std::nullopt;
    }
    return edge(*active, clock_.steady());
}

} // namespace lanterne::hal::linux_system
