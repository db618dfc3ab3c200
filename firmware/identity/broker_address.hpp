#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lanterne::firmware {

/// Where units reach the broker.
struct BrokerAddress {
    static constexpr std::size_t max_host_bytes = 253; ///< of a name (RFC 1035, section 2.3.4)

    std::string host; ///< a name or an address; of IPv6 without brackets
    std::uint16_t port = 8883;

    bool operator==(const BrokerAddress&) const = default;
};

/// Reads "HOST PORT", one line, its end optional. Throws IdentityError when it is anything else.
BrokerAddress read_broker_address(std::string_view text);

/// The same line, without its end.
std::string to_text(const BrokerAddress& broker);

} // namespace lanterne::firmware
