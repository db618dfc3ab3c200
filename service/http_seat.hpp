#pragma once

#include <optional>

#include "service/ip_address.hpp"

namespace lanterne::service {

struct HttpCore;

/// A connection, counted for as long as it lives, and counted against the network of whose it is.
/// On the loop's thread.
class HttpSeat {
public:
    /// Counts against `peer`, unless that is a proxy which is trusted to say whom it stands for.
    HttpSeat(HttpCore& core, const IpAddress& peer);
    ~HttpSeat();
    HttpSeat(const HttpSeat&) = delete;
    HttpSeat& operator=(const HttpSeat&) = delete;

    /// Whether the network of that address has fewer connections than it may.
    static bool is_free(const HttpCore& core, const IpAddress& address);

    /// The other side of the connection.
    const IpAddress& peer() const { return peer_; }

    /// From now on the connection is that client's alone. False when he has too many already.
    bool keep_for(const IpAddress& client);

private:
    void count(const IpAddress& address);

    HttpCore& core_;
    IpAddress peer_;
    std::optional<IpAddress> counted_; ///< a network
};

} // namespace lanterne::service
