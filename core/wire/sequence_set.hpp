#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/wire/receipt.hpp"

namespace lanterne::wire {

/// A set of numbers as the ranges that it is made of: half-open, ascending, apart. Any number of
/// ranges; each operation costs the logarithm of it, and what it touches.
class SequenceSet {
public:
    SequenceSet() = default;
    /// In any order; overlapping and touching ranges become one, empty ones are passed over.
    explicit SequenceSet(std::span<const SequenceRange> ranges);

    void add(SequenceRange range);
    void add(const SequenceSet& other);
    void remove(SequenceRange range);

    bool contains(Sequence number) const;

    /// True when every number of the range is in the set.
    bool covers(SequenceRange range) const { return missing_in(range).empty(); }

    /// Numbers in it.
    std::uint64_t count() const;

    /// The first number from 0 on that is missing.
    Sequence prefix() const;

    /// What of `range` is not in the set.
    std::vector<SequenceRange> missing_in(SequenceRange range) const;
    /// What of `range` is in the set.
    std::vector<SequenceRange> common_with(SequenceRange range) const;

    std::vector<SequenceRange> ranges() const;

    std::size_t range_count() const { return ends_by_begin_.size(); }

    bool empty() const { return ends_by_begin_.empty(); }

    bool operator==(const SequenceSet&) const = default;

private:
    std::map<Sequence, Sequence> ends_by_begin_;
};

/// What `whole` has and `part` has not, ascending.
std::vector<SequenceRange> difference(const SequenceSet& whole, const SequenceSet& part);

/// As PostgreSQL writes an int8multirange: {[0,5),[7,9)}.
std::string to_text(const SequenceSet& set);

} // namespace lanterne::wire
