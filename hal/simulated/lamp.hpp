#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

#include "hal/clock.hpp"
#include "hal/lamp.hpp"

namespace lanterne::hal::simulated {

/// A lamp that remembers when it changed. The clock must outlive it.
class Lamp final : public hal::Lamp {
public:
    struct Change {
        std::chrono::steady_clock::time_point at;
        bool on = false;

        bool operator==(const Change&) const = default;
    };

    /// Beyond so many the oldest are forgotten.
    static constexpr std::size_t limit = 4096;

    explicit Lamp(const hal::Clock& clock) : clock_{clock} {}

    void set(bool on) override {
        if (on == on_) {
            return;
        }
        on_ = on;
        if (changes_.size() == limit) {
            changes_.pop_front();
        }
        changes_.push_back({.at = clock_.steady(), .on = on});
    }

    bool on() const { return on_; }

    const std::deque<Change>& changes() const { return changes_; }

private:
    const hal::Clock& clock_;
    bool on_ = false;
    std::deque<Change> changes_;
};

} // namespace lanterne::hal::simulated
