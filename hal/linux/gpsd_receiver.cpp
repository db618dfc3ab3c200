#include "hal/linux/gpsd_receiver.hpp"

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

#include <gps.h>

#include "hal/linux/reading_hold.hpp"

// The library can hear gpsd by way of D-Bus too. These two are all that asks for it, and they are
// never called: gpsd is heard on a socket. Given here, they keep D-Bus and libsystemd, 1 MB of
// resident memory, out of the program (docs/decisions/0012).
extern "C" {
int gps_dbus_open(gps_data_t*) { return -1; }

int gps_dbus_mainloop(gps_data_t*, int, void (*)(gps_data_t*)) { return -1; }
}

namespace lanterne::hal::linux_system {
namespace {

using Instant = ReadingHold::Instant;
using std::chrono::milliseconds;

constexpr milliseconds first_retry{250};
constexpr milliseconds last_retry{8'000};

Instant steady_now() { return std::chrono::steady_clock::now(); }

std::optional<double> if_finite(double value) {
    return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

UtcTime to_time(const timespec& time) {
    return from_ms(std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000);
}

/// Nothing when the data is no position fix. Whether it is plausible is the sampler's question.
std::optional<GnssReading> to_reading(const gps_data_t& data) {
    const gps_fix_t& fix = data.fix;
    if (fix.mode < MODE_2D || !std::isfinite(fix.latitude) || !std::isfinite(fix.longitude)) {
        return std::nullopt;
    }
    const bool has_time = (data.set & TIME_SET) != 0 && fix.time.tv_sec > 0;
    return GnssReading{.time = has_time ? std::optional{to_time(fix.time)} : std::nullopt,
                       .latitude_deg = fix.latitude,
                       .longitude_deg = fix.longitude,
                       .altitude_m = if_finite(fix.altMSL),
                       .speed_mps = if_finite(fix.speed),
                       .course_deg = if_finite(fix.track),
                       .accuracy_m = if_finite(fix.eph),
                       .satellites = std::max(0, data.satellites_used),
                       .mode = fix.mode == MODE_3D ? FixMode::fix_3d : FixMode::fix_2d};
}

} // namespace

/// The libgps handle with its retry state. A handle that failed is closed and zeroed before use.
class GpsdReceiver::Connection {
public:
    explicit Connection(GpsdAddress address)
        : address_{std::move(address)}, port_{std::to_string(address_.port)} {}

    ~Connection() { close(); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<std::optional<GnssReading>, GnssError> next(milliseconds timeout);

    bool answers() const { return answers_; }

    std::uint64_t dropped() const { return hold_.dropped(); }

private:
    bool ready(Instant until);
    bool open();
    void close();
    Result<std::optional<GnssReading>, GnssError> read_one();

    GpsdAddress address_;
    std::string port_;
    gps_data_t data_{};
    bool open_ = false;
    bool answers_ = false;
    bool gone_said_ = false;
    bool broke_ = false; ///< gone, but a reading had to be handed over first
    milliseconds retry_ = first_retry;
    Instant next_try_{};
    ReadingHold hold_;
};

bool GpsdReceiver::Connection::open() {
    data_ = gps_data_t{};
    if (::gps_open(address_.host.c_str(), port_.c_str(), &data_) != 0) {
        return false;
    }
    open_ = true;
    if (::gps_stream(&data_, WATCH_ENABLE | WATCH_JSON, nullptr) != 0) {
        close();
        return false;
    }
    return true;
}

void GpsdReceiver::Connection::close() {
    if (open_) {
        ::gps_close(&data_);
    }
    open_ = false;
    answers_ = false;
}

/// Connected, or not until the given instant (it then has waited).
bool GpsdReceiver::Connection::ready(Instant until) {
    while (!open_) {
        if (steady_now() >= next_try_ && open()) {
            return true;
        }
        const Instant now = steady_now();
        if (now >= next_try_) {
            next_try_ = now + retry_;
            retry_ = std::min(retry_ * 2, last_retry);
        }
        if (now >= until) {
            return false;
        }
        std::this_thread::sleep_until(std::min(until, next_try_));
    }
    return true;
}

Result<std::optional<GnssReading>, GnssError> GpsdReceiver::Connection::read_one() {
    data_.set = 0;
    // A dead gpsd is -1 with errno 0; whatever the reason, the handle is of no further use.
    if (::gps_read(&data_, nullptr, 0) < 0) {
        close();
        next_try_ = steady_now() + retry_;
        retry_ = std::min(retry_ * 2, last_retry);
        if (auto last = hold_.take()) {
            broke_ = true;
            return last;
        }
        gone_said_ = true;
        return tl::unexpected{GnssError::receiver_gone};
    }
    answers_ = true;
    retry_ = first_retry;
    if ((data_.set & LATLON_SET) != 0) {
        if (const auto report = to_reading(data_)) {
            return hold_.put(*report, steady_now());
        }
    }
    return std::nullopt;
}

Result<std::optional<GnssReading>, GnssError> GpsdReceiver::Connection::next(milliseconds timeout) {
    if (std::exchange(broke_, false)) {
        gone_said_ = true;
        return tl::unexpected{GnssError::receiver_gone};
    }
    const Instant until = steady_now() + timeout;
    if (!ready(until)) {
        if (!gone_said_) {
            gone_said_ = true;
            return tl::unexpected{GnssError::receiver_gone};
        }
        return std::nullopt;
    }
    gone_said_ = false;
    while (true) {
        // libgps keeps what it has read beyond one object: empty that before waiting.
        while (::gps_waiting(&data_, 0)) {
            auto reading = read_one();
            if (!reading || *reading) {
                return reading;
            }
        }
        const Instant now = steady_now();
        if (auto reading = hold_.take_when_quiet(now)) {
            return reading;
        }
        if (now >= until) {
            return std::nullopt;
        }
        const Instant wake = std::min(until, hold_.due().value_or(until));
        const auto left = std::chrono::ceil<std::chrono::microseconds>(wake - now);
        ::gps_waiting(&data_, static_cast<int>(std::min<std::int64_t>(left.count(), 1'000'000)));
    }
}

GpsdReceiver::GpsdReceiver(GpsdAddress address)
    : connection_{std::make_unique<Connection>(std::move(address))} {}

GpsdReceiver::~GpsdReceiver() = default;

Result<std::optional<GnssReading>, GnssError>
GpsdReceiver::next(std::chrono::milliseconds timeout) {
    return connection_->next(timeout);
}

bool GpsdReceiver::connected() const { return connection_->answers(); }

std::uint64_t GpsdReceiver::dropped() const { return connection_->dropped(); }

} // namespace lanterne::hal::linux_system
