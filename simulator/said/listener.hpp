#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace lanterne::simulator {

struct ListenSettings {
    std::string url;  ///< of lanterne-web: "http://127.0.0.1:8080"
    std::string slug; ///< of the race
    std::string folder;
    bool until_finished = false; ///< end when the race is over, besides when `stop` says so
};

struct Heard {
    std::uint64_t frames = 0;
    std::uint64_t reconnections = 0;
};

/// Keeps what a spectator hears of a race, each frame of its live socket with its time of arrival,
/// as lines of FOLDER/frames.ndjson; comes back with `resume` when the socket is lost; at the end
/// keeps what REST says (keep_bodies). Memory: one frame. Blocks until `stop`, asked five times a
/// second. `now` is the wall clock.
///
/// An error: there is no such race, a file was not written, a server that was never there, or was
/// away for longer than five minutes.
Result<Heard, std::string> listen(const ListenSettings& settings,
                                  const std::function<UtcTime()>& now,
                                  const std::function<bool()>& stop);

} // namespace lanterne::simulator
