#pragma once

#include "core/course/course.hpp"
#include "hal/simulated/random.hpp"
#include "simulator/athletes/behaviour.hpp"

namespace lanterne::truth {

// How athletes behave on the shapes. All of them wait a few minutes behind the line, go up to 3 m
// beside it and round corners; one in twenty has to stop for up to a minute, one in fifty gives up.

simulator::Behaviour ordinary(const course::Course& course, hal::simulated::Random& random);

/// One or two laps over the line before the gun, and after the finish.
simulator::Behaviour warms_up_and_cools_down(const course::Course& course,
                                             hal::simulated::Random& random);

/// Ten to twenty minutes on the grid, up to two more behind the line after the gun.
simulator::Behaviour waits_at_the_start(const course::Course& course,
                                        hal::simulated::Random& random);

/// Walks back 20 to 80 m a few times, also over gates, and home from the finish against the course.
simulator::Behaviour walks_back(const course::Course& course, hal::simulated::Random& random);

/// Before the point called "turn": a third turns around 10 to 60 m short of it, goes back and comes
/// again; a third cuts from there to the way back and never passes it.
simulator::Behaviour turns_back_early(const course::Course& course, hal::simulated::Random& random);

/// Stands up to ten minutes at three places, one of them near a gate.
simulator::Behaviour stands(const course::Course& course, hal::simulated::Random& random);

/// No fix from 400 m before the point called "tunnel" to 400 m behind it, and over 200 m elsewhere.
simulator::Behaviour goes_through_tunnels(const course::Course& course,
                                          hal::simulated::Random& random);

/// A silence of two to five minutes.
simulator::Behaviour falls_silent(const course::Course& course, hal::simulated::Random& random);

/// Turns off by 30 to 120 degrees, up to 8 m behind the finish; not who cools down on the course.
void turn_off(simulator::Behaviour& behaviour, hal::simulated::Random& random);

} // namespace lanterne::truth
