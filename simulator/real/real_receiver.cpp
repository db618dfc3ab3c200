#include "simulator/real/real_receiver.hpp"

#include <cmath>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "simulator/feed/nmea_port.hpp"
#include "simulator/nmea/sentences.hpp"
#include "simulator/real/child.hpp"
#include "simulator/real/free_port.hpp"
#include "simulator/real/last_words.hpp"

namespace lanterne::simulator {

namespace fs = std::filesystem;

namespace {

constexpr double epochs_per_second = 7;
constexpr int warm_up_epochs = 10;
constexpr int start_attempts = 20; // each on another port, which another program may have taken
constexpr std::chrono::seconds reader_patience{60};
constexpr std::chrono::seconds start_patience{30};
constexpr std::chrono::seconds end_patience{5};
constexpr std::chrono::milliseconds nap{50};

/// Debian's profile lets gpsd open serial ports, and no pseudo-terminal.
bool gpsd_is_confined() {
    std::ifstream enabled{"/sys/module/apparmor/parameters/enabled"};
    return enabled.get() == 'Y' && fs::exists("/etc/apparmor.d/usr.sbin.gpsd");
}

std::uint16_t first_port() { return static_cast<std::uint16_t>(getpid() * 64 % 0x4000); }

std::string sentences_of(const hal::GnssReading& reading) {
    const bool has_fix = reading.mode == FixMode::fix_2d || reading.mode == FixMode::fix_3d;
    return has_fix ? nmea::epoch_with_fix(reading) : nmea::epoch_without_fix(*reading.time);
}

} // namespace

Milliseconds epoch_interval(Milliseconds wished, double rate) {
    const Milliseconds least{std::llround(std::ceil(rate / epochs_per_second * 1000))};
    if (wished >= least) {
        return wished;
    }
    return least <= std::chrono::seconds{1} ? least
                                            : std::chrono::ceil<std::chrono::seconds>(least);
}

struct RealReceiver::State {
    fs::path folder;
    std::unique_ptr<NmeaPort> line;
    std::string device; ///< by gpsd's name for it
    std::uint16_t port = 0;
    std::optional<ChildProcess> gpsd;

    mutable std::mutex mutex; ///< of the following four
    std::condition_variable_any news;
    std::deque<hal::GnssReading> waiting;
    std::uint64_t dropped = 0;
    std::optional<std::string> fault;

    std::jthread speaker;

    fs::path log() const { return folder / "gpsd.log"; }

    void open_line() {
        if (gpsd_is_confined()) {
            device = fmt::format("udp://127.0.0.1:{}", free_port(Transport::udp, first_port()));
            line = open_nmea_port(device);
            return;
        }
        const fs::path link = folder / "receiver";
        line = open_nmea_port("pty:" + link.string());
        device = fs::read_symlink(link); // gpsd's account need not get into our folder
    }

    bool start_gpsd_once() {
        port = free_port(Transport::tcp, static_cast<std::uint16_t>(port + 1));
        // With speed and framing it does not probe for seconds, and -b keeps it from writing.
        gpsd.emplace(ChildCommand{.words = {find_program("gpsd"), "-N", "-n", "-b", "-s", "9600",
                                            "-f", "8N1", "-S", std::to_string(port), device},
                                  .output = log(),
                                  .account = unprivileged_account()});
        const auto deadline = std::chrono::steady_clock::now() + start_patience;
        while (gpsd->running() && std::chrono::steady_clock::now() < deadline) {
            if (listens(port)) {
                return gpsd->running();
            }
            std::this_thread::sleep_for(nap / 5);
        }
        return false;
    }

    void start_gpsd() {
        port = first_port();
        for (int attempt = 0; attempt < start_attempts; ++attempt) {
            if (start_gpsd_once()) {
                return;
            }
        }
        throw std::runtime_error{"gpsd did not start: " + last_words(log())};
    }

    /// False when it was stopped meanwhile.
    bool rest(const std::stop_token& stop, std::chrono::milliseconds time) {
        std::unique_lock lock{mutex};
        news.wait_for(lock, stop, time, [] { return false; });
        return !stop.stop_requested();
    }

    std::optional<hal::GnssReading> next(const std::stop_token& stop) {
        std::unique_lock lock{mutex};
        if (!news.wait(lock, stop, [this] { return !waiting.empty(); })) {
            return std::nullopt;
        }
        auto reading = waiting.front();
        waiting.pop_front();
        return reading;
    }

    bool wait_for_reader(const std::stop_token& stop) {
        const auto deadline = std::chrono::steady_clock::now() + reader_patience;
        while (!line->wait_for_reader(nap)) {
            if (stop.stop_requested()) {
                return false;
            }
            if (std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error{"gpsd does not open its receiver"};
            }
        }
        return true;
    }

    bool warm_up(const std::stop_token& stop, UtcTime first) {
        for (int left = warm_up_epochs; left > 0; --left) {
            line->write(nmea::epoch_without_fix(first - std::chrono::seconds{left}));
            if (!rest(stop, least_gap)) {
                return false;
            }
        }
        return true;
    }

    void speak(const std::stop_token& stop) {
        try {
            if (!wait_for_reader(stop)) {
                return;
            }
            bool is_warm = false;
            while (const auto reading = next(stop)) {
                is_warm = is_warm || warm_up(stop, *reading->time);
                line->write(sentences_of(*reading));
                rest(stop, least_gap);
            }
        } catch (const std::exception& error) {
            const std::scoped_lock lock{mutex};
            fault = error.what();
        }
    }
};

RealReceiver::RealReceiver(fs::path folder) : state_{std::make_unique<State>()} {
    state_->folder = std::move(folder);
    state_->open_line();
    state_->start_gpsd();
    state_->speaker =
        std::jthread{[state = state_.get()](const std::stop_token& stop) { state->speak(stop); }};
}

RealReceiver::~RealReceiver() {
    state_->speaker.request_stop();
    state_->speaker.join(); // before gpsd's end: it may wait for gpsd to read
    state_->gpsd->terminate(end_patience);
}

std::uint16_t RealReceiver::port() const { return state_->port; }

void RealReceiver::say(const hal::GnssReading& reading) {
    if (!reading.time) {
        return;
    }
    const std::scoped_lock lock{state_->mutex};
    if (state_->waiting.size() == max_waiting) {
        state_->waiting.pop_front();
        ++state_->dropped;
    }
    state_->waiting.push_back(reading);
    state_->news.notify_all();
}

std::optional<std::string> RealReceiver::fault() {
    if (!state_->gpsd->running()) {
        return "gpsd ended: " + last_words(state_->log());
    }
    const std::scoped_lock lock{state_->mutex};
    return state_->fault;
}

std::uint64_t RealReceiver::dropped() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->dropped;
}

} // namespace lanterne::simulator
