#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "database/connection.hpp"
#include "ingest-server/entry_scoring.hpp"

namespace lanterne::ingest::after {

/// A row of race.unit_epoch.
struct EpochName {
    std::int32_t unit = 0;
    UnitSerial serial;
    std::int64_t epoch = 0;
};

/// Every epoch that was first seen in that month: YYYY-MM.
std::vector<EpochName> epochs_of_month(database::Connection& connection, const std::string& month);

/// What became of chunks.
struct Compacted {
    std::size_t epochs = 0;
    std::size_t fixes = 0;
    std::size_t chunks_before = 0;
    std::size_t chunks_after = 0;
    std::size_t bytes_before = 0; ///< of the payloads
    std::size_t bytes_after = 0;
    std::size_t unreadable = 0; ///< chunks that cannot be decoded and stay as they are
};

/// Joins small chunks to larger ones, an epoch a transaction that keeps the epoch's row as storing
/// does: whatever is killed when, each number is in one chunk. Received sets stay as they are, and
/// so do all fixes and results; what each batch said of its unit besides is kept of the last one
/// alone. Failures as database::Connection::execute; not within a transaction.
Compacted compact(database::Connection& connection, const std::vector<EpochName>& epochs,
                  const Progress& progress = {});

/// Writes the partitions of track_chunk that the epochs lie in anew, so that the disk gets back
/// what compacting left; nobody can store or read there meanwhile.
void rewrite_partitions(database::Connection& connection, const std::vector<EpochName>& epochs);

/// Of all of race.track_chunk on the disk, with its indexes.
std::int64_t bytes_on_disk(database::Connection& connection);

} // namespace lanterne::ingest::after
