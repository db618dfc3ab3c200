#pragma once

#include <optional>

#include "core/scoring/record/record.hpp"

namespace lanterne::scoring {

/// When the clock of an entry began: its slot; its start passage; where the first leg is not raced
/// its passage at the first point that is; else the gun. Nothing: it has passed nothing yet.
std::optional<UtcTime> started(const EntryRecord& record);

/// Its finish passage.
const Passage* finish_passage(const EntryRecord& record);

} // namespace lanterne::scoring
