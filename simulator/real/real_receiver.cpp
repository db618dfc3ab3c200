#include "simulator/real/real_receiver.hpp"

#include <cmath>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "simulator/feed/nmea_port.hpp"
#include "simulator/feed/speaker.hpp"
#include "simulator/real/child.hpp"
#include "simulator/real/free_port.hpp"
#include "simulator/real/last_words.hpp"

namespace lanterne::simulator {

namespace fs = std::filesystem;

namespace {

constexpr double epochs_per_second = 7;
constexpr int start_attempts = 20; // each on another port, which another program may have taken
constexpr std::chrono::seconds start_patience{30};
constexpr std::chrono::seconds end_patience{5};
constexpr std::chrono::milliseconds nap{10};

/// Debian's profile lets gpsd open serial ports, and no pseudo-terminal.
bool gpsd_is_confined() {
    std::ifstream enabled{"/sys/module/apparmor/parameters/enabled"};
    return enabled.get() == 'Y' && fs::exists("/etc/apparmor.d/usr.sbin.gpsd");
}

std::uint16_t first_port() { return static_cast<std::uint16_t>(getpid() * 64 % 0x4000); }

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
    std::string device; ///< by gpsd's name for it
    std::uint16_t port = 0;
    std::optional<ChildProcess> gpsd;
    std::optional<Speaker> speaker; ///< goes first: it may wait for gpsd to read

    fs::path log() const { return folder / "gpsd.log"; }

    std::unique_ptr<NmeaPort> open_line() {
        if (gpsd_is_confined()) {
            device = fmt::format("udp://127.0.0.1:{}", free_port(Transport::udp, first_port()));
            return open_nmea_port(device);
        }
        const fs::path link = folder / "receiver";
        auto line = open_nmea_port("pty:" + link.string());
        device = fs::read_symlink(link); // gpsd's account need not get into our folder
        return line;
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
            std::this_thread::sleep_for(nap);
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
};

RealReceiver::RealReceiver(fs::path folder) : state_{std::make_unique<State>()} {
    state_->folder = std::move(folder);
    auto line = state_->open_line();
    state_->start_gpsd();
    state_->speaker.emplace(std::move(line), least_gap);
}

RealReceiver::~RealReceiver() {
    state_->speaker.reset();
    state_->gpsd->terminate(end_patience);
}

std::uint16_t RealReceiver::port() const { return state_->port; }

void RealReceiver::say(const hal::GnssReading& reading) { state_->speaker->say(reading); }

std::optional<std::string> RealReceiver::fault() {
    return state_->gpsd->running() ? state_->speaker->fault()
                                   : "gpsd ended: " + last_words(state_->log());
}

std::uint64_t RealReceiver::dropped() const { return state_->speaker->dropped(); }

} // namespace lanterne::simulator
