#include "ingest-server/arrival.hpp"

#include <utility>

namespace lanterne::ingest {

namespace {

using Content = decltype(Arrival::content);

template<class T>
Content content_of(wire::Result<T> decoded) {
    if (!decoded) {
        return Unreadable{std::string{wire::to_text(decoded.error())}};
    }
    return std::move(decoded.value());
}

Content decode(wire::UnitChannel channel, wire::ByteView payload) {
    switch (channel) {
    case wire::UnitChannel::fixes:
    case wire::UnitChannel::backlog: return content_of(wire::decode_batch(payload));
    case wire::UnitChannel::events: return content_of(wire::decode_event(payload));
    case wire::UnitChannel::status: return content_of(wire::decode_status(payload));
    }
    return Unreadable{"unknown_channel"};
}

} // namespace

bool takes_status_back(const wire::UnitTopic& topic, const service::MqttMessage& message) {
    return message.payload.empty() && topic.channel == wire::UnitChannel::status;
}

Arrival read_arrival(const wire::UnitTopic& topic, service::MqttMessage message) {
    Content content = decode(topic.channel, message.payload);
    return {topic.unit, std::move(content), std::move(message.payload), message.retained};
}

} // namespace lanterne::ingest
