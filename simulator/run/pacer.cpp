#include "simulator/run/pacer.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::simulator {

UtcTime Pacer::target(UtcTime wall) {
    const UtcTime by_clock = plan::race_time(clock_, wall);
    if (!anchor_) {
        return by_clock;
    }
    const double speed = paused_ ? 0 : clock_.rate * factor_;
    const auto passed =
        static_cast<double>(std::max((wall - anchor_->wall).count(), std::int64_t{0}));
    const UtcTime reached = anchor_->race + Milliseconds{std::llround(passed * speed)};
    if (whose_ == ClockOf::own || reached < by_clock) {
        return reached;
    }
    if (paused_ || factor_ < 1) { // it has only just begun to fall behind
        return std::max(std::min(reached, by_clock), anchor_->race);
    }
    anchor_.reset();
    factor_ = 1;
    return by_clock;
}

UtcTime Pacer::clock_time(UtcTime wall) {
    return whose_ == ClockOf::own ? target(wall) : plan::race_time(clock_, wall);
}

void Pacer::pause_or_go_on(UtcTime wall) {
    drop_anchor(wall);
    paused_ = !paused_;
}

bool Pacer::faster(UtcTime wall) {
    const UtcTime now = drop_anchor(wall);
    const bool is_with_server = whose_ == ClockOf::server && factor_ >= 1 && !paused_ &&
                                now >= plan::race_time(clock_, wall);
    if (factor_ >= fastest || is_with_server) {
        return false;
    }
    factor_ *= 2;
    return true;
}

bool Pacer::slower(UtcTime wall) {
    drop_anchor(wall);
    if (factor_ <= slowest) {
        return false;
    }
    factor_ /= 2;
    return true;
}

/// What follows goes on from the race time of now.
UtcTime Pacer::drop_anchor(UtcTime wall) {
    const UtcTime now = target(wall);
    anchor_ = {.wall = wall, .race = now};
    return now;
}

} // namespace lanterne::simulator
