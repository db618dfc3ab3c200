#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanterne::service {

/// An address of IPv4 or IPv6; one of IPv4 that is written as IPv6 (::ffff:192.0.2.1) is the same.
class IpAddress {
public:
    /// "192.0.2.1", "2001:db8::1", and as proxies write them: "[2001:db8::1]", "[2001:db8::1]:443",
    /// "192.0.2.1:443". Nothing for anything else.
    static std::optional<IpAddress> from(std::string_view text);

    bool is_v4() const;

    /// Whose addresses limits count together: of IPv4 it alone; of IPv6 its /64, for whoever has
    /// one address of it has them all.
    IpAddress network() const;

    /// The shortest form, without brackets.
    std::string text() const;

    /// The first so many of its 128 bits; one of IPv4 has its own behind 96.
    IpAddress first_bits(unsigned bits) const;

    auto operator<=>(const IpAddress&) const = default;

private:
    std::array<std::uint8_t, 16> bytes_{}; ///< in the order of the network; IPv4 as ::ffff:a.b.c.d
};

/// All addresses that begin alike.
class IpRange {
public:
    /// "10.0.0.0/8", "fd00::/8", or one address alone. Nothing for anything else, also not when the
    /// address has bits behind the range's.
    static std::optional<IpRange> from(std::string_view text);

    bool contains(const IpAddress& address) const { return address.first_bits(bits_) == first_; }

private:
    IpRange(IpAddress first, unsigned bits) : first_{first}, bits_{bits} {}

    IpAddress first_;
    unsigned bits_; ///< of 128
};

} // namespace lanterne::service
