#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "core/base/fix.hpp"
#include "firmware/time/time_keeper.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::firmware {

/// The reading at the wire's resolution. Nothing when its time is absent, when time or place are
/// outside a Fix's limits, or when its place is 0 N 0 E without an accuracy: that is what a
/// receiver says that knows nothing. A single value that makes no sense (a course of 400 degrees)
/// is left out, an accuracy beyond the limit is the limit: neither makes a good position worthless.
std::optional<Fix> to_fix(const hal::GnssReading& reading);

/// How old the newest fix is.
enum class FixAge : std::uint8_t { fresh, stale, lost };

/// Decides which readings become fixes, and of what time.
///
/// - A possible time that agrees with the steady clock (see TimeKeeper), and the first of all: a
///   fix at once.
/// - The same second again is merged with the fix that there is.
/// - A position without a time, or with one that cannot be (a roll-over, a date of years ago): the
///   place is kept and dated by the steady clock; until a time is known it waits for that.
/// - A time that jumps is held. It is refused as soon as a reading agrees with the steady clock;
///   when readings_that_outvote in a row agree with each other instead, they are right and all
///   become fixes.
/// - A place may jump as it likes: the unit keeps what the receiver said, and whether anybody could
///   be there is for the server to judge, which knows the race.
///
/// At a free pace the steady clock dates nothing: a position without a possible time is refused.
class Sampler {
public:
    using Instant = TimeKeeper::Instant;

    static constexpr std::size_t readings_that_outvote = 10;
    /// Positions that wait for a time; beyond, the oldest is forgotten. 20 minutes at 1 Hz.
    static constexpr std::size_t most_waiting = 1'200;
    /// Once a time is known a position waits no longer than this for one of its own.
    static constexpr std::chrono::seconds patience{2};
    static constexpr std::chrono::seconds fresh_for{5};
    static constexpr std::chrono::seconds lost_after{60};

    explicit Sampler(Pace pace = Pace::real) : pace_{pace}, keeper_{pace} {}

    /// The fixes that this reading, heard at `now`, brings: none, one, or several, in order.
    std::vector<Fix> take(const hal::GnssReading& reading, Instant now);

    /// The fixes that have waited long enough; to be asked now and then, also when nothing is
    /// heard.
    std::vector<Fix> due(Instant now);

    /// Since the newest reading whose place and time could be used; none when there was none. A
    /// stalled receiver says nothing, so only asking shows it.
    std::optional<std::chrono::milliseconds> since_fix(Instant now) const;
    FixAge age(Instant now) const;

    /// What time it is by the receiver and the steady clock: see TimeKeeper::date().
    std::optional<UtcTime> utc(Instant now) const { return keeper_.date(now); }

    Pace pace() const { return pace_; }

    /// Readings that became no fix: no place on earth, or a time that proved wrong.
    std::uint64_t refused() const { return refused_; }

    /// Readings of a second that had its fix already.
    std::uint64_t merged() const { return merged_; }

    /// Fixes that were dated by the steady clock.
    std::uint64_t dated() const { return dated_; }

    /// Positions that waited for a time in vain.
    std::uint64_t forgotten() const { return forgotten_; }

private:
    struct Heard {
        Fix fix;
        Instant at;
    };

    std::vector<Fix> believe(const Heard& heard);
    std::vector<Fix> doubt(const Heard& heard);
    void wait(const Heard& heard);
    std::vector<Fix> dated_until(std::optional<Instant> last, std::optional<UtcTime> after);

    Pace pace_;
    TimeKeeper keeper_;
    std::deque<Heard> waiting_;   ///< their times mean nothing
    std::vector<Heard> doubtful_; ///< agree with each other, not with the clock
    std::optional<Instant> newest_;
    std::uint64_t refused_ = 0;
    std::uint64_t merged_ = 0;
    std::uint64_t dated_ = 0;
    std::uint64_t forgotten_ = 0;
};

} // namespace lanterne::firmware
