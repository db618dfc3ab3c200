#include "firmware/identity/broker_address.hpp"

#include <charconv>

#include <fmt/format.h>

#include "firmware/identity/certificate.hpp"

namespace lanterne::firmware {
namespace {

// As lanterne-authority allows them.
constexpr std::string_view host_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-";

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= BrokerAddress::max_host_bytes && text.front() != '-' &&
           text.find_first_not_of(host_letters) == std::string_view::npos;
}

/// 0: it is none.
std::uint16_t port_in(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() ? port : 0;
}

} // namespace

BrokerAddress read_broker_address(std::string_view text) {
    if (text.ends_with('\n')) {
        text.remove_suffix(1);
    }
    const std::size_t space = text.find(' ');
    const std::string_view host = text.substr(0, space);
    const std::uint16_t port =
        space == std::string_view::npos ? std::uint16_t{0} : port_in(text.substr(space + 1));
    if (!is_host(host) || port == 0) {
        // What is there comes from outside: it is not repeated.
        throw IdentityError{"the broker's address must be one line, HOST PORT, such as "
                            "\"race.example.org 8883\""};
    }
    return {.host = std::string{host}, .port = port};
}

std::string to_text(const BrokerAddress& broker) {
    return fmt::format("{} {}", broker.host, broker.port);
}

} // namespace lanterne::firmware
