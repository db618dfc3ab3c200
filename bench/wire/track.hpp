#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/fix.hpp"

namespace lanterne::bench {

/// A run of `seconds` on a winding way, a fix a second, as a good receiver sees it: error of 2 m
/// that changes within a minute, 0.1 m of white noise, speed and course with noise of their own.
std::vector<Fix> made_up_run(int seconds, std::uint64_t seed);

/// The timed points of a GPX file; speed and course from one to the next, the rest made up.
/// Throws std::runtime_error with a line that says why not.
std::vector<Fix> recorded_track(const std::string& path, std::uint64_t seed);

} // namespace lanterne::bench
