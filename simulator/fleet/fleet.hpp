#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <queue>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "simulator/fleet/connections.hpp"
#include "simulator/units/simulated_unit.hpp"

namespace lanterne::simulator {

/// What the fleet asks of the world around its units. Calls come in ascending time.
struct UnitWorld {
    virtual ~UnitWorld() = default;
    /// A second of race time begins; no turn of it was taken yet.
    virtual void begin_second(UtcTime second) = 0;
    /// What that unit's receiver said since its turn before, in order; valid until the next call.
    virtual std::span<const hal::GnssReading> heard(std::size_t unit, UtcTime now) = 0;
    virtual bool is_covered(std::size_t unit, UtcTime now) = 0;
};

struct FleetSum {
    std::uint64_t on = 0;          ///< units that run
    std::uint64_t journalled = 0;  ///< fixes of the epochs that run
    std::uint64_t unreceipted = 0; ///< of all epochs; of units that are off: unknown, not counted
    std::uint64_t unreceipted_events = 0;
    std::uint64_t sent_messages = 0;
    std::uint64_t resent_messages = 0;
};

/// Any number of units in one process: each the real firmware on a board that does not exist. Each
/// takes a turn once a second of race time, at a moment of its own within it. The order of turns
/// and what happens in them is settled by the seed. One thread; the caller's loop drives it.
class Fleet {
public:
    /// Everything borrowed outlives it. Unit i publishes by carrier i. Serials are unique, else
    /// std::invalid_argument.
    Fleet(Connections& connections, hal::simulated::Shelf& cards, const WorldClock& clock,
          std::span<const UnitTraits> units, std::uint64_t seed, UtcTime begin);

    std::size_t size() const { return units_.size(); }

    SimulatedUnit& unit(std::size_t index) { return *units_[index]; }

    const SimulatedUnit& unit(std::size_t index) const { return *units_[index]; }

    /// Takes the turns up to `until`. False when it stopped before because the connections have no
    /// room: they want to be polled first; nothing is lost, and the next call goes on there.
    bool advance(UtcTime until, UnitWorld& world);

    /// The moment of the next turn; without units the next second.
    UtcTime next_turn() const {
        return order_.empty() ? second_ : second_ + phases_[order_[next_]];
    }

    /// A message that came from the broker: receipts and configurations find their unit.
    void deliver(const service::MqttMessage& message);

    /// The orderly end of all units that run.
    void flush(UtcTime now);

    FleetSum sum() const;

private:
    using Due = std::pair<UtcTime, std::size_t>;

    void take_turn(std::size_t unit, UtcTime now, UnitWorld& world);
    void send_until(UtcTime now);

    Connections& connections_;
    std::vector<std::unique_ptr<SimulatedUnit>> units_;
    std::unordered_map<std::string_view, std::size_t> by_serial_;    ///< names lie in the units
    std::vector<Milliseconds> phases_;                               ///< within the second, by unit
    std::vector<std::size_t> order_;                                 ///< units by phase
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_; ///< messages before a turn
    UtcTime second_;
    std::size_t next_ = 0; ///< in order_
};

} // namespace lanterne::simulator
