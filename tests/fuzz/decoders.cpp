#include "tests/fuzz/decoders.hpp"

#include <algorithm>

#include "core/wire/batch.hpp"
#include "core/wire/config.hpp"
#include "core/wire/event.hpp"
#include "core/wire/live.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/status.hpp"
#include "core/wire/topic.hpp"

namespace lanterne::fuzz {

namespace {

enum class Bytes { may_differ, are_the_same };

template<class Message>
std::string fault(const char* kind, wire::ByteView input, Bytes rule,
                  wire::Result<Message> (*decode)(wire::ByteView)) {
    const wire::Result<Message> message = decode(input);
    if (!message) {
        return {};
    }
    const wire::Result<wire::Bytes> written = encode(*message);
    if (!written) {
        return std::string{kind} + ": was read and cannot be written";
    }
    if (rule == Bytes::are_the_same && !std::ranges::equal(*written, input)) {
        return std::string{kind} + ": is written with other bytes";
    }
    if (decode(*written) != message) {
        return std::string{kind} + ": is another value when read again";
    }
    return {};
}

std::string topic_fault(wire::ByteView input) {
    const std::string_view text{reinterpret_cast<const char*>(input.data()), input.size()};
    const auto unit = wire::parse_unit_topic(text);
    if (unit && to_text(*unit) != text) {
        return "topic: of a unit is written otherwise";
    }
    const auto live = wire::parse_live_topic(text);
    if (live && wire::live_topic(live->race, live->channel) != text) {
        return "topic: of a race is written otherwise";
    }
    return {};
}

} // namespace

std::string fault_of(std::span<const std::byte> input) {
    return fault("batch", input, Bytes::are_the_same, wire::decode_batch) +
           fault("event", input, Bytes::are_the_same, wire::decode_event) +
           fault("receipt", input, Bytes::are_the_same, wire::decode_receipt) +
           fault("status", input, Bytes::may_differ, wire::decode_status) +
           fault("live frame", input, Bytes::are_the_same, wire::decode_live_frame) +
           fault("configuration", input, Bytes::are_the_same, wire::decode_signed_config) +
           fault("configuration's body", input, Bytes::are_the_same, wire::decode_config) +
           topic_fault(input);
}

} // namespace lanterne::fuzz
