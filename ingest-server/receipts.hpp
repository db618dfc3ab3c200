#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/wire/receipt.hpp"
#include "ingest-server/clock.hpp"
#include "ingest-server/storing.hpp"

namespace lanterne::ingest {

/// Between two receipts about the same epoch of a unit, unless one is wanted at once.
inline constexpr std::chrono::seconds receipt_interval{30};
/// Between two in any case: a unit that asks with every message is answered once a second.
inline constexpr std::chrono::seconds least_receipt_interval{1};
/// Epochs whose last receipt is remembered. Beyond it those with nothing to say are forgotten,
/// which costs one receipt more at their next message.
inline constexpr std::size_t max_remembered_epochs = 100'000;

/// When which unit gets a receipt. Wall time.
class Receipts {
public:
    /// After COMMIT. The first about an epoch since this program began is due at once.
    void owe(const UnitEpoch& to, std::uint64_t store, const Owed& owed);

    struct Due {
        UnitSerial unit;
        wire::Receipt receipt;
    };

    /// What is due now, at most so many; it counts as sent.
    std::vector<Due> take_due(SteadyTime now, std::size_t most);

    /// Epochs with something to be told that is not due yet.
    std::size_t waiting() const { return waiting_.size(); }

private:
    struct Line {
        std::optional<wire::Receipt> waiting;
        bool at_once = false;
        std::optional<SteadyTime> sent;
        SteadyTime due{}; ///< of what waits
    };

    static SteadyTime when_due(const Line& line);
    void forget_the_silent();

    std::map<UnitEpoch, Line> lines_;
    std::set<std::pair<SteadyTime, UnitEpoch>> waiting_; ///< lines with something to say, by due
};

} // namespace lanterne::ingest
