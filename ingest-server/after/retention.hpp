#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "database/connection.hpp"
#include "ingest-server/after/months.hpp"

/// Fixes that are kept no longer: by whole months, and never those that are nowhere else though
/// results follow from them. Failures as database::Connection::execute.
namespace lanterne::ingest::after {

/// What the policy says of a month's partition.
struct MonthOfFixes {
    Partition partition;
    std::size_t chunks = 0;
    std::size_t fixes = 0;
    std::int64_t bytes = 0;        ///< on the disk, with indexes
    bool is_young = false;         ///< some came later than may be dropped
    std::vector<std::string> kept; ///< why it is not dropped; empty: it may be
};

/// Every month that has fixes, none of which came at `before` (wall time) or after it. It is kept
/// while a race with fixes in it is open, and while its archive lacks or has lost what lies there.
std::vector<MonthOfFixes> months_before(database::Connection& connection, UtcTime before);

/// So often is a partition asked for that others are reading or writing, for half a second each:
/// less than PostgreSQL waits before it ends one of two that wait for each other.
inline constexpr int max_tries = 6;

/// Drops the fixes of a month; that their numbers were received is kept, and that they were
/// dropped. In one transaction, which looks once more whether it may. An error says why it is not
/// done; nothing is changed then.
Result<MonthOfFixes, std::string> drop_month(database::Connection& connection,
                                             const Partition& partition, UtcTime before);

} // namespace lanterne::ingest::after
