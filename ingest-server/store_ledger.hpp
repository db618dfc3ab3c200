#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/fix.hpp"
#include "database/connection.hpp"
#include "ingest-server/ledger.hpp"

/// How rows of the storing path are read and written; shared by its statements.
namespace lanterne::ingest::store {

/// A column that is an int8multirange.
SequenceSet set_of(const database::Rows& rows, std::size_t row, std::size_t column);

/// Columns `first`... of a row: month, received, lost, events, disputed.
Ledger to_ledger(const database::Rows& rows, std::size_t row, std::size_t first);

/// As PostgreSQL reads a smallint[]; nothing to say when there are no marks.
std::string to_array_text(std::span<const std::int16_t> marks);

/// The least and the greatest; at least one fix.
std::pair<UtcTime, UtcTime> times_of(std::span<const Fix> fixes);

} // namespace lanterne::ingest::store
