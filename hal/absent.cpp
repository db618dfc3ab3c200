#include "hal/absent.hpp"

#include <thread>

namespace lanterne::hal::absent {

Result<std::optional<GnssReading>, GnssError>
GnssReceiver::next(std::chrono::milliseconds timeout) {
    std::this_thread::sleep_for(timeout);
    return std::nullopt;
}

} // namespace lanterne::hal::absent
