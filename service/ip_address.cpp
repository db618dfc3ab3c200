#include "service/ip_address.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace lanterne::service {

namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned v4_prefix_bits = 96;
constexpr unsigned all_bits = 128;
constexpr unsigned v6_network_bits = 64;

std::optional<unsigned> number_of(std::string_view digits, unsigned most) {
    unsigned number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc{} && rest == end && number <= most ? std::optional{number}
                                                                 : std::nullopt;
}

/// Without brackets and port. Nothing when they are not well formed.
std::optional<std::string> bare(std::string_view text) {
    std::string_view port;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) {
            return std::nullopt;
        }
        port = text.substr(close + 1);
        text = text.substr(1, close - 1);
    } else if (std::ranges::count(text, ':') == 1) {
        port = text.substr(text.find(':'));
        text = text.substr(0, text.find(':'));
    }
    if (!port.empty() && (port.front() != ':' || !number_of(port.substr(1), 65'535))) {
        return std::nullopt;
    }
    return std::string{text.substr(0, text.find('%'))}; // a zone is of this machine alone
}

} // namespace

std::optional<IpAddress> IpAddress::from(std::string_view text) {
    constexpr std::size_t longest = 80; // with zone, brackets and port
    const auto plain = text.size() <= longest ? bare(text) : std::nullopt;
    if (!plain) {
        return std::nullopt;
    }
    IpAddress address;
    if (::inet_pton(AF_INET6, plain->c_str(), address.bytes_.data()) == 1) {
        return address;
    }
    std::ranges::copy(v4_prefix, address.bytes_.begin());
    if (::inet_pton(AF_INET, plain->c_str(), address.bytes_.data() + v4_prefix.size()) == 1) {
        return address;
    }
    return std::nullopt;
}

bool IpAddress::is_v4() const {
    return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes_.begin());
}

IpAddress IpAddress::network() const { return is_v4() ? *this : first_bits(v6_network_bits); }

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (is_v4()) {
        ::inet_ntop(AF_INET, bytes_.data() + v4_prefix.size(), out.data(), out.size());
    } else {
        ::inet_ntop(AF_INET6, bytes_.data(), out.data(), out.size());
    }
    return out.data();
}

IpAddress IpAddress::first_bits(unsigned bits) const {
    IpAddress first = *this;
    for (unsigned at = 0; at < first.bytes_.size(); ++at) {
        const unsigned kept = std::clamp(bits, at * 8, at * 8 + 8) - at * 8;
        first.bytes_[at] &= static_cast<std::uint8_t>(0xFF00U >> kept);
    }
    return first;
}

std::optional<IpRange> IpRange::from(std::string_view text) {
    const auto slash = text.find('/');
    const auto first = IpAddress::from(text.substr(0, slash));
    if (!first) {
        return std::nullopt;
    }
    const unsigned before = first->is_v4() ? v4_prefix_bits : 0;
    const auto bits = slash == std::string_view::npos
                          ? std::optional{all_bits - before}
                          : number_of(text.substr(slash + 1), all_bits - before);
    if (!bits || first->first_bits(before + *bits) != *first) {
        return std::nullopt;
    }
    return IpRange{*first, before + *bits};
}

} // namespace lanterne::service
