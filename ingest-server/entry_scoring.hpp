#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>

#include "database/connection.hpp"
#include "ingest-server/kept_race.hpp"

namespace lanterne::ingest {

inline constexpr unsigned max_scoring_threads = 16;
/// Tracks that are read and not yet scored, for each thread; when so many wait, reading waits.
inline constexpr std::size_t max_tracks_waiting = 2;

/// As many as the machine has cores, within the limit.
unsigned scoring_threads();

/// How long work goes on: so many entries of how many are done. Called on the caller's thread.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

/// Scores those entries anew from all that the store holds of them. The caller's thread reads, so
/// many others decode and score; what comes out does not depend on their number. Answers how many
/// fixes were scored. Throws what reading throws, and has changed nothing then.
std::size_t rescore_entries(database::Connection& connection, KeptRace& race,
                            const std::set<std::int32_t>& entries, unsigned threads,
                            const Progress& progress = {});

} // namespace lanterne::ingest
