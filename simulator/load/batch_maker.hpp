#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/athletes/peloton.hpp"
#include "simulator/receivers/receiver_model.hpp"

namespace lanterne::simulator {

/// A message that a unit would send.
struct MadeBatch {
    std::size_t unit = 0; ///< index of units()
    Sequence first = 0;
    std::uint32_t fixes = 0;
    bool receipt_wanted = false;
    std::vector<std::byte> payload;
};

/// Makes the batches of a whole field ahead: athletes, receivers and the wire are real, firmware
/// there is none. By race time from the first gun on, everybody's seconds in turn. Settled by plan
/// and seed. The plan outlives it. One thread.
class BatchMaker {
public:
    static constexpr std::size_t most_fixes = 60; ///< of a batch

    struct Settings {
        std::size_t fixes_a_batch = 5; ///< 1 to most_fixes
        std::uint64_t seed = 1;
        std::size_t receipt_each = 100; ///< a batch of so many wants a receipt at once; at least 1
    };

    /// Entries without a unit send nothing. std::invalid_argument for settings out of range, or a
    /// plan without units.
    BatchMaker(const plan::RacePlan& plan, const Settings& settings);

    const std::vector<UnitSerial>& units() const { return units_; }

    /// Of all batches of a unit.
    Epoch epoch(std::size_t unit) const { return epochs_[unit]; }

    /// The next one; nothing when the race is over.
    std::optional<MadeBatch> next();

    /// Race time that the batches have reached.
    UtcTime reached() const { return peloton_.now(); }

private:
    struct Wearer {
        std::size_t entry;
        ReceiverModel receiver;
        std::vector<Fix> fixes;
        Sequence next = 0;
    };

    void second();
    void close(std::size_t unit);

    Settings settings_;
    Peloton peloton_;
    std::deque<Sky> skies_;
    std::vector<UnitSerial> units_;
    std::vector<Epoch> epochs_;
    std::vector<Wearer> wearers_;
    std::deque<MadeBatch> made_;
    std::uint64_t count_ = 0;
};

} // namespace lanterne::simulator
