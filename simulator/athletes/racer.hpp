#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/geo/plane.hpp"
#include "hal/simulated/small_random.hpp"
#include "simulator/athletes/ability.hpp"
#include "simulator/athletes/bunch.hpp"
#include "simulator/athletes/field_settings.hpp"
#include "simulator/athletes/road.hpp"
#include "simulator/athletes/true_state.hpp"

namespace lanterne::simulator {

/// Somebody was not on the course.
struct Leaving {
    Metres along{0};
    UtcTime from;
    std::optional<UtcTime> to; ///< when it was back, or in a vehicle; nothing: not so far
    Doing doing = Doing::lost; ///< or gave_up
};

/// One athlete of a race, and its way second by second. What it does comes from its own random
/// numbers and from whom it has before and behind, nothing else.
class Racer {
public:
    /// Longer than this nobody races: who does gives up.
    static constexpr double longest_race_s = 24 * 3600;

    struct Start {
        UtcTime time;              ///< gun, or slot
        bool is_by_gate = false;   ///< its clock starts when it crosses the line
        double behind_m = 0;       ///< where it stands until then
        double reacts_after_s = 0; ///< the start
    };

    /// What it may look at; all of it outlives the racer.
    struct World {
        const Road* road;
        const FieldSettings* settings;
        std::span<const Ability> abilities; ///< its own, by leg
    };

    Racer(const World& world, const Start& start, const hal::simulated::SmallRandom& random);

    /// The second that ends at `now`. `wheel`: as it was a second before.
    void step(UtcTime now, const World& world, const Wheel& wheel);

    /// False: that cannot be done to somebody who does what it does now.
    bool order(const Order& order, const World& world);

    /// It was waved out there, in the second that step() took. False: it does not race any more.
    bool wave_out(const TruePassage& at, const Road& road);

    TrueState at(double part, UtcTime time, const Road& road) const; ///< of the second before now

    Doing doing() const { return doing_; }

    /// It will not move any more, unless ordered to.
    bool is_at_rest() const;

    double along() const { return along_; }

    double speed_mps() const { return speed_; }

    std::uint32_t leg() const { return leg_; }

    const std::vector<TruePassage>& passages() const { return passages_; }

    const std::vector<Leaving>& leavings() const { return leavings_; }

    std::optional<UtcTime> finish() const { return finish_; }

private:
    struct Second; ///< what one step knows

    void draw_fate(const World& world);
    double drawn_place(const World& world);
    void wait(const Second& second);
    void race(const Second& second);
    double wanted_speed(const Second& second);
    double left_of(double full, const Second& second, double form_times) const;
    double on_foot(const Second& second) const;
    double in_water(const Second& second) const;
    double riding(const Second& second);
    void stop_where_due(const Second& second);
    void pass(const Second& second);
    void pass_leg_end(const Second& second);
    void run_out(const Second& second);
    void stand();
    void leave(const Second& second);
    void be_lost(const Second& second);
    void give_up(const Second& second);
    void be_gone(const Second& second);
    void board(const Second& second);
    void be_driven(const Second& second);
    bool stand_for(double seconds);
    bool lose(double metres, const Road& road);
    void wander();
    double seconds_to(double along) const;
    double way_gone(double part) const;

    hal::simulated::SmallRandom random_;
    std::vector<TruePassage> passages_;
    std::vector<Leaving> leavings_;
    std::optional<UtcTime> finish_;
    UtcTime start_;
    double along_;
    double along_before_;
    double ends_at_;     ///< along
    double lost_at_;     ///< along; beyond all courses: never
    double gives_up_at_; ///< along, the same
    double dwells_at_;   ///< along, the same
    double away_ = 0;    ///< metres from the course, where it is left
    double away_before_ = 0;
    double away_east_ = 0; ///< unit vector
    double away_north_ = 0;
    double speed_ = 0; ///< m/s, along or away
    double speed_before_ = 0;
    double right_; ///< metres beside the line
    double right_before_;
    double form_ = 0;    ///< part of the speed
    double reserve_ = 1; ///< part of what it has
    double reacts_s_;
    double raced_s_ = 0;
    double stop_in_s_ = 0;    ///< of racing
    double stop_for_s_ = 0;   ///< the stop that it brakes for, or stands
    double lost_for_m_ = 0;   ///< out
    double vehicle_in_s_ = 0; ///< after it gave up; never: infinity
    double rest_m_;           ///< behind the finish, or beside the course
    std::uint32_t next_point_ = 0;
    std::uint16_t leg_ = 0;
    Doing doing_ = Doing::waiting;
    Doing doing_before_ = Doing::waiting;
    bool is_by_gate_;
    bool is_tired_ = false;    ///< of leading a bunch
    bool turned_back_ = false; ///< who is lost
};

} // namespace lanterne::simulator
