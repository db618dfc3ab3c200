#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace lanterne::firmware {

/// How long to wait before the next try: 1 s doubling to 60 s, each cut at random to between half
/// and the whole, so that a fleet that lost its broker does not return as one.
class BackOff {
public:
    static constexpr std::chrono::milliseconds first{1'000};
    static constexpr std::chrono::milliseconds most{60'000};

    explicit BackOff(std::uint64_t random_seed) : random_{random_seed} {}

    std::chrono::milliseconds next() {
        std::uniform_int_distribution<std::int64_t> part{wait_.count() / 2, wait_.count()};
        wait_ = std::min(wait_ * 2, most);
        return std::chrono::milliseconds{part(random_)};
    }

    void reset() { wait_ = first; }

private:
    std::mt19937_64 random_;
    std::chrono::milliseconds wait_ = first;
};

} // namespace lanterne::firmware
