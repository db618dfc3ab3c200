#include "ingest-server/broker_drops.hpp"

#include <charconv>
#include <string>

#include "ingest-server/text_of.hpp"

namespace lanterne::ingest {

std::optional<std::uint64_t> BrokerDrops::look(wire::ByteView payload) {
    const std::string text = text_of(payload);
    std::uint64_t total = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), total);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    const std::uint64_t before = total < last_ ? 0 : last_; // fewer: it started anew
    last_ = total;
    return total - before;
}

} // namespace lanterne::ingest
