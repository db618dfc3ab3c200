#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest::after {

enum class ExportFormat : std::uint8_t { gpx, csv, geojson };
std::optional<ExportFormat> parse_export_format(std::string_view text); ///< the enumerator's name

struct ExportOrder {
    Slug race;
    ExportFormat format = ExportFormat::gpx;
};

struct Exported {
    std::size_t entries = 0;
    std::size_t with_fixes = 0; ///< entries
    std::size_t fixes = 0;
};

/// Writes what the store holds of a race's entries, of an archived one its archive, as of one
/// moment, one entry after the other: in memory are the race's definition and one track.
/// Everything, whoever consented to what: for who answers for the race. csv has every fix that an
/// entry's units recorded while it wore them; gpx and geojson those that are scored. An error says
/// why there is nothing. Throws what `write` throws; other failures as
/// database::Connection::execute; not within a transaction.
Result<Exported, std::string> export_race(database::Connection& connection,
                                          const ExportOrder& order,
                                          const std::function<void(std::string_view)>& write);

} // namespace lanterne::ingest::after
