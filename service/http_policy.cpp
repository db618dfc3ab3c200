#include "service/http_policy.hpp"

#include <algorithm>
#include <cctype>

#include "service/field_list.hpp"
#include "service/http_guard.hpp"

namespace lanterne::service {

bool HttpPolicy::is_trusted(const IpAddress& address) const {
    return std::ranges::any_of(trusted_proxies,
                               [&](const IpRange& range) { return range.contains(address); });
}

bool is_origin(std::string_view text) {
    if (text == "*") {
        return true;
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme)) {
            const std::string_view host = text.substr(scheme.size());
            return !host.empty() && std::ranges::all_of(host, [](char c) {
                return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ||
                       c == ':' || c == '[' || c == ']';
            });
        }
    }
    return false;
}

bool is_listed(const HttpPolicy& policy, std::string_view origin) {
    return std::ranges::any_of(policy.origins, [&](const std::string& listed) {
        return listed == "*" || lower_case(listed) == lower_case(origin);
    });
}

IpAddress client_behind(const HttpPolicy& policy, const IpAddress& peer,
                        std::string_view forwarded_for) {
    IpAddress client = peer;
    const auto named = list_items(forwarded_for);
    for (auto one = named.rbegin(); one != named.rend() && policy.is_trusted(client); ++one) {
        const auto address = IpAddress::from(*one);
        if (!address) {
            break;
        }
        client = *address;
    }
    return client;
}

} // namespace lanterne::service
