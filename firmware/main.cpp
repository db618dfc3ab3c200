#include <csignal>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>

#include "firmware/log.hpp"
#include "firmware/settings.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/file_storage.hpp"
#include "hal/linux/gpsd_receiver.hpp"

namespace {

using namespace lanterne;

constexpr std::chrono::milliseconds step_time{200};
constexpr std::chrono::milliseconds farewell_time{2'000};

volatile std::sig_atomic_t stop_wished = 0;

void wish_to_stop(int) { stop_wished = 1; }

void listen_to_signals() {
    struct sigaction action {};

    action.sa_handler = wish_to_stop;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    // A broker that goes away in the middle of a write is no reason to end.
    ::signal(SIGPIPE, SIG_IGN);
}

std::string text_of(const std::string& file) {
    std::ifstream stream{file};
    std::stringstream text;
    if (!stream || !(text << stream.rdbuf())) {
        throw std::runtime_error(file + ": cannot be read");
    }
    return text.str();
}

firmware::UnitSettings settings_from(const std::string& file) {
    const auto settings = firmware::read_settings(text_of(file), file);
    const auto board_file = firmware::board_file(settings.board, settings.boards).string();
    return firmware::on_board(settings, firmware::read_board(text_of(board_file), board_file));
}

std::uint64_t random_number() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

/// Says in the log when a connection comes and goes.
class Watch {
public:
    Watch(firmware::Log& log, std::string name) : log_{log}, name_{std::move(name)} {}

    void see(bool connected) {
        if (connected == connected_) {
            return;
        }
        connected_ = connected;
        if (connected) {
            log_.info(name_ + " connected");
        } else {
            log_.warning(name_ + " gone, trying again");
        }
    }

private:
    firmware::Log& log_;
    std::string name_;
    bool connected_ = false;
};

void say(firmware::Log& log, std::string_view message, const firmware::TrackerReport& report) {
    log.info(message, {{"epoch", report.epoch},
                       {"journalled", report.journalled},
                       {"receipted", report.receipted},
                       {"unreceipted", report.unreceipted},
                       {"recovered", report.recovered},
                       {"torn", report.torn},
                       {"sent_messages", report.sent_messages},
                       {"resent_messages", report.resent_messages},
                       {"refused_readings", report.refused_readings},
                       {"refused_receipts", report.refused_receipts},
                       {"unjournalled", report.unjournalled},
                       {"failed_syncs", report.failed_syncs},
                       {"failed_reads", report.failed_reads},
                       {"unaccepted", report.unaccepted}});
}

/// Waits for the condition, but not for ever.
template<class Condition>
void wait_for(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + farewell_time;
    while (!condition() && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void run(const firmware::UnitSettings& settings) {
    firmware::Log log;
    hal::linux_system::Clock clock;
    hal::linux_system::GpsdReceiver receiver{{settings.gpsd_host, settings.gpsd_port}};
    hal::linux_system::FileStorage storage{settings.journal_folder.value()};
    firmware::MqttUplink uplink{settings.broker, settings.serial, clock, random_number()};
    firmware::TrackerSettings tracker_settings = settings.tracker;
    tracker_settings.firmware_version = LANTERNE_VERSION;
    firmware::BareBoard board{receiver, clock, storage};
    firmware::Tracker tracker{board.devices(), uplink, tracker_settings, random_number()};
    say(log, "journal opened", tracker.report());
    uplink.start(tracker.will());
    Watch gpsd{log, "gpsd"};
    Watch broker{log, "broker"};
    while (stop_wished == 0) {
        uplink.tend();
        tracker.step(step_time);
        gpsd.see(receiver.connected());
        broker.see(uplink.connected());
    }
    tracker.flush();
    wait_for([&] { return uplink.idle(); });
    uplink.close();
    wait_for([&] { return uplink.closed(); });
    say(log, "ended", tracker.report());
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Takes a unit's fixes from gpsd, keeps them, and sends them to the broker.",
                 "lanterne-tracker"};
    std::string config;
    bool only_check = false;
    app.add_option("--config", config, "the settings, a TOML file")->required();
    app.add_flag("--check", only_check, "read the settings and say whether they are good");
    app.set_version_flag("--version", std::string{"lanterne-tracker "} + LANTERNE_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wish) {
        return app.exit(wish) == 0 ? 0 : 2;
    }
    try {
        const auto settings = settings_from(config);
        if (only_check) {
            std::cout << config << ": good\n";
            return 0;
        }
        listen_to_signals();
        run(settings);
    } catch (const std::exception& reason) {
        std::cerr << "lanterne-tracker: " << reason.what() << '\n';
        return 2;
    }
    return 0;
}
