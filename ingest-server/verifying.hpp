#pragma once

#include <optional>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/verify/report.hpp"

namespace lanterne::ingest {

/// Looks at everything that units sent and at the results of `race` (nothing: of every race), all
/// as of one moment, and writes nothing. A race that ingest keeps is scored anew besides, unless
/// its entries still wait for that or another engine scored it: then a note says so. `wall` is now.
/// In memory are a page of rows and one race. Failures as database::Connection::execute; not within
/// a transaction.
void verify_store(database::Connection& connection, const std::optional<Slug>& race, UtcTime wall,
                  verify::Report& report, const Progress& progress = {});

} // namespace lanterne::ingest
