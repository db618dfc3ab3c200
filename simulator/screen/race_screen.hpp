#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "simulator/screen/controls.hpp"
#include "simulator/screen/course_map.hpp"
#include "simulator/screen/observer.hpp"
#include "simulator/screen/terminal.hpp"

namespace lanterne::simulator {

/// A race day on a terminal: drawn at most ten times a second, with keys. The terminal is taken by
/// the first picture and given back when this object is gone. One thread.
class RaceScreen {
public:
    using Steady = std::chrono::steady_clock;

    static constexpr std::chrono::milliseconds picture_interval{100};
    static constexpr std::chrono::milliseconds log_interval{1000};

    /// The plan has an entry and outlives it.
    RaceScreen(const plan::RacePlan& plan, std::string title);

    void befalls(const MishapEvent& event) { observer_.befalls(event); }

    void say(const std::string& line) { observer_.say(line); } ///< into the log

    /// What the run waits for, when it is not the race; empty: the race.
    void works_at(const std::string& work) { observer_.now().work = work; }

    /// Race time that the units should have reached, and how it is made.
    struct Pace {
        UtcTime target;
        PaceNow now;
    };

    /// Takes the keys, and draws when a picture is due. What is wished, in order.
    std::vector<Wish> turn(const RaceDay& day, const Pace& pace, Steady::time_point now);

private:
    std::vector<Wish> take_keys();
    void draw_now(const RaceDay& day, const Pace& pace, Steady::time_point now);

    const plan::RacePlan& plan_;
    std::string title_;
    Observer observer_;
    Controls controls_;
    CourseMap map_;
    std::vector<std::size_t> order_;
    std::unique_ptr<Terminal> terminal_;
    Steady::time_point next_picture_{};
    Steady::time_point next_log_{};
};

} // namespace lanterne::simulator
