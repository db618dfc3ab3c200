#include <iostream>
#include <random>
#include <thread>

#include "firmware/board_files.hpp"
#include "firmware/command_line.hpp"
#include "firmware/connection_watch.hpp"
#include "firmware/report_log.hpp"
#include "firmware/settings.hpp"
#include "firmware/toml_reader.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/file_storage.hpp"
#include "hal/linux/gpsd_receiver.hpp"
#include "hal/linux/stop_signals.hpp"
#include "hal/linux/text_file.hpp"

namespace {

using namespace lanterne;

constexpr std::chrono::milliseconds step_time{200};
constexpr std::chrono::milliseconds farewell_time{2'000};

std::string text_of(const std::filesystem::path& file) {
    return hal::linux_system::read_text_file(file, firmware::TomlReader::size_limit);
}

firmware::Board board_of(const std::string& name_or_file, const std::filesystem::path& boards) {
    const auto file = firmware::board_file(name_or_file, boards);
    return firmware::read_board(text_of(file), file.string());
}

std::uint64_t random_number() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

/// Waits for the condition, but not for ever.
template<class Condition>
void wait_for(const hal::Clock& clock, Condition condition) {
    const auto until = clock.steady() + farewell_time;
    while (!condition() && clock.steady() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void run(const firmware::UnitSettings& settings) {
    hal::linux_system::StopSignals stop;
    firmware::Log log;
    hal::linux_system::Clock clock;
    hal::linux_system::GpsdReceiver receiver{{settings.gpsd_host, settings.gpsd_port}};
    hal::linux_system::FileStorage storage{settings.journal_folder.value()};
    firmware::MqttUplink uplink{settings.broker, settings.serial, clock, random_number()};
    firmware::BareBoard board{receiver, clock, storage};
    firmware::Tracker tracker{board.devices(), uplink, settings.tracker, random_number()};
    log_report(log, "journal opened", tracker.report());
    uplink.start(tracker.will());
    firmware::ConnectionWatch gpsd{log, "gpsd"};
    firmware::ConnectionWatch broker{log, "broker"};
    while (!stop.wished()) {
        uplink.tend();
        tracker.step(step_time);
        gpsd.see(receiver.connected());
        broker.see(uplink.connected());
    }
    tracker.flush();
    wait_for(clock, [&] { return uplink.idle(); });
    uplink.close();
    wait_for(clock, [&] { return uplink.closed(); });
    log_report(log, "ended", tracker.report());
}

void obey(const firmware::RunCommand& command) {
    auto settings = firmware::read_settings(text_of(command.settings), command.settings.string());
    const firmware::Board board = board_of(settings.board, settings.boards);
    settings = firmware::on_board(std::move(settings), board);
    settings.tracker.firmware_version = LANTERNE_VERSION;
    if (command.only_check) {
        std::cout << command.settings.string() << ": good, on the board " << board.name << '\n';
        return;
    }
    run(settings);
}

void obey(const firmware::BoardCommand& command) {
    const firmware::Board board = board_of(command.board, command.boards);
    switch (command.answer) {
    case firmware::BoardAnswer::summary: std::cout << summary(board); break;
    case firmware::BoardAnswer::gpsd: std::cout << gpsd_defaults(board); break;
    case firmware::BoardAnswer::service: std::cout << service_drop_in(board); break;
    case firmware::BoardAnswer::check: std::cout << board.name << ": good\n"; break;
    }
}

void obey(const firmware::NoCommand&) {}

} // namespace

int main(int argc, char** argv) {
    const auto command = firmware::read_command_line(argc, argv, LANTERNE_VERSION);
    if (const auto* ended = std::get_if<firmware::NoCommand>(&command)) {
        return ended->exit_code;
    }
    try {
        std::visit([](const auto& wanted) { obey(wanted); }, command);
    } catch (const std::exception& reason) {
        std::cerr << "lanterne-tracker: " << reason.what() << '\n';
        return 2;
    }
    return 0;
}
