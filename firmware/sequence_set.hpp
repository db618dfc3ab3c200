#pragma once

#include <optional>
#include <vector>

#include "core/wire/receipt.hpp"

namespace lanterne::firmware {

using wire::SequenceRange;

/// A set of sequence numbers as ranges that are ascending, apart and not empty.
class SequenceSet {
public:
    void add(SequenceRange range);
    void remove(SequenceRange range);

    bool contains(Sequence number) const;
    /// True when every number of the range is in the set.
    bool covers(SequenceRange range) const;

    bool empty() const { return ranges_.empty(); }

    std::uint64_t count() const;

    const std::vector<SequenceRange>& ranges() const { return ranges_; }

    /// The first number from 0 on that is missing.
    Sequence prefix() const;

    /// What of `range` is not in the set, ascending.
    std::vector<SequenceRange> missing_in(SequenceRange range) const;

    bool operator==(const SequenceSet&) const = default;

private:
    std::vector<SequenceRange> ranges_;
};

/// What `whole` has and `part` has not, ascending.
std::vector<SequenceRange> difference(const SequenceSet& whole, const SequenceSet& part);

} // namespace lanterne::firmware
