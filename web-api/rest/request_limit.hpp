#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "service/http.hpp"
#include "service/ip_address.hpp"
#include "service/metrics.hpp"

namespace lanterne::web {

/// How often one address may ask: a crowd behind one address of a club's network must get through,
/// somebody's loop must not.
struct RequestRates {
    double per_second = 200; ///< 0: no limit
    double burst = 2'000;    ///< at once, after a silence; at least 1
};

/// A bucket of tokens for each network that asks (an IPv4 address, a /64 of IPv6): a request takes
/// one, and they grow back. On one thread.
class RequestLimit {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Networks that are told apart. When there are so many that have asked lately, all further
    /// ones share one bucket.
    static constexpr std::size_t max_networks = 50'000;

    explicit RequestLimit(RequestRates rates) : rates_{rates} {}

    /// Nothing: it may. Else after how long it may again.
    std::optional<std::chrono::seconds> refuses(const service::IpAddress& client, Time now);

    std::size_t networks() const { return buckets_.size(); }

private:
    struct Bucket {
        double tokens = 0;
        Time filled_at;
    };

    Bucket& bucket_of(const service::IpAddress& network, Time now);
    void forget_the_full(Time now);
    double tokens_of(const Bucket& bucket, Time now) const;

    const RequestRates rates_;
    std::map<service::IpAddress, Bucket> buckets_;
    std::optional<Bucket> of_others_;
    Time tidied_at_;
};

/// 429 with Retry-After for who asks too often, counted as http_rate_limited_total; /healthz is
/// always answered. `steady` is the clock; the registry outlives the gate.
service::HttpGate request_limit_gate(RequestRates rates, std::function<RequestLimit::Time()> steady,
                                     service::Registry& registry);

} // namespace lanterne::web
