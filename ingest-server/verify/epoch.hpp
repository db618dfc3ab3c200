#pragma once

#include <cstdint>
#include <string>

#include "core/base/ids.hpp"
#include "core/wire/sequence_set.hpp"

namespace lanterne::ingest::verify {

/// A row of race.unit_epoch.
struct EpochRow {
    std::int32_t unit = 0; ///< race.unit.unit_id
    std::string serial;
    std::int64_t epoch = 0;
    std::string month;
    wire::SequenceSet received;
    wire::SequenceSet lost;
    wire::SequenceSet events;
    wire::SequenceSet disputed;
    wire::SequenceSet dropped; ///< received, and kept no longer
};

/// For a person: the epoch as it stands in the table.
std::string where(const EpochRow& epoch);

} // namespace lanterne::ingest::verify
