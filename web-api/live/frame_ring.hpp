#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "web-api/live/told_message.hpp"

namespace lanterne::web {

/// The messages of the latest while, without a hole: what a client that was away, or slow, can
/// still be given byte for byte.
class FrameRing {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds kept_for{120};
    static constexpr std::size_t max_bytes = std::size_t{16} * 1024 * 1024; ///< the oldest go

    /// Not the number after the newest: the ring begins anew with it.
    void push(std::uint64_t sequence, ToldMessage message, Time now);
    void clear();

    /// The message of that number, or null. Until the next push or clear.
    const ToldMessage* find(std::uint64_t sequence) const;

    std::size_t size() const { return frames_.size(); }

private:
    struct Kept {
        ToldMessage message;
        Time since;
    };

    void drop_oldest();

    std::uint64_t first_ = 0; ///< number of the oldest
    std::size_t bytes_ = 0;
    std::deque<Kept> frames_;
};

} // namespace lanterne::web
