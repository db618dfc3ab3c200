#include "web-api/live/live_counts.hpp"

namespace lanterne::web {

LiveCounts::LiveCounts(service::Registry& registry)
    : keyframes{registry.counter("live_messages_total", "Messages sent to live sockets, by type.",
                                 {{"type", "keyframe"}})},
      deltas{registry.counter("live_messages_total", "Messages sent to live sockets, by type.",
                              {{"type", "delta"}})},
      resumed{registry.counter("live_resumed_total", "Sockets that went on where they had been.")},
      conflated{registry.counter("live_conflated_total",
                                 "Keyframes to sockets that were too slow for the frames.")},
      stalled{registry.counter("live_stalled_total",
                               "Sockets closed because they were too slow for keyframes, too.")},
      gaps{registry.counter("live_gaps_total",
                            "Frames that began beyond what was known, or of a new life.")},
      reloads{registry.counter("live_reloads_total", "Races read from the database.")} {}

} // namespace lanterne::web
