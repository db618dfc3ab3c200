#pragma once

#include <chrono>
#include <string>

namespace lanterne::bench {

/// Keeps 64 connections busy from the second core (wrk, one thread) and says how many answers came
/// a second. `script`: a Lua file that changes each request; empty: none. Throws when wrk fails, or
/// any answer was an error.
double requests_per_second(const std::string& url, std::chrono::seconds length,
                           const std::string& script = {});

} // namespace lanterne::bench
