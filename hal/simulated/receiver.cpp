#include "hal/simulated/receiver.hpp"

namespace lanterne::hal::simulated {

void Receiver::offer(const GnssReading& reading) {
    if (waiting_.size() == limit) {
        waiting_.pop_front();
    }
    waiting_.push_back(reading);
}

Result<std::optional<GnssReading>, GnssError> Receiver::next(std::chrono::milliseconds) {
    if (waiting_.empty()) {
        return std::nullopt;
    }
    const GnssReading reading = waiting_.front();
    waiting_.pop_front();
    return reading;
}

} // namespace lanterne::hal::simulated
