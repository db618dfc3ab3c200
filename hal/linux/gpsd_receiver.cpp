#include "hal/linux/gpsd_receiver.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <thread>
#include <utility>

#include <gps.h>

#include "hal/linux/line_socket.hpp"
#include "hal/linux/reading_hold.hpp"

// The library can hear gpsd by way of D-Bus too. These two are all that asks for it, and they are
// never called: gpsd is heard on a socket of ours. Given here, they keep D-Bus and libsystemd, 1 MB
// of resident memory, out of the program (docs/decisions/0012).
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
constexpr milliseconds connect_patience{5'000};
constexpr int lines_a_turn = 64;
constexpr std::string_view watch = "?WATCH={\"enable\":true,\"json\":true};\n";

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

/// Talks with gpsd on a socket of its own and has libgps understand the lines: gps_read() waits
/// without limit, or spins, when half a line has come, and gps_open() when a host does not answer.
class GpsdReceiver::Connection {
public:
    explicit Connection(const GpsdAddress& address) : socket_{address.host, address.port} {}

    Result<std::optional<GnssReading>, GnssError> next(milliseconds timeout);

    bool answers() const { return answers_; }

    std::uint64_t dropped() const { return hold_.dropped(); }

private:
    enum class State : std::uint8_t { closed, connecting, open };

    using Heard = Result<std::optional<GnssReading>, GnssError>;

    bool ready(Instant until);
    void begin();
    void go_on(Instant until);
    void put_off();
    Heard hear_lines();
    std::optional<GnssReading> hear(std::string line);
    Heard lose();

    LineSocket socket_;
    gps_data_t data_{};
    State state_ = State::closed;
    bool answers_ = false;
    bool gone_said_ = false;
    bool broke_ = false; ///< gone, but a reading had to be handed over first
    milliseconds retry_ = first_retry;
    Instant next_try_{};
    Instant patience_ends_{}; ///< while connecting
    ReadingHold hold_;
};

void GpsdReceiver::Connection::put_off() {
    socket_.close();
    state_ = State::closed;
    answers_ = false;
    next_try_ = steady_now() + retry_;
    retry_ = std::min(retry_ * 2, last_retry);
}

void GpsdReceiver::Connection::begin() {
    if (!socket_.start()) {
        put_off();
        return;
    }
    state_ = State::connecting;
    patience_ends_ = steady_now() + connect_patience;
}

/// Connecting: waits for it, and asks for reports once it has come about.
void GpsdReceiver::Connection::go_on(Instant until) {
    const auto connected = socket_.wait_connected(std::min(until, patience_ends_));
    if (connected && !*connected && steady_now() < patience_ends_) {
        return;
    }
    if (!connected || !*connected || !socket_.send(watch)) {
        put_off();
        return;
    }
    data_ = gps_data_t{};
    state_ = State::open;
}

/// Connected, or not until the given instant (it then has waited).
bool GpsdReceiver::Connection::ready(Instant until) {
    while (state_ != State::open) {
        if (state_ == State::closed && steady_now() >= next_try_) {
            begin();
        }
        if (state_ == State::connecting) {
            go_on(until);
        }
        if (state_ != State::open && steady_now() >= until) {
            return false;
        }
        if (state_ == State::closed) {
            std::this_thread::sleep_until(std::min(until, next_try_));
        }
    }
    return true;
}

GpsdReceiver::Connection::Heard GpsdReceiver::Connection::lose() {
    put_off();
    if (auto last = hold_.take()) {
        broke_ = true;
        return last;
    }
    gone_said_ = true;
    return tl::unexpected{GnssError::receiver_gone};
}

std::optional<GnssReading> GpsdReceiver::Connection::hear(std::string line) {
    data_.set = 0;
    ::gps_unpack(line.data(), &data_);
    answers_ = true;
    retry_ = first_retry;
    const auto report = (data_.set & LATLON_SET) != 0 ? to_reading(data_) : std::nullopt;
    return report ? hold_.put(*report, steady_now()) : std::nullopt;
}

/// What has come already, as far as the turn goes: somebody may say more than can be heard.
GpsdReceiver::Connection::Heard GpsdReceiver::Connection::hear_lines() {
    for (int lines = 0; lines < lines_a_turn; ++lines) {
        auto line = socket_.next_line();
        if (!line) {
            return lose();
        }
        if (!*line) {
            break;
        }
        if (auto reading = hear(std::move(**line))) {
            return reading;
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
        auto reading = hear_lines();
        if (!reading || *reading) {
            return reading;
        }
        const Instant now = steady_now();
        if (auto quiet = hold_.take_when_quiet(now)) {
            return quiet;
        }
        if (now >= until) {
            return std::nullopt;
        }
        socket_.wait_readable(std::min(until, hold_.due().value_or(until)));
    }
}

GpsdReceiver::GpsdReceiver(const GpsdAddress& address)
    : connection_{std::make_unique<Connection>(address)} {}

GpsdReceiver::~GpsdReceiver() = default;

Result<std::optional<GnssReading>, GnssError>
GpsdReceiver::next(std::chrono::milliseconds timeout) {
    return connection_->next(timeout);
}

bool GpsdReceiver::connected() const { return connection_->answers(); }

std::uint64_t GpsdReceiver::dropped() const { return connection_->dropped(); }

} // namespace lanterne::hal::linux_system
