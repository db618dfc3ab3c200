#include "ingest-server/verify/ranges.hpp"

#include <fmt/format.h>

namespace lanterne::ingest::verify {

using wire::SequenceRange;
using wire::SequenceSet;

namespace {

constexpr std::size_t ranges_in_words = 3;

std::string in_words(const SequenceRange& range) {
    return range.to - range.from == 1 ? fmt::format("{}", range.from)
                                      : fmt::format("{} to {}", range.from, range.to - 1);
}

} // namespace

SequenceSet set_at(const database::Rows& rows, std::size_t row, std::size_t column) {
    SequenceSet set;
    const auto ranges = rows.get<std::vector<database::Int8Range>>(row, column);
    for (const database::Int8Range& range : ranges) {
        set.add({static_cast<Sequence>(range.from), static_cast<Sequence>(range.to)});
    }
    return set;
}

std::string in_words(const std::vector<SequenceRange>& ranges) {
    std::string text;
    for (std::size_t i = 0; i < ranges.size() && i < ranges_in_words; ++i) {
        text += (i == 0 ? "" : ", ") + in_words(ranges[i]);
    }
    return ranges.size() <= ranges_in_words
               ? text
               : fmt::format("{} and {} runs more", text, ranges.size() - ranges_in_words);
}

std::vector<SequenceRange> common(const SequenceSet& one, const SequenceSet& other) {
    std::vector<SequenceRange> both;
    for (const SequenceRange& range : one.ranges()) {
        const auto there = other.common_with(range);
        both.insert(both.end(), there.begin(), there.end());
    }
    return both;
}

std::vector<SequenceRange> gaps(const SequenceSet& one, const SequenceSet& other) {
    SequenceSet all = one;
    all.add(other);
    const auto ranges = all.ranges();
    return ranges.empty() ? std::vector<SequenceRange>{} : all.missing_in({0, ranges.back().to});
}

std::uint64_t numbers_in(const std::vector<SequenceRange>& ranges) {
    std::uint64_t numbers = 0;
    for (const SequenceRange& range : ranges) {
        numbers += range.to - range.from;
    }
    return numbers;
}

} // namespace lanterne::ingest::verify
