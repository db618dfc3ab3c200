#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace lanterne::enrolment {

/// Counts wrong tries by who makes them, or whom they are made at, and says when it is enough. One
/// thread at a time.
class TryLimit {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// More names than that are not kept: the one whose last try is longest ago goes.
    static constexpr std::size_t max_names = 1'024;
    /// From the last try on; then all is forgotten.
    static constexpr std::chrono::minutes shut_time{15};

    explicit TryLimit(std::size_t tries) : tries_{tries} {}

    bool is_shut(const std::string& name, SteadyTime now);

    /// True when this one shuts it.
    bool add(const std::string& name, SteadyTime now);

private:
    struct Tries {
        std::size_t count = 0;
        SteadyTime last;
    };

    void forget_old(SteadyTime now);

    std::size_t tries_;
    std::map<std::string, Tries> names_;
};

} // namespace lanterne::enrolment
