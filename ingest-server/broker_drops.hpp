#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/wire/batch.hpp"

namespace lanterne::ingest {

/// Where mosquitto says how many messages it dropped since it started (mosquitto(8), broker
/// status). Nobody else is told: who published a message that finds its queue full has a PUBACK.
inline constexpr std::string_view broker_drops_topic = "$SYS/broker/publish/messages/dropped";

/// Follows that count over restarts of the broker.
class BrokerDrops {
public:
    /// Dropped since the last look; at the first look, since the broker started. Nothing when the
    /// payload is no number.
    std::optional<std::uint64_t> look(wire::ByteView payload);

private:
    std::uint64_t last_ = 0;
};

} // namespace lanterne::ingest
