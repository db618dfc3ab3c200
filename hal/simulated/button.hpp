#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

#include "hal/button.hpp"
#include "hal/clock.hpp"
#include "hal/simulated/random.hpp"

namespace lanterne::hal::simulated {

/// A button that its world presses, with contacts that bounce. The clock must outlive it.
class Button final : public hal::Button {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// More edges than this waiting: the newest are lost, as in the kernel's queue.
    static constexpr std::size_t limit = 1024;
    /// After going down or up the contacts bounce for less than this, at most `most_bounces` times.
    static constexpr std::chrono::milliseconds bouncing{10};
    static constexpr int most_bounces = 4;

    explicit Button(const hal::Clock& clock, Random random = Random{0})
        : clock_{clock}, random_{random} {}

    /// Held from an instant on for a time (0: a touch). Presses are given in the order of their
    /// instants and do not overlap.
    void press(Instant from, std::chrono::milliseconds held);
    /// Goes down and stays down.
    void jam(Instant from);

    /// The oldest edge up to the clock's now.
    std::optional<ButtonEdge> next_edge() override;

private:
    void change(bool pressed, Instant at, std::chrono::milliseconds room);
    void add(ButtonEdge edge);

    const hal::Clock& clock_;
    Random random_;
    std::deque<ButtonEdge> edges_;
};

} // namespace lanterne::hal::simulated
