#pragma once

#include <cstddef>
#include <deque>

#include "hal/gnss_receiver.hpp"

namespace lanterne::hal::simulated {

/// A receiver that says what its world offers it, in that order.
class Receiver final : public GnssReceiver {
public:
    /// More than this waiting: the oldest are lost, as in a receiver whose buffer runs over.
    static constexpr std::size_t limit = 4096;

    void offer(const GnssReading& reading);

    /// Never waits: in a simulated world nothing comes by waiting.
    Result<std::optional<GnssReading>, GnssError> next(std::chrono::milliseconds timeout) override;

private:
    std::deque<GnssReading> waiting_;
};

} // namespace lanterne::hal::simulated
