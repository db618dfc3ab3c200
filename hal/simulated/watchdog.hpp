#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "hal/clock.hpp"
#include "hal/watchdog.hpp"

namespace lanterne::hal::simulated {

/// A watchdog that bites nobody: it records what it heard, and whether it would have bitten. The
/// clock must outlive it.
class Watchdog final : public hal::Watchdog {
public:
    explicit Watchdog(const hal::Clock& clock,
                      std::optional<std::chrono::milliseconds> patience = std::nullopt)
        : clock_{clock}, patience_{patience} {}

    void ready() override;
    void alive() override;

    void stopping() override;

    void say(std::string_view status) override { status_ = status; }

    std::optional<std::chrono::milliseconds> patience() const override { return patience_; }

    /// True once more than its patience has passed without a word, between ready() and stopping().
    bool starved() const;

    bool is_ready() const { return readies_ > 0; }

    bool is_stopping() const { return stopping_; }

    std::uint64_t readies() const { return readies_; } ///< times that ready() was said: once

    std::uint64_t beats() const { return beats_; } ///< times that alive() was said

    const std::string& status() const { return status_; } ///< what was said last

private:
    bool too_late() const;

    const hal::Clock& clock_;
    std::optional<std::chrono::milliseconds> patience_;
    std::chrono::steady_clock::time_point last_word_{};
    std::uint64_t readies_ = 0;
    std::uint64_t beats_ = 0;
    bool stopping_ = false;
    bool starved_ = false;
    std::string status_;
};

} // namespace lanterne::hal::simulated
