#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/athletes/bunch.hpp"
#include "simulator/athletes/doing.hpp"
#include "simulator/athletes/field_settings.hpp"
#include "simulator/athletes/race_ending.hpp"
#include "simulator/athletes/racer.hpp"
#include "simulator/athletes/road.hpp"
#include "simulator/athletes/true_state.hpp"

namespace lanterne::simulator {

/// How it stands with an entry, for good or so far.
enum class Ending : std::uint8_t {
    none,
    finished, ///< went the whole way, or as far as a race of laps lasted
    pulled,   ///< out of a race of laps, when it was lapped
    gave_up,
    taken_in,
};

struct Fate {
    Ending ending = Ending::none;
    std::optional<UtcTime> finish;
    std::vector<Leaving> leavings; ///< each time it was not on the course, ascending
};

/// Everybody in a race, second by second and all together: who waits for the gun, goes each leg by
/// its ability, sits in others' shelter, changes shoes, stops, gets lost, gives up, is driven home,
/// and is waved out when a race of laps is over by the plan's rules.
/// Settled by the plan, the settings and the seed, the same everywhere; an athlete's own luck hangs
/// on its bib, not on who else is entered. A few hundred bytes each. One thread.
class Peloton {
public:
    /// `plan` outlives it. Settings outside their ranges: std::invalid_argument.
    Peloton(const plan::RacePlan& plan, const FieldSettings& settings, std::uint64_t seed);
    Peloton(const plan::RacePlan&& plan, const FieldSettings& settings,
            std::uint64_t seed) = delete;

    /// Entries, in the plan's order.
    std::size_t size() const { return racers_.size(); }

    /// The first whole second: a few minutes before the first gun.
    UtcTime begin() const { return begin_; }

    UtcTime now() const { return now_; }

    /// One second on.
    void step();

    /// Between a second before now() and now(); an earlier or a later time is taken for the nearer
    /// of them.
    TrueState at(std::size_t entry, UtcTime time) const;

    /// So far, in course order, true to the millisecond: the start as the wave starts (gun or slot,
    /// or own crossing), and when it crossed each other timing point in the race.
    const std::vector<TruePassage>& passages(std::size_t entry) const {
        return racers_[entry].passages();
    }

    /// Nobody races any more, and all stand.
    bool is_over() const;

    /// False: that cannot be done to somebody who does what this one does now (a swimmer in a
    /// vehicle cannot get lost), or the amount is out of range.
    bool order(std::size_t entry, const Order& order);

    Fate fate(std::size_t entry) const;

    Doing doing(std::size_t entry) const { return racers_[entry].doing(); }

    const Road& road(std::size_t entry) const { return roads_[places_[entry].road]; }

private:
    /// Where what belongs to an entry lies.
    struct Place {
        std::uint32_t road;
        std::uint32_t abilities;
    };

    void line_up(const plan::RacePlan& plan, std::uint64_t seed);
    void find_wheels();
    void wave_out();
    Racer::World world_of(std::size_t entry) const;

    FieldSettings settings_;
    std::deque<Road> roads_; ///< of the plan's courses that somebody goes
    std::vector<Place> places_;
    std::vector<Ability> abilities_;
    std::vector<Racer> racers_;
    std::vector<Bunch::Member> members_; ///< kept for its memory
    std::vector<Wheel> wheels_;
    std::vector<RaceEnding> endings_; ///< by road; none where everybody goes the whole way
    std::vector<std::size_t> judged_; ///< of each entry: so many passages
    std::vector<bool> pulled_;
    UtcTime begin_;
    UtcTime now_;
};

} // namespace lanterne::simulator
