#pragma once

#include <cstdint>
#include <optional>

#include "core/base/fix.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::firmware {

/// The reading at the wire's resolution. Nothing when its time is absent, or time or place are
/// outside a Fix's limits. A single value that makes no sense (a course of 400 degrees) is left
/// out, an accuracy beyond the limit is the limit: neither makes a good position worthless.
std::optional<Fix> to_fix(const hal::GnssReading& reading);

/// Decides which readings become fixes: only what goes forward in time.
class Sampler {
public:
    /// So many readings in a row, forward among themselves but behind the newest fix, say that the
    /// newest fix was wrong (a receiver that jumped into the future and came back): time goes on
    /// from them.
    static constexpr int readings_that_outvote = 10;

    std::optional<Fix> take(const hal::GnssReading& reading);

    std::uint64_t refused() const { return refused_; }

private:
    bool goes_forward(UtcTime time);

    std::optional<UtcTime> newest_;
    std::optional<UtcTime> newest_behind_;
    int behind_ = 0;
    std::uint64_t refused_ = 0;
};

} // namespace lanterne::firmware
