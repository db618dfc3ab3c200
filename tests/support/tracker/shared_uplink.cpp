#include "tests/support/tracker/shared_uplink.hpp"

#include <utility>

namespace lanterne::support {

SharedUplink::SharedUplink(service::MqttClient& client, UnitSerial unit)
    : client_{client}, unit_{std::move(unit)} {}

bool SharedUplink::publish(wire::UnitChannel channel, std::span<const std::byte> payload) {
    if (!client_.connected()) {
        return false;
    }
    const auto retain =
        channel == wire::UnitChannel::status ? service::Retain::yes : service::Retain::no;
    const auto topic = wire::to_text({.shard = shard_, .unit = unit_, .channel = channel});
    const auto qos = wire::carries_fixes(channel) && fixes_ == firmware::Qos::at_most_once
                         ? service::Qos::at_most_once
                         : service::Qos::at_least_once;
    return client_.publish(topic, payload, qos, retain);
}

std::optional<std::vector<std::byte>> SharedUplink::next_receipt() {
    if (receipts_.empty()) {
        return std::nullopt;
    }
    auto receipt = std::move(receipts_.front());
    receipts_.pop_front();
    return receipt;
}

void SharedUplink::deliver_receipt(std::vector<std::byte> payload) {
    if (receipts_.size() == receipt_limit) {
        receipts_.pop_front();
    }
    receipts_.push_back(std::move(payload));
}

} // namespace lanterne::support
