#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/wire/batch.hpp"
#include "database/connection.hpp"
#include "ingest-server/ledger.hpp"

/// How rows of the storing path are read and written; shared by its statements.
namespace lanterne::ingest::store {

/// A column that is an int8multirange.
SequenceSet set_of(const database::Rows& rows, std::size_t row, std::size_t column);

/// Columns `first`... of a row: month, received, lost, events, disputed.
Ledger to_ledger(const database::Rows& rows, std::size_t row, std::size_t first);

/// What rows of race.track_chunk have of their batches, column by column.
struct ChunkColumns {
    void add(Epoch epoch, Sequence first, std::span<const Fix> fixes,
             std::span<const std::int16_t> implausible, const wire::Bytes& payload);

    /// epoch int8[], first int8[], n int2[], first_time and last_time timestamptz[], marks text[]
    /// (of each a smallint[] as text, or empty), payload bytea[]: seven parameters.
    void add_to(database::Parameters& parameters) const;

    std::vector<std::int64_t> epochs;
    std::vector<std::int64_t> firsts;
    std::vector<std::int16_t> counts;
    std::vector<UtcTime> first_times;
    std::vector<UtcTime> last_times;
    std::vector<std::string> marks;
    std::vector<wire::Bytes> payloads;
};

} // namespace lanterne::ingest::store
