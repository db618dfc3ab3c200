#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "service/http.hpp"

namespace lanterne::web {

/// The frames of the latest while, without a hole: what a client that was away, or slow, can still
/// be given byte for byte.
class FrameRing {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds kept_for{120};
    static constexpr std::size_t max_bytes = std::size_t{16} * 1024 * 1024; ///< the oldest go

    /// Not the number after the newest: the ring begins anew with it.
    void push(std::uint64_t sequence, service::SharedText text, Time now);
    void clear();

    /// The frame of that number, or null.
    service::SharedText find(std::uint64_t sequence) const;

    std::size_t size() const { return frames_.size(); }

private:
    struct Kept {
        service::SharedText text;
        Time since;
    };

    void drop_oldest();

    std::uint64_t first_ = 0; ///< number of the oldest
    std::size_t bytes_ = 0;
    std::deque<Kept> frames_;
};

} // namespace lanterne::web
