#include "core/scoring/tracking/track.hpp"

#include <algorithm>

namespace lanterne::scoring {

Track::Track(const course::Course& course, UtcTime gun)
    : course_{&course}, gun_{gun}, athlete_{course, gun} {}

bool Track::take(std::span<const Fix> fixes) {
    std::optional<UtcTime> newest;
    if (athlete_.newest()) {
        newest = athlete_.newest()->time;
    }
    for (const Fix& fix : fixes) {
        if (newest && fix.time <= *newest) {
            return false;
        }
        newest = fix.time;
    }
    for (const Fix& fix : fixes) {
        athlete_.take(fix);
        save();
    }
    return true;
}

void Track::save() {
    const UtcTime now = athlete_.newest()->time;
    const UtcTime last = saved_.empty() ? gun_ : saved_.back().newest()->time;
    if (now - last < least_apart) { // before the gun there is nothing to save either
        return;
    }
    if (saved_.size() == max_saved) {
        // Of each two that embrace one, those are closest for their age whose ratio of ages is
        // least; between them nothing is missed. The oldest stays.
        std::size_t least = 1;
        double least_ratio = 0;
        for (std::size_t i = 1; i < saved_.size(); ++i) {
            const auto age = [&](std::size_t j) {
                return j == saved_.size()
                           ? 0.0
                           : static_cast<double>((now - saved_[j].newest()->time).count());
            };
            const double least_age = static_cast<double>(least_apart.count());
            const double ratio = (age(i - 1) + least_age) / (age(i + 1) + least_age);
            if (i == 1 || ratio < least_ratio) {
                least = i;
                least_ratio = ratio;
            }
        }
        saved_.erase(saved_.begin() + static_cast<std::ptrdiff_t>(least));
    }
    saved_.push_back(athlete_);
}

std::optional<UtcTime> Track::kept_before(UtcTime late) const {
    std::optional<UtcTime> kept;
    for (const Athlete& saved : saved_) {
        if (saved.newest()->time < late) {
            kept = saved.newest()->time;
        }
    }
    return kept;
}

std::size_t Track::bytes() const {
    std::size_t bytes = sizeof(Track) + athlete_.bytes_beside();
    bytes += saved_.capacity() * sizeof(Athlete);
    for (const Athlete& saved : saved_) {
        bytes += saved.bytes_beside();
    }
    return bytes;
}

bool Track::go_back(std::optional<UtcTime> kept) {
    if (!kept) {
        saved_.clear();
        athlete_ = Athlete{*course_, gun_};
        return true;
    }
    const auto at = std::ranges::find_if(
        saved_, [&](const Athlete& saved) { return saved.newest()->time == *kept; });
    if (at == saved_.end()) {
        return false;
    }
    athlete_ = *at;
    saved_.erase(at + 1, saved_.end());
    return true;
}

} // namespace lanterne::scoring
