#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace lanterne::simulator {

struct WatchSettings {
    std::string url; ///< of lanterne-web: "http://127.0.0.1:8080"
    std::string slug;
    std::chrono::milliseconds every{1000};
    bool until_finished = false;    ///< end when every entry has, or when the race is over
    std::vector<std::string> notes; ///< lines to show with the picture
    bool redraw = false; ///< a terminal: draw over the last picture; else one line each ten seconds
};

/// Draws a race as REST tells it: a progress bar, the board, the units with the age of their fixes.
/// Ends when `stop` says so. Answers false when the server was unreachable for longer than 20 s.
bool watch(const WatchSettings& settings, const std::function<bool()>& stop);

} // namespace lanterne::simulator
