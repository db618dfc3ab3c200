#pragma once

#include "simulator/athletes/journey.hpp"

namespace lanterne::simulator {

/// Writes a journey second by second.
class Journeying {
public:
    explicit Journeying(Journey& journey);

    void before_the_gun();
    void race();
    void after_the_finish();

private:
    void note(double seconds);
    void stand(double seconds);
    void go(double metres, double speed);
    void second_of_race(double target);
    void race_to(double target);
    void walk(double metres, double speed);
    void halt(const Halt& halt);
    void cut(const Cut& cut);
    void abandon();
    double slowness() const;

    Journey& journey_;
    double t_;
    double along_ = 0;
    double speed_ = 0;
    double wander_; ///< of where on the road it goes, m
    geo::PlanePoint shift_;
    bool is_racing_ = false;
};

} // namespace lanterne::simulator
