#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "core/exchange/recorded_track.hpp"
#include "database/connection.hpp"
#include "web-api/entries/shown_span.hpp"

namespace lanterne::web {

/// Messages that one answer may be read from: more than a day at a message each four seconds.
inline constexpr std::size_t max_track_chunks = 20'000;

/// The fixes that an entry's units recorded in that span while they were its own, by time, without
/// the implausible. A spare unit's stand where no primary one has any within half a minute. Nothing
/// when there are more than max_track_chunks messages.
std::optional<std::vector<Fix>> read_track(database::Connection& connection, std::int32_t race_id,
                                           const Bib& bib, const ShownSpan& span);

/// When the entry was out of the race at the latest, race time: by what was told of it, and by the
/// effective times of what people said, undone or not. Nothing when nobody said so.
std::optional<UtcTime> read_out_at(database::Connection& connection, std::int32_t race_id,
                                   const Bib& bib);

/// The fixes around a time: for each entry by bib, by time, those of a few messages before it and
/// of one behind.
std::map<Bib, std::vector<Fix>> read_fixes_around(database::Connection& connection,
                                                  std::int32_t race_id, UtcTime time);

/// No older fix is looked at for a position.
inline constexpr std::chrono::hours oldest_fix{1};

} // namespace lanterne::web
