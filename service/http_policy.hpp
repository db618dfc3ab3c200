#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/ip_address.hpp"

namespace lanterne::service {

/// Whom a server believes, and whom it lets watch besides the pages of its own host.
struct HttpPolicy {
    /// Pages of these may open watchers: "https://club.example.org", with the port where it is not
    /// the scheme's own; "*": of all.
    std::vector<std::string> origins;
    /// What these say in X-Forwarded-For is believed.
    std::vector<IpRange> trusted_proxies;

    bool is_trusted(const IpAddress& address) const;
};

/// Whether text is "*" or "scheme://host[:port]" of http or https, and nothing more.
bool is_origin(std::string_view text);

/// Whether a page of that origin is on the policy's list.
bool is_listed(const HttpPolicy& policy, std::string_view origin);

/// Who asks, when the other side of the connection is `peer`: the last address of X-Forwarded-For
/// (all such fields as one list) that is no trusted proxy, where each proxy behind it is; else
/// `peer`. What is no address ends it: whoever named that is taken.
IpAddress client_behind(const HttpPolicy& policy, const IpAddress& peer,
                        std::string_view forwarded_for);

} // namespace lanterne::service
