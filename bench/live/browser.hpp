#pragma once

#include <string>
#include <vector>

#include "bench/live/seen.hpp"

namespace lanterne::bench {

/// Whether Chromium, the library that drives it (of tests/browser) and the built site are here.
bool has_browser();

/// What to say where it is not.
inline constexpr const char* browser_missing =
    "Chromium, tests/browser's packages or the built site are not here";

/// Runs a script of bench/live/browser to its end with these words. Throws std::runtime_error with
/// what it said when it fails.
Seen drive_browser(const std::string& script, const std::vector<std::string>& words);

} // namespace lanterne::bench
