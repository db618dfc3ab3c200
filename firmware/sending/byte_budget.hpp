#pragma once

#include <chrono>
#include <cstddef>

#include "firmware/sending/profile.hpp"

namespace lanterne::firmware {

struct ByteRules {
    double bytes_per_s = 0;
    double burst = 0; ///< bytes that may go at once after a pause

    bool operator==(const ByteRules&) const = default;
};

/// What the backlog may take of the link, so that it costs the live messages and the battery
/// little. At ten bytes a fix race leaves two hours of 1 Hz behind it in less than a minute.
ByteRules backlog_rules(Profile profile);

/// A token bucket: it fills with time up to the burst and begins full. Waits by the steady clock.
class ByteBudget {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Both figures are positive.
    explicit ByteBudget(const ByteRules& rules) : rules_{rules}, left_{rules.burst} {}

    /// What is left stays, but no more than the new burst.
    void use(const ByteRules& rules, Instant now);

    /// Whether so many bytes may go now. More than the burst may go when the bucket is full, else
    /// they never could.
    bool allows(std::size_t bytes, Instant now) const;

    /// So many went, allowed or not: what is overdrawn is made up for later.
    void spend(std::size_t bytes, Instant now);

private:
    double left_at(Instant now) const;

    ByteRules rules_;
    double left_; ///< at since_; below 0 when overdrawn
    Instant since_{};
};

} // namespace lanterne::firmware
