#include "core/wire/sequence_set.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace lanterne::wire {

SequenceSet::SequenceSet(std::span<const SequenceRange> ranges) {
    for (const SequenceRange& range : ranges) {
        add(range);
    }
}

void SequenceSet::add(SequenceRange range) {
    if (range.from >= range.to) {
        return;
    }
    auto next = ends_by_begin_.upper_bound(range.from);
    if (next != ends_by_begin_.begin() && std::prev(next)->second >= range.from) {
        --next;
        range.from = next->first;
    }
    while (next != ends_by_begin_.end() && next->first <= range.to) {
        range.to = std::max(range.to, next->second);
        next = ends_by_begin_.erase(next);
    }
    ends_by_begin_.emplace_hint(next, range.from, range.to);
}

void SequenceSet::add(const SequenceSet& other) {
    for (const auto& [from, to] : other.ends_by_begin_) {
        add({from, to});
    }
}

void SequenceSet::remove(SequenceRange range) {
    for (const SequenceRange& gone : common_with(range)) {
        const auto around = std::prev(ends_by_begin_.upper_bound(gone.from));
        const SequenceRange whole{around->first, around->second};
        ends_by_begin_.erase(around);
        add({whole.from, gone.from});
        add({gone.to, whole.to});
    }
}

bool SequenceSet::contains(Sequence number) const {
    const auto next = ends_by_begin_.upper_bound(number);
    return next != ends_by_begin_.begin() && std::prev(next)->second > number;
}

std::uint64_t SequenceSet::count() const {
    std::uint64_t sum = 0;
    for (const auto& [from, to] : ends_by_begin_) {
        sum += to - from;
    }
    return sum;
}

Sequence SequenceSet::prefix() const {
    const auto first = ends_by_begin_.begin();
    return first == ends_by_begin_.end() || first->first > 0 ? 0 : first->second;
}

std::vector<SequenceRange> SequenceSet::missing_in(SequenceRange range) const {
    std::vector<SequenceRange> missing;
    Sequence begin = range.from;
    for (const SequenceRange& there : common_with(range)) {
        if (there.from > begin) {
            missing.push_back({begin, there.from});
        }
        begin = there.to;
    }
    if (begin < range.to) {
        missing.push_back({begin, range.to});
    }
    return missing;
}

std::vector<SequenceRange> SequenceSet::common_with(SequenceRange range) const {
    std::vector<SequenceRange> common;
    auto next = ends_by_begin_.upper_bound(range.from);
    if (next != ends_by_begin_.begin()) {
        --next;
    }
    for (; next != ends_by_begin_.end() && next->first < range.to; ++next) {
        const SequenceRange part{std::max(range.from, next->first),
                                 std::min(range.to, next->second)};
        if (part.from < part.to) {
            common.push_back(part);
        }
    }
    return common;
}

std::vector<SequenceRange> SequenceSet::ranges() const {
    std::vector<SequenceRange> all;
    all.reserve(ends_by_begin_.size());
    for (const auto& [from, to] : ends_by_begin_) {
        all.push_back({from, to});
    }
    return all;
}

std::vector<SequenceRange> difference(const SequenceSet& whole, const SequenceSet& part) {
    std::vector<SequenceRange> left;
    for (const SequenceRange& range : whole.ranges()) {
        const auto missing = part.missing_in(range);
        left.insert(left.end(), missing.begin(), missing.end());
    }
    return left;
}

std::string to_text(const SequenceSet& set) {
    std::string text = "{";
    for (const SequenceRange& range : set.ranges()) {
        text += fmt::format("{}[{},{})", text.size() > 1 ? "," : "", range.from, range.to);
    }
    return text + "}";
}

} // namespace lanterne::wire
