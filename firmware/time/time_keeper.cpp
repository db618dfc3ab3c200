#include "firmware/time/time_keeper.hpp"

#include <algorithm>

namespace lanterne::firmware {
namespace {

/// The promptest reading may be overtaken by the steady clock's drift: never faster than this.
constexpr int steady_drift = 1'000; // one in

Milliseconds offset_of(UtcTime time, TimeKeeper::Instant heard) {
    return time.time_since_epoch() - std::chrono::floor<Milliseconds>(heard).time_since_epoch();
}

bool keeps_pace(Milliseconds ahead) {
    return ahead <= TimeKeeper::most_ahead && ahead >= -TimeKeeper::most_late;
}

} // namespace

bool TimeKeeper::is_possible(UtcTime time) const {
    return pace_ == Pace::real ? time >= firmware_written && time < firmware_written + roll_over
                               : time >= earliest_time && time <= latest_time;
}

TimeKeeper::Verdict TimeKeeper::judge(UtcTime time, Instant heard) const {
    if (!is_possible(time)) {
        return Verdict::impossible;
    }
    if (!newest_) {
        return Verdict::believed;
    }
    const Milliseconds ahead = offset_of(time, heard) - offset_;
    const bool is_far = std::chrono::abs(ahead) > farthest_correction;
    if (pace_ == Pace::real && is_far && confirmations_ >= readings_that_confirm) {
        return Verdict::impossible;
    }
    if (time <= *newest_) {
        return *newest_ - time <= small_step ? Verdict::repeated : Verdict::doubtful;
    }
    return pace_ == Pace::free || keeps_pace(ahead) ? Verdict::believed : Verdict::doubtful;
}

bool TimeKeeper::agree(UtcTime earlier, Instant earlier_heard, UtcTime later,
                       Instant later_heard) const {
    const Milliseconds ahead = offset_of(later, later_heard) - offset_of(earlier, earlier_heard);
    return later > earlier && (pace_ == Pace::free || keeps_pace(ahead));
}

void TimeKeeper::believe(UtcTime time, Instant heard) {
    const Milliseconds offset = offset_of(time, heard);
    if (newest_) {
        const auto drift =
            std::chrono::duration_cast<Milliseconds>(heard - newest_heard_) / steady_drift;
        offset_ = std::max(offset, offset_ - drift);
    } else {
        offset_ = offset;
    }
    newest_ = time;
    newest_heard_ = heard;
    confirmations_ = std::min(confirmations_ + 1, readings_that_confirm);
}

void TimeKeeper::forget() {
    newest_.reset();
    confirmations_ = 0;
}

void TimeKeeper::advance(UtcTime time) { newest_ = std::max(time, newest_.value_or(time)); }

std::optional<UtcTime> TimeKeeper::date(Instant heard) const {
    if (!newest_ || pace_ == Pace::free) {
        return std::nullopt;
    }
    return UtcTime{std::chrono::floor<Milliseconds>(heard).time_since_epoch() + offset_};
}

} // namespace lanterne::firmware
