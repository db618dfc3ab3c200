#pragma once

#include <string>
#include <vector>

#include "core/wire/sequence_set.hpp"
#include "database/connection.hpp"

namespace lanterne::ingest::verify {

/// A multirange of a row. Numbers that no unit has (below 0) come out as very large ones.
wire::SequenceSet set_at(const database::Rows& rows, std::size_t row, std::size_t column);

/// 3 to 7, 9, 12 to 20: the first few of them, and how many more there are.
std::string in_words(const std::vector<wire::SequenceRange>& ranges);

/// What both have, ascending.
std::vector<wire::SequenceRange> common(const wire::SequenceSet& one,
                                        const wire::SequenceSet& other);

/// What lies below the highest number and is in neither.
std::vector<wire::SequenceRange> gaps(const wire::SequenceSet& one, const wire::SequenceSet& other);

std::uint64_t numbers_in(const std::vector<wire::SequenceRange>& ranges);

} // namespace lanterne::ingest::verify
