#include "web-api/rest/request_limit.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace lanterne::web {

namespace {

constexpr std::chrono::seconds tidied_each{1};

} // namespace

double RequestLimit::tokens_of(const Bucket& bucket, Time now) const {
    const std::chrono::duration<double> passed = now - bucket.filled_at;
    return std::min(rates_.burst, bucket.tokens + passed.count() * rates_.per_second);
}

/// A full bucket is as good as none.
void RequestLimit::forget_the_full(Time now) {
    if (now - tidied_at_ < tidied_each) {
        return; // a flood of addresses must not cost a look at all of them each time
    }
    tidied_at_ = now;
    std::erase_if(buckets_, [&](const auto& bucket) {
        return tokens_of(bucket.second, now) >= rates_.burst;
    });
}

RequestLimit::Bucket& RequestLimit::bucket_of(const service::IpAddress& network, Time now) {
    if (const auto found = buckets_.find(network); found != buckets_.end()) {
        return found->second;
    }
    if (buckets_.size() >= max_networks) {
        forget_the_full(now);
    }
    const Bucket full{rates_.burst, now};
    if (buckets_.size() < max_networks) {
        return buckets_.emplace(network, full).first->second;
    }
    return of_others_ ? *of_others_ : of_others_.emplace(full);
}

std::optional<std::chrono::seconds> RequestLimit::refuses(const service::IpAddress& client,
                                                          Time now) {
    if (rates_.per_second <= 0) {
        return std::nullopt;
    }
    Bucket& bucket = bucket_of(client.network(), now);
    bucket.tokens = tokens_of(bucket, now);
    bucket.filled_at = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    const double seconds = std::ceil((1 - bucket.tokens) / rates_.per_second);
    return std::chrono::seconds{std::max<std::int64_t>(1, static_cast<std::int64_t>(seconds))};
}

service::HttpGate request_limit_gate(RequestRates rates, std::function<RequestLimit::Time()> steady,
                                     service::Registry& registry) {
    if (rates.per_second <= 0) {
        return {};
    }
    auto& refused = registry.counter("http_rate_limited_total",
                                     "Requests of addresses that asked too often (429).");
    const auto limit = std::make_shared<RequestLimit>(rates);
    return {
        .refuse = [limit, rates, steady = std::move(steady), &refused](
                      const service::HttpRequest& request) -> std::optional<service::HttpResponse> {
            const auto client = service::IpAddress::from(request.peer);
            const auto wait = client && request.path != "/healthz"
                                  ? limit->refuses(*client, steady())
                                  : std::nullopt;
            if (!wait) {
                return std::nullopt;
            }
            refused.add();
            auto response = service::problem(
                429, "Too many requests",
                fmt::format("at most {} a second of one address would be right", rates.per_second));
            response.headers.emplace_back("Retry-After", std::to_string(wait->count()));
            return response;
        },
        .finish = nullptr};
}

} // namespace lanterne::web
