#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/ids.hpp"
#include "core/wire/batch.hpp"
#include "core/wire/event.hpp"
#include "core/wire/status.hpp"
#include "core/wire/topic.hpp"
#include "service/mqtt_client.hpp"

namespace lanterne::ingest {

/// The reason of a message that nobody tried to read: its unit sends too many of them.
inline constexpr std::string_view too_many = "limited";

/// A message that is not what FORMAT.md says; `reason` is the label that metrics count by.
struct Unreadable {
    std::string reason;
    std::size_t messages = 1; ///< that it stands for

    bool operator==(const Unreadable&) const = default;
};

/// One message of a unit, decoded and checked. Who sent it is what the topic says, never the
/// payload.
struct Arrival {
    UnitSerial unit;
    std::variant<wire::Batch, wire::Event, wire::Status, Unreadable> content;
    wire::Bytes payload; ///< as it came
    bool retained = false;
};

/// A unit that goes to another shard takes back the status that the old topic retains. There is
/// nothing in such a message.
bool takes_status_back(const wire::UnitTopic& topic, const service::MqttMessage& message);

/// `topic`: the message's.
Arrival read_arrival(const wire::UnitTopic& topic, service::MqttMessage message);

} // namespace lanterne::ingest
