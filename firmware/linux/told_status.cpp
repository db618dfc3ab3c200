#include "firmware/linux/told_status.hpp"

#include "firmware/status/status_text.hpp"

namespace lanterne::firmware {
namespace {

Milliseconds whole_ms(std::chrono::steady_clock::duration time) {
    return std::chrono::floor<Milliseconds>(time);
}

} // namespace

ToldStatus::ToldStatus(const std::optional<std::filesystem::path>& folder, const hal::Clock& clock,
                       Log& log)
    : clock_{clock}, log_{log}, started_{clock.steady()} {
    if (folder) {
        file_.emplace(*folder / file_name);
    }
}

void ToldStatus::tell(const Tracker& tracker, const ConnectionWatch& gpsd,
                      const ConnectionWatch& broker) {
    const Instant now = clock_.steady();
    if (!file_ || (next_ && now < *next_)) {
        return;
    }
    next_ = now + interval;
    UnitStatus status = tracker.status();
    status.unit.written = whole_ms(now.time_since_epoch());
    status.unit.running = whole_ms(now - started_);
    status.receiver.gpsd = gpsd.connected();
    status.broker.since = whole_ms(now - broker.since());
    status.broker.trouble = broker.trouble();
    const bool told = file_->publish(to_toml(status));
    if (!told && !untold_) {
        log_.warning("the status cannot be told: its folder under /run takes no file");
    }
    untold_ = !told;
}

} // namespace lanterne::firmware
