#include "simulator/replay/fix_track.hpp"

#include "simulator/replay/fix_reading.hpp"

namespace lanterne::simulator {

Result<std::optional<hal::GnssReading>, std::string> FixTrack::next() {
    for (;;) {
        if (fixes_.empty()) {
            const auto read = more();
            if (!read) {
                return tl::unexpected{read.error()};
            }
            if (read->empty()) {
                return std::optional<hal::GnssReading>{};
            }
            fixes_.assign(read->begin(), read->end());
        }
        const Fix fix = fixes_.front();
        fixes_.pop_front();
        if (!last_ || fix.time > *last_) {
            last_ = fix.time;
            return std::optional{reading_of(fix)};
        }
        ++left_out_; // a clock that went back, or an epoch that was said twice
    }
}

} // namespace lanterne::simulator
