#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace lanterne {

/// Two ingests; a unit is one of those on a simulated board, the tracker a program of its own.
enum class Victim { ingest, second, broker, postgres, unit, tracker };

/// One moment of bad luck.
struct Blow {
    Milliseconds at{0};          ///< since the race's beginning
    std::vector<Victim> victims; ///< one or two, killed before either is started again
    Milliseconds down{0};        ///< until the first of them is started
};

/// So many kills, a pair as two, at random moments of the race; at most a quarter of them are
/// PostgreSQL's, whose return takes seconds. Nothing is down for longer than `longest_down`.
std::vector<Blow> draw_blows(std::uint64_t seed, std::size_t kills, Milliseconds race,
                             Milliseconds longest_down);

/// So many kills of one of the two ingests, whichever it is, while the other lives.
std::vector<Blow> draw_ingest_blows(std::uint64_t seed, std::size_t kills, Milliseconds race,
                                    Milliseconds longest_down);

} // namespace lanterne
