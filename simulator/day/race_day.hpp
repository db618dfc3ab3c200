#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "simulator/athletes/true_state.hpp"
#include "simulator/day/day_listener.hpp"
#include "simulator/day/drawn_units.hpp"
#include "simulator/day/mishap_desk.hpp"
#include "simulator/fleet/fleet.hpp"
#include "simulator/scenario/scenario.hpp"
#include "simulator/truth/true_result.hpp"

namespace lanterne::simulator {

class DayTruth;

struct DaySettings {
    BrokerSettings broker;
    plan::RehearsalClock clock;
    UnitModel model;
    std::string program;      ///< and its version, for the truth
    std::string cards_folder; ///< where the units' cards may take room
    std::string truth_folder; ///< empty: none is written
    std::vector<Bib>
        elsewhere;      ///< athletes who wear real units: the simulator is only their receiver
    UtcTime not_before; ///< units begin at this race time or with the field, if that is later
};

/// A whole race day: athletes, receivers, links, units, and what goes wrong. Time is race time and
/// goes on by advance() alone; what happens is settled by scenario and plan as long as the broker
/// is there. One thread.
class RaceDay : private UnitWorld {
public:
    /// The day goes on so long after the last athlete stands.
    static constexpr Milliseconds run_out{60'000};

    /// Scenario (which fits the plan) and plan outlive it. Throws std::runtime_error when the truth
    /// cannot be written.
    RaceDay(const Scenario& scenario, const plan::RacePlan& plan, const DaySettings& settings);
    ~RaceDay() override;

    /// Called for each athlete with a real unit and each epoch of its receiver.
    using Elsewhere = std::function<void(std::size_t entry, const hal::GnssReading&)>;

    void feed(Elsewhere elsewhere);

    void listen(DayListener listener) { listener_ = std::move(listener); }

    /// Goes on to `until`. False: the broker does not take more now; poll() first, nothing is lost.
    bool advance(UtcTime until);

    /// Sends and hears, waiting at most so long.
    void poll(std::chrono::milliseconds timeout);

    /// Nobody races any more, and the run-out is over: receivers say nothing from then on.
    bool is_over() const;

    /// The orderly end of all units, once the day is over: what is unsent goes out.
    void flush();

    /// Writes the truth to its end. To be called once.
    void finish();

    /// Of the next turn of a unit.
    UtcTime now() const { return fleet_->next_turn(); }

    UtcTime begin() const { return begin_; }

    /// By hand, at the next second.
    void inject(const Mishap& mishap) { by_hand_.push_back(mishap); }

    /// Where everybody is, in the order of the plan's entries, at the last whole second.
    std::span<const TrueState> states() const { return states_; }

    /// The unit of that entry; nothing: it has none here.
    std::optional<std::size_t> unit_of(std::size_t entry) const;

    const Fleet& fleet() const { return *fleet_; }

    const Connections& connections() const { return connections_; }

    const MishapDesk& mishaps() const { return desk_; }

    std::uint64_t injected() const { return injected_; } ///< mishaps that began

private:
    struct Ears;

    void hand_out_units(const DaySettings& settings);

    void begin_second(UtcTime second) override;
    std::span<const hal::GnssReading> heard(std::size_t unit, UtcTime now) override;
    bool is_covered(std::size_t unit, UtcTime now) override;

    void look_at_athletes(UtcTime second);
    void say_elsewhere(UtcTime second);
    void report(std::string_view what, std::size_t done, std::size_t of) const;
    void befall(const MishapEvent& event);
    void befall_unit(const MishapEvent& event, SimulatedUnit& unit);
    void befall_link(const MishapEvent& event, std::size_t unit);

    const Scenario& scenario_;
    const plan::RacePlan& plan_;
    Connections connections_;
    std::unique_ptr<hal::simulated::Shelf> cards_;
    std::unique_ptr<Ears> ears_;
    UtcTime begin_;
    WorldClock clock_;
    MishapDesk desk_;
    std::vector<std::size_t> entries_; ///< by unit
    std::map<std::size_t, std::size_t> units_by_entry_;
    std::vector<UnitTraits> traits_; ///< by unit
    std::unique_ptr<Fleet> fleet_;
    std::unique_ptr<DayTruth> truth_;
    std::vector<TrueState> states_;
    std::vector<double> along_m_;
    std::vector<Mishap> by_hand_;
    DayListener listener_;
    std::optional<UtcTime> over_since_;
    std::uint64_t states_told_ = 0;
    std::uint64_t injected_ = 0;
};

} // namespace lanterne::simulator
