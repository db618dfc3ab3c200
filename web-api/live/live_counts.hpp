#pragma once

#include "service/metrics.hpp"

namespace lanterne::web {

/// What the streams of all races count together.
struct LiveCounts {
    explicit LiveCounts(service::Registry& registry);

    service::Counter& keyframes; ///< sent
    service::Counter& deltas;    ///< sent
    service::Counter& resumed;   ///< joins that needed no keyframe
    service::Counter& conflated; ///< keyframes to clients that the ring could not serve
    service::Counter& stalled;   ///< clients that were sent away for needing those again and again
    service::Counter& gaps;      ///< frames that began beyond what was known, or of a new life
    service::Counter& reloads;   ///< races read from the database
};

} // namespace lanterne::web
