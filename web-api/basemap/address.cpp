#include "web-api/basemap/address.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::web {

namespace {

constexpr std::string_view right =
    "https://HOST/PATH, http://HOST/PATH or a /PATH of this server would be right";

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_allowed(char c) {
    return is_letter_or_digit(c) ||
           std::string_view{"-._~:/?#[]@!$&()*+,=%{}"}.find(c) != std::string_view::npos;
}

bool is_host(std::string_view host) {
    const std::size_t colon = host.find(':');
    const std::string_view name = host.substr(0, colon);
    const std::string_view port = colon == host.npos ? "80" : host.substr(colon + 1);
    return !name.empty() && !port.empty() && port.size() <= 5 &&
           std::ranges::all_of(
               name, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; }) &&
           std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Result<std::string, std::string> origin_of(std::string_view address) {
    if (address.empty() || address.size() > max_address_bytes ||
        !std::ranges::all_of(address, is_allowed)) {
        return tl::unexpected{std::string{right}};
    }
    if (address.front() == '/' && !address.starts_with("//")) {
        return std::string{};
    }
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (address.starts_with(scheme)) {
            const std::string_view rest = address.substr(scheme.size());
            const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
            if (is_host(host)) {
                return fmt::format("{}{}", scheme, host);
            }
        }
    }
    return tl::unexpected{std::string{right}};
}

} // namespace lanterne::web
