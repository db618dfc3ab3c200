#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/error.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::bench {

/// Listens at a broker for the fixes of a few units, and for the frames that tell of them. It has a
/// thread of its own; anybody may ask.
class BrokerWatch {
public:
    /// Of that athlete, and that race time of the fix.
    using FixOf = std::pair<Bib, UtcTime>;

    /// When it first passed the broker, by the wall clock.
    struct Passing {
        std::optional<UtcTime> from_unit;   ///< in a batch
        std::optional<UtcTime> from_ingest; ///< in a frame, committed
    };

    /// Returns when the broker has taken what it subscribes to. Throws std::runtime_error when it
    /// does not.
    BrokerWatch(std::uint16_t port, std::map<UnitSerial, Bib> wearers);
    ~BrokerWatch();
    BrokerWatch(const BrokerWatch&) = delete;
    BrokerWatch& operator=(const BrokerWatch&) = delete;

    std::map<FixOf, Passing> passings() const;

private:
    void run();
    void take(const service::MqttMessage& message, UtcTime now);
    void take_batch(const Bib& wearer, wire::ByteView payload, UtcTime now);
    void take_frame(wire::ByteView payload, UtcTime now);

    service::MqttClient client_;
    std::map<UnitSerial, Bib> wearers_;
    mutable std::mutex mutex_;
    std::map<FixOf, Passing> passings_; ///< one a second and wearer: as long as a run lasts
    std::atomic<bool> is_ending_ = false;
    std::thread thread_;
};

} // namespace lanterne::bench
