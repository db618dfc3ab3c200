#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/fix.hpp"
#include "core/wire/sequence_set.hpp"
#include "simulator/truth/fixes_checksum.hpp"
#include "simulator/truth/true_result.hpp"

namespace lanterne::simulator::judge {

/// What units numbered against what the server has: numbered = stored + declared lost, none twice.
struct FixesVerdict {
    std::uint64_t numbered = 0;
    std::uint64_t stored = 0;  ///< different numbers
    std::uint64_t lost = 0;    ///< declared lost, and not stored
    std::uint64_t missing = 0; ///< neither
    std::uint64_t doubled = 0; ///< stored a second time
    std::uint64_t unknown = 0; ///< stored, and never numbered
    std::uint64_t changed = 0; ///< lives of journals that are stored whole, with other bytes
    std::vector<std::string> examples;
};

class FixesJudge {
public:
    explicit FixesJudge(std::span<const UnitTally> units);

    /// Fixes that the server has, from that number on. Those of units that took no part count
    /// nowhere.
    void store(const UnitSerial& unit, Epoch epoch, Sequence first, std::span<const Fix> fixes);

    /// One of which only the number is known.
    void store(const UnitSerial& unit, Epoch epoch, Sequence number);

    /// The server knows that they are lost.
    void declare_lost(const UnitSerial& unit, Epoch epoch, wire::SequenceRange range);

    /// Where the server's declarations are not known, those that the units made hold.
    FixesVerdict verdict() const;

private:
    struct Life {
        const UnitTally* tally = nullptr;
        wire::SequenceSet stored;
        wire::SequenceSet lost;
        std::uint64_t doubled = 0;
        FixesChecksum sum;
        Sequence summed = 0; ///< the sum has all below; the rest came out of order
    };

    using Key = std::pair<UnitSerial, Epoch>;

    Life* life_of(const UnitSerial& unit, Epoch epoch);
    static void take(Life& life, wire::SequenceRange range);
    void judge(const Life& life, FixesVerdict& verdict) const;

    std::map<Key, Life> lives_;
    std::set<UnitSerial> units_;
    bool knows_lost_ = false;
};

} // namespace lanterne::simulator::judge
