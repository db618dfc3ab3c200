#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::simulator {

/// Whose clock the race time of a run is.
enum class ClockOf : std::uint8_t {
    server, ///< the folder's, which the ingest has too: fixes from beyond it would be refused
    own,    ///< nobody else has it
};

/// Turns the wall clock, the rehearsal's clock, pauses and factors into the race time that the day
/// should have reached. Beside a server's clock it may fall behind and catch up, never run ahead;
/// without one it may also be faster.
class Pacer {
public:
    static constexpr double slowest = 1.0 / 8; ///< factors are powers of two between these
    static constexpr double fastest = 64;

    Pacer(const plan::RehearsalClock& clock, ClockOf whose) : clock_{clock}, whose_{whose} {}

    /// Race time to be reached at that wall time, which is not before any given so far (else it
    /// stands still).
    UtcTime target(UtcTime wall);

    /// Race time by the clock that is followed: a server's goes on while we pause, our own waits.
    UtcTime clock_time(UtcTime wall);

    void pause_or_go_on(UtcTime wall);

    /// Twice as fast. False where it cannot be: at `fastest`, or with a server's clock already.
    bool faster(UtcTime wall);
    /// Half as fast. False at `slowest`.
    bool slower(UtcTime wall);

    bool is_paused() const { return paused_; }

    double factor() const { return factor_; } ///< of the rate; 1 unless somebody wished otherwise

    double rate() const { return clock_.rate; } ///< race time over wall time

    ClockOf whose() const { return whose_; }

private:
    struct Anchor {
        UtcTime wall;
        UtcTime race;
    };

    UtcTime drop_anchor(UtcTime wall);

    plan::RehearsalClock clock_;
    ClockOf whose_;
    double factor_ = 1;
    bool paused_ = false;
    std::optional<Anchor> anchor_; ///< nothing: with the clock, to the millisecond
};

} // namespace lanterne::simulator
