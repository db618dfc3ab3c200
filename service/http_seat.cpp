#include "service/http_seat.hpp"

#include "service/http_core.hpp"

namespace lanterne::service {

HttpSeat::HttpSeat(HttpCore& core, const IpAddress& peer) : core_{core}, peer_{peer} {
    ++core_.connections;
    if (!core_.policy.is_trusted(peer)) {
        count(peer);
    }
}

HttpSeat::~HttpSeat() {
    --core_.connections;
    if (counted_) {
        const auto found = core_.by_network.find(*counted_);
        if (--found->second == 0) {
            core_.by_network.erase(found);
        }
    }
}

bool HttpSeat::is_free(const HttpCore& core, const IpAddress& address) {
    const auto found = core.by_network.find(address.network());
    return found == core.by_network.end() || found->second < core.limits.connections_per_address;
}

bool HttpSeat::keep_for(const IpAddress& client) {
    if (counted_) {
        return true; // it was his from the beginning
    }
    if (!is_free(core_, client)) {
        return false;
    }
    count(client);
    return true;
}

void HttpSeat::count(const IpAddress& address) {
    counted_ = address.network();
    ++core_.by_network[*counted_];
}

} // namespace lanterne::service
