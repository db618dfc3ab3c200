#include "simulator/real/real_unit.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "simulator/real/child.hpp"
#include "simulator/real/last_words.hpp"
#include "simulator/real/real_receiver.hpp"

namespace lanterne::simulator {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds end_patience{10};

/// A path or a name as TOML has it.
std::string quoted(const std::string& text) {
    std::string result{"\""};
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            result += '\\';
        }
        result += letter;
    }
    return result + "\"";
}

/// Race time is not the wall's: the tracker must not hold the one against the other.
std::string tracker_settings(const RealUnitSettings& settings, std::uint16_t gpsd_port) {
    return fmt::format("[unit]\nserial = {}\nboard = \"generic-linux\"\nboards = {}\nshard = {}\n"
                       "[gpsd]\nhost = \"127.0.0.1\"\nport = {}\npace = \"free\"\n"
                       "[journal]\nfolder = {}\n"
                       "[broker]\nhost = {}\nport = {}\n"
                       "[sending]\nreport_interval_ms = {}\nsync_interval_ms = 1000\n",
                       quoted(settings.unit.text()), quoted(settings.boards_folder), settings.shard,
                       gpsd_port, quoted(settings.folder / "journal"), quoted(settings.broker_host),
                       settings.broker_port, settings.report_interval.count());
}

fs::path made(const fs::path& folder) {
    fs::create_directories(folder);
    return folder;
}

} // namespace

struct RealUnit::State {
    explicit State(const RealUnitSettings& settings)
        : unit{settings.unit}, log{settings.folder / "tracker.log"},
          receiver{made(settings.folder)} {
        const fs::path file = settings.folder / "tracker.toml";
        std::ofstream{file} << tracker_settings(settings, receiver.port());
        tracker.emplace(
            ChildCommand{.words = {settings.tracker_program, "--config", file}, .output = log});
    }

    ~State() { tracker->terminate(end_patience); }

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    UnitSerial unit;
    fs::path log;
    RealReceiver receiver; ///< goes after the tracker: it hears until its end
    std::optional<ChildProcess> tracker;
    std::optional<std::string> fault;
};

RealUnit::RealUnit(const RealUnitSettings& settings) : state_{std::make_unique<State>(settings)} {}

RealUnit::~RealUnit() = default;
RealUnit::RealUnit(RealUnit&&) noexcept = default;
RealUnit& RealUnit::operator=(RealUnit&&) noexcept = default;

void RealUnit::say(const hal::GnssReading& reading) { state_->receiver.say(reading); }

void RealUnit::look() {
    if (state_->fault) {
        return;
    }
    std::optional<std::string> what;
    if (const auto code = state_->tracker->wait(std::chrono::milliseconds{0})) {
        what = fmt::format("lanterne-tracker ended with {}: {}", *code, last_words(state_->log));
    } else {
        what = state_->receiver.fault();
    }
    if (what) {
        state_->fault = fmt::format("unit {}: {}", state_->unit.text(), *what);
    }
}

const std::optional<std::string>& RealUnit::fault() const { return state_->fault; }

const UnitSerial& RealUnit::serial() const { return state_->unit; }

std::uint64_t RealUnit::dropped() const { return state_->receiver.dropped(); }

void RealUnit::begin_to_end() { state_->tracker->signal(SIGTERM); }

} // namespace lanterne::simulator
