#include "firmware/sequence_set.hpp"

#include <algorithm>

namespace lanterne::firmware {
namespace {

bool ends_before(const SequenceRange& range, Sequence number) { return range.to < number; }

/// The first range that ends after the number.
auto first_beyond(const std::vector<SequenceRange>& ranges, Sequence number) {
    return std::lower_bound(ranges.begin(), ranges.end(), number + 1, ends_before);
}

} // namespace

void SequenceSet::add(SequenceRange range) {
    if (range.from >= range.to) {
        return;
    }
    // Ranges that touch the new one melt into it.
    const auto begin = std::lower_bound(ranges_.begin(), ranges_.end(), range.from, ends_before);
    auto end = begin;
    while (end != ranges_.end() && end->from <= range.to) {
        range.from = std::min(range.from, end->from);
        range.to = std::max(range.to, end->to);
        ++end;
    }
    ranges_.insert(ranges_.erase(begin, end), range);
}

void SequenceSet::remove(SequenceRange range) {
    if (range.from >= range.to) {
        return;
    }
    std::vector<SequenceRange> kept;
    for (const SequenceRange& held : ranges_) {
        if (const SequenceRange before{held.from, std::min(held.to, range.from)};
            before.from < before.to) {
            kept.push_back(before);
        }
        if (const SequenceRange after{std::max(held.from, range.to), held.to};
            after.from < after.to) {
            kept.push_back(after);
        }
    }
    ranges_ = std::move(kept);
}

bool SequenceSet::contains(Sequence number) const { return covers({number, number + 1}); }

bool SequenceSet::covers(SequenceRange range) const { return missing_in(range).empty(); }

std::uint64_t SequenceSet::count() const {
    std::uint64_t sum = 0;
    for (const SequenceRange& range : ranges_) {
        sum += range.to - range.from;
    }
    return sum;
}

Sequence SequenceSet::prefix() const {
    return ranges_.empty() || ranges_.front().from > 0 ? 0 : ranges_.front().to;
}

std::vector<SequenceRange> SequenceSet::missing_in(SequenceRange range) const {
    std::vector<SequenceRange> missing;
    for (auto held = first_beyond(ranges_, range.from);
         held != ranges_.end() && held->from < range.to && range.from < range.to; ++held) {
        if (range.from < held->from) {
            missing.push_back({range.from, held->from});
        }
        range.from = held->to;
    }
    if (range.from < range.to) {
        missing.push_back(range);
    }
    return missing;
}

std::vector<SequenceRange> difference(const SequenceSet& whole, const SequenceSet& part) {
    std::vector<SequenceRange> left;
    for (const SequenceRange& range : whole.ranges()) {
        const auto missing = part.missing_in(range);
        left.insert(left.end(), missing.begin(), missing.end());
    }
    return left;
}

} // namespace lanterne::firmware
