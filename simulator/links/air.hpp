#pragma once

#include <cstdint>

#include "core/base/time.hpp"

namespace lanterne::simulator {

/// How a mobile network treats one unit where it has coverage. All times are race time.
struct Air {
    Milliseconds latency{150}; ///< of a message, either way, at least; 0 and without jitter: none
    Milliseconds jitter{250};  ///< so much more at most
    double cuts_per_hour = 0;  ///< connections that end by themselves, in the mean; 0 to 3600
    Milliseconds cut_lasts{15'000}; ///< in the mean, before it is tried anew
    /// A unit knows that its network is gone only when nothing answers for so long; what it sends
    /// until then leaves when the network comes back sooner, and is lost when it does not.
    Milliseconds notices_after{8'000};
    Milliseconds reconnects_within{5'000}; ///< at the earliest after a tenth of it
};

/// What the software of a bad unit makes of its messages.
enum class Flaw : std::uint8_t {
    none,
    garbles, ///< one in five has wrong bytes
    repeats, ///< each is sent three times
    dawdles, ///< one in three comes up to a minute late, behind later ones
};

} // namespace lanterne::simulator
