#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/base/time.hpp"

namespace lanterne::firmware {

/// How a receiver's time goes beside the steady clock.
enum class Pace : std::uint8_t {
    real, ///< as fast: a unit in the field
    free, ///< as it likes: a replay, or a rehearsal at 60 x. Only forward is asked for
};

/// Nobody's fix is older than the firmware that takes it.
inline constexpr UtcTime firmware_written =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::January / 1};

/// After this many weeks GPS counts from 0 again.
inline constexpr Milliseconds roll_over = std::chrono::weeks{1024};

/// Knows what time it is by the times that a receiver said and the steady clock between them, and
/// judges each new one by that.
///
/// A time is possible within the 1024 weeks that begin with firmware_written. Of the times that
/// differ by a roll-over (or two, or four) just one lies there, so no roll-over is ever believed,
/// however long it lasts and whatever came first; nor what gpsd 3.22 makes of dates before 2006-05,
/// which it shifts by 1024 weeks up to 2017. At a free pace every time from 2017 on is possible: a
/// replay may be of any day.
class TimeKeeper {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// A time this far before what the steady clock says has jumped.
    static constexpr Milliseconds most_ahead = std::chrono::seconds{3};
    /// A reading may have waited in a buffer while the card was slow; not longer than this.
    static constexpr Milliseconds most_late = std::chrono::seconds{60};
    /// Time that goes back no further than this says the same second again: a leap second, or a
    /// receiver that corrects itself by less.
    static constexpr Milliseconds small_step = std::chrono::seconds{1};
    /// So many times that agree confirm the clock: what is then further off than
    /// farthest_correction is impossible. It is the default date of a receiver that lost its own.
    static constexpr int readings_that_confirm = 60;
    static constexpr Milliseconds farthest_correction = std::chrono::days{1};

    enum class Verdict {
        believed,   ///< agrees with the steady clock and goes forward; so does the first of all
        repeated,   ///< the newest time again, or at most small_step before it
        doubtful,   ///< possible, but it jumps: one of the two is wrong
        impossible, ///< no time at all
    };

    explicit TimeKeeper(Pace pace) : pace_{pace} {}

    Verdict judge(UtcTime time, Instant heard) const;

    /// Whether the later one goes forward from the earlier as the steady clock does.
    bool agree(UtcTime earlier, Instant earlier_heard, UtcTime later, Instant later_heard) const;

    /// A time that was judged as believed.
    void believe(UtcTime time, Instant heard);

    /// The clock was wrong: the next time that is believed sets it.
    void forget();

    /// A time that was made by date() has been given to a fix.
    void advance(UtcTime time);

    /// What time it was at that instant. Nothing before the first time that was believed, nor at a
    /// free pace. Off by the receiver's delay (about 0.3 s at most with gpsd) and the steady
    /// clock's drift (0.4 s an hour at 100 ppm).
    std::optional<UtcTime> date(Instant heard) const;

    std::optional<UtcTime> newest() const { return newest_; }

private:
    bool is_possible(UtcTime time) const;

    Pace pace_;
    std::optional<UtcTime> newest_;
    Instant newest_heard_{};
    Milliseconds offset_{}; ///< UTC minus steady, of the promptest reading
    int confirmations_ = 0;
};

} // namespace lanterne::firmware
