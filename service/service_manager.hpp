#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lanterne::service {

/// What systemd, or whoever started this program, is told (sd_notify(3)), and how often it wants to
/// hear that the program lives. Reads the environment when it is made; nobody asked: says nothing.
/// The work never waits for it. alive() by one thread; all else by any.
class ServiceManager {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    ServiceManager();

    /// The program does its work from now on.
    void ready() const;
    /// It was asked to end, and does so.
    void stopping() const;
    /// One line for who asks how it goes.
    void status(std::string_view line) const;

    /// The loop came round, or work that takes long went on. Told on as often as it is wanted,
    /// whoever calls how often.
    void alive(SteadyTime now);

    /// After so long without a word the program is ended; nothing: nobody watches.
    std::optional<std::chrono::microseconds> patience() const { return patience_; }

private:
    std::optional<std::chrono::microseconds> patience_;
    std::optional<SteadyTime> told_;
};

} // namespace lanterne::service
